"""Entering, changing and deleting one record with the rows under it."""

from dataclasses import replace
from datetime import date

import pytest

from shuangjian_desktop.core.errors import RefusedError, StaleError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import deeds, records, steps
from shuangjian_desktop.services.records import ChildDraft
from tests.services import entries
from tests.services.entries import change, enter, payment, refund, school


def values_of(desk, register, uid):
    return desk.record(register, uid).values


def test_a_new_draft_holds_the_declared_defaults(desk):
    assert records.new_draft(desk, "inspection").values == {"kind": "日巡查"}
    assert records.new_draft(desk, "refund", {"student": "王梓涵"}).children == {"refund_payment": []}


def test_what_is_saved_is_read_again(desk):
    uid = school(desk, phone="0371-65432100", established_on=date(2012, 6, 18), prepaid_balance=38_600_000)
    draft = records.edit_draft(desk, "institution", uid)
    assert draft.revision == 1
    assert draft.values["established_on"] == date(2012, 6, 18)
    assert draft.values["prepaid_balance"] == 38_600_000
    saved = records.save(desk, replace(draft, values={**draft.values, "phone": None, "notes": "搬家"}))
    assert saved.uid == uid
    assert saved.changes.step.title == "修改机构台账：郑州育才学校"
    assert values_of(desk, "institution", uid)["phone"] is None
    assert desk.record("institution", uid).revision == 2


def test_saving_without_a_change_is_no_step(desk):
    uid = school(desk)
    saved = records.save(desk, records.edit_draft(desk, "institution", uid))
    assert (saved.uid, saved.changes.step) == (uid, None)


def test_errors_keep_a_record_out_and_name_its_fields(desk):
    draft = records.new_draft(desk, "refund", {"due_override": 100_000})
    with pytest.raises(RefusedError) as caught:
        records.save(desk, draft)
    assert caught.value.text == (
        "没有保存：“机构名称”必填，不能为空；“学生姓名”必填，不能为空；“核定理由”改了应退金额，请写明核定理由。"
    )
    assert desk.ledger.reader.count(Query("refund")) == 0


def test_an_error_in_a_row_names_the_row(desk):
    institution = school(desk)
    with pytest.raises(RefusedError, match="退费付款第 2 行的“付款金额”金额不能为负"):
        refund(desk, institution, payments=[payment(50_000), payment(-1)])
    with pytest.raises(RefusedError, match="退费付款第 1 行的“付款日期”早于合同签订日期 2021-03-11"):
        refund(desk, institution, payments=[payment(50_000, date(2021, 3, 10))])


def test_notices_and_doubts_do_not_keep_a_record_out(desk):
    institution = school(desk, licence_no="教民141010570001239号")
    double = records.new_draft(desk, "institution", {"name": "别的名字", "licence_no": "教民141010570001239号"})
    [found] = records.check(desk, double)
    assert (found.child, found.problem.field, found.problem.level) == (None, "name", "doubt")
    assert "“郑州育才学校”，办学许可证号相同" in found.problem.message
    assert records.save(desk, double).uid != institution


def test_a_record_is_no_double_of_itself_nor_of_a_namesake(desk):
    uid = school(desk, licence_no="教民141010570001239号")
    assert records.check(desk, records.edit_draft(desk, "institution", uid)) == []
    # Other licence, same name: the first key that both have decides.
    other = {"name": "郑州育才学校", "licence_no": "教民141010570004561号"}
    assert records.check(desk, records.new_draft(desk, "institution", other)) == []
    assert len(records.check(desk, records.new_draft(desk, "institution", {"name": "郑州育才学校"}))) == 1


def test_equal_payments_are_no_doubles(desk):
    uid = refund(desk, school(desk), payments=[payment(10_000)])
    assert records.check(desk, records.new_draft(desk, "refund_payment", {"refund": uid, **payment(10_000)})) == []


