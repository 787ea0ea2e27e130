"""A row that somebody typed or copied into a package makes no second one of a record that is there already."""

import pytest

from shuangjian_desktop.services import receipt_view
from tests.packages.conftest import all_of, edit, fates, look, names, receive
from tests.services.entries import change, payment, refund, school

SCHOOLS, REFUNDS, PAYMENTS = "机构台账", "退费", "退费付款"


def column(sheet, head: str) -> int:
    return [cell.value for cell in sheet[1]].index(head) + 1


def typed(path, sheet: str, *rows: dict[str, object]):
    """A person types rows at the bottom of a sheet."""

    def work(book):
        page = book[sheet]
        for cells in rows:
            at = page.max_row + 1
            for head, value in cells.items():
                page.cell(at, column(page, head)).value = value

    return edit(path, work)


def copied(path, sheet: str, **cells: object):
    """A person copies row 2 with its hidden cells to the bottom and changes some cells of the copy."""

    def work(book):
        page = book[sheet]
        at = page.max_row + 1
        for place, cell in enumerate(list(page[2]), 1):
            page.cell(at, place).value = cell.value
        for head, value in cells.items():
            page.cell(at, column(page, head)).value = value

    return edit(path, work)


def told(desk, path) -> list[str]:
    """What is said of the rows that do not go in."""
    return [line.told for line in receipt_view.lines(desk, look(desk, path)) if line.fate == "error"]


@pytest.fixture
def there(jinshui, city, send):
    """An institution with a contract of which part is paid; the city has them."""
    uid = school(jinshui, "甲校", licence_no="教民141010570000001", address="花园路1号")
    contract = refund(jinshui, uid, payments=[payment(10_000)])
    receive(city, send(jinshui))
    return uid, contract


def test_a_typed_row_with_the_licence_of_another_row_is_held(jinshui, city, send, there):
    path = typed(send(jinshui, full=True), SCHOOLS, {"机构名称": "另一个名字", "办学许可证号": "教民141010570000001"})
    assert told(city, path) == ["与第 2 行“甲校”的办学许可证号相同，没有作为新行接收；同一条记录请改原来那一行"]
    receive(city, path, confirmed=True)
    assert names(city) == ["甲校"]


def test_a_typed_row_with_the_licence_of_a_record_in_the_ledger_is_held(jinshui, city, send, there):
    path = typed(
        send(jinshui), SCHOOLS, {"机构名称": "另一个名字", "办学许可证号": "教民１４１０１０５７００００００１"}
    )
    [sentence] = told(city, path)
    assert sentence.startswith("与台账中“甲校”的办学许可证号相同")


def test_the_first_key_that_both_have_decides(jinshui, city, send, there):
    path = typed(
        send(jinshui),
        SCHOOLS,
        {"机构名称": "甲校", "办学许可证号": "教民141010570000002"},
        {"机构名称": " 甲 校 "},
        {"机构名称": "甲校", "教学点名称": "二部"},
    )
    receipt = look(city, path)
    assert fates(receipt) == {"create": 2, "error": 1}
    assert told(city, path)[0].startswith("与")
    assert "机构名称相同" in told(city, path)[0]


def test_two_typed_rows_of_one_key_are_not_two_records(jinshui, city, send):
    school(jinshui, "甲校")
    row = {"机构名称": "新校", "办学许可证号": "教民141010570000003"}
    path = typed(send(jinshui), SCHOOLS, row, {**row, "机构名称": "新校二"})
    assert fates(look(city, path)) == {"create": 2, "error": 1}
    assert told(city, path)[0].startswith("与第 3 行“新校”的办学许可证号相同")


def test_another_district_may_have_the_same(jinshui, erqi, city, send, there):
    school(erqi, "乙校")
    path = typed(send(erqi), SCHOOLS, {"机构名称": "甲校", "办学许可证号": "教民141010570000001"})
    assert fates(look(city, path)) == {"create": 2}


@pytest.mark.parametrize("sheet", [SCHOOLS, REFUNDS, PAYMENTS])
def test_a_copy_that_nobody_altered_is_no_new_row(jinshui, city, send, there, sheet):
    path = copied(send(jinshui, full=True), sheet)
    assert fates(look(city, path)) == {"error": 1}
    assert told(city, path)[0].startswith("与第 2 行完全相同，没有作为新行接收")


def test_a_copy_with_a_key_of_its_own_is_a_new_row(jinshui, city, send, there):
    path = copied(send(jinshui, full=True), SCHOOLS, 办学许可证号="教民141010570000009")
    assert fates(look(city, path)) == {"create": 1}
    assert fates(look(city, copied(path, SCHOOLS, 备注="改的是备注"))) == {"create": 1, "error": 1}


def test_what_the_package_changes_or_deletes_does_not_stand_in_the_way(jinshui, city, send, there):
    uid, _contract = there
    change(jinshui, "institution", uid, licence_no="教民141010570000005")
    path = typed(send(jinshui), SCHOOLS, {"机构名称": "接手的学校", "办学许可证号": "教民141010570000001"})
    assert fates(look(city, path)) == {"create": 1, "update": 1}


def test_equal_payments_are_told_apart_by_their_order(jinshui, city, send, there):
    line = {"退费记录": "QH-1", "付款日期": "2021-09-28", "付款金额": 100}
    full = send(jinshui, full=True)
    # The full package has the payment: a second one of that day and amount is another.
    assert fates(look(city, typed(full, PAYMENTS, line))) == {"create": 1}
    receive(city, full)
    # The increment has none: the first of the sheet is the first of the ledger, the second is new.
    increment = send(jinshui)
    assert told(city, typed(increment, PAYMENTS, line))[0].startswith(
        "与台账中“2021-09-28 100.00”的所属记录＋日期＋金额"
    )
    receipt = receive(city, typed(increment, PAYMENTS, line, line), confirmed=True)
    assert fates(receipt) == {"create": 1, "error": 1}
    assert len(all_of(city, "refund_payment")) == 2


def test_the_same_typed_row_in_the_next_package_is_the_record_of_the_last(jinshui, city, send, there):
    row = {"机构名称": "手工校", "办学许可证号": "教民141010570000007"}
    receive(city, typed(send(jinshui), SCHOOLS, row), confirmed=True)
    again = typed(send(jinshui), SCHOOLS, row)
    assert told(city, again)[0].startswith("与台账中“手工校”的办学许可证号相同")
    assert names(city) == ["手工校", "甲校"]
