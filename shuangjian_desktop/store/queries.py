"""SQL of what is asked of a register: conditions, search words, order."""

import sqlalchemy as sa

from shuangjian_desktop.core.kinds import Ref
from shuangjian_desktop.core.query import Order, Query
from shuangjian_desktop.registers.offices import column
from shuangjian_desktop.store.conditions import Holds, holds, in_state
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.search import phrase, words
from shuangjian_desktop.store.tables import RegisterTable


def found(schema: Schema, query: Query) -> list[Holds]:
    """Return the conditions that together say which rows of its register's table a query finds."""
    table = schema[query.register]
    conditions = [in_state(table.table, query.deleted)]
    conditions += [holds(schema, table, table.table, one) for one in (*query.filters, *query.where)]
    if query.office:
        conditions.append(table.table.c.office == query.office)
    for word in words(query.text):
        conditions.append(table.table.c.id.in_(_containing(schema, table, phrase(word), query.deleted, ())))
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


def _ordered(schema: Schema, selected: sa.Select[int], table: RegisterTable, order: Order) -> sa.Select[int]:
    """Return the selection sorted further by a field; a reference by the name of the record it points to."""
    kind = column(table.register, order.field).kind
    if isinstance(kind, Ref):
        target = schema[kind.to]
        alias = target.table.alias()
        selected = selected.outerjoin(alias, alias.c.uid == table.table.c[order.field])
        columns = [alias.c[target.sort_column(key)] for key in target.register.name_fields]
    else:
        columns = [table.table.c[table.sort_column(order.field)]]
    return selected.order_by(*((column.desc() if order.descending else column).nulls_last() for column in columns))


def _containing(
    schema: Schema, table: RegisterTable, asked: str, deleted: bool, above: tuple[str, ...]
) -> sa.Select[int] | sa.CompoundSelect[int]:
    """Return the row numbers of the records found by a phrase: by their own text, or by that of what they point to.

    `deleted` asks among the tombstones, which may point at tombstones. `above` are the registers on the way here: who
    is reached a second time is found by its own text alone.
    """
    parts: list[sa.Select[int]] = []
    if table.text_table:
        index = sa.table(table.text_table, sa.column("rowid", sa.Integer))
        matches = sa.literal_column(table.text_table).op("MATCH")(asked)
        parts.append(sa.select(index.c.rowid).where(matches))
    for item, to in table.register.refs:
        if item.search and table.key not in above:
            target = schema[to]
            inner = _containing(schema, target, asked, deleted, (*above, table.key))
            uids = sa.select(target.table.c.uid).where(target.table.c.id.in_(inner))
            pointing = sa.select(table.table.c.id).where(table.table.c[item.key].in_(uids))
            # The condition lets SQLite use the index of the reference, which holds the living alone.
            parts.append(pointing if deleted else pointing.where(in_state(table.table)))
    if not parts:
        return sa.select(table.table.c.id).where(sa.false())
    return parts[0] if len(parts) == 1 else sa.union_all(*parts)
