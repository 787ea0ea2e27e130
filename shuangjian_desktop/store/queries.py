"""SQL of what is asked of a register: conditions, search words, order."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from shuangjian_desktop.core.kinds import Ref
from shuangjian_desktop.core.query import Order, Query
from shuangjian_desktop.registers.offices import column
from shuangjian_desktop.store.conditions import Holds, holds, in_state
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.search import phrase, words
from shuangjian_desktop.store.tables import RegisterTable

Join = tuple[sa.FromClause, Holds]


def found(schema: Schema, query: Query, *, led: bool = True, through: Collection[str] = ()) -> list[Holds]:
    """Return the conditions that together say which rows of its register's table a query finds.

    Not `led`, they are such that SQLite looks at every row instead of letting an index lead; of the words `through` it
    does in any case. Signs alone find nothing.
    """
    table = schema[query.register]
    rows = table.table
    conditions = [in_state(rows, query.deleted, led=led)]
    conditions += [holds(schema, table, rows, one) for one in (*query.filters, *query.where)]
    if query.office:
        conditions.append(rows.c.office == query.office)
    asked = words(query.text)
    if query.text.strip() and not asked:
        conditions.append(sa.false())
    return conditions + [
        (_led_by if led and word not in through else _looked_through)(schema, table, word, query.deleted)
        for word in asked
    ]


def ids(schema: Schema, query: Query, *, led: bool = True, through: Collection[str] = ()) -> sa.Select[int]:
    """Return the row numbers that a query finds, in its order.

    Without an order it is the register's own. Empty values come last, equal ones by the order in which they were made.
    """
    table = schema[query.register]
    conditions = found(schema, query, led=led, through=through)
    return _sorted(schema, sa.select(table.table.c.id).where(*conditions), query, ranked=not led)


def near(schema: Schema, query: Query, many: int) -> sa.Select[int]:
    """Return those of the row numbers that are among the first `many` of all living in the order of the query.

    It is an order that an index has.
    """
    rows = schema[query.register].table
    begin = _sorted(schema, sa.select(rows.c.id).where(in_state(rows)), query, ranked=False).limit(many)
    among = sa.select(rows.c.id).where(rows.c.id.in_(begin), *found(schema, query, led=False))
    return _sorted(schema, among, query, ranked=False)


def order_of(table: RegisterTable, query: Query) -> Sequence[Order]:
    """Return the order of a query: its own, else that of its register."""
    return query.order or tuple(Order(key, descending) for key, descending in table.register.order)


def _sorted(schema: Schema, selected: sa.Select[int], query: Query, *, ranked: bool) -> sa.Select[int]:
    """Return the selection in the order of the query."""
    table = schema[query.register]
    order = order_of(table, query)
    for one in order:
        selected = _ordered(schema, selected, table, one, ranked)
    newest_first = bool(order) and order[0].descending  # as a walk along the index gives them
    return selected.order_by(table.table.c.id.desc() if newest_first else table.table.c.id)


def _ordered(
    schema: Schema, selected: sa.Select[int], table: RegisterTable, order: Order, ranked: bool
) -> sa.Select[int]:
    """Return the selection sorted further by a field; a reference by the name of the record it points to."""
    kind = column(table.register, order.field).kind
    if not isinstance(kind, Ref):
        return selected.order_by(*_directed([table.table.c[table.sort_column(order.field)]], order))
    target = schema[kind.to]
    named = target.table.alias()
    joins, names = _names(schema, target, named, ())
    joins = [(named, named.c.uid == table.table.c[order.field]), *joins]
    if ranked:
        # The names are sorted once, and then numbers by the million.
        ranks = sa.select(named.c.uid, sa.func.dense_rank().over(order_by=_directed(names, order)).label("place"))
        places = _joined(ranks, joins[1:]).subquery()
        selected = selected.outerjoin(places, places.c.uid == table.table.c[order.field])
        return selected.order_by(places.c.place.nulls_last())
    return _joined(selected, joins).order_by(*_directed(names, order))


def _names(
    schema: Schema, table: RegisterTable, rows: sa.FromClause, above: tuple[str, ...]
) -> tuple[list[Join], list[sa.ColumnElement[object]]]:
    """Return by which columns records are sorted as they are called, and what is joined for that.

    A record is called by its name fields, one of which may point to another: then by that one's.
    """
    joins: list[Join] = []
    columns: list[sa.ColumnElement[object]] = []
    for key in table.register.name_fields:
        kind = table.register[key].kind
        if isinstance(kind, Ref) and kind.to not in above:
            target = schema[kind.to]
            alias = target.table.alias()
            further, names = _names(schema, target, alias, (*above, table.key))
            joins += [(alias, alias.c.uid == rows.c[key]), *further]
            columns += names
        else:
            columns.append(rows.c[table.sort_column(key)])
    return joins, columns


def _joined(selected: sa.Select[int], joins: Sequence[Join]) -> sa.Select[int]:
    for rows, on in joins:
        selected = selected.outerjoin(rows, on)
    return selected


def _directed(columns: Sequence[sa.ColumnElement[object]], order: Order) -> list[sa.ColumnElement[object]]:
    return [(one.desc() if order.descending else one).nulls_last() for one in columns]


# --- search words -------------------------------------------------------------------------------------------------
def containing(schema: Schema, table: RegisterTable, word: str) -> sa.Select[int] | sa.CompoundSelect[int]:
    """Return the row numbers of the living records found by a folded word."""
    return _containing(schema, table, phrase(word), False, ())


def _led_by(schema: Schema, table: RegisterTable, word: str, deleted: bool) -> Holds:
    """Return the condition that a record is found by a word, as a list of all that are."""
    return table.table.c.id.in_(_containing(schema, table, phrase(word), deleted, ()))


def _containing(
    schema: Schema, table: RegisterTable, asked: str, deleted: bool, above: tuple[str, ...]
) -> sa.Select[int] | sa.CompoundSelect[int]:
    """Return the row numbers of the records found by a phrase: by their own text, or by that of what they point to.

    `deleted` asks among the tombstones, which may point at tombstones. `above` are the registers on the way here: who
    is reached a second time is found by its own text alone.
    """
    rows = table.table
    parts = _by_own_text(table, asked)
    for key, uids in _by_others(schema, table, asked, deleted, above):
        pointing = sa.select(rows.c.id).where(rows.c[key].in_(uids))
        # The condition lets SQLite use the index of the reference, which holds the living alone.
        parts.append(pointing if deleted else pointing.where(in_state(rows)))
    if not parts:
        return sa.select(rows.c.id).where(sa.false())
    return parts[0] if len(parts) == 1 else sa.union_all(*parts)


def _looked_through(schema: Schema, table: RegisterTable, word: str, deleted: bool) -> Holds:
    """Return the same condition as it is asked of each row."""
    asked, rows = phrase(word), table.table
    # "+" keeps SQLite from fetching one by one what is listed.
    own = [sa.literal_column(f'+"{table.key}".id').in_(listed) for listed in _by_own_text(table, asked)]
    return sa.or_(
        sa.false(), *own, *(rows.c[key].in_(uids) for key, uids in _by_others(schema, table, asked, deleted, ()))
    )


def _by_own_text(table: RegisterTable, asked: str) -> list[sa.Select[int]]:
    """Return the row numbers of the records found by their own text; nothing where none is searched."""
    if not table.text_table:
        return []
    index = sa.table(table.text_table, sa.column("rowid", sa.Integer))
    return [sa.select(index.c.rowid).where(sa.literal_column(table.text_table).op("MATCH")(asked))]


def _by_others(
    schema: Schema, table: RegisterTable, asked: str, deleted: bool, above: tuple[str, ...]
) -> list[tuple[str, sa.Select[str]]]:
    """Return for each reference that is searched the uids of the records found by a phrase."""
    if table.key in above:
        return []
    others = [(item.key, schema[to]) for item, to in table.register.refs if item.search]
    return [
        (
            key,
            sa.select(target.table.c.uid).where(
                target.table.c.id.in_(_containing(schema, target, asked, deleted, (*above, table.key)))
            ),
        )
        for key, target in others
    ]
