"""The window's front: what has to happen before Qt is loaded, and then the window."""

import gc
from collections.abc import Iterator
from pathlib import Path


def run_window(ledger: Path | None = None, operator: str | None = None) -> int:
    """Open the window and work until it is closed. Returns the exit code.

    `ledger` None means $SHUANGJIAN_LEDGER, else the user's data folder; without `operator` the clerk is asked.
    """
    prepare()
    from shuangjian_desktop.ui.program import run

    return run(ledger, operator)


def show_tabs(ledger: Path) -> Iterator[str]:
    """Open the window on a ledger, show every tab and close; yield their titles."""
    from shuangjian_desktop.ui.tour import tour

    for title, _picture in tour(ledger, "自检"):
        yield title


def prepare() -> None:
    """Make the start fast: no garbage is collected, and what the window needs and is not Qt is imported first.

    PySide6 hooks into every import that comes after its own, which takes SQLAlchemy half as long again.
    """
    gc.disable()  # a start makes many objects and no garbage: 8 % of its time; `program` enables it again
    import concurrent.futures.thread  # noqa: F401
    import logging.handlers  # noqa: F401

    import shuangjian_desktop.services.backups
    import shuangjian_desktop.services.today
    import shuangjian_desktop.store.lock  # noqa: F401
