"""A table as an Excel sheet for Excel hands: frozen head, filter, formats, drop-down lists."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter as writer
from python_calamine import CalamineWorkbook

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.kinds import Date, Integer, Kind, Money, Value
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.exchange.planning.headwords import RECORD_HEAD
from shuangjian_desktop.exchange.writing.lists import LIST_SHEET, add_rules, list_rows, rules_xml
from shuangjian_desktop.exchange.writing.place import written_to

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_575
_FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar is wrong; such a day is written as text
_FORBIDDEN = str.maketrans("[]:*?/\\", "_______")
_TELL_EVERY = 5_000
External = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """A column of an export. `personal` masks its values: say False once they are unmasked, which is on record.

    `width` is in characters (0: that of the kind), `options` makes a drop-down list, `hidden` a column that only the
    program reads.
    """

    label: str
    kind: Kind
    width: int = 0
    personal: bool = False
    options: tuple[str, ...] = ()
    hidden: bool = False


IDENTITY = Column(RECORD_HEAD, Code(), hidden=True)
"""The hidden column with the uid of each record, by which an export that is edited and imported finds its records."""


def write_table(
    path: Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    progress: Progress | None = None,
) -> int:
    """Write the rows (values of the columns' kinds; references by name) as a workbook; return how many there were.

    The file is read back and compared before it takes its place.

    Raises:
        FileError: a text is longer than a cell can hold, there are more rows than a sheet can hold, or the file cannot
            be written.
        Cancelled: the clerk pressed cancel.

    """
    with written_to(path) as draft:
        sent = _Sent(columns, rows, progress or Progress())
        _write(draft, title, columns, sent)
        lists = {index: column.options for index, column in enumerate(columns) if column.options}
        if lists:
            with written_to(draft) as listed:
                add_rules(
                    draft,
                    listed,
                    {1: rules_xml(dict(zip(lists, enumerate(lists.values()), strict=True)), len(sent.marks))},
                )
        if not _reads_back(draft, len(columns), sent.marks):
            raise FileError(f"写好的“{path.name}”读回来与台账不一致，没有保存。", "请再导出一次，或换个位置。")
    return len(sent.marks)


class _Sent:
    """The rows on their way into the file, each leaving a mark to be compared with what is read back."""

    def __init__(self, columns: Sequence[Column], rows: Iterable[Sequence[Value]], progress: Progress) -> None:
        self.columns, self.rows, self.progress = columns, rows, progress
        self.marks = array("q")

    def __iter__(self) -> Iterator[dict[str, External]]:
        labels = [column.label for column in self.columns]
        for number, row in enumerate(self.rows, 1):
            if number > MOST_ROWS:
                raise FileError(f"超过一张工作表能放的 {MOST_ROWS:,} 行。", "请先筛选，再分几次导出。")
            if number % _TELL_EVERY == 1:
                self.progress.step("写入表格", number, 0)
            cells = [external(column, value, number) for column, value in zip(self.columns, row, strict=True)]
            self.marks.append(_mark(cells))
            yield dict(zip(labels, cells, strict=True))
        if not self.marks:  # the writer takes the head from the first row: an empty table is a head over a blank one
            yield dict.fromkeys(labels)


def external(column: Column, value: Value, row: int) -> External:
    """Return a value as a cell holds it.

    Raises:
        FileError: the text is too long for a cell.

    """
    if value is None:
        return None
    if column.personal:
        return column.kind.mask(value)
    if isinstance(column.kind, Money):
        return int(value) / 100  # type: ignore[arg-type]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else value.isoformat()
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise FileError(
            f"第 {row} 行的“{column.label}”有 {len(value):,} 字，超过单元格能放的 {LONGEST_TEXT:,} 字，没有导出。",
            "请先把它改短，或不导出这一栏。",
        )
    return value


def _write(draft: Path, title: str, columns: Sequence[Column], rows: Iterable[dict[str, External]]) -> None:
    """Write the workbook, without its drop-down lists."""
    sheet = title.translate(_FORBIDDEN)[:31] or "表格"
    lists = {index: column.options for index, column in enumerate(columns) if column.options}
    sheets: list[tuple[str, Any]] = [(sheet, iter(rows))]
    if lists:
        sheets.append((LIST_SHEET, list_rows(list(lists.values()))))
    first = next((index for index, column in enumerate(columns) if not column.hidden), 0)
    texts = [column.label for column in columns if not column.kind.numeric and not isinstance(column.kind, Date)]
    try:
        writer.write_worksheets(
            sheets,
            str(draft),
            freeze_panes={sheet: {"row": 1, "col": first + 1}},
            autofilter={sheet: True},
            column_widths={sheet: {column.label: _width(column) for column in columns}},
            column_formats={sheet: {column.label: cell_format(column) for column in columns}},
            header_format={sheet: head_format()},
            ignore_errors={sheet: texts},
            page_setup={sheet: {"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": 0}},
            sheet_view={LIST_SHEET: {"hidden": True}} if lists else None,
        )
    except RuntimeError as problem:
        raise OSError(str(problem)) from problem


def _width(column: Column) -> float:
    return 0 if column.hidden else float(column.width or column.kind.width)


def cell_format(column: Column) -> writer.Format:
    """Return the format of a column: text cells are text for Excel too, so that typed codes keep their digits."""
    kind, form = column.kind, writer.Format()
    if column.personal or not (kind.numeric or isinstance(kind, Date)):
        return form.set_num_format("@")
    if isinstance(kind, Date):
        return form.set_num_format("yyyy-mm-dd")
    if isinstance(kind, Money):
        return form.set_num_format("#,##0.00")
    return form.set_num_format("0" if isinstance(kind, Integer) else "General")


def head_format() -> writer.Format:
    """Return the format of heads."""
    form = writer.Format().set_bold().set_background_color("#E7EEF7").set_border_bottom("thin")
    return form.set_align("center").set_align("vertical_center").set_text_wrap().set_num_format("@")


def _mark(cells: Iterable[object]) -> int:
    """Return a mark that equal rows share."""
    return hash(tuple(_comparable(cell) for cell in cells))


def _comparable(cell: object) -> object:
    """Return a cell so that what was written and what is read compare: numbers as numbers, blanks alike."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, int | float):
        return round(float(cell), 6)
    return cell.replace("\r\n", "\n") if isinstance(cell, str) else cell


def _reads_back(draft: Path, width: int, marks: Sequence[int]) -> bool:
    """Whether the file holds the rows that were sent, and no other."""
    rows = CalamineWorkbook.from_path(draft).get_sheet_by_index(0).to_python(skip_empty_area=False)
    blank: list[Any] = [""] * width
    rows += [blank] * (len(marks) + 1 - len(rows))  # blank rows at the end are not there for the reader
    if any(map(any, rows[len(marks) + 1 :])):
        return False
    return all(_mark((row + blank)[:width]) == mark for row, mark in zip(rows[1:], marks, strict=False))
