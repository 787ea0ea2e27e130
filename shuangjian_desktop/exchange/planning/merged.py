"""Cells merged over several rows: what the first row holds is meant for all of them, except an amount."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from shuangjian_desktop.core.cells import Cell, Merged
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.planning.mapping import Column, Mapping, target_fields
from shuangjian_desktop.exchange.planning.rows import Table


def fill_merged(table: Table, register: Register, mapping: Mapping) -> Table:
    """Return the table with merged cells of mapped columns filled down.

    A number or an amount is not repeated, that would multiply it: the rows without it say so.
    """
    if not table.merged:
        return table
    targets = target_fields(register)
    columns = {column.index: column for column in mapping.columns}
    rows = list(table.rows)
    notes: dict[int, list[str]] = defaultdict(list, {index: [note] for index, note in table.notes.items()})
    for area, value in table.merged:
        column = columns.get(area.column)
        if column is None:
            continue
        for index in _below(table, area):
            if targets[column.field].kind.numeric:
                notes[index].append(_told(column, area))
            else:
                rows[index] = _with(rows[index], area.column, value)
    said = {index: "；".join(told) for index, told in notes.items()}
    return replace(table, rows=rows, notes=said, merged=())


def _below(table: Table, area: Merged) -> range:
    """Return the places of the data rows under the first row of a merged range."""
    return range(bisect_right(table.numbers, area.first), bisect_right(table.numbers, area.last))


def _told(column: Column, area: Merged) -> str:
    """Return what to say of a row that has no amount of its own."""
    place = f"{column.letter}{area.first}:{column.letter}{area.last}"
    return f"“{column.head}”{place} 是合并的单元格，数值只算在第 {area.first} 行，这一行没有"


def _with(row: Sequence[Cell], column: int, value: Cell) -> list[Cell]:
    """Return a row with the value in a blank cell; nothing that is written there is replaced."""
    cells = [*row, *[None] * (column + 1 - len(row))]
    if cells[column] is None:
        cells[column] = value
    return cells
