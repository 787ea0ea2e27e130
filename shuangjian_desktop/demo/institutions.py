"""The institutions of a district with what was done about them: shut, turned, ended, kept; campuses, old names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from stdnum.cn import uscc

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.demo.draw import FIRST_DAY, LAST_DAY, Draw
from shuangjian_desktop.demo.people import person_name, worker
from shuangjian_desktop.demo.places import Place
from shuangjian_desktop.demo.quotas import WEIGHTS, Quota
from shuangjian_desktop.demo.words import BRANDS, OTHER_NAMES, SUBJECT_NAMES, UNLICENSED_NAMES
from shuangjian_desktop.registers.words import (
    BASELINE,
    BOTH_LICENCES,
    CLOSED,
    DEREGISTERED,
    KEPT,
    NON_PROFIT,
    NONPROFIT_TURN,
    SUBJECT,
    TURNED,
)

Row = tuple[str, Values]
_ENDINGS = ((DEREGISTERED, 9), (TURNED, 5), ("转托管", 1), ("其他", 2), (CLOSED, 1))
_OTHER_ENDINGS = ((KEPT, 9), (DEREGISTERED, 6), ("转托管", 2), ("其他", 2), (CLOSED, 1))
_STATES = {DEREGISTERED: "注销", CLOSED: "停办", "其他": "停业"}


@dataclass
class Listed:
    """The institutions of a district.

    `contracting` are those that families and staff have claims against, (uid, category); `irregular` those that notices
    are sent to. Where a district is so small that it has none, they are its other ones.
    """

    institutions: list[Row] = field(default_factory=list)
    dispositions: list[Row] = field(default_factory=list)
    former_names: list[Row] = field(default_factory=list)
    contracting: list[tuple[str, str]] = field(default_factory=list)
    irregular: list[str] = field(default_factory=list)


def uscc_of(code: str, number: int) -> str:
    """Return the 统一社会信用代码 of a district's institution by its number there (GB 32100-2015)."""
    start = f"5241010{list(WEIGHTS).index(code) % 9}MJ{list(WEIGHTS).index(code):02}{number:05}"
    return start + str(uscc.calc_check_digit(start))


