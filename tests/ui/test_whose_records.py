"""A table at the city says whose each record is, and offers for another office's nothing that it may not do."""

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from uuid_utils import uuid7

from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import importing, lists
from shuangjian_desktop.services.office import found_office
from shuangjian_desktop.ui.columns import Columns
from tests.ui import boxes, clerk

SCHOOLS = {"甲校": "410105", "乙校": "410102", "丙校": "4101"}


@pytest.fixture
def desk(tmp_path):
    """The city's ledger, founded and nothing more."""
    desk = found_office(tmp_path / "台账.db", "4101", "赵敏")
    yield desk
    desk.ledger.close()


def receive(desk, register: str, values: dict[str, object], office: str) -> str:
    """Take a record in as a package brings it."""
    uid = str(uuid7())
    operation = desk.operation("receive", "接收")
    desk.ledger.transact(operation, lambda writer: writer.take_in(register, [(uid, office, values)]))
    return uid


@pytest.fixture
def schools(desk) -> dict[str, str]:
    """Institutions of two districts and of the city itself: uids by name."""
    return {name: receive(desk, "institution", {"name": name}, office) for name, office in SCHOOLS.items()}


def entries(page) -> dict[str, object]:
    """The entries of the menu of the current row, by their words."""
    at = clerk.place(page.view, page.view.currentIndex().row(), "name")
    page.view.customContextMenuRequested.emit(at)
    menu = QApplication.activePopupWidget()
    assert menu.toolTipsVisible()
    found = {one.text().split("\t")[0]: (one.isEnabled(), one.toolTip()) for one in menu.actions()}
    menu.close()
    return found


def labels(page) -> list[str]:
    return [item.label for item in page.model.fields]


def test_a_ledger_of_one_office_has_no_such_column(desk, page_of):
    clerk.institutions(desk, "丙校")
    page = page_of("institution")
    assert "所属单位" not in labels(page)
    assert "所属单位" not in [one.text() for one in page.filters.add_button.menu().actions()]


def test_the_column_says_whose_and_comes_with_the_first_record_of_another(desk, page_of, session, settle):
    page = page_of("institution")
    session.write(lambda desk: desk.ledger.transact(desk.operation("receive", "接收"), take_in)[1])
    settle()
    assert labels(page)[:2] == ["机构名称", "所属单位"]
    assert clerk.column(page.view, "office") == ["金水区"]


def take_in(writer) -> None:
    writer.take_in("institution", [(str(uuid7()), "410105", {"name": "甲校"})])


def test_it_sorts_and_filters(desk, page_of, schools, settle, qtbot):
    page = page_of("institution")
    clerk.click_head(page.view, "office")
    settle()
    assert clerk.column(page.view, "office") == ["郑州市", "中原区", "金水区"]  # in the order of the offices' codes
    page.filters.edit(lists.column(find("institution"), "office"))
    popup = QApplication.activePopupWidget()
    words = popup.condition.words
    assert words.item(4).text() == "金水区"
    words.item(4).setCheckState(Qt.CheckState.Checked)
    settle()
    popup.apply()
    settle()
    assert clerk.column(page.view, "name") == ["甲校"]
    assert page.filters.findChild(object, "filter_office").text() == "所属单位：金水区"
    page.filters.set_filters(())
    settle()
    page.view.setCurrentIndex(page.model.index(2, 1))
    at = clerk.place(page.view, 2, "office")
    page.view.customContextMenuRequested.emit(at)
    menu = QApplication.activePopupWidget()
    [alike] = [one for one in menu.actions() if one.text() == "只看相同的“所属单位”"]
    alike.trigger()
    menu.close()
    settle()
    assert clerk.column(page.view, "name") == ["甲校"]


def test_refunds_have_it_and_reference_tables_have_not(desk, page_of, schools):
    values = {"institution": schools["甲校"], "student": "张三", "signed_on": date(2021, 3, 1)}
    receive(desk, "refund", values, "410105")
    page = page_of("refund")
    assert clerk.column(page.view, "office") == ["金水区"]
    assert "所属单位" not in labels(page_of("holiday"))


def test_it_goes_into_the_export_and_the_export_comes_back(desk, page_of, schools, settle, qtbot, tmp_path):
    page = page_of("institution")
    page.heads.take(Columns((find("institution")["name"], lists.column(find("institution"), "office"))))
    page.export_to(tmp_path / "机构.xlsx")
    settle()
    boxes.said(qtbot)
    rows = list(openpyxl.load_workbook(tmp_path / "机构.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[0][:2] == ("机构名称", "所属单位")
    assert {row[:2] for row in rows[1:]} == {("甲校", "金水区"), ("乙校", "中原区"), ("丙校", "郑州市")}
    plan = importing.plan(desk, importing.propose(desk, importing.read(tmp_path / "机构.xlsx"), "institution"))
    assert plan.counts["unchanged"] == 3  # the column is no field of theirs


def test_the_command_line_asks_by_it(desk, schools):
    for text in ("金水区", "金水区教育局", "410105"):
        assert lists.parse_filter(desk, find("institution"), "office", text) == Filter("office", "eq", "410105")


def test_anothers_record_is_not_offered_to_be_deleted_or_worked_on(desk, page_of, schools, qtbot):
    page = page_of("institution")
    rows = dict(zip(clerk.column(page.view, "name"), range(3), strict=True))
    page.view.go_to(rows["甲校"])
    said = "这是金水区教育局的记录，只能由金水区教育局删除或办理。"
    assert (page.delete_button.isEnabled(), page.delete_button.toolTip()) == (False, said)
    found = entries(page)
    assert (found["删除"], found["移交…"]) == ((False, said), (False, said))
    assert found["打开"][0]
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    assert boxes.box(qtbot).text() == said
    boxes.box(qtbot).close()
    page.view.go_to(rows["丙校"])
    assert (page.delete_button.isEnabled(), page.delete_button.toolTip()) == (True, "Delete")
    assert entries(page)["删除"][0]
    page.view.selectAll()  # others' among them
    assert not page.delete_button.isEnabled()
