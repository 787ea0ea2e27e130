"""待处理 as people see it: the imports, their waiting rows cell by cell, what became of the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.exchange.planning.cells import cell_shown
from shuangjian_desktop.exchange.planning.decide import Decision
from shuangjian_desktop.exchange.planning.held import HeldRow as Held
from shuangjian_desktop.exchange.planning.held import cells_of, tables_of_held
from shuangjian_desktop.exchange.planning.mapping import Column, map_columns
from shuangjian_desktop.exchange.planning.plan import FATES, Level
from shuangjian_desktop.exchange.planning.returned import masks, shown_cell
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import held_rows, importing, preview, tray
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.importing import ImportResult
from shuangjian_desktop.store.writer import Fate


@dataclass(frozen=True)
class BatchLine:
    """One import: which file went into which register, when and by whom, its counts, how many rows still wait."""

    uid: str
    register: str
    file: str
    at: datetime
    operator: str
    counts: Mapping[str, int]
    waiting: int


@dataclass(frozen=True)
class WaitingRow:
    """A row that waits: its number in the sheet, its cells as they may be seen, its problems in one text.

    `marks` gives the level of the worst problem by the index of the column.
    """

    uid: str
    number: int
    level: str
    said: str
    texts: tuple[str, ...]
    marks: Mapping[int, Level]


@dataclass(frozen=True)
class WaitingTable:
    """The waiting rows of one import under their heads; `fields` are the labels of what each column fills."""

    register: str
    heads: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[WaitingRow, ...]


def batch_lines(desk: Desk, limit: int = 100) -> list[BatchLine]:
    """Return the imports, the newest first."""
    lines = []
    for batch in tray.batches(desk, limit):
        values = batch.record.values
        made = desk.ledger.reader.history("import_batch", batch.record.uid)[-1].step
        names = ("rows", "created", "updated", "unchanged", "doubtful", "held")
        counts = {find("import_batch")[key].label: int(str(values[key] or 0)) for key in names}
        register, file = str(values["register"]), str(values["file_name"])
        lines.append(BatchLine(batch.record.uid, register, file, made.at, made.operator, counts, batch.waiting))
    return lines


def waiting_table(desk: Desk, batch: str) -> WaitingTable | None:
    """Return the waiting rows of an import, None if there are none; personal cells masked unless unmasked."""
    rows = tray.held(desk, batch=batch)
    if not rows:
        return None
    register = find(rows[0].into)
    table = tables_of_held([Held(rows[0].uid, rows[0].payload)])[0]
    record = desk.ledger.reader.get("held_row", rows[0].uid)
    earlier = held_rows.mapping_of_batch(desk, record) if record else {}
    mapping = map_columns(register, table.head, earlier.get("columns", {}))
    hidden = {} if desk.unmasked else masks(register, mapping)
    by_index = {column.index: register.by_key.get(column.field) for column in mapping.columns}
    labels = tuple(item.label if (item := by_index.get(index)) else "" for index in range(len(table.head.columns)))
    shown = tuple(_waiting(desk, row, hidden, mapping.columns) for row in rows)
    return WaitingTable(register.key, table.head.columns, labels, shown)


def _waiting(
    desk: Desk, row: tray.HeldRow, hidden: Mapping[int, Callable[[str], str]], columns: Sequence[Column]
) -> WaitingRow:
    """Return a held row as it may be seen."""
    cells = cells_of(Held(row.uid, row.payload))
    texts = tuple(_text(shown_cell(cell, hidden.get(index))) for index, cell in enumerate(cells))
    index_of = {column.letter: column.index for column in columns}
    marks: dict[int, Level] = {}
    for problem in sorted(row.problems, key=lambda one: one.level == "error"):
        if problem.column in index_of:
            marks[index_of[problem.column]] = problem.level
    said = "；".join(problem.sentence(unmasked=desk.unmasked) for problem in row.problems)
    return WaitingRow(row.uid, int(row.payload["row"]), row.level, said, texts, marks)


def _text(cell: Cell) -> str:
    return "" if cell is None else cell_shown(cell)


def fate_lines(desk: Desk, batch: str) -> list[tuple[str, ...]]:
    """Return what became of each row of an import, later too: sheet, row, fate, the record's name."""
    later = tray.seen_to(desk, batch)
    found = [_now(fate, later) for fate in tray.fates(desk, batch)]
    names: dict[str, str] = {}
    for register in {one[3] for one in found}:
        names |= desk.names(register, sorted({one[4] for one in found if one[3] == register and one[4]}))
    return [(sheet, str(row), fate, names.get(uid, "")) for sheet, row, fate, _register, uid in found]


def _now(fate: Fate, later: Mapping[tuple[str, int], tuple[str, str]]) -> Fate:
    """Return the fate of a row with what became of it after it was held."""
    sheet, row, word, register, _uid = fate
    if word not in (FATES["doubtful"], FATES["error"]) or (sheet, row) not in later:
        return fate
    state, uid = later[sheet, row]
    return sheet, row, f"{word}，后来{state}", register, uid


def take_in(
    desk: Desk,
    uids: Sequence[str],
    edits: tray.Edits,
    decision: Decision | None = None,
    progress: Progress | None = None,
) -> list[ImportResult]:
    """Plan held rows again with what was typed and decided, and take in those that are good now.

    Raises:
        LedgerError: the ledger cannot be written, or no backup can be made.
        Cancelled: the clerk pressed cancel; each plan is written wholly or not at all.

    """
    results = []
    for plan in tray.replan(desk, uids, edits, progress=progress):  # each is made when the one before is written
        if decision:
            plan = importing.decided(desk, plan, [row.place for row in plan.rows], decision)
        results.append(importing.apply(desk, plan, progress=progress, with_book=False))
    return results


def candidates(desk: Desk, uid: str, edits: tray.Edits) -> list[tuple[str, str]]:
    """Return the records that a doubtful held row may be, as (uid, name)."""
    return [
        one
        for plan in tray.replan(desk, [uid], edits)
        for row in plan.rows
        for one in preview.candidates(desk, plan, row)
    ]


def save_error_books(desk: Desk, uids: Sequence[str], out: Path) -> list[Path]:
    """Write the error workbook of held rows again, one for each sheet that they are from; return where they are.

    Raises:
        FileError: it cannot be written.

    """
    written: list[Path] = []
    for number, plan in enumerate(tray.replan(desk, uids), 1):
        path = out if number == 1 else out.with_stem(f"{out.stem}-{number}")
        written.append(held_rows.error_book(desk, plan, plan.table.held, {}, path, None))
    return written
