"""One package made or received, alone in this process: seconds and shares as JSON on standard output.

python -m tests.benchmark.package_part pack|receive LEDGER PACKAGE
"""

import json
import sys
from pathlib import Path
from time import perf_counter

from sqlalchemy.engine.default import DefaultDialect

from shuangjian_desktop.exchange.package import sheet, write
from shuangjian_desktop.services import packing, receiving
from shuangjian_desktop.services.office import open_desk
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.writer import Writer
from tests.benchmark import import_part
from tests.benchmark.shares import Shares

CITY = "4101"
PACKED = {
    "select": "the columns that travel",
    "names": "persons' keys, what records are called",
    "digest": "the seal of every row",
    "cells": "every value made and tried",
    "agreed": "what both offices know",
    "file": "waiting until it is good",
    "rest": "commit, the cover, all else",
}
WRITTEN = {
    "write": "rustpy-xlsxwriter",
    "lists": "pick lists put in",
    "back": "calamine reads it back, two sheets at a time",
    "compare": "every cell with what was meant, within that",
}
RECEIVED = {
    "child": "checks the file, calamine, transfer",
    "values": "cells, seals, what was changed by hand",
    "plan": "beside what the ledger has",
    "backup": "verified, before it goes in",
    "rows": "records, keys",
    "derived": "paid, balance, state",
    "history": "every record, before and after",
    "search": "the search index",
    "agreed": "what both offices know",
    "insert": "waiting for SQLite, which puts all that in beside",
    "rest": "commit",
}


def pack(ledger: Path, package: Path) -> tuple[float, int, Shares]:
    """Pack a whole ledger for the city; return the seconds and the rows."""
    shares = Shares()
    shares.wrap(Reader, "stored", "select")
    shares.wrap(packing._Packing, "_rows", "names")
    shares.wrap(sheet, "seals", "digest")
    shares.wrap(write, "digest", "digest")
    shares.wrap(sheet.Sheet, "take", "cells")
    shares.wrap(write, "_write_sheets", "write")
    shares.wrap(write, "add_rules", "lists")
    shares.wrap(write, "_reads_back", "back")
    shares.wrap(sheet.Sheet, "is_in", "compare")
    shares.wrap(packing, "agree_on_sent", "agreed")
    shares.wrap(write.Draft, "require_good", "file")
    desk = open_desk(ledger, "王芳")
    began = perf_counter()
    with shares.counted("rest"):
        packed = packing.pack(desk, CITY, package, full=True)
    seconds = perf_counter() - began
    desk.ledger.close()
    return seconds, packed.rows, shares


def receive(ledger: Path, package: Path) -> tuple[float, int, Shares]:
    """Receive a package; return the seconds and the rows that went in."""
    shares = import_part.wrapped()
    shares.wrap(Writer, "_agree", "agreed")
    shares.wrap(receiving, "read_workbook", "child")
    shares.wrap(DefaultDialect, "do_commit", "rest")
    desk = open_desk(ledger, "王芳")
    began = perf_counter()
    with shares.counted("values"):
        received = receiving.read(package)
    with shares.counted("plan"):
        receipt = receiving.plan(desk, received)
    with shares.counted("rows"):
        done = receiving.apply(desk, receipt, confirmed=True)
    seconds = perf_counter() - began
    desk.ledger.close()
    return seconds, done.plan.counts["create"], shares


if __name__ == "__main__":
    seconds, rows, shares = {"pack": pack, "receive": receive}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({"seconds": seconds, "rows": rows, "shares": shares.seconds}))
