"""What was corrected by hand, and the packages that come after it: nothing is overwritten unsaid, either way."""

from datetime import date

import pytest

from shuangjian_desktop.services import receipt_view, records
from tests.packages.conftest import JINSHUI, all_of, edit, fates, look, names, receive
from tests.services.entries import change, payment, refund, school

SHEET = "机构台账"


def column(sheet, head: str) -> int:
    return [cell.value for cell in sheet[1]].index(head) + 1


def mend(path, name: str, **cells: object):
    """A person changes cells of the row of an institution, by their heads."""

    def work(book):
        sheet = book[SHEET]
        row = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == name)
        for head, value in cells.items():
            sheet.cell(row, column(sheet, head)).value = value

    return edit(path, work)


def add(path, **cells: object):
    """A person types a row at the bottom."""

    def work(book):
        sheet = book[SHEET]
        row = sheet.max_row + 1
        for head, value in cells.items():
            sheet.cell(row, column(sheet, head)).value = value

    return edit(path, work)


def texts(city, receipt) -> list[str]:
    return [line.text for line in receipt_view.lines(city, receipt)]


@pytest.fixture
def corrected(jinshui, city, send):
    """An institution that the city has, its address corrected in the package by hand."""
    uid = school(jinshui, "甲校", address="花园路1号", notes="原样")
    school(jinshui, "乙校", address="花园路2号")
    path = send(jinshui)
    receive(city, path)
    receive(city, mend(path, "甲校", 实际经营地址="花园路9号"), confirmed=True)
    assert city.record("institution", uid).values["address"] == "花园路9号"
    return uid


def test_a_correction_stays_when_the_district_writes_something_else(jinshui, city, send, corrected):
    change(jinshui, "institution", corrected, notes="区里写的")
    receipt = look(city, send(jinshui))
    assert (fates(receipt), receipt.asks) == ({"update": 1}, ())
    assert texts(city, receipt) == [
        "机构台账 第 2 行 更新“甲校”：备注：原样 → 区里写的；"
        "实际经营地址：本台账是 花园路9号，发送方是 花园路1号，没有采用"
    ]
    told = receipt_view.as_json(city, receipt)["kept"]
    assert [(one["uid"], one["changes"][0]["field"], one["changes"][0]["new"]) for one in told] == [
        (corrected, "address", "花园路1号")
    ]
    receive(city, send(jinshui, full=True))
    held = city.record("institution", corrected).values
    assert (held["address"], held["notes"]) == ("花园路9号", "区里写的")


def test_what_the_district_writes_anew_goes_in_once_it_is_confirmed(jinshui, city, send, corrected):
    change(jinshui, "institution", corrected, address="花园路7号")
    path = send(jinshui)
    receipt = receive(city, path)
    assert receipt.asks == ("发送方又改了 1 处在本台账更正过的内容，接收后以发送方的为准。",)
    assert receipt.changes.step is None
    assert texts(city, receipt) == [
        "机构台账 第 2 行 更新“甲校”：实际经营地址：花园路9号 → 花园路7号（此前的更正不再保留）"
    ]
    receive(city, path, confirmed=True)
    assert city.record("institution", corrected).values["address"] == "花园路7号"
    # From here on both have the same: the next change is an ordinary one.
    change(jinshui, "institution", corrected, address="花园路6号")
    assert look(city, send(jinshui)).asks == ()


def test_what_the_district_corrects_in_the_same_way_is_nothing(jinshui, city, send, corrected):
    change(jinshui, "institution", corrected, address="花园路9号")
    receipt = receive(city, send(jinshui))
    assert (fates(receipt), texts(city, receipt)) == ({}, [])
    assert city.ledger.reader.agreed("institution", JINSHUI, [corrected])[corrected]["address"] == "花园路9号"


def test_a_row_that_first_came_corrected_is_asked_about(jinshui, city, send):
    uid = school(jinshui, "甲校", address="花园路1号", area=None)
    receive(city, mend(send(jinshui), "甲校", 实际经营地址="花园路9号"), confirmed=True)
    change(jinshui, "institution", uid, notes="区里写的")
    receipt = look(city, send(jinshui))
    assert len(receipt.asks) == 1
    assert "花园路9号 → 花园路1号（此前的更正不再保留）" in texts(city, receipt)[0]


def test_the_district_is_told_of_a_correction_and_keeps_its_own(jinshui, city, send, corrected):
    change(jinshui, "institution", corrected, notes="刚写的")  # the city does not know of it yet, and says the old one
    receipt = receive(jinshui, send(city, JINSHUI))
    assert texts(jinshui, receipt) == [
        "机构台账 第 2 行 保留“甲校”：实际经营地址：本台账是 花园路1号，发送方是 花园路9号，没有采用"
    ]
    held = jinshui.record("institution", corrected).values
    assert (held["address"], held["notes"]) == ("花园路1号", "刚写的")
    # What the city sent does not count as agreed: the correction still stands there.
    [row] = [row for row in look(city, send(jinshui)).plan.rows if row.fate != "unchanged"]
    assert (dict(row.values), dict(row.kept)) == ({"notes": "刚写的"}, {"address": "花园路1号"})


