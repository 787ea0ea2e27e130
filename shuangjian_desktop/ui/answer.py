"""What the ledger answers to a table's query: the beginning as soon as it is known, then all of it."""

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.register import Field
from shuangjian_desktop.services import lists
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import Line
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.session import Session


class Answer(QObject):
    """Asks one query at a time: what was asked before is no longer wanted. Row numbers are arrays of local ones."""

    begun = Signal(object, object)
    """The first row numbers and their lines. Fewer than were asked for are all there are: nothing else comes."""
    whole = Signal(object)
    """All row numbers."""
    failed = Signal(object)
    """The exception because of which nothing will come."""

    def __init__(self, session: Session, columns: Sequence[Field], most: int, parent: QObject) -> None:
        """Give at most `most` lines of these columns with the beginning."""
        super().__init__(parent)
        self._session = session
        self._columns = columns
        self._most = most
        self._job: Job | None = None

    @property
    def pending(self) -> bool:
        """Whether something is still to come."""
        return self._job is not None

    def ask(self, query: Query, *, beginning: bool) -> None:
        """Ask; without `beginning` only all row numbers come."""
        if self._job:
            self._job.cancel()
        if beginning:
            self._read(query)
        else:
            self._scan(query)

    def _read(self, query: Query) -> None:
        """Read the beginning; go on where there may be more."""
        most, columns = self._most, self._columns

        def read(desk: Desk) -> tuple["array[int]", list[Line]]:
            ids = lists.beginning(desk, query, most)
            return ids, lists.lines(desk, query.register, ids, columns)

        def done(found: tuple["array[int]", list[Line]]) -> None:
            self._job = None
            if len(found[0]) == most:
                self._scan(query)
            self.begun.emit(*found)

        self._job = self._session.read(read, done, failed=self._fail, receiver=self)

    def _scan(self, query: Query) -> None:
        """Find all row numbers, beside whoever reads pages."""

        def done(spine: "array[int]") -> None:
            self._job = None
            self.whole.emit(spine)

        self._job = self._session.scan(
            lambda desk, progress: lists.scan(desk, query, progress), done, failed=self._fail, receiver=self
        )

    def _fail(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)
