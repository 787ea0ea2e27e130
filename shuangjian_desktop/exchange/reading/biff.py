"""The stream of an old workbook ([MS-XLS], BIFF 5 and 8): what its sheets use, and what calamine should not see.

The stream is walked record by record, as calamine will walk it, before calamine gets it. On the way the records that
it trusts without need are made harmless where they stand: claimed dimensions, names, the tokens of formulas.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from shuangjian_desktop.core.cells import column_letter
from shuangjian_desktop.exchange.reading.cellscan import SheetUse, error_fault, formula_fault
from shuangjian_desktop.exchange.reading.kinds import REFUSED
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import INTO_NEW_BOOK, Refusal, damaged, unsound
from shuangjian_desktop.exchange.reading.rows import Tell

ENCRYPTED = (
    "设了打开密码或工作簿保护，读不出来。",
    "请用 Excel 或 WPS 打开它，取消密码和保护后保存，再选这个文件。",
)

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_FILE_PASS, _BOUND_SHEET, _SHARED_STRINGS, _XF = 0x002F, 0x0085, 0x00FC, 0x00E0
_NAME, _EXTERN_SHEET, _DIMENSIONS = 0x0018, 0x0017, 0x0200
_NUMBER, _LABEL, _RICH_LABEL, _BOOL_ERROR, _FORMULA, _STRING = 0x0203, 0x0204, 0x00D6, 0x0205, 0x0006, 0x0207
_RK, _MANY_RK, _LABEL_SHARED, _MERGED = 0x027E, 0x00BD, 0x00FD, 0x00E5
_HARMLESS = 0
"""A type of record that does not exist: it is passed over."""
_ONE_CELL = {_NUMBER: 14, _LABEL: 8, _RICH_LABEL: 8, _BOOL_ERROR: 8, _RK: 10, _LABEL_SHARED: 10}
"""Records of one cell, which begin with row and column; and the least size of each."""
_FORMULA_SIZE = 22
_NEVER_COMPUTED = 0x3
"""Both flags "compute always" and "compute when opened": so writers mark a formula that they did not compute."""
_BIFF5 = 0x0500
_SHEET, _MACRO_SHEET, _VBA = 0, 1, 6
_TOLD_EVERY = 1 << 16
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_LOCAL_DATES = {*range(27, 37), *range(50, 59)}
"""Built-in formats of Chinese Excel that show a date ([ECMA-376] 18.8.30); calamine takes them for numbers."""
_DATE = 14

Record = tuple[int, int, int]
"""Type, place of the content in the stream, and its size."""


@dataclass(frozen=True)
class BookSheet:
    """A sheet of the workbook; `use` is None for one that is no worksheet (a chart)."""

    name: str
    use: SheetUse | None


def check(stream: bytearray, limits: Limits, tell: Tell) -> list[BookSheet]:
    """Walk all records of a workbook's stream and make it harmless; return its sheets in their order.

    Raises:
        Refusal: the stream is encrypted, damaged, holds macros, or uses more cells than may be read.
    """
    listed = _Globals(stream)
    found: list[BookSheet] = []
    cells = 0
    for name, start, kind in listed.sheets:
        if kind != _SHEET:
            _blank_sheet(stream, start)
            found.append(BookSheet(name, None))
            continue
        use = _Sheet(stream, listed.strings, tell).walk(start)
        use.check(name, limits)
        cells += use.rows * use.columns  # calamine keeps all sheets at once
        if cells > limits.cells:
            raise Refusal("的工作表合起来范围过大。", INTO_NEW_BOOK)
        found.append(BookSheet(name, use))
    return found


def _records(stream: bytearray, at: int) -> Iterator[Record]:
    """Yield the records from `at` on.

    Raises:
        Refusal: the stream ends within one, or without having been ended.
    """
    end = len(stream)
    unpack = struct.Struct("<HH").unpack_from
    while at + 4 <= end:
        kind, size = unpack(stream, at)
        at += 4
        if at + size > end:
            break
        yield kind, at, size
        at += size
    raise damaged("文件的结尾缺失，可能没有下载完或复制完")


def _own_records(stream: bytearray, start: int) -> Iterator[Record]:
    """Yield the records of the part of the stream at `start`, without the parts (charts) that lie within it.

    Raises:
        Refusal: no part begins there, or it does not end.
    """
    if start + 4 > len(stream) or struct.unpack_from("<H", stream, start)[0] != _BOF:
        raise unsound("工作表的目录前后不一")
    depth = 0
    for record in _records(stream, start):
        depth += (record[0] == _BOF) - (record[0] == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield record


def _drop(stream: bytearray, at: int) -> None:
    """Make the record with its content at `at` one that is passed over."""
    struct.pack_into("<H", stream, at - 4, _HARMLESS)


def _blank_sheet(stream: bytearray, start: int) -> None:
    """Make a sheet of another kind (a chart) one without cells, whatever it holds."""
    for kind, at, _size in _own_records(stream, start):
        if kind not in (_BOF, _HARMLESS):
            _drop(stream, at)


class _Globals:
    """What the first part of the stream says of the whole: sheets, number of shared strings."""

    def __init__(self, stream: bytearray) -> None:
        self.sheets: list[tuple[str, int, int]] = []
        """Name, place in the stream and kind of each sheet."""
        self.strings = 0
        version = struct.unpack_from("<H", stream, 4)[0] if len(stream) >= 8 else 0
        for kind, at, size in _own_records(stream, 0):
            if kind == _FILE_PASS:
                raise Refusal(*ENCRYPTED)
            if kind == _BOUND_SHEET:
                self._sheet(stream[at : at + size], old=version == _BIFF5)
            elif kind == _SHARED_STRINGS and size >= 8:
                self.strings = struct.unpack_from("<L", stream, at + 4)[0]
            elif kind in (_NAME, _EXTERN_SHEET):
                _drop(stream, at)
            elif kind == _XF and size >= 4 and struct.unpack_from("<H", stream, at + 2)[0] in _LOCAL_DATES:
                struct.pack_into("<H", stream, at + 2, _DATE)
        if not self.sheets:
            raise Refusal("里没有任何工作表。", INTO_NEW_BOOK)
        # calamine keeps one sheet of a name.
        if any(len({sheet[column] for sheet in self.sheets}) < len(self.sheets) for column in (0, 1)):
            raise unsound("工作表的目录前后不一")

    def _sheet(self, raw: bytearray, *, old: bool) -> None:
        if len(raw) < 8:
            raise damaged("工作表的目录读不出来")
        start, _visible, kind, length = struct.unpack_from("<LBBB", raw)
        if kind in (_MACRO_SHEET, _VBA):
            raise Refusal(*REFUSED["xlsm"])
        text, wide = (raw[7:], False) if old else (raw[8:], bool(raw[7] & 1))
        encoding = "utf-16-le" if wide else "gb18030" if old else "latin-1"
        self.sheets.append((text[: length * (1 + wide)].decode(encoding, errors="replace"), start, kind))


class _Sheet:
    """The walk through one worksheet."""

    def __init__(self, stream: bytearray, strings: int, tell: Tell) -> None:
        self._stream = stream
        self._strings = strings
        self._tell = tell
        self._use = SheetUse()
        self._formula: tuple[int, int] | None = None

    def walk(self, start: int) -> SheetUse:
        """Return what the sheet uses that begins at `start`."""
        stream, use = self._stream, self._use
        place = struct.Struct("<HH").unpack_from
        rows = columns = count = 0
        for kind, at, size in _own_records(stream, start):
            count += 1
            if count % _TOLD_EVERY == 0:
                self._tell("检查文件", at, len(stream))
            least = _ONE_CELL.get(kind)
            if least is not None:
                if size < least:
                    raise damaged("单元格的内容不完整")
                row, column = place(stream, at)
                rows, columns = max(rows, row), max(columns, column)
                if kind == _LABEL_SHARED and struct.unpack_from("<L", stream, at + 6)[0] >= self._strings:
                    raise damaged("有单元格的文字找不到")
                if kind == _BOOL_ERROR and stream[at + 7]:
                    self._error(row, column, stream[at + 6])
            elif kind == _MANY_RK:
                row, column = self._many(at, size)
                rows, columns = max(rows, row), max(columns, column)
            elif kind == _FORMULA:
                row, column = self._take_formula(at, size)
                rows, columns = max(rows, row), max(columns, column)
            elif kind == _DIMENSIONS:
                _drop(stream, at)
            elif kind == _STRING:
                self._take_string(at, size)
            elif kind == _MERGED:
                self._merge(at, size)
        if count:
            use.reach(rows + 1, columns + 1)
        return use

    def _many(self, at: int, size: int) -> tuple[int, int]:
        """Return row and last column of a record of several numbers."""
        if size < 12 or size % 6:
            raise damaged("单元格的内容不完整")
        row, first = struct.unpack_from("<HH", self._stream, at)
        (last,) = struct.unpack_from("<H", self._stream, at + size - 2)
        if last - first + 1 != (size - 6) // 6:
            raise damaged("单元格的内容不完整")
        return row, last

    def _take_formula(self, at: int, size: int) -> tuple[int, int]:
        """Note a formula that holds an error or nothing; leave of the others only what they came to."""
        stream = self._stream
        if size < _FORMULA_SIZE:
            raise damaged("公式的内容不完整")
        row, column = struct.unpack_from("<HH", stream, at)
        self._formula = (row, column)
        value = bytes(stream[at + 6 : at + 14])
        (flags,) = struct.unpack_from("<H", stream, at + 14)
        if value[6:] != b"\xff\xff":
            struct.pack_into("<H", stream, at - 4, _NUMBER)
            if value == bytes(8) and flags & _NEVER_COMPUTED == _NEVER_COMPUTED:
                self._use.note(row, column, formula_fault(""))
        elif value[0] == 2:
            self._error(row, column, value[2])
        elif value[0] > 3:
            raise damaged("公式的内容不完整")
        struct.pack_into("<H", stream, at + 20, 0)
        return row, column

    def _take_string(self, at: int, size: int) -> None:
        """Note a formula whose text goes on in another record: calamine would cut it off."""
        following = self._stream[at + size : at + size + 2]
        if self._formula is None:
            _drop(self._stream, at)
        elif following == struct.pack("<H", _CONTINUE):
            self._use.note(*self._formula, formula_fault(""))

    def _error(self, row: int, column: int, code: int) -> None:
        if code not in _ERRORS:
            raise Refusal(
                f"的单元格 {column_letter(column)}{row + 1} 是读不了的错误值。",
                "请在 Excel 或 WPS 里改正这个单元格，保存后再试。",
            )
        self._use.note(row, column, error_fault(_ERRORS[code]))

    def _merge(self, at: int, size: int) -> None:
        if size < 2 or size < 2 + 8 * struct.unpack_from("<H", self._stream, at)[0]:
            raise damaged("合并单元格的内容不完整")
        (count,) = struct.unpack_from("<H", self._stream, at)
        for number in range(count):
            first, last, left, right = struct.unpack_from("<HHHH", self._stream, at + 2 + 8 * number)
            self._use.merge(first + 1, last + 1, left + 1, right + 1)
