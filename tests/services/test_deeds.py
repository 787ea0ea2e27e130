"""Deeds on records: the life of a notice with its number, and reversing a payment."""

from dataclasses import replace
from datetime import date

import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import deeds, records, steps
from tests.services.entries import change, notice, payment, refund, school

NOTICE = "rectification_notice"
DAY = date(2022, 3, 1)


def values_of(desk, uid, register=NOTICE):
    return desk.record(register, uid).values


def issue(desk, uid, day=DAY, **asked):
    return deeds.act(desk, NOTICE, uid, "issue", {"issued_on": day, **asked})


@pytest.fixture
def issued(desk):
    uid = notice(desk, school(desk))
    issue(desk, uid)
    return uid


def labels(desk, uid, register=NOTICE):
    return [action.label for action in deeds.possible_actions(desk, find(register), desk.record(register, uid))]


def test_numbers_go_from_one_each_year_without_a_gap(desk):
    institution = school(desk)
    papers = [notice(desk, institution, facts=f"问题{number}") for number in range(5)]
    for uid in papers[:3]:
        issue(desk, uid)
    change(desk, NOTICE, papers[3], deadline=date(2023, 2, 1))
    issue(desk, papers[3], date(2023, 1, 4))
    issue(desk, papers[4])
    assert [values_of(desk, uid)["number"] for uid in papers] == [
        "郑金教改〔2022〕1号",
        "郑金教改〔2022〕2号",
        "郑金教改〔2022〕3号",
        "郑金教改〔2023〕1号",
        "郑金教改〔2022〕4号",
    ]


def test_a_refused_issue_takes_no_number(desk):
    institution = school(desk)
    without_deadline = notice(desk, institution, deadline=None)
    with pytest.raises(RefusedError, match="没有下达：“整改期限”下达的通知书须有整改期限"):
        issue(desk, without_deadline)
    with pytest.raises(RefusedError, match="“整改期限”早于下达日期 2023-01-01"):
        issue(desk, notice(desk, institution, facts="另一问题"), date(2023, 1, 1))
    change(desk, NOTICE, without_deadline, deadline=date(2022, 4, 1))
    issue(desk, without_deadline)
    assert values_of(desk, without_deadline)["number"] == "郑金教改〔2022〕1号"


def test_the_prefix_is_the_offices_or_another(desk):
    institution = school(desk)
    one, other, third = (notice(desk, institution, facts=text) for text in "甲乙丙")
    desk.set_setting("number_prefix", "郑金教整")
    issue(desk, one)
    issue(desk, other, prefix="郑金教监")
    issue(desk, third)
    numbers = [values_of(desk, uid)["number"] for uid in (one, other, third)]
    assert numbers == ["郑金教整〔2022〕1号", "郑金教监〔2022〕1号", "郑金教整〔2022〕2号"]
    desk.set_setting("number_prefix", "")
    with pytest.raises(RefusedError, match="还没有设置整改通知书的代字"):
        issue(desk, notice(desk, institution, facts="丁"))


def test_numbers_go_on_above_those_that_were_given_outside(desk):
    institution = school(desk)
    outside = {"institution": institution, "facts": "甲", "requirements": "改", "deadline": date(2022, 2, 1)}
    numbered = {"prefix": "郑金教改", "year": 2022, "serial": 7, "issued_on": date(2022, 1, 1)}
    desk.ledger.transact(
        desk.operation("import", "导入"), lambda writer: writer.create(NOTICE, {**outside, **numbered})
    )
    uids = [notice(desk, institution, facts=text) for text in "乙丙"]
    for uid in uids:
        issue(desk, uid)
    assert [values_of(desk, uid)["serial"] for uid in uids] == [8, 9]


def test_a_notice_lives_to_its_end(desk, issued):
    assert labels(desk, issued) == ["送达", "作废"]
    served = {"served_on": date(2022, 3, 2), "service_way": "直接送达", "receiver": "王敏"}
    deeds.act(desk, NOTICE, issued, "serve", served)
    deeds.act(desk, NOTICE, issued, "reinspect", {"reinspected_on": date(2022, 4, 1), "reinspection_result": "不合格"})
    assert values_of(desk, issued)["state"] == "复查不合格"
    deeds.act(desk, NOTICE, issued, "reinspect", {"reinspected_on": date(2022, 5, 1), "reinspection_result": "合格"})
    deeds.act(desk, NOTICE, issued, "close", {"closed_on": date(2022, 5, 2)})
    assert values_of(desk, issued)["state"] == "结案"
    assert steps.steps(desk, 1)[0].title == "结案整改通知书：郑金教改〔2022〕1号 郑州育才学校"
    assert labels(desk, issued) == ["作废"]


def test_a_deed_wants_what_it_asks(desk, issued):
    with pytest.raises(RefusedError, match="“送达”还缺：送达日期、送达方式"):
        deeds.act(desk, NOTICE, issued, "serve", {})


