"""A walk through the window: it opens on a ledger, shows every tab, closes; what goes wrong on the way is raised."""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.program import make_application
from shuangjian_desktop.ui.start import Start

_ROUNDS = 20  # what a page asks for may ask for more
_LONGEST = 60_000  # milliseconds until something that does not end is a fault


def tour(ledger: Path, operator: str) -> Iterator[tuple[str, QPixmap]]:
    """Yield the title of every tab from left to right, and how the window looks with it.

    Raises:
        LedgerError: a question or a message stands over the window, or it does not come to rest.
        Exception: what a job or an event did not catch.

    """
    application = make_application(["shuangjian"])
    faults: list[BaseException] = []
    sys.excepthook = lambda _kind, error, _trace: faults.append(error)
    jobs = Jobs(application)
    jobs.trouble.connect(faults.append)
    window = MainWindow(jobs)
    window.resize(1280, 800)
    start = Start(window, ledger, operator)
    start.begin()
    window.show()
    try:
        _wait_until_seen(window)
        _settle(window, faults)
        for number, key in enumerate(window.tabs.keys):
            window.tabs.open(key)
            _settle(window, faults)
            yield window.tabs.tabText(number), window.grab()
    finally:
        start.close()
        window.close()
        sys.excepthook = sys.__excepthook__


def _settle(window: MainWindow, faults: list[BaseException]) -> None:
    """Let the window work until it is painted and nothing is left to read."""
    for _round in range(_ROUNDS):
        QApplication.processEvents()
        if window.jobs.busy:
            _wait_until_idle(window)
    if faults:
        raise faults[0]
    if question := QApplication.activeModalWidget():
        raise LedgerError(f"窗口上弹出了“{question.windowTitle()}”，没有继续。")


def _wait_until_seen(window: MainWindow) -> None:
    """Let the system put the window on the screen."""
    end = QDeadlineTimer(_LONGEST)
    while not window.windowHandle().isExposed():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if end.hasExpired():
            raise LedgerError("窗口没有显示出来，没有继续。")


def _wait_until_idle(window: MainWindow) -> None:
    """Sleep until no job is left."""
    loop = QEventLoop()
    window.jobs.idle.connect(loop.quit)
    QTimer.singleShot(_LONGEST, loop, lambda: loop.exit(1))
    if loop.exec():
        raise LedgerError("窗口一直没有安静下来，没有继续。")
