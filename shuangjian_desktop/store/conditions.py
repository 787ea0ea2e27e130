"""SQL of conditions on a record: on its own fields, on the rows that point to it, on the last of them until a day."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from shuangjian_desktop.core.kinds import Kind, Ref, Stored, Value
from shuangjian_desktop.core.query import AnyOf, Condition, Filter, Has, Last, To
from shuangjian_desktop.registers.offices import column as column_of
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable

Holds = sa.ColumnElement[bool]
_COMPARED: Mapping[str, Callable[[Any, Any], Holds]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def in_state(rows: sa.FromClause, deleted: bool = False, *, led: bool = True) -> Holds:
    """Return the condition for the living, or for the tombstones; not `led`: one that keeps SQLite from the indexes."""
    if not (led or deleted):
        return rows.c.deleted < sa.literal_column("1")
    # Literal, not bound: else SQLite cannot use the indexes, which hold the living alone.
    return rows.c.deleted == sa.literal_column("1" if deleted else "0")


def holds(schema: Schema, table: RegisterTable, rows: sa.FromClause, condition: Condition) -> Holds:
    """Return the condition in SQL; `rows` is the table, or the alias of it, whose rows it is asked of."""
    if isinstance(condition, Filter):
        return _filter(schema, table, rows, condition)
    if isinstance(condition, Has):
        return _has(schema, table, rows, condition)
    if isinstance(condition, Last):
        return _last(schema, rows, condition)
    if isinstance(condition, To):
        return _to(schema, table, rows, condition)
    parts = [holds(schema, table, rows, one) for one in condition.conditions]
    if isinstance(condition, AnyOf):
        return sa.or_(sa.false(), *parts)
    return sa.and_(sa.true(), *parts).is_not(sa.true())  # what is unknown does not hold


def _has(schema: Schema, table: RegisterTable, rows: sa.FromClause, condition: Has) -> Holds:
    """Return the condition that a living row points here for which the conditions hold."""
    pointing = schema[condition.register]
    alias = pointing.table.alias()
    points = alias.c[condition.by or pointing.register.parent] == rows.c.uid
    inner = [holds(schema, pointing, alias, one) for one in condition.conditions]
    return sa.exists(sa.select(alias.c.id).where(points, in_state(alias), *inner).correlate_except(alias))


def _to(schema: Schema, table: RegisterTable, rows: sa.FromClause, condition: To) -> Holds:
    """Return the condition that the record points to a living one for which the conditions hold."""
    target = schema[dict(table.pointers())[condition.field]]
    alias = target.table.alias()
    inner = [in_state(alias), *(holds(schema, target, alias, one) for one in condition.conditions)]
    field = rows.c[condition.field]
    if any(isinstance(one, To) for one in condition.conditions):
        # What points on itself is numerous: looked up for each row, which costs less than a list of all that hold.
        return sa.exists(sa.select(alias.c.id).where(alias.c.uid == field, *inner).correlate_except(alias))
    # A list, not a question of each row: of 1 000 000 refunds those of one category come in a third of the time.
    return field.in_(sa.select(alias.c.uid).where(*inner))


def _last(schema: Schema, rows: sa.FromClause, condition: Last) -> Holds:
    """Return the condition that the conditions hold for the last row until a day."""
    child = schema[condition.register]
    one = child.table.alias()
    last = last_row(child, rows, condition.until, "id")
    inner = [holds(schema, child, one, part) for part in condition.conditions]
    return sa.exists(sa.select(one.c.id).where(one.c.id == last, *inner).correlate_except(one))


def last_row(child: RegisterTable, rows: sa.FromClause, until: date, column: str) -> sa.ScalarSelect[Any]:
    """Return a column of the last of a record's rows of `child` until a day: of one day the one made last."""
    any_ = child.table.alias()
    day, stored = any_.c[child.register.as_of], child.register[child.register.as_of].kind.store(until)
    return (
        sa.select(any_.c[column])
        .where(any_.c[child.register.parent] == rows.c.uid, in_state(any_), day <= stored)
        .order_by(day.desc(), any_.c.id.desc())
        .limit(1)
        .correlate_except(any_)
        .scalar_subquery()
    )


def _filter(schema: Schema, table: RegisterTable, rows: sa.FromClause, one: Filter) -> Holds:
    """Return the condition of one filter. Empty values are other than every value, neither below nor above any."""
    item = column_of(table.register, one.field)
    column = rows.c[one.field]
    if one.op == "contains":
        return _contains(schema, item.kind, column, str(one.value or ""))
    if one.op in ("blank", "filled"):
        return column.is_(None) if one.op == "blank" else column.is_not(None)
    if one.op == "in":
        return _among(column, [item.kind.store(value) for value in _listed(one.value)])
    value = item.kind.store(one.value)  # type: ignore[arg-type]
    if one.op in ("eq", "ne"):
        return column.is_not_distinct_from(value) if one.op == "eq" else column.is_distinct_from(value)
    return sa.false() if value is None else _COMPARED[one.op](column, value)


def _listed(value: Value | tuple[Value, ...]) -> Sequence[Value]:
    """Return the values of an "in" filter."""
    return value if isinstance(value, tuple) else (value,)


def _among(column: sa.ColumnElement[Stored], values: Iterable[Stored]) -> Holds:
    """Return the condition that the column holds one of the values; None among them means an empty one."""
    wanted = list(values)
    some = column.in_([value for value in wanted if value is not None])
    return sa.or_(some, column.is_(None)) if None in wanted else some


def _contains(schema: Schema, kind: Kind, column: sa.ColumnElement[Stored], text: str) -> Holds:
    """Return the condition that a field shows the text; a reference: that the name of its record does."""
    if isinstance(kind, Ref):
        target = schema[kind.to]
        named = [target.table.c[key].contains(text, autoescape=True) for key in target.register.name_fields]
        return column.in_(sa.select(target.table.c.uid).where(sa.or_(*named)))
    return sa.cast(column, sa.Text).contains(text, autoescape=True)
