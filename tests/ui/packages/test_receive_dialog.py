"""Receiving packages in the window, as the clerk does it."""

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services.arrivals import arrivals
from shuangjian_desktop.ui.import_dialog.dialog import ImportDialog
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.packages.list_dialog import PackageListDialog
from shuangjian_desktop.ui.packages.receive_dialog import FILES, PREVIEW, RESULT, ReceiveDialog
from tests.services.entries import change, payment, refund, school
from tests.ui.boxes import box, press, said
from tests.ui.entries import cells
from tests.ui.packages.conftest import CITY, ERQI, JINSHUI

INSTITUTIONS = "机构台账"


@pytest.fixture
def at_city(seat):
    """The city's window."""
    return seat(CITY)


@pytest.fixture
def dialog(at_city, settle) -> Callable[..., ReceiveDialog]:
    """Open the dialog with files; a single one is read at once."""

    def dialog(*paths: Path) -> ReceiveDialog:
        at_city.window.receive(arrivals(paths))
        settle()
        return top(ReceiveDialog)

    return dialog


@pytest.fixture
def receive(dialog, settle):
    """Receive a package that asks nothing."""

    def receive(path: Path) -> ReceiveDialog:
        shown = dialog(path)
        assert shown.pages.currentIndex() == PREVIEW
        shown.next_button.click()
        settle()
        assert shown.pages.currentIndex() == RESULT
        return shown

    return receive


def top(kind):
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def drop(window: MainWindow, paths: Sequence[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, plain))


def edit(path: Path, work: Callable[[openpyxl.Workbook], None]) -> Path:
    """Let a person change a package."""
    book = openpyxl.load_workbook(path)
    work(book)
    edited = path.with_stem(f"{path.stem}-改")
    book.save(edited)
    return edited


def cell(book: openpyxl.Workbook, name: str, head: str):
    sheet = book[INSTITUTIONS]
    heads = [one.value for one in sheet[1]]
    return next(row for row in sheet.iter_rows(min_row=2) if row[0].value == name)[heads.index(head)]


def counted(shown: ReceiveDialog) -> dict[str, dict[str, str]]:
    """What the table of counts shows, by register and kind."""
    table = shown.preview_page.counts
    heads = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    return {
        table.item(row, 0).text(): {
            head: text
            for column, head in enumerate(heads)
            if column and not table.isColumnHidden(column) and (text := table.item(row, column).text())
        }
        for row in range(table.rowCount())
    }


def count(desk, register: str = "institution") -> int:
    return desk.ledger.reader.count(Query(register))


def files(shown: ReceiveDialog, column: int) -> list[str]:
    table = shown.files_page.table
    return [table.item(row, column).text() for row in range(table.rowCount())]


# --- one package -----------------------------------------------------------------------------------------------------
def test_a_package_is_shown_before_it_goes_in_and_goes_in_as_it_was_shown(
    qtbot, district, city_desk, send, dialog, settle
):
    refund(district, school(district, "甲校"), payments=[payment(10_000)])
    shown = dialog(send(district))
    page = shown.preview_page
    assert page.heading.text() == "金水区教育局发来的第 1 号全量数据包"
    assert "不含个人信息" in page.facts.text()
    assert page.state.text() == "发出以后没有被人改过。"
    assert counted(shown)["全部台账"] == {"新增": "3"}
    assert counted(shown)["退费付款"] == {"新增": "1"}
    assert [line[:4] for line in cells(page.model, qtbot)] == [
        ["机构台账", "2", "新增", "甲校"],
        ["退费", "2", "新增", "QH-1"],
        ["退费付款", "2", "新增", "2021-09-28 100.00"],
    ]
    assert page.ticks.ticks == []
    assert shown.next_button.text() == "接收（3 行有变动）"
    assert count(city_desk) == 0
    shown.next_button.click()
    settle()
    assert shown.outcome_page.heading.text() == "接收完成"
    numbers = [one.text() for one in shown.outcome_page.numbers.findChildren(QLabel)]
    assert numbers == ["3", "新增", "0", "更新", "0", "删除"]
    assert (count(city_desk), count(city_desk, "refund_payment")) == (1, 1)


