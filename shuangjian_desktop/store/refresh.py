"""Making anew, after a migration, what rows hold beside entered values: derived, sort and key columns, search text."""

from collections.abc import Iterable

import sqlalchemy as sa

from shuangjian_desktop.store.derived import children_of
from shuangjian_desktop.store.history import packed_list
from shuangjian_desktop.store.rows import Rewrite, Rows
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable

_AT_ONCE = 2000  # rows that are in memory together


def refresh(connection: sa.Connection, schema: Schema, registers: Iterable[str]) -> None:
    """Make the rows of these registers anew, tombstones too; parents after their child rows, whose values they take."""
    rows = Rows(connection)
    for key in sorted(registers, key=schema.depth, reverse=True):
        last: int | None = 0
        while last is not None:
            last = _refresh(rows, schema, schema[key], last)


def _refresh(rows: Rows, schema: Schema, table: RegisterTable, after: int) -> int | None:
    """Make some rows after a row number anew; return the number of the last one, None when there are none."""
    held = rows.load(table, f"id > ? ORDER BY id LIMIT {_AT_ONCE}", after)
    children = children_of(rows, schema, table, packed_list(held))
    whole = []
    for uid, row in held.items():
        values = table.values(row.cells)
        if not row.deleted:
            values.update(table.register.compute(values, children(uid)))
        whole.append((row.office, values))
    changes: list[Rewrite] = []
    documents = []
    for row, made, (_office, values) in zip(held.values(), table.cells_of(whole), whole, strict=True):
        cells = zip(table.columns, made, row.cells, strict=True)
        changed = {name: cell for name, cell, old in cells if cell != old}
        changes.append((row.id, tuple(changed), tuple(changed.values())))
        if table.text_table:
            documents.append((row.id, table.document(values)))
    rows.rewrite(table, [change for change in changes if change[1]], documents)
    return max((row.id for row in held.values()), default=None)
