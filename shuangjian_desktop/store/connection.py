"""Opening the file: the driver, its settings, and a connection that several threads share behind one lock.

The driver is sqlcipher3 without a key, for the SQLite it brings along: SQLite 3.7.0-3.51.2 can corrupt a file in WAL
mode that two connections have open (https://sqlite.org/wal.html#walresetbug), and CPython's builds bring such a one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

import sqlalchemy as sa
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.store.disk import sidecar
from shuangjian_desktop.store.faults import DRIVER_ERRORS, fault_of, faults, not_a_ledger
from shuangjian_desktop.store.inserting import InsertingConnection

APPLICATION_ID = 0x534A544C  # "SJTL" in the file's header: tells a ledger from other databases
OLDEST_SQLITE = (3, 51, 3)
BUSY_SECONDS = 10  # how long another program's writing is waited for
_SETTINGS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",  # with WAL: no acknowledged step is lost when the power goes
    "PRAGMA cache_size=-64000",  # KiB
    "PRAGMA journal_size_limit=67108864",  # bytes: what a big import leaves of the -wal file
    "PRAGMA trusted_schema=OFF",  # the file may come from a stranger
)

# The driver takes None for an object that it does not know, and asks it for two methods that it does not have: binding
# took eight times as long as with an adapter that gives None for None. Half of a record's fields are empty: 100 000
# refunds with their payments are written in 30 % less time.
dbapi2.register_adapter(type(None), {}.get)


def require_driver(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """See that the driver's SQLite is free of the WAL reset fault.

    Raises:
        LedgerError: it is older.

    """
    if version < OLDEST_SQLITE:
        raise LedgerError("本程序的数据库组件版本过旧，有损坏台账的风险，已停止。", "请重新安装本程序。")


def connect(path: Path, mode: str, begin: str) -> sa.Connection:
    """Open the existing file at `path`; `mode` as in SQLite's URIs: rw, rwc, ro, ro&immutable=1.

    The driver begins no transaction by itself (isolation_level None); SQLAlchemy's begin runs `begin`, so that DDL
    rolls back like everything else.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"

    def open_file() -> dbapi2.Connection:
        return dbapi2.connect(
            uri,
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=InsertingConnection,
        )

    engine = sa.create_engine("sqlite://", module=dbapi2, creator=open_file, poolclass=NullPool)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    connection = engine.connect()
    try:
        for setting in _SETTINGS:
            pragma(connection, setting)
    except BaseException:
        connection.close()
        raise
    return connection


def pragma(connection: sa.Connection, statement: str) -> object:
    """Run a PRAGMA outside any transaction and return the first value of its answer, None without one."""
    found = connection.connection.cursor().execute(statement).fetchone()
    return found[0] if found else None


def connect_writer(path: Path) -> sa.Connection:
    """Open a ledger for writing, in WAL mode.

    Raises:
        LedgerError: not a ledger, not writable, or its place is no disk of this computer.

    """
    with faults(path):
        connection = connect(path, "rw", "BEGIN IMMEDIATE")
        try:
            require_ledger(connection, path)
            if pragma(connection, "PRAGMA journal_mode=WAL") != "wal":
                raise LedgerError(f"台账文件“{path.name}”所在的位置不能安全写入。", "请把台账放到本机硬盘上。")
        except BaseException:
            connection.close()
            raise
    return connection


def connect_reader(path: Path) -> sa.Connection:
    """Open a ledger for reading alone, also one on a medium that cannot be written.

    Raises:
        LedgerError: not a ledger or not readable.

    """
    # Beside a file in WAL mode SQLite makes two more; where it cannot, and nothing waits in a -wal, it need not.
    wal = sidecar(path, "-wal")
    settled = not os.access(path.parent, os.W_OK) and not (wal.exists() and wal.stat().st_size)
    with faults(path):
        connection = connect(path, "ro&immutable=1" if settled else "ro", "BEGIN")
        try:
            require_ledger(connection, path)
            pragma(connection, "PRAGMA query_only=ON")
            # Sorting goes into one block of memory, from 64 MB on into a file: of 1 000 000 rows in three quarters of
            # the time that as many small pieces take, and nothing is left to be freed while others wait.
            pragma(connection, "PRAGMA temp_store=FILE")
        except BaseException:
            connection.close()
            raise
    return connection


def require_ledger(connection: sa.Connection, path: Path) -> None:
    """See that the open file is a ledger.

    Raises:
        DamagedError: it is something else.

    """
    if pragma(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise not_a_ledger(path)


def writable(path: Path) -> bool:
    """Return whether the file and its folder may be written, as far as the system tells."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def version_of(connection: sa.Connection) -> int:
    """Return the number of the last migration that the open file went through."""
    return int(str(pragma(connection, "PRAGMA user_version")))


@contextmanager
def driver_faults(path: Path) -> Iterator[None]:
    """Turn the driver's errors alone into sentences: inside may run code that has other files in hand."""
    try:
        yield
    except DRIVER_ERRORS as error:
        told = fault_of(error, path)
        if told is None:
            raise
        raise told from error


class Session:
    """A connection for reading, used by one thread at a time; every use sees one state of the ledger."""

    def __init__(self, connection: sa.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._lock = RLock()

    @contextmanager
    def use(self) -> Iterator[sa.Connection]:
        """Give the connection inside a transaction; a use inside a use shares it."""
        with driver_faults(self.path), self._lock:
            if self.connection.in_transaction():
                yield self.connection
                return
            with self.connection.begin():
                yield self.connection

    def close(self) -> None:
        """Close when the thread that reads now has done."""
        with self._lock:
            self.connection.close()
