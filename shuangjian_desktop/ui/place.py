"""Where a clerk is in a table: kept by the rows' local numbers, so that it survives other rows coming and going."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionRange

from shuangjian_desktop.ui.table_model import TableModel

_MOST_KEPT = 2000  # selected rows that are found again; more are let go


@dataclass(frozen=True)
class Found:
    """Where a place is among the rows that are there now."""

    row: int
    column: int
    top: int
    selection: QItemSelection


@dataclass(frozen=True)
class Place:
    """The current cell, the selected blocks (local numbers, first and last column) and the topmost row."""

    current: int | None
    row: int
    column: int
    blocks: tuple[tuple[tuple[int, ...], int, int], ...]
    top: int | None
    scrolled: int

    @classmethod
    def take(
        cls,
        model: TableModel,
        row: int,
        column: int,
        blocks: Sequence[QItemSelectionRange],
        top: int,
        scrolled: int,
    ) -> "Place":
        """Take a place down: row and column of the current cell (−1 for none), the topmost row in sight."""
        if sum(block.height() for block in blocks) > _MOST_KEPT:
            blocks = ()
        held = tuple(
            (tuple(model.ids(range(block.top(), block.bottom() + 1))), block.left(), block.right()) for block in blocks
        )
        current = model.ids([row])[0] if row >= 0 else None
        return cls(current, row, column, held, model.ids([top])[0] if model.rowCount() else None, scrolled)

    def find(self, model: TableModel) -> Found:
        """Return the place among the rows of the model, which has some; where its record is gone, the row it had."""
        ids = {number for block in self.blocks for number in block[0]} | {self.current, self.top}
        rows = model.rows_of([number for number in ids if number is not None])
        last, right = model.rowCount() - 1, model.columnCount() - 1
        at = min(max(self.row, 0), last)
        row = rows.get(self.current, at) if self.current is not None else 0
        top = rows.get(self.top, self.scrolled) if self.top is not None else 0
        return Found(row, min(max(self.column, 0), right), top, self._selection(model, rows))

    def _selection(self, model: TableModel, rows: dict[int, int]) -> QItemSelection:
        """Return the selected blocks where their rows are now."""
        found, right = QItemSelection(), model.columnCount() - 1
        for ids, first, last in self.blocks:
            for top, bottom in runs(sorted(rows[number] for number in ids if number in rows)):
                found.select(model.index(top, min(first, right)), model.index(bottom, min(last, right)))
        return found


def runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return sorted rows as runs (first, last) without gaps."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
