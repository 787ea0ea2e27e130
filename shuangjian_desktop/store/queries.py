"""SQL of what is asked of a register: filters, search words, order."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from shuangjian_desktop.core.kinds import Ref, Stored, Value
from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.search import phrase, words
from shuangjian_desktop.store.tables import RegisterTable

Condition = sa.ColumnElement[bool]
_COMPARED: Mapping[str, Callable[[Any, Any], Condition]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def found(schema: Schema, query: Query) -> list[Condition]:
    """Return the conditions that together say which rows of its register's table a query finds."""
    table = schema[query.register]
    # Literal, not bound: else SQLite cannot use the indexes, which hold the living alone.
    conditions: list[Condition] = [_state(table, query.deleted)]
    conditions += [_filter(schema, table, one) for one in query.filters]
    for word in words(query.text):
        conditions.append(table.table.c.id.in_(_containing(schema, table, phrase(word), ())))
    return conditions


def ids(schema: Schema, query: Query) -> sa.Select[int]:
    """Return the row numbers that a query finds, in its order.

    Without an order it is the register's own. Empty values come last, equal ones by the order in which they were made.
    """
    table = schema[query.register]
    selected = sa.select(table.table.c.id).where(*found(schema, query))
    order = query.order or tuple(Order(key, descending) for key, descending in table.register.order)
    for one in order:
        selected = _ordered(schema, selected, table, one)
    newest_first = bool(order) and order[0].descending  # as a walk along the index gives them
    return selected.order_by(table.table.c.id.desc() if newest_first else table.table.c.id)


def _state(table: RegisterTable, deleted: bool) -> Condition:
    """Return the condition for the living or for the tombstones."""
    return table.table.c.deleted == sa.literal_column("1" if deleted else "0")


def _ordered(schema: Schema, selected: sa.Select[int], table: RegisterTable, order: Order) -> sa.Select[int]:
    """Return the selection sorted further by a field; a reference by the name of the record it points to."""
    kind = table.register[order.field].kind
    if isinstance(kind, Ref):
        target = schema[kind.to]
        alias = target.table.alias()
        selected = selected.outerjoin(alias, alias.c.uid == table.table.c[order.field])
        columns = [alias.c[target.sort_column(key)] for key in target.register.name_fields]
    else:
        columns = [table.table.c[table.sort_column(order.field)]]
    return selected.order_by(*((column.desc() if order.descending else column).nulls_last() for column in columns))


def _containing(
    schema: Schema, table: RegisterTable, asked: str, above: tuple[str, ...]
) -> sa.Select[int] | sa.CompoundSelect[int]:
    """Return the row numbers of the records found by a phrase: their own text's, or that of what they point to.

    `above` are the registers on the way here: who is reached a second time is found by its own text alone.
    """
    parts: list[sa.Select[int]] = []
    if table.text_table:
        index = sa.table(table.text_table, sa.column("rowid", sa.Integer))
        matches = sa.literal_column(table.text_table).op("MATCH")(asked)
        parts.append(sa.select(index.c.rowid).where(matches))
    for item, to in table.register.refs:
        if item.search and table.key not in above:
            target = schema[to]
            inner = _containing(schema, target, asked, (*above, table.key))
            uids = sa.select(target.table.c.uid).where(target.table.c.id.in_(inner))
            parts.append(sa.select(table.table.c.id).where(table.table.c[item.key].in_(uids)))
    if not parts:
        return sa.select(table.table.c.id).where(sa.false())
    return parts[0] if len(parts) == 1 else sa.union_all(*parts)


def _filter(schema: Schema, table: RegisterTable, one: Filter) -> Condition:
    """Return the condition of one filter. Empty values are other than every value, neither below nor above any."""
    item = table.register[one.field]
    column = table.table.c[one.field]
    if one.op == "contains":
        return _contains(schema, table, one.field, str(one.value or ""))
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


def _among(column: sa.Column[Stored], values: Iterable[Stored]) -> Condition:
    """Return the condition that the column holds one of the values; None among them means an empty one."""
    wanted = list(values)
    some = column.in_([value for value in wanted if value is not None])
    return sa.or_(some, column.is_(None)) if None in wanted else some


def _contains(schema: Schema, table: RegisterTable, field: str, text: str) -> Condition:
    """Return the condition that a field shows the text; a reference: that the name of its record does."""
    kind = table.register[field].kind
    column = table.table.c[field]
    if isinstance(kind, Ref):
        target = schema[kind.to]
        named = [target.table.c[key].contains(text, autoescape=True) for key in target.register.name_fields]
        return column.in_(sa.select(target.table.c.uid).where(sa.or_(*named)))
    return sa.cast(column, sa.Text).contains(text, autoescape=True)
