"""The open ledger as the window sees it: reads and writes as jobs, and a signal after each write."""

from collections.abc import Callable
from dataclasses import replace
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Changes, Undone
from shuangjian_desktop.services import steps
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.jobs import Job, Jobs

T = TypeVar("T")
Failed = Callable[[Exception], None] | None
P = ParamSpec("P")


def _while(widget: QObject, call: Callable[P, None] | None) -> Callable[P, None] | None:
    """Return `call` bound to the life of `widget`: nothing happens once it is gone."""
    if call is None:
        return None
    wanted = call

    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        if isValid(widget):
            wanted(*args, **kwargs)

    return guarded


class Session(QObject):
    """A desk and the jobs that work at it. Pages read through it and refresh themselves on its signals."""

    changed = Signal(object)
    """Changes: something was written, by whichever page."""
    desk_changed = Signal()
    """Another operator, another ledger, or personal values became readable or hidden: everything shown is stale."""

    backed_up = Signal()
    """A backup was made."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        """Sit down at an open desk."""
        super().__init__(parent)
        self.jobs = jobs
        self._desk = desk

    @property
    def desk(self) -> Desk:
        """The current desk. Only jobs may reach through it to the ledger."""
        return self._desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        """Sit at another desk; pages are told."""
        self._desk = desk
        self.desk_changed.emit()

    def read(
        self,
        work: Callable[[Desk], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Failed = None,
        receiver: QObject | None = None,
    ) -> Job:
        """Read in the reader's thread. Cancel the returned job when its answer is no longer wanted."""
        desk = self._desk
        return self.jobs.read(lambda _progress: work(desk), done, failed=failed, receiver=receiver)

    def scan(
        self,
        work: Callable[[Desk, Progress], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Failed = None,
        receiver: QObject | None = None,
    ) -> Job:
        """Look at every row in the scanner's thread; a cancelled scan ends soon."""
        desk = self._desk
        return self.jobs.scan(lambda progress: work(desk, progress), done, failed=failed, receiver=receiver)

    def read_long(
        self,
        title: str,
        work: Callable[[Desk, Progress], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Failed = None,
        cancelled: Callable[[], None] | None = None,
        receiver: QObject | None = None,
    ) -> Job:
        """Read for long (an export, a plan), with progress and cancel in the status bar; in the pool for files."""
        desk = self._desk
        return self.jobs.files(
            lambda progress: work(desk, progress),
            done,
            failed=failed,
            cancelled=cancelled,
            title=title,
            receiver=receiver,
        )

    def write(
        self,
        work: Callable[[Desk], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Failed = None,
        receiver: QObject | None = None,
    ) -> Job:
        """Write in the database thread; `work` returns Changes, or a value whose `changes` are."""
        return self.write_long("", lambda desk, _progress: work(desk), done, failed=failed, receiver=receiver)

    def write_long(
        self,
        title: str,
        work: Callable[[Desk, Progress], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Failed = None,
        cancelled: Callable[[], None] | None = None,
        receiver: QObject | None = None,
    ) -> Job:
        """Write for long (an import), with progress and cancel in the status bar."""
        desk = self._desk
        outer = receiver or self

        def finish(value: T) -> None:
            self.tell(value)
            if done and isValid(outer):
                done(value)

        # The job belongs to the session, not to the widget that asked: what was written is told to all pages even
        # when that widget has been closed in the meantime.
        return self.jobs.write(
            lambda progress: work(desk, progress),
            finish,
            failed=_while(outer, failed) or self.jobs.trouble.emit,
            cancelled=_while(outer, cancelled),
            title=title,
            receiver=self,
        )

    def tell(self, value: object) -> None:
        """Emit `changed` for what a write returned: Changes, a value whose `changes` are, or a list of such values."""
        if isinstance(value, list):
            for one in value:
                self.tell(one)
        changes = value if isinstance(value, Changes) else getattr(value, "changes", None)
        if isinstance(changes, Changes) and changes.step is not None:
            self.changed.emit(changes)

    def back_up(
        self,
        work: Callable[[Desk, Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Failed = None,
        receiver: QObject | None = None,
    ) -> Job:
        """Make a backup; it goes on when `receiver` is gone, and pages that show its age are told."""
        outer = receiver or self

        def finish(path: T) -> None:
            self.backed_up.emit()
            if done and isValid(outer):
                done(path)

        return self.read_long(
            "备份", work, finish, failed=_while(outer, failed) or self.jobs.trouble.emit, receiver=self
        )

    def undo(self, number: int | None, done: Callable[[Undone], None], *, receiver: QObject | None = None) -> Job:
        """Take back a step, the last one that can be for None."""
        return self.write(lambda desk: steps.undo(desk, number), done, receiver=receiver)

    def redo(self, number: int | None, done: Callable[[Undone], None], *, receiver: QObject | None = None) -> Job:
        """Do again what was taken back."""
        return self.write(lambda desk: steps.redo(desk, number), done, receiver=receiver)

    def switch_operator(self, name: str) -> None:
        """Put another clerk on record for the steps that follow; personal values are hidden from them at first."""
        self.desk = replace(self._desk, operator=name, unmasked=False)

    def unmask(self, what: str) -> Job:
        """Make personal values readable; that it was asked for is on record."""
        return self.write(lambda desk: desk.unmask(what), lambda desk: setattr(self, "desk", desk), receiver=self)

    def mask(self) -> None:
        """Hide personal values again."""
        self.desk = self._desk.masked()
