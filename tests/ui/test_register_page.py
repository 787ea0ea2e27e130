"""What a clerk sees and does on the page of a register."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu

from shuangjian_desktop.core.pinyin import sort_key
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import records, steps
from shuangjian_desktop.ui.columns import Columns
from shuangjian_desktop.ui.register_page import RegisterPage
from shuangjian_desktop.ui.table_model import PLACEHOLDER
from tests.ui import boxes, clerk


@pytest.fixture
def page_of(session, settle, qtbot):
    """Show the page of a register and wait for its rows."""

    def make(key: str) -> RegisterPage:
        page = RegisterPage(find(key), session)
        qtbot.addWidget(page)
        page.resize(1180, 620)
        page.show()
        qtbot.waitExposed(page)
        settle()
        page.view.setFocus()
        return page

    return make


def press(widget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def test_all_records_stand_there_by_pinyin_with_their_count(desk, page_of):
    clerk.institutions(desk)
    page = page_of("institution")
    assert clerk.column(page.view, "name") == sorted(clerk.NAMES, key=sort_key)
    assert page.foot.count.text() == "共 5 条"


def test_an_empty_page_says_what_to_do(page_of):
    page = page_of("institution")
    assert page.empty.isVisible()
    assert "新建" in page.empty.text()
    assert "Excel" in page.empty.text()
    assert not page.open_button.isEnabled()


def test_rows_far_down_come_when_they_are_scrolled_to(desk, page_of, qtbot):
    clerk.many(desk, 1000)
    page = page_of("institution")
    assert page.foot.count.text() == "共 1,000 条"
    press(page.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.model.index(999, 0).data() == PLACEHOLDER  # nothing waits for the ledger
    clerk.wait_for(qtbot, page.view, 999, "机构01000")
    assert page.model.line(500) is None  # what was scrolled past is not read


@pytest.mark.parametrize(
    ("typed", "found"),
    [("爱乐", ["郑州爱乐艺术中心"]), ("zzal", ["郑州爱乐艺术中心"]), ("4567", ["博学堂"]), ("没有这家", [])],
)
def test_search_finds_text_initials_and_parts_of_numbers(desk, page_of, settle, qtbot, typed, found):
    clerk.institutions(desk, *clerk.NAMES[:2])
    clerk.institutions(desk, "博学堂", phone="13834567001")
    page = page_of("institution")
    clerk.type_text(page.search, typed)
    qtbot.waitUntil(lambda: page.model.query.text == typed)
    settle()
    assert clerk.column(page.view, "name") == found
    assert page.foot.count.text() == f"找到 {len(found)} 条"
    press(page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.model.query.text == "")
    settle()
    assert page.foot.count.text() == "共 3 条"


def test_a_word_typed_in_one_go_is_one_question(desk, page_of, settle, qtbot):
    clerk.institutions(desk)
    page = page_of("institution")
    asked = QSignalSpy(page.model.loading)
    clerk.type_text(page.search, "qihang")
    qtbot.waitUntil(lambda: page.model.query.text == "qihang")
    settle()
    assert [asked.at(number)[0] for number in range(asked.count())] == [True, False]


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


def test_the_first_column_stays_in_sight(desk, page_of):
    clerk.institutions(desk)
    page = page_of("institution")
    frozen = page.view.findChild(type(page.view).__mro__[1], "frozen")
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


def test_deleting_asks_says_how_to_get_it_back_and_stays_near(desk, page_of, session, settle, qtbot):
    clerk.institutions(desk)
    page = page_of("institution")
    page.view.go_to(2)
    press(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    gone = clerk.column(page.view, "name")[2:4]
    press(page.view, Qt.Key.Key_Delete)
    box = boxes.box(qtbot)
    assert "2 条" in box.text()
    assert "回收站" in box.informativeText()
    boxes.press(box, "删除")
    settle()
    assert [name for name in gone if name in clerk.column(page.view, "name")] == []
    assert page.view.currentIndex().row() == 2
    session.undo(None, lambda undone: None)
    settle()
    assert clerk.column(page.view, "name") == sorted(clerk.NAMES, key=sort_key)


def test_a_copied_block_has_heads_and_stays_masked(desk, page_of, session, settle):
    clerk.institutions(desk, "博学堂", phone="13800001234", licence_no="教民141010570000019")
    page = page_of("institution")
    page.view.selectAll()
    press(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle()
    clipboard = QGuiApplication.clipboard()
    heads, row = (line.split("\t") for line in clipboard.text().splitlines())
    assert dict(zip(heads, row, strict=True))["联系电话"] == "138****1234"
    assert "mso-number-format" in clipboard.mimeData().html()
    session.unmask("复制")
    settle()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=clerk.place(page.view, 0, "phone"))
    press(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert clipboard.text() == "联系电话\r\n13800001234\r\n"


def test_personal_values_are_masked_until_they_are_shown_and_again_after(desk, page_of, session, settle):
    clerk.institutions(desk, "博学堂", phone="13800001234", contact="李梅")
    page = page_of("institution")
    assert clerk.column(page.view, "phone") == ["138****1234"]
    assert clerk.column(page.view, "contact") == ["李*"]
    session.unmask("机构台账")
    settle()
    assert clerk.column(page.view, "phone") == ["13800001234"]
    session.mask()
    assert clerk.column(page.view, "phone") == [PLACEHOLDER]  # hidden at once, before the ledger has answered
    settle()
    assert clerk.column(page.view, "phone") == ["138****1234"]


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


def test_a_record_that_was_just_made_is_chosen(desk, page_of, settle, qtbot):
    clerk.many(desk, 200)
    page = page_of("institution")
    press(page.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = clerk.dialog(qtbot)
    settle()
    clerk.type_text(form.body.boxes["name"].editor.line, "机构00150之二")
    press(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert page.model.rowCount() == 201
    clerk.wait_for(qtbot, page.view, page.view.currentIndex().row(), "机构00150之二")
    assert page.view.viewport().rect().contains(page.view.visualRect(page.view.currentIndex()).center())


@pytest.mark.parametrize("how", ["enter", "double click", "button"])
def test_opening_a_record(desk, page_of, settle, qtbot, how):
    clerk.institutions(desk)
    page = page_of("institution")
    page.view.go_to(1)
    if how == "enter":
        press(page.view, Qt.Key.Key_Return)
    elif how == "button":
        page.open_button.click()
    else:
        at = clerk.place(page.view, 1, "category")
        QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    form = clerk.dialog(qtbot)
    settle()
    assert form.title.text() == clerk.column(page.view, "name")[1]
    form.reject()


def test_the_menu_of_a_row_narrows_to_what_is_alike(desk, page_of, settle):
    clerk.institutions(desk, "甲", "乙", category="学科类")
    clerk.institutions(desk, "丙")
    page = page_of("institution")
    page.view.customContextMenuRequested.emit(clerk.place(page.view, 0, "category"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert words == ["新建", "打开", "复制", "历史", "只看相同的“培训类别”", "删除"]
    menu.actions()[4].trigger()
    menu.close()
    settle()
    value = page.model.line(0).record.values["category"]
    assert set(clerk.column(page.view, "category")) == {value or ""}
    assert page.filters.isVisible()


def test_another_page_can_ask(desk, page_of, settle):
    clerk.institutions(desk, "甲", "乙", category="学科类")
    clerk.institutions(desk, "丙")
    page = page_of("institution")
    page.show_query(Query("institution", "", (Filter("category", "eq", "学科类"),)))
    settle()
    assert sorted(clerk.column(page.view, "name")) == sorted(["甲", "乙"])
    assert page.filters.isVisible()


def test_a_page_out_of_sight_reads_when_it_comes_back(desk, page_of, session, settle):
    page = page_of("institution")
    page.hide()
    session.write(lambda desk: records.save(desk, records.new_draft(desk, "institution", {"name": "新校"})))
    settle()
    assert page.model.rowCount() == 0
    page.show()
    settle()
    assert clerk.column(page.view, "name") == ["新校"]


def test_the_history_of_a_record_from_its_row(desk, page_of, settle, qtbot):
    [uid] = clerk.institutions(desk, "旧名")
    draft = records.edit_draft(desk, "institution", uid)
    records.save(desk, replace(draft, values={**draft.values, "name": "新名"}))
    assert len(steps.history(desk, "institution", uid)) == 2
    page = page_of("institution")
    page.view.go_to(0)
    press(page.view, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    settle()
    dialog = clerk.dialog(qtbot)
    settle()
    assert dialog.title.text() == "新名　共 2 次改动"
    newest = dialog.tree.topLevelItem(0)
    assert "王芳　修改" in newest.text(0)
    assert [newest.child(0).text(column) for column in range(3)] == ["机构名称", "旧名", "新名"]
    dialog.reject()


def test_wheel_and_keys_scroll_both_halves_together(desk, page_of):
    clerk.many(desk, 200)
    page = page_of("institution")
    frozen = page.view.findChild(type(page.view).__mro__[1], "frozen")
    press(page.view, Qt.Key.Key_PageDown)
    press(page.view, Qt.Key.Key_PageDown)
    assert frozen.rowAt(0) == page.view.rowAt(0) > 0
    assert frozen.rowViewportPosition(30) == page.view.rowViewportPosition(30)
    corner = page.view.mapFromGlobal(frozen.viewport().mapToGlobal(QPoint(0, 0)))
    assert corner == page.view.mapFromGlobal(page.view.viewport().mapToGlobal(QPoint(0, 0)))


def test_the_export_holds_what_is_seen(desk, page_of, settle, qtbot, tmp_path):
    clerk.institutions(desk, "乙校", "甲校", category="学科类", phone="13800001234")
    clerk.institutions(desk, "丙校")
    page = page_of("institution")
    page.heads.take(Columns(tuple(find("institution")[key] for key in ("phone", "name", "category"))))
    page.filters.set_filters([Filter("category", "eq", "学科类")])
    clerk.click_head(page.view, "name")
    clerk.click_head(page.view, "name")
    settle()
    page.export()
    chooser = clerk.dialog(qtbot)
    chooser.close()
    page.export_to(tmp_path / "机构.xlsx")
    settle()
    assert "2 行" in boxes.said(qtbot)
    sheet = openpyxl.load_workbook(tmp_path / "机构.xlsx").worksheets[0]
    rows = [[cell.value for cell in row[:3]] for row in sheet.iter_rows()]
    assert rows[-3:] == [
        ["联系电话", "机构名称", "培训类别"],
        ["138****1234", "乙校", "学科类"],
        ["138****1234", "甲校", "学科类"],
    ]


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


def test_a_deed_from_the_row(desk, page_of, settle, qtbot):
    clerk.institutions(desk, "博学堂")
    values = {"institution": clerk.institutions(desk, "甲校")[0], "facts": "超范围", "requirements": "停止"}
    draft = records.new_draft(desk, "rectification_notice", {**values, "deadline": date(2099, 12, 31)})
    records.save(desk, draft)
    page = page_of("rectification_notice")
    assert clerk.column(page.view, "state") == ["草稿"]
    page.view.customContextMenuRequested.emit(clerk.place(page.view, 0, "state"))
    menu = QApplication.activePopupWidget()
    [action] = [one for one in menu.actions() if one.text() == "下达…"]
    action.trigger()
    menu.close()
    settle()
    boxes.press(clerk.dialog(qtbot), "下达")
    settle()
    assert clerk.column(page.view, "state") == ["已下达"]


def test_the_keys_of_the_page(desk, page_of, settle):
    clerk.institutions(desk)
    page = page_of("institution")
    press(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is page.search
    press(page.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.view
    asked = QSignalSpy(page.model.settled)
    press(page.view, Qt.Key.Key_F5)
    settle()
    assert asked.count() == 1
    press(page.view, Qt.Key.Key_A)  # no letter makes the table read all rows
    assert page.model.query.text == ""
