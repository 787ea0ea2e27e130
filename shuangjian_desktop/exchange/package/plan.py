"""What receiving a package would do, row by row. Nothing is written; the ledger is asked through a `Lookup`."""

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from uuid import NAMESPACE_OID, uuid5

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.person import PERSON_KEY, key_of_person
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Field, Owner, Problem, Register, Values
from shuangjian_desktop.core.validate import REQUIRED
from shuangjian_desktop.exchange.package.content import Received, ReceivedRow
from shuangjian_desktop.exchange.package.digest import seal
from shuangjian_desktop.exchange.package.handed import Hands, Verdict
from shuangjian_desktop.exchange.package.layout import FULL, SheetLayout, sheet_layout, travelling
from shuangjian_desktop.exchange.package.links import Names, require_links
from shuangjian_desktop.exchange.package.merge import merged
from shuangjian_desktop.exchange.package.planned import Lookup, PlannedRow, RowFate
from shuangjian_desktop.exchange.package.twins import replaced, unknown, without_twins

TRAVELLING = travelling()
DELETED_THERE = "对方在此期间已删除"
_FEW, _SHARE = 5, 50  # as many missing rows, or one in so many, are deleted without being asked about


@dataclass(frozen=True)
class PackagePlan:
    """All rows of a package, and the sentences of what has to be confirmed before it goes in."""

    received: Received
    rows: tuple[PlannedRow, ...]
    asks: tuple[str, ...]

    @property
    def counts(self) -> Counter[RowFate]:
        """How many rows have each fate."""
        return Counter(row.fate for row in self.rows)

    @property
    def corrections(self) -> tuple[PlannedRow, ...]:
        """The rows of known records that were changed by hand."""
        return tuple(row for row in self.rows if row.by_hand and row.fate == "update")


def plan_package(
    received: Received,
    side: Owner,
    office: str,
    lookup: Lookup,
    secret: str = "",
    registers: Sequence[Register] = TRAVELLING,
) -> PackagePlan:
    """Return what receiving would do.

    `side` tells whether a district or the city sends, `office` is the district of which the rows are. Persons that come
    with names get their key under `secret`.
    """
    rows: list[PlannedRow] = []
    held: dict[str, int] = {}
    names, hands = Names(received, lookup), Hands(received, side, office, lookup)
    for register in registers:
        sheet = _Sheet(register, received, side, office, lookup, names, hands, secret)
        planned = [*sheet.rows(), *sheet.left_out()]
        rows += [*planned, *sheet.missing(planned)]
        held[register.key] = sheet.held_count
    rows = require_links(rows, lookup)
    asks = [said for register in registers for said in _asked(register, rows, held[register.key])]
    return PackagePlan(received, tuple(rows), (*_by_hand(received, rows), *_overruled(rows), *asks))


def _by_hand(received: Received, rows: Sequence[PlannedRow]) -> list[str]:
    """Return what is asked about a package that is not as it was written."""
    if received.intact:
        return []
    counts: Counter[str] = Counter(row.fate for row in rows if row.by_hand and row.fate != "unchanged")
    lost = _cut_out(received)
    if not (counts or lost):
        return ["数据包与发出时不一样，各行却没有改动：改的是封面（如序号、包类型）或隐藏的列。请先向发送方核实。"]
    told = f"数据包发出后被人改过：更正 {counts['update']} 行，手工新增 {counts['create']} 行"
    told += f"，标为已删除 {counts['delete']} 行" if counts["delete"] else ""
    told += f"，有误不写入 {counts['error']} 行" if counts["error"] else ""
    if received.cover.kind == FULL:  # which proposes to delete them
        return [told + (f"，删去 {sum(lost.values())} 行。" if lost else "。")]
    named = "、".join(f"{title} {count} 行" for title, count in lost.items())
    gone = f"数据包发出后被人删去了：{named}，这些行的改动不会接收，以后的增量数据包里也没有；最好请对方重发。"
    return [told + "。", *([gone] if lost else [])]


def _cut_out(received: Received) -> dict[str, int]:
    """Return how many rows the cover counts that are not there any more, by the register's title."""
    titles = {register.key: register.title for register in TRAVELLING}
    there = {key: sum(not (one.copied or not one.row.uid) for one in rows) for key, rows in received.rows.items()}
    lacking = {titles[key]: count - there.get(key, 0) for key, count in received.written.items()}
    return {title: lack for title, lack in lacking.items() if lack > 0}


