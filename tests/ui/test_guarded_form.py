"""What the guards would refuse is seen in the form before anybody types: an issued notice, a payment that was sent."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QToolButton

from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.notice_life import FROZEN
from shuangjian_desktop.services import deeds, packing
from tests.services.entries import change, notice, payment, refund, school
from tests.ui import boxes, clerk

NOTICE = "rectification_notice"


@pytest.fixture
def draft(desk) -> str:
    return notice(desk, school(desk), deadline=desk.day)


@pytest.fixture
def issued(desk, draft) -> str:
    deeds.act(desk, NOTICE, draft, "issue", {"issued_on": date(2022, 3, 1)})
    return draft


def open_boxes(form) -> set[str]:
    return {key for key, box in form.body.boxes.items() if box.open}


def test_the_form_of_an_issued_notice_says_what_is_frozen_and_what_can_be_done(desk, form_of, settle, issued):
    form = form_of(NOTICE, issued)
    said = form.banner.text()
    assert "郑金教改〔2022〕1号 已经下达，对象、问题、依据、要求和期限不能再改；写错的请作废后重新下达。" in said
    assert said.endswith("还可以填写“所依据的巡查”、“备注”，可以用左下角的按钮办理“送达”、“作废”。")
    assert open_boxes(form) == {"inspection", "notes"}
    clerk.enter(form, "facts", "x")
    assert clerk.shown(form, "facts") == "未公示收费标准"
    assert "不能再改" in form.body.boxes["facts"].editor.toolTip()
    clerk.enter(form, "notes", "已电话通知")
    boxes.press(form, "保存")
    settle()
    assert desk.record(NOTICE, issued).values["notes"] == "已电话通知"


def test_a_draft_is_open_until_its_issue(form_of, settle, qtbot, draft):
    form = form_of(NOTICE, draft)
    assert form.banner.text() == ""
    assert open_boxes(form) >= set(FROZEN)
    boxes.press(form, "下达…")
    settle()
    boxes.press(clerk.dialog(qtbot), "下达")
    settle()
    assert not open_boxes(form) & set(FROZEN)
    assert "已经下达" in form.banner.text()


def test_a_void_notice_is_not_told_to_be_voided(desk, form_of, issued):
    deeds.act(desk, NOTICE, issued, "void", {"voided_on": date(2022, 3, 2), "void_reason": "写错"})
    form = form_of(NOTICE, issued)
    assert form.banner.text() == (
        "郑金教改〔2022〕1号 已经作废，对象、问题、依据、要求和期限不能再改。还可以填写“所依据的巡查”、“备注”。"
    )


def test_what_was_typed_while_another_issued_the_notice_can_be_taken_back(desk, form_of, settle, draft):
    form = form_of(NOTICE, draft)
    clerk.enter(form, "facts", "改一改")
    clerk.enter(form, "notes", "备忘")
    deeds.act(desk, NOTICE, draft, "issue", {"issued_on": date(2022, 3, 1)})
    form.save()
    settle()
    assert open_boxes(form) == {"facts", "inspection", "notes"}
    assert "已经下达，对象、问题" in form.banner.text()
    clerk.enter(form, "facts", "未公示收费标准")
    form.save()
    settle()
    values = desk.record(NOTICE, draft).values
    assert (values["facts"], values["notes"], values["serial"]) == ("未公示收费标准", "备忘", 1)


def test_a_payment_that_was_sent_is_seen_to_be_frozen(desk, form_of, settle, tmp_path):
    uid = refund(desk, school(desk), payments=[payment(10_000)])
    packing.pack(desk, "4101", tmp_path / "包.xlsx")
    clerk.payment(desk, uid, 20_000, on=date(2021, 9, 29))
    form = form_of("refund", uid)
    sent, own = form.body.children_["refund_payment"].rows
    barred = [box.item.key for box in sent.boxes if not box.open]
    assert (barred, [box.item.key for box in own.boxes if not box.open]) == (["on", "amount"], [])
    assert len(form.body.findChildren(QToolButton, "remove_row")) == 1  # the row that was not sent
    told = [one.text() for one in form.body.findChildren(QLabel) if "已经随数据包发出" in one.text()]
    assert told == ["2021-09-28 的付款 100.00 元已经随数据包发出，所属记录、日期和金额不能再改，只能用“冲正”更正"]
    [voucher] = [box for box in sent.boxes if box.item.key == "voucher_no"]
    clerk.type_text(voucher.editor.focusProxy(), "P-1")
    form.save()
    settle()
    assert desk.record("refund_payment", sent.draft.uid).values["voucher_no"] == "P-1"


def test_a_guard_refuses_the_frozen_fields_and_no_other(desk, issued):
    held = desk.record(NOTICE, issued).values
    register = find(NOTICE)
    frozen = register.frozen(held, sent=False)
    for item in register.entered:
        refused = register.refusal(held, {**held, item.key: "别的"}, sent=False)
        assert refused == frozen.get(item.key, ""), item.key
    change(desk, NOTICE, issued, notes="可以")
