"""What a cell of a clerk's workbook can hold, as it leaves the reader."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


@dataclass(frozen=True)
class CellFault:
    """A cell whose content the reader cannot give truthfully.

    `kind` is "error" for an error of Excel (`text` is then "#REF!" and its like), "rounded" for a number that has
    lost its tail (`text` is what Excel shows of it), "no_value" for a formula saved without its value (the formula).
    """

    kind: str
    text: str


Cell = str | int | float | bool | date | datetime | CellFault | None
"""Text, a number as Excel holds it (a float past 15 digits has lost its tail), a date, a fault, or nothing."""


class Merged(NamedTuple):
    """Cells merged over several rows: rows `first` to `last` (1-based), the leftmost `column` (0-based).

    Only the first of them holds a value; the others are blank in `Sheet.rows`.
    """

    first: int
    last: int
    column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[i]` is row `i + 1` of the workbook, column A first; rows may differ in length."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merged: tuple[Merged, ...] = ()


def column_letter(index: int) -> str:
    """Return the letter of the column with the 0-based `index`: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters
