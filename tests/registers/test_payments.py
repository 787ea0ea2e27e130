"""Payments: positive, or the reversal of one; never before the contract."""

from datetime import date

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers.refund import REFUND, REFUND_PAYMENT

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


def test_nothing_is_paid_before_the_contract() -> None:
    assert problems(on=date(2021, 3, 10)) == {"on": "早于合同签订日期 2021-03-11"}


def test_what_must_be_there() -> None:
    assert set(problems(on=None, amount=None)) == {"on", "amount"}


def test_a_reversal_answers_its_payment_to_the_fen() -> None:
    (reverse,) = REFUND_PAYMENT.actions
    assert reverse.possible(PAID)
    made = reverse.apply(PAID, {"on": date(2021, 10, 8), "reverse_reason": "退错账户"})
    assert made["amount"] == -125_000
    assert (made["refund"], made["payee"], made["voucher_no"]) == ("r", "王建国", "V1")
    assert (made["on"], made["reverse_reason"]) == (date(2021, 10, 8), "退错账户")
    assert not reverse.possible({**made, "reverses": "p"})
    both = {"refund_payment": [PAID, {**made, "reverses": "p"}]}
    assert REFUND.compute({"due_override": 125_000}, both)["paid"] == 0


def test_equal_payments_are_told_apart_by_their_order() -> None:
    reversal, payment = REFUND_PAYMENT.keys
    assert payment.ordinal
    assert payment.text(PAID) == payment.text(dict(PAID))
    assert payment.text(PAID) != payment.text({**PAID, "voucher_no": "V2"})
    assert reversal.text(PAID) is None
    assert not REFUND_PAYMENT.same({**PAID, "reverses": "p"}, {**PAID, "reverses": "q"})
