"""Rows in and out of the registers' tables, with their history, search index and derived values, inside one step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from shuangjian_desktop.core.natural_key import columns_of
from shuangjian_desktop.core.records import OFFICE, Action, Changes
from shuangjian_desktop.core.register import Children, Values
from shuangjian_desktop.store.derived import Derived
from shuangjian_desktop.store.history import Entry, Journal, Operation
from shuangjian_desktop.store.rows import Rewrite, Row, Rows
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import Cell, RegisterTable, packed

_AT_ONCE = 5000  # new rows that are in memory together
New = tuple[str, str, Values]
"""(uid, office, entered values) of a new record"""
NOTHING_UNDER: Mapping[RegisterTable, Sequence[New]] = {}
NO_CHILDREN: Children = {}


@dataclass(frozen=True, slots=True)
class Edit:
    """A row that is to become other: `values` are all its new ones, None where they stay.

    With OFFICE among them the row passes to that office. `takes_back` is the number of the change that the edit flips.
    """

    row: Row
    values: Values | None
    action: Action
    takes_back: int | None = None

    @property
    def deleted(self) -> int:
        """Whether the row is a tombstone afterwards, 0 or 1."""
        return 1 if self.action == "delete" else 0

    @property
    def office(self) -> str:
        """Whose the row is afterwards."""
        return str((self.values or {}).get(OFFICE, self.row.office))


class Editor:
    """Writes the rows of one step. Every write goes into the journal, the index and the derived values that follow."""

    def __init__(self, schema: Schema, connection: sa.Connection) -> None:
        self.schema = schema
        self.rows = Rows(connection)
        self.journal = Journal.begin(connection)
        self.derived = Derived(schema, self.rows, self.journal)

    def load(self, table: RegisterTable, uids: Iterable[str]) -> dict[str, Row]:
        """Return the rows of records, derived values up to date; unknown uids are missing."""
        self.derived.settle()
        return self.rows.load_listed(table, f"uid {Rows.LISTED}", uids)

    def insert(
        self, table: RegisterTable, records: Sequence[New], under: Mapping[RegisterTable, Sequence[New]] = NOTHING_UNDER
    ) -> None:
        """Add new records and the new rows `under` them, whose parents are all among the records.

        What is derived of a record counts its rows in from the start: it is computed and written once.
        """
        children = _by_parent(under)
        for one, rows in ((table, records), *under.items()):
            for start in range(0, len(rows), _AT_ONCE):
                self._insert(one, rows[start : start + _AT_ONCE], children)
        self.derived.mark_parents(table, (values for _uid, _office, values in records))

    def _insert(self, table: RegisterTable, records: Sequence[New], children: Mapping[str, Children]) -> None:
        """Add some new records; `children` are the values of the rows under them, by parent."""
        register, count = table.register, len(records)
        uids, offices = [uid for uid, _office, _entered in records], [office for _uid, office, _entered in records]
        values = columns_of([entered for _uid, _office, entered in records], table.entered_keys)
        if register.derive is not None:
            derive = register.derive
            made = [derive(entered, children.get(uid, NO_CHILDREN)) for uid, _office, entered in records]
            values |= columns_of(made, [item.key for item in register.derived])
        columns = table.stored_columns(offices, values)
        documents = table.documents(values, count) if table.text_table else []
        self.rows.insert(table, uids, offices, columns, documents)
        self.journal.add_new(table.key, uids, table.filled_columns(columns, count))

    def write(self, table: RegisterTable, edits: Sequence[Edit]) -> None:
        """Make rows other; an update that changes nothing writes nothing."""
        changes: list[Rewrite] = []
        entries: list[Entry] = []
        documents, written = [], []
        made = iter(table.cells_of([(edit.office, edit.values) for edit in edits if edit.values is not None]))
        for edit in edits:
            row = edit.row
            cells = row.cells if edit.values is None else next(made)
            sides = _sides(table, edit, cells)
            if sides is not None:
                names, new = _differences(table, edit, cells)
                changes.append((row.id, names, new))
                entries.append((row.uid, edit.action, *sides, row.revision + 1, edit.takes_back))
                written.append(edit)
                if edit.values is not None and table.finds_by(names):
                    documents.append((row.id, table.document(edit.values)))
        if written:
            self.rows.rewrite(table, changes, documents)
            self.journal.add(table.key, entries)
            self._mark(table, written)

    def _mark(self, table: RegisterTable, edits: Sequence[Edit]) -> None:
        """Note what is to be computed anew: the records, the parents that they had and those that they have."""
        self.derived.mark(table, (edit.row.uid for edit in edits if not edit.deleted))
        if table.register.parent:
            at = table.positions[table.register.parent]
            self.derived.mark_above(table, (edit.row.cells[at] for edit in edits))
            self.derived.mark_parents(table, (edit.values for edit in edits if edit.values is not None))

    def finish(self, operation: Operation, takes_back: int | None) -> Changes:
        """Settle what is due and write the step itself; return what it touched."""
        self.derived.settle()
        return self.journal.finish(operation, takes_back)


def _by_parent(under: Mapping[RegisterTable, Sequence[New]]) -> dict[str, dict[str, list[Values]]]:
    """Return the values of new child rows by the uid of their parent and by register, in the order of children."""
    found: dict[str, dict[str, list[Values]]] = {}
    for table, rows in under.items():
        compute, nothing = table.register.compute, dict.fromkeys(table.positions)
        whole = ({**nothing, **entered, **compute(entered, NO_CHILDREN)} for _uid, _office, entered in rows)
        for values in table.by_day(whole):
            found.setdefault(str(values[table.register.parent]), {}).setdefault(table.key, []).append(values)
    return found


def _differences(table: RegisterTable, edit: Edit, cells: Sequence[Cell]) -> tuple[tuple[str, ...], tuple[Cell, ...]]:
    """Return the columns of a row that change, its revision among them, with their new cells."""
    row = edit.row
    new: dict[str, Cell] = {"revision": row.revision + 1}
    if edit.deleted != row.deleted:
        new["deleted"] = edit.deleted
    if edit.office != row.office:
        new["office"] = edit.office
    if cells is not row.cells:
        new |= {name: cell for name, old, cell in zip(table.columns, row.cells, cells, strict=True) if old != cell}
    return tuple(new), tuple(new.values())


def _sides(table: RegisterTable, edit: Edit, cells: Sequence[Cell]) -> tuple[str | None, str | None] | None:
    """Return the history's before and after of an edit; None where nothing changes."""
    if edit.action == "delete":
        return table.filled(cells), None
    if edit.action != "update":
        return None, table.filled(cells)
    pairs = [
        (key, old, new) for key, old, new in zip(table.entered_keys, edit.row.cells, cells, strict=False) if old != new
    ]
    if edit.office != edit.row.office:
        pairs.append((OFFICE, edit.row.office, edit.office))
    if not pairs:
        return None
    return packed({key: old for key, old, _new in pairs}), packed({key: new for key, _old, new in pairs})
