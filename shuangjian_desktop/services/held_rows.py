"""The rows of imports that wait for a person: kept whole in the ledger, recognised when they come back."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.exchange.planning.held import HeldRow, cells_of, held_payload
from shuangjian_desktop.exchange.planning.plan import Plan, PlannedRow
from shuangjian_desktop.exchange.planning.returned import held_uids, row_digest, take_back
from shuangjian_desktop.exchange.planning.rows import Table
from shuangjian_desktop.exchange.writing.error_book import write_error_book
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.store.faults import faults
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.writer import Writer

WAITING, BOOKED, GIVEN_UP = "待处理", "已入账", "已放弃"
ERROR_BOOKS = "出错工作簿"


def payload_of(record: Record) -> dict[str, Any]:
    """Return what the import kept of a held row (`exchange.planning.held.held_payload`)."""
    kept = orjson.loads(str(record.values["cells"]))
    return {**kept, "problems": orjson.loads(str(record.values["problems"] or "[]"))}


def waiting(reader: Reader, into: str) -> list[Record]:
    """Return the rows that wait to go into a register, in the order they came."""
    query = Query("held_row", filters=(Filter("state", "eq", WAITING), Filter("into", "eq", into)))
    return reader.rows("held_row", reader.ids(query))


def take_known(desk: Desk, table: Table) -> tuple[Table, Mapping[str, Any]]:
    """Return a table whose rows know which held rows and records they are, and how the import mapped them.

    For a sheet that the program never sent out: the table as it is, and {}.
    """
    if not table.keys:
        return table, {}
    found = desk.ledger.reader.get_many("held_row", held_uids(table)).values()
    records = [record for record in found if _waits(record)]
    booked = [record for record in found if not record.deleted and record.values["state"] == BOOKED]
    known = take_back(table, _rows_of(records), _rows_of(booked))
    return known, mapping_of_batch(desk, (records or booked)[0]) if records or booked else {}


def _rows_of(records: Iterable[Record]) -> list[HeldRow]:
    return [HeldRow(record.uid, payload_of(record)) for record in records]


def _waits(record: Record) -> bool:
    """Return whether a held row still waits."""
    return not record.deleted and record.values["state"] == WAITING


def mapping_of_batch(desk: Desk, record: Record) -> Mapping[str, Any]:
    """Return the mapping by which the import of a held row read its sheet: {"columns": …, "fixed": …}."""
    batch = desk.ledger.reader.get("import_batch", str(record.values["batch"]))
    mapping: Mapping[str, Any] = orjson.loads(str(batch.values["mapping"])) if batch else {}
    return mapping


def write(writer: Writer, batch: str, plan: Plan) -> dict[int, str]:
    """Put the plan's held rows into the tray and settle those that went in; return the uid of each by place.

    A row that waits already is not kept twice. One that a retry or an error workbook brings back stays with the import
    that it is from; one that a file brings once more goes over to this import, whose file the clerk has before them.
    """
    back = plan.table.held
    again = _Waiting(writer, plan) if any(row.place not in back for row in plan.held) else None
    uids: dict[int, str] = {}
    known: list[tuple[str, dict[str, Any]]] = []
    fresh: list[tuple[int, dict[str, Any]]] = []
    for row in plan.held:
        values = _values(batch, plan.register.key, held_payload(plan, row))
        if row.place in back:
            uids[row.place] = back[row.place]
            known.append((back[row.place], {key: values[key] for key in ("cells", "problems", "level")}))
        elif again and (uid := again.take(row)):
            uids[row.place] = uid
            known.append((uid, values))
        else:
            fresh.append((row.place, values))
    writer.update_many("held_row", known)
    made = writer.create_many("held_row", [values for _place, values in fresh])
    uids.update(zip((place for place, _values in fresh), made, strict=True))
    _settle(writer, plan)
    return uids


class _Waiting:
    """The rows that wait to go into the plan's register, to be found when a file brings them once more.

    It is the same row if it shows the same under the same heads, and either the values that the clerk gave for all rows
    of the sheet are the same, or it stands at the same place of the same file. Each is found once: equal rows of one
    file are as many.
    """

    def __init__(self, reader: Reader, plan: Plan) -> None:
        self._plan = plan
        self._fixed = dict(plan.mapping.fixed)
        self._found: dict[tuple[object, ...], deque[str]] = {}
        self._taken = set(plan.table.held.values())
        records = waiting(reader, plan.register.key)
        batches = reader.get_many("import_batch", {str(record.values["batch"]) for record in records})
        for record in records:
            batch = batches.get(str(record.values["batch"]))
            if batch:
                self._add(record, batch)

    def _add(self, record: Record, batch: Record) -> None:
        """Let a row be found that waits since the import of `batch`."""
        held = HeldRow(record.uid, payload_of(record))
        fixed: dict[str, str] = orjson.loads(str(batch.values["mapping"])).get("fixed", {})
        place = (str(batch.values["digest"] or ""), record.values["sheet"], record.values["row"])
        for key in self._keys(held.payload["heads"], cells_of(held), fixed, place):
            self._found.setdefault(key, deque()).append(record.uid)

    def _keys(
        self, heads: Sequence[str], cells: Sequence[Cell], fixed: Mapping[str, str], place: tuple[object, ...]
    ) -> Iterator[tuple[object, ...]]:
        """Yield what a row is found by."""
        shown = (tuple(heads), row_digest(cells))
        if place[0]:
            yield (*place, *shown)
        yield (tuple(sorted(fixed.items())), *shown)

    def take(self, row: PlannedRow) -> str:
        """Return the held row that a row of the plan is, '' for none."""
        table = self._plan.table
        place = (table.digest, table.sheet, self._plan.number(row))
        for key in self._keys(table.head.columns, table.rows[row.place], self._fixed, place):
            left = self._found.get(key, deque())
            while left:
                uid = left.popleft()
                if uid not in self._taken:
                    self._taken.add(uid)
                    return uid
        return ""


def _settle(writer: Writer, plan: Plan) -> None:
    """Mark the held rows of the plan that are held no longer."""
    fates = {row.place: row.fate for row in plan.rows}
    states = {"create": BOOKED, "update": BOOKED, "unchanged": BOOKED, "left": GIVEN_UP}
    settled = [(uid, states[fates[place]]) for place, uid in plan.table.held.items() if fates.get(place) in states]
    writer.update_many("held_row", [(uid, {"state": state}) for uid, state in settled])


def _values(batch: str, into: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Return a held row as the register holds it."""
    problems = payload.pop("problems")
    return {
        "batch": batch,
        "into": into,
        "sheet": payload["sheet"],
        "row": payload["row"],
        "level": payload["level"],
        "cells": orjson.dumps(payload).decode(),
        "problems": orjson.dumps(problems).decode(),
        "state": WAITING,
    }


def error_book(
    desk: Desk, plan: Plan, held: Mapping[int, str], booked: Mapping[int, str], out: Path | None, source: Path | None
) -> Path:
    """Write the error workbook of an import, to `out` or into the folder 出错工作簿 beside the ledger; return its path.

    `source` is the file that was imported: a workbook of moderate size is marked in a copy.

    Raises:
        FileError: it cannot be written.
        LedgerError: the folder cannot be made.

    """
    if out is None:
        folder = desk.ledger.path.parent / ERROR_BOOKS
        with faults(folder, "文件夹"):
            folder.mkdir(exist_ok=True)
        out = _free(folder / f"{Path(plan.table.file).stem}-出错-{datetime.now():%Y%m%d-%H%M%S}.xlsx")
    write_error_book(out, plan, held, booked, source, unmasked=desk.unmasked)
    return out


def _free(path: Path) -> Path:
    """Return the path, with a number if there is such a file already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free
