"""待处理: held rows are looked at, mended and taken in again, or given up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import AnyOf, Filter, Has, Order, Query
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.exchange.planning.held import HeldRow as Held
from shuangjian_desktop.exchange.planning.held import problem_from_json, tables_of_held, with_cell
from shuangjian_desktop.exchange.planning.mapping import map_columns, with_fixed
from shuangjian_desktop.exchange.planning.parsed import Words
from shuangjian_desktop.exchange.planning.plan import CellProblem, Plan
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import importing
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.held_rows import BOOKED, GIVEN_UP, WAITING, mapping_of_batch, payload_of

_MOST_CHANGES = 100_000
Edits = Mapping[str, Mapping[int, str]]
"""What a clerk typed anew: uid of the held row → index of the column → text."""


@dataclass(frozen=True)
class HeldRow:
    """A row that waits: where it is from, its cells under their heads, its problems.

    `payload` is what the import kept; it is personal: show cells by `exchange.planning.returned.shown_cell`.
    """

    uid: str
    batch: str
    into: str
    level: str
    payload: Mapping[str, Any]
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True)
class Batch:
    """One import that is on record: its file, when and by whom, its counts, how many of its rows still wait."""

    record: Record
    waiting: int


def held(desk: Desk, register: str | None = None, batch: str | None = None, limit: int = 5000) -> list[HeldRow]:
    """Return the rows that wait, oldest first; those of one register, or of one import, if it is named."""
    filters = [Filter("state", "eq", WAITING)]
    if register:
        filters.append(Filter("into", "eq", register))
    if batch:
        filters.append(Filter("batch", "eq", batch))
    reader = desk.ledger.reader
    ids = reader.ids(Query("held_row", filters=tuple(filters), order=(Order("batch"), Order("row"))))
    return [_held(record) for record in reader.rows("held_row", ids[:limit])]


def _held(record: Record) -> HeldRow:
    """Return a held row as people see to it."""
    values, payload = record.values, payload_of(record)
    problems = tuple(problem_from_json(one) for one in payload["problems"])
    return HeldRow(record.uid, str(values["batch"]), str(values["into"]), str(values["level"]), payload, problems)


def replan(
    desk: Desk,
    uids: Sequence[str],
    edits: Edits | None = None,
    words: Words | None = None,
    progress: Progress | None = None,
) -> Iterator[Plan]:
    """Yield what these held rows would do now, with what the clerk typed: one plan for each import and head.

    `importing.apply` takes them in; rows that still have problems stay in the tray. Each plan is made when it is asked
    for, so that it knows what came of the one before.
    """
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in desk.ledger.reader.get_many("held_row", uids).values():
        if not record.deleted and record.values["state"] == WAITING:
            key = (str(record.values["into"]), str(record.values["batch"]))
            groups.setdefault(key, []).append(record)
    for (into, _batch), records in groups.items():
        # Read as their import read its sheet.
        register, earlier = find(into), mapping_of_batch(desk, records[0])
        rows = [Held(one.uid, _edited(payload_of(one), (edits or {}).get(one.uid, {}))) for one in records]
        for table in tables_of_held(rows):
            mapping = map_columns(register, table.head, earlier.get("columns", {}))
            mapping = with_fixed(register, table.head, mapping, earlier.get("fixed", {}))
            yield importing.plan_table(desk, table, register, mapping, words, progress)


def _edited(payload: dict[str, Any], typed: Mapping[int, str]) -> dict[str, Any]:
    """Return a payload with the cells that the clerk typed anew."""
    for column, text in typed.items():
        payload = with_cell(payload, column, text)
    return payload


def discard(desk: Desk, uids: Sequence[str]) -> Changes:
    """Give held rows up, as one step that can be undone."""
    operation = desk.operation("discard", f"放弃待处理 {len(uids)} 行")
    given_up = [(uid, {"state": GIVEN_UP}) for uid in uids]
    return desk.ledger.transact(operation, lambda writer: writer.update_many("held_row", given_up))[1]


def batches(desk: Desk, limit: int = 200) -> list[Batch]:
    """Return the newest imports of files first; that rows were tried again is told with the import they are from."""
    reader = desk.ledger.reader
    waits = Has("held_row", (Filter("state", "eq", WAITING),), by="batch")
    found = reader.ids(Query("import_batch", where=(AnyOf((Filter("digest", "gt", ""), waits)),)))[-limit:]
    records = reader.rows("import_batch", list(reversed(found)))
    counts = {record.uid: _count(desk, record.uid) for record in records}
    return [Batch(record, counts[record.uid]) for record in records]


def _count(desk: Desk, batch: str) -> int:
    """Return how many rows of an import still wait."""
    filters = (Filter("batch", "eq", batch), Filter("state", "eq", WAITING))
    return desk.ledger.reader.count(Query("held_row", filters=filters))


def fates(desk: Desk, batch: str) -> list[tuple[str, int, str, str, str]]:
    """Return what became of each row of an import: (sheet, row, fate, register, uid or '')."""
    return desk.ledger.reader.fates(batch)


def seen_to(desk: Desk, batch: str) -> dict[tuple[str, int], tuple[str, str]]:
    """Return what became later of the rows that an import held.

    By sheet and row: its state, and the uid of the record that a retry of it came to, or ''.
    """
    reader = desk.ledger.reader
    query = Query("held_row", filters=(Filter("batch", "eq", batch), Filter("state", "ne", WAITING)))
    rows = {one.uid: (_place(one), str(one.values["state"])) for one in reader.rows("held_row", reader.ids(query))}
    found = {place: (state, "") for place, state in rows.values()}
    for retry in _retries(desk, batch) if rows else ():
        records = {(sheet, row): uid for sheet, row, _fate, _register, uid in reader.fates(retry)}
        step = reader.history("import_batch", retry)[-1].step.number
        for change in reader.changes(step, _MOST_CHANGES):
            place, state = rows.get(change.uid, (("", 0), ""))
            if state == BOOKED:
                found[place] = (state, records.get(place, ""))
    return found


def _place(record: Record) -> tuple[str, int]:
    """Return the sheet of a held row and its number there."""
    return str(record.values["sheet"]), int(str(record.values["row"]))


def _retries(desk: Desk, batch: str) -> list[str]:
    """Return the uids of the retries of rows of this file, the oldest first."""
    reader = desk.ledger.reader
    record = reader.get("import_batch", batch)
    if record is None:
        return []
    same = tuple(Filter(key, "eq", record.values[key]) for key in ("file_name", "register"))
    ids = reader.ids(Query("import_batch", filters=(*same, Filter("digest", "in", ("", None)))))
    return [retry.uid for retry in reader.rows("import_batch", ids)]