def test_a_change_is_shown_old_and_new_and_a_count_lists_its_rows(qtbot, district, send, receive, dialog, settle):
    first, second = school(district, "甲校", notes="原样"), school(district, "乙校")
    receive(send(district)).close()
    change(district, "institution", first, notes="改了")
    refund(district, second)
    shown = dialog(send(district))
    page = shown.preview_page
    assert counted(shown)["全部台账"] == {"新增": "1", "更新": "1"}
    [line] = [line for line in cells(page.model, qtbot) if line[0] == INSTITUTIONS]
    assert line[2:] == ["更新", "甲校", "备注：原样 → 改了"]
    assert page.detail.toPlainText() == "机构台账　第 2 行　更新　甲校\n备注：原样 → 改了"
    heads = [page.counts.horizontalHeaderItem(column).text() for column in range(page.counts.columnCount())]
    assert [head for column, head in enumerate(heads) if not page.counts.isColumnHidden(column)] == [
        "台账",
        "新增",
        "更新",
    ]
    page.counts.setCurrentCell(list(counted(shown)).index("退费"), 0)
    assert [line[:4] for line in cells(page.model, qtbot)] == [["退费", "2", "新增", "QH-1"]]
    assert page.caption.text() == "退费：有变动的 1 行"
    page.counts.setCurrentCell(0, heads.index("更新"))
    assert [line[2] for line in cells(page.model, qtbot)] == ["更新"]


def test_the_same_again_is_said_and_changes_nothing(district, city_desk, send, receive, dialog):
    school(district, "甲校")
    path = send(district)
    receive(path).close()
    before = city_desk.ledger.reader.last_change()
    shown = dialog(path)
    assert shown.pages.currentIndex() == RESULT
    assert shown.outcome_page.heading.text() == "这个数据包已经接收过，没有改动"
    assert not shown.outcome_page.undo_button.isVisible()
    assert city_desk.ledger.reader.last_change() == before


def test_a_gap_an_older_one_and_a_stranger_are_refused_in_sentences(
    district, office_desks, city_desk, send, receive, dialog, tmp_path
):
    school(district, "甲校")
    first, missing, third = (send(district) for _ in range(3))
    receive(first).close()
    assert missing.exists()
    told = dialog(third)
    assert told.outcome_page.heading.text() == f"没有接收“{third.name}”"
    assert "还没有接收第 2 号数据包" in told.outcome_page.sentence.text()
    told.close()
    receive(send(district, full=True)).close()
    assert "比已接收的旧" in dialog(third).outcome_page.sentence.text()
    top(ReceiveDialog).close()
    to_district = send(city_desk, JINSHUI)
    assert "是发给金水区教育局的" in dialog(to_district).outcome_page.sentence.text()
    top(ReceiveDialog).close()
    table = tmp_path / "表.xlsx"
    openpyxl.Workbook().save(table)
    assert "不是数据包" in dialog(table).outcome_page.sentence.text()
    assert count(city_desk) == 1


def test_what_was_changed_by_hand_must_be_ticked_first(qtbot, district, city_desk, send, receive, dialog, settle):
    for number in range(12):
        school(district, f"第{number:02}学校", notes="原样")
    path = send(district)
    receive(path).close()

    def work(book: openpyxl.Workbook) -> None:
        cell(book, "第00学校", "备注").value = "手工改的"
        for number in range(1, 8):
            sheet = book[INSTITUTIONS]
            sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[0].value == f"第{number:02}学校"))

    shown = dialog(edit(path, work))
    page = shown.preview_page
    assert page.state.text().startswith("发出以后被人用表格软件改过")
    assert counted(shown)[INSTITUTIONS] == {"更正": "1", "删除": "7", "无变化": "4"}
    lines = cells(page.model, qtbot)
    assert lines[0][2:] == ["更正", "第00学校", "备注：原样 → 手工改的"]
    assert {line[2] for line in lines[1:]} == {"删除"}
    assert [re.search("更正 1 行|7 条记录", tick.words.text())[0] for tick in page.ticks.ticks] == [
        "更正 1 行",
        "7 条记录",
    ]
    assert not shown.next_button.isEnabled()
    page.ticks.ticks[0].box.click()
    assert not shown.next_button.isEnabled()
    words = page.ticks.ticks[1]
    QTest.mouseClick(words.words, Qt.MouseButton.LeftButton, pos=QPoint(30, 8))  # on the sentence
    assert words.box.isChecked()
    assert shown.next_button.isEnabled()
    shown.next_button.click()
    settle()
    assert count(city_desk) == 5
    assert city_desk.ledger.reader.first(Query("institution"), 1)[0].values["notes"] == "手工改的"


