"""A clerk's file through the import dialog and the tray, as the clerk sees it."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QTableView

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import lists, tray
from shuangjian_desktop.ui.import_dialog.dialog import COLUMNS, FILE, PREVIEW, RESULT, WORDS, ImportDialog
from shuangjian_desktop.ui.import_dialog.file_page import SHEETS
from shuangjian_desktop.ui.main_window import MainWindow
from tests.acceptance import roster, test_refund_list
from tests.exchange.reading.every_kind import DATA
from tests.ui.boxes import box, press, said
from tests.ui.entries import add, cells

FATES = ["create", "update", "unchanged", "doubtful", "error", "left"]


@pytest.fixture
def window(session, qtbot, settle):
    window = MainWindow(session.jobs)
    window.sit_down(session, "金水区教育局")
    qtbot.addWidget(window)
    window.show()
    settle()
    return window


@pytest.fixture
def dialog(window, settle):
    """Open the import dialog of a register with a file."""

    def dialog(register: str, path: Path | None) -> ImportDialog:
        window.import_(path, register)
        settle()
        return next(one for one in window.findChildren(ImportDialog) if one.isVisible())

    return dialog


@pytest.fixture
def walk(dialog, settle):
    """Go with a file as far as the preview, the unknown words left as they are."""

    def walk(register: str, path: Path) -> ImportDialog:
        shown = dialog(register, path)
        for _ in range(2):
            if shown.pages.currentIndex() != PREVIEW:
                shown.next_button.click()
                settle()
        assert shown.pages.currentIndex() == PREVIEW
        return shown

    return walk


def tab_titles(shown: ImportDialog) -> list[str]:
    tabs = shown.preview_page.tabs
    return [tabs.tabText(place) for place in range(tabs.count()) if tabs.isTabVisible(place)]


def count(desk, register: str) -> int:
    return len(lists.spine(desk, Query(register)))


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# --- file and columns ------------------------------------------------------------------------------------------------
def test_the_roster_goes_in_and_the_second_time_changes_nothing(desk, walk, settle, tmp_path):
    path = roster.write(tmp_path / "摸排表.xlsx")
    shown = walk("institution", path)
    assert tab_titles(shown) == ["新增（114）", "更新（0）", "不导入（2）"]
    assert shown.next_button.text() == "导入 114 条"
    shown.next_button.click()
    settle()
    assert shown.pages.currentIndex() == RESULT
    assert "写入 114 条" in shown.result_page.heading.text()
    assert count(desk, "institution") == 114
    shown.close_button.click()
    again = walk("institution", path)
    assert again.next_button.text() == "完成"
    again.next_button.click()
    settle()
    assert "没有新增，也没有更新" in again.result_page.heading.text()
    assert count(desk, "institution") == 114


@pytest.mark.parametrize("name", ["摸排表.et", "摸排表.ods"])
def test_a_dropped_sheet_of_another_program_goes_in(window, settle, name, tmp_path):
    path = Path(shutil.copy(DATA / ("roster.ods" if name.endswith("ods") else "roster.xls"), tmp_path / name))
    urls = QMimeData()
    urls.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, urls, left, plain))
    settle()
    [shown] = [one for one in window.findChildren(ImportDialog) if one.isVisible()]
    assert shown.pages.currentIndex() == COLUMNS
    assert shown.columns_page.combos[2].currentText() == "机构名称 *"
    assert f"*{path.suffix}" in SHEETS


def test_head_and_columns_are_shown_and_can_be_changed(dialog, settle, tmp_path):
    shown = dialog("institution", roster.write(tmp_path / "摸排表.xlsx"))
    page = shown.columns_page
    assert shown.pages.currentIndex() == COLUMNS
    assert page.head_row.value() == 3
    assert "摸排登记表" in page.titles.text()
    assert page.combos[2].currentText() == "机构名称 *"
    assert page.combos[0].currentText() == "（不导入）"
    page.combos[1].setCurrentIndex(0)
    page.combos[1].activated.emit(0)
    assert "community" not in page.proposal().mapping.fields
    page.head_row.setValue(2)
    settle()
    assert page.proposal().head.row == 2
    page.head_row.setValue(3)
    settle()
    assert page.proposal().mapping.fields.keys() >= {"name", "community"}


def test_a_missing_required_column_is_named(dialog, tmp_path):
    shown = dialog("institution", csv(tmp_path / "a.csv", "联系电话,地址\n13800000011,花园路1号\n"))
    assert "机构名称" in shown.columns_page.missing.text()


def test_samples_of_personal_columns_are_masked(dialog, tmp_path):
    shown = dialog("institution", csv(tmp_path / "a.csv", "机构名称,联系电话\n甲校,13800000011\n"))
    sample, _certain = shown.columns_page._notes[1]
    assert sample.text() == "138****0011"


def test_the_institution_of_the_title_is_proposed_for_all_rows(desk, dialog, settle, tmp_path):
    uid = add(desk, "institution", name=test_refund_list.SCHOOL)
    path = test_refund_list.write(tmp_path / "退费.xlsx", test_refund_list.FIRST)
    shown = dialog("refund", path)
    assert shown.columns_page.fixed.values() == {"institution": uid}
    shown.next_button.click()
    settle()
    shown.next_button.click()
    settle()
    assert count(desk, "refund") == 5
    assert count(desk, "refund_payment") == 4
    assert {one.values["institution"] for one in desk.ledger.reader.first(Query("refund"), 9)} == {uid}


def test_one_value_for_all_rows_is_added_and_taken_away(desk, dialog, settle, tmp_path):
    shown = dialog("institution", csv(tmp_path / "a.csv", "机构名称,机构状态\n甲校,正常\n乙校,停业\n"))
    fixed = shown.columns_page.fixed
    fixed.more.setCurrentIndex(fixed.more.findData("category"))
    fixed.add_button.click()
    fixed.editors["category"].write("学科类")
    fixed.more.setCurrentIndex(fixed.more.findData("township"))
    fixed.add_button.click()
    fixed._remove("township")
    assert fixed.values() == {"category": "学科类"}
    shown.next_button.click()
    settle()
    shown.next_button.click()
    settle()
    assert {one.values["category"] for one in desk.ledger.reader.first(Query("institution"), 9)} == {"学科类"}


def test_a_file_that_cannot_be_read_gets_a_sentence_and_another_chance(qtbot, dialog, settle, tmp_path):
    path = tmp_path / "不是表格.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    shown = dialog("institution", path)
    assert "不是表格.xlsx" in said(qtbot)
    assert shown.pages.currentIndex() == FILE
    assert shown.next_button.isEnabled()


def test_a_file_dropped_on_the_window_is_read(window, settle, tmp_path):
    window.tabs.open("institution")
    path = csv(tmp_path / "a.csv", "机构名称\n甲校\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, plain))
    settle()
    [shown] = window.findChildren(ImportDialog)
    assert shown.pages.currentIndex() == COLUMNS
    assert shown.file_page.register == "institution"


# --- words -----------------------------------------------------------------------------------------------------------
def test_an_unknown_word_is_mapped_once_and_remembered(desk, dialog, settle, tmp_path):
    text = "机构名称,机构状态\n甲校,营业中\n乙校,营业中\n"
    shown = dialog("institution", csv(tmp_path / "a.csv", text))
    shown.next_button.click()
    settle()
    assert shown.pages.currentIndex() == WORDS
    [(word, editor)] = shown.words_page.editors.items()
    assert word == ("operating_state", "营业中")
    editor.write("正常")
    shown.next_button.click()
    settle()
    shown.next_button.click()
    settle()
    assert {one.values["operating_state"] for one in desk.ledger.reader.first(Query("institution"), 9)} == {"正常"}
    shown.close_button.click()
    again = dialog("institution", csv(tmp_path / "b.csv", text.replace("甲", "丙").replace("乙", "丁")))
    again.next_button.click()
    settle()
    assert again.pages.currentIndex() == PREVIEW
    assert again.next_button.text() == "导入 2 条"


# --- preview ---------------------------------------------------------------------------------------------------------
def test_an_update_shows_old_and_new(qtbot, desk, walk, tmp_path):
    add(desk, "institution", name="甲校", licence_no="教民141010570000019", area=None, address="旧址1号")
    path = csv(tmp_path / "a.csv", "机构名称,办学许可证号,地址\n甲校,教民141010570000019,新址2号\n")
    shown = walk("institution", path)
    [[row, name, changes, _said]] = cells(shown.preview_page.models["update"], qtbot)
    assert (row, name) == ("2", "甲校")
    assert "旧址1号 → 新址2号" in changes


def test_every_problem_is_named_with_its_place(qtbot, walk, tmp_path):
    shown = walk("institution", roster.write(tmp_path / "摸排表.xlsx", spoil=True))
    assert tab_titles(shown) == ["新增（105）", "更新（0）", "存疑（1）", "有误（9）", "不导入（2）"]
    lines = cells(shown.preview_page.models["error"], qtbot)
    assert ["四季青街道", "8", "E", "统一社会信用代码"] in [line[:4] for line in lines]
    [state] = [line for line in lines if line[3] == "机构状态"]
    assert state[:3] == ["四季青街道", "36", "K"]
    assert state[4] == "营业中"
    assert "正常" in state[6]


def test_doubtful_rows_are_decided_in_bulk(desk, walk, settle, tmp_path):
    path = csv(tmp_path / "a.csv", "机构名称,地址\n甲校,1号\n甲校,1号\n乙校,2号\n乙校,2号\n")
    shown = walk("institution", path)
    page = shown.preview_page
    assert "存疑（2）" in tab_titles(shown)
    page.tables["doubtful"].selectAll()
    page.leave_button.click()
    settle()
    assert "存疑（0）" not in tab_titles(shown)
    assert page.plan.counts["left"] == 2
    assert shown.next_button.text() == "导入 2 条"
    shown.next_button.click()
    settle()
    assert count(desk, "institution") == 2
    assert tray.held(desk) == []


def test_a_doubtful_row_may_be_said_to_be_that_record(desk, walk, settle, tmp_path):
    uid = add(desk, "institution", name="金水区育才文化培训学校", address="花园路39号国贸中心3层")
    path = csv(tmp_path / "a.csv", "机构名称,地址,联系人\n金水区育才培训学校,花园路39号国贸中心三层,王敏\n")
    shown = walk("institution", path)
    page = shown.preview_page
    assert page.plan.counts["doubtful"] == 1
    page.tables["doubtful"].selectRow(0)
    page.update_button.click()
    settle()
    assert page.plan.counts["update"] == 1
    shown.next_button.click()
    settle()
    assert desk.record("institution", uid).values["contact"] == "王敏"


# --- result and undo -------------------------------------------------------------------------------------------------
def test_the_import_is_undone_from_the_result(qtbot, desk, walk, settle, tmp_path):
    shown = walk("institution", roster.write(tmp_path / "摸排表.xlsx"))
    shown.next_button.click()
    settle()
    shown.result_page.undo_button.click()
    press(box(qtbot), "撤销这一步")
    settle()
    assert count(desk, "institution") == 0
    assert shown.result_page.heading.text() == "这次导入已撤销。"
    assert not shown.result_page.undo_button.isVisible()


def test_cancel_while_the_file_is_read_leaves_nothing(desk, dialog, settle, tmp_path):
    path = csv(tmp_path / "大.csv", "机构名称\n" + "\n".join(f"第{n}学校" for n in range(20_000)))
    shown = dialog("institution", None)
    shown.file_page.file.line.setText(str(path))
    shown.next_button.click()
    shown.close_button.click()
    settle()
    assert shown.pages.currentIndex() == FILE
    assert count(desk, "institution") == 0


def test_cancel_while_writing_leaves_nothing(desk, walk, settle, tmp_path):
    names = "\n".join(f"第{n}学校" for n in range(3000))
    shown = walk("institution", csv(tmp_path / "大.csv", f"机构名称\n{names}\n"))
    shown.next_button.click()
    shown.close_button.click()
    settle()
    assert shown.pages.currentIndex() == PREVIEW
    assert count(desk, "institution") == 0
    assert desk.ledger.reader.steps(limit=1)[0].verb == "setup"
    shown.next_button.click()
    settle()
    assert count(desk, "institution") == 3000


def test_a_preview_that_is_out_of_date_is_made_again_before_anything_is_written(qtbot, desk, walk, settle, tmp_path):
    text = "机构名称,办学许可证号,地址\n甲校,教民141010570000019,新址2号\n"
    shown = walk("institution", csv(tmp_path / "a.csv", text))
    assert shown.preview_page.plan.counts["create"] == 1
    add(desk, "institution", name="甲校", licence_no="教民141010570000019", address="旧址1号")
    shown.next_button.click()
    settle()
    assert said(qtbot)
    settle()
    assert shown.pages.currentIndex() == PREVIEW
    assert shown.preview_page.plan.counts["update"] == 1
    shown.next_button.click()
    settle()
    assert count(desk, "institution") == 1


# --- the tray --------------------------------------------------------------------------------------------------------
@pytest.fixture
def spoiled(window, walk, settle, tmp_path):
    """The tray after an import of the spoiled roster; gives its page and the error workbook."""
    shown = walk("institution", roster.write(tmp_path / "摸排表.xlsx", spoil=True))
    shown.next_button.click()
    settle()
    book = shown.result_page._result.error_workbook
    shown.result_page.tray_button.click()
    settle()
    return window.tabs.page("tray"), book


def row_of(page, number: int) -> int:
    return next(place for place, row in enumerate(page.model.rows) if row.number == number)


def head_of(page, words: str) -> int:
    heads = [page.model.headerData(column, Qt.Orientation.Horizontal) for column in range(page.model.columnCount())]
    return next(column for column, head in enumerate(heads) if words in str(head))


def test_held_rows_wait_with_their_problems(spoiled):
    page, _book = spoiled
    assert "115 行，10 行待处理" in page.batches.item(0).text()
    assert len(page.model.rows) == 10
    row = row_of(page, 43)
    assert page.model.index(row, head_of(page, "联系电话")).data() == "13x****8000"
    assert "13x00138000" not in page.model.index(row, 2).data()


def test_a_mended_cell_takes_its_row_in(desk, spoiled, settle):
    page, _book = spoiled
    row = row_of(page, 36)
    index = page.model.index(row, head_of(page, "机构状态"))
    page.table.setCurrentIndex(index)
    page.model.setData(index, "正常")
    page.table.selectRow(row)
    page.retry_button.click()
    settle()
    assert count(desk, "institution") == 106
    assert len(page.model.rows) == 9


def test_number_and_level_stay_in_sight_and_lead_to_the_fault(spoiled, qtbot):
    page, _book = spoiled
    page.table.scrollTo(page.model.index(0, page.model.columnCount() - 1))
    assert page.table.columnAt(0) > 1
    [stays] = [one for one in page.table.findChildren(QTableView) if one.isVisible()]
    assert [stays.columnAt(stays.columnViewportPosition(column) + 2) for column in (0, 1)] == [0, 1]
    assert stays.isColumnHidden(2)
    row = row_of(page, 36)
    assert stays.rowViewportPosition(row) == page.table.rowViewportPosition(row)
    place = stays.visualRect(page.model.index(row, 1)).center()
    QTest.mouseClick(stays.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.chosen() == [row]
    QTest.mouseDClick(stays.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.table.currentIndex() == page.model.index(row, head_of(page, "机构状态"))
    assert page.table.state() == QAbstractItemView.State.EditingState


def test_what_was_typed_wrongly_stays_with_the_new_problem(desk, spoiled, settle):
    page, _book = spoiled
    row = row_of(page, 29)
    page.model.setData(page.model.index(row, head_of(page, "成立时间")), "2019-13-1")
    page.table.selectRow(row)
    page.table.scrollTo(page.model.index(row, page.model.columnCount() - 1))
    assert page.table.columnAt(0) > 0
    page.retry_button.click()
    settle()
    assert page.table.columnAt(0) == 0  # what is wrong can be read
    assert count(desk, "institution") == 105
    assert "2019-13-1" in page.model.index(row_of(page, 29), 2).data()
    assert page.note.text() == "0 行已入账，1 行还有问题，请看“问题”一栏。"


def test_a_typed_cell_is_taken_back_by_the_key_before_the_import_is(qtbot, desk, window, spoiled, settle):
    page, _book = spoiled
    state = head_of(page, "机构状态")
    first, second = (page.model.index(row_of(page, number), state) for number in (36, 43))
    shown = [one.data() for one in (first, second)]
    page.model.setData(first, "正常")
    page.model.setData(first, "停业")
    page.model.setData(second, "停业")
    window.activateWindow()  # only the active one hears its keys
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    page.table.setFocus()
    for left, texts in (
        (1, ["停业", shown[1]]),
        (1, ["正常", shown[1]]),
        (0, shown),
    ):
        QTest.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert [one.data() for one in (first, second)] == texts
        assert page.model.typed == left
    assert page.table.currentIndex() == first
    settle()
    assert count(desk, "institution") == 105
    QTest.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "撤销第" in said(qtbot)  # nothing is typed: now the import is asked about


def test_what_was_tried_is_not_taken_back_by_the_key(qtbot, desk, spoiled, settle):
    page, _book = spoiled
    row = row_of(page, 29)
    page.model.setData(page.model.index(row, head_of(page, "成立时间")), "2019-13-1")
    page.model.setData(page.model.index(row_of(page, 36), head_of(page, "机构状态")), "停业")
    page.table.selectRow(row)
    page.retry_button.click()
    settle()
    assert page.model.typed == 1
    page.model.take_back()
    assert page.model.typed == 0
    assert not page.model.take_back().isValid()
    assert page.model.index(row_of(page, 29), head_of(page, "成立时间")).data() == "2019-13-1"


def test_a_doubtful_row_is_given_up_and_the_giving_up_undone(qtbot, desk, window, spoiled, settle):
    page, _book = spoiled
    page.table.selectRow(row_of(page, 118))
    assert page.new_button.isEnabled()
    page.discard_button.click()
    press(box(qtbot), "放弃")
    settle()
    assert len(page.model.rows) == 9
    window.actions_.undo.trigger()
    settle()
    assert len(page.model.rows) == 10


def test_the_doubtful_row_is_taken_for_the_record(desk, spoiled, settle):
    page, _book = spoiled
    page.table.selectRow(row_of(page, 118))
    page.update_button.click()
    settle()
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        menu.actions()[0].trigger()
        menu.close()
        settle()
    assert len(page.model.rows) == 9
    assert count(desk, "institution") == 105


def test_the_fate_of_every_row_is_listed(qtbot, spoiled):
    page, _book = spoiled
    page.tabs.setCurrentIndex(1)
    lines = cells(page.fates, qtbot)
    assert len(lines) == 117
    assert [line[2] for line in lines].count("新增") == 105
    assert ["四季青街道", "8", "有误", ""] in lines


def test_a_mended_error_workbook_takes_only_what_was_mended(desk, spoiled, walk, settle):
    _page, path = spoiled
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.cell(36, 11).value = "正常"
    sheet.cell(50, 8).value = 120
    book.save(path)
    shown = walk("institution", path)
    assert shown.next_button.text() == "导入 2 条"
    shown.next_button.click()
    settle()
    assert count(desk, "institution") == 107
    assert len(tray.held(desk)) == 8


def test_the_error_workbook_is_written_again(qtbot, spoiled, settle, tmp_path):
    page, _book = spoiled
    page.write_book(tmp_path / "再写一次.xlsx")
    settle()
    assert "再写一次.xlsx" in said(qtbot)
    rows = list(openpyxl.load_workbook(tmp_path / "再写一次.xlsx").active.values)
    assert sum("有误" in str(row) or "错误" in str(row) for row in rows) >= 1
    assert any("营业中" in row for row in rows)


def test_unmasking_shows_the_cells_of_the_tray(session, spoiled, settle):
    page, _book = spoiled
    session.unmask("测试")
    settle()
    assert page.model.index(row_of(page, 43), head_of(page, "联系电话")).data() == "13x00138000"
