"""Whether the file of a ledger is whole: SQLite's own checks, told in sentences; and what copies are compared by."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.store.faults import DRIVER_ERRORS
from shuangjian_desktop.store.schema import Schema

_INTERRUPTED = 9  # SQLITE_INTERRUPT
_INSTRUCTIONS = 100_000  # of SQLite's virtual machine between two looks at the cancel button
_INDEX = re.compile(r"missing from index|wrong # of entries in index|non-unique entry in index")
_SEARCH = re.compile(r"inverted index|fts5", re.IGNORECASE)
_RESTORE = "请先复制一份台账文件留存，再从“备份”中恢复。"
_HINTS = {
    "structure": ("台账文件的结构损坏", _RESTORE),
    "index": ("排序用的索引与数据不一致", _RESTORE),
    "search": ("搜索用的索引损坏", _RESTORE),
}


@dataclass(frozen=True)
class Finding:
    """What is wrong with a ledger, in Chinese, and what to do about it. `damage`: the file itself is broken."""

    sentence: str
    hint: str
    damage: bool = False

    @property
    def text(self) -> str:
        """The sentence with its hint, on one line."""
        return f"{self.sentence}{self.hint}"


@contextmanager
def cancellable(connection: sa.Connection, progress: Progress) -> Iterator[None]:
    """Let the clerk break off a long statement of this connection.

    Raises:
        Cancelled: the clerk did.

    """
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(progress.cancelled.is_set, _INSTRUCTIONS)
    try:
        yield
    except DRIVER_ERRORS as error:
        told = error.orig if isinstance(error, DBAPIError) else error
        if getattr(told, "sqlite_errorcode", None) != _INTERRUPTED:
            raise
        raise Cancelled from None
    finally:
        driver.set_progress_handler(None, _INSTRUCTIONS)


def structure(connection: sa.Connection, *, quick: bool = False) -> list[Finding]:
    """Return what SQLite finds broken in the open file; `quick` leaves out whether indexes and rows agree.

    Raises:
        DBAPIError: the file is too broken to be looked through.

    """
    statement = "PRAGMA quick_check" if quick else "PRAGMA integrity_check"
    lines = [str(row[0]) for row in connection.exec_driver_sql(statement)]
    if lines == ["ok"]:
        return []
    kinds = Counter(
        "index" if _INDEX.search(line) else "search" if _SEARCH.search(line) else "structure" for line in lines
    )
    return [
        Finding(f"{_HINTS[kind][0]}，发现 {count} 处。", _HINTS[kind][1], damage=True) for kind, count in kinds.items()
    ]


def lacking(connection: sa.Connection, schema: Schema) -> list[Finding]:
    """Return whether tables or columns of the schema are not there.

    Raises:
        DBAPIError: the file is too broken to be looked through.

    """
    rows = connection.exec_driver_sql(
        "SELECT it.name, col.name FROM sqlite_master AS it, pragma_table_info(it.name) AS col WHERE it.type = 'table'"
    )
    there = {(row[0], row[1]) for row in rows}
    tables = [*schema.own.values(), *(register.table for register in schema.tables.values())]
    declared = {(table.name, column.name) for table in tables for column in table.columns}
    declared |= {(register.text_table, "grams") for register in schema.tables.values() if register.text_table}
    lost = len({table for table, _column in declared - there})
    return [Finding(f"台账文件已损坏：{lost} 个数据表不完整。", _RESTORE, damage=True)] if lost else []


def dangling(connection: sa.Connection, title: Callable[[str], str] = str) -> list[Finding]:
    """Return which tables hold records that point to a record that is not there; `title` names a table.

    Raises:
        DBAPIError: the file is too broken to be looked through.

    """
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    pairs = Counter((str(row[0]), str(row[2])) for row in rows)
    return [
        Finding(f"“{title(table)}”中有 {count} 条记录指向不存在的“{title(to)}”。", "请从备份恢复，或联系技术人员。")
        for (table, to), count in sorted(pairs.items())
    ]


def counts(connection: sa.Connection) -> dict[str, int]:
    """Return how many rows each table of the open file has."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).scalars()
    quoted = [(name, str(name).replace('"', '""')) for name in names.all()]
    return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{safe}"').scalar_one() for name, safe in quoted}


def identity(connection: sa.Connection) -> dict[str, str]:
    """Return what the open ledger says of itself: the rows of meta."""
    return {str(row[0]): str(row[1]) for row in connection.exec_driver_sql("SELECT key, value FROM meta")}
