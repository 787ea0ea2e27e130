"""Rows of an institution that was handed over: whose they are after a package, and what becomes of what it left out.

Only the office that has an institution can hand it over, and counts that. So of two states of it the one that was
handed over more often is the later one, and says whose it is. What goes along with it is of the same office; a row
that says otherwise is an older state, and says nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Owner, Values
from shuangjian_desktop.exchange.package.content import PackageRow, Received, ReceivedRow
from shuangjian_desktop.exchange.package.planned import Lookup
from shuangjian_desktop.registers.handover import FAMILY, count_of
from shuangjian_desktop.registers.offices import code_of, office

INSTITUTION = "institution"
_FOREIGN = "这条记录属于其他单位，发送方不能修改"
_MISMATCH = "这一行的所属单位与数据包不符"
_UNKNOWN = "本台账没有这条记录；区县的记录只由区县新增，需要的请在本台账新增"
_NEVER_THEIRS = "属于{place}，发送方从未报送过，没有采用"
_BY_HAND = "移交的机构这一行被人改过，没有采用；移交由发送方在程序里办，请对方重发"
_PASSED = "所属机构已移交给其他单位，不能在数据包里新增"


@dataclass(frozen=True)
class Verdict:
    """What a row is in its package.

    `refused` is the sentence of one that is not the sender's to send. `stale`: an older state of what another office
    has. `note` says so where the sender never had it. `before` and `office`: it passes from one office to another.
    """

    refused: str = ""
    stale: bool = False
    note: str = ""
    before: str = ""
    office: str = ""


OWN, STALE = Verdict(), Verdict(stale=True)


class Hands:
    """Looks at the offices of a package's rows; `office` is the district of which they are."""

    def __init__(self, received: Received, side: Owner, office: str, lookup: Lookup) -> None:
        self._received, self._from_city, self._office, self._lookup = received, side == "city", office, lookup
        self._sent: dict[str, Mapping[str, ReceivedRow]] = {}
        self._held: dict[tuple[str, str], Record | None] = {}
        self._owners: dict[str, str] = {}

    def verdict(self, register: str, one: ReceivedRow, held: Record | None, values: Values, *, fresh: bool) -> Verdict:
        """Return what a row is; `values` are its own, references typed by name among them."""
        row = one.row
        if held is not None and held.office != self._office and (fresh or one.touched):
            return Verdict(_FOREIGN)
        if fresh:
            return self._fresh(register, values)
        if self._from_city:
            return self._from_above(register, row, held)
        if row.office == self._office:
            return OWN if held is None or held.office == self._office else Verdict(_FOREIGN)
        return self._handed_over(register, row, held, touched=one.touched)

    def _fresh(self, register: str, values: Values) -> Verdict:
        """Return what a row is that has no identity of its own."""
        if self._from_city:
            return Verdict(_UNKNOWN)
        passed = register in FAMILY and self._owner_of(register, "", values) not in ("", self._office)
        return Verdict(_PASSED) if passed else OWN

    def _handed_over(self, register: str, row: PackageRow, held: Record | None, *, touched: bool) -> Verdict:
        """Return what a district's row is that is of another office."""
        owner = self._owner_of(register, row.uid, row.values)
        if held is not None and self._taken_back(register, held):
            held = None  # with its step: it comes as if it never had
        if touched and register == INSTITUTION and held is not None and held.office == self._office:
            return Verdict(_BY_HAND)
        if not owner or (held is None and owner == self._office):
            return Verdict(_MISMATCH)
        if held is not None and (held.office != self._office or owner == self._office):
            return Verdict(_MISMATCH) if touched else self._stale(register, held)
        if row.deleted:
            return STALE
        return Verdict(before=self._office, office=owner)

    def _stale(self, register: str, held: Record) -> Verdict:
        """Return that a row is an older state, said of one that the sender never had: pasted from another package."""
        if self._lookup.agreements(register, [held.uid]).get(held.uid) or held.office == self._office:
            return STALE
        return Verdict(stale=True, note=_NEVER_THEIRS.format(place=office(held.office).place))

    def _from_above(self, register: str, row: PackageRow, held: Record | None) -> Verdict:
        """Return what a row of the city's package is: a district gets its own back, and what is handed over to it."""
        if row.office != self._office:
            return Verdict(_MISMATCH)
        known = held is not None and held.office == self._office and not self._taken_back(register, held)
        if known or row.deleted:
            return OWN
        came = self._came_from(register, row)
        if came:
            return Verdict(before=came if held is None else held.office, office=self._office)
        return Verdict(_UNKNOWN) if held is None else OWN if held.office == self._office else STALE

    def _taken_back(self, register: str, held: Record) -> bool:
        """Return whether the record was taken over once by a step that was taken back."""
        return held.deleted and not self._lookup.agreements(register, [held.uid]).get(held.uid)

    def _came_from(self, register: str, row: PackageRow) -> str:
        """Return the office that handed over what a row belongs to, '' where the receiver did not get it so."""
        uid = self._institution_of(register, row.uid, row.values)
        if not uid or self._owner(uid) != self._office:
            return ""
        sent, held = self._row(INSTITUTION, uid), self._record(INSTITUTION, uid)
        states = [one.values for one in (sent, held) if one is not None]
        later = max(states, key=count_of)
        return code_of(later.get("handed_from")) if code_of(later.get("handed_to")) == self._office else ""

    # --- institutions --------------------------------------------------------------------------------------------
    def _owner_of(self, register: str, uid: str, values: Values) -> str:
        """Return whose the institution is that a record belongs to, '' where there is none."""
        institution = self._institution_of(register, uid, values)
        return self._owner(institution) if institution else ""

    def _institution_of(self, register: str, uid: str, values: Values) -> str:
        """Return the institution that a record belongs to, '' for none."""
        while register in FAMILY:
            field, register = FAMILY[register]
            uid = str(values.get(field) or "")
            above = None if register == INSTITUTION else self._row(register, uid) or self._record(register, uid)
            values = above.values if above else {}
        return uid if register == INSTITUTION else ""

    def _owner(self, uid: str) -> str:
        """Return whose an institution is after the package, '' where nobody can say."""
        if uid not in self._owners:
            self._owners[uid] = self._look(self._row(INSTITUTION, uid), self._record(INSTITUTION, uid))
        return self._owners[uid]

    def _look(self, row: PackageRow | None, held: Record | None) -> str:
        """Return whose an institution is, as it was sent and as the ledger has it."""
        if row is None:
            return held.office if held else ""
        parties = [code_of(row.values.get(key)) for key in ("handed_from", "handed_to")]
        passed = parties == [self._office, row.office] or (self._from_city and parties[1] == row.office)
        if held is None:
            return row.office if passed or row.office == self._office else ""
        later = count_of(row.values) > count_of(held.values)
        mine = self._from_city or held.office == self._office
        return row.office if later and passed and mine else held.office

    def _row(self, register: str, uid: str) -> PackageRow | None:
        """Return the row of a record in the package."""
        if register not in self._sent:
            rows = self._received.rows.get(register, ())
            self._sent[register] = {one.row.uid: one for one in rows if one.row.uid and not one.copied}
        found = self._sent[register].get(uid)
        return found.row if found and not found.problems and not self._by_hand(register, found) else None

    def _by_hand(self, register: str, one: ReceivedRow) -> bool:
        """Return whether a row in which somebody typed would hand an institution over: that only its program can do."""
        return register == INSTITUTION and one.touched and not self._from_city and one.row.office != self._office

    def _record(self, register: str, uid: str) -> Record | None:
        """Return a record as the ledger has it."""
        if (register, uid) not in self._held:
            self._held[register, uid] = self._lookup.records(register, [uid]).get(uid)
        return self._held[register, uid]

    # --- what was left out ---------------------------------------------------------------------------------------
    def left_out(self, register: str) -> Sequence[tuple[str, str, str]]:
        """Return the records that belong to an institution which passes, and are not in the package.

        They are given by uid, with the office that they are of and the one that the institution passes to.
        """
        there = {one.row.uid for one in self._received.rows.get(register, ())}
        return [one for one in self._left_out.get(register, ()) if one[0] not in there]

    @cached_property
    def _left_out(self) -> Mapping[str, Sequence[tuple[str, str, str]]]:
        """The same of all registers, those in the package among them."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for one in self._received.rows.get(INSTITUTION, ()):
            uid = one.row.uid
            held = self._record(INSTITUTION, uid) if count_of(one.row.values) else None
            if held is not None and held.office != self._owner(uid):
                for register, uids in self._lookup.family(uid, held.office).items():
                    found.setdefault(register, []).extend((each, held.office, self._owner(uid)) for each in uids)
        return found
