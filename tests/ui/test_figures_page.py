"""数据总览: what a clerk sees of the figures, by district, since a day, with the rows behind a click."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from python_calamine import CalamineWorkbook

from shuangjian_desktop.services import figures
from shuangjian_desktop.services.office import found_office, open_desk
from shuangjian_desktop.ui.figures_page import FiguresPage
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.rows_dialog import RowsDialog
from shuangjian_desktop.ui.session import Session
from tests.ui import clerk
from tests.ui.boxes import said

DAY = date(2022, 2, 15)
PAID = "依法退费\n（元）"


@pytest.fixture(scope="session")
def founded_city(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("city") / "台账.db"
    found_office(path, "4101", "王芳").ledger.close()
    return path


@pytest.fixture
def city(founded_city, tmp_path, jobs: Jobs):
    """The session of the city on 2022-02-15: refunds of two districts, one of them after January."""
    desk = replace(open_desk(Path(shutil.copy(founded_city, tmp_path / "全市.db")), "王芳"), day=DAY)

    def fill(writer) -> None:
        for number, (office, day) in enumerate((("410105", date(2021, 9, 1)), ("410102", date(2022, 2, 1)))):
            school, refund = f"i-{number}", f"r-{number}"
            writer.take_in("institution", [(school, office, {"name": f"学校{number}"})])
            pupil = {"institution": school, "student": "王梓涵", "guardian_phone": "13800000011"}
            writer.take_in("refund", [(refund, office, pupil)])
            paid = {"refund": refund, "on": day, "amount": 1_000_000 * (number + 1)}
            writer.take_in("refund_payment", [(f"p-{number}", office, paid)])

    desk.ledger.transact(desk.operation("receive", "接收"), fill)
    yield Session(desk, jobs)
    jobs.close()
    desk.ledger.close()


@pytest.fixture
def open_page(qtbot, settle):
    """Show the page of a session and wait until it has counted."""

    def open_page(session: Session) -> FiguresPage:
        page = FiguresPage(session)
        qtbot.addWidget(page)
        page.resize(1250, 700)
        page.show()
        settle()
        return page

    return open_page


def card(page: FiguresPage, key: str) -> tuple[str, str]:
    shown = page.cards.cards[key]
    return shown.value.text(), shown.change.text()


def place(page: FiguresPage, line: str, head: str) -> tuple[int, int]:
    """The row and column of a cell, by what stands at the side and above."""
    sides = [page.table.verticalHeaderItem(row).text() for row in range(page.table.rowCount())]
    heads = [page.table.horizontalHeaderItem(column).text() for column in range(page.table.columnCount())]
    return sides.index(line), heads.index(head)


def cell(page: FiguresPage, line: str, head: str) -> str:
    return page.table.item(*place(page, line, head)).text()


def click(page: FiguresPage, line: str, head: str) -> None:
    item = page.table.item(*place(page, line, head))
    page.table.scrollToItem(item)
    at = page.table.visualItemRect(item).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def rows_dialog(qtbot, settle) -> RowsDialog:
    dialog = clerk.dialog(qtbot)
    assert isinstance(dialog, RowsDialog)
    settle()
    return dialog


# --- figures ---------------------------------------------------------------------------------------------------------
def test_figures_in_large_type_with_their_change_since_a_day(city, open_page):
    page = open_page(city)
    assert card(page, "refunds_paid") == ("3万元", "较2022-01-31 +2万元")
    assert card(page, "refund_students") == ("1名", "较2022-01-31 无变化")
    assert card(page, "wages_settled") == ("无数据", "")
    assert page.cards.cards["refunds_paid"].accessibleName() == "依法退费：3万元　较2022-01-31 +2万元"
    assert figures.PERSONS_NOTE in "".join(one.text() for one in page.findChildren(QLabel))


def test_by_district_the_persons_do_not_add_up(city, open_page):
    page = open_page(city)
    assert page.table.rowCount() == 17
    assert [cell(page, line, PAID) for line in ("全市", "金水区", "中原区", "巩义市")] == [
        "30,000.00",
        "10,000.00",
        "20,000.00",
        "无数据",
    ]
    assert [cell(page, line, "退费涉及学生\n（人）") for line in ("全市", "金水区", "中原区")] == ["1", "1", "1"]


def test_as_of_another_day(city, open_page, settle, qtbot):
    page = open_page(city)
    page.as_of.line.clear()
    clerk.type_text(page.as_of.line, "2021-12-31")
    qtbot.waitUntil(lambda: card(page, "refunds_paid")[0] == "1万元")
    settle()
    assert cell(page, "中原区", PAID) == "0.00"
    page.since.line.clear()
    clerk.type_text(page.since.line, "20210831")
    qtbot.waitUntil(lambda: card(page, "refunds_paid")[1] == "较2021-08-31 +1万元")


def test_a_day_that_is_none_is_told_and_nothing_changes(city, open_page, settle):
    page = open_page(city)
    page.as_of.write("2021-02-30")
    page.refresh()
    settle()
    assert page.problem.text() == "没有 2021年2月30日 这一天"
    assert card(page, "refunds_paid")[0] == "3万元"
    page.as_of.write("2021-12-31")
    page.since.write("")
    page.refresh()
    settle()
    assert page.problem.text() == ""
    assert card(page, "refunds_paid") == ("1万元", "")


def test_what_is_written_is_counted_at_once(desk, session, open_page, settle):
    page = open_page(session)
    assert card(page, "subject_new_licences")[0] == "无数据"
    clerk.institutions(desk, "甲", category="学科类", licensed_on=date(2021, 8, 1))
    [change] = desk.ledger.reader.steps(1)
    session.undo(change.number, lambda _done: None)
    settle()
    session.redo(change.number, lambda _done: None)
    settle()
    assert card(page, "subject_new_licences")[0] == "1家"


# --- rows ------------------------------------------------------------------------------------------------------------
def test_a_card_opens_all_rows_behind_it(city, open_page, qtbot, settle):
    page = open_page(city)
    page.cards.cards["refund_students"].setFocus()
    QTest.keyClick(page.cards.cards["refund_students"], Qt.Key.Key_Return)
    dialog = rows_dialog(qtbot, settle)
    assert dialog.windowTitle() == "全市 · 退费涉及学生 1名（截至 2022-02-15）：退费"
    assert clerk.column(dialog.page.view, "paid") == ["20,000.00", "10,000.00"]
    assert dialog.page.foot.count.text() == "共 2 条"
    dialog.page.search.setText("学校1")
    qtbot.waitUntil(lambda: dialog.page.model.rowCount() == 1)
    dialog.reject()


def test_a_click_in_the_table_opens_the_rows_of_one_district(city, open_page, qtbot, settle):
    page = open_page(city)
    click(page, "中原区", PAID)
    dialog = rows_dialog(qtbot, settle)
    assert "中原区 · 依法退费 2万元" in dialog.windowTitle()
    assert clerk.column(dialog.page.view, "amount") == ["20,000.00"]
    assert dialog.page.new_button.isHidden()
    assert dialog.page.delete_button.isHidden()
    QTest.keyClick(dialog.page.view, Qt.Key.Key_Delete)
    assert clerk.dialog(qtbot) is dialog
    dialog.page.view.customContextMenuRequested.emit(clerk.place(dialog.page.view, 0, "amount"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    menu.close()
    assert offered[:3] == ["打开", "复制", "历史"]
    assert not {"新建", "删除"} & set(offered)
    dialog.reject()
    settle()
    click(page, "巩义市", PAID)
    settle()
    assert QGuiApplication.modalWindow() is None


def test_enter_opens_and_rows_of_an_earlier_day_are_those_of_that_day(city, open_page, qtbot, settle):
    page = open_page(city)
    page.as_of.write("2021-12-31")
    page.refresh()
    settle()
    page.table.setCurrentCell(*place(page, "全市", PAID))
    QTest.keyClick(page.table, Qt.Key.Key_Enter)
    dialog = rows_dialog(qtbot, settle)
    assert clerk.column(dialog.page.view, "amount") == ["10,000.00"]
    dialog.reject()


# --- out -------------------------------------------------------------------------------------------------------------
def test_the_table_is_copied_whole_or_in_part(city, open_page):
    page = open_page(city)
    page.table.copy_all()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 18
    assert lines[0].split("\t")[:2] == ["区县", "关停违法培训机构（家）"]
    assert lines[1].split("\t")[10] == "30,000.00"
    row, column = place(page, "全市", PAID)
    for one in (row, row + 1):
        page.table.item(one, column).setSelected(True)
    page.table.copy()
    assert QGuiApplication.clipboard().text() == "区县\t依法退费（元）\r\n全市\t30,000.00\r\n中原区\t20,000.00\r\n"


def test_the_table_is_exported(city, open_page, qtbot, settle, tmp_path):
    page = open_page(city)
    out = tmp_path / "数据总览.xlsx"
    page.export_to(out)
    settle()
    assert "已导出 17 行" in said(qtbot)
    rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert rows[1][rows[0].index("依法退费（元）")] == 30_000


def test_the_window_has_the_page_and_its_export(city, qtbot, settle):
    window = MainWindow(city.jobs)
    qtbot.addWidget(window)
    window.sit_down(city, "郑州市教育局")
    window.show()
    page = window.tabs.open("figures")
    settle()
    assert isinstance(page, FiguresPage)
    assert card(page, "refunds_paid")[0] == "3万元"
    assert window.actions_.export.isEnabled()


def test_cards_break_into_lines_as_the_width_has_room(city, open_page, qtbot):
    page = open_page(city)
    cards = page.cards.cards.values()
    page.resize(2000, 700)
    qtbot.waitUntil(lambda: len({one.x() for one in cards}) == 6)  # never more
    page.resize(700, 700)
    qtbot.waitUntil(lambda: 1 < len({one.x() for one in cards}) < 6)
    assert all(one.height() >= one.sizeHint().height() for one in cards)
