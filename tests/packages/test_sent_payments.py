"""A payment that was packed has left the house: it is reversed, not undone, edited away or deleted."""

from dataclasses import replace
from datetime import date

import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.services import deeds, importing, records, steps
from tests.packages.conftest import CITY, all_of, receive
from tests.services.entries import enter, payment, refund, school
from tests.services.sheets import write

KINDS = ("refund", "wage_settlement")


def contract(desk, register: str, *payments) -> str:
    """A record with payments under it."""
    institution = school(desk)
    if register == "refund":
        return refund(desk, institution, payments=payments)
    wages = {"institution": institution, "staff": "陈晓燕", "months": "2021年8月", "owed_wage": 500_000}
    return enter(desk, register, wages, {"wage_payment": payments})


def child(register: str) -> str:
    return "refund_payment" if register == "refund" else "wage_payment"


def with_row(desk, register: str, uid: str, **changed: object) -> records.Draft:
    """The record's draft with its one payment changed."""
    draft = records.edit_draft(desk, register, uid)
    [row] = draft.children[child(register)]
    deleted = bool(changed.pop("deleted", False))
    row = replace(row, values={**row.values, **changed}, deleted=deleted)
    return replace(draft, children={**draft.children, child(register): [row]})


@pytest.mark.parametrize("register", KINDS)
def test_before_it_is_packed_a_payment_is_changed_and_taken_back(jinshui, register):
    uid = contract(jinshui, register, payment(10_000))
    records.save(jinshui, with_row(jinshui, register, uid, amount=20_000))
    steps.undo(jinshui)
    records.save(jinshui, with_row(jinshui, register, uid, deleted=True))
    assert all_of(jinshui, child(register)) == {}
    steps.undo(jinshui)
    assert [one.values["amount"] for one in all_of(jinshui, child(register)).values()] == [10_000]


@pytest.mark.parametrize("register", KINDS)
def test_a_packed_payment_is_neither_changed_nor_deleted(jinshui, send, register):
    uid = contract(jinshui, register, payment(10_000))
    send(jinshui)
    said = "2021-09-28 的付款 100.00 元已经随数据包发出"
    for changed in ({"amount": 20_000}, {"on": date(2021, 9, 29)}):
        with pytest.raises(RefusedError, match=f"{said}，所属记录、日期和金额不能再改，只能用“冲正”更正"):
            records.save(jinshui, with_row(jinshui, register, uid, **changed))
    with pytest.raises(RefusedError, match=f"{said}，不能删除，只能用“冲正”更正"):
        records.save(jinshui, with_row(jinshui, register, uid, deleted=True))
    with pytest.raises(RefusedError, match=said):
        records.remove(jinshui, register, [uid])
    with pytest.raises(RefusedError, match=said):
        records.remove(jinshui, child(register), list(all_of(jinshui, child(register))))
    # What else is known of it may be mended.
    records.save(jinshui, with_row(jinshui, register, uid, payee="李红", voucher_no="0001"))
    assert [one.values["amount"] for one in all_of(jinshui, child(register)).values()] == [10_000]


@pytest.mark.parametrize("register", KINDS)
def test_a_packed_payment_is_reversed(jinshui, city, send, register):
    uid = contract(jinshui, register, payment(10_000))
    receive(city, send(jinshui))
    [paid] = all_of(jinshui, child(register))
    deeds.act(jinshui, child(register), paid, "reverse", {"on": date(2021, 10, 8), "reverse_reason": "账号填错"})
    assert jinshui.record(register, uid).values["paid"] == 0
    steps.undo(jinshui)  # the reversal has not left the house yet
    steps.redo(jinshui)
    receive(city, send(jinshui))
    assert city.record(register, uid).values["paid"] == 0
    with pytest.raises(
        RefusedError, match=r"2021-10-08 的冲正 -100.00 元已经随数据包发出，不能删除，要更正请另记一笔付款"
    ):
        steps.undo(jinshui)


def test_the_step_that_made_it_stays(jinshui, city, send):
    contract(jinshui, "refund", payment(10_000))
    send(jinshui)
    with pytest.raises(RefusedError, match=r"不能撤销：2021-09-28 的付款 100.00 元已经随数据包发出，不能删除"):
        steps.undo(jinshui)


def test_of_an_import_the_payments_stay_and_the_rest_goes(jinshui, send, tmp_path):
    school(jinshui, "甲校")
    rows = [["机构名称", "学生姓名", "家长电话", "合同编号", "应退金额", "已退金额"]]
    rows += [
        ["甲校", "王梓涵", "13800000011", "QH-1", "1250", "500"],
        ["甲校", "李沐宸", "13800000012", "QH-2", "800", "0"],
    ]
    path = write(tmp_path, rows)
    done = importing.apply(jinshui, importing.plan(jinshui, importing.propose(jinshui, importing.read(path), "refund")))
    send(jinshui)
    taken_back = steps.undo(jinshui, done.changes.step.number)
    [stays] = [one for one in taken_back.impossible if one.register == "refund_payment"]
    assert "已经随数据包发出" in stays.reason
    assert {one.values["student"] for one in all_of(jinshui, "refund").values()} == {"王梓涵"}


def test_at_the_city_a_receive_is_taken_back_with_its_payments(jinshui, city, send):
    contract(jinshui, "refund", payment(10_000))
    done = receive(city, send(jinshui))
    assert steps.undo(city, done.changes.step.number).impossible == ()
    assert all_of(city, "refund_payment") == {}
    # The city's own never travel, so they stay the city's to mend.
    own = contract(city, "refund", payment(30_000))
    send(city, "410105")
    records.save(city, with_row(city, "refund", own, amount=20_000))
    assert city.record("refund", own).office == CITY
