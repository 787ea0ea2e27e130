"""The figures of the bulletin that the registers feed, in its order: the only place that lists them."""

from datetime import date

from shuangjian_desktop.analysis.figure import Figure, Prose
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.measure import Count, Persons, Ratio, Sum
from shuangjian_desktop.core.query import AnyOf, Condition, Filter, Has, Last, Not
from shuangjian_desktop.registers.words import (
    BASELINE,
    BOTH_LICENCES,
    CLOSED,
    NON_PROFIT,
    NONPROFIT_TURN,
    RETAINED,
    SUBJECT,
    WITH_LICENCE,
)

_WAN, _YI = 10_000, 100_000_000

SUBJECT_BEFORE: tuple[Condition, ...] = (
    Filter("category", "eq", SUBJECT),
    # With a licence: as stated, and where nothing is stated if there is a licence number.
    Filter("licence_state", "in", (*WITH_LICENCE, None)),
    AnyOf((Filter("licence_state", "in", WITH_LICENCE), Filter("licence_no", "filled"))),
    AnyOf((Filter("licensed_on", "blank"), Filter("licensed_on", "le", BASELINE))),
)
"""Licensed subject institutions at the baseline date; their category is the one that they had then."""


def _closed_illegal(day: date) -> tuple[Condition, ...]:
    """Shut down, and never with both licences."""
    shut = Last("disposition", day, (Filter("kind", "eq", CLOSED),))
    return (shut, Filter("licence_state", "ne", BOTH_LICENCES))


def _retained(day: date) -> Condition:
    """Still what it was: no disposition, or one that lets it go on."""
    return AnyOf((Not((Last("disposition", day),)), Last("disposition", day, (Filter("kind", "in", RETAINED),))))


def _non_profit(day: date) -> tuple[Condition, ...]:
    """Turned until the day, or non-profit without ever having been turned."""
    turn = Filter("kind", "eq", NONPROFIT_TURN)
    turned = Has("disposition", (turn, Filter("on", "le", day)))
    never = Not((Has("disposition", (turn,)),))
    return (AnyOf((turned, Filter("organisation_nature", "eq", NON_PROFIT))), AnyOf((turned, never)))


def _in_force(payment: str, day: date) -> Condition:
    """Has a payment that is not reversed until the day."""
    until = Filter("on", "le", day)
    kept = Not((Has(payment, (until,), by="reverses"),))
    return Has(payment, (until, Filter("amount", "gt", 0), kept))


def _paid(settlement: str, payment: str, day: date) -> Sum:
    """Add payments and reversals up; a settlement without any was looked at too, and came to nothing."""
    unpaid = Count(settlement, (Not((Has(payment),)),))
    return Sum(payment, (Filter("on", "le", day),), field="amount", beside=unpaid)


def _before(_day: date) -> Count:
    return Count("institution", SUBJECT_BEFORE)


def _after(day: date) -> Count:
    return Count("institution", (_retained(day),), among=SUBJECT_BEFORE)


def _reduction(day: date) -> Ratio:
    return Ratio(Count("institution", (Not((_retained(day),)),), among=SUBJECT_BEFORE), _before(day))


def _new_licences(day: date) -> Count:
    dated = (Filter("licensed_on", "gt", BASELINE), Filter("licensed_on", "le", day))
    return Count("institution", (Filter("category", "eq", SUBJECT), *dated))


def _notices(day: date) -> Count:
    in_force = AnyOf((Filter("voided_on", "blank"), Filter("voided_on", "gt", day)))
    return Count("rectification_notice", (Filter("issued_on", "le", day), in_force))


def _non_profit_rate(day: date) -> Ratio:
    retained = (*SUBJECT_BEFORE, _retained(day))
    return Ratio(Count("institution", _non_profit(day), among=retained), Count("institution", retained))


FIGURES: tuple[Figure, ...] = (
    Figure(
        "closed_illegal",
        "关停违法培训机构",
        "家",
        0,
        Prose("家"),
        lambda day: Count("institution", _closed_illegal(day)),
    ),
    Figure(
        "classified_disposed",
        "分类处置",
        "家",
        0,
        Prose("家"),
        lambda day: Count("institution", (Last("disposition", day), Not(_closed_illegal(day)))),
    ),
    Figure("subject_before", "原学科类培训机构", "家", 0, Prose("家"), _before),
    Figure("subject_after", "压减后学科类培训机构", "家", 0, Prose("家"), _after),
    Figure("reduction_rate", "学科类压减率", "%", 2, Prose("%"), _reduction),
    Figure("subject_new_licences", "新批学科类培训机构", "家", 0, Prose("家"), _new_licences),
    Figure("notices_issued", "下达整改通知书", "份", 0, Prose("份", about=True), _notices),
    Figure(
        "wages_settled",
        "清偿薪资",
        "元",
        2,
        Prose("元", _WAN),
        lambda day: _paid("wage_settlement", "wage_payment", day),
    ),
    Figure(
        "wage_staff",
        "清偿薪资涉及从业人员",
        "人",
        0,
        Prose("名"),
        lambda day: Persons("wage_settlement", (_in_force("wage_payment", day),)),
    ),
    Figure(
        "refunds_paid",
        "依法退费",
        "元",
        2,
        Prose("元", _YI, 2),
        lambda day: _paid("refund", "refund_payment", day),
    ),
    Figure(
        "refund_students",
        "退费涉及学生",
        "人",
        0,
        Prose("名", _WAN, 2),
        lambda day: Persons("refund", (_in_force("refund_payment", day),)),
    ),
    Figure("nonprofit_rate", "营改非比例", "%", 2, Prose("%"), _non_profit_rate),
)
BY_KEY = {figure.key: figure for figure in FIGURES}


def find(key: str) -> Figure:
    """Return the figure of that key.

    Raises:
        UsageError: there is none; the sentence lists those there are.

    """
    if key not in BY_KEY:
        known = "、".join(f"{figure.key}（{figure.label}）" for figure in FIGURES)
        raise UsageError(f"没有名为“{key}”的数据。", f"可用的有：{known}。")
    return BY_KEY[key]
