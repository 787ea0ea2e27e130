"""Payments: positive, or the reversal of one; never before the contract."""

from datetime import date

import pytest

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers.refund import REFUND, REFUND_PAYMENT
from shuangjian_desktop.registers.wage_settlement import WAGE_PAYMENT

PAID: Values = {"refund": "r", "on": date(2021, 9, 28), "amount": 125_000, "payee": "王建国", "voucher_no": "V1"}
CONTRACT: Values = {"signed_on": date(2021, 3, 11)}


def problems(**changed: Value) -> dict[str, str]:
    """The problems of a payment by field, beside the contract and the payment it may reverse."""
    values = {**PAID, **changed}
    known = {"refund": CONTRACT, "reverses": PAID if values.get("reverses") else None}
    return {found.field: found.message for found in check_record(REFUND_PAYMENT, values, known.get)}


def test_a_plain_payment_is_right() -> None:
    assert problems() == {}


def test_a_payment_is_positive_unless_it_reverses_another() -> None:
    assert "冲正" in problems(amount=-1)["amount"]
    assert problems(amount=0)["amount"] == "金额不能为 0"
    assert problems(amount=-125_000, reverses="p", reverse_reason="退错账户") == {}
    assert "相等" in problems(amount=-100, reverses="p", reverse_reason="退错账户")["amount"]
    assert problems(amount=-125_000, reverses="p")["reverse_reason"] == "冲正须写明理由"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": -1}, "金额不能为负；退回的款项请对原付款做“冲正”"),
        ({"amount": 1}, ""),
        ({"amount": None}, "必填，不能为空"),
        ({"amount": 125_000, "reverses": "p"}, "冲正金额须与原付款相等、符号相反"),
        ({"amount": -125_001, "reverses": "p"}, "冲正金额须与原付款相等、符号相反"),
    ],
)
def test_what_is_said_of_an_amount(changed: dict[str, Value], said: str) -> None:
    assert problems(**changed, reverse_reason="退错账户").get("amount", "") == said


def test_a_reversal_whose_payment_is_not_here_is_taken_as_it_is() -> None:
    values = {**PAID, "amount": -3, "reverses": "gone", "reverse_reason": "退错"}
    assert check_record(REFUND_PAYMENT, values, lambda _key: None) == []


def test_nothing_is_paid_before_the_contract() -> None:
    assert problems(on=date(2021, 3, 11)) == {}
    assert check_record(REFUND_PAYMENT, PAID, {"refund": {"signed_on": None}}.get) == []
    early = {"wage_settlement": "w", "on": date(1999, 1, 1), "amount": 1}
    assert check_record(WAGE_PAYMENT, early, {"wage_settlement": CONTRACT}.get) == []  # owed since nobody says when
    assert problems(on=date(2021, 3, 10)) == {"on": "早于合同签订日期 2021-03-11"}


def test_what_must_be_there() -> None:
    assert set(problems(on=None, amount=None)) == {"on", "amount"}


def test_a_reversal_answers_its_payment_to_the_fen() -> None:
    (reverse,) = REFUND_PAYMENT.actions
    assert reverse.possible(PAID)
    assert not any(reverse.possible({**PAID, "amount": amount}) for amount in (None, 0, -1))
    assert (reverse.asks, reverse.required, reverse.reverses) == (("on", "reverse_reason"),) * 2 + (True,)
    paid = {**PAID, "way": "银行", "batch": "第一批", "notes": "只说这一笔"}
    made = reverse.apply(paid, {"on": date(2021, 10, 8), "reverse_reason": "退错账户"})
    assert (made["way"], made["batch"], "notes" in made) == ("银行", "第一批", False)
    assert made["amount"] == -125_000
    assert (made["refund"], made["payee"], made["voucher_no"]) == ("r", "王建国", "V1")
    assert (made["on"], made["reverse_reason"]) == (date(2021, 10, 8), "退错账户")
    assert not reverse.possible({**made, "reverses": "p"})
    both = {"refund_payment": [PAID, {**made, "reverses": "p"}]}
    assert REFUND.compute({"due_override": 125_000}, both)["paid"] == 0


def test_others_know_of_what_was_sent_it_is_answered_not_changed() -> None:
    refused = REFUND_PAYMENT.guard_sent
    assert refused
    said, back = "2021-09-28 的付款 1,250.00 元已经随数据包发出", {**PAID, "amount": -125_000, "reverses": "p"}
    assert refused(PAID, None) == f"{said}，不能删除，只能用“冲正”更正"
    assert refused(PAID, {**PAID, "payee": "李红", "voucher_no": "V2", "notes": "改"}) == ""
    for key, value in {"refund": "s", "on": date(2021, 9, 29), "amount": 1, "reverses": "p"}.items():
        assert refused(PAID, {**PAID, key: value}) == f"{said}，所属记录、日期和金额不能再改，只能用“冲正”更正"
    said = "2021-09-28 的冲正 -1,250.00 元已经随数据包发出"
    assert refused(back, None) == f"{said}，不能删除，要更正请另记一笔付款"
    assert refused(back, {**back, "reverses": None}).endswith("不能再改，要更正请另记一笔付款")
    assert REFUND_PAYMENT.refusal(PAID, None, sent=False) == ""


def test_equal_payments_are_told_apart_by_their_order() -> None:
    reversal, payment = REFUND_PAYMENT.keys
    assert payment.ordinal
    assert payment.text(PAID) == payment.text(dict(PAID))
    assert payment.text(PAID) != payment.text({**PAID, "voucher_no": "V2"})
    assert reversal.text(PAID) is None
    assert not REFUND_PAYMENT.same({**PAID, "reverses": "p"}, {**PAID, "reverses": "q"})
