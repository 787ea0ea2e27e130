"""Which record of the ledger a row is, and which row of the same file it repeats."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.planning.plan import Fate

Keys = tuple[str | None, ...]


class Matching(Protocol):
    """What matching asks of the ledger."""

    def match(self, register: str, key_index: int, texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Return for each natural key text the uids of the records that have it, in the order they were made."""
        ...

    def records(self, register: str, uids: Sequence[str]) -> Mapping[str, Record]:
        """Return the living records with these uids."""
        ...


class Match(NamedTuple):
    """The records that a row may be, found by the natural key with this index (−1: none, or by its identity)."""

    uids: tuple[str, ...] = ()
    key: int = -1


NO_MATCH = Match()


def differ(one: Keys, other: Keys, before: int) -> bool:
    """Whether two rows both have a stronger key than `before` and it says that they are two."""
    return any(
        first is not None and second is not None and first != second
        for first, second in zip(one[:before], other[:before], strict=True)
    )


def shared(one: Keys, other: Keys) -> bool:
    """Whether two rows have a natural key in common, and no stronger one that says that they are two."""
    for first, second in zip(one, other, strict=True):
        if first is not None and second is not None:
            return first == second
    return False


def match_rows(register: Register, keys: Sequence[Keys], lookup: Matching) -> list[Match]:
    """Return the match of each row: the first of its keys under which the ledger holds a record decides.

    A record found by a weaker key is another one where both have a stronger key that differs.
    """
    matches = [NO_MATCH] * len(keys)
    for level in range(len(register.keys)):
        asked: dict[str, list[int]] = {}
        for place, texts in enumerate(keys):
            if matches[place] is NO_MATCH and (text := texts[level]) is not None:
                asked.setdefault(text, []).append(place)
        found = {text: uids for text, uids in lookup.match(register.key, level, list(asked)).items() if uids}
        known = _keys_of(register, found.values(), lookup) if level else {}
        for text, uids in found.items():
            for place in asked.get(text, ()):
                own = keys[place]
                same = tuple(uid for uid in uids if not level or not differ(own, known[uid], level))
                if same:
                    matches[place] = Match(same, level)
    return matches


def _keys_of(register: Register, groups: Iterable[Sequence[str]], lookup: Matching) -> dict[str, Keys]:
    """Return the key texts of records."""
    records = lookup.records(register.key, sorted({uid for uids in groups for uid in uids}))
    return dict(zip(records, register.keys_of([record.values for record in records.values()]), strict=True))


@dataclass
class Seen:
    """What the rows of a file before this one were: their keys, the records they are, how many equals there were."""

    register: Register
    rows: dict[tuple[int, str], list[tuple[int, Keys]]] = field(default_factory=dict)
    uids: dict[str, int] = field(default_factory=dict)
    equals: Counter[str] = field(default_factory=Counter)

    def repeated(self, keys: Keys, uid: str) -> int | None:
        """Return the index of an earlier row that is the same record, None where there is none."""
        if uid and uid in self.uids:
            return self.uids[uid]
        for level, text in enumerate(keys):
            if text is None or self.register.keys[level].ordinal:
                continue
            for index, other in self.rows.get((level, text), ()):
                if not differ(keys, other, level):
                    return index
        return None

    def note(self, index: int, keys: Keys, uid: str, fate: Fate) -> None:
        """Remember a row that will be, or may be, taken in. Equals are only counted when they go in."""
        if fate == "error":
            return
        if uid:
            self.uids.setdefault(uid, index)
        for level, text in enumerate(keys):
            if text is None:
                continue
            if self.register.keys[level].ordinal:
                self.equals[f"{level}|{text}"] += fate != "doubtful"
            else:
                self.rows.setdefault((level, text), []).append((index, keys))

    def nth(self, match: Match, keys: Keys) -> Match:
        """Return the one record that the row is among equals: the n-th of the file is the n-th of the ledger."""
        if match.key < 0 or not self.register.keys[match.key].ordinal:
            return match
        place = self.equals[f"{match.key}|{keys[match.key]}"]
        return Match(match.uids[place : place + 1], match.key) if place < len(match.uids) else NO_MATCH


def keys_contradict(register: Register, keys: Keys, record: Record) -> str:
    """Return the title of the first key that both have where it says that they are two, '' where it does not."""
    for key, own, held in zip(register.keys, keys, register.key_texts(record.values), strict=True):
        if own is not None and held is not None:
            return key.title if own != held else ""
    return ""
