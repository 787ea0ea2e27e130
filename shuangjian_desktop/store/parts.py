"""Counting by parts for charts: each row is looked at once, some ten thousand at a time."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.measure import ByField, ByLast, ByOffice, Grouping, Part, Parted, Sum
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.store.conditions import holds, last_row
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable

_AT_ONCE = 20_000
"""Rows that are sorted at once. Of 1 000 000 it takes half the time of one long sort, can be stopped, and the window
does not stand still for half a second: the driver lets no other thread run while a sort is cleared away."""


def parts(schema: Schema, connection: sa.Connection, parted: Parted, progress: Progress | None = None) -> list[Part]:
    """Return the parts in which something was counted, in no order.

    Raises:
        Cancelled: whoever asked broke off.

    """
    rows = schema[parted.count.register].table
    statement, width = _statement(schema, parted), len(parted.by)
    sums: dict[tuple[str | None, ...], tuple[int, int]] = {}
    for first, last in _ranges(connection, rows):
        if progress and progress.cancelled.is_set():
            raise Cancelled
        for found in connection.execute(statement.where(rows.c.id.between(first, last))):
            keys = tuple(found[:width])
            value, counted = sums.get(keys, (0, 0))
            sums[keys] = value + found[width], counted + found[width + 1]
    return [Part(keys, value, counted) for keys, (value, counted) in sums.items()]


def _ranges(connection: sa.Connection, rows: sa.Table) -> Iterator[tuple[int, int]]:
    """Yield the first and the last local number of as many rows as are looked at at once."""
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(rows.c.id), 0))).scalar_one()
    for first in range(1, last + 1, _AT_ONCE):
        yield first, first + _AT_ONCE - 1


def _statement(schema: Schema, parted: Parted) -> sa.Select[Any]:
    """Return the statement that gives the keys, the value and the rows counted of each part."""
    count = parted.count
    table = schema[count.register]
    rows = table.table
    keys = [_key(schema, table, one).label(f"key_{number}") for number, one in enumerate(parted.by)]
    counted = sa.func.count()
    value = sa.func.coalesce(sa.func.sum(rows.c[count.field]), 0) if isinstance(count, Sum) else counted
    conditions = [holds(schema, table, rows, one) for one in (*count.among, *count.counted)]
    if parted.office:
        conditions.append(rows.c.office == parted.office)
    # Not "= 0", by which SQLite would know that the indexes, which hold the living alone, have what is wanted: most
    # rows are looked at anyway, and one by one through an index takes a third longer, from a slow disk many times.
    return sa.select(*keys, value, counted).where(rows.c.deleted < 1, *conditions).group_by(*keys)


def _key(schema: Schema, table: RegisterTable, one: Grouping) -> sa.ColumnElement[Any]:
    """Return what a row's part is told by."""
    rows = table.table
    if isinstance(one, ByOffice):
        return rows.c.office
    if isinstance(one, ByField):
        return rows.c[one.field]
    if isinstance(one, ByLast):
        return last_row(schema[one.register], rows, one.until, one.field)
    cases = [(sa.and_(*(holds(schema, table, rows, part) for part in parts)), key) for key, parts in one.cases]
    return sa.case(*cases, else_=None)
