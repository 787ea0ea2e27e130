"""What tables show, what other programs read, and what is offered while a reference is typed."""

from datetime import date
from decimal import Decimal

import orjson
import pytest

from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import lists, records
from tests.services.entries import enter, notice, payment, refund, school

STUDENT, PHONE, PAYEE = "王梓涵", "13800000011", "王建国"


def shown(desk, register, *keys):
    """What a table shows of every record, by field."""
    fields = [find(register)[key] for key in keys]
    return [line.texts for line in lists.lines(desk, register, lists.spine(desk, Query(register)), fields)]


@pytest.fixture
def town(desk):
    """An institution with a refund, its payment, and a notice to a person."""
    institution = school(desk, "郑州育才学校", campus="东区", contact="王敏")
    refund(desk, institution, STUDENT, [payment(50_000)])
    whom = enter(desk, "addressee", {"kind": "个人", "name": "钱某某", "address": "花园路85号", "phone": PHONE})
    visit = {"on": date(2022, 1, 4), "place": "花园路", "officers": "刘洋、周敏"}
    targets = [{"addressee": whom}, {"institution": institution}]
    enter(desk, "inspection", visit, {"inspection_target": targets})
    notice(desk, addressee=whom)
    return desk


def test_a_table_shows_texts_with_references_by_name_and_personal_values_masked(town):
    keys = ("institution", "student", "guardian_phone", "paid_amount", "signed_on", "paid_hours", "state", "notes")
    assert shown(town, "refund", *keys) == [
        ("郑州育才学校 东区", "王**", "138****0011", "5,000.00", "2021-03-11", "40", "部分退", "")
    ]
    assert shown(town.unmask("退费"), "refund", "student", "guardian_phone") == [(STUDENT, PHONE)]


@pytest.mark.parametrize(
    ("register", "field", "masked", "plain"),
    [
        ("refund_payment", "refund", "王** QH-1", f"{STUDENT} QH-1"),
        ("rectification_notice", "addressee", "钱** 花园路85号", "钱某某 花园路85号"),
        ("inspection_target", "addressee", "钱** 花园路85号", "钱某某 花园路85号"),
    ],
)
def test_a_reference_does_not_let_a_personal_name_out(town, register, field, masked, plain):
    assert (masked,) in shown(town, register, field)
    assert (plain,) in shown(town.unmask("全部"), register, field)


def test_no_masked_view_holds_a_personal_value(town):
    for register in ("refund", "refund_payment", "addressee", "inspection_target", "rectification_notice"):
        declared = find(register)
        found = town.ledger.reader.first(Query(register), 10)
        texts = [
            str(shown(town, register, *declared.by_key)),
            orjson.dumps(lists.external(town, declared, found)).decode(),
            str(lists.pick(town, register, "")),
            str([town.label(declared, record.values) for record in found]),
        ]
        assert found
        for text in texts:
            assert not [value for value in (STUDENT, PHONE, PAYEE, "钱某某") if value in text]


def test_numbers_are_those_of_the_rows(town):
    spine = lists.spine(town, Query("institution"))
    uids = [line.record.uid for line in lists.lines(town, "institution", spine, [])]
    assert lists.numbers(town, "institution", uids) == list(spine)


def test_other_programs_read_plain_values(town):
    [record] = town.ledger.reader.first(Query("refund"), 10)
    [row] = lists.external(town.unmask("退费"), find("refund"), [record])
    assert list(row)[:3] == ["uid", "office", "revision"]
    assert set(find("refund").by_key) <= set(row)
    assert (row["office"], row["revision"]) == ("410105", 1)
    assert (row["institution"], row["institution_uid"]) == ("郑州育才学校 东区", record.values["institution"])
    assert (row["paid_amount"], row["balance"], row["paid_hours"]) == (5000.0, 750.0, 40.0)
    assert (row["signed_on"], row["promised_on"], row["student"]) == ("2021-03-11", None, STUDENT)
    assert orjson.loads(orjson.dumps(row)) == row


def test_totals_are_of_everything_that_is_found(desk):
    institution = school(desk)
    for number in range(3):
        refund(desk, institution, contract_no=f"QH-{number}", paid_amount=100_001, paid_hours=Decimal(40))
    every = {item.label: text for item, text in lists.totals(desk, Query("refund"))}
    assert every["合同金额"] == "3,000.03"
    one = Query("refund", filters=(Filter("contract_no", "eq", "QH-1"),))
    assert {item.label: text for item, text in lists.totals(desk, one)}["合同金额"] == "1,000.01"
    none = Query("refund", filters=(Filter("contract_no", "eq", "nobody's"),))
    assert {text for _item, text in lists.totals(desk, none)} == {"0.00"}
    assert lists.totals(desk, Query("rectification_notice")) == []


@pytest.fixture
def schools(desk):
    for name, licence in (
        ("郑州育才学校", "教民1410105001"),
        ("育才艺术中心", "教民1410105002"),
        ("启航“数学”班's", None),
    ):
        school(desk, name, licence_no=licence, category="学科类")
    return desk


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("育才", ["育才艺术中心", "郑州育才学校"]),
        ("zzyc", ["郑州育才学校"]),
        ("ZZYC", ["郑州育才学校"]),
        ("0105002", ["育才艺术中心"]),
        ("郑州育才学校", ["郑州育才学校"]),
        ("“数学”", ["启航“数学”班's"]),
        ("班's", ["启航“数学”班's"]),
        ("没有这家", []),
        ("学校 郑州", ["郑州育才学校"]),
    ],
)
def test_picking_by_typing(schools, text, names):
    assert [one.name for one in lists.pick(schools, "institution", text)] == names


def test_what_is_picked_is_told_from_its_namesakes(schools):
    [picked] = lists.pick(schools, "institution", "zzyc")
    assert picked.detail == "学科类"
    assert len(lists.pick(schools, "institution", "")) == 3
    assert len(lists.pick(schools, "institution", "", limit=2)) == 2


def test_a_deleted_record_is_not_offered(schools):
    [picked] = lists.pick(schools, "institution", "zzyc")
    records.remove(schools, "institution", [picked.uid])
    assert lists.pick(schools, "institution", "zzyc") == []
