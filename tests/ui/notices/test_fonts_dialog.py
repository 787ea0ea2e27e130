"""字体检查: what stands in for what, before anything is printed."""

import sys

import pytest
from PySide6.QtWidgets import QApplication

from shuangjian_desktop.services.notice_words import notice_words
from shuangjian_desktop.ui.notices.fonts_dialog import FontsDialog
from shuangjian_desktop.ui.office_page import OfficePage
from tests.documents.machine import machine_with


@pytest.fixture
def page(session, settle, qtbot):
    made = OfficePage(session)
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


@pytest.fixture
def checked(page, settle):
    """Press the button and wait for what the dialog found."""

    def check():
        page.fonts_button.click()
        settle()
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, FontsDialog) and one.isVisible())

    return check


def cells(dialog):
    table = dialog.table
    return [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]


def test_papers_are_in_the_shipped_faces_until_the_office_says_otherwise(page, checked):
    dialog = checked()
    assert dialog.words.text().startswith("文书用随程序的字体")
    assert [row[0] for row in cells(dialog)] == ["小标宋体", "仿宋体", "楷体", "黑体", "宋体"]
    assert all(row[3].startswith("随程序的字体") for row in cells(dialog))
    assert dialog.sample.pixmap().width() > 300


@pytest.mark.skipif(sys.platform != "linux", reason="where other systems keep fonts is not ours to change")
def test_it_says_what_the_machine_has_and_what_stands_in(page, checked, tmp_path):
    page.fonts.setCurrentText("本机的字体")
    with machine_with(tmp_path, {"KaiTi": "GongwenKai-Regular.ttf"}):
        dialog = checked()
    assert "没有小标宋体、仿宋体、黑体" in dialog.words.text()
    rows = {row[0]: row[1:] for row in cells(dialog)}
    assert rows["楷体"] == ["各项事实的首句", "KaiTi（KaiTi.ttf）", "KaiTi"]
    assert rows["黑体"][1:] == ["没有找到", "随程序的字体（Gongwen Hei）"]
    assert "SimHei" in dialog.table.item(3, 2).toolTip()


def test_the_choice_is_written_down(page, desk, settle):
    page.fonts.setCurrentText("本机的字体")
    page.save_button.click()
    settle()
    assert notice_words(desk).system_fonts
