"""Reading many rows for a sum or a copy, some hundred at a time, so that the table can read in between."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from shuangjian_desktop.core.register import Field
from shuangjian_desktop.services import lists
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import Line
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.session import Session

CHUNK = 500


class Gather(QObject):
    """Reads the lines of local row numbers and hands them over when all are there."""

    def __init__(
        self,
        session: Session,
        register: str,
        ids: Sequence[int],
        fields: Sequence[Field],
        done: Callable[[list[Line]], None],
        parent: QObject,
    ) -> None:
        """Begin to read; `done` is called on the main thread with the lines in the order of `ids`."""
        super().__init__(parent)
        self._session = session
        self._register = register
        self._ids = ids
        self._fields = tuple(fields)
        self._done = done
        self._lines: list[Line] = []
        self._at = 0
        self._job: Job | None = None
        self._next()

    def cancel(self) -> None:
        """Stop: `done` will not be called."""
        if self._job:
            self._job.cancel()
        self.deleteLater()

    def _next(self) -> None:
        """Ask for the next chunk, or hand over."""
        if self._at >= len(self._ids):
            self._done(self._lines)
            self.deleteLater()
            return
        chunk = list(self._ids[self._at : self._at + CHUNK])
        self._at += CHUNK

        def read(desk: Desk) -> list[Line]:
            return lists.lines(desk, self._register, chunk, self._fields)

        self._job = self._session.read(read, self._take, receiver=self)

    def _take(self, lines: list[Line]) -> None:
        """Keep a chunk."""
        self._lines += lines
        self._next()
