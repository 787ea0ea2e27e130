"""References in a package: a visible name that was edited is looked up; nothing comes to point at what is not there."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.register import Problem, Register, Values
from shuangjian_desktop.exchange.package.content import Received, ReceivedRow
from shuangjian_desktop.exchange.package.planned import Lookup, PlannedRow
from shuangjian_desktop.registers import find


class Names:
    """What records are called in a package and in the ledger."""

    def __init__(self, received: Received, lookup: Lookup) -> None:
        self._received, self._lookup = received, lookup
        self._sent: dict[str, dict[str, str]] = {}
        self._rows: dict[str, dict[str, Values]] = {}

    def resolve(self, register: Register, one: ReceivedRow, values: dict[str, Value]) -> list[Problem]:
        """Put the uid behind each visible name that is not the one of the hidden uid; return what is not found."""
        problems = []
        for item, to in register.refs:
            if item.key not in one.row.names and item.key not in values:
                continue
            text, uid = one.row.names.get(item.key, ""), str(values.get(item.key) or "")
            if not text:
                values.pop(item.key, None)
            elif text not in self._called(to, uid) and not self._starred(to, uid, text):
                found = self._named(to, text)
                if len(found) == 1:
                    values[item.key] = found[0]
                else:
                    several = "不止一条，请写全" if found else "没有"
                    problems.append(Problem(item.key, f"{find(to).title}里{several}“{text}”"))
        return problems

    def _called(self, register: str, uid: str) -> set[str]:
        """Return the names that stand for a record."""
        if not uid:
            return set()
        told = self._told.get((register, uid), set())
        return {*self._lookup.names(register, [uid]).get(uid, ()), self._of(register).get(uid, ""), *told}

    def _starred(self, register: str, uid: str, text: str) -> bool:
        """Return whether a text calls a record as its sender does whose personal part is starred: 王** HT-001.

        The receiver may not have that part. What else the name says has to be there, and to be the record's.
        """
        if "*" not in text:
            return False
        held = self._lookup.records(register, [uid]).get(uid)
        values = self._values(register).get(uid, held.values if held else {})
        open_parts = [
            item.kind.show(value)
            for key in find(register).name_fields
            if not (item := find(register)[key]).personal and (value := values.get(key)) is not None
        ]
        return bool(open_parts) and [part for part in text.split() if "*" not in part] == " ".join(open_parts).split()

    @cached_property
    def _told(self) -> Mapping[tuple[str, str], set[str]]:
        """The names by which untouched rows call what they point at, by register and uid."""
        found: dict[tuple[str, str], set[str]] = {}
        for key, rows in self._received.rows.items():
            for one in rows:
                if not one.touched and not one.copied:
                    for item, to in find(key).refs:
                        if name := one.row.names.get(item.key):
                            found.setdefault((to, str(one.row.values.get(item.key))), set()).add(name)
        return found

    def _named(self, register: str, text: str) -> list[str]:
        """Return the uids of the records that are called so, in the package or in the ledger."""
        sent = [uid for uid, name in self._of(register).items() if name == text]
        return list(dict.fromkeys([*sent, *self._lookup.named(register, text)]))

    def _of(self, register: str) -> Mapping[str, str]:
        """Return the names of the package's own living rows of a register, by uid."""
        if register not in self._sent:
            keys = find(register).name_fields
            self._sent[register] = {
                uid: " ".join(str(value) for key in keys if (value := values.get(key)) is not None)
                for uid, values in self._values(register).items()
            }
        return self._sent[register]

    def _values(self, register: str) -> Mapping[str, Values]:
        """Return what the package's own living rows of a register say, by uid."""
        if register not in self._rows:
            rows = (one.row for one in self._received.rows.get(register, ()) if not one.copied)
            self._rows[register] = {row.uid: row.values for row in rows if row.uid and not row.deleted}
        return self._rows[register]


def require_links(rows: Sequence[PlannedRow], lookup: Lookup) -> list[PlannedRow]:
    """Return the rows, those refused that would point at what is not living, or that others would still point at."""
    planned = list(rows)
    living = _living(planned, lookup)
    while True:
        lost = {at: found for at, row in enumerate(planned) if (found := _lost(row, living))}
        for at, (field, sentence) in lost.items():
            row = planned[at]
            if row.fate == "create" or row.restores:
                living[row.register].discard(row.uid)
            planned[at] = row.refused(field, sentence)
        kept = _kept(planned)
        for at in kept:
            planned[at] = planned[at].refused("", "还被其他记录引用，不能删除")
            living[planned[at].register].add(planned[at].uid)
        if not lost and not kept:
            return planned


def _pointers(row: PlannedRow, values: Mapping[str, Value]) -> list[tuple[str, str, str]]:
    """Return (field, register it points to, uid) of these values."""
    return [(key, to, str(value)) for key, to in _refs(row.register) if (value := values.get(key)) is not None]


@cache
def _refs(register: str) -> tuple[tuple[str, str], ...]:
    """Return the reference fields of a register, with what they point to."""
    return tuple((item.key, to) for item, to in find(register).refs)


def _living(rows: Iterable[PlannedRow], lookup: Lookup) -> dict[str, set[str]]:
    """Return what would be living afterwards of all that the rows point at, by register."""
    wanted: dict[str, set[str]] = {}
    made: dict[str, set[str]] = {}
    gone: dict[str, set[str]] = {}
    for row in rows:
        for _field, to, uid in _pointers(row, row.sent):
            wanted.setdefault(to, set()).add(uid)
        wanted.setdefault(row.register, set())
        if row.fate in ("create", "update"):
            made.setdefault(row.register, set()).add(row.uid)
        elif row.fate == "delete":
            gone.setdefault(row.register, set()).add(row.uid)
    found = {}
    for register, uids in wanted.items():
        held = lookup.records(register, uids)
        there = {uid for uid, record in held.items() if not record.deleted}
        found[register] = (there | made.get(register, set())) - gone.get(register, set())
    return found


def _lost(row: PlannedRow, living: Mapping[str, set[str]]) -> tuple[str, str] | None:
    """Return the field by which a row that is to be written points at nothing, with the sentence."""
    if row.fate not in ("create", "update"):
        return None
    for field, to, uid in _pointers(row, row.sent if row.restores else row.values):
        if uid not in living[to]:
            return field, f"指向的{find(to).title}不在台账里，也不在数据包里"
    return None


def _kept(rows: Sequence[PlannedRow]) -> list[int]:
    """Return the places of the deletions of records that a row which stays points at."""
    dying = {row.uid: at for at, row in enumerate(rows) if row.fate == "delete"}
    if not dying:
        return []
    stay = (row for row in rows if row.fate in ("create", "update", "unchanged"))
    pointed = {uid for row in stay for _field, _to, uid in _pointers(row, row.sent)}
    return [at for uid, at in dying.items() if uid in pointed]
