"""What is due by rule under a contract, and the rules of the field that a contract is checked by."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from shuangjian_desktop.core.register import Problem, Related, Rule, Values
from shuangjian_desktop.registers.checks import INTERNAL, dates_in_order
from shuangjian_desktop.registers.settlement import money
from shuangjian_desktop.registers.words import BASELINE, CLOSED, DEREGISTERED, TURNED, is_non_subject, is_subject

_ESCROW_NOTICE = "《关于加强校外培训机构预收费监管工作的通知》（教监管函〔2021〕2号）"
_ESCROW_DAY = date(2021, 10, 21)
_NON_SUBJECT_OPINION = "《关于规范面向中小学生的非学科类校外培训的意见》（教育部等十三部门，2022-12）"
_NON_SUBJECT_DAY = date(
    2023, 1, 1
)  # issued in December 2022: it holds without doubt for contracts from the next month on
_MOST_LESSONS = 60
_MOST_DAYS = 92  # three months, whichever they are
_MOST_AT_ONCE = 500_000  # fen


def hours(values: Values, key: str) -> Decimal | None:
    """Return a number of lessons of a record."""
    value = values.get(key)
    return value if isinstance(value, Decimal) else None


def due_by_rule(values: Values) -> int | None:
    """Return price × remaining paid lessons ÷ paid lessons in fen, halves up; gift lessons are worth nothing.

    Lessons that were consumed count as paid ones first, where the remaining ones are not given.
    """
    price, paid = money(values, "paid_amount"), hours(values, "paid_hours")
    if price is None or not paid:
        return None
    remaining = hours(values, "remaining_hours")
    if remaining is None:
        consumed = hours(values, "consumed_hours")
        if consumed is None:
            return None
        remaining = max(paid - consumed, Decimal(0))
    return _share(price, min(remaining, paid), paid)


@lru_cache(maxsize=4096)
def _share(price: int, remaining: Decimal, paid: Decimal) -> int:
    """Return the part of a price in fen; remembered, for an import asks three times in a row of each contract."""
    return int((Decimal(price) * remaining / paid).quantize(Decimal(1), ROUND_HALF_UP))


def _hours_add_up(values: Values, _related: Related) -> Iterable[Problem]:
    """Check consumed + remaining against paid lessons; gift lessons may have been consumed or not."""
    paid, gift = hours(values, "paid_hours"), hours(values, "gift_hours") or Decimal(0)
    consumed, remaining = hours(values, "consumed_hours"), hours(values, "remaining_hours")
    if paid is None:
        return
    if remaining is not None and remaining > paid:
        yield Problem("remaining_hours", f"多于购买课时 {paid:f}；剩余课时不含赠送课时")
    elif consumed is not None and remaining is not None and not paid <= consumed + remaining <= paid + gift:
        total = f"{paid:f}＋赠送 {gift:f}" if gift else f"{paid:f}"
        yield Problem("remaining_hours", f"已消 {consumed:f}＋剩余 {remaining:f} ≠ 购买 {total}")


def _too_far_ahead(values: Values, _related: Related) -> Iterable[Problem]:
    paid, start, end = hours(values, "paid_hours"), values.get("course_from"), values.get("course_until")
    if paid is not None and paid > _MOST_LESSONS:
        yield Problem("paid_hours", "一次收费超过 60 课时", "notice")
    if isinstance(start, date) and isinstance(end, date) and (end - start).days >= _MOST_DAYS:
        yield Problem("course_until", "一次收费的时间跨度超过 3 个月", "notice")


def _too_much_at_once(values: Values, _related: Related) -> Iterable[Problem]:
    price = money(values, "paid_amount")
    if is_non_subject(values.get("category")) and price is not None and price > _MOST_AT_ONCE:
        yield Problem("paid_amount", "非学科类一次收费超过 5000 元", "notice")


def _while_winding_down(values: Values, related: Related) -> Iterable[Problem]:
    """Tell of a contract that a 学科类 institution made after it was to be closed, turned or deregistered."""
    institution, signed = related("institution") or {}, values.get("signed_on")
    subject = is_subject(values.get("category") or institution.get("category"))
    day = institution.get("disposition_on")
    ending = institution.get("disposition") in (CLOSED, DEREGISTERED, TURNED)
    stopped = institution.get("operating_state") in ("停业", "停办", "注销")
    if subject and isinstance(signed, date) and ((ending and isinstance(day, date) and signed >= day) or stopped):
        yield Problem("signed_on", "机构处于压减、停办期间仍收取新的费用（两禁止两消减）", "notice")


RULES = (
    Rule("refund.hours", "课时相加一致", INTERNAL, _hours_add_up, about="paid_hours"),
    Rule(
        "refund.course_dates",
        "课程起止日期先后",
        INTERNAL,
        dates_in_order("course_from", "course_until"),
        about="course_until",
    ),
    Rule(
        "refund.three_months", "预收不超过 3 个月或 60 课时", _ESCROW_NOTICE, _too_far_ahead, _ESCROW_DAY, "signed_on"
    ),
    Rule(
        "refund.five_thousand",
        "非学科类一次不超过 5000 元",
        _NON_SUBJECT_OPINION,
        _too_much_at_once,
        _NON_SUBJECT_DAY,
        "signed_on",
    ),
    Rule("refund.winding_down", "禁止招新生、再收费", "“两禁止两消减”", _while_winding_down, BASELINE, "signed_on"),
)
