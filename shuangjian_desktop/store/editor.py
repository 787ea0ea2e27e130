"""Rows in and out of the registers' tables, with their history, search index and derived values, inside one step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from shuangjian_desktop.core.kinds import Stored
from shuangjian_desktop.core.records import Action, Changes
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.store.derived import Derived
from shuangjian_desktop.store.history import Journal, Operation, packed, packed_list
from shuangjian_desktop.store.rows import Row, Rows
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable


@dataclass(frozen=True, slots=True)
class Edit:
    """A row that is to become other: `values` are all its new ones, `deleted` whether it is a tombstone then.

    `takes_back` is the number of the change that the edit flips.
    """

    row: Row
    values: Values
    action: Action
    takes_back: int | None = None

    @property
    def deleted(self) -> int:
        """Whether the row is a tombstone afterwards, 0 or 1."""
        return 1 if self.action == "delete" else 0


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
        return self.rows.load(table, f"uid {self.rows.LISTED}", packed_list(uids))

    def insert(self, table: RegisterTable, records: Sequence[tuple[str, str, Values]]) -> None:
        """Add new records: (uid, office, values of entered fields)."""
        compute = table.register.compute
        keys, entered = list(table.positions)[: table.entered], table.entered
        inserted, entries, documents = [], [], []
        for uid, office, entered_values in records:
            values = {**entered_values, **compute(entered_values, {})}
            cells = table.cells(office, values)
            inserted.append((uid, office, 1, 0, *cells))
            entries.append((uid, "create", None, _filled(keys, cells[:entered]), 1, None))
            documents.append(table.document(values))
        self.rows.insert(table, inserted, documents)
        self.journal.add(table.key, entries)  # type: ignore[arg-type]
        self.derived.mark_parents(table, (values for _uid, _office, values in records))

    def write(self, table: RegisterTable, edits: Sequence[Edit]) -> None:
        """Make rows other; an update that changes nothing writes nothing."""
        changed, entries = [], []
        for edit in edits:
            cells = tuple(table.cells(edit.row.office, edit.values))
            sides = _sides(table, edit, cells)
            if sides is not None:
                changed.append((edit.row, cells, edit.deleted, edit.row.revision + 1))
                entries.append((edit.row.uid, edit.action, *sides, edit.row.revision + 1, edit.takes_back))
        if not entries:
            return
        self.rows.rewrite(table, changed)
        self.journal.add(table.key, entries)
        self.derived.mark(table, [row.uid for row, _cells, deleted, _revision in changed if not deleted])
        self.derived.mark_parents(table, (table.values(row.cells) for row, *_rest in changed))
        self.derived.mark_parents(table, (edit.values for edit in edits))

    def finish(self, operation: Operation, takes_back: int | None) -> Changes:
        """Settle what is due and write the step itself; return what it touched."""
        self.derived.settle()
        return self.journal.finish(operation, takes_back)


def _filled(keys: Sequence[str], cells: Sequence[Stored]) -> str:
    """Return a whole record as the history holds it: what is empty is left out."""
    return packed({key: cell for key, cell in zip(keys, cells, strict=True) if cell is not None})


def _sides(table: RegisterTable, edit: Edit, cells: Sequence[Stored]) -> tuple[str | None, str | None] | None:
    """Return the history's before and after of an edit; None where nothing changes."""
    keys, entered = list(table.positions)[: table.entered], table.entered
    if edit.action == "update":
        pairs = [
            (key, old, new)
            for key, old, new in zip(keys, edit.row.cells[:entered], cells[:entered], strict=True)
            if old != new
        ]
        if not pairs:
            return None
        return packed({key: old for key, old, _new in pairs}), packed({key: new for key, _old, new in pairs})
    whole = _filled(keys, cells[:entered])
    return (whole, None) if edit.action == "delete" else (None, whole)
