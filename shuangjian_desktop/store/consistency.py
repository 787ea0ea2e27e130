"""Whether a ledger agrees with itself: records with their history, what is derived with its sources, the search index.

Reads each register in batches; nothing is written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import orjson
import sqlalchemy as sa

from shuangjian_desktop.core.kinds import Stored
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import OFFICE
from shuangjian_desktop.core.register import Children, Values
from shuangjian_desktop.store.connection import pragma
from shuangjian_desktop.store.faults import GARBAGE, DamagedError
from shuangjian_desktop.store.health import Finding
from shuangjian_desktop.store.history import packed_list
from shuangjian_desktop.store.papers import altered
from shuangjian_desktop.store.rows import Row, Rows
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import Cell, RegisterTable

_AT_ONCE = 2000  # records that are in memory together
_REPLAY = (
    f'SELECT uid, action, "before", "after", revision FROM change WHERE uid {Rows.LISTED} '
    "AND register = ? ORDER BY number"
)
# What a kind, a derivation or the JSON reader raises at bytes that nobody wrote.
_GARBAGE = (*GARBAGE, LookupError, DamagedError)
_SENTENCES = {
    "unreadable": ("有 {count} 条记录的内容无法读出", "请从备份恢复。"),
    "history": ("有 {count} 条记录与操作历史不一致", "台账可能被其他软件改动过，请从备份恢复，或联系技术人员。"),
    "derived": ("有 {count} 条记录算出的金额、状态或排序与原始数据不符", "打开并重新保存这些记录即可更正。"),
    "lost": ("有 {count} 条记录只剩操作历史", "台账可能被其他软件改动过，请从备份恢复，或联系技术人员。"),
    "search": ("的搜索索引与记录不符，可能有搜不到的记录", "请从备份恢复，或联系技术人员。"),
}


_Change = tuple[str, str | None, str | None, int]
"""(action, before, after, revision)"""


@dataclass
class Replayed:
    """How a record stands after all of its changes; its office among what is stored once it passed to another."""

    stored: dict[str, Stored] = field(default_factory=dict)
    living: bool = False
    revision: int = 0

    def play(self, action: str, before: str | None, after: str | None, revision: int) -> bool:
        """Carry one change out; return whether it found the record as it says."""
        held = dict(orjson.loads(before)) if before else {}
        if OFFICE in held:
            self.stored.setdefault(OFFICE, held[OFFICE])  # of whom it was made is told nowhere else
        found = all(self.stored.get(key) == value for key, value in held.items())
        if action in ("create", "restore"):
            self.stored = {OFFICE: self.stored[OFFICE]} if OFFICE in self.stored else {}
        self.stored.update(dict(orjson.loads(after)) if after else {})
        fits = found and revision == self.revision + 1 and self.living != (action in ("create", "restore"))
        self.living, self.revision = action != "delete", revision
        return fits


def inconsistencies(connection: sa.Connection, schema: Schema, progress: Progress) -> list[Finding]:
    """Return what in the open ledger does not agree with the rest of it.

    Raises:
        DBAPIError: the file is damaged.
        Cancelled: the clerk cancelled.

    """
    findings = _history(connection) + _papers(connection)
    total = len(schema.tables)
    for number, table in enumerate(schema.tables.values()):
        progress.step("核对记录", number, total)
        findings += _Audit(connection, schema, table, progress).findings()
    return findings


def _history(connection: sa.Connection) -> list[Finding]:
    """Return whether steps or changes are missing: both are numbered without gaps, a step counts its records."""
    gaps = sum(
        connection.exec_driver_sql(f"SELECT coalesce(max(number), 0) - count(*) FROM {table}").scalar_one()
        for table in ("step", "change")
    )
    miscounted = connection.exec_driver_sql(
        'SELECT count(*) FROM (SELECT step, count(DISTINCT register || uid) AS found FROM "change" GROUP BY step) it '
        'LEFT JOIN step ON step.number = it.step WHERE step.number IS NULL OR step."rows" <> it.found'
    ).scalar_one()
    emptied = connection.exec_driver_sql(
        'SELECT count(*) FROM step WHERE "rows" > 0 AND number NOT IN (SELECT step FROM "change")'
    ).scalar_one()
    if not gaps and not miscounted and not emptied:
        return []
    return [Finding("操作历史不完整：缺少步骤或改动记录。", _SENTENCES["history"][1])]


def _papers(connection: sa.Connection) -> list[Finding]:
    """Return whether papers are no longer what was kept when they were issued."""
    uids = altered(connection)
    if not uids:
        return []
    return [Finding(f"有 {len(uids)} 份已下达的文书与封存时不同（如编号 {uids[0]}）。", _SENTENCES["history"][1])]


class _Audit:
    """Goes through one register."""

    def __init__(self, connection: sa.Connection, schema: Schema, table: RegisterTable, progress: Progress) -> None:
        self._connection, self._schema, self._table, self._progress = connection, schema, table, progress
        self._rows = Rows(connection)
        self._wrong: dict[str, list[str]] = defaultdict(list)
        self._terms: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()

    def findings(self) -> list[Finding]:
        """Return what is wrong with the register, each kind of fault once, with the number of one such record."""
        statement = 'SELECT count(DISTINCT uid) FROM "change" WHERE register = ?'
        lost = self._connection.exec_driver_sql(statement, (self._table.key,)).scalar_one()
        for rows in self._batches():
            lost -= self._look_at(rows)
        found = [self._finding(kind, len(uids), uids[0]) for kind, uids in self._wrong.items()]
        if lost:
            found.append(self._finding("lost", lost, ""))
        if self._table.text_table and "unreadable" not in self._wrong and not self._search_is_whole():
            found.append(self._finding("search", 0, ""))
        return found

    def _finding(self, kind: str, count: int, example: str) -> Finding:
        sentence, hint = _SENTENCES[kind]
        such = f"（如编号 {example}）" if example else ""
        return Finding(f"“{self._table.register.title}”{sentence.format(count=count)}{such}。", hint)

    def _batches(self) -> Iterator[dict[str, Row]]:
        """Yield the rows of the register, tombstones too, by uid."""
        last = 0
        while rows := self._rows.load(self._table, f"id > ? ORDER BY id LIMIT {_AT_ONCE}", last):
            self._progress.step(f"核对{self._table.register.title}", last, last + _AT_ONCE)
            yield rows
            last = max(row.id for row in rows.values())

    def _look_at(self, rows: Mapping[str, Row]) -> int:
        """Note what is wrong with some records; return how many of them have a history."""
        changes = self._changes(rows)
        children = {child: self._children(child, rows) for child in self._schema.children[self._table.key]}
        living: list[tuple[Row, Values]] = []
        for uid, row in rows.items():
            try:
                values = self._table.values(row.cells)
                kind = self._fault(row, values, changes[uid])
                if not kind and not row.deleted:  # nothing is computed of a tombstone
                    living.append((row, {**values, **self._table.register.compute(values, _values_of(children, uid))}))
            except _GARBAGE:
                kind = "unreadable"
            if kind:
                self._wrong[kind].append(uid)
        cells = self._table.cells_of([(row.office, values) for row, values in living])
        for (row, _values), computed in zip(living, cells, strict=True):
            if computed != row.cells:
                self._wrong["derived"].append(row.uid)
        return sum(1 for uid in rows if changes[uid])

    def _changes(self, rows: Mapping[str, Row]) -> Mapping[str, list[_Change]]:
        """Return the changes of each record in their order."""
        found: Mapping[str, list[_Change]] = defaultdict(list)
        for uid, *change in self._connection.exec_driver_sql(_REPLAY, (packed_list(rows), self._table.key)):
            found[uid].append((change[0], change[1], change[2], change[3]))
        return found

    def _children(self, child: RegisterTable, parents: Mapping[str, Row]) -> Mapping[Cell, list[Row]]:
        """Return the living child rows of one register, by parent."""
        place = child.positions[child.register.parent]
        found: Mapping[Cell, list[Row]] = defaultdict(list)
        for row in self._rows.load(child, child.living_children, packed_list(parents)).values():
            found[row.cells[place]].append(row)
        return found

    def _fault(self, row: Row, values: Values, changes: Sequence[_Change]) -> str:
        """Return the kind of fault that a record has by its history, '' for none; note what it is found by."""
        table, replayed = self._table, Replayed()
        fits = [replayed.play(*change) for change in changes]
        self._expect(table.document(values) if table.text_table else "")
        entered = list(table.positions)[: table.entered]
        whole = all(fits) and (replayed.living, replayed.revision) == (not row.deleted, row.revision)
        whole = whole and replayed.stored.get(OFFICE, row.office) == row.office
        if not whole or any(replayed.stored.get(key) != cell for key, cell in zip(entered, row.cells, strict=False)):
            return "history"
        return ""

    def _expect(self, document: str) -> None:
        """Count what the search index has to hold of one record."""
        words = document.split()
        self._terms.update(words)
        self._documents.update(set(words))

    def _search_is_whole(self) -> bool:
        """Tell whether the search index holds the words of all records, and of no others."""
        name = self._table.text_table
        # A view of the index lives outside the file, which is open for reading alone.
        pragma(self._connection, "PRAGMA query_only=OFF")
        self._connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {name}, row)")
        try:
            held = self._connection.exec_driver_sql("SELECT term, cnt, doc FROM temp.words").all()
        finally:
            self._connection.exec_driver_sql("DROP TABLE temp.words")
            pragma(self._connection, "PRAGMA query_only=ON")
        strangers = f'SELECT (SELECT count(*) FROM {name}) - (SELECT count(*) FROM "{self._table.key}")'
        return (
            len(held) == len(self._terms)
            and all(
                self._terms[term] == count and self._documents[term] == documents for term, count, documents in held
            )
            and not self._connection.exec_driver_sql(strangers).scalar_one()
        )


def _values_of(children: Mapping[RegisterTable, Mapping[Cell, list[Row]]], uid: str) -> Children:
    """Return the values of a record's child rows, by register."""
    return {child.key: [child.values(row.cells) for row in rows[uid]] for child, rows in children.items()}
