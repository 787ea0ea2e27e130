"""One import as a clerk's window does it, alone in this process: seconds and shares as JSON on standard output.

python -m tests.benchmark.import_part WORKBOOK LEDGER
"""

import json
import sys
from pathlib import Path
from time import perf_counter

from sqlalchemy.engine.default import DefaultDialect

from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.services import backups, importing
from shuangjian_desktop.services.office import open_desk
from shuangjian_desktop.store.derived import Derived
from shuangjian_desktop.store.history import Journal
from shuangjian_desktop.store.inserting import InsertingConnection
from shuangjian_desktop.store.tables import RegisterTable
from tests.benchmark.material import INSTITUTION
from tests.benchmark.shares import Shares

CHECK, CHILD, CHECKS, BACKUP = "check", "child", "checks", "backup"
ROWS, DERIVED, HISTORY, SEARCH, INSERT, REST = "rows", "derived", "history", "search", "insert", "rest"


class Phases:
    """Hears the progress of a reading: the child says when it checks and when it sends."""

    def __init__(self) -> None:
        self.first: dict[str, float] = {}
        self.last: dict[str, float] = {}

    def tell(self, part: str, _done: int, _total: int) -> None:
        """Note the moment."""
        now = perf_counter()
        self.first.setdefault(part, now)
        self.last[part] = now

    def length(self, part: str) -> float:
        """Return how many seconds a part took."""
        return self.last.get(part, 0.0) - self.first.get(part, 0.0)


def wrapped() -> Shares:
    """Wrap the functions that the shares are named by."""
    shares = Shares()
    shares.wrap(backups, "_wait", BACKUP)
    shares.wrap(Journal, "add", HISTORY)
    shares.wrap(Journal, "add_new", HISTORY)
    shares.wrap(RegisterTable, "filled_columns", HISTORY)
    shares.wrap(RegisterTable, "documents", SEARCH)
    shares.wrap(Derived, "settle", DERIVED)
    shares.wrap(InsertingConnection, "insert", INSERT)
    shares.wrap(InsertingConnection, "settle", INSERT)
    shares.wrap(DefaultDialect, "do_commit", REST)
    return shares


def main(workbook: Path, ledger: Path) -> None:
    """Import and say what it took."""
    shares, phases = wrapped(), Phases()
    desk = open_desk(ledger, "王芳")
    began = perf_counter()
    with shares.counted(CHILD):
        book = importing.read(workbook, Progress(phases.tell))
    with shares.counted(CHECKS):
        proposal = importing.propose(desk, book, "refund", fixed={"institution": INSTITUTION})
        plan = importing.plan(desk, proposal)
    with shares.counted(ROWS):
        result = importing.apply(desk, plan)
    seconds = perf_counter() - began
    shares.move(phases.length("检查文件"), CHILD, CHECK)
    desk.ledger.close()
    print(json.dumps({"seconds": seconds, "created": result.created, "shares": shares.seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
