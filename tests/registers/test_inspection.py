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


def test_the_same_visit_and_the_same_person() -> None:
    assert INSPECTION.same(VISIT, {**VISIT, "findings": "有问题"})
    assert not INSPECTION.same(VISIT, {**VISIT, "officers": "陈刚、周敏"})
    assert ADDRESSEE.same({"address": "花园路 85 号院", "name": "钱某"}, {"address": "花园路85号院", "name": "钱某"})
    assert not ADDRESSEE.same({"address": "花园路 85 号院"}, {"address": "花园路85号院", "name": "钱某"})
