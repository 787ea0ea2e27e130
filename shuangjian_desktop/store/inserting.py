"""A connection that puts many rows in beside its caller, who prepares the next ones meanwhile.

Preparing rows is Python's work, putting them in is SQLite's, and both take about as long: on two cores they are done in
the time of one. SQLite lets go of Python's lock for the length of a statement, so a statement has to be long: of one
row it takes some microseconds, after which the lock is waited for longer than that. Hence statements of hundreds of
rows, which cost less a row, too: no way to Python and back, and no cell for a column that is blank in all rows.

100 000 refunds with their payments, history and index: 4.6 s beside, 7.2 s in turn, 7.2 s beside with Python's own 5 ms
of waiting for the lock instead of `_SWITCH`.
"""

import sys
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import lru_cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2

_CELLS = 16_000  # of one statement: half of what SQLite takes; each is kept prepared, of this length with a megabyte
_SWITCH = 0.0002  # seconds after which Python's lock is handed over, while something is put in beside
_FEW = 200  # rows that no other thread is worth
_MOST_WAITING = 12  # lots of rows that wait to be put in: what is prepared faster would only fill the memory
Columns = Mapping[str, Sequence[Any]]
"""Rows column by column: name -> cells, all of one length"""


class InsertingConnection(dbapi2.Connection):  # type: ignore[misc]
    """A connection with an `insert` that need not be waited for, inside a transaction.

    Whatever else is asked of it waits until all is in. An error of an insert comes up there, and at everything that is
    asked until the transaction is rolled back; nothing more is put in after it, for SQLite may have rolled back itself.
    """

    def __init__(self, *facts: Any, **more: Any) -> None:
        super().__init__(*facts, **more)
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="inserting")
        self._waiting: deque[Future[None]] = deque()
        self._failed = False
        self._interval = sys.getswitchinterval()
        self._names: dict[str, tuple[str, ...]] = {}

    def insert(self, table: str, columns: Columns, count: int) -> None:
        """Put `count` rows into a table, after all that was put in before."""
        if count < _FEW and not self._waiting:
            names = tuple(columns)
            self.cursor().executemany(_statement(table, names, 1), zip(*columns.values(), strict=True))
            return
        while len(self._waiting) >= _MOST_WAITING:
            self._waiting[0].result()
            self._waiting.popleft()
        if not self._waiting:
            self._interval = sys.getswitchinterval()
            sys.setswitchinterval(_SWITCH)
        self._waiting.append(self._beside.submit(self._put, table, columns, count))

    def settle(self) -> None:
        """Wait until all is in; raise the error of what could not be put in, again and again until the rollback."""
        for lot in self._waiting:
            lot.result()
        self._rest()

    def _rest(self) -> None:
        """Do nothing beside from now on."""
        if self._waiting:
            self._waiting.clear()
            sys.setswitchinterval(self._interval)

    def cursor(self, *facts: Any, **more: Any) -> Any:
        """Return a cursor, for which all is in."""
        self.settle()
        return super().cursor(*facts, **more)

    def commit(self) -> None:
        """Commit, with all that was put in."""
        self.settle()
        super().commit()

    def rollback(self) -> None:
        """Roll back, without putting in what waits."""
        for lot in self._waiting:
            lot.cancel()
        wait(self._waiting)
        self._rest()
        self._failed = False
        super().rollback()

    def close(self) -> None:
        """Close, when what is being put in is in."""
        self._beside.shutdown(cancel_futures=True)
        super().close()

    def _put(self, table: str, columns: Columns, count: int) -> None:
        """Put rows in, in the thread beside, unless some before them could not be."""
        if self._failed:
            return
        self._failed = True
        # A column that was filled once goes on being sent, so that there are few different statements.
        names = self._names[table] = tuple(dict.fromkeys((*self._names.get(table, ()), *columns)))
        blank = [None] * count
        cells = list(chain.from_iterable(zip(*(columns.get(name, blank) for name in names), strict=True)))
        most, width = _CELLS // len(names), len(names)
        while cells:
            rows = most if len(cells) > most * width // 2 else most // 8
            part, cells = cells[: rows * width], cells[rows * width :]
            unused = [0] * (rows * width - len(part))
            super().cursor().execute(_statement(table, names, rows), part + unused)
        self._failed = False


def insert(connection: sa.Connection, table: str, columns: Columns, count: int) -> None:
    """Put rows into a table of a connection that `connection.connect` opened; see `InsertingConnection.insert`."""
    driver: Any = connection.connection.driver_connection
    driver.insert(table, columns, count)


@lru_cache(maxsize=128)
def _statement(table: str, names: tuple[str, ...], rows: int) -> str:
    """Return the statement that puts up to so many rows into a table; those whose first cell is 0 are none.

    OR FAIL: without it SQLite keeps a journal of each statement of several rows, to take back that one alone, which
    costs a fifth. Here a failure rolls everything back.
    """
    columns = ", ".join(f'"{name}"' for name in names)
    row = f"({', '.join('?' * len(names))})"
    given = ", ".join(f"column{number}" for number in range(1, len(names) + 1))
    values = ", ".join([row] * rows)
    return f'INSERT OR FAIL INTO "{table}" ({columns}) SELECT {given} FROM (VALUES {values}) WHERE column1 IS NOT 0'
