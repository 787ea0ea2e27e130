"""The plain pages: today, steps, recycle bin, settings, and the window around them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from shuangjian_desktop.services import records
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.recycle_page import RecyclePage
from shuangjian_desktop.ui.settings_page import OfficePage, RulesPage
from shuangjian_desktop.ui.steps_page import StepsPage
from shuangjian_desktop.ui.today_page import TodayPage
from tests.ui.boxes import box, press, said
from tests.ui.entries import add, cells, change

AGREED = {"due_override": 100_000, "due_reason": "双方协商"}


@pytest.fixture
def show(qtbot, settle):
    """Show a page and wait until it has read what it shows."""

    def show(page):
        qtbot.addWidget(page)
        page.resize(1000, 600)
        page.show()
        settle()
        return page

    return show


@pytest.fixture
def window(session, show):
    """The window with 王芳 at the desk."""
    window = MainWindow(session.jobs)
    window.sit_down(session, "金水区教育局")
    return show(window)


def test_the_window_is_never_made_larger_than_the_screen(window):
    """A notebook of 1366 × 768 at 150 % has 911 × 512 of the units in which a window is measured."""
    room = window.screen().availableSize()
    assert window.minimumWidth() < room.width()
    assert window.minimumHeight() < room.height()


# --- steps -----------------------------------------------------------------------------------------------------------
def test_a_step_is_taken_back_and_done_again_from_the_list(desk, session, show, settle):
    uid = add(desk, "institution", name="育才学校")
    page = show(StepsPage(session))
    assert "育才学校" in page.model.index(0, 3).data()
    page.table.selectRow(0)
    page.undo_button.click()
    settle()
    assert desk.record("institution", uid).deleted
    assert page.model.index(0, 3).data().startswith("撤销")
    assert page.model.index(1, 5).data() == "已撤销"
    page.table.selectRow(1)
    assert not page.undo_button.isEnabled()
    page.redo_button.click()
    settle()
    assert not desk.record("institution", uid).deleted


def test_what_a_step_changed_is_shown_with_old_and_new(qtbot, desk, session, show, settle):
    uid = add(desk, "institution", name="育才学校", phone="13800000011")
    change(desk, "institution", uid, name="育才培训学校")
    page = show(StepsPage(session))
    page.table.selectRow(0)
    settle()
    [[register, name, action, changes]] = cells(page.touched, qtbot)
    assert (register, name, action) == ("机构台账", "育才培训学校", "修改")
    assert "育才学校 → 育才培训学校" in changes


def test_personal_values_of_a_step_stay_masked_until_unmasked(qtbot, desk, session, show, settle):
    add(desk, "institution", name="育才学校", phone="13800000011")
    page = show(StepsPage(session))

    def shown() -> str:
        page.table.selectRow(next(row for row in range(9) if "育才" in page.model.index(row, 3).data()))
        settle()
        return cells(page.touched, qtbot)[0][3]

    assert "138****0011" in shown()
    session.unmask("测试")
    settle()
    assert "13800000011" in shown()


def test_an_undo_that_must_be_refused_is_refused_with_a_sentence(desk, session, show, settle, qtbot):
    uid = add(desk, "institution", name="育才学校")
    change(desk, "institution", uid, name="育才培训学校")
    window = MainWindow(session.jobs)  # the one place that tells troubles
    qtbot.addWidget(window)
    page = show(StepsPage(session))
    page.table.selectRow(1)
    page.undo_button.click()
    settle()
    assert "又被修改" in said(qtbot)
    assert desk.record("institution", uid).values["name"] == "育才培训学校"


def test_older_steps_come_as_the_list_is_scrolled(desk, session, show, settle):
    for number in range(205):
        desk.set_setting("number_prefix", f"代字{number}")
    page = show(StepsPage(session))
    assert page.model.rowCount() == 200
    page.table.scrollToBottom()
    settle()
    assert page.model.rowCount() == 206
    assert page.model.index(205, 0).data() == "1"


# --- recycle bin -----------------------------------------------------------------------------------------------------
def test_a_deleted_record_is_brought_back(desk, session, show, settle):
    uid = add(desk, "institution", name="育才学校")
    records.remove(desk, "institution", [uid])
    page = show(RecyclePage(session))
    assert page.registers.currentText() == "机构台账（1）"
    assert page.model.index(0, 0).data() == "育才学校"
    page.table.selectRow(0)
    page.restore_button.click()
    settle()
    assert not desk.record("institution", uid).deleted
    assert page.registers.count() == 0


# --- today -----------------------------------------------------------------------------------------------------------
def test_today_lists_what_waits_and_opens_it(qtbot, desk, window, settle):
    institution = add(desk, "institution", name="育才学校")
    add(desk, "refund", institution=institution, student="王梓涵", promised_on=desk.day, **AGREED)
    page = window.tabs.page("today")
    page.refresh()
    settle()

    def opening() -> list[QPushButton]:
        return [one for one in page.findChildren(QPushButton) if "承诺退费已到期" in one.accessibleName()]

    qtbot.waitUntil(lambda: len(opening()) == 1 and opening()[0].isVisible())
    opening()[0].click()
    settle()
    assert window.tabs.key == "refund"
    assert window.tabs.page("refund").model.rowCount() == 1


def test_today_without_a_backup_says_so(session, show):
    page = show(TodayPage(session))
    assert any("备份" in one.accessibleName() for one in page.findChildren(QPushButton))


# --- settings --------------------------------------------------------------------------------------------------------
def test_a_rule_is_switched_off_and_on(desk, session, show, settle):
    page = show(RulesPage(session))
    item = page.rules.item(0)
    key = item.data(Qt.ItemDataRole.UserRole)
    item.setCheckState(Qt.CheckState.Unchecked)
    settle()
    assert desk.switched_off() == {key}
    item.setCheckState(Qt.CheckState.Checked)
    settle()
    assert desk.switched_off() == frozenset()


def test_the_prefix_of_notices_is_set(desk, session, show, settle):
    page = show(OfficePage(session))
    assert page.prefix.text() == "郑金教改"
    page.prefix.setText("郑金教责改")
    page.save_button.click()
    settle()
    assert desk.setting("number_prefix") == "郑金教责改"


def test_every_reference_register_opens_in_settings(window, settle):
    page = window.tabs.open("settings")
    titles = []
    for row in range(page.names.count()):
        page.names.setCurrentRow(row)
        settle()
        titles.append(page.names.item(row).text())
    assert titles[:3] == ["本局设置", "检查规则", "经办人"]
    assert {"代码表", "区划", "代管", "节假日", "法律依据", "违规类型"} <= set(titles)


# --- the window ------------------------------------------------------------------------------------------------------
def test_title_and_tabs(window):
    assert window.windowTitle() == "双减治理台账 — 金水区教育局 — 经办人：王芳"
    titles = [window.tabs.tabText(place) for place in range(window.tabs.count())]
    assert titles[:4] == ["今日待办", "数据总览", "图表", "机构台账"]
    assert titles[-4:] == ["待处理", "操作记录", "回收站", "字典与设置"]


def test_every_tab_opens(window, settle):
    for key in window.tabs.keys:
        assert window.tabs.open(key).isVisible()
        settle()


def test_undo_and_redo_name_the_step_and_turn_it(desk, session, window, settle):
    session.write(lambda desk: records.save(desk, records.new_draft(desk, "institution", {"name": "育才学校"})))
    settle()
    assert "育才学校" in window.actions_.undo.text()
    assert "已保存：新增机构台账：育才学校（第 2 步）" in window.last_done.text()
    window.actions_.undo.trigger()
    settle()
    assert desk.ledger.reader.step(2).undone
    assert "育才学校" in window.actions_.redo.text()
    window.actions_.redo.trigger()
    settle()
    assert not desk.ledger.reader.step(2).undone


def test_what_an_undo_leaves_is_listed(desk, session, window, settle, qtbot):
    drafts = [records.new_draft(desk, "institution", {"name": f"第{n}学校"}) for n in range(2)]
    uids = [records.save(desk, draft).uid for draft in drafts]
    records.remove(desk, "institution", uids)
    records.bring_back(desk, "institution", [uids[0]])
    page = window.tabs.open("steps")
    settle()
    page.table.selectRow(next(row for row in range(9) if page.model.index(row, 3).data().startswith("删除")))
    page.undo_button.click()
    settle()
    text = said(qtbot)
    assert "已撤销 1 条" in text
    assert "保留（之后被修改） 1 条" in text
    assert "第0学校" in text


def test_unmasking_is_asked_and_on_record(desk, session, window, settle, qtbot):
    window.actions_.unmask.trigger()
    press(box(qtbot), "显示")
    settle()
    assert session.desk.unmasked
    assert desk.ledger.reader.steps(limit=1)[0].verb == "unmask"
    assert window.actions_.unmask.text() == "隐藏个人信息"
    window.actions_.unmask.trigger()
    settle()
    assert not session.desk.unmasked


def test_without_an_operator_a_write_is_refused_with_a_sentence(session, window, settle, qtbot):
    session.switch_operator("")
    session.write(lambda desk: desk.set_setting("number_prefix", "甲"))
    settle()
    assert "经办人" in said(qtbot)


def test_a_fault_of_ours_ends_in_one_dialog_without_what_was_typed(session, window, settle):
    session.read(lambda _desk: int("张三的身份证"))
    session.read(lambda _desk: int("李四的电话"))
    settle()
    [crash] = [one for one in window.findChildren(QDialog, "crash") if one.isVisible()]
    words = " ".join(one.text() for one in crash.findChildren(QLabel))
    assert "没有料到的错误" in words
    shown = crash.findChild(QPlainTextEdit).toPlainText()
    assert "ValueError" in shown
    assert "张三" not in shown
    press(crash, "复制文字")
    assert QApplication.clipboard().text() == shown
    crash.reject()
    assert not crash.isVisible()


# --- for those who do not see ----------------------------------------------------------------------------------------
def test_whatever_takes_the_focus_on_a_page_has_a_name(desk, window, settle):
    records.remove(desk, "institution", [add(desk, "institution", name="育才学校")])
    for key in window.tabs.keys:
        page = window.tabs.open(key)
        settle()
        found = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QAbstractSpinBox, QAbstractButton)
        for one in page.findChildren(QWidget):
            inside = one.objectName().startswith("qt_") or isinstance(one.parentWidget(), QComboBox | QAbstractSpinBox)
            if isinstance(one, found) and one.isVisible() and one.focusPolicy() and not inside:
                said = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
                hint = one.placeholderText() if isinstance(one, QLineEdit) else ""
                assert said or hint, (key, one)
