"""A window on a province's refunds, alone in this process: how long a clerk waits, as JSON on standard output.

    python -m tests.benchmark.million_part LEDGER

A timer of 10 ms tells how long the window stood still: `stalls` by what the clerk did, in milliseconds.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QElapsedTimer, QEventLoop, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shuangjian_desktop.core.query import Filter, Order
from shuangjian_desktop.services.office import open_desk
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.program import make_application
from shuangjian_desktop.ui.register_page import RegisterPage
from shuangjian_desktop.ui.session import Session
from tests.benchmark.material import GIVEN, SURNAMES

_TICK, _LOOK, _LONGEST = 10, 2, 60_000
SORTED = ("institution", "balance", "paid_on", "course", "contract_no")
FILTERED: dict[str, tuple[Filter, ...]] = {
    "a state": (Filter("state", "eq", "未退"),),
    "an amount": (Filter("balance", "ge", 100_000),),
    "part of a name": (Filter("student", "contains", "梓"),),
    "nothing": (Filter("guardian", "blank"),),
}


class Watch:
    """Looks every 10 ms how long ago it looked last: what is over that, the window stood still."""

    def __init__(self) -> None:
        self.stalls: dict[str, float] = {}
        self._what = ""
        self._since = QElapsedTimer()
        self._timer = QTimer(interval=_TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Watch while the clerk does something."""
        self._what = what
        self.stalls.setdefault(what, 0.0)
        self._since.start()
        self._timer.start()
        yield
        self._look()
        self._timer.stop()

    def _look(self) -> None:
        gone = self._since.nsecsElapsed() / 1e6
        self._since.start()
        self.stalls[self._what] = max(self.stalls[self._what], gone - _TICK)


