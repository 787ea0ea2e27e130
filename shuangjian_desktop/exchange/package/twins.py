"""Rows that a person typed or copied into a package are no second ones of records that are there already.

A row without an identity of its own, or one that was changed by hand and has an identity that the ledger does not know,
is held against the natural keys of its register: against the other rows of the package, and against what the ledger
holds of the district. Equal payments are told apart by their order, as an import does it. On the other hand a record
that was typed into an earlier package gives way when its district sends its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuangjian_desktop.core.kinds import Ref
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Register, Values
from shuangjian_desktop.exchange.package.planned import Lookup, PlannedRow
from shuangjian_desktop.exchange.planning.matching import NO_MATCH, Keys, Seen, match_rows, shared

_MEND = "，没有作为新行接收；同一条记录请改原来那一行"
REPLACED = "手工新增的这一条由发送方的记录取代"
UNKNOWN = "手工新增的记录，发送方的台账里没有，保留"


def without_twins(register: Register, rows: Sequence[PlannedRow], lookup: Lookup) -> list[PlannedRow]:
    """Return the rows of a sheet, those refused that would make a second one of a record."""
    fresh = [at for at, row in enumerate(rows) if _made_by_hand(row)]
    if not fresh:
        return list(rows)
    held = _Held(register, rows, lookup)
    planned = list(rows)
    for at in fresh:
        planned[at] = held.beside(at)
    return planned


def _made_by_hand(row: PlannedRow) -> bool:
    """Return whether a row would become a record that its sender perhaps never had."""
    return row.fate == "create" and not row.restores and row.by_hand


class _Held:
    """What the new rows of a sheet are held against: its other rows, the ledger, and the new rows taken so far."""

    def __init__(self, register: Register, rows: Sequence[PlannedRow], lookup: Lookup) -> None:
        self._register, self._rows, self._lookup = register, rows, lookup
        self._keys = register.keys_of([row.sent for row in rows])
        self._seen = Seen(register)
        self._contents: dict[tuple[tuple[str, object], ...], int] = {}
        for at, row in enumerate(rows):
            if row.fate != "error" and row.sent and not _made_by_hand(row):
                self._note(at)
        changed = {row.uid for row in rows if row.fate != "unchanged"}
        self._ledger = _Standing(lookup, changed)
        self._sent = _Standing(lookup, changed.union(lookup.never_sent(register.key)))  # those give way to the sender's

    def beside(self, at: int) -> PlannedRow:
        """Return a new row, refused where it is one that is there already."""
        row, keys = self._rows[at], self._keys[at]
        sentence = self._equal(row, keys) or self._like_a_row(keys) or self._like_a_record(at, keys)
        if sentence:
            return row.refused("", sentence + _MEND)
        self._note(at)
        return row

    def _note(self, at: int) -> None:
        self._seen.note(at, self._keys[at], "", "create")
        self._contents.setdefault(_content(self._rows[at].sent), at)

    def _equal(self, row: PlannedRow, keys: Keys) -> str:
        """Return the sentence about a row that is wholly another one: a copy, or one that has no natural key."""
        at = self._contents.get(_content(row.sent))
        if at is None or not (row.copied or all(key is None for key in keys)):
            return ""
        return f"与第 {self._rows[at].place} 行完全相同"

    def _like_a_row(self, keys: Keys) -> str:
        """Return the sentence about a row whose natural key another row has."""
        at = self._seen.repeated(keys, "")
        if at is None:
            return ""
        title = _title(self._register, keys, self._keys[at])
        return f"与第 {self._rows[at].place} 行“{self._called(self._rows[at].sent)}”的{title}相同"

    def _like_a_record(self, at: int, keys: Keys) -> str:
        """Return the sentence about a row whose natural key a record of the ledger has; of equals the n-th one."""
        ledger = self._ledger if self._rows[at].fresh else self._sent
        match = self._seen.nth(match_rows(self._register, [keys], ledger)[0], keys)
        if match is NO_MATCH:
            return ""
        if self._register.keys[match.key].ordinal:
            self._note(at)
        names = self._lookup.names(self._register.key, match.uids[:1]).get(match.uids[0], ("",))
        return f"与台账中“{names[-1]}”的{self._register.keys[match.key].title}相同"

    def _called(self, values: Values) -> str:
        """Return what a row is called, personal parts masked."""
        return " ".join(filter(None, self._name_parts(values)))

    def _name_parts(self, values: Values) -> Iterator[str]:
        for key in self._register.name_fields:
            item, value = self._register[key], values.get(key)
            if isinstance(item.kind, Ref):
                yield self._lookup.names(item.kind.to, [str(value)]).get(str(value), ("",))[-1]
            elif value is not None:
                yield item.kind.mask(value) if item.personal else item.kind.show(value)


@dataclass(frozen=True)
class _Standing:
    """The ledger's records as they match, without those that the package changes or deletes."""

    lookup: Lookup
    changed: set[str]

    def match(self, register: str, key_index: int, texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Return the uids of the records that have each natural key text."""
        found = self.lookup.match(register, key_index, texts)
        return {text: [uid for uid in uids if uid not in self.changed] for text, uids in found.items()}

    def records(self, register: str, uids: Sequence[str]) -> Mapping[str, Record]:
        """Return the records with these uids."""
        return self.lookup.records(register, uids)


def _content(values: Values) -> tuple[tuple[str, object], ...]:
    """Return all that a row says."""
    return tuple(sorted((key, value) for key, value in values.items() if value is not None))


def _title(register: Register, keys: Keys, others: Keys) -> str:
    """Return the title of the natural key that two rows share."""
    both = zip(register.keys, keys, others, strict=True)
    return next((key.title for key, one, other in both if one is not None and one == other), "")


def replaced(register: Register, rows: Sequence[PlannedRow], typed: Sequence[str], lookup: Lookup) -> list[PlannedRow]:
    """Return the deletions of records that were typed into an earlier package, where their district sends them now."""
    made = [row for row in rows if row.fate == "create" and not row.fresh]
    if not made or not typed:
        return []
    records = lookup.records(register.key, typed)
    by_key: dict[tuple[int, str], list[Keys]] = {}
    for keys in register.keys_of([row.sent for row in made]):
        for level, text in enumerate(keys):
            if text is not None:
                by_key.setdefault((level, text), []).append(keys)
    gone = []
    for uid, keys in zip(records, register.keys_of([one.values for one in records.values()]), strict=True):
        others = (other for level, text in enumerate(keys) for other in by_key.get((level, text or ""), ()))
        if any(shared(keys, other) for other in others):
            gone.append(PlannedRow(register.key, 0, uid, "delete", {}, {}, {}, note=REPLACED))
    return gone


def unknown(register: Register, uids: Sequence[str]) -> list[PlannedRow]:
    """Return that these records stay although a full package lacks them: its sender never had them."""
    return [PlannedRow(register.key, 0, uid, "unchanged", {}, {}, {}, note=UNKNOWN) for uid in uids]
