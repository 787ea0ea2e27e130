"""Packages that a careless or spiteful hand went through: each is refused or told in words, nothing is lost unsaid."""

import openpyxl
import pytest

from shuangjian_desktop.core.errors import FileError, RefusedError
from shuangjian_desktop.services import receipt_view
from shuangjian_desktop.services.arrivals import arrivals
from tests.packages.conftest import ERQI, JINSHUI, all_of, edit, fates, look, names, receive
from tests.services.entries import payment, refund, school

SCHOOLS, PAYMENTS, COVER = "机构台账", "退费付款", "封面"


def cell(page, head: str, row: int = 2):
    """The cell under a head."""
    return page.cell(row, [one.value for one in page[1]].index(head) + 1)


def cover(path, **facts: str):
    """A person changes facts of the cover, under their labels."""

    def work(book):
        for row in book[COVER].iter_rows():
            if row[0].value in facts:
                row[1].value = facts[row[0].value]

    return edit(path, work)


def told(desk, path) -> list[str]:
    """What is said of the rows."""
    return [line.told for line in receipt_view.lines(desk, look(desk, path))]


@pytest.fixture
def full(jinshui, city, send):
    """A full package of two institutions, one with a contract and a payment; the city has them."""
    uid = school(jinshui, "甲校", licence_no="教民141010570000001")
    school(jinshui, "乙校")
    refund(jinshui, uid, payments=[payment(10_000)])
    receive(city, send(jinshui))
    return send(jinshui, full=True)


@pytest.mark.parametrize(
    ("label", "value", "sentence"),
    [
        ("序号", "²", "“序号”不是整数"),
        ("序号", "9" * 20, "“序号”不是整数"),
        ("发送方代码", "410999", "“发送方代码”是“410999”，没有代码是它的教育局"),
        ("接收方代码", "啊", "“接收方代码”是“啊”，没有代码是它的教育局"),
    ],
)
def test_a_fact_of_the_cover_that_makes_no_sense_is_named(city, full, label, value, sentence):
    with pytest.raises(FileError, match=sentence):
        look(city, cover(full, **{label: value}))


def test_a_secret_that_is_none_is_refused_before_a_key_is_made_with_it(jinshui, city, send):
    with pytest.raises(FileError, match="“人员标识密钥”被改动过"):
        look(jinshui, cover(send(city, JINSHUI), 人员标识密钥="xyz"))


@pytest.mark.parametrize("value", ["²", "9" * 20])
def test_a_revision_that_is_none_is_a_row_changed_by_hand(city, full, value):
    path = edit(full, lambda book: setattr(cell(book[SCHOOLS], "版本"), "value", value))
    receipt = look(city, path)
    assert (fates(receipt), receipt.plan.received.intact) == ({}, False)


def test_a_changed_cover_alone_is_said_to_be_that(city, full):
    receipt = look(city, cover(full, 序号="9"))
    assert fates(receipt) == {}
    [ask] = receipt.asks
    assert "改的是封面（如序号、包类型）或隐藏的列" in ask


def test_another_district_on_the_cover_is_refused(city, full):
    with pytest.raises(RefusedError, match="封面上写的是二七区教育局的数据包，里面却没有一行是它的记录"):
        look(city, cover(full, 发送方代码=ERQI))


def test_rows_cut_out_of_an_increment_are_missed(jinshui, city, full, send):
    receive(city, full)
    school(jinshui, "丙校")
    path = edit(send(jinshui), lambda book: book[SCHOOLS].delete_rows(2))
    assert look(city, path).asks == (
        "数据包发出后被人改过：更正 0 行，手工新增 0 行。",
        "数据包发出后被人删去了：机构台账 1 行，这些行的改动不会接收，以后的增量数据包里也没有；最好请对方重发。",
    )


def test_after_a_spoilt_package_the_good_one_of_the_same_number_is_not_called_old(city, full):
    receive(city, edit(full, lambda book: setattr(cell(book[SCHOOLS], "备注"), "value", "改")), confirmed=True)
    with pytest.raises(RefusedError, match="第 2 号数据包已接收过一份，内容与这一份不同"):
        look(city, full)


