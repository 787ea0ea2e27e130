"""What a clerk sees and does on the page of a register."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu

from shuangjian_desktop.core.pinyin import sort_key
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import records, steps
from shuangjian_desktop.ui.columns import Columns
from shuangjian_desktop.ui.table_model import PLACEHOLDER
from tests.ui import boxes, clerk


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
    assert page.view.frozen
    assert page.view.childAt(page.empty.geometry().center()) is page.empty  # nothing lies over the text
    assert page.view.childAt(page.empty.pos() + QPoint(5, 5)) is page.empty
    assert not page.open_button.isEnabled()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("爱乐", ["郑州爱乐艺术中心"]), ("zzal", ["郑州爱乐艺术中心"]), ("4567", ["博学堂"]), ("没有这家", [])],
)
def test_search_finds_text_initials_and_parts_of_numbers(desk, page_of, settle, qtbot, typed, found):
    clerk.institutions(desk, *clerk.NAMES[:2])
    clerk.institutions(desk, "博学堂", phone="13834567001")
    page = page_of("institution")
    page.search.setFocus()
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
    assert words == ["新建", "打开", "复制", "历史", "只看相同的“培训类别”", "移交…", "删除"]
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
