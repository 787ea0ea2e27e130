"""What the planning of some rows needs of the ledger, asked for all of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Children, Register, Values
from shuangjian_desktop.exchange.planning.cells import Bad, Special
from shuangjian_desktop.exchange.planning.lookup import Lookup
from shuangjian_desktop.exchange.planning.matching import Keys, Match, match_rows
from shuangjian_desktop.exchange.planning.outcome import Facts
from shuangjian_desktop.exchange.planning.parents import find_parents
from shuangjian_desktop.exchange.planning.parsed import ParsedTable
from shuangjian_desktop.exchange.planning.rows import Table

BY_IDENTITY = -2
_MOST_RELATED = 20_000


@dataclass(frozen=True)
class Chunk:
    """Some data rows with what the ledger says of them; the sequences run in parallel."""

    indexes: Sequence[int]
    values: Sequence[Values]
    specials: Sequence[Sequence[tuple[str, Special]]]
    keys: Sequence[Keys]
    matches: Sequence[Match]
    records: Mapping[str, Record]
    children: Mapping[str, Children]
    facts: Facts


@dataclass
class Gatherer:
    """Asks the ledger about rows; remembers the records that they refer to, and which found none to hang under."""

    table: Table
    register: Register
    parsed: ParsedTable
    lookup: Lookup
    related: dict[str, Values] = field(default_factory=dict)
    orphans: dict[int, Bad] = field(default_factory=dict)

    def chunk(self, indexes: Sequence[int], also: Iterable[str] = ()) -> Chunk:
        """Return these data rows with the records that they may be, and the records `also`."""
        raw = self.parsed.rows(indexes)
        rows, orphans = find_parents(self.register, raw, self.lookup)
        self.orphans.update((indexes[place], bad) for place, bad in orphans.items())
        specials = [self._specials(index, orphans.get(place)) for place, index in enumerate(indexes)]
        known = self._known(indexes)
        keys = self.register.keys_of(
            [
                {**known[index].values, **row} if index in known else row
                for index, row in zip(indexes, rows, strict=True)
            ]
        )
        matches = self._matches(indexes, keys, known)
        uids = sorted({uid for match in matches for uid in match.uids} | set(also))
        records = self.lookup.records(self.register.key, uids)
        children = self.lookup.children(self.register.key, uids) if self._has_children else {}
        self._relate(rows, records)
        facts = Facts(self.register, self.lookup.today(), self.lookup.rules_off(), self.related)
        return Chunk(indexes, rows, specials, keys, matches, records, children, facts)

    @property
    def _has_children(self) -> bool:
        """Whether child rows decide anything: computed values and statements come from them."""
        return self.register.derive is not None or self.register.absorb is not None

    def _specials(self, index: int, orphan: Bad | None) -> Sequence[tuple[str, Special]]:
        """Return the cells of a row that are no plain values, a parent that was not found among them."""
        found = self.parsed.specials.get(index, [])
        return [*found, (self.register.parent, orphan)] if orphan else found

    def _known(self, indexes: Sequence[int]) -> dict[int, Record]:
        """Return the records whose identity rows carry, as far as they live in this ledger."""
        carried = {index: uid for index in indexes if (uid := self.table.known.get(index))}
        living = self.lookup.records(self.register.key, list(carried.values())) if carried else {}
        return {index: living[uid] for index, uid in carried.items() if uid in living}

    def _matches(self, indexes: Sequence[int], keys: Sequence[Keys], known: Mapping[int, Record]) -> list[Match]:
        """Return which record each row is: by the identity it carries, else by its natural keys."""
        nothing: Keys = (None,) * len(self.register.keys)
        asked = [nothing if index in known else texts for index, texts in zip(indexes, keys, strict=True)]
        matches = match_rows(self.register, asked, self.lookup)
        return [
            Match((known[index].uid,), BY_IDENTITY) if index in known else match
            for index, match in zip(indexes, matches, strict=True)
        ]

    def _relate(self, rows: Sequence[Values], records: Mapping[str, Record]) -> None:
        """Fetch the records that the rows, and the records that they are, refer to."""
        if len(self.related) > _MOST_RELATED:
            self.related.clear()
        for item, to in self.register.refs:
            uids = {value for row in rows if (value := row.get(item.key)) is not None}
            known = {value for record in records.values() if (value := record.values.get(item.key)) is not None}
            self._fetch(to, uids | known)

    def _fetch(self, to: str, uids: Iterable[Value]) -> None:
        """Fetch those records of a register that are not known yet."""
        missing = sorted(str(uid) for uid in uids if str(uid) not in self.related)
        if missing:
            found = self.lookup.records(to, missing)
            self.related.update((uid, record.values) for uid, record in found.items())
