"""Counting by parts: one statement for what charts show, each row looked at once."""

from typing import Any

import sqlalchemy as sa

from shuangjian_desktop.core.measure import ByField, ByLast, ByOffice, Grouping, Part, Parted, Sum
from shuangjian_desktop.store.conditions import holds, last_row
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable


def parts(schema: Schema, connection: sa.Connection, parted: Parted) -> list[Part]:
    """Return the parts in which something was counted, in no order."""
    width = len(parted.by)
    found = connection.execute(_statement(schema, parted)).all()
    return [Part(tuple(row[:width]), row[width], row[width + 1]) for row in found]


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