def test_one_double_does_not_hide_behind_a_personal_name(desk):
    refund(desk, school(desk), student="王梓涵")
    draft = records.new_draft(desk, "refund", values_of(desk, "refund", refund(desk, school(desk, "乙校"))))
    [found] = records.check(desk, draft)
    assert "“王** QH-1”" in found.problem.message


def test_payments_make_what_is_paid_and_left(desk):
    uid = refund(desk, school(desk), payments=[payment(50_000), payment(25_000, date(2021, 10, 8))])
    held = values_of(desk, "refund", uid)
    assert [held[key] for key in ("due_by_rule", "due", "paid", "balance", "state")] == [
        *(125_000, 125_000, 75_000, 50_000),
        "部分退",
    ]
    assert held["paid_on"] == date(2021, 10, 8)


def test_rows_are_added_changed_and_deleted_in_one_step(desk):
    uid = refund(desk, school(desk), payments=[payment(50_000), payment(25_000, date(2021, 10, 8))])
    draft = records.edit_draft(desk, "refund", uid)
    first, second = draft.children["refund_payment"]
    rows = [
        replace(first, deleted=True),
        replace(second, values={**second.values, "amount": 30_000}),
        ChildDraft(None, payment(95_000, date(2021, 11, 1), voucher_no="V-9")),
    ]
    changes = records.save(desk, replace(draft, children={"refund_payment": rows})).changes
    assert changes.step.rows == 3
    held = values_of(desk, "refund", uid)
    assert (held["paid"], held["balance"], held["state"]) == (125_000, 0, "已退清")
    steps.undo(desk)
    assert values_of(desk, "refund", uid)["paid"] == 75_000
    steps.redo(desk)
    assert values_of(desk, "refund", uid)["paid"] == 125_000


def test_a_new_row_that_was_deleted_again_is_not_written(desk):
    draft = records.edit_draft(desk, "refund", refund(desk, school(desk)))
    rows = [ChildDraft(None, payment(1), deleted=True)]
    assert records.save(desk, replace(draft, children={"refund_payment": rows})).changes.step is None


def test_what_is_due_while_typing(desk):
    draft = records.edit_draft(desk, "refund", refund(desk, school(desk), payments=[payment(50_000)]))
    assert records.computed(draft)["balance"] == 75_000
    rows = [replace(row, deleted=True) for row in draft.children["refund_payment"]]
    assert records.computed(replace(draft, children={"refund_payment": rows}))["balance"] == 125_000


def test_more_than_is_due_wants_a_reason(desk):
    with pytest.raises(RefusedError, match=r"“超额理由”已退金额比应退金额多 50\.00"):
        refund(desk, school(desk), payments=[payment(130_000)])
    uid = refund(desk, school(desk, "乙校"), payments=[payment(130_000)], over_reason="违约金")
    assert values_of(desk, "refund", uid)["state"] == "超额退"


def test_a_record_that_was_written_meanwhile_is_not_overwritten(desk):
    uid = school(desk)
    mine = records.edit_draft(desk, "institution", uid)
    change(desk, "institution", uid, contact="李某")
    with pytest.raises(StaleError, match="“郑州育才学校”刚被别处修改过"):
        records.save(desk, replace(mine, values={**mine.values, "contact": "王某"}))
    assert values_of(desk, "institution", uid)["contact"] == "李某"


def test_a_row_that_was_written_meanwhile_is_not_overwritten(desk):
    uid = refund(desk, school(desk), payments=[payment(50_000)])
    mine, other = records.edit_draft(desk, "refund", uid), records.edit_draft(desk, "refund", uid)
    [row] = other.children["refund_payment"]
    corrected = replace(row, values={**row.values, "amount": 60_000})
    records.save(desk, replace(other, children={"refund_payment": [corrected]}))
    [row] = mine.children["refund_payment"]
    late = replace(row, values={**row.values, "payee": "李红"})
    with pytest.raises(StaleError):
        records.save(desk, replace(mine, children={"refund_payment": [late]}))
    assert values_of(desk, "refund", uid)["paid"] == 60_000


