"""Rows of the registers' tables as the driver takes them: many at once, by prebuilt statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from shuangjian_desktop.core.kinds import Stored
from shuangjian_desktop.store.history import packed_list
from shuangjian_desktop.store.tables import HEAD, RegisterTable

Changed = tuple["Row", tuple[Stored, ...], int, int]
"""(the row as it stands, its new cells, whether it is a tombstone then, its new revision)"""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a register's table as it stands in the file."""

    id: int
    uid: str
    office: str
    revision: int
    deleted: int
    cells: tuple[Stored, ...]


class Rows:
    """The tables of one connection, inside a transaction."""

    LISTED: ClassVar[str] = "IN (SELECT value FROM json_each(?))"

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._next_ids: dict[str, int] = {}

    def load(self, table: RegisterTable, where: str, *values: object) -> dict[str, Row]:
        """Return the rows of a condition, by uid, in the condition's order."""
        columns = ", ".join(f'"{name}"' for name in (*HEAD, *table.columns))
        found = self.connection.exec_driver_sql(f'SELECT {columns} FROM "{table.key}" WHERE {where}', values)
        return {row[1]: Row(row[0], row[1], row[2], row[3], row[4], tuple(row[5:])) for row in found}

    def load_listed(self, table: RegisterTable, where: str, listed: Iterable[str]) -> dict[str, Row]:
        """Return the rows of a condition that has LISTED in it."""
        return self.load(table, where, packed_list(listed))

    def insert(self, table: RegisterTable, rows: Sequence[Sequence[Stored]], documents: Iterable[str]) -> None:
        """Add rows (uid, office, revision, deleted, cells) with their search texts."""
        first = self._numbers(table, len(rows))
        marks = ",".join("?" * (len(HEAD) + len(table.columns)))
        numbered = [(number, *row) for number, row in enumerate(rows, first)]
        self.connection.exec_driver_sql(f'INSERT INTO "{table.key}" VALUES ({marks})', numbered)
        if table.text_table:
            texts = list(enumerate(documents, first))
            self.connection.exec_driver_sql(f"INSERT INTO {table.text_table}(rowid, grams) VALUES (?,?)", texts)

    def _numbers(self, table: RegisterTable, count: int) -> int:
        """Return the first of `count` row numbers that are free: rows are never taken out."""
        if table.key not in self._next_ids:
            top = self.connection.exec_driver_sql(f'SELECT max(id) FROM "{table.key}"').scalar() or 0
            self._next_ids[table.key] = top + 1
        first = self._next_ids[table.key]
        self._next_ids[table.key] += count
        return first

    def rewrite(self, table: RegisterTable, changed: Sequence[Changed]) -> None:
        """Make rows other: only the columns that change are written, so that only their indexes are."""
        groups: dict[tuple[str, ...], list[tuple[Stored, ...]]] = {}
        texts = []
        for row, cells, deleted, revision in changed:
            new = [(name, cell) for name, old, cell in zip(table.columns, row.cells, cells, strict=True) if old != cell]
            if any(name in table.searched for name, _cell in new):
                texts.append((row.id, table.document(table.values(cells))))
            if deleted != row.deleted:
                new.append(("deleted", deleted))
            if revision != row.revision:
                new.append(("revision", revision))
            if new:
                names = tuple(name for name, _cell in new)
                groups.setdefault(names, []).append((*(cell for _name, cell in new), row.id))
        for names, values in groups.items():
            sets = ", ".join(f'"{name}" = ?' for name in names)
            self.connection.exec_driver_sql(f'UPDATE "{table.key}" SET {sets} WHERE id = ?', values)
        if texts:
            statement = f"INSERT OR REPLACE INTO {table.text_table}(rowid, grams) VALUES (?,?)"
            self.connection.exec_driver_sql(statement, texts)
