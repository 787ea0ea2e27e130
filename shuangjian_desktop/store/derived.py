"""Derived values: recomputed when a record or one of its child rows was written, once, before anybody looks."""

from collections.abc import Callable, Iterable, Mapping

from shuangjian_desktop.core.register import Children, Values
from shuangjian_desktop.store.history import Journal, packed_list
from shuangjian_desktop.store.rows import Rewrite, Rows
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable

_AT_ONCE = 5000  # records whose values are in memory together


class Derived:
    """Keeps what is due within a step. They are never in the history and move no revision."""

    def __init__(self, schema: Schema, rows: Rows, journal: Journal) -> None:
        self._schema = schema
        self._rows = rows
        self._journal = journal
        self._due: dict[str, dict[str, None]] = {}

    def mark(self, table: RegisterTable, uids: Iterable[str]) -> None:
        """Note that these records are to be computed anew."""
        if table.register.derive is not None:
            self._due.setdefault(table.key, {}).update(dict.fromkeys(uids))

    def mark_parents(self, table: RegisterTable, rows: Iterable[Values]) -> None:
        """Note that the parents of rows with these values are to be computed anew."""
        self.mark_above(table, (values.get(table.register.parent) for values in rows))

    def mark_above(self, table: RegisterTable, uids: Iterable[object]) -> None:
        """Note that these parents of rows are to be computed anew; None is no parent."""
        if table.register.parent_register:
            self.mark(self._schema[table.register.parent_register], (str(uid) for uid in uids if uid is not None))

    def settle(self) -> None:
        """Compute all that is due; what lies deepest first, for a parent is computed from its child rows."""
        while self._due:
            key = max(self._due, key=self._schema.depth)
            uids = list(self._due.pop(key))
            for start in range(0, len(uids), _AT_ONCE):
                self._settle(self._schema[key], uids[start : start + _AT_ONCE])

    def _settle(self, table: RegisterTable, uids: list[str]) -> None:
        """Compute some records of a register and write those that come out other."""
        listed = packed_list(uids)
        children = children_of(self._rows, self._schema, table, listed)
        changes: list[Rewrite] = []
        documents, changed, above = [], [], []
        for number, uid, *cells in self._rows.fetch(
            f'SELECT id, uid, {table.field_columns} FROM "{table.key}" WHERE uid {Rows.LISTED} AND deleted = 0', listed
        ):
            values = table.values(cells)
            values.update(table.register.compute(values, children(uid)))
            names, new = table.derived_changes(cells, values)
            if names:
                changes.append((number, names, new))
                changed.append(uid)
                above.append(values)
                if table.finds_by(names):
                    documents.append((number, table.document(values)))
        if changes:
            self._rows.rewrite(table, changes, documents)
            self._journal.touched.setdefault(table.key, set()).update(changed)
            self.mark_parents(table, above)


def children_of(rows: Rows, schema: Schema, table: RegisterTable, parents: str) -> Callable[[str], Children]:
    """Return what gives the living child rows of each of the parents (uids, packed) by register."""
    found = {child.key: _under(rows, child, parents) for child in schema.children[table.key]}
    return lambda uid: {key: under.get(uid, ()) for key, under in found.items()}


def _under(rows: Rows, child: RegisterTable, parents: str) -> Mapping[str, list[Values]]:
    """Return the values of the living rows of one child register, by parent."""
    at = child.positions[child.register.parent]
    found: dict[str, list[Values]] = {}
    statement = f'SELECT {child.field_columns} FROM "{child.key}" WHERE {child.living_children}'
    for cells in rows.fetch(statement, parents):
        found.setdefault(cells[at], []).append(child.values(cells))
    return found