def test_a_form_does_not_set_what_only_deeds_set(desk):
    uid = entries.notice(desk, school(desk), prefix="郑金教改", year=2022, serial=7, issued_on=date(2022, 1, 1))
    held = values_of(desk, "rectification_notice", uid)
    assert (held["serial"], held["issued_on"], held["state"]) == (None, None, "草稿")


def test_deleting_takes_the_rows_along_and_brings_them_back(desk):
    uid = refund(desk, school(desk), payments=[payment(50_000)])
    changes = records.remove(desk, "refund", [uid])
    assert changes.step.title == "删除退费：王** QH-1"
    assert desk.record("refund", uid).deleted
    assert desk.ledger.reader.count(Query("refund_payment")) == 0
    records.bring_back(desk, "refund", [uid])
    assert values_of(desk, "refund", uid)["paid"] == 50_000
    assert steps.steps(desk, 1)[0].title == "从回收站恢复退费：王** QH-1"


def test_what_others_refer_to_stays(desk):
    institution = school(desk)
    refund(desk, institution)
    with pytest.raises(RefusedError, match=r"“郑州育才学校”还被 ?1 条退费引用"):
        records.remove(desk, "institution", [institution])
    assert not desk.record("institution", institution).deleted


@pytest.mark.parametrize("turned", [False, True])
def test_records_that_point_at_each_other_go_and_come_together(desk, turned):
    head = school(desk, "总校")
    middle = school(desk, "分校", parent_institution=head)
    campus = school(desk, "分校", campus="东区", parent_institution=middle)
    chosen = [head, middle, campus][:: -1 if turned else 1]
    assert records.remove(desk, "institution", chosen).step.title.endswith("等 3 条")
    records.bring_back(desk, "institution", chosen)
    assert values_of(desk, "institution", campus)["parent_institution"] == middle
    with pytest.raises(RefusedError):
        records.remove(desk, "institution", [head, campus])
    assert not desk.record("institution", campus).deleted


def test_a_record_does_not_come_back_under_one_that_is_gone(desk):
    institution = school(desk)
    uid = refund(desk, institution)
    records.remove(desk, "refund", [uid])
    records.remove(desk, "institution", [institution])
    with pytest.raises(RefusedError, match="“机构名称”“郑州育才学校”已被删除"):
        records.bring_back(desk, "refund", [uid])


@pytest.mark.parametrize("day", [date(2021, 9, 1), date(2021, 12, 1)])  # the reversal stands before and behind it
def test_a_payment_and_its_reversal_are_deleted_together(desk, day):
    uid = refund(desk, school(desk), payments=[payment(50_000)])
    [paid] = desk.ledger.reader.children("refund_payment", [uid])[uid]
    asked = {"on": day, "reverse_reason": "账号填错"}
    deeds.act(desk, "refund_payment", paid.uid, "reverse", asked)
    draft = records.edit_draft(desk, "refund", uid)
    rows = [replace(row, deleted=True) for row in draft.children["refund_payment"]]
    records.save(desk, replace(draft, children={"refund_payment": rows}))
    assert desk.ledger.reader.children("refund_payment", [uid]) == {}


def test_dispositions_make_the_state_of_an_institution(desk):
    uid = enter(
        desk,
        "institution",
        {"name": "学霸屋"},
        {
            "disposition": [
                {"kind": "转非学科", "on": date(2021, 10, 1)},
                {"kind": "取缔关停", "on": date(2021, 11, 12)},
            ],
            "former_name": [{"name": "学霸小屋"}, {"name": "学霸"}],
        },
    )
    held = values_of(desk, "institution", uid)
    assert (held["disposition"], held["disposition_on"]) == ("取缔关停", date(2021, 11, 12))
    assert held["former_names"] == "学霸小屋、学霸"
