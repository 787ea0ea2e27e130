"""栏目=值: what a clerk types as a condition, for every kind of field."""

from datetime import date
from decimal import Decimal

import pytest

from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import lists, records
from tests.services.entries import change, enter, payment, refund, school


@pytest.fixture
def book(desk):
    """Two institutions and their refunds: A paid in part, B not, C overpaid and without phone."""
    one = school(desk, "郑州育才学校", licence_no="教民1410105001", operating_state="搬迁")
    other = school(desk, "启航“数学”班's")
    refund(desk, one, "王梓涵", [payment(50_000)], contract_no="A", course="数学")
    refund(desk, one, "李沐宸", contract_no="B", signed_on=date(2021, 4, 2), guardian_phone="13800000012、037165432100")
    refund(
        desk, other, "张一诺", [payment(125_050)], contract_no="C", over_reason="违约金", guardian_phone=None,
        paid_hours=Decimal("40.5"), remaining_hours=None, due_override=125_000, due_reason="协商",
    )  # fmt: skip
    return desk


def found(desk, register, key, text):
    declared = find(register)
    query = Query(register, filters=(lists.parse_filter(desk, declared, key, text),))
    return sorted(str(record.values[declared.name_fields[-1]]) for record in desk.ledger.reader.first(query, 100))


@pytest.mark.parametrize(
    ("condition", "contracts"),
    [
        ("contract_no=A", "A"),
        ("contract_no= a ", ""),
        ("student=王梓涵", "A"),
        ("course=数学", "A"),
        ("course=", "BC"),
        ("course= ", "BC"),
        ("guardian_phone=138 0000 0011", "A"),
        ("guardian_phone=", "C"),
        ("paid=500", "A"),
        ("paid=0.05万元", "A"),
        ("paid=￥500.00", "A"),
        ("balance=-0.5", "C"),
        ("balance=1,250.00", "B"),
        ("signed_on=2021-04-02", "B"),
        ("signed_on=2021年4月2日", "B"),
        ("signed_on=20210402", "B"),
        ("paid_hours=40.50课时", "C"),
        ("paid_hours=40", "AB"),
        ("state=部分退", "A"),
        ("state=未退", "B"),
        ("institution=郑州育才学校", "AB"),
        ("institution=zzyc", "AB"),
        ("institution=1410105001", "AB"),
        ("institution=启航“数学”班's", "C"),
        ("institution=没有这家", ""),
        ("institution=--", ""),
        ("institution=", ""),
    ],
)
def test_conditions(book, condition, contracts):
    key, _, text = condition.partition("=")
    assert found(book, "refund", key, text) == list(contracts)


def test_a_reference_by_its_uid(book):
    [one] = lists.pick(book, "institution", "zzyc")
    assert found(book, "refund", "institution", one.uid) == ["A", "B"]


def test_the_exact_name_goes_before_names_that_hold_it(book):
    refund(book, school(book, "郑州育才学校东区分校"), contract_no="D")
    assert found(book, "refund", "institution", "郑州育才学校") == ["A", "B"]
    assert found(book, "refund", "institution", "育才学校") == ["A", "B", "D"]


def test_a_reference_that_may_mean_too_many(desk):
    rows = [{"name": f"培训{number:04}"} for number in range(1001)]
    desk.ledger.transact(desk.operation("save", "机构"), lambda writer: writer.create_many("institution", rows))
    with pytest.raises(UsageError, match="对应的机构台账超过 1000 条"):
        lists.parse_filter(desk, find("refund"), "institution", "培训")
    assert lists.parse_filter(desk, find("refund"), "institution", "培训0007").op == "in"


@pytest.mark.parametrize(("word", "names"), [("搬迁", [None]), ("正常营业", []), ("正常", []), ("", ["None"])])
def test_words_of_the_office_and_synonyms(book, word, names):
    assert found(book, "institution", "operating_state", word) == [str(name) for name in names]


def test_a_word_that_is_out_of_use_can_still_be_asked_for(book):
    [row] = [one for one in book.ledger.reader.first(Query("code"), 99) if one.values["word"] == "搬迁"]
    change(book, "code", row.uid, active="否")
    assert len(found(book, "institution", "operating_state", "搬迁")) == 1


def test_the_number_of_a_notice_however_it_is_written(desk):
    enter(desk, "inspection", {"on": date(2022, 1, 4), "place": "花园路", "officers": "刘洋、周敏"})
    condition = lists.parse_filter(desk, find("rectification_notice"), "number", "郑金教改[2022]第7号")
    assert condition.value == "郑金教改〔2022〕7号"


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("nickname=x", "退费没有“nickname”这一栏。可用：institution（机构名称）、student（学生姓名）"),
        ("signed_on=2021-02-30", "“签订日期”的条件“2021-02-30”不对：没有 2021年2月30日 这一天。"),
        ("paid=很多", "“已退金额”的条件“很多”不对：不是金额。"),
        ("paid_hours=四十", "“购买课时”的条件“四十”不对：不是数字。"),
        ("state=退完", "“退费状态”的条件“退完”不对：不在：金额未定、未退"),
        ("guardian_phone=abc", "“家长电话”的条件“abc”不对"),
    ],
)
def test_what_is_no_condition_gets_a_sentence(book, condition, sentence):
    key, _, text = condition.partition("=")
    with pytest.raises(UsageError) as caught:
        lists.parse_filter(book, find("refund"), key, text)
    assert caught.value.text.startswith(sentence)
    assert caught.value.exit_code == 2


def test_a_deleted_institution_can_be_named_by_uid_alone(book):
    uid = school(book, "已注销学校")
    records.remove(book, "institution", [uid])
    assert found(book, "refund", "institution", "已注销学校") == []
    assert found(book, "refund", "institution", uid) == []
