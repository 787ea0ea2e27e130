"""What every reader gives, inside the child: sheets, each a stream of rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shuangjian_desktop.core.cells import Merged

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
