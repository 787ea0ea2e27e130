"""Picking a record by typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import delete

from shuangjian_desktop.ui.picker import NOT_FOUND, UNPICKED, Picker
from tests.ui import clerk


@pytest.fixture
def picker(session, desk, settle, qtbot):
    """A picker of institutions in a window, with a line beside it to go to."""
    clerk.institutions(desk, "安万福", "万福教育", "启航教育", category="学科类")
    window = QWidget()
    picker = Picker("institution", session)
    column = QVBoxLayout(window)
    column.addWidget(picker)
    column.addWidget(QLineEdit(objectName="other"))
    window.resize(500, 100)
    window.show()
    qtbot.waitExposed(window)
    picker.setFocus()
    yield picker
    delete(window)  # before the jobs are closed: a timer may still run


def offered(picker: Picker, qtbot) -> list[str]:
    """Wait for the list and return the names in it."""
    qtbot.waitUntil(lambda: picker.offers.isVisible())
    model = picker.offers.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def leave(picker: Picker) -> None:
    picker.window().findChild(QLineEdit, "other").setFocus()


def test_who_begins_with_the_initials_comes_first(picker, qtbot):
    clerk.type_text(picker, "wf")
    assert offered(picker, qtbot) == ["万福教育", "安万福"]


def test_a_choice_holds_until_the_text_is_changed(picker, desk, qtbot):
    clerk.type_text(picker, "qh")
    offered(picker, qtbot)
    assert picker.fault == UNPICKED
    QTest.keyClick(picker.offers, Qt.Key.Key_Return)
    assert desk.name("institution", picker.uid()) == picker.text() == "启航教育"
    assert picker.fault == ""
    QTest.keyClick(picker, Qt.Key.Key_End)
    QTest.keyClick(picker, Qt.Key.Key_Backspace)
    assert picker.uid() is None
    assert picker.fault == UNPICKED


def test_down_and_enter_pick_the_last_offer(picker, qtbot):
    clerk.type_text(picker, "qh")
    assert offered(picker, qtbot) == ["启航教育"]
    QTest.keyClick(picker.offers, Qt.Key.Key_Down)
    QTest.keyClick(picker.offers, Qt.Key.Key_Return)
    assert picker.text() == "启航教育"
    assert picker.fault == ""


def test_an_emptied_line_is_no_record_and_no_fault(picker, qtbot):
    clerk.type_text(picker, "qh")
    offered(picker, qtbot)
    QTest.keyClick(picker.offers, Qt.Key.Key_Return)
    told = QSignalSpy(picker.picked)
    picker.selectAll()
    QTest.keyClick(picker, Qt.Key.Key_Delete)
    assert (picker.uid(), picker.fault) == (None, "")
    assert told.count() == 1


def test_the_arrow_drops_the_list_without_a_text(picker, qtbot):
    QTest.keyClick(picker, Qt.Key.Key_Down)
    assert len(offered(picker, qtbot)) == 3


def test_what_nobody_is_called_is_said(picker, qtbot):
    clerk.type_text(picker, "没有这家")
    qtbot.waitUntil(lambda: picker.fault == NOT_FOUND)
    assert not picker.offers.isVisible()


def test_a_full_name_is_taken_on_leaving_and_a_part_is_not(picker, qtbot):
    clerk.type_text(picker, "安万福")
    leave(picker)
    qtbot.waitUntil(lambda: picker.uid() is not None)
    picker.setFocus()
    picker.selectAll()
    clerk.type_text(picker, "万福")
    leave(picker)
    qtbot.waitUntil(lambda: picker.fault == UNPICKED)
    assert QApplication.focusWidget() is not picker
    assert picker.uid() is None
