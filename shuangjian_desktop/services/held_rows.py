"""The rows of imports that wait for a person: kept whole in the ledger, recognised when they come back."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.exchange.planning.held import HeldRow, held_payload
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.exchange.planning.returned import held_uids, take_back
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
    records = [
        record for record in desk.ledger.reader.get_many("held_row", held_uids(table)).values() if _waits(record)
    ]
    known = take_back(table, [HeldRow(record.uid, payload_of(record)) for record in records])
    return known, mapping_of_batch(desk, records[0]) if records else {}


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

    A row that waits already, cell for cell, is not kept twice.
    """
    into = plan.register.key
    kept = {str(record.values["cells"]): record.uid for record in waiting(writer, into)} if plan.held else {}
    uids: dict[int, str] = {}
    fresh: list[tuple[int, dict[str, Any]]] = []
    for row in plan.held:
        values = _values(batch, into, held_payload(plan, row))
        known = plan.table.held.get(row.place) or kept.get(str(values["cells"]))
        if known:
            writer.update("held_row", known, {key: values[key] for key in ("cells", "problems", "level")})
            uids[row.place] = known
        else:
            fresh.append((row.place, values))
    made = writer.create_many("held_row", [values for _place, values in fresh])
    uids.update(zip((place for place, _values in fresh), made, strict=True))
    _settle(writer, plan)
    return uids


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
