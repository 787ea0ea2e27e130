"""Rows of the registers' tables as the driver takes them: many at once, by prebuilt statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa

from shuangjian_desktop.store.history import packed_list
from shuangjian_desktop.store.inserting import insert
from shuangjian_desktop.store.tables import HEAD, Cell, RegisterTable

Rewrite = tuple[int, tuple[str, ...], tuple[Cell, ...]]
"""(id of the row, columns that change, their new cells)"""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a register's table as it stands in the file."""

    id: int
    uid: str
    office: str
    revision: int
    deleted: int
    cells: tuple[Cell, ...]


class Rows:
    """The tables of one connection, inside a transaction."""

    LISTED: ClassVar[str] = "IN (SELECT value FROM json_each(?))"

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.rewrites = 0  # so far: until the next one what was living is
        self._next_ids: dict[str, int] = {}

    def fetch(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a statement selects, as the driver gives it: for many rows three times as fast."""
        found: list[tuple[Any, ...]] = self.connection.connection.cursor().execute(statement, values).fetchall()
        return found

    def load(self, table: RegisterTable, where: str, *values: object) -> dict[str, Row]:
        """Return the rows of a condition, by uid, in the condition's order."""
        columns = ", ".join(f'"{name}"' for name in (*HEAD, *table.columns))
        found = self.fetch(f'SELECT {columns} FROM "{table.key}" WHERE {where}', *values)
        return {row[1]: Row(row[0], row[1], row[2], row[3], row[4], row[5:]) for row in found}

    def load_listed(self, table: RegisterTable, where: str, listed: Iterable[str]) -> dict[str, Row]:
        """Return the rows of a condition that has LISTED in it."""
        return self.load(table, where, packed_list(listed))

    def insert(
        self,
        table: RegisterTable,
        uids: Sequence[str],
        offices: Sequence[str],
        columns: Mapping[str, Sequence[Cell]],
        documents: Sequence[str],
    ) -> None:
        """Add new rows by their filled columns, with their search texts if they have any."""
        count = len(uids)
        first = self._numbers(table, count)
        numbers = range(first, first + count)
        head = dict(zip(HEAD, (numbers, uids, offices, [1] * count, [0] * count), strict=True))
        insert(self.connection, table.key, {**head, **columns}, count)
        if documents:
            insert(self.connection, table.text_table, {"rowid": numbers, "grams": documents}, count)

    def _numbers(self, table: RegisterTable, count: int) -> int:
        """Return the first of `count` row numbers that are free: rows are never taken out."""
        if table.key not in self._next_ids:
            top = self.connection.exec_driver_sql(f'SELECT max(id) FROM "{table.key}"').scalar() or 0
            self._next_ids[table.key] = top + 1
        first = self._next_ids[table.key]
        self._next_ids[table.key] += count
        return first

    def rewrite(self, table: RegisterTable, changes: Iterable[Rewrite], documents: Sequence[tuple[int, str]]) -> None:
        """Make rows other: only columns that change are written, so that only their indexes are.

        `documents` are the new search texts (id of the row, text) of those that are found by other texts now.
        """
        self.rewrites += 1
        groups: dict[tuple[str, ...], list[tuple[Cell, ...]]] = {}
        for number, names, cells in changes:
            groups.setdefault(names, []).append((*cells, number))
        for names, rows in groups.items():
            sets = ", ".join(f'"{name}" = ?' for name in names)
            self.connection.exec_driver_sql(f'UPDATE "{table.key}" SET {sets} WHERE id = ?', rows)
        if documents:
            statement = f"INSERT OR REPLACE INTO {table.text_table}(rowid, grams) VALUES (?,?)"
            self.connection.exec_driver_sql(statement, documents)
