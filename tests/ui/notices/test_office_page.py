"""The office's own words for its notices."""

import pytest

from shuangjian_desktop.services import steps
from shuangjian_desktop.services.notice_words import DEFAULTS, notice_words
from shuangjian_desktop.ui.office_page import OfficePage


@pytest.fixture
def page(session, settle, qtbot):
    made = OfficePage(session)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    settle()
    return made


def test_the_words_that_hold_are_shown(page):
    assert page.name.text() == "郑州市金水区教育局"
    assert page.head.currentText() == "标题式"
    assert page.days.value() == 15
    assert page.closing.toPlainText() == DEFAULTS["notice_closing"]


def test_only_what_was_changed_is_written(page, desk, settle):
    before = steps.steps(desk, 1)[0].number
    page.save_button.click()
    settle()
    assert steps.steps(desk, 1)[0].number == before
    page.head.setCurrentText("红头")
    page.days.setValue(30)
    page.closing.setPlainText("请按期整改。\n特此通知。")
    page.contact.setText("联系人：周敏")
    page.save_button.click()
    settle()
    words = notice_words(desk)
    assert (words.red_head, words.days, words.contact) == (True, 30, "联系人：周敏")
    assert words.closing == ("请按期整改。", "特此通知。")
    assert steps.steps(desk, 1)[0].number == before + 4
    assert steps.steps(desk, 1)[0].title == "设置：文书上的联系人和电话"


def test_blank_words_are_the_programs_again(page, desk, settle):
    page.name.setText("金水区教育体育局")
    page.save_button.click()
    settle()
    assert notice_words(desk).office == "金水区教育体育局"
    page.name.setText("")
    page.save_button.click()
    settle()
    assert notice_words(desk).office == "郑州市金水区教育局"
    assert page.name.text() == "郑州市金水区教育局"