def _overruled(rows: Sequence[PlannedRow]) -> list[str]:
    """Return what is asked about corrections that the sender's own new values take back."""
    count = sum(len(row.overruled) for row in rows if row.fate == "update")
    return [f"发送方又改了 {count} 处在本台账更正过的内容，接收后以发送方的为准。"] if count else []


def _asked(register: Register, rows: Sequence[PlannedRow], held: int) -> list[str]:
    """Return what is asked about deletions: of records that a full package lacks, and of many that its sender deleted.

    Those that others still point at stay.
    """
    dying = [row for row in rows if row.register == register.key and row.fate == "delete" and not row.note]
    missing, deleted = sum(not row.place for row in dying), sum(bool(row.place) and not row.by_hand for row in dying)
    asks = []
    if missing > _FEW or missing * _SHARE > held:
        asks.append(f"全量数据包里没有{register.title}的 {missing} 条记录（台账共 {held} 条），接收后将删除。")
    if deleted > _FEW:
        asks.append(f"发送方删除了{register.title}的 {deleted} 条记录，接收后本台账也将删除。")
    return asks


class _Sheet:
    """Plans the rows of one register."""

    def __init__(
        self,
        register: Register,
        received: Received,
        side: Owner,
        office: str,
        lookup: Lookup,
        names: Names,
        hands: Hands,
        secret: str,
    ) -> None:
        self._register, self._side, self._office = register, side, office
        self._lookup, self._names, self._hands, self._secret = lookup, names, hands, secret
        self._layout = sheet_layout(register, personal=received.cover.personal)
        self._all = _fields(self._layout, keyed=bool(secret) or not received.cover.personal)
        self._fields = {key: item for key, item in self._all.items() if item.owner == side}
        self._full = received.cover.kind == FULL
        self._received = received.rows.get(register.key, ())
        self._series = f"{received.cover.sender}:{received.cover.number}:{register.key}"
        known = (one.row.uid for one in self._received if one.row.uid)
        self._held = lookup.records(register.key, known)
        self.held_count = 0

    def rows(self) -> list[PlannedRow]:
        """Return what becomes of each row of the sheet."""
        equal: Counter[str] = Counter()
        own = [item for item in self._layout.fields if item.owner != self._side]
        planned = [self._row(one, equal) for one in self._received]
        settled = merged(self._register, planned, self._held, own, self._lookup)
        planned = [self._with_office(*rows) for rows in zip(planned, settled, strict=True)]
        return without_twins(self._register, planned, self._lookup)

    def _with_office(self, row: PlannedRow, settled: PlannedRow) -> PlannedRow:
        """Return a row beside what was agreed on: of one that passes, all that the office gets from above."""
        if row.passes is None:
            return settled
        return row if self._side == "city" else replace(settled, fate=row.fate)

    def left_out(self) -> list[PlannedRow]:
        """Return what becomes of records of a handed over institution that are not in the sheet.

        From a district they pass as well: it knows nothing of them. An office that gets an institution back has rows
        that the other one deleted meanwhile.
        """
        found = []
        for uid, before, office in self._hands.left_out(self._register.key):
            row = self._planned(0, uid, "update", {}, {})
            if self._side == "city":
                found.append(replace(row, fate="delete", note=DELETED_THERE))
            else:
                found.append(replace(row, passes=(before, office)))
        return found

    def missing(self, planned: Sequence[PlannedRow]) -> list[PlannedRow]:
        """Return what becomes of the office's records that are not in the sheet.

        Of those that a full package lacks it is a proposed deletion. One that was typed into an earlier package, of
        which the district knows nothing, stays until the district sends its own.
        """
        if self._side == "city":
            return []
        key = self._register.key
        typed = self._lookup.never_sent(key)
        gone, told = replaced(self._register, planned, typed, self._lookup), []
        if self._full:
            living = self._lookup.of_office(key, self._office)
            self.held_count = len(living)
            lacking = set(living).difference(row.uid for row in (*planned, *gone))
            lacking.difference_update(self._lookup.awaited(key))
            told = unknown(self._register, [uid for uid in typed if uid in lacking])
            lacking.difference_update(typed)
            gone += [self._planned(0, uid, "delete", {}, {}) for uid in living if uid in lacking]
        records = self._lookup.records(key, [row.uid for row in gone])
        return [*(self._guarded(row, records[row.uid]) for row in gone), *told]

    def _row(self, one: ReceivedRow, equal: Counter[str]) -> PlannedRow:
        """Return what becomes of a row."""
        fresh = one.copied or not one.row.uid
        uid = self._new_uid(one, equal) if fresh else one.row.uid
        held = self._lookup.records(self._register.key, [uid]).get(uid) if fresh else self._held.get(uid)
        values = dict(one.row.values)
        problems = list(one.problems)
        if one.touched or fresh:
            problems += self._names.resolve(self._register, one, values)
            problems += [] if one.row.deleted else self._blank(values, {problem.field for problem in problems})
        if self._secret and PERSON_KEY in self._register.by_key and PERSON_KEY not in values:
            values[PERSON_KEY] = key_of_person(self._register, values, self._secret)
        sent: Values = {} if one.row.deleted else values
        by_hand = one.touched or fresh
        planned = partial(
            PlannedRow,
            *(self._register.key, one.place, uid),
            revision=one.row.revision,
            by_hand=by_hand,
            fresh=fresh,
            copied=one.copied,
        )
        if problems:
            return planned("error", {}, {}, sent, problems=tuple(problems))
        verdict = self._hands.verdict(self._register.key, one, held, values, fresh=fresh)
        if verdict.refused:
            return planned("unchanged", {}, {}, sent).refused("", verdict.refused)
        if verdict.stale:
            return planned("unchanged", {}, {}, {}, note=verdict.note)
        return self._compared(planned, sent, held, verdict, deleted=one.row.deleted)

    def _blank(self, values: Values, wrong: Set[str]) -> list[Problem]:
        """Return which cells somebody left blank that a clerk could not leave blank: such a row would count nowhere.

        Of the `wrong` ones is said already why they hold no value.
        """
        required = (key for key in self._register.required if key in self._fields and key not in wrong)
        return [Problem(key, REQUIRED) for key in required if values.get(key) is None]

    def _planned(self, place: int, uid: str, fate: RowFate, values: Values, sent: Values) -> PlannedRow:
        return PlannedRow(self._register.key, place, uid, fate, values, {}, sent)

    def _new_uid(self, one: ReceivedRow, equal: Counter[str]) -> str:
        """Return the identity of a row typed by hand: the same whenever the same package is read again."""
        text = seal(self._layout, replace(one.row, uid=""))
        equal[text] += 1
        return str(uuid5(NAMESPACE_OID, f"shuangjian:{self._series}:{text}:{equal[text]}"))

    def _compared(
        self, planned: Callable[..., PlannedRow], sent: Values, held: Record | None, verdict: Verdict, *, deleted: bool
    ) -> PlannedRow:
        """Return what becomes of a row beside the record that the ledger holds."""
        if deleted:
            dies = held is not None and not held.deleted and self._side == "district"
            return self._guarded(planned("delete" if dies else "unchanged", {}, {}, sent), held if dies else None)
        passes = (verdict.before, verdict.office) if verdict.office != verdict.before else None
        comes = bool(verdict.office) and self._side == "city"  # with all that the sender knows of it
        fields = self._all if comes else self._fields
        if held is None:
            filled = {key: value for key, value in sent.items() if value is not None and key in fields}
            return planned("create", filled, {}, sent, passes=passes)
        has = held.values
        changed = {key: sent.get(key) for key in fields if sent.get(key) != has.get(key)}
        restores = held.deleted and (self._side == "district" or comes)
        if not (restores or passes) and (not changed or held.deleted):
            return planned("unchanged", {}, {}, sent)
        before: dict[str, Value] = {key: has.get(key) for key in changed}
        fate: RowFate = "create" if restores else "update"
        row = planned(fate, changed, before, sent, restores=restores, passes=passes)
        return self._guarded(row, None if restores else held)

    def _guarded(self, planned: PlannedRow, held: Record | None) -> PlannedRow:
        """Return the row, refused where the register guards the record."""
        guard: Callable[[Values, Values | None], str] | None = self._register.guard
        if guard is None or held is None:
            return planned
        after = None if planned.fate == "delete" else {**held.values, **planned.values}
        sentence = guard(held.values, after)
        return planned.refused("", sentence) if sentence else planned


def _fields(layout: SheetLayout, *, keyed: bool) -> dict[str, Field]:
    """Return the fields that rows come with, by identifier. `keyed`: among them their persons' keys."""
    register = layout.register
    key = (register[PERSON_KEY],) if keyed and PERSON_KEY in register.by_key else ()
    return {item.key: item for item in (*layout.fields, *key)}
