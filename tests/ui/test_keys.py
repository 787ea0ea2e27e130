"""What keys do where the clerk is: in a table, in its search box, on a button, in a dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import REGISTERS
from shuangjian_desktop.ui.rows_dialog import RowsDialog
from shuangjian_desktop.ui.widgets import button, tool
from tests.ui import boxes, clerk


def press(place: QWidget, key: Qt.Key) -> None:
    """Press a key where the clerk is."""
    place.setFocus()
    QTest.keyClick(place, key)


def test_the_arrow_down_goes_down_a_table(desk, page_of):
    clerk.institutions(desk)
    page = page_of("institution")
    page.view.go_to(0)
    press(page.view, Qt.Key.Key_Down)
    press(page.view, Qt.Key.Key_Down)
    assert page.view.currentIndex().row() == 2


def test_delete_deletes_records_only_where_the_table_has_the_focus(desk, page_of, qtbot):
    clerk.institutions(desk)
    page = page_of("institution")
    page.view.go_to(0)
    press(page.open_button, Qt.Key.Key_Delete)
    assert QApplication.activeModalWidget() is None
    press(page.view, Qt.Key.Key_Delete)
    assert "删除" in boxes.box(qtbot).text()


@pytest.fixture
def rows(session, qtbot) -> RowsDialog:
    """The rows behind a figure, in a window of their own."""
    dialog = RowsDialog("标题", Query(REGISTERS[0].key), session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.mark.parametrize("place", ["view", "search"])
def test_escape_closes_the_rows_behind_a_figure(rows, place):
    press(getattr(rows.page, place), Qt.Key.Key_Escape)
    assert not rows.isVisible()


def test_escape_in_a_search_box_clears_it_before_it_closes(rows):
    rows.page.search.setText("博学")
    press(rows.page.search, Qt.Key.Key_Escape)
    assert rows.page.search.text() == ""
    assert rows.isVisible()
    press(rows.page.search, Qt.Key.Key_Escape)
    assert not rows.isVisible()


@pytest.mark.parametrize("make", [button, tool])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus_and_not_the_answer(make, key, qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    mine, answer = make("放弃", "discard"), button("导入", "import")
    answer.setDefault(True)
    column = QVBoxLayout(dialog)
    column.addWidget(mine)
    column.addWidget(answer)
    dialog.open()
    qtbot.waitExposed(dialog)
    pressed, answered = QSignalSpy(mine.clicked), QSignalSpy(answer.clicked)
    press(mine, key)
    assert (pressed.count(), answered.count()) == (1, 0)
