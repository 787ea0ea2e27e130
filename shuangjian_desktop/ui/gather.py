"""Reading many rows for a sum or a copy, some hundred at a time, so that the table can read in between."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from shuangjian_desktop.core.register import Field
from shuangjian_desktop.services import lists
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import Line
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.session import Session

CHUNK = 500
T = TypeVar("T")


class Gather(Generic[T]):
    """Reads what `pick` takes of each row and hands it over when all is there. Only that is kept in memory."""

    def __init__(
        self,
        session: Session,
        register: str,
        ids: Sequence[int],
        fields: Sequence[Field],
        pick: Callable[[Line], T],
        done: Callable[[list[T]], None],
        receiver: QObject,
    ) -> None:
        """Begin to read the rows with these local numbers; lines show `fields`.

        `pick` runs in the reader's thread, `done` on the main thread, and not at all once `receiver` is gone.
        """
        self._session = session
        self._register = register
        self._ids = ids
        self._fields = tuple(fields)
        self._pick = pick
        self._done = done
        self._receiver = receiver
        self._found: list[T] = []
        self._at = 0
        self._job: Job | None = None
        self._next()

    def cancel(self) -> None:
        """Stop: `done` will not be called."""
        if self._job:
            self._job.cancel()

    def _next(self) -> None:
        """Ask for the next chunk, or hand over."""
        if self._at >= len(self._ids):
            self._done(self._found)
            return
        chunk = list(self._ids[self._at : self._at + CHUNK])
        self._at += CHUNK

        def read(desk: Desk) -> list[T]:
            return list(map(self._pick, lists.lines(desk, self._register, chunk, self._fields)))

        self._job = self._session.read(read, self._take, receiver=self._receiver)

    def _take(self, found: list[T]) -> None:
        """Keep a chunk."""
        self._found += found
        self._next()
