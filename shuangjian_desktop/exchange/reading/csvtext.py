"""A table kept as text (.csv, .txt): its encoding and delimiter are found out, and nothing in it is guessed at."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from shuangjian_desktop.core.cells import CellFault
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import SAVE_AS_XLSX, Refusal
from shuangjian_desktop.exchange.reading.rows import SheetRows, Tell

_MARKS: list[tuple[bytes, str]] = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_WITHOUT_MARK = ("utf-8", "gb18030")
_NO_CHANCE = 10
"""So many characters of UTF-8 in a row are not text of another encoding by chance (0.14 for each of GB 18030)."""
_PIECE = 1 << 20
_DELIMITERS = ",;\t"
_SAMPLE = 1 << 16
_SAMPLE_ROWS = 50
_DECLARED_DELIMITER = re.compile(r"sep=(.)\r?\n?")
_LOST_TAIL = re.compile(r"-?[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}")
_EXCEL_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def read_csv(path: Path, limits: Limits, tell: Tell) -> Iterator[SheetRows]:
    """Yield the one sheet of the text file at `path`, called after the file as Excel does.

    Raises:
        Refusal: the file is in no encoding that we read, or its quotes do not match.
    """
    tell("检查文件", 0, 0)
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as source:
        declared = _DECLARED_DELIMITER.fullmatch(source.readline(_SAMPLE))
        # Excel takes the line "sep=;" for an order, not for a row.
        start = source.tell() if declared else 0
        source.seek(start)
        delimiter = declared[1] if declared else _delimiter(source.read(_SAMPLE))
        source.seek(start)
        yield SheetRows(path.stem, False, 0, _rows(source, delimiter, limits))


def _rows(lines: Iterable[str], delimiter: str, limits: Limits) -> Iterator[list[object]]:
    """Yield the records; one of several lines is one row, as in Excel."""
    csv.field_size_limit(limits.field_size)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    cells = 0
    begins = 1
    try:
        for row in reader:
            begins = reader.line_num + 1
            cells += len(row)
            if cells > limits.cells:
                raise Refusal("的内容太多。", "请把它分成几个文件再试。")
            yield [_cell(text) if text[:1] in ("#", "=") or "E+" in text else text for text in row]
    except csv.Error as error:
        raise Refusal(
            f"第 {begins} 行起的引号没有配对，或某一格的文字过长。",
            "请用 Excel 或 WPS 打开它检查这一行，另存为 .xlsx 后再选。",
        ) from error


def _cell(text: str) -> object:
    """Return what Excel meant when it wrote `text`: it saves what a cell showed, not what was in it."""
    if _LOST_TAIL.fullmatch(text):
        return CellFault("rounded", text)
    if _EXCEL_ERROR.fullmatch(text):
        return CellFault("error", text)
    formula = _TEXT_FORMULA.fullmatch(text)
    return formula[1] if formula else text


def _encoding(path: Path) -> str:
    """Return the codec of the file: by its mark, else the first of UTF-8 and GB 18030 that reads all of it.

    GB 18030 reads nearly anything, damaged UTF-8 too, and makes other characters of it: so a file that was UTF-8
    for a good part is not tried as another.
    """
    with path.open("rb") as source:
        head = source.read(4)
    marked = [encoding for mark, encoding in _MARKS if head.startswith(mark)]
    line = 0
    for encoding in marked or _WITHOUT_MARK:
        stop = _stop(path, encoding)
        if stop is None:
            return encoding
        line = max(line, stop.line)
        if encoding == "utf-8" and stop.wide >= _NO_CHANCE:
            break
    raise Refusal(f"的文字编码读不出来（第 {line} 行附近），不是 UTF-8、UTF-16 或 GB 18030。", SAVE_AS_XLSX)


@dataclass
class _Stop:
    """Where an encoding could not go on: the line, and how many characters beyond ASCII it had read (about)."""

    line: int = 1
    wide: int = 0

    def pass_by(self, text: str, size: int) -> None:
        """Count what was made of `size` bytes."""
        self.line += text.count("\n")
        self.wide += (size - len(text)) // 2


def _stop(path: Path, encoding: str) -> _Stop | None:
    """Return where `encoding` cannot read the file, or None if it reads all of it."""
    decoder = codecs.getincrementaldecoder(encoding)()
    stop = _Stop()
    with path.open("rb") as source:
        try:
            while piece := source.read(_PIECE):
                stop.pass_by(decoder.decode(piece), len(piece))
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            read = error.object[: error.start]
            stop.pass_by(read.decode(encoding, errors="ignore"), len(read))
            return stop
    return None


def _delimiter(sample: str) -> str:
    """Return the delimiter that splits most rows into the same, largest number of columns."""

    def score(delimiter: str) -> int:
        rows = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
        widths = Counter(len(row) for row in islice(rows, _SAMPLE_ROWS))
        return max(((width - 1) * count for width, count in widths.items()), default=0)

    return max(_DELIMITERS, key=score)
