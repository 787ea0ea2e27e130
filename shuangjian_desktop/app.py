"""The window's front: what has to happen before Qt is loaded, and then the window."""

import gc
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_TITLE = "双减治理台账"


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


def tell_before_start(text: str, *, in_window: bool) -> None:
    """Say why the program does not start: on the console, where there is one, and in a box to who expects a window."""
    if sys.stderr is not None:
        sys.stderr.buffer.write(f"{text}\n".encode())
        sys.stderr.flush()
    if in_window and sys.platform == "win32":  # Windows' own box: what is missing may be a part of Qt
        import ctypes

        stop = 0x10
        ctypes.WinDLL("user32").MessageBoxW(None, text, _TITLE, stop)
    elif in_window:
        with suppress(ImportError):
            from PySide6.QtWidgets import QApplication, QMessageBox

            _application = QApplication(sys.argv[:1])
            box = QMessageBox(QMessageBox.Icon.Critical, _TITLE, text)
            box.addButton("确定", QMessageBox.ButtonRole.AcceptRole)  # the translation of Qt's own may be missing
            box.exec()


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
