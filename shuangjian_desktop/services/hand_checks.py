"""What the checks of the registers say of rows that somebody changed in or typed into a package.

A person stands behind such a row, so it is asked about and not refused; who receives it decides.
"""

from collections.abc import Iterator, Mapping, Sequence

from shuangjian_desktop.core.kinds import Choice
from shuangjian_desktop.core.register import Problem, Register, Related, Values
from shuangjian_desktop.core.validate import REQUIRED, check_at
from shuangjian_desktop.exchange.package.layout import travelling
from shuangjian_desktop.exchange.package.planned import PlannedRow
from shuangjian_desktop.services.desk import Desk

_TOLD = 3
_NOTHING: Values = {}
_NO_ROWS: Mapping[str, PlannedRow] = {}


def said_of_hand_rows(desk: Desk, rows: Sequence[PlannedRow], office: str) -> list[str]:
    """Return in one sentence, or none, what is odd about rows that go in as somebody's hand left them.

    `rows` are all of a package, `office` the district of which they are. Told is what a row came to by that hand: what
    was odd before is not, nor what the package left out.
    """
    coming = [row for row in rows if row.fate in ("create", "update")]
    by_hand = [row for row in coming if row.by_hand]
    if not by_hand:  # as of nearly every package
        return []
    by_uid = {row.uid: row for row in coming}
    found: list[str] = []
    for register in travelling():
        checks = _Checks(desk, register, office, by_uid)
        for row in by_hand:
            if row.register == register.key:
                found += [f"{register.title}第 {row.place} 行{_told(register, one)}" for one in checks.problems(row)]
    if not found:
        return []
    more = f"……共 {len(found)} 处" if len(found) > _TOLD else ""
    return [f"手工改过的行里有不合常理的，请看清楚：{'；'.join(found[:_TOLD])}{more}。"]


def _told(register: Register, problem: Problem) -> str:
    named = f"“{register[problem.field].label}”" if problem.field in register.by_key else ""
    return f"{named}：{problem.message}"


class _Checks:
    """The checks of one register, with what the package brings and what the ledger has."""

    def __init__(self, desk: Desk, register: Register, office: str, coming: Mapping[str, PlannedRow]) -> None:
        self._desk, self._register, self._office = desk, register, office
        self._rules_off = desk.switched_off()
        self._coming = coming

    def problems(self, row: PlannedRow) -> Iterator[Problem]:
        """Yield what is odd about a row."""
        register = self._register
        held = self._desk.ledger.reader.get(register.key, row.uid)
        before = held.values if held else _NOTHING
        after = {**before, **row.values} if held else {**row.values, **register.compute(row.values, {})}
        known = {(one.field, one.message) for one in self._ruled(before, _NO_ROWS)} if held else set()
        for one in self._ruled(after, self._coming):
            if one.level != "notice" and one.message != REQUIRED and (one.field, one.message) not in known:
                yield one
        yield from self._odd_words(row.values)
        if held:
            yield from self._taken(row.uid, before, after)

    def _ruled(self, values: Values, coming: Mapping[str, PlannedRow]) -> list[Problem]:
        """Return what the rules say of a record beside the ledger's, over which some rows are laid."""
        return check_at(self._register, values, self._related(values, coming), self._rules_off, self._desk.day)

    def _related(self, values: Values, coming: Mapping[str, PlannedRow]) -> Related:
        """Return the function by which rules see what a record points to."""
        to = {item.key: target for item, target in self._register.refs}

        def related(key: str) -> Values | None:
            uid = values.get(key)
            if not isinstance(uid, str):
                return None
            record = self._desk.ledger.reader.get(to[key], uid)
            laid = coming[uid].values if uid in coming else _NOTHING
            return {**(record.values if record else _NOTHING), **laid} if record or laid else None

        return related

    def _odd_words(self, values: Values) -> Iterator[Problem]:
        """Yield the words that no list has: they count nowhere."""
        for key, value in values.items():
            item = self._register.by_key.get(key)
            if item is None or value is None or not isinstance(item.kind, Choice):
                continue
            if value not in self._desk.options(self._register, key, retired=True):
                yield Problem(key, f"“{value}”在下拉单里没有")

    def _taken(self, uid: str, before: Values, after: Values) -> Iterator[Problem]:
        """Yield the natural keys that another record has already."""
        old, new = (self._register.key_texts(values) for values in (before, after))
        for number, key in enumerate(self._register.keys):
            text = new[number]
            if key.ordinal or text is None or text == old[number]:
                continue
            found = self._desk.ledger.reader.match(self._register.key, number, [text], self._office)
            if any(other != uid for other in found.get(text, ())):
                yield Problem("", f"与台账中另一条相同（{key.title}）")