def test_rows_that_cannot_go_in_are_listed_afterwards(qtbot, district, city_desk, send, dialog, settle):
    school(district, "甲校")
    school(district, "乙校")

    def spoil(book: openpyxl.Workbook) -> None:
        cell(book, "甲校", "发证日期").value = "2019-02-30"

    shown = dialog(edit(send(district), spoil))
    assert counted(shown)[INSTITUTIONS] == {"新增": "1", "有误": "1"}
    shown.preview_page.ticks.ticks[0].box.click()
    shown.next_button.click()
    settle()
    assert "1 行没有接收" in shown.outcome_page.lacking.text()
    [line] = cells(shown.outcome_page.model, qtbot)
    assert line[3] == "甲校"
    assert "发证日期" in line[4]
    assert count(city_desk) == 1


def test_it_is_taken_back_as_one_step_and_comes_back(qtbot, district, city_desk, send, receive, settle, at_city):
    for number in range(6):
        school(district, f"第{number}学校")
    shown = receive(send(district))
    QTest.keyClick(shown, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(box(qtbot), "撤销这一步")
    settle()
    assert count(city_desk) == 0
    assert shown.outcome_page.heading.text() == "这次接收已撤销"
    assert not shown.outcome_page.undo_button.isEnabled()
    shown.close_button.click()
    at_city.window.actions_.redo.trigger()
    settle()
    assert count(city_desk) == 6


def test_institutions_in_two_books_are_listed(district, office_desks, send, receive, dialog, settle):
    licence = "教民141010570001234"
    school(district, "甲校", licence_no=licence)
    school(office_desks(ERQI), "甲校（二七）", licence_no=licence)
    receive(send(district)).close()
    shown = dialog(send(office_desks(ERQI)))
    assert "二七区教育局“甲校（二七）”" in shown.preview_page.doubles.text()  # before it goes in, too
    shown.next_button.click()
    settle()
    page = shown.outcome_page
    assert page.doubles.isVisible()
    assert page.doubles.count() == 1
    told = page.doubles.item(0).text()
    assert "金水区教育局“甲校”" in told
    assert "二七区教育局“甲校（二七）”" in told


def test_when_it_is_cancelled_nothing_is_written(district, city_desk, send, dialog, settle):
    for number in range(30):
        school(district, f"第{number}学校")
    shown = dialog(send(district))
    shown.next_button.click()
    shown.close_button.click()
    settle()
    assert shown.isVisible()
    assert shown.pages.currentIndex() == PREVIEW
    assert shown.next_button.isEnabled()
    assert (count(city_desk), count(city_desk, "package")) == (0, 0)


def test_when_the_ledger_moved_on_it_is_looked_at_again(qtbot, district, city_desk, send, dialog, settle):
    school(district, "甲校")
    shown = dialog(send(district))
    school(city_desk, "市里的机构")
    shown.next_button.click()
    assert "没有接收" in said(qtbot)
    settle()
    assert shown.pages.currentIndex() == PREVIEW
    shown.next_button.click()
    settle()
    assert count(city_desk) == 2


# --- several ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def three(district, office_desks, send, tmp_path) -> list[Path]:
    """The first two packages of one district and one of another, under names in the wrong order."""
    school(district, "甲校")
    first = send(district)
    school(district, "乙校")
    second = send(district)
    school(office_desks(ERQI), "丙校")
    files = (second, first, send(office_desks(ERQI)))
    names = ("a.xlsx", "b.xlsx", "c.xlsx")
    return [Path(shutil.copy(file, tmp_path / name)) for file, name in zip(files, names, strict=True)]


def test_several_come_one_after_the_other_in_the_order_of_their_covers(city_desk, three, at_city, settle):
    at_city.window.receive()
    shown = top(ReceiveDialog)
    assert not shown.next_button.isEnabled()
    shown.add(three)
    settle()
    assert files(shown, 0) == ["c.xlsx", "b.xlsx", "a.xlsx"]
    assert files(shown, 1) == ["二七区教育局", "金水区教育局", "金水区教育局"]
    assert files(shown, 2) == ["1", "1", "2"]
    for number, institutions in enumerate((1, 2, 3), 1):
        shown.next_button.click()
        settle()
        assert shown.pages.currentIndex() == PREVIEW
        assert f"第 {number} 个，共 3 个" in shown.where.text()
        shown.next_button.click()
        settle()
        assert shown.pages.currentIndex() == RESULT
        assert count(city_desk) == institutions
    assert not shown.next_button.isVisible()
    table = shown.outcome_page.files
    assert [table.item(row, 5).text() for row in range(3)] == ["已接收"] * 3


def test_what_asks_nothing_goes_straight_in_and_what_asks_stops(city_desk, district, three, dialog, settle, send):
    def work(book: openpyxl.Workbook) -> None:
        cell(book, "乙校", "备注").value = "手工改的"

    three[0] = edit(three[0], work)
    shown = dialog(*three)
    assert shown.pages.currentIndex() == FILES
    shown.files_page.straight.setChecked(True)
    shown.next_button.click()
    settle()
    assert shown.pages.currentIndex() == PREVIEW
    assert count(city_desk) == 2
    shown.leave_button.click()
    settle()
    table = shown.outcome_page.files
    assert [table.item(row, 5).text() for row in range(3)] == ["已接收", "已接收", "跳过"]
    assert count(city_desk) == 2
    shown.more_button.click()
    assert shown.pages.currentIndex() == FILES
    assert shown.files_page.arrivals == []


def test_one_that_is_refused_does_not_hold_up_the_others(city_desk, three, dialog, settle):
    shown = dialog(three[0], three[2])  # the second of 金水区 without the first
    shown.files_page.straight.setChecked(True)
    shown.next_button.click()
    settle()
    table = shown.outcome_page.files
    assert [table.item(row, 5).text() for row in range(2)] == ["已接收", "没有接收"]
    assert "还没有接收第 1 号数据包" in shown.outcome_page.sentence.text()
    table.selectRow(0)
    assert shown.outcome_page.heading.text() == "接收完成"
    assert count(city_desk) == 1


def test_files_are_dropped_on_the_window(at_city, three, settle, tmp_path):
    drop(at_city.window, three)
    settle()
    shown = top(ReceiveDialog)
    assert files(shown, 0) == ["c.xlsx", "b.xlsx", "a.xlsx"]
    shown.close()
    drop(at_city.window, [three[1]])
    settle()
    assert top(ReceiveDialog).pages.currentIndex() == PREVIEW  # a single one is read at once
    top(ReceiveDialog).close()
    table = tmp_path / "表.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["机构名称"])
    book.active.append(["甲校"])
    book.save(table)
    drop(at_city.window, [table])
    settle()
    assert isinstance(QApplication.activeModalWidget(), ImportDialog)


# --- 收发记录 --------------------------------------------------------------------------------------------------------
def test_what_was_sent_and_received_is_listed_the_newest_first(
    qtbot, district, city_desk, send, receive, settle, at_city
):
    school(district, "甲校")
    path = send(district)
    receive(path).close()
    send(city_desk, ERQI)
    at_city.window.actions_.packages.trigger()
    settle()
    shown = top(PackageListDialog)
    lines = cells(shown.model, qtbot)
    assert [line[:4] for line in lines] == [
        ["发出", "二七区教育局", "1", "全量"],
        ["收到", "金水区教育局", "1", "全量"],
    ]
    assert lines[1][5:] == ["1", path.name]
    assert shown.count.text() == "共 2 个数据包"


def test_a_receipt_that_was_taken_back_is_not_listed(qtbot, district, send, receive, settle, at_city):
    school(district, "甲校")
    shown = receive(send(district))
    shown.outcome_page.list_button.click()
    settle()
    listed = top(PackageListDialog)
    assert len(cells(listed.model, qtbot)) == 1
    listed.close()
    shown.outcome_page.undo_button.click()
    settle()
    at_city.window.show_packages()
    settle()
    again = [one for one in at_city.window.findChildren(PackageListDialog) if one.isVisible()][-1]
    assert again.count.text() == "还没有发出或接收过数据包。"


def test_it_goes_by_the_keyboard_alone(at_city, district, city_desk, send, settle):
    school(district, "甲校")
    path = send(district)
    QTest.keyClick(at_city.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    shown = top(ReceiveDialog)
    assert shown.focusWidget() is shown.files_page.add_button
    shown.add([path])
    settle()
    for _ in range(2):
        QTest.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
        settle()
    assert shown.pages.currentIndex() == RESULT
    assert count(city_desk) == 1
    QTest.keyClick(shown.focusWidget(), Qt.Key.Key_Escape)
    assert not shown.isVisible()