def test_a_deed_that_the_rules_forbid_is_refused(desk, issued):
    with pytest.raises(RefusedError, match="没有送达：“送达日期”早于下达日期 2022-03-01"):
        deeds.act(desk, NOTICE, issued, "serve", {"served_on": date(2022, 2, 1), "service_way": "直接送达"})
    desk.set_setting("rules_off", "notice.dates")
    deeds.act(desk, NOTICE, issued, "serve", {"served_on": date(2022, 2, 1), "service_way": "直接送达"})
    desk.set_setting("rules_off", "")
    # The dates are wrong already: that does not hinder voiding.
    deeds.act(desk, NOTICE, issued, "void", {"voided_on": date(2022, 3, 9), "void_reason": "日期写错"})
    assert values_of(desk, issued)["state"] == "作废"


def test_a_deed_out_of_turn_is_refused(desk, issued):
    with pytest.raises(RefusedError, match="这条整改通知书现在不能“下达”"):
        issue(desk, issued)
    records.remove(desk, NOTICE, [draft := notice(desk, school(desk, "乙校"))])
    with pytest.raises(RefusedError, match="不能“下达”"):
        issue(desk, draft)


def test_a_void_notice_keeps_its_number(desk, issued):
    deeds.act(desk, NOTICE, issued, "void", {"voided_on": date(2022, 3, 9), "void_reason": "对象写错"})
    held = values_of(desk, issued)
    assert (held["number"], held["state"]) == ("郑金教改〔2022〕1号", "作废")
    issue(desk, following := notice(desk, school(desk, "乙校")))
    assert values_of(desk, following)["serial"] == 2
    assert labels(desk, issued) == []


def test_what_an_issued_paper_says_is_frozen(desk, issued):
    with pytest.raises(RefusedError, match="已经下达，对象、问题、依据、要求和期限不能再改"):
        change(desk, NOTICE, issued, facts="另有问题")
    change(desk, NOTICE, issued, notes="已电话告知")
    with pytest.raises(RefusedError, match="已经下达，不能删除，只能作废"):
        records.remove(desk, NOTICE, [issued])


def test_issuing_cannot_be_undone(desk, issued):
    with pytest.raises(RefusedError, match="不能撤销：郑金教改〔2022〕1号 已经下达"):
        steps.undo(desk)
    assert values_of(desk, issued)["state"] == "已下达"


def reverse(desk, uid, day=date(2021, 12, 1)):
    return deeds.act(desk, "refund_payment", uid, "reverse", {"on": day, "reverse_reason": "账号填错"})


@pytest.fixture
def paid(desk):
    """A refund with one payment: the uids of both."""
    uid = refund(desk, school(desk), payments=[payment(125_000, voucher_no="V-1")])
    [row] = desk.ledger.reader.children("refund_payment", [uid])[uid]
    return uid, row.uid


def test_a_reversal_answers_its_payment(desk, paid):
    uid, row = paid
    reverse(desk, row)
    rows = desk.ledger.reader.children("refund_payment", [uid])[uid]
    assert [one.values["amount"] for one in rows] == [125_000, -125_000]
    assert rows[1].values["voucher_no"] == "V-1"
    assert rows[1].values["reverse_reason"] == "账号填错"
    held = values_of(desk, uid, "refund")
    assert (held["paid"], held["balance"], held["state"]) == (0, 125_000, "未退")
    assert steps.steps(desk, 1)[0].title == "冲正退费付款：2021-09-28 1,250.00"
    steps.undo(desk)
    assert values_of(desk, uid, "refund")["state"] == "已退清"


def test_a_payment_is_reversed_once(desk, paid):
    uid, row = paid
    reverse(desk, row)
    with pytest.raises(RefusedError, match="已经冲正过了"):
        reverse(desk, row)
    back = desk.ledger.reader.children("refund_payment", [uid])[uid][1]
    assert labels(desk, back.uid, "refund_payment") == []
    steps.undo(desk)
    reverse(desk, row)
    assert desk.ledger.reader.count(Query("refund_payment")) == 2


def test_a_reversed_payment_keeps_its_amount(desk, paid):
    uid, row = paid
    reverse(desk, row)
    draft = records.edit_draft(desk, "refund", uid)
    rows = [
        replace(one, values={**one.values, "amount": 50_000}) if one.uid == row else one
        for one in draft.children["refund_payment"]
    ]
    with pytest.raises(RefusedError, match="第 2 行的“付款金额”冲正金额须与原付款相等"):
        records.save(desk, replace(draft, children={"refund_payment": rows}))
    assert values_of(desk, uid, "refund")["paid"] == 0


def test_a_reversal_before_the_contract_is_refused(desk, paid):
    with pytest.raises(RefusedError, match="没有冲正：“付款日期”早于合同签订日期"):
        reverse(desk, paid[1], date(2020, 1, 1))