def test_rows_pasted_from_another_districts_package_are_said(jinshui, erqi, city, full, send):
    school(erqi, "二七校")
    path = send(erqi)
    receive(city, path)

    def paste(book):
        foreign = next(openpyxl.load_workbook(path)[SCHOOLS].iter_rows(min_row=2, values_only=True))
        book[SCHOOLS].append(foreign)

    pasted = edit(full, paste)
    assert told(city, pasted) == ["属于二七区，发送方从未报送过，没有采用"]
    receive(city, pasted, confirmed=True)
    assert names(city) == sorted(["甲校", "乙校", "二七校"])


def test_no_institution_is_handed_over_by_typing(city, full):
    def type_it(book):
        page = book[SCHOOLS]
        at = next(at for at in (2, 3) if cell(page, "机构名称", at).value == "甲校")
        typed = {"移交自": "金水区教育局", "移交至": "二七区教育局", "移交次数": 9, "所属": ERQI}
        for head, value in typed.items():
            cell(page, head, at).value = value

    path = edit(full, type_it)
    [sentence] = told(city, path)
    assert sentence == "移交的机构这一行被人改过，没有采用；移交由发送方在程序里办，请对方重发"
    receive(city, path, confirmed=True)
    assert {one.office for one in all_of(city).values()} == {JINSHUI}


def test_a_cover_that_was_moved_behind_other_sheets_is_found(full):
    [arrival] = arrivals([edit(full, lambda book: book.move_sheet(COVER, 2))])
    assert (arrival.is_package, arrival.cover.number) == (True, 2)


def test_an_identity_that_nobody_knows_makes_no_second_one(city, full):
    [row] = [uid for uid, one in all_of(city).items() if one.values["name"] == "甲校"]

    def forge(book):
        page = book[SCHOOLS]
        at = next(at for at in (2, 3) if cell(page, "记录标识", at).value == row)
        cell(page, "记录标识", at).value = "abc"

    path = edit(full, forge)
    assert any("与台账中“甲校”的办学许可证号相同" in sentence for sentence in told(city, path))
    receive(city, path, confirmed=True)
    assert names(city) == sorted(["甲校", "乙校"])


@pytest.mark.parametrize(
    ("sheet", "head"), [(SCHOOLS, "机构名称"), (PAYMENTS, "付款日期"), (PAYMENTS, "付款金额"), (PAYMENTS, "退费记录")]
)
def test_what_a_record_must_say_cannot_be_emptied_by_hand(city, full, sheet, head):
    path = edit(full, lambda book: setattr(cell(book[sheet], head), "value", None))
    assert told(city, path) == [f"“{head}”必填，不能为空"]
    assert fates(receive(city, path, confirmed=True)) == {"error": 1}


def test_of_a_cell_that_holds_no_value_one_reason_is_said(city, full):
    path = edit(full, lambda book: setattr(cell(book[PAYMENTS], "付款日期"), "value", "2021-02-30"))
    assert told(city, path) == ["“付款日期”没有 2021年2月30日 这一天"]


def test_a_payment_is_corrected_beside_the_starred_name_of_a_pupil_that_the_city_does_not_have(city, full):
    path = edit(full, lambda book: setattr(cell(book[PAYMENTS], "备注"), "value", "现金"))
    assert cell(openpyxl.load_workbook(path)[PAYMENTS], "退费记录").value == "王** QH-1"
    assert told(city, path) == ["备注：（空） → 现金"]
    [other] = told(city, edit(full, lambda book: setattr(cell(book[PAYMENTS], "退费记录"), "value", "王** QH-9")))
    assert other == "“退费记录”退费里没有“王** QH-9”"


def test_heads_below_an_inserted_row_are_found_and_told(city, full):
    with pytest.raises(FileError, match="第 1 行应是列名，现在列名在第 2 行"):
        look(city, edit(full, lambda book: book[SCHOOLS].insert_rows(1)))


def test_a_renamed_sheet_and_a_renamed_column_are_told_with_what_to_do(city, full):
    with pytest.raises(FileError, match="没有工作表“机构台账”：被改名或删除了"):
        look(city, edit(full, lambda book: setattr(book[SCHOOLS], "title", "机构")))
    with pytest.raises(FileError, match="“机构台账”缺少列：机构名称。"):
        look(city, edit(full, lambda book: setattr(cell(book[SCHOOLS], "机构名称", 1), "value", "校名")))