class Clerk:
    """What is done at the page, and how long until it is seen."""

    def __init__(self, ledger: Path) -> None:
        self.app = make_application(["shuangjian"])
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(ledger.parent / "settings"))
        self.desk = open_desk(ledger, "王芳")
        self.jobs = Jobs()
        self.window = MainWindow(self.jobs)
        self.window.sit_down(Session(self.desk, self.jobs), "金水区教育局")
        self.window.show()
        self.watch = Watch()
        self.rest()
        self.window.tabs.open("institution")
        self.rest()

    def until(self, done: Callable[[], bool]) -> float:
        """Let the window live until something is there; return the milliseconds."""
        began, loop, look = perf_counter(), QEventLoop(), QTimer(interval=_LOOK, timerType=Qt.TimerType.PreciseTimer)
        look.timeout.connect(lambda: loop.quit() if done() else None)
        QTimer.singleShot(_LONGEST, loop, lambda: loop.exit(1))
        look.start()
        if not done() and loop.exec():
            raise RuntimeError("the window did not answer")
        QApplication.processEvents()  # it is painted
        return (perf_counter() - began) * 1000

    def rest(self) -> float:
        """Wait until nothing that was asked for is still to come."""
        return self.until(lambda: not self.jobs.busy)

    def shown(self) -> bool:
        """Whether the rows in sight are there, and those of the latest query."""
        model, top = self.page.model, self.page.view.top_row()
        last = min(model.rowCount() - 1, self.page.view.rowAt(self.page.view.viewport().height() - 1))
        return not model.moved and all(model.line(row) for row in {top, max(top, last)} if row < model.rowCount())

    def open(self) -> dict[str, float]:
        """Go to the tab of the refunds."""
        with self.watch.on("open"):
            page = self.window.tabs.open("refund")
            assert isinstance(page, RegisterPage)
            self.page = page
            first = self.until(lambda: self.page.model.rowCount() > 0 and self.shown())
            rest = self.rest()
        return {"first_page": first, "all_rows": first + rest}

    def jump(self, times: int) -> list[float]:
        """Drag the scroll bar to any place and wait for the rows there."""
        bar, rng, found = self.page.view.verticalScrollBar(), random.Random(3), []
        with self.watch.on("drag"):
            for _time in range(times):
                bar.setValue(rng.randint(0, bar.maximum()))
                found.append(self.until(self.shown))
        return found

    def drag(self) -> None:
        """Pull the scroll bar through the whole table and back."""
        bar = self.page.view.verticalScrollBar()
        with self.watch.on("drag"):
            for step in [*range(101), *range(100, -1, -1)]:
                bar.setValue(bar.maximum() * step // 100)
                QTest.qWait(5)
            self.rest()

    def scroll(self) -> None:
        """Page down and turn the wheel."""
        view = self.page.view
        view.setFocus()
        with self.watch.on("page"):
            for key in [Qt.Key.Key_PageDown] * 40 + [Qt.Key.Key_End, Qt.Key.Key_Home]:
                QTest.keyClick(view, key, Qt.KeyboardModifier.ControlModifier if key < Qt.Key.Key_PageUp else _NONE)
                QTest.qWait(5)
            self.rest()
        with self.watch.on("wheel"):
            place = view.viewport().rect().center()
            for turn in range(120):
                QApplication.sendEvent(view.viewport(), _wheel(view.viewport().mapToGlobal(place), turn))
                QTest.qWait(5)
            self.rest()

    def ask(self, what: str) -> dict[str, float]:
        """Ask what the page stands on, as if the pause after typing were over; wait for rows, all rows, totals."""
        with self.watch.on(what):
            self.page.ask()
            first = self.until(self.shown)
            whole = first + self.until(lambda: self.page.model.whole)
            totals = self.rest()
        return {"first": first, "all": whole, "totals": totals}

    def search(self, text: str) -> dict[str, float]:
        """Put a text into the search box."""
        self.page.search.setText(text)
        self.page._pause.stop()
        return self.ask("search")

    def narrow(self, filters: tuple[Filter, ...], by: str) -> dict[str, float]:
        """Set conditions and another order."""
        self.page.filters.set_filters(filters, tell=False)
        self.page.heads.order_by((Order(by),) if by else ())
        return self.ask("filter and sort")

    def select_all(self) -> None:
        """Select everything and let it be added up."""
        with self.watch.on("select all"):
            self.page.view.selectAll()
            self.until(lambda: self.page.foot.selection.text() != "")
            QTest.qWait(300)
            self.rest()
        with self.watch.on("select all"):
            self.page.view.clearSelection()
            QTest.qWait(300)
            self.rest()

    def close(self) -> None:
        """Close."""
        self.window.close()
        self.jobs.close()
        self.desk.ledger.close()


_NONE = Qt.KeyboardModifier.NoModifier


def _wheel(place: QPoint, turn: int) -> QWheelEvent:
    """Return a turn of the wheel by three lines, mostly down."""
    delta = QPoint(0, 120 if turn % 5 == 4 else -120)
    return QWheelEvent(
        QPointF(place),
        QPointF(place),
        delta,
        delta,
        Qt.MouseButton.NoButton,
        _NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def texts(count: int) -> list[str]:
    """Return what clerks search for: names, parts of them, initials, parts of phone and contract numbers, schools."""
    rng, found = random.Random(9), []
    for number in range(count):
        surname, given = rng.choice(SURNAMES), rng.choices(GIVEN, k=2)
        phone = f"1{rng.choice('3578')}{rng.randrange(10**9):09d}"
        school = f"{rng.randrange(1, 1376):04d}号"
        found.append(
            [surname + given[0], surname + "".join(given), phone[:4], phone[3:9], phone, f"HT{number:04d}0012", school][
                number % 7
            ]
        )
    return found


def main(ledger: Path) -> None:
    """Do what a clerk does and say how long it took."""
    clerk = Clerk(ledger)
    found: dict[str, object] = {"open": clerk.open(), "rows": clerk.page.model.rowCount()}
    found["pages"] = clerk.jump(100)
    clerk.scroll()
    clerk.drag()
    found["sorted"] = {key: clerk.narrow((), key) for key in SORTED}
    found["filtered"] = {
        f"{title} by {by or 'date'}": clerk.narrow(filters, by)
        for title, filters in FILTERED.items()
        for by in ("", "due", "institution")
    }
    found["bare"] = clerk.narrow((), "")
    found["searched"] = [clerk.search(text) for text in texts(70)]
    found["frequent"] = {text: clerk.search(text) for text in ("学校", "育才", "王", "13")}
    clerk.search("")
    clerk.select_all()
    found["stalls"] = clerk.watch.stalls
    clerk.close()
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
