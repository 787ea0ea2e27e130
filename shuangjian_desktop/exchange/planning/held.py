"""Rows that wait for a person: how the ledger keeps them, and how they become a table again."""

from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangjian_desktop.core.cells import Cell, CellFault
from shuangjian_desktop.exchange.planning.heads import Head
from shuangjian_desktop.exchange.planning.plan import CellProblem, Plan, PlannedRow
from shuangjian_desktop.exchange.planning.rows import Table

Json = Any
"""A value that JSON can hold."""


@dataclass(frozen=True)
class HeldRow:
    """A held row as it comes back from the ledger: the uid of the held row and what `held_payload` made."""

    uid: str
    payload: Mapped[str, Json]


def held_payload(plan: Plan, row: PlannedRow) -> dict[str, Json]:
    """Return a held row as JSON can keep it: file, sheet, row number, head, raw cells with their types, problems."""
    head = plan.table.head
    return {
        "file": plan.table.file,
        "sheet": plan.table.sheet,
        "row": plan.number(row),
        "level": "存疑" if row.fate == "doubtful" else "有误",
        "head_row": head.row,
        "depth": head.depth,
        "titles": list(head.titles),
        "heads": list(head.columns),
        "cells": [cell_to_json(cell) for cell in plan.table.rows[row.place]],
        "problems": [problem_to_json(problem) for problem in row.problems],
        "twin": [row.twin, list(row.keys)] if row.twin else None,
    }


def tables_of_held(held: Sequence[HeldRow]) -> list[Table]:
    """Return the held rows as tables that can be planned again: rows of one file, sheet and head together.

    Each table wants the mapping of the import that its rows are from.
    """
    groups: dict[tuple[Json, ...], list[HeldRow]] = {}
    for row in held:
        load = row.payload
        groups.setdefault((load["file"], load["sheet"], load["head_row"], tuple(load["heads"])), []).append(row)
    return [_table(rows) for rows in groups.values()]


def _table(held: Sequence[HeldRow]) -> Table:
    """Return held rows of one sheet as a table."""
    first = held[0].payload
    head = Head(first["sheet"], first["head_row"], first["depth"], tuple(first["titles"]), tuple(first["heads"]))
    return Table(
        first["file"],
        "",
        head,
        [cells_of(row) for row in held],
        [row.payload["row"] for row in held],
        held={index: row.uid for index, row in enumerate(held)},
        twins={index: twin for index, row in enumerate(held) if (twin := twin_of(row))},
    )


def twin_of(row: HeldRow) -> tuple[int, Sequence[str | None]] | None:
    """Return the number of the row that a held row repeated in its file, with the keys that it had then."""
    twin = row.payload.get("twin")
    return (twin[0], twin[1]) if twin else None


def cells_of(row: HeldRow) -> list[Cell]:
    """Return the raw cells of a held row."""
    return [cell_from_json(cell) for cell in row.payload["cells"]]


def cell_to_json(cell: Cell) -> Json:
    """Return a cell as JSON: text, numbers and nothing as they are, the rest named by its type."""
    if isinstance(cell, datetime):
        return {"time": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, CellFault):
        return {"fault": [cell.kind, cell.text]}
    return cell


def cell_from_json(stored: Json) -> Cell:
    """Return the cell that `cell_to_json` made."""
    if isinstance(stored, dict):
        if "time" in stored:
            return datetime.fromisoformat(stored["time"])
        if "date" in stored:
            return date.fromisoformat(stored["date"])
        kind, text = stored["fault"]
        return CellFault(kind, text)
    cell: Cell = stored
    return cell


def problem_to_json(problem: CellProblem) -> dict[str, Json]:
    """Return a problem as JSON; `problem_from_json` gives it back."""
    return {name: getattr(problem, name) for name in CellProblem.__slots__}


def problem_from_json(stored: Mapped[str, Json]) -> CellProblem:
    """Return the problem that `problem_to_json` made."""
    return CellProblem(**stored)


def with_cell(payload: Mapped[str, Json], field_column: int, text: str) -> dict[str, Json]:
    """Return a held row's payload with one cell typed anew, as a clerk mends it in the program."""
    cells = list(payload["cells"])
    cells += [None] * (field_column + 1 - len(cells))
    cells[field_column] = text
    return {**payload, "cells": cells}
