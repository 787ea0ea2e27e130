"""Drop-down lists from a hidden sheet: lists over 255 characters inside a cell rule break a workbook.

The writer knows no list from a range, so the rules are added to the finished file in one pass over its zip.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from shuangjian_desktop.core.cells import column_letter

LIST_SHEET = "选项"
SPARE_ROWS = 1_000  # lists reach this far below the data, for rows that are added by hand
_BEFORE = b"<pageMargins"  # the rules come before it (ISO/IEC 29500-1, 18.3.1.99); in text the sign < is escaped
_BLOCK = 1 << 20
_LEVEL = 2  # of zlib's nine: a tenth larger than level 4, in two thirds of its time


def list_rows(lists: Sequence[Sequence[str]]) -> list[dict[str, str | None]]:
    """Return the rows of the hidden sheet: one column per list."""
    longest = max(map(len, lists), default=0)
    columns = [(column_letter(place), words) for place, words in enumerate(lists)]
    return [{name: words[row] if row < len(words) else None for name, words in columns} for row in range(longest)]


def rules_xml(lists: Mapping[int, tuple[int, Sequence[str]]], rows: int) -> bytes:
    """Return the element with the rule of each column for `rows` data rows under a head.

    `lists` is by the column's 0-based index: the place of its list on the hidden sheet, and its words.
    """
    rules = []
    last = 1 + rows + SPARE_ROWS
    for index, (place, words) in lists.items():
        source = f"'{LIST_SHEET}'!${column_letter(place)}$2:${column_letter(place)}${len(words) + 1}"
        area = f"{column_letter(index)}2:{column_letter(index)}{last}"
        rules.append(
            f'<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" '
            f'errorTitle="不在选项中" error="这个词不在选项中，导入时要另行确认。" sqref={quoteattr(area)}>'
            f"<formula1>{escape(source)}</formula1></dataValidation>"
        )
    return f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>'.encode()


def add_rules(source: Path, target: Path, rules: Mapping[int, bytes]) -> None:
    """Copy a workbook, with rules added to its sheets by their number, the first being 1."""
    wanted = {f"xl/worksheets/sheet{number}.xml": element for number, element in rules.items()}
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as new,
    ):
        for entry in old.infolist():
            with old.open(entry) as read, new.open(entry.filename, "w", force_zip64=True) as write:
                rest = b""
                for block in _ahead(read):
                    text = rest + block
                    if entry.filename in wanted:
                        text = text.replace(_BEFORE, wanted[entry.filename] + _BEFORE, 1)
                    rest = text[-len(_BEFORE) :]
                    write.write(text[: -len(_BEFORE)])
                write.write(rest)


def _ahead(source: IO[bytes]) -> Iterator[bytes]:
    """Yield the blocks of a part, each while the next one is inflated already: that needs no lock of Python's."""
    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(source.read, _BLOCK)
        while block := following.result():
            following = reader.submit(source.read, _BLOCK)
            yield block
