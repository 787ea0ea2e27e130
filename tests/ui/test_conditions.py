"""The editors of conditions one by one: what they ask for, and that they show what was asked before."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from shiboken6 import delete

from shuangjian_desktop.core.kinds import ValueProblem
from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.registers import find
from shuangjian_desktop.ui.conditions import Condition, make_condition
from shuangjian_desktop.ui.session import Session
from tests.ui import boxes, clerk
from tests.ui.entries import add

TODAY = date(2022, 3, 10)


@pytest.fixture
def condition(desk, jobs, settle, qtbot):
    """Show the editor of a field of the refunds as on 2022-03-10, after conditions that were set before."""
    session, made = Session(replace(desk, day=TODAY), jobs), []

    def make(key: str, *before: Filter, names: dict[str, str] | None = None, register: str = "refund") -> Condition:
        found = make_condition(find(register), find(register)[key], session, before, names or {})
        made.append(found)
        found.show()
        qtbot.waitExposed(found)
        settle()
        return found

    yield make
    for one in made:
        delete(one)  # before the jobs are closed: what was typed last may still be looked up


BEFORE = {
    "a text": (Filter("course", "contains", "数"),),
    "days": (Filter("signed_on", "ge", date(2021, 3, 1)), Filter("signed_on", "le", date(2021, 3, 31))),
    "days from": (Filter("signed_on", "ge", date(2021, 3, 1)),),
    "days to": (Filter("signed_on", "le", date(2021, 3, 31)),),
    "money": (Filter("balance", "ge", -10_000), Filter("balance", "le", 0)),
    "a word": (Filter("state", "eq", "未退"),),
    "words": (Filter("state", "in", ("未退", "已退清")),),
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_what_was_asked_before_is_asked_again(condition, before):
    assert condition(before[0].field, *before).filters() == before


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ((Filter("course", "eq", "数学"),), (Filter("course", "contains", "数学"),)),
        ((Filter("balance", "gt", 0),), (Filter("balance", "ge", 0),)),
        ((Filter("balance", "lt", 0),), (Filter("balance", "le", 0),)),
        ((Filter("balance", "eq", 5),), (Filter("balance", "ge", 5), Filter("balance", "le", 5))),
        ((Filter("balance", "blank"),), ()),
        ((Filter("state", "blank"),), ()),
        ((Filter("course", "filled"),), ()),
    ],
)
def test_a_condition_from_elsewhere_is_shown_as_far_as_it_can_be(condition, before, asked):
    assert condition(before[0].field, *before).filters() == asked


@pytest.mark.parametrize("key", ["course", "signed_on", "balance", "state", "institution", "paid_hours"])
def test_an_empty_editor_asks_nothing(condition, key):
    empty = condition(key)
    assert (empty.filters(), empty.names()) == ((), {})


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("本月", date(2022, 3, 1), TODAY),
        ("上月", date(2022, 2, 1), date(2022, 2, 28)),
        ("今年", date(2022, 1, 1), TODAY),
        ("去年", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_the_spans_that_are_asked_for_most(condition, qtbot, words, low, high):
    days = condition("signed_on")
    with qtbot.waitSignal(days.touched):
        boxes.press(days, words)
    assert days.filters() == (Filter("signed_on", "ge", low), Filter("signed_on", "le", high))


@pytest.mark.parametrize("key", ["balance", "signed_on"])
def test_which_end_is_which_is_said(condition, key):
    found = condition(key)
    labels = {one.text(): one for one in found.findChildren(QLabel) if one.isVisible()}
    for words, end in (("从", found.low), ("到", found.high)):
        assert labels[words].geometry().right() < end.geometry().left()
        assert abs(labels[words].geometry().center().y() - end.geometry().center().y()) <= 2
    assert found.low.geometry().bottom() < found.high.geometry().top()


def test_money_has_no_spans_of_days(condition):
    assert not [one for one in condition("balance").findChildren(QPushButton) if one.text() in ("本月", "去年")]


@pytest.mark.parametrize(("end", "words"), [("low", "“从”"), ("high", "“到”")])
def test_what_is_no_amount_is_told_with_its_end(condition, end, words):
    money = condition("balance")
    clerk.type_text(getattr(money, end).focusProxy(), "约1200")
    with pytest.raises(ValueProblem) as told:
        money.filters()
    assert (told.value.reason, told.value.allowed) == (f"{words}：不是金额", "金额，如 1200.50")


def test_a_balance_below_nothing_may_be_asked_for_where_an_amount_may_not(condition):
    for key in ("balance", "paid_amount"):
        money = condition(key)
        clerk.type_text(money.low.focusProxy(), "-100")
        assert money.filters() == (Filter(key, "ge", -10_000),)


@pytest.mark.parametrize(
    ("key", "line"), [("course", "line"), ("balance", "low"), ("balance", "high"), ("signed_on", "low")]
)
def test_typing_says_that_the_condition_is_meant(condition, qtbot, key, line):
    found = condition(key)
    field = getattr(found, line)
    field = field.focusProxy() or field
    assert field.isVisible()
    with qtbot.waitSignal(found.touched):
        clerk.type_text(field, "1")


@pytest.mark.parametrize("key", ["course", "balance", "signed_on", "state", "institution"])
def test_the_keyboard_is_at_the_editor_at_once(condition, key):
    found = condition(key)
    found.setFocus()
    assert found.isAncestorOf(found.focusProxy())
    assert found.focusProxy().isVisible()


def test_spaces_around_a_text_do_not_count(condition):
    text = condition("course")
    clerk.type_text(text.line, "  ")
    assert text.filters() == ()
    clerk.type_text(text.line, "a b ")
    assert text.filters() == (Filter("course", "contains", "a b"),)


# --- words -----------------------------------------------------------------------------------------------------------
def shown(words) -> list[str]:
    return [words.item(row).text() for row in range(words.count()) if not words.item(row).isHidden()]


def tick(words, *texts: str) -> None:
    for row in range(words.count()):
        if words.item(row).text() in texts:
            words.item(row).setCheckState(Qt.CheckState.Checked)


def test_words_of_the_offices_table_come_after_the_declared_ones_and_stay_ticked(condition, desk):
    add(desk, "code", table="category", word="学科类（走班）")
    found = condition("category", Filter("category", "in", ("学科类", "学科类（走班）")))
    assert shown(found.words)[0] == "学科类"
    assert shown(found.words).count("学科类（走班）") == shown(found.words).count("学科类") == 1
    assert found.filters() == (Filter("category", "in", ("学科类", "学科类（走班）")),)


def test_many_words_can_be_searched_few_need_not(condition):
    states = condition("state")
    assert states.finder.isVisible() == (states.words.count() > 8)
    few = condition("kind", register="inspection")
    assert (few.words.count() <= 8, few.finder.isVisible()) == (True, False)
    states.finder.setText(" 退 ")
    assert shown(states.words)
    assert all("退" in text for text in shown(states.words))
    tick(states.words, "未退")
    states.finder.setText("")
    assert len(shown(states.words)) == states.words.count()
    assert states.filters() == (Filter("state", "eq", "未退"),)


def test_a_tick_says_that_the_condition_is_meant(condition, qtbot):
    states = condition("state")
    with qtbot.waitSignal(states.touched):
        tick(states.words, "未退")


# --- records ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def schools(desk) -> dict[str, str]:
    names = ("启航教育", "爱乐艺术")
    return dict(zip(names, clerk.institutions(desk, *names), strict=True))


def pick(found, qtbot, initials: str) -> None:
    clerk.type_text(found.picker, initials)
    qtbot.waitUntil(lambda: found.picker.offers.isVisible())
    QTest.keyClick(found.picker.offers, Qt.Key.Key_Return)


def test_several_records_are_picked_one_by_one_each_once(condition, schools, qtbot):
    found = condition("institution")
    for initials in ("qhjy", "alys", "qhjy"):
        with qtbot.waitSignal(found.touched):
            pick(found, qtbot, initials)
        assert found.picker.text() == ""
    uids = (schools["启航教育"], schools["爱乐艺术"])
    assert found.filters() == (Filter("institution", "in", uids),)
    assert found.names() == {uid: name for name, uid in schools.items()}
    found.words.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert found.filters() == (Filter("institution", "eq", uids[1]),)


def test_records_of_before_come_with_their_names(condition, schools):
    uid = schools["爱乐艺术"]
    found = condition("institution", Filter("institution", "eq", uid), names={uid: "爱乐艺术"})
    assert shown(found.words) == ["爱乐艺术"]
    assert found.filters() == (Filter("institution", "eq", uid),)


def test_what_was_typed_and_not_picked_is_not_left_out_in_silence(condition, schools, settle):
    found = condition("institution")
    clerk.type_text(found.picker, "没有的学校")
    settle()
    with pytest.raises(ValueProblem) as told:
        found.filters()
    assert told.value.reason
