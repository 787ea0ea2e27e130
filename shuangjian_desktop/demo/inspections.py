"""The visits of a district, what they found at whom, and the notices that followed, with their numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.demo.draw import FIRST_DAY, LAST_DAY, Draw
from shuangjian_desktop.demo.institutions import Row
from shuangjian_desktop.demo.people import person_name
from shuangjian_desktop.demo.places import Place
from shuangjian_desktop.registers.reference import reference_uid

_FOUND = (
    ("W01", "未取得办学许可，擅自招收中小学生开展学科类培训", "立即停止培训，清退学生，退还剩余费用"),
    ("W04", "以“研学”“家政”名义在居民楼内开展学科类培训", "立即停止培训，撤除教学设施，配合调查"),
    ("W05", "国家法定节假日、休息日开展学科类培训", "立即停止违规时段培训，提交整改报告"),
    ("W09", "收费项目、标准和师资未在显著位置公示", "在办学场所显著位置公示收费项目、标准和师资"),
    ("W11", "预收费未全额纳入资金监管账户", "将预收费全额纳入监管账户，报送账户流水"),
    ("W15", "在楼道、网络发布学科类培训广告", "立即清除广告，不再以任何形式发布"),
    ("W16", "消防通道堆放杂物，安全出口标识缺失", "清理消防通道，完善应急照明和疏散标识"),
)
_KINDS = (("日巡查", 7), ("专项检查", 2), ("线索核查", 1))
_DEPARTMENTS = ("教育局", "教育局、市场监管局", "教育局、市场监管局、公安局", "教育局、乡镇（街道）", None)
_SERVICE = (("直接送达", 8), ("留置送达", 1), ("邮寄送达", 1))
_LAW = "中华人民共和国民办教育促进法"
_QUIET = 0.7  # visits that lead to no notice, for each that does
_TO_NOBODY_LISTED = 0.25  # notices to a person or a place instead of an institution


@dataclass
class Inspected:
    """Visits, whom they were at, who else papers were served on, and the notices."""

    inspections: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    addressees: list[Row] = field(default_factory=list)
    notices: list[Row] = field(default_factory=list)


class Inspecting:
    """Makes the visits and notices of one district."""

    def __init__(self, place: Place, institutions: Sequence[str]) -> None:
        self._place, self._institutions = place, institutions
        self._draw = Draw("inspections", place.code)
        names = dict.fromkeys(person_name(self._draw) for _ in range(8))
        self._officers = [f"{name}（豫A-{self._draw.randint(10_000, 99_999)}）" for name in names]
        self._inspected = Inspected()

    def inspected(self, in_force: int) -> Inspected:
        """Return so many notices in force, some void ones and drafts beside them, and the visits before them."""
        void = (in_force + 60) // 80
        drafts = (in_force + 40) // 60
        days = sorted(
            self._draw.day(FIRST_DAY + timedelta(days=7), LAST_DAY - timedelta(days=1)) for _ in range(in_force + void)
        )
        voided = set(self._draw.sample(range(len(days)), void))
        serials: Counter[int] = Counter()
        for number, day in enumerate(days):
            serials[day.year] += 1
            issued: dict[str, Value] = {
                "issued_on": day,
                "prefix": self._place.prefix,
                "year": day.year,
                "serial": serials[day.year],
            }
            self._notice(day, issued, self._life(day, void=number in voided))
        for _ in range(drafts):
            self._notice(self._draw.day(LAST_DAY - timedelta(days=20)), {}, {})
        for _ in range(int(in_force * _QUIET)):
            self._visit(self._draw.day(), "未发现问题", None)
        return self._inspected

    def _notice(self, day: date, issued: Mapping[str, Value], life: Mapping[str, Value]) -> None:
        """Draft a notice on what a visit found."""
        code, facts, requirements = self._draw.choice(_FOUND)
        listed = not self._draw.chance(_TO_NOBODY_LISTED)
        whom = {"institution": self._draw.choice(self._institutions)} if listed else {"addressee": self._addressee(day)}
        violation = reference_uid("violation_code", code.casefold())
        on = day - timedelta(days=self._draw.randint(0, 6))
        visit = self._visit(on, "责令整改", facts)
        self._inspected.targets.append(
            (self._draw.uid(), {"inspection": visit, **whom, "findings": facts, "violation": violation})
        )
        values: dict[str, Value] = {
            **whom,
            "inspection": visit,
            "facts": facts,
            "requirements": requirements,
            "violation": violation,
            "legal_basis": reference_uid("legal_source", _LAW),
            "deadline": day + timedelta(days=self._draw.choice((3, 5, 7, 10, 15, 30))),
        }
        self._inspected.notices.append((self._draw.uid(), {**values, **issued, **life}))

    def _life(self, day: date, *, void: bool) -> dict[str, Value]:
        """Return how a notice went on: served, reinspected, closed; or void."""
        draw = self._draw
        if void:
            return {"voided_on": draw.after(day, 10), "void_reason": "受送达对象名称有误，重新下达"}
        life: dict[str, Value] = {}
        served = draw.after(day, 4)
        if draw.chance(0.95):
            life |= {"served_on": served, "service_way": draw.one_of(_SERVICE)}
            seen = served + timedelta(days=draw.randint(5, 30))
            if seen < LAST_DAY:
                passed = draw.chance(0.9)
                life |= {"reinspected_on": seen, "reinspection_result": "合格" if passed else "不合格"}
                if passed and draw.chance(0.85):
                    life["closed_on"] = draw.after(seen, 6)
        return life

    def _visit(self, day: date, result: str, findings: str | None) -> str:
        """Write a visit down; return its uid."""
        draw, uid = self._draw, self._draw.uid()
        _township, where = draw.choice(self._place.townships)
        values: dict[str, Value] = {
            "on": day,
            "kind": draw.one_of(_KINDS),
            "place": where + self._place.house(draw).removeprefix(self._place.name),
            "officers": "、".join(draw.sample(self._officers, 2)),
            "departments": draw.choice(_DEPARTMENTS),
            "findings": findings,
            "result": result,
        }
        self._inspected.inspections.append((uid, values))
        return uid

    def _addressee(self, day: date) -> str:
        """Write down a person or a place that no list of institutions has: a flat without a name."""
        draw, uid = self._draw, self._draw.uid()
        person = draw.chance(0.6)
        self._inspected.addressees.append(
            (
                uid,
                {
                    "kind": "个人" if person else "场所",
                    "name": person_name(draw) if person else None,
                    "address": self._place.flat(draw),
                    "known_on": day - timedelta(days=draw.randint(0, 20)),
                    "notes": draw.choice(("居民举报，门口无招牌", "12345 转办", "网格员巡查发现", None)),
                },
            )
        )
        return uid
