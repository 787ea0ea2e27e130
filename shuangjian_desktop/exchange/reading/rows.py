"""What every reader gives, inside the child: sheets, each a stream of rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from python_calamine import CalamineSheet

from shuangjian_desktop.core.cells import CellFault, Merged

Tell = Callable[[str, int, int], None]
"""Told the part of the work (Chinese), how much of it is done, and of how much (0: not known)."""


@dataclass(frozen=True)
class SheetRows:
    """A sheet on its way out of a reader: rows as lists from column A, "" or None where nothing is."""

    name: str
    hidden: bool
    height: int
    """Rows to come, as far as is known beforehand (for progress only)."""
    rows: Iterator[list[object]]
    merged: tuple[Merged, ...] = ()


def rows_of(sheet: CalamineSheet) -> Iterator[list[object]]:
    """Yield the rows from row 1 and column A on: calamine gives empty rows before the first cell, but no columns."""
    left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield left + row


def with_faults(rows: Iterator[list[object]], faults: dict[int, dict[int, CellFault]]) -> Iterator[list[object]]:
    """Put each fault (by row and column, from 0) into its cell; calamine has "" there, or no such row at all."""
    number = -1
    for number, row in enumerate(rows):
        yield _patched(row, faults[number]) if number in faults else row
    for missing in range(number + 1, max(faults, default=-1) + 1):
        yield _patched([], faults.get(missing, {}))


def _patched(row: list[object], faults: dict[int, CellFault]) -> list[object]:
    row.extend([""] * (max(faults, default=-1) + 1 - len(row)))
    for column, fault in faults.items():
        row[column] = fault
    return row
