"""Searches in the imported refunds, ours and bare SQL, alone in this process: medians as JSON on standard output.

    python -m tests.benchmark.search_part LEDGER TEXT…

Ours is what the window waits for after a search: all row numbers in the current order, and the lines of the first page.
"""

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import lists
from shuangjian_desktop.services.office import open_desk
from tests.benchmark.floors import bare_search, timed

_PAGE, _TIMES = 100, 15


def main(ledger: Path, texts: list[str]) -> None:
    """Search for each text and say what it took."""
    desk = open_desk(ledger, "王芳", read_only=True)
    bare = sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)
    register = find("refund")

    def ours(text: str) -> int:
        spine = lists.spine(desk, Query("refund", text))
        lists.lines(desk, "refund", spine[:_PAGE], register.fields)
        return len(spine)

    found = [
        {
            "found": ours(text),
            "seconds": _middle(lambda text=text: ours(text)),
            "floor": _middle(lambda text=text: bare_search(bare, text, _PAGE)),
        }
        for text in texts
    ]
    bare.close()
    desk.ledger.close()
    print(json.dumps(found))


def _middle(job: Callable[[], object]) -> float:
    """Return the median of some runs, the first left out."""
    job()
    return median(timed(job) for _time in range(_TIMES))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
