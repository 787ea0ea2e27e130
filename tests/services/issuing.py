"""A process that issues notices until it is killed or told to stop, as a command of the program does it.

    python -m tests.services.issuing LEDGER OPERATOR DAY...      the days of issue, by turns

It prints each number when the ledger has said that it is given, and ends when its standard input does.
"""

import sys
from datetime import date
from itertools import count, cycle
from pathlib import Path
from threading import Thread

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import deeds
from shuangjian_desktop.services.office import open_desk
from shuangjian_desktop.store.lock import hold
from tests.services.entries import notice

PATIENCE = 60  # seconds that a process waits for the others


def issue(ledger: Path, operator: str, day: date, facts: str) -> str:
    """Draft a notice and issue it; return its number."""
    with hold(ledger, operator, program="命令行", timeout=PATIENCE):
        desk = open_desk(ledger, operator)
        try:
            [school] = desk.ledger.reader.first(Query("institution"), 1)
            uid = notice(desk, school.uid, facts=facts, deadline=date(2023, 12, 31))
            deeds.act(desk, "rectification_notice", uid, "issue", {"issued_on": day})
            return str(desk.record("rectification_notice", uid).values["number"])
        finally:
            desk.ledger.close()


def main(ledger: Path, operator: str, days: list[date]) -> None:
    asked_to_stop: list[str] = []
    Thread(target=lambda: asked_to_stop.append(sys.stdin.read()), daemon=True).start()
    print("begun", flush=True)
    for number, day in zip(count(1), cycle(days), strict=False):
        if asked_to_stop:
            break
        print(issue(ledger, operator, day, f"{operator}的第{number}个问题"), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [date.fromisoformat(day) for day in sys.argv[3:]])