def test_a_typed_row_stays_though_its_district_does_not_have_it(jinshui, city, send):
    school(jinshui, "甲校")
    path = send(jinshui)
    receive(city, add(path, 机构名称="手工校", 办学许可证号="教民141010570000077"), confirmed=True)
    receipt = receive(city, send(jinshui, full=True))
    assert (fates(receipt), receipt.asks) == ({}, ())
    assert texts(city, receipt) == ["机构台账 保留“手工校”：手工新增的记录，发送方的台账里没有，保留"]
    down = look(jinshui, send(city, JINSHUI))
    assert fates(down) == {"error": 1}
    assert "需要的请在本台账新增" in texts(jinshui, down)[-1]
    # The district enters it itself: its own record takes the place of the typed one.
    own = school(jinshui, "手工校", licence_no="教民141010570000077")
    receipt = receive(city, send(jinshui))
    assert fates(receipt) == {"create": 1, "delete": 1}
    assert any("由发送方的记录取代" in text for text in texts(city, receipt))
    assert names(city) == ["手工校", "甲校"]
    assert own in all_of(city)


def test_a_row_deleted_by_hand_comes_back_with_its_district(jinshui, city, send):
    uid = school(jinshui, "甲校")
    path = send(jinshui)
    receive(city, path)
    receive(city, edit(path, lambda book: book[SHEET].delete_rows(2)), confirmed=True)
    assert names(city) == []
    change(jinshui, "institution", uid, notes="还在")
    receipt = receive(city, send(jinshui))
    assert texts(city, receipt) == ["机构台账 第 2 行 恢复“甲校”"]
    assert names(city) == ["甲校"]


def test_a_record_taken_back_with_its_step_is_no_typed_one(jinshui, city, send):
    keep, gone = school(jinshui, "甲校"), school(jinshui, "乙校")
    receive(city, send(jinshui))
    records.remove(jinshui, "institution", [gone])
    assert fates(look(city, send(jinshui, full=True))) == {"delete": 1}
    assert keep in all_of(city)


def test_what_no_clerk_could_enter_is_told_before_it_goes_in(jinshui, city, send):
    """A hand in a workbook meets no form: the city sees what is odd, and decides."""
    school(jinshui, "甲校", licence_no="教民141010570000001")
    school(jinshui, "乙校", licence_no="教民141010570000002")
    path = send(jinshui)
    receive(city, path)
    dates = {"有效期限起": "2025-01-01", "有效期限止": "2021-01-01"}
    odd = mend(path, "乙校", 办学许可证号="教民141010570000001", 机构状态="歇了", **dates)
    receipt = look(city, odd)
    [ask] = [one for one in receipt.asks if "手工改过的行" in one]
    assert "机构台账第 3 行：与台账中另一条相同（办学许可证号）" in ask
    assert "“机构状态”：“歇了”在下拉单里没有" in ask
    assert "“有效期限止”：" in ask
    assert fates(receive(city, odd, confirmed=True)) == {"update": 1}


def test_an_honest_correction_is_not_nagged_about(city, jinshui, send):
    school(jinshui, "甲校", address="花园路1号")
    path = send(jinshui)
    receive(city, path)
    receipt = look(city, mend(path, "甲校", 实际经营地址="花园路9号"))
    assert not any("手工改过的行" in one for one in receipt.asks)


def test_a_day_typed_by_hand_that_is_still_to_come_is_asked_about(jinshui, city, send):
    """A payment of 2090 is a slip of the hand; a promise or a deadline may well lie ahead."""
    uid = refund(jinshui, school(jinshui), payments=[payment(10_000)], promised_on=date(2021, 9, 30))
    path = send(jinshui)

    def work(book):
        for name, head, day in (("退费付款", "付款日期", "2090-01-01"), ("退费", "承诺退费日期", "2091-01-01")):
            book[name].cell(2, column(book[name], head)).value = day

    receipt = look(city, edit(path, work))
    [ask] = [one for one in receipt.asks if "手工改过的行" in one]
    assert ask == ("手工改过的行里有不合常理的，请看清楚：退费付款第 2 行“付款日期”：2090-01-01 晚于今天，请核对。")
    assert receive(city, edit(path, work), confirmed=True).asks == ()
    assert city.record("refund", uid).values["promised_on"] == date(2091, 1, 1)
