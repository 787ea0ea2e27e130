"""What is said of rows that a hand changed in or typed into a package: what is odd by that hand, and nothing else."""

from datetime import date

import pytest

from shuangjian_desktop.services.receiving import Receipt
from tests.packages.conftest import edit, look, receive
from tests.services.entries import enter, payment, refund, school

SCHOOLS, REFUNDS, PAYMENTS = "机构台账", "退费", "退费付款"
LICENCES = [f"教民14101057000000{number}" for number in range(10)]


def typed(path, sheet: str, row: int | None = None, **cells: object):
    """A person fills cells by their heads: of a row, or of a new one at the bottom."""

    def work(book):
        page = book[sheet]
        heads = [cell.value for cell in page[1]]
        at = row or page.max_row + 1
        for head, value in cells.items():
            page.cell(at, heads.index(head) + 1).value = value

    return edit(path, work)


def odd(receipt: Receipt) -> str:
    """What is said to be odd, without the words before it."""
    found = [one for one in receipt.asks if "手工改过的行里有不合常理的" in one]
    assert len(found) <= 1
    return found[0].partition("请看清楚：")[2].removesuffix("。") if found else ""


@pytest.fixture
def sent(jinshui, city, send):
    """甲校 with a contract and a payment, which the city has; the package that brought them."""
    uid = school(jinshui, "甲校", licence_no=LICENCES[1], address="花园路1号")
    refund(jinshui, uid, payments=[payment(10_000)])
    path = send(jinshui)
    receive(city, path)
    return path


_BACKWARDS = {"有效期限起": "2025-01-01", "有效期限止": "2021-01-01"}


CHANGED = [
    (SCHOOLS, {"实际经营地址": "花园路9号"}, ""),
    (SCHOOLS, _BACKWARDS, "机构台账第 2 行“有效期限止”：早于 2025-01-01"),
    (SCHOOLS, {"机构状态": "歇了"}, "机构台账第 2 行“机构状态”：“歇了”在下拉单里没有"),
    (SCHOOLS, {"机构状态": "停业"}, ""),
    (SCHOOLS, {"证照情况": "无证无照"}, ""),  # a notice to whoever enters it, no more
    (REFUNDS, {"剩余课时": "41"}, "退费第 2 行“剩余课时”：多于购买课时 40；剩余课时不含赠送课时"),
    (PAYMENTS, {"付款日期": "2021-03-10"}, "退费付款第 2 行“付款日期”：早于合同签订日期 2021-03-11"),
    (PAYMENTS, {"付款日期": "2021-03-11"}, ""),
    (PAYMENTS, {"付款金额": "0"}, "退费付款第 2 行“付款金额”：金额不能为 0"),
]
TYPED = [
    ({"机构名称": "新校"}, ""),
    ({"机构名称": "新校", **_BACKWARDS}, "机构台账第 3 行“有效期限止”：早于 2025-01-01"),
    ({"机构名称": "新校", "机构状态": "歇了"}, "机构台账第 3 行“机构状态”：“歇了”在下拉单里没有"),
]


def test_what_a_hand_changed_or_typed_is_checked_as_a_form_would(city, sent):
    for sheet, cells, said in CHANGED:
        assert odd(look(city, typed(sent, sheet, 2, **cells))) == said, cells
    for cells, said in TYPED:
        assert odd(look(city, typed(sent, SCHOOLS, **cells))) == said, cells


def test_a_payment_is_seen_beside_its_contract_as_the_package_leaves_it(city, sent):
    """The same hand moves the day of the contract: what is in the ledger is no more what counts."""
    both = typed(typed(sent, REFUNDS, 2, 签订日期="2021-01-01"), PAYMENTS, 2, 付款日期="2021-03-10")
    assert odd(look(city, both)) == ""


def test_a_contract_and_its_payment_that_one_hand_moved_apart_are_told(city, sent):
    """The payment fits the contract of the ledger, and not the one that the package makes of it."""
    both = typed(typed(sent, REFUNDS, 2, 签订日期="2021-10-01"), PAYMENTS, 2, 付款日期="2021-09-30")
    assert odd(look(city, both)) == "退费付款第 2 行“付款日期”：早于合同签订日期 2021-10-01"


def test_what_was_odd_before_is_not_the_hands(jinshui, city, send):
    jinshui.set_setting("rules_off", "institution.licence_dates")
    school(jinshui, "甲校", licence_from=date(2025, 1, 1), licence_until=date(2021, 1, 1))
    path = send(jinshui)
    receive(city, path)
    assert odd(look(city, typed(path, SCHOOLS, 2, 实际经营地址="花园路9号"))) == ""
    said = "机构台账第 2 行“有效期限止”：早于 2026-01-01"
    assert odd(look(city, typed(path, SCHOOLS, 2, 有效期限起="2026-01-01"))) == said


def test_a_rule_that_the_city_switched_off_is_not_asked(city, sent):
    city.set_setting("rules_off", "institution.licence_dates")
    assert odd(look(city, typed(sent, SCHOOLS, 2, **_BACKWARDS))) == ""


@pytest.fixture
def pair(jinshui, city, send):
    """甲校 and 乙校, with numbers of their own."""
    school(jinshui, "甲校", licence_no=LICENCES[1])
    school(jinshui, "乙校", licence_no=LICENCES[2])
    path = send(jinshui)
    receive(city, path)
    return path


def test_a_number_that_another_record_of_the_district_has_is_told(erqi, city, send, pair):
    said = "机构台账第 3 行：与台账中另一条相同（办学许可证号）"
    assert odd(look(city, typed(pair, SCHOOLS, 3, 办学许可证号=LICENCES[1]))) == said
    assert odd(look(city, typed(pair, SCHOOLS, 3, 办学许可证号=LICENCES[2]))) == ""
    school(erqi, "二七甲校", licence_no=LICENCES[3])
    receive(city, send(erqi))
    assert odd(look(city, typed(pair, SCHOOLS, 3, 办学许可证号=LICENCES[3]))) == ""  # another district's own


def test_equal_payments_are_no_doubles(jinshui, city, send):
    refund(jinshui, school(jinshui, "甲校"), payments=[payment(10_000), payment(20_000)])
    path = send(jinshui)
    receive(city, path)
    assert odd(look(city, typed(path, PAYMENTS, 3, 付款金额="100"))) == ""


def test_a_word_that_the_office_put_out_of_use_is_still_one(city, sent):
    enter(city, "code", {"table": "operating_state", "word": "歇了", "active": "否"})
    assert odd(look(city, typed(sent, SCHOOLS, 2, 机构状态="歇了"))) == ""


def test_three_are_told_and_how_many_there_are(jinshui, city, send):
    for number in range(5):
        school(jinshui, f"第{number}学校", licence_no=LICENCES[number])
    path = send(jinshui)
    receive(city, path)
    for count, last in ((1, "里没有"), (3, "里没有"), (4, "……共 4 处"), (5, "……共 5 处")):
        path = typed(path, SCHOOLS, count + 1, 机构状态="歇了")
        for row in range(2, count + 1):
            path = typed(path, SCHOOLS, row, 机构状态="歇了")
        said = odd(look(city, path))
        assert said.count("歇了") == min(count, 3)
        assert said.endswith(last)


def test_what_the_program_sent_is_not_asked_about(jinshui, city, send):
    """A row that no hand touched is its office's matter, whatever it says."""
    jinshui.set_setting("rules_off", "refund.hours")
    refund(jinshui, school(jinshui, "甲校"), payments=[payment(10_000)], remaining_hours=None, consumed_hours=None)
    receipt = look(city, send(jinshui))
    assert receipt.asks == ()
