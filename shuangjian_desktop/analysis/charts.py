"""The charts, in the order of their list: the only place that lists them."""

from datetime import date, timedelta

from shuangjian_desktop.analysis.chart import Chart, Days, Places, Scope, Series, Words
from shuangjian_desktop.analysis.figures import SUBJECT_BEFORE
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.kinds import Choice
from shuangjian_desktop.core.measure import ByCase, ByField, ByLast, Count, Sum
from shuangjian_desktop.core.query import Condition, Filter, Has, To
from shuangjian_desktop.registers import find as register
from shuangjian_desktop.registers.notice_life import FAILED, PASSED, STATES
from shuangjian_desktop.registers.words import DISPOSITION


def _words(register_key: str, field: str) -> tuple[tuple[str, str], ...]:
    """Return the declared words of a choice field as keys and names."""
    kind = register(register_key)[field].kind
    return tuple((word, word) for word in kind.options) if isinstance(kind, Choice) else ()


def _institution(scope: Scope) -> tuple[Condition, ...]:
    """Return that a record's institution is of the category asked for."""
    return (To("institution", scope.of_category()),) if scope.category else ()


# --- institutions ----------------------------------------------------------------------------------------------------
OPERATING = Words(lambda _scope: ByField("operating_state"), _words("institution", "operating_state"))
DISPOSED = Words(
    lambda scope: ByLast("disposition", "kind", scope.until),
    tuple((word, word) for word in DISPOSITION.options),
    "未处置",
)

# --- notices ---------------------------------------------------------------------------------------------------------
_AGES = (("7天以内", 7), ("8～15天", 15), ("16～30天", 30), ("31～60天", 60), ("61～90天", 90), ("超过90天", 0))


def _age(scope: Scope) -> ByCase:
    """Return the ages of notices at the end of the day: the days since they were issued."""
    limits = ((name, scope.until - timedelta(days=days) if days else date.min) for name, days in _AGES)
    return ByCase(tuple((name, (Filter("issued_on", "ge", first),)) for name, first in limits))


def _state(scope: Scope) -> ByCase:
    """Return the states that notices were in at the end of the day, by the dates of what happened to them."""
    steps: tuple[tuple[str, str, tuple[Condition, ...]], ...] = (
        (STATES[6], "voided_on", ()),
        (STATES[5], "closed_on", ()),
        (STATES[3], "reinspected_on", (Filter("reinspection_result", "eq", PASSED),)),
        (STATES[4], "reinspected_on", (Filter("reinspection_result", "eq", FAILED),)),
        (STATES[2], "served_on", ()),
        (STATES[1], "issued_on", ()),
    )
    return ByCase(tuple((word, (Filter(field, "le", scope.until), *more)) for word, field, more in steps))


_STATES = Words(_state, tuple((word, word) for word in STATES[1:]))


# --- money -----------------------------------------------------------------------------------------------------------
def _due(settlement: str, label: str, day: Days) -> Series:
    """Return what is due, by a day of the settlement."""

    def count(scope: Scope) -> Count:
        return Sum(settlement, (*day.within(scope), *_institution(scope)), field="due")

    return Series(count, day, label=label)


def _paid(settlement: str, payment: str, label: str) -> Series:
    """Return what was paid less what was reversed, by the day of the payment."""
    day = Days("on", "month")

    def count(scope: Scope) -> Count:
        institution = (To(settlement, _institution(scope)),) if scope.category else ()
        return Sum(payment, (*day.between(scope, scope.since, scope.until), *institution), field="amount")

    return Series(count, day, label=label)


# --- what was done ---------------------------------------------------------------------------------------------------
_ISSUED, _INSPECTED = Days("issued_on", "day"), Days("on", "day")


def _notices(scope: Scope) -> Count:
    """Return the notices that were issued in the time asked for."""
    return Count("rectification_notice", (*_ISSUED.between(scope, scope.since, scope.until), *_institution(scope)))


def _inspections(scope: Scope) -> Count:
    """Return the inspections in the time asked for, at institutions of the category asked for."""
    visited = (Has("inspection_target", _institution(scope)),) if scope.category else ()
    return Count("inspection", (*_INSPECTED.between(scope, scope.since, scope.until), *visited))


CHARTS: tuple[Chart, ...] = (
    Chart(
        "institutions_by_state",
        "机构状态",
        "rows",
        "家",
        (Series(lambda scope: Count("institution", scope.of_category()), Places(), OPERATING),),
        note="按台账中现在的机构状态",
        by_day=False,
    ),
    Chart(
        "institutions_by_disposition",
        "机构处置情况",
        "rows",
        "家",
        (Series(lambda scope: Count("institution", scope.of_category()), Places(), DISPOSED),),
        note="按各机构最近一次处置",
    ),
    Chart(
        "subject_reduction",
        "学科类培训机构压减",
        "funnel",
        "家",
        (Series(lambda _scope: Count("institution", SUBJECT_BEFORE), DISPOSED),),
        note="原有证学科类机构，按最近一次处置",
        by_category=False,
    ),
    Chart(
        "refunds_by_month",
        "退费：应退与已退",
        "time",
        "元",
        (
            _due("refund", "应退（按合同签订日期）", Days("signed_on", "month")),
            _paid("refund", "refund_payment", "已退（按付款日期）"),
        ),
        note="已退已扣除冲正",
        since=True,
    ),
    Chart(
        "wages_by_month",
        "薪资清偿：应发与已发",
        "time",
        "元",
        (
            _due(
                "wage_settlement",
                "应发（按最近一次发放日期）",
                Days("on", "month", "尚未发放", last="wage_payment"),
            ),
            _paid("wage_settlement", "wage_payment", "已发（按付款日期）"),
        ),
        note="已发已扣除冲正",
        since=True,
    ),
    Chart(
        "notices_by_age",
        "整改通知书：状态与时长",
        "rows",
        "份",
        (Series(_notices, _STATES, Words(_age, tuple((name, name) for name, _days in _AGES), ordered=True)),),
        note="时长从下达之日算起，草稿不计",
        since=True,
    ),
    Chart(
        "inspections_by_day",
        "巡查次数",
        "time",
        "次",
        (Series(_inspections, _INSPECTED, Words(lambda _scope: ByField("kind"), _words("inspection", "kind"))),),
        since=True,
    ),
)
BY_KEY = {chart.key: chart for chart in CHARTS}


def find(key: str) -> Chart:
    """Return the chart of that key.

    Raises:
        UsageError: there is none; the sentence lists those there are.

    """
    if key not in BY_KEY:
        known = "、".join(f"{chart.key}（{chart.title}）" for chart in CHARTS)
        raise UsageError(f"没有名为“{key}”的图表。", f"可用的有：{known}。")
    return BY_KEY[key]
