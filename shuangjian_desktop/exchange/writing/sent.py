"""What an error workbook says of each row: the key, the cells as they may be seen, the marks, the message."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from functools import cached_property

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.register import Field
from shuangjian_desktop.exchange.planning.heads import own_columns
from shuangjian_desktop.exchange.planning.mapping import target_fields
from shuangjian_desktop.exchange.planning.plan import CellProblem, Plan
from shuangjian_desktop.exchange.planning.returned import Mask, booked_key, held_key, masks, shown_cell


def _filled(row: Sequence[Cell]) -> int:
    """Return how many columns of a row are in use."""
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return width


@dataclass(frozen=True)
class SentRow:
    """A data row as it goes out: its cells, its key ('' for none), its problems by column index (−1: none to blame)."""

    place: int
    number: int
    cells: Sequence[Cell]
    key: str
    problems: Mapped[int, Sequence[CellProblem]]
    message: str


@dataclass(frozen=True)
class Sent:
    """A plan on its way into an error workbook.

    `held` are the uids of the held rows, `booked` those of the records that rows went into, both by the row's place.
    Rows that are neither (left out) go without a key.
    """

    plan: Plan
    held: Mapped[int, str]
    booked: Mapped[int, str]
    unmasked: bool = False

    @cached_property
    def masks(self) -> Mapped[int, Mask]:
        """How the cells of personal columns are masked, by column index; none in an unmasked workbook."""
        return {} if self.unmasked else masks(self.plan.register, self.plan.mapping)

    @cached_property
    def width(self) -> int:
        """How many columns the clerk's table has."""
        table, own = self.plan.table, own_columns(self.plan.table.head).values()
        heads = max(
            (index + 1 for index, text in enumerate(table.head.columns) if text and index not in own), default=0
        )
        return max(heads, max(map(_filled, table.rows), default=0))

    def rows(self, *, whole: bool) -> Iterator[SentRow]:
        """Yield the data rows in the order of the sheet: all of them, or the held ones."""
        planned = {row.place: row for row in self.plan.rows}
        for place in range(len(self.plan.table.rows)) if whole else sorted(self.held):
            yield self._row(place, planned[place].problems if place in planned else ())

    def _row(self, place: int, problems: Sequence[CellProblem]) -> SentRow:
        """Return a row with what is said of it; only held rows are marked."""
        told = [one for one in problems if one.level != "notice"] if place in self.held else []
        by_column: dict[int, list[CellProblem]] = {}
        letters = {column.letter: column.index for column in self.plan.mapping.columns}
        for one in told:
            by_column.setdefault(letters.get(one.column, -1), []).append(one)
        cells = self._cells(place)
        key = ""
        if place in self.held:
            key = held_key(self.held[place])
        elif place in self.booked:
            key = booked_key(self.booked[place], cells)
        message = "；".join(one.sentence(unmasked=self.unmasked) for one in told)
        return SentRow(place, self.plan.table.numbers[place], cells, key, by_column, message)

    def _cells(self, place: int) -> list[Cell]:
        """Return the cells of a row as they may be seen."""
        raw = list(self.plan.table.rows[place][: self.width])
        shown = [shown_cell(cell, self.masks.get(index)) for index, cell in enumerate(raw)]
        if place in self.booked:
            for index, masked in self._values_masked(place):
                if index < len(shown):
                    shown[index] = masked
        return shown

    def _values_masked(self, place: int) -> Iterator[tuple[int, str]]:
        """Yield the personal values that went into the ledger, masked as the ledger masks them, by column index."""
        parsed = self.plan.parsed
        for key, column in self.plan.mapping.fields.items():
            item = self._targets[key]
            value = parsed.columns[parsed.keys.index(key)][place]
            if column.index in self.masks and item.personal and value is not None:
                yield column.index, item.kind.mask(value)

    @cached_property
    def _targets(self) -> Mapped[str, Field]:
        return target_fields(self.plan.register)
