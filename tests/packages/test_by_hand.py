"""What a person did to a package in a spreadsheet program is shown row by row, and waits for a word."""

import openpyxl
import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.services import receipt_view
from tests.packages.conftest import all_of, edit, fates, look, names, receive
from tests.services.entries import payment, refund, school

SHEET = "机构台账"


@pytest.fixture
def known(jinshui, city, send):
    """Twelve institutions that the city has; the package they came by."""
    for number in range(12):
        school(jinshui, f"第{number:02}学校", area=None, notes="原样", licence_no=f"教民14101057000{number:04}")
    path = send(jinshui)
    receive(city, path)
    return path


def column(sheet, head: str) -> int:
    return [cell.value for cell in sheet[1]].index(head) + 1


def cell_of(book: openpyxl.Workbook, name: str, head: str):
    sheet = book[SHEET]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == name)
    return row[column(sheet, head) - 1]


def work(book: openpyxl.Workbook) -> None:
    """Change 7 cells in 6 rows, add 3 rows (one of them a copy), delete one, turn the order round."""
    for number in range(6):
        cell_of(book, f"第{number:02}学校", "备注").value = f"改{number}"
    cell_of(book, "第05学校", "建筑面积（平方米）").value = 88.5
    sheet = book[SHEET]
    for at, cell in enumerate(sheet[12], 1):
        sheet.cell(14, at).value = cell.value
    sheet.cell(14, column(sheet, "办学许可证号")).value = "教民141010570009999"
    sheet.cell(15, 1).value = "手工甲校"
    sheet.cell(16, 1).value = "手工乙校"
    sheet.cell(16, column(sheet, "所属总部")).value = "第03学校"
    gone = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == "第08学校")
    sheet.delete_rows(gone)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for place, row in enumerate(reversed(rows), 2):
        for at, value in enumerate(row, 1):
            sheet.cell(place, at).value = value


def test_just_what_was_done_is_shown(city, known):
    receipt = look(city, edit(known, work))
    assert fates(receipt) == {"create": 3, "update": 6, "delete": 1}
    told = list(receipt_view.lines(city, receipt))
    changes = [change for line in told for change in line.changes]
    assert len(changes) == 7
    assert ("notes", "备注", "原样", "改0") in changes
    assert ("area", "建筑面积（平方米）", "", "88.5") in changes
    assert [line.name for line in told if line.fate == "delete"] == ["第08学校"]
    assert sum(line.copied for line in told) == 1
    assert any("与另一行的标识相同，作为新行" in line.text for line in told)
    assert len(receipt.plan.corrections) == 6
    assert receipt.asks[0] == "数据包发出后被人改过：更正 6 行，手工新增 3 行，删去 1 行。"


def test_nothing_goes_in_until_it_is_confirmed(city, known):
    path = edit(known, work)
    before = city.ledger.reader.last_change()
    waiting = receive(city, path)
    assert waiting.changes.step is None
    assert city.ledger.reader.last_change() == before
    done = receive(city, path, confirmed=True)
    assert (done.asks, len(all_of(city))) == ((), 14)
    branch = next(one for one in all_of(city).values() if one.values["name"] == "手工乙校")
    assert city.name("institution", str(branch.values["parent_institution"])) == "第03学校"
    assert receive(city, path).again


def test_a_name_that_nobody_has_is_an_error_of_its_row(jinshui, city, send):
    one, other = school(jinshui, "甲校"), school(jinshui, "乙校")
    contract = refund(jinshui, one, payments=[payment(10_000)])
    path = send(jinshui)
    receive(city, path)

    def turn(book, name):
        sheet = book["退费"]
        sheet.cell(2, column(sheet, "机构名称")).value = name

    moved = look(city, edit(path, lambda book: turn(book, "乙校")))
    [row] = moved.plan.corrections
    assert (row.uid, row.values) == (contract, {"institution": other})
    lost = look(city, edit(path, lambda book: turn(book, "没有这个学校")))
    [line] = receipt_view.lines(city, lost)
    assert line.problems == (("institution", "“机构名称”机构台账里没有“没有这个学校”"),)


def test_a_cell_that_is_no_value_keeps_its_row_out_and_lets_the_rest_in(jinshui, city, send):
    school(jinshui, "甲校")
    school(jinshui, "乙校")
    path = send(jinshui)

    def spoil(book):
        cell_of(book, "甲校", "发证日期").value = "2019-02-30"

    receipt = receive(city, edit(path, spoil), confirmed=True)
    assert fates(receipt) == {"create": 1, "error": 1}
    assert names(city) == ["乙校"]


def test_a_contract_without_its_institution_stays_out(jinshui, city, send):
    institution = school(jinshui, "甲校")
    refund(jinshui, institution, payments=[payment(10_000)])
    path = send(jinshui)
    receipt = receive(city, edit(path, lambda book: book[SHEET].delete_rows(2)), confirmed=True)
    assert fates(receipt) == {"error": 2}
    told = [line.text for line in receipt_view.lines(city, receipt)]
    assert all("不在台账里，也不在数据包里" in text for text in told)
    assert all_of(city, "refund") == {}


def test_an_institution_that_contracts_point_at_is_not_deleted(jinshui, city, send):
    institution = school(jinshui, "甲校")
    refund(jinshui, institution, payments=[payment(10_000)])
    path = send(jinshui)
    receive(city, path)
    receipt = receive(city, edit(path, lambda book: book[SHEET].delete_rows(2)), confirmed=True)
    assert fates(receipt) == {"error": 1}
    assert names(city) == ["甲校"]


def test_what_stays_because_others_point_at_it_is_not_asked_about(jinshui, city, send):
    for number in range(6):
        refund(jinshui, school(jinshui, f"第{number}学校"), payments=[payment(10_000)])
    path = send(jinshui)
    receive(city, path)
    receipt = look(city, edit(path, lambda book: book[SHEET].delete_rows(2, 6)))
    assert fates(receipt) == {"error": 6}
    assert [ask for ask in receipt.asks if "接收后将删除" in ask] == []


def test_a_row_moved_to_another_office_is_refused(erqi, city, known, send):
    uid = school(erqi, "二七学校")
    receive(city, send(erqi))

    def steal(book):
        sheet = book[SHEET]
        sheet.cell(2, column(sheet, "记录标识")).value = uid

    receipt = look(city, edit(known, steal))
    assert fates(receipt)["error"] == 1
    assert any("属于其他单位" in line.text for line in receipt_view.lines(city, receipt))


def test_sorted_and_saved_again_is_the_same_package(city, known):
    def turn(book):
        sheet = book[SHEET]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for place, row in enumerate(reversed(rows), 2):
            for at, value in enumerate(row, 1):
                sheet.cell(place, at).value = value
        sheet.auto_filter.add_filter_column(0, ["第03学校"])

    assert look(city, edit(known, turn)).again


def test_an_older_package_changed_by_hand_is_still_old(jinshui, city, known, send):
    receive(city, send(jinshui))
    with pytest.raises(RefusedError, match="比已接收的旧"):
        look(city, edit(known, work))


def test_records_that_a_full_package_lacks_are_asked_about(jinshui, city, known, send):
    full = send(jinshui, full=True)
    assert fates(look(city, full)) == {}
    receipt = look(city, edit(full, lambda book: book[SHEET].delete_rows(2, 6)))
    assert fates(receipt) == {"delete": 6}
    assert "没有机构台账的 6 条记录（台账共 12 条），接收后将删除" in receipt.asks[-1]
    school(jinshui, "新来的")
    increment = send(jinshui)
    receive(city, full)
    assert fates(look(city, increment)) == {"create": 1}
