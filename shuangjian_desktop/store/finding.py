"""What a query finds: all row numbers, the first of them, how many, what they come to. Also of 1 000 000 rows.

An index leads where it leads to few rows; else every row is looked at once, which costs less than fetching most rows
one by one: of 1 000 000 refunds a tenth. SQLite cannot know which is which: the ledger keeps no statistics.
"""

from array import array
from collections.abc import Sequence
from contextlib import nullcontext

import sqlalchemy as sa

from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.kinds import Ref
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Filter, Query, To
from shuangjian_desktop.store import queries
from shuangjian_desktop.store.conditions import holds, in_state
from shuangjian_desktop.store.health import cancellable
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.search import words
from shuangjian_desktop.store.tables import RegisterTable

_FEW = 50_000  # rows that are fetched one by one in the time in which 500 000 are looked at in their order
_NEAR = 5_000  # rows at the beginning of an order among which the first that are wanted often lie
_AT_ONCE = 5_000  # row numbers taken from SQLite in one go, between which other threads run
_BY_INDEX = frozenset(("eq", "in", "lt", "le", "gt", "ge", "blank"))
Numbers = sa.Select[int] | sa.CompoundSelect[int]


class Finding:
    """One query in one state of the ledger. `progress` lets whoever asked break off.

    Raises Cancelled from each method when that happens.
    """

    def __init__(
        self, schema: Schema, connection: sa.Connection, query: Query, progress: Progress | None = None
    ) -> None:
        self._schema = schema
        self._connection = connection
        self._query = query
        self._progress = progress
        self._table = schema[query.register]
        self._bare = not (query.text or query.filters or query.where or query.office)
        self._through: frozenset[str] = frozenset()
        with self._breakable():
            self._led = self._leads()

    def ids(self) -> "array[int]":
        """Return the row numbers of all that is found, in order."""
        return self._fetch(self._all())

    def first(self, limit: int) -> "array[int]":
        """Return the first row numbers."""
        if not (self._led or self._along_index()) and self._walk():
            near = self._fetch(queries.near(self._schema, self._query, _NEAR).limit(limit))
            if len(near) == limit:
                return near
        return self._fetch(self._all().limit(limit))

    def count(self) -> int:
        """Return how many records are found."""
        return self._sums([sa.func.count()], led=self._led or self._bare)[0]  # an index is smaller than its table

    def totals(self) -> dict[str, int]:
        """Return the sums of the total fields in stored form."""
        keys = [item.key for item in self._table.fields if item.total]
        sums = [sa.func.coalesce(sa.func.sum(self._table.table.c[key]), 0) for key in keys]
        return dict(zip(keys, self._sums(sums, led=self._led), strict=True)) if keys else {}

    def _all(self) -> sa.Select[int]:
        led = self._led or self._along_index()
        return queries.ids(self._schema, self._query, led=led, through=self._through)

    def _sums(self, sums: Sequence[sa.ColumnElement[int]], *, led: bool) -> list[int]:
        found = queries.found(self._schema, self._query, led=led, through=self._through)
        with self._breakable():
            row = self._connection.execute(sa.select(*sums).select_from(self._table.table).where(*found)).one()
        return list(map(int, row))

    def _fetch(self, statement: sa.Select[int]) -> "array[int]":
        """Return row numbers; other threads run between two handfuls of them."""
        found = array("q")
        with self._breakable():
            result = self._connection.execute(statement)
            rows = result.cursor  # the driver's own: in half the time
            while rows is not None and (some := rows.fetchmany(_AT_ONCE)):
                if self._progress and self._progress.cancelled.is_set():
                    result.close()
                    raise Cancelled
                found.extend([row[0] for row in some])
            result.close()
        return found

    def _breakable(self) -> "nullcontext[None]":
        return cancellable(self._connection, self._progress) if self._progress else nullcontext()  # type: ignore[return-value]

    # --- what leads ----------------------------------------------------------------------------------------------
    def _leads(self) -> bool:
        """Return whether an index leads to few rows; of a small table, or of tombstones, SQLite decides."""
        rows = self._table.table
        last = self._connection.execute(sa.select(sa.func.max(rows.c.id))).scalar_one() or 0
        if self._query.deleted or last <= _FEW:
            return True
        asked = {word: queries.containing(self._schema, self._table, word) for word in words(self._query.text)}
        self._through = frozenset(word for word, leading in asked.items() if not self._few(leading))
        return len(self._through) < len(asked) or any(map(self._few, self._leading()))

    def _leading(self) -> list[Numbers]:
        """Return for each condition by which an index can lead what that leads to."""
        schema, table = self._schema, self._table
        living = sa.select(table.table.c.id).where(in_state(table.table))
        return [
            living.where(holds(schema, table, table.table, one))
            for one in (*self._query.filters, *self._query.where)
            if isinstance(one, Filter | To) and (one.field,) in _indexed(table) and _by_index(table, one)
        ]

    def _few(self, leading: Numbers) -> bool:
        capped = sa.select(sa.func.count()).select_from(leading.limit(_FEW + 1).subquery())
        return int(self._connection.execute(capped).scalar_one()) <= _FEW

    def _walk(self) -> tuple[str, ...]:
        """Return the columns of the index along which a walk gives the rows in the wanted order; () without one."""
        order = queries.order_of(self._table, self._query)
        columns = tuple(self._table.sort_column(one.field) for one in order)
        return columns if columns in _indexed(self._table) and len({one.descending for one in order}) == 1 else ()

    def _along_index(self) -> bool:
        """Return whether all that is asked for is the index that gives the order, or a stretch of it."""
        query, walk = self._query, self._walk()
        if not walk or query.text or query.where or query.office:
            return False
        return all((one.field,) == walk and _by_index(self._table, one) for one in query.filters)


def _indexed(table: RegisterTable) -> set[tuple[str, ...]]:
    """Return the columns of each index."""
    return {tuple(column.name for column in index.columns) for index in table.table.indexes}


def _by_index(table: RegisterTable, condition: Filter | To) -> bool:
    """Return whether an index of its column can lead to the rows of a condition."""
    if isinstance(condition, To) or condition.op in _BY_INDEX:
        return True
    return condition.op == "contains" and isinstance(table.register[condition.field].kind, Ref)
