"""The checks that registers share: dates in their order, one of two, both or the second."""

from collections.abc import Mapping
from datetime import date

import pytest

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.registers.checks import Check, dates_in_order, exactly_one, together

ONE, TWO, THREE = date(2022, 1, 1), date(2022, 1, 2), date(2022, 1, 3)


def said(check: Check, values: Mapping[str, Value]) -> list[tuple[str, str, str]]:
    return [(found.field, found.message, found.level) for found in check(values, lambda _key: None)]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"a": ONE, "b": TWO, "c": THREE}, []),
        ({"a": ONE, "b": ONE, "c": ONE}, []),
        ({"a": TWO, "b": ONE, "c": THREE}, [("b", "早于开始 2022-01-02", "error")]),
        (
            {"a": THREE, "b": TWO, "c": ONE},
            [("b", "早于开始 2022-01-03", "error"), ("c", "早于中间 2022-01-02", "error")],
        ),
        ({"a": THREE, "b": None, "c": ONE}, [("c", "早于开始 2022-01-03", "error")]),  # over a gap, too
        ({"a": THREE, "b": "?", "c": ONE}, [("c", "早于开始 2022-01-03", "error")]),
        ({"b": ONE}, []),
        ({}, []),
    ],
)
def test_dates_do_not_go_backwards(values, wrong):
    assert said(dates_in_order("a", "b", "c", labels=("开始", "中间", "结束")), values) == wrong


def test_without_labels_the_date_alone_is_named():
    assert said(dates_in_order("a", "b"), {"a": TWO, "b": ONE}) == [("b", "早于 2022-01-02", "error")]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"a": "x"}, False),
        ({"b": "x"}, False),
        ({"a": "x", "b": None}, False),
        ({"a": "x", "b": "y"}, True),
        ({}, True),
    ],
)
def test_one_of_two_is_filled_and_the_other_is_not(values, wrong):
    assert said(exactly_one("a", "b", "须填一个"), values) == ([("a", "须填一个", "error")] if wrong else [])


@pytest.mark.parametrize(
    ("values", "wrong"),
    [({}, False), ({"a": "x"}, True), ({"a": "x", "b": "y"}, False), ({"b": "y"}, False), ({"a": 0}, True)],
)
def test_the_first_wants_the_second(values, wrong):
    assert said(together("a", "b", "还缺"), values) == ([("b", "还缺", "error")] if wrong else [])
