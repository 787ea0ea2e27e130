"""Long words where there is little room: nothing is pushed out of its window, and what is cut off says so."""

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLabel, QWidget

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.ui.qt_words import QtWords
from shuangjian_desktop.ui.rows_dialog import RowsDialog
from shuangjian_desktop.ui.widgets import Elided
from tests.ui import clerk

LONG = "郑州市金水区" + "青少年科技创新与综合素质教育" * 8 + "培训中心"


def test_a_long_name_does_not_widen_the_form_of_its_record(desk, form_of, settle):
    [uid] = clerk.institutions(desk, LONG)
    form = form_of("institution", uid)
    settle()
    assert form.title.text() == LONG
    assert form.minimumSizeHint().width() <= form.width()
    assert form.title.height() >= 2 * form.title.fontMetrics().height()


def test_a_long_heading_does_not_widen_the_rows_behind_a_figure(session, qtbot, settle):
    dialog = RowsDialog(LONG, Query("institution"), session)
    qtbot.addWidget(dialog)
    before = dialog.width()
    dialog.open()
    qtbot.waitExposed(dialog)
    settle()
    assert dialog.width() == before


def test_a_line_without_room_for_its_end_shows_that_it_goes_on(qtbot):
    shown, cut, dots = Elided(LONG), QLabel(LONG), QLabel("…")
    for one in (shown, cut, dots):
        qtbot.addWidget(one)
        one.resize(300, 30)
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.addWidget(Elided(LONG))
    assert row.minimumSize().width() < 50
    assert shown.text() == LONG
    edge = 300 - dots.fontMetrics().horizontalAdvance("…中")
    ends = [one.grab().toImage().copy(edge, 0, 300 - edge, 30) for one in (shown, cut)]
    assert ends[0] != ends[1]
    whole, short = Elided("甲校"), QLabel("甲校")
    for one in (whole, short):
        qtbot.addWidget(one)
        one.resize(300, 30)
    assert whole.grab().toImage() == short.grab().toImage()


@pytest.fixture
def chinese(qapp):
    """Qt with our words for its own."""
    words = QtWords(qapp)
    qapp.installTranslator(words)
    yield
    qapp.removeTranslator(words)


def test_the_file_dialog_of_qt_speaks_chinese_where_its_own_translation_does_not(chinese, qtbot):
    dialog = QFileDialog(None, "存为", options=QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    words = [one.text() for one in dialog.findChildren(QLabel)]
    assert "查找范围：" in words
    assert "文件类型：" in words
    assert QApplication.translate("QDialog", "nobody translated this") == "nobody translated this"
