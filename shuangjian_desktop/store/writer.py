"""Writing inside one step: what services do to records."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from uuid_utils import uuid7

from shuangjian_desktop.core.errors import RefusedError, StaleError
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import OFFICE, StoredRows
from shuangjian_desktop.core.register import Child, Values
from shuangjian_desktop.store.bonds import Bonds
from shuangjian_desktop.store.editor import NOTHING_UNDER, Edit, Editor, New
from shuangjian_desktop.store.inserting import insert
from shuangjian_desktop.store.papers import KeptPaper, keep
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.rows import Row
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable

Fate = tuple[str, int, str, str, str]
"""(sheet, row of the sheet, what became of it, register, uid or '')"""
_REFRESH = "请刷新后再看。"
NOWHERE: Mapping[str, str] = {}
NOTHING: Mapping[str, Sequence[New]] = {}
_AT_ONCE = 2000  # records that are changed with their rows in memory together


class Writer(Reader):
    """Changes records within a step and reads what it has changed. Handed out by `Ledger.transact` alone."""

    def __init__(self, schema: Schema, connection: sa.Connection, office: str) -> None:
        super().__init__(schema, self._settled, office)
        self._connection = connection
        self.editor = Editor(schema, connection)
        self.bonds = Bonds(self, schema, self.editor.rows)

    @contextmanager
    def _settled(self) -> Iterator[sa.Connection]:
        """Give the connection with all derived values up to date."""
        self.editor.derived.settle()
        yield self._connection

    def create(self, register: str, values: Values, *, uid: str | None = None, office: str | None = None) -> str:
        """Add a record of the ledger's own office, or of another; return its uid.

        Raises:
            RefusedError: it points to a record that is not there.

        """
        return self._create(register, [(uid or str(uuid7()), office or self._office, values)])[0]

    def create_many(
        self,
        register: str,
        rows: Sequence[Values],
        *,
        uids: Iterable[str] | None = None,
        children: Sequence[Sequence[Child]] = (),
    ) -> list[str]:
        """Add records, by the given uids or new ones; return their uids. `children`: what comes under each of them.

        Raises:
            RefusedError: one points to a record that is not there.

        """
        named = zip((str(uuid7()) for _row in rows) if uids is None else uids, rows, strict=True)
        records = [(uid, self._office, values) for uid, values in named]
        under: dict[RegisterTable, list[New]] = {}
        for (uid, office, _values), some in zip(records, children, strict=bool(children)):
            for child in some:
                table = self._schema[child.register]
                values = {**table.entered_values(child.values), table.register.parent: uid}
                under.setdefault(table, []).append((str(uuid7()), office, values))
        return self._create(register, records, under)

    def _create(
        self, register: str, records: Sequence[New], under: Mapping[RegisterTable, Sequence[New]] = NOTHING_UNDER
    ) -> list[str]:
        """Add records of (uid, office, values), and rows under them, whose values are all entered ones."""
        table = self._schema[register]
        entered = [(uid, office, table.entered_values(values)) for uid, office, values in records]
        for one, rows in ((table, entered), *under.items()):
            pointers = [(field, to) for field, to in one.pointers() if one is table or field != one.register.parent]
            new = [uid for uid, _office, _values in rows]
            self.bonds.require_targets(one, (values for _uid, _office, values in rows), pointers, new)
        self.editor.insert(table, entered, under)
        return [uid for uid, _office, _values in records]

    def take_in(
        self,
        register: str,
        records: Sequence[tuple[str, str, Values]],
        under: Mapping[str, Sequence[tuple[str, str, Values]]] = NOTHING,
    ) -> None:
        """Add records of other offices as they came: (uid, office, values).

        `under` are rows that come under them, by register: what is derived of a record is then computed once.

        Raises:
            RefusedError: one points to a record that is not there.

        """
        self._create(register, records, {self._schema[key]: rows for key, rows in under.items()})

    def update(self, register: str, uid: str, values: Values, *, revision: int | None = None) -> None:
        """Change the named fields of a living record, if any of them is other than it was.

        Raises:
            StaleError: it was written since `revision`, or is deleted.
            RefusedError: its register guards it, or it would point to a record that is not there.

        """
        self._update(register, {uid: values}, {} if revision is None else {uid: revision})

    def update_many(self, register: str, rows: Sequence[tuple[str, Values]]) -> None:
        """Change the named fields of living records: (uid, values); refuses as `update` does."""
        merged: dict[str, Values] = {}
        for uid, values in rows:
            merged[uid] = {**merged[uid], **values} if uid in merged else values
        items = list(merged.items())
        for start in range(0, len(items), _AT_ONCE):
            self._update(register, dict(items[start : start + _AT_ONCE]), {})

    def hand_over(self, register: str, rows: Sequence[tuple[str, str, Values]]) -> None:
        """Let living records pass to other offices and change the named fields: (uid, office, values).

        Raises as `update` does.
        """
        offices = {uid: office for uid, office, _values in rows}
        self._update(register, {uid: values for uid, _office, values in rows}, {}, offices)

    def _update(
        self,
        register: str,
        changes: Mapping[str, Values],
        revisions: Mapping[str, int],
        offices: Mapping[str, str] = NOWHERE,
    ) -> None:
        """Change records of one register; `offices` are those that get one, by uid."""
        table = self._schema[register]
        held = self.editor.load(table, changes)
        sent = self.guarded_as_sent(table, changes)
        edits = []
        for uid, values in changes.items():
            row = held.get(uid)
            if row is None or row.deleted:
                raise StaleError(f"这条{table.register.title}已被删除，没有保存。", _REFRESH)
            if revisions.get(uid, row.revision) != row.revision:
                raise StaleError(f"“{self.label(register, uid)}”刚被别处修改过，没有保存。", _REFRESH)
            before = table.values(row.cells)
            after = {**before, **table.entered_values(values)}
            if (office := offices.get(uid, row.office)) != row.office:
                after[OFFICE] = office
            if after != before:
                self._ask_guards(table, before, after, sent=uid in sent)
                edits.append(Edit(row, after, "update"))
        pointers = table.pointers(set().union(*changes.values()))
        self.bonds.require_targets(table, (edit.values for edit in edits if edit.values is not None), pointers)
        self.editor.write(table, edits)

    def delete(self, register: str, uid: str) -> None:
        """Make a record and its child rows tombstones; nothing happens to one that is a tombstone already.

        Raises:
            RefusedError: a guard forbids it, or living records refer to it: the sentence names some.
            StaleError: there is no such record.

        """
        table = self._schema[register]
        row = self._row(table, uid)
        if row.deleted:
            return
        doomed = self._with_children(table, [row])
        self._require_unreferred(doomed, self.label(register, uid))
        for one, rows in doomed.items():
            sent = self.guarded_as_sent(one, (each.uid for each in rows))
            for each in rows:
                self._ask_guards(one, one.values(each.cells), None, sent=each.uid in sent)
        for one, rows in doomed.items():
            self.editor.write(one, [Edit(each, None, "delete") for each in rows])

    def restore(self, register: str, uid: str) -> None:
        """Bring a tombstone back, with the child rows that were deleted in the same step.

        Raises:
            RefusedError: a record that it points to is deleted.
            StaleError: there is no such record.

        """
        table = self._schema[register]
        row = self._row(table, uid)
        if not row.deleted:
            return
        last = self._last_step(uid)
        back = {table: [row]}
        self._gather_dead(table, [row], last, back)
        for one, rows in back.items():
            self.editor.write(one, [Edit(each, None, "restore") for each in rows])
        for one, rows in back.items():
            self.bonds.require_targets(one, (one.values(each.cells) for each in rows))

    def revive(self, register: str, uid: str, values: Values) -> None:
        """Bring one tombstone back alone and change the named fields: its child rows come back by themselves.

        Raises:
            RefusedError: it would point to a record that is not there.
            StaleError: there is no such record.

        """
        table = self._schema[register]
        row = self._row(table, uid)
        before = table.values(row.cells)
        after = {**before, **table.entered_values(values)}
        self.bonds.require_targets(table, [after])
        if row.deleted:
            self.editor.write(table, [Edit(row, None, "restore")])
        self._update(register, {uid: values}, {})

    def log_fates(self, batch_uid: str, fates: Iterable[Fate]) -> None:
        """Write down what became of rows of an import. Not part of what an undo takes back: it is what happened."""
        rows = [(batch_uid, *fate) for fate in fates]
        self._insert("fate", ("batch", "sheet", "row", "fate", "register", "uid"), rows)

    def agree(self, partner: str, register: str, rows: Sequence[tuple[str, int, Values]]) -> None:
        """Write down what a partner holds now of records: (uid, its revision, values). Part of this step.

        Personal values are left out: they do not always travel.
        """
        texts = self._schema[register].packed_rows([values for _uid, _revision, values in rows])
        self._agree(
            partner, register, ((uid, revision, text) for (uid, revision, _), text in zip(rows, texts, strict=True))
        )

    def agree_stored(self, partner: str, register: str, rows: StoredRows) -> None:
        """Do the same as `agree` with many records, column by column."""
        texts = self._schema[register].packed_columns(len(rows), rows.stored)
        self._agree(partner, register, zip(rows.uids, rows.revisions, texts, strict=True))

    def _agree(self, partner: str, register: str, rows: Iterable[tuple[str, int, str]]) -> None:
        """Write down (uid, its revision, packed values)."""
        step = self.editor.journal.step
        agreed = [(step, partner, register, *row) for row in rows]
        self._insert("agreed", ("step", "partner", "register", "uid", "revision", "values"), agreed)

    def _insert(self, table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """Add rows to a table that is no register's."""
        if rows:
            insert(self._connection, table, dict(zip(names, zip(*rows, strict=True), strict=True)), len(rows))

    def keep_paper(self, register: str, paper: KeptPaper) -> None:
        """Keep the paper of a record as it was issued. Part of this step, and of no undo."""
        keep(self._connection, self.editor.journal.step, register, paper)

    def set_meta(self, key: str, value: str) -> None:
        """Set a setting of the file itself."""
        self._connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?,?)", (key, value))

    def next_serial(self, prefix: str, year: int, *, above: int = 0) -> int:
        """Return the next number of a series: from 1 each year, above the highest ever known and above `above`."""
        statement = (
            "INSERT INTO serial VALUES (?,?,?+1) "
            "ON CONFLICT DO UPDATE SET highest = max(highest + 1, excluded.highest) RETURNING highest"
        )
        return int(self._connection.exec_driver_sql(statement, (prefix, year, above)).scalar_one())

    def _row(self, table: RegisterTable, uid: str) -> Row:
        """Return a row that has to be there."""
        row = self.editor.load(table, [uid]).get(uid)
        if row is None:
            raise StaleError(f"找不到这条{table.register.title}。", _REFRESH)
        return row

    def guarded_as_sent(self, table: RegisterTable, uids: Iterable[str], *, but: int = 0) -> set[str]:
        """Return the records that the register guards because another office has them; see `sent`."""
        return self.sent(table.key, uids, but=but) if table.register.guard_sent else set()

    def _ask_guards(
        self, table: RegisterTable, before: Mapping[str, Value], after: Values | None, *, sent: bool
    ) -> None:
        """Raise what the register's guards say against a change."""
        if sentence := table.register.refusal(before, after, sent=sent):
            raise RefusedError(sentence)

    def _with_children(self, table: RegisterTable, rows: list[Row]) -> dict[RegisterTable, list[Row]]:
        """Return the rows with all living rows under them."""
        found = {table: rows}
        for child in self._schema.children[table.key]:
            under = self.editor.rows.load_listed(child, child.living_children, (row.uid for row in rows))
            if under:
                found.update(self._with_children(child, list(under.values())))
        return found

    def _require_unreferred(self, doomed: Mapping[RegisterTable, list[Row]], name: str) -> None:
        """See that no living record outside points at what is to be deleted."""
        going = {row.uid for rows in doomed.values() for row in rows}
        outside = [
            bond
            for table, rows in doomed.items()
            for bond in self.bonds.pointing_at(table, [row.uid for row in rows])
            if bond.uid not in going
        ]
        if outside:
            counts = Counter(bond.table for bond in outside)
            told = "、".join(f"{count} 条{table.register.title}" for table, count in counts.items())
            first = self.label(outside[0].table.key, outside[0].uid)
            raise RefusedError(f"“{name}”还被{told}引用（如“{first}”），不能删除。", "请先处理这些记录。")

    def _last_step(self, uid: str) -> int:
        """Return the number of the step that wrote a record last."""
        return int(self._connection.exec_driver_sql("SELECT max(step) FROM change WHERE uid = ?", (uid,)).scalar_one())

    def _gather_dead(
        self, table: RegisterTable, rows: list[Row], step: int, found: dict[RegisterTable, list[Row]]
    ) -> None:
        """Add the tombstones under these rows that were written last in the given step: they died with them."""
        for child in self._schema.children[table.key]:
            where = (
                f'"{child.register.parent}" {self.editor.rows.LISTED} AND deleted = 1 '
                f'AND (SELECT max(step) FROM change WHERE change.uid = "{child.key}".uid) = {step} ORDER BY id'
            )
            under = list(self.editor.rows.load_listed(child, where, (row.uid for row in rows)).values())
            if under:
                found[child] = under
                self._gather_dead(child, under, step, found)