class Register:
    """Lists one district's institutions."""

    def __init__(self, place: Place, quota: Quota) -> None:
        self._place, self._quota = place, quota
        self._draw = Draw("institutions", place.code)
        self._names: set[str] = set()
        self.listed = Listed()

    def listing(self) -> Listed:
        """Return them all."""
        for _ in range(self._quota.kept):
            self._keep()
        for _ in range(self._quota.ended):
            self._end()
        for _ in range(self._quota.closed):
            self._close()
        for _ in range(self._quota.other):
            self._other()
        for _ in range(1 + self._quota.other // 6):
            self._undisposed()
        listed = self.listed
        listed.contracting = listed.contracting or [(uid, str(one["category"])) for uid, one in listed.institutions]
        listed.irregular = listed.irregular or [uid for uid, _values in listed.institutions]
        return listed

    # --- the kinds -----------------------------------------------------------------------------------------------
    def _keep(self) -> None:
        """One that goes on with subjects: from now on non-profit."""
        uid = self._add(SUBJECT, SUBJECT_NAMES, nature=NON_PROFIT, licensed=True)
        turned = self._draw.day(date(2021, 9, 1), date(2021, 12, 31))
        if self._draw.chance(0.4):
            self._dispose(uid, KEPT, self._draw.day(FIRST_DAY, date(2021, 8, 31)))
        self._dispose(uid, NONPROFIT_TURN, turned, document=True)
        self.listed.contracting.append((uid, SUBJECT))

    def _end(self) -> None:
        """A licensed subject one that does not; shut by order only where it had both licences, or it were illegal."""
        kind = self._draw.one_of(_ENDINGS)
        uid = self._add(SUBJECT, SUBJECT_NAMES, state=_STATES.get(kind, "正常"), licensed=True)
        day = self._draw.day()
        if self._draw.chance(0.1):
            self._dispose(uid, "其他", self._draw.day(FIRST_DAY, day))
        self._dispose(uid, kind, day, document=self._draw.chance(0.7))
        self.listed.contracting.append((uid, SUBJECT))

    def _close(self) -> None:
        """One without an education licence, shut down."""
        category = self._draw.one_of(((SUBJECT, 6), ("非学科类（文化艺术）", 3), ("非学科类（科技）", 1)))
        uid = self._add(category, UNLICENSED_NAMES, state="停办")
        day = self._draw.day()
        self._dispose(uid, CLOSED, day, document=self._draw.chance(0.5))
        self.listed.irregular.append(uid)
        if self._draw.chance(0.15):
            self.listed.contracting.append((uid, category))

    def _other(self) -> None:
        """One of another kind that was dealt with."""
        category, names = self._draw.choice(list(OTHER_NAMES.items()))
        kind = self._draw.one_of(_OTHER_ENDINGS)
        uid = self._add(category, names, state=_STATES.get(kind, "正常"), licensed=True, late=True)
        self._dispose(uid, kind, self._draw.day())
        self.listed.irregular.append(uid)

    def _undisposed(self) -> None:
        """One of another kind that nothing was decided about."""
        category, names = self._draw.choice(list(OTHER_NAMES.items()))
        self._add(category, names, state=self._draw.one_of((("正常", 8), ("未开业", 1))), licensed=True, late=True)

    # --- rows ----------------------------------------------------------------------------------------------------
    def _add(
        self,
        category: str,
        names: Sequence[str],
        *,
        state: str = "正常",
        nature: str = "营利性",
        licensed: bool = False,
        late: bool = False,
    ) -> str:
        """List one; `late`: its licence may be newer than the opinion."""
        draw, number = self._draw, len(self.listed.institutions)
        uid, (township, named) = draw.uid(), draw.choice(self._place.townships)
        in_flat = not licensed and draw.chance(0.4)
        boss = worker(self._place.code, 100_000 + number)
        values: dict[str, Value] = {
            "name": self._name(names, named, licensed=licensed),
            "category": category,
            "operating_state": state,
            "township": township,
            "address": self._place.flat(draw) if in_flat else self._place.house(draw),
            "contact": boss.relative,
            "phone": boss.phone,
            "organisation_nature": nature,
            "principal": boss.name,
        }
        values |= self._licences(number, late=late) if licensed else self._registration(number)
        if licensed and number % 17 == 16 and category == SUBJECT:
            values |= self._campus(named)
        self.listed.institutions.append((uid, values))
        if licensed and draw.chance(0.06):
            self._rename(uid, str(values["name"]))
        return uid

    def _licences(self, number: int, *, late: bool) -> dict[str, Value]:
        """Return what a licensed one has: both papers."""
        draw = self._draw
        last = LAST_DAY if late and draw.chance(0.05) else BASELINE
        licensed_on = draw.day(date(2021, 8, 20), last) if last > BASELINE else draw.day(date(2014, 3, 1), last)
        region = self._place.code if self._place.code.isdecimal() else "410104"
        return {
            "licence_state": BOTH_LICENCES,
            "licence_no": f"教民1{region}7{list(WEIGHTS).index(self._place.code):02}{number:05}",
            "uscc": uscc_of(self._place.code, number),
            "licensed_on": licensed_on,
            "licence_status": "有效",
            "legal_representative": person_name(draw),
            "pupil_count": draw.randint(20, 600),
            "staff_count": draw.randint(3, 60),
            "prepaid_balance": draw.randint(0, 800) * 100_000,
        }

    def _registration(self, number: int) -> dict[str, Value]:
        """Return what one without an education licence has: some are registered as a business, most as nothing."""
        if self._draw.chance(0.3):
            return {"licence_state": "有照无证", "uscc": uscc_of(self._place.code, number)}
        return {"licence_state": "无证无照"}

    def _campus(self, township: str) -> dict[str, Value]:
        """Return what makes a campus: the legal body of the one listed before, another place."""
        parent, of_parent = self.listed.institutions[-1]
        if of_parent["category"] != SUBJECT or "uscc" not in of_parent:
            return {}
        keys = ("name", "uscc", "legal_representative")
        return {**{key: of_parent[key] for key in keys}, "campus": f"{township}教学点", "parent_institution": parent}

    def _name(self, names: Sequence[str], township: str, *, licensed: bool) -> str:
        """Return a name that no other one of the district has."""
        draw = self._draw
        where = f"郑州市{self._place.name}" if licensed else township.removeprefix(self._place.name)
        while True:
            name = where + draw.choice(BRANDS) + draw.choice(names)
            if draw.chance(0.3):
                name = where + draw.choice(BRANDS) + name.removeprefix(where)
            if name not in self._names:
                self._names.add(name)
                return name
            where = f"{where[:24]}{draw.choice(self._place.townships)[1][:2]}"

    def _dispose(self, uid: str, kind: str, day: date, *, document: bool = False) -> None:
        """Write down what was done about an institution."""
        values: dict[str, Value] = {"institution": uid, "kind": kind, "on": day, "by": f"{self._place.name}教育局"}
        if document:
            values["document"] = (
                f"{self._place.prefix.removesuffix('改')}处〔{day.year}〕{self._draw.randint(1, 400)}号"
            )
        self.listed.dispositions.append((self._draw.uid(), values))

    def _rename(self, uid: str, name: str) -> None:
        """Give an institution an older name."""
        old = name.replace("培训", "").replace("学校", "进修学校")
        if old != name:
            until = self._draw.day(date(2016, 1, 1), date(2020, 12, 31))
            self.listed.former_names.append((self._draw.uid(), {"institution": uid, "name": old, "until": until}))
