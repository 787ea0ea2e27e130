"""Visits: two officers, one target each; the same visit again is the same."""

from datetime import date

import pytest

from shuangjian_desktop.core.register import Register, Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers.inspection import ADDRESSEE, INSPECTION, INSPECTION_TARGET, officer_names

VISIT: Values = {
    "on": date(2021, 11, 12),
    "place": "花园路街道",
    "officers": "刘洋（豫A-1）、周敏（豫A-2）",
    "kind": "专项检查",
}


def found(register: Register, values: Values) -> dict[str, str]:
    return {problem.field: problem.level for problem in check_record(register, values, lambda _key: None)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("刘洋（豫A-10231）、周敏（豫A-10232）", ["刘洋", "周敏"]),
        ("刘洋,周敏;陈刚", ["刘洋", "周敏", "陈刚"]),
        ("刘洋 周敏", ["刘洋", "周敏"]),
        ("刘洋（豫A、1）", ["刘洋"]),
    ],
)
def test_officers_are_told_apart(text: str, names: list[str]) -> None:
    assert officer_names(text) == names


def test_two_officers_inspect() -> None:
    assert found(INSPECTION, VISIT) == {}
    assert found(INSPECTION, {**VISIT, "officers": "刘洋"}) == {"officers": "error"}
    assert found(INSPECTION, {**VISIT, "officers": "刘洋、刘洋"}) == {"officers": "error"}
    assert found(INSPECTION, {**VISIT, "officers": "刘洋", "kind": "日巡查"}) == {"officers": "notice"}


def test_a_target_is_an_institution_or_an_addressee() -> None:
    assert found(INSPECTION_TARGET, {"inspection": "v", "institution": "i"}) == {}
    assert found(INSPECTION_TARGET, {"inspection": "v", "addressee": "a"}) == {}
    assert found(INSPECTION_TARGET, {"inspection": "v"}) == {"institution": "error"}
    assert found(INSPECTION_TARGET, {"inspection": "v", "institution": "i", "addressee": "a"}) == {
        "institution": "error"
    }


@pytest.mark.parametrize("result", INSPECTION.options("result"))
def test_notices_are_drafted_of_a_visit_that_found_something(result: str) -> None:
    (draft,) = INSPECTION.actions
    assert draft.possible({**VISIT, "result": result}) == (result != "未发现问题")
    assert draft.possible(VISIT)


@pytest.mark.parametrize(
    ("visit", "target", "facts"),
    [
        ({"findings": "收费未公示"}, {"findings": "无证办学"}, "无证办学"),
        ({"findings": "收费未公示"}, {}, "收费未公示"),
        ({}, {}, None),
    ],
)
def test_what_was_found_at_somebody_goes_before_what_was_found_at_all(
    visit: Values, target: Values, facts: str | None
) -> None:
    (draft,) = INSPECTION.actions
    whom: Values = {"institution": "i", "addressee": "a", "violation": "v"}
    assert draft.apply({**VISIT, **visit}, {**target, **whom}) == {**whom, "facts": facts}


def test_one_row_for_each_at_whom_something_was_found() -> None:
    at = {"inspection": "v", "institution": "i"}
    assert INSPECTION_TARGET.same(at, {**at, "findings": "有问题"})
    assert not INSPECTION_TARGET.same(at, {**at, "institution": "j"})
    assert not INSPECTION_TARGET.same({"inspection": "v", "addressee": "a"}, {"inspection": "v", "addressee": "b"})
    assert not INSPECTION_TARGET.same(at, {**at, "inspection": "w"})


def test_an_identity_number_tells_a_person_at_another_address() -> None:
    person = {"identity_no": "4101", "name": "钱某", "address": "花园路"}
    assert ADDRESSEE.same(person, {**person, "address": "文化路", "name": "钱某某"})
    assert not ADDRESSEE.same(person, {**person, "identity_no": "4102"})


def test_the_same_visit_and_the_same_person() -> None:
    assert INSPECTION.same(VISIT, {**VISIT, "findings": "有问题"})
    assert not INSPECTION.same(VISIT, {**VISIT, "officers": "陈刚、周敏"})
    assert ADDRESSEE.same({"address": "花园路 85 号院", "name": "钱某"}, {"address": "花园路85号院", "name": "钱某"})
    assert not ADDRESSEE.same({"address": "花园路 85 号院"}, {"address": "花园路85号院", "name": "钱某"})
