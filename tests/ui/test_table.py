"""The table of a register page: columns, order, selection, copies, and the clerk's place in it."""

from datetime import date

import pytest
from PySide6.QtCore import QItemSelection, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from shuangjian_desktop.core.pinyin import sort_key
from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.services import records
from shuangjian_desktop.ui.table_model import PLACEHOLDER
from tests.ui import boxes, clerk


def press(widget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def test_rows_far_down_come_when_they_are_scrolled_to(desk, page_of, qtbot):
    clerk.many(desk, 1000)
    page = page_of("institution")
    assert page.foot.count.text() == "共 1,000 条"
    press(page.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.model.index(999, 0).data() == PLACEHOLDER  # nothing waits for the ledger
    clerk.wait_for(qtbot, page.view, 999, "机构01000")
    assert page.model.line(500) is None  # what was scrolled past is not read


def test_the_first_rows_are_shown_before_all_are_known(desk, page_of, settle):
    clerk.many(desk, 300)
    page = page_of("institution")
    seen = []
    page.model.settled.connect(lambda: seen.append((page.model.whole, page.model.rowCount(), page.foot.count.text())))
    page.view.verticalScrollBar().setValue(100)
    clerk.click_head(page.view, "category")
    settle()
    (first_whole, first, said), (last_whole, last, said_last) = seen
    assert (first_whole, last_whole) == (False, True)
    assert 20 < first < last == 300
    assert said == f"前 {first} 条，正在查找其余…"
    assert said_last == "共 300 条"
    assert page.view.top_row() == 0  # another order is shown from its top
    page.view.go_to(first - 1)
    page.ask()  # nothing moved: the clerk stays where they are
    settle()
    assert page.view.currentIndex().row() == first - 1


def test_a_click_on_a_head_sorts_and_the_second_the_other_way_round(desk, page_of, settle):
    for name, day in zip(clerk.NAMES, (3, 1, 5, 2, 4), strict=True):
        clerk.institutions(desk, name, licensed_on=date(2019, 1, day))
    page = page_of("institution")
    clerk.click_head(page.view, "name")
    settle()
    assert clerk.column(page.view, "name") == sorted(clerk.NAMES, key=sort_key)
    clerk.click_head(page.view, "name")
    settle()
    assert clerk.column(page.view, "name") == sorted(clerk.NAMES, key=sort_key, reverse=True)


def test_columns_and_rows_are_selected_as_in_excel(desk, page_of, settle):
    clerk.institutions(desk)
    page = page_of("institution")
    clerk.click_head(page.view, "category")
    settle()
    assert page.view.blocks() == []  # a click on a head sorts and does no more
    page.view.setCurrentIndex(page.model.index(2, 1))
    press(page.view, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert (page.view.selected_rows(), page.view.selected_columns()) == ([0, 1, 2, 3, 4], [1])
    press(page.view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.selected_rows() == [2]
    assert page.view.selected_columns() == list(range(len(page.model.fields)))


def test_rows_in_several_blocks_count_once(desk, page_of):
    clerk.institutions(desk)
    page = page_of("institution")
    flags, model = page.view.selectionModel().SelectionFlag, page.model
    for top, bottom, column in ((0, 1, 0), (1, 2, 3), (4, 4, 1)):
        block = QItemSelection(model.index(top, column), model.index(bottom, column + 1))
        page.view.selectionModel().select(block, flags.Select)
    assert page.view.selected_rows() == [0, 1, 2, 4]
    assert page.view.selected_rows(2) == [0, 1]
    assert page.view.selected_count() == 4


def test_the_first_column_stays_in_sight(desk, page_of):
    clerk.institutions(desk)
    page = page_of("institution")
    frozen = page.view.findChild(QTableView, "frozen")
    assert frozen.isVisible()
    assert frozen.width() == page.view.columnWidth(0) > 200
    page.view.horizontalScrollBar().setValue(400)
    at = frozen.visualRect(page.model.index(0, 0))
    assert at.left() == 0
    press(page.view, Qt.Key.Key_Home)
    for _ in range(len(page.model.fields) - 1):
        press(page.view, Qt.Key.Key_Right)
    for _ in range(len(page.model.fields) - 2):
        press(page.view, Qt.Key.Key_Left)
        here = page.view.visualRect(page.view.currentIndex())
        assert here.left() >= frozen.width()  # never under the frozen column


def test_the_clerk_stays_on_the_record_when_others_write(desk, page_of, session, settle, qtbot):
    clerk.many(desk, 300)
    page = page_of("institution")
    page.view.go_to(200)
    page.view.verticalScrollBar().setValue(195)
    clerk.wait_for(qtbot, page.view, 200, "机构00201")
    session.write(lambda desk: records.save(desk, records.new_draft(desk, "institution", {"name": "阿尔法"})))
    settle()
    assert page.model.rowCount() == 301
    assert page.view.selected_rows() == [201]
    assert page.view.currentIndex().row() == 201
    clerk.wait_for(qtbot, page.view, 201, "机构00201")
    assert page.view.top_row() == 196


@pytest.fixture
def clipboard(qapp):
    """The clipboard, emptied afterwards: the offscreen platform dies at exit over what Python has put there."""
    clipboard = QGuiApplication.clipboard()
    yield clipboard
    clipboard.clear()


def test_a_copied_block_has_heads_and_stays_masked(desk, page_of, session, settle, clipboard):
    clerk.institutions(desk, "博学堂", phone="13800001234", licence_no="教民141010570000019")
    page = page_of("institution")
    page.view.selectAll()
    press(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle()
    heads, row = (line.split("\t") for line in clipboard.text().splitlines())
    assert dict(zip(heads, row, strict=True))["联系电话"] == "138****1234"
    assert "mso-number-format" in clipboard.mimeData().html()
    session.unmask("复制")
    settle()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=clerk.place(page.view, 0, "phone"))
    press(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert clipboard.text() == "联系电话\r\n13800001234\r\n"


def test_totals_of_what_is_shown_and_sums_of_the_selection(desk, page_of, settle, qtbot):
    [school] = clerk.institutions(desk, "博学堂")
    uids = clerk.refunds(desk, school, "张三", "李四", "王五")
    clerk.payment(desk, uids[0], 25_050)
    page = page_of("refund")
    assert "应退金额合计 3,000.00" in page.foot.totals.text()
    assert "已退金额合计 250.50" in page.foot.totals.text()
    place = [item.key for item in page.model.fields].index("balance")
    page.view.setCurrentIndex(page.model.index(1, place))
    press(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "合计" in page.foot.selection.text())
    assert page.foot.selection.text() == "选中 2 行　未退金额合计 1,749.50，平均 874.75"
    page.filters.set_filters([Filter("balance", "le", 74_950)])
    settle()
    assert page.foot.count.text() == "找到 1 条"
    page.view.clearSelection()
    qtbot.waitUntil(lambda: page.foot.totals.isVisible())
    assert "应退金额合计 1,000.00" in page.foot.totals.text()


def test_chosen_columns_are_remembered(desk, page_of, settle, qtbot):
    clerk.institutions(desk)
    page = page_of("institution")
    page.heads.choose()
    dialog = clerk.dialog(qtbot)
    rows = {dialog.list.item(row).text(): dialog.list.item(row) for row in range(dialog.list.count())}
    rows["联系人"].setCheckState(Qt.CheckState.Unchecked)
    rows["备注"].setCheckState(Qt.CheckState.Checked)
    dialog.frozen.setValue(2)
    boxes.press(dialog, "确定")
    again = page_of("institution")
    for one in (page, again):
        keys = [item.key for item in one.model.fields]
        assert "contact" not in keys
        assert keys[-1] == "notes"
        assert one.view.frozen == 2


def test_wheel_and_keys_scroll_both_halves_together(desk, page_of):
    clerk.many(desk, 200)
    page = page_of("institution")
    frozen = page.view.findChild(QTableView, "frozen")
    press(page.view, Qt.Key.Key_PageDown)
    press(page.view, Qt.Key.Key_PageDown)
    assert frozen.rowAt(0) == page.view.rowAt(0) > 0
    assert frozen.rowViewportPosition(30) == page.view.rowViewportPosition(30)
    corner = page.view.mapFromGlobal(frozen.viewport().mapToGlobal(QPoint(0, 0)))
    assert corner == page.view.mapFromGlobal(page.view.viewport().mapToGlobal(QPoint(0, 0)))


def test_a_width_pulled_by_hand_is_remembered(desk, page_of):
    clerk.institutions(desk)
    page = page_of("institution")
    heads = page.view.horizontalHeader()
    edge = QPoint(heads.sectionViewportPosition(1) + heads.sectionSize(1) - 1, heads.height() // 2)
    wide = heads.sectionSize(1)
    QTest.mousePress(heads.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(heads.viewport(), edge + QPoint(30, 0))
    QTest.mouseMove(heads.viewport(), edge + QPoint(60, 0))
    QTest.mouseRelease(heads.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(60, 0))
    assert page.view.columnWidth(1) == wide + 60
    assert page_of("institution").view.columnWidth(1) == wide + 60


def test_the_menu_of_a_head_sorts_fixes_and_hides(desk, page_of, settle):
    clerk.institutions(desk)
    page = page_of("institution")

    def choose(column: int, words: str) -> None:
        page.view.head_menu_asked.emit(column, QPoint(200, 200))
        menu = QApplication.activePopupWidget()
        [action] = [one for one in menu.actions() if one.text() == words]
        action.trigger()
        menu.close()
        settle()

    choose(0, "降序")
    assert clerk.column(page.view, "name") == sorted(clerk.NAMES, key=sort_key, reverse=True)
    choose(0, "恢复原来的顺序")
    assert clerk.column(page.view, "name") == sorted(clerk.NAMES, key=sort_key)
    choose(1, "固定到“培训类别”")
    assert page.view.frozen == 2
    choose(1, "不显示“培训类别”")
    assert "category" not in [item.key for item in page.model.fields]
