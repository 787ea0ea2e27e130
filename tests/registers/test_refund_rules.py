"""Rules of the field on a contract, each from its day on; wage and refund keys."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers.refund import REFUND
from shuangjian_desktop.registers.wage_settlement import WAGE_SETTLEMENT

BEFORE, AFTER = date(2021, 3, 11), date(2023, 3, 1)


def found(institution: Values | None = None, **values: Value) -> dict[str, str]:
    """The problems of a contract by field."""
    whole = {"institution": "i", "student": "王", **values}
    problems = check_record(REFUND, whole, {"institution": institution or {}}.get)
    return {problem.field: problem.level for problem in problems}


def hours(**values: int) -> dict[str, Value]:
    return {f"{key}_hours": Decimal(value) for key, value in values.items()}


@pytest.mark.parametrize(
    ("lessons", "wrong"),
    [
        (hours(paid=40, consumed=30, remaining=10), set()),
        (hours(paid=40, gift=6, consumed=36, remaining=10), set()),
        (hours(paid=40, gift=6, consumed=30, remaining=10), set()),
        (hours(paid=40, gift=6, consumed=37, remaining=10), {"remaining_hours"}),
        (hours(paid=40, consumed=30, remaining=12), {"remaining_hours"}),
        (hours(paid=40, consumed=30, remaining=5), {"remaining_hours"}),
        (hours(paid=40, consumed=31, remaining=10), {"remaining_hours"}),
        (hours(paid=40, remaining=41), {"remaining_hours"}),
        (hours(paid=40, remaining=40), set()),
        (hours(paid=40, remaining=10), set()),
        (hours(consumed=30, remaining=10), set()),
        (hours(paid=40, consumed=30), set()),
    ],
)
def test_lessons_add_up(lessons: dict[str, Value], wrong: set[str]) -> None:
    assert set(found(**lessons)) == wrong


@pytest.mark.parametrize(
    ("lessons", "said"),
    [
        (hours(paid=40, remaining=41), "多于购买课时 40；剩余课时不含赠送课时"),
        (hours(paid=40, consumed=30, remaining=12), "已消 30＋剩余 12 ≠ 购买 40"),
        (hours(paid=40, gift=6, consumed=37, remaining=10), "已消 37＋剩余 10 ≠ 购买 40＋赠送 6"),
        ({**hours(paid=40, consumed=30), "remaining_hours": Decimal("10.5")}, "已消 30＋剩余 10.5 ≠ 购买 40"),
    ],
)
def test_the_sum_that_does_not_come_out_is_written_out(lessons: dict[str, Value], said: str) -> None:
    values = {"institution": "i", "student": "王", **lessons}
    assert [problem.message for problem in check_record(REFUND, values, lambda _key: None)] == [said]


def test_a_course_does_not_end_before_it_begins() -> None:
    course = {"course_from": date(2021, 3, 1), "course_until": date(2021, 2, 28)}
    assert found(**course) == {"course_until": "error"}
    assert found(**course | {"course_until": date(2021, 3, 1)}) == {}


@pytest.mark.parametrize(
    ("contract", "last_day_without", "field"),
    [
        (hours(paid=61), date(2021, 10, 20), "paid_hours"),
        ({"category": "非学科类", "paid_amount": 500_001}, date(2022, 12, 31), "paid_amount"),
        ({"category": "学科类"}, date(2021, 7, 23), "signed_on"),
    ],
)
def test_each_rule_begins_on_its_day(contract: dict[str, Value], last_day_without: date, field: str) -> None:
    closed = {"operating_state": "停业"} if field == "signed_on" else {}
    assert found(closed, signed_on=last_day_without, **contract) == {}
    assert found(closed, signed_on=last_day_without + timedelta(days=1), **contract) == {field: "notice"}


def test_the_office_may_switch_a_rule_off() -> None:
    values = {"institution": "i", "student": "王", **hours(paid=40, remaining=41)}
    assert check_record(REFUND, values, lambda _key: None, frozenset({"refund.hours"})) == []


def test_sixty_lessons_and_three_months_hold_since_the_notice() -> None:
    assert found(signed_on=AFTER, **hours(paid=61)) == {"paid_hours": "notice"}
    assert found(signed_on=AFTER, **hours(paid=60)) == {}
    assert found(signed_on=BEFORE, **hours(paid=61)) == {}
    assert found(**hours(paid=61)) == {}  # no date: the rule does not fire
    quarter = {"course_from": date(2023, 3, 1), "course_until": date(2023, 5, 31)}
    assert found(signed_on=AFTER, **quarter) == {}
    assert found(signed_on=AFTER, **quarter | {"course_until": date(2023, 6, 1)}) == {"course_until": "notice"}


def test_five_thousand_yuan_never_fires_on_a_contract_of_2021() -> None:
    dear = {"category": "非学科类（体育）", "paid_amount": 500_001}
    assert found(signed_on=AFTER, **dear) == {"paid_amount": "notice"}
    assert found(signed_on=AFTER, **dear | {"paid_amount": 500_000}) == {}
    assert found(signed_on=AFTER, **dear | {"category": "学科类"}) == {}
    assert found(signed_on=date(2021, 12, 31), **dear) == {}


@pytest.mark.parametrize(
    ("institution", "told"),
    [
        ({"category": "学科类", "disposition": "取缔关停", "disposition_on": date(2021, 9, 1)}, True),
        ({"category": "学科类", "disposition": "规范保留", "disposition_on": date(2021, 9, 1)}, False),
        ({"category": "学科类", "disposition": "取缔关停", "disposition_on": date(2021, 11, 1)}, False),
        ({"category": "学科类", "disposition": "注销（终止办学）", "disposition_on": date(2021, 9, 1)}, True),
        ({"category": "学科类", "disposition": "转非学科", "disposition_on": date(2021, 9, 1)}, True),
        ({"category": "学科类", "disposition": "取缔关停", "disposition_on": date(2021, 10, 8)}, True),  # the same day
        ({"category": "学科类", "disposition": "取缔关停", "disposition_on": date(2021, 10, 9)}, False),
        ({"category": "学科类", "disposition": "取缔关停"}, False),  # nobody knows since when
        ({"category": "学科类", "operating_state": "停业"}, True),
        ({"category": "学科类", "operating_state": "停办"}, True),
        ({"category": "学科类", "operating_state": "注销"}, True),
        ({"category": "学科类", "operating_state": "正常"}, False),
        ({"category": "非学科类（体育）", "operating_state": "停业"}, False),
    ],
)
def test_new_fees_while_winding_down_raise_an_alert(institution: Values, told: bool) -> None:
    assert found(institution, signed_on=date(2021, 10, 8)) == ({"signed_on": "notice"} if told else {})


def test_the_category_of_the_contract_outranks_that_of_the_institution() -> None:
    closed: Values = {"category": "非学科类（体育）", "operating_state": "停办"}
    assert found(closed, signed_on=date(2021, 10, 8), category="学科类") == {"signed_on": "notice"}
    closed = {"category": "学科类", "operating_state": "停办"}
    assert found(closed, signed_on=date(2021, 10, 8), category="非学科类（体育）") == {}


def test_a_contract_is_known_by_its_number_or_by_what_it_says() -> None:
    one = {"institution": "i", "student": "王", "guardian_phone": "13800000011", "contract_no": "QH-1"}
    loose = {"institution": "i", "student": "王", "guardian_phone": "13800000011"}
    assert REFUND.same(one, {**one, "course": "数学"})
    assert not REFUND.same(one, {**one, "contract_no": "QH-2"})
    assert REFUND.same(one, loose)  # a list without numbers finds the contract that has one
    assert not REFUND.same(loose, {**loose, "paid_amount": 500_000})
    assert not REFUND.same(loose, {**loose, "guardian_phone": "13800000012"})
    assert REFUND.same({"institution": "i", "student": "王"}, {"institution": "i", "student": "王"})


def test_wages_are_known_by_identity_number_or_name_and_phone() -> None:
    one = {"institution": "i", "staff": "陈", "identity_no": "4101", "phone": "138", "months": "2021年8月"}
    assert WAGE_SETTLEMENT.same(one, {**one, "staff": "陈晓燕"})
    assert not WAGE_SETTLEMENT.same(one, {**one, "months": "2021年9月"})
    assert WAGE_SETTLEMENT.same({**one, "identity_no": None}, one)
