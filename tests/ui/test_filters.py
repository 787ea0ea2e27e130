"""Narrowing a page: words, days, money, blanks, text, records."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton

from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.registers import find
from shuangjian_desktop.ui.filter_popup import ConditionPopup
from shuangjian_desktop.ui.filters import condition_text
from shuangjian_desktop.ui.register_page import RegisterPage
from tests.ui import boxes, clerk


@pytest.fixture
def page(session, desk, settle, qtbot):
    """Three institutions and three refunds of the first; the page of refunds."""
    first, second, _third = clerk.institutions(desk, "启航教育", "爱乐艺术", "博学堂")
    clerk.refunds(desk, first, "张三", "李四", course="数学")
    clerk.refunds(desk, second, "王五", course="钢琴", guardian_phone=None, signed_on=date(2022, 5, 1))
    page = RegisterPage(find("refund"), session)
    qtbot.addWidget(page)
    page.resize(1180, 620)
    page.show()
    qtbot.waitExposed(page)
    settle()
    return page


@pytest.fixture
def popup(page, settle, qtbot):
    """Open the popup of a field's condition as the menu does."""

    def make(key: str) -> ConditionPopup:
        # The offscreen platform closes a new popup when the one before is taken down.
        qtbot.waitUntil(lambda: not page.filters.findChildren(ConditionPopup))
        page.filters.edit(page.register[key])
        settle()
        found = QApplication.activePopupWidget()
        assert isinstance(found, ConditionPopup)
        return found

    return make


def courses(page: RegisterPage) -> list[str]:
    return sorted(clerk.column(page.view, "course"))


def test_words_are_ticked(page, popup, settle):
    words = popup("state").condition.words
    shown = [words.item(row).text() for row in range(words.count())]
    for word in ("未退", "已退清"):
        words.item(shown.index(word)).setCheckState(Qt.CheckState.Checked)
    boxes.press(QApplication.activePopupWidget(), "确定")
    settle()
    assert page.query().filters == (Filter("state", "in", ("未退", "已退清")),)
    assert page.model.rowCount() == 3
    assert page.findChild(QPushButton, "filter_state").text() == "退费状态：未退、已退清"


def test_days_from_and_to_in_any_form(page, popup, settle):
    condition = popup("signed_on").condition
    clerk.type_text(condition.low.line, "2021年3月2日")
    clerk.type_text(condition.high.line, "20211231")
    QTest.keyClick(condition.high.line, Qt.Key.Key_Return)
    settle()
    assert courses(page) == ["数学"]
    assert page.findChild(QPushButton, "filter_signed_on").text() == "签订日期：2021-03-02 至 2021-12-31"


def test_a_wrong_day_is_said_and_nothing_is_asked(page, popup):
    shown = popup("signed_on")
    clerk.type_text(shown.condition.low.line, "2021-02-30")
    boxes.press(shown, "确定")
    assert shown.problem.text() == "“从”：没有 2021年2月30日 这一天"
    assert page.query().filters == ()
    shown.close()


def test_an_amount_may_be_open_at_one_end(page, popup, settle):
    condition = popup("balance").condition
    clerk.type_text(condition.low.line, "0.1万")
    boxes.press(QApplication.activePopupWidget(), "确定")
    settle()
    assert page.query().filters == (Filter("balance", "ge", 100_000),)
    assert page.model.rowCount() == 3


@pytest.mark.parametrize(("words", "found"), [("空白", ["钢琴"]), ("有内容", ["数学", "数学"])])
def test_blank_and_not_blank(page, popup, settle, words, found):
    shown = popup("guardian_phone")
    [mode] = [one for one in shown.findChildren(QRadioButton) if one.text() == words]
    mode.click()
    boxes.press(shown, "确定")
    settle()
    assert courses(page) == found


def test_a_record_is_picked_by_initials(page, popup, settle, qtbot):
    shown = popup("institution")
    clerk.type_text(shown.condition.picker, "alys")
    qtbot.waitUntil(lambda: shown.condition.picker.offers.isVisible())
    QTest.keyClick(shown.condition.picker.offers, Qt.Key.Key_Return)
    boxes.press(shown, "确定")
    settle()
    assert courses(page) == ["钢琴"]
    assert page.findChild(QPushButton, "filter_institution").text() == "机构名称：爱乐艺术"


def test_a_text_is_contained_and_conditions_add_up(page, popup, settle):
    clerk.type_text(popup("course").condition.line, "数")
    boxes.press(QApplication.activePopupWidget(), "确定")
    clerk.type_text(popup("contract_no").condition.line, "HT-2")
    boxes.press(QApplication.activePopupWidget(), "确定")
    settle()
    assert page.model.rowCount() == 1
    page.filters.findChild(QPushButton, "filter_contract_no").customContextMenuRequested.emit(page.pos())
    settle()
    assert page.model.rowCount() == 2
    popup("course")
    boxes.press(QApplication.activePopupWidget(), "去掉")
    settle()
    assert page.model.rowCount() == 3
    assert not page.filters.isVisible()


def test_a_condition_of_another_page_names_its_record(page, desk, settle):
    uid = str(desk.ledger.reader.pick("institution", "爱乐艺术")[0].uid)
    page.filters.set_filters([Filter("institution", "eq", uid)])
    settle()
    assert page.findChild(QPushButton, "filter_institution").text() == "机构名称：爱乐艺术"


_DAY = date(2021, 1, 1)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ((Filter("balance", "gt", 0),), "未退金额 ＞ 0.00"),
        (
            (Filter("signed_on", "ge", date(2021, 1, 1)), Filter("signed_on", "le", date(2021, 1, 1))),
            "签订日期：2021-01-01",
        ),
        (
            (Filter("signed_on", "ge", date(2021, 1, 1)), Filter("signed_on", "le", date(2021, 3, 31))),
            "签订日期：2021-01-01 至 2021-03-31",
        ),
        ((Filter("signed_on", "ge", date(2021, 1, 1)),), "签订日期 ≥ 2021-01-01"),
        ((Filter("balance", "le", 100),), "未退金额 ≤ 1.00"),
        ((Filter("balance", "lt", 100), Filter("balance", "ne", 0)), "未退金额 ＜ 1.00，未退金额 ≠ 0.00"),
        ((Filter("course", "blank"),), "课程：空白"),
        ((Filter("course", "filled"),), "课程：有内容"),
        ((Filter("state", "eq", "未退"),), "退费状态：未退"),
        ((Filter("state", "in", ("未退", "部分退", "失联")),), "退费状态：未退、部分退、失联"),
        ((Filter("institution", "eq", "u"),), "机构名称：…"),  # until its name was read
        ((Filter("course", "contains", "数"),), "课程含“数”"),
        ((Filter("state", "in", ("未退", "部分退", "失联", "已退清")),), "退费状态：未退、部分退、失联 等 4 项"),
    ],
)
def test_conditions_in_words(filters, said):
    assert condition_text(find("refund")[filters[0].field], filters, {}) == said
