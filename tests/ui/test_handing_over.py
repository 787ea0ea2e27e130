"""An institution is handed over from its row or its form; from then on it is seen and no longer written."""

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from shuangjian_desktop.ui.deeds import DeedDialog
from tests.ui import boxes, clerk


@pytest.fixture
def school(desk) -> str:
    return clerk.institutions(desk, "博学堂", "甲校")[0]


def fill(dialog: DeedDialog, office: str) -> None:
    """Pick the office and say why; the day is given as today."""
    to, on, reason = dialog.boxes
    assert on.editor.text() == QDate.currentDate().toString(Qt.DateFormat.ISODate)
    combo = to.editor.combo
    combo.setCurrentIndex(combo.findText(office))
    combo.activated.emit(combo.currentIndex())
    clerk.type_text(reason.editor.focusProxy(), "郑教〔2022〕7号")


def test_from_the_row_it_goes_and_stays_to_be_seen(desk, page_of, settle, qtbot, school):
    page = page_of("institution")
    page.view.customContextMenuRequested.emit(clerk.place(page.view, 0, "name"))
    menu = QApplication.activePopupWidget()
    [action] = [one for one in menu.actions() if one.text() == "移交…"]
    action.trigger()
    menu.close()
    settle()
    dialog = clerk.dialog(qtbot)
    boxes.press(dialog, "移交")
    assert dialog.problem.text() == "还没有填对：移交至"
    fill(dialog, "中原区教育局")
    boxes.press(dialog, "移交")
    settle()
    assert desk.record("institution", school).office == "410102"
    assert clerk.column(page.view, "name") == ["博学堂", "甲校"]
    model = page.view.table()
    passed, own = (model.index(row, 0) for row in (0, 1))
    assert model.data(passed, Qt.ItemDataRole.ToolTipRole) == "已移交给中原区教育局，只能查看"
    assert model.data(own, Qt.ItemDataRole.ToolTipRole) is None
    assert model.data(passed, Qt.ItemDataRole.ForegroundRole) is not None
    assert model.data(own, Qt.ItemDataRole.ForegroundRole) is None


def test_from_the_form_which_then_says_whose_it_is(desk, form_of, settle, school):
    form = form_of("institution", school)
    assert form.banner.isHidden()
    boxes.press(form, "移交…")
    settle()
    fill(QApplication.activeModalWidget(), "郑东新区教育局")
    boxes.press(QApplication.activeModalWidget(), "移交")
    settle()
    assert form.deed_buttons() == []
    assert form.banner.text() == "这条记录已移交给郑东新区教育局，只能查看。"
    shown = [clerk.shown(form, key) for key in ("handed_from", "handed_to", "handover_reason")]
    assert shown == ["金水区教育局", "郑东新区教育局", "郑教〔2022〕7号"]
    clerk.enter(form, "community", "shengwei")
    assert clerk.shown(form, "community") == ""
    buttons = {one.text() for one in form.findChildren(QPushButton) if one.isVisible()}
    assert {"显示个人信息", "历史", "关闭"} <= buttons
    assert not buttons & {"保存", "保存并新建", "移交…", "删除", "取消"}
