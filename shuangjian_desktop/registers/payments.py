"""The payments of a settlement: dated, never edited away once others know of them, but reversed (冲正)."""

from collections.abc import Iterable, Mapping
from datetime import date

from shuangjian_desktop.core.amounts import show_money
from shuangjian_desktop.core.guard import Frozen, Guard
from shuangjian_desktop.core.kinds import Choice, Date, Money, Ref, Text, Value
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.register import Action, Field, Problem, Register, Related, Rule, Section, Values
from shuangjian_desktop.registers.checks import INTERNAL, Check, together
from shuangjian_desktop.registers.fields import field, headed, meaning
from shuangjian_desktop.registers.settlement import money

_WAY = Choice(
    options=("原路", "银行", "监管账户", "第三方垫付", "现金"),
    codes="payment_way",
    synonyms=meaning(
        {
            "原路": "原路退回 原路返还 微信 支付宝",
            "银行": "银行转账 转账 银行卡",
            "监管账户": "资金监管账户 专用账户",
            "第三方垫付": "垫付",
        }
    ),
)


def _amount(values: Values, related: Related) -> Iterable[Problem]:
    """Check that only a reversal is negative, and that it answers its payment to the fen."""
    amount, reverses = money(values, "amount"), values.get("reverses")
    if amount is None:
        return
    if amount == 0:
        yield Problem("amount", "金额不能为 0")
    elif reverses is None and amount < 0:
        yield Problem("amount", "金额不能为负；退回的款项请对原付款做“冲正”")
    original = related("reverses") if reverses is not None else None
    if original is not None and money(original, "amount") != -amount:
        yield Problem("amount", "冲正金额须与原付款相等、符号相反")


def _after(parent: str, started: str, label: str) -> Check:
    """Return the check that the payment is not before the day `started` of its parent record."""

    def check(values: Values, related: Related) -> Iterable[Problem]:
        begun, day = (related(parent) or {}).get(started), values.get("on")
        if isinstance(begun, date) and isinstance(day, date) and day < begun:
            yield Problem("on", f"早于{label} {begun.isoformat()}")

    return check


def _reversible(values: Values) -> bool:
    """Return whether a payment may be reversed: it is one, not the reversal of another."""
    return values.get("reverses") is None and (money(values, "amount") or 0) > 0


def _reversal(parent: str) -> Action:
    """Return the deed that answers a payment by its negative."""

    def apply(values: Values, asked: Values) -> Values:
        copied: dict[str, Value] = {key: values.get(key) for key in (parent, "payee", "way", "voucher_no", "batch")}
        return {**copied, "amount": -(money(values, "amount") or 0), **asked}

    return Action(
        key="reverse",
        label="冲正",
        asks=("on", "reverse_reason"),
        required=("on", "reverse_reason"),
        possible=_reversible,
        apply=apply,
        reverses=True,
        confirm="将新增一笔金额相反的付款来冲正这一笔，原付款保留。",
    )


def _stated(parent: str, parent_heads: str, on_heads: str, amount_heads: str) -> tuple[Field, ...]:
    """Return what every payment must say: of which record, when, how much."""
    return (
        headed(parent, parent_heads, Ref(to=parent), required=True, search=True),
        headed("on", on_heads, Date(), required=True, past=True),
        headed("amount", amount_heads, Money(minimum=None), required=True, total=True),
    )


def _more(key: str) -> tuple[Field, ...]:
    """Return what else is known of a payment, and what it reverses."""
    return (
        field("payee", "收款人", Text(longest=60), "收款人姓名 领款人", personal=True, search=True),
        field("way", "付款方式", _WAY, "支付方式 退费方式 退款方式 发放方式 退费渠道"),
        field("voucher_no", "凭证号", Code(), "凭证编号 流水号 交易流水号 票据号", search=True),
        field("batch", "批次", Text(longest=60), "批次号 付款批次"),
        field("reverses", "冲正的付款", Ref(to=key), locked=True, listed=False),
        field("reverse_reason", "冲正理由", Text(), locked=True, listed=False),
        field("notes", "备注", Text(longest=1000, block=True), "说明", listed=False),
    )


def _answered(parent: str) -> Guard:
    """Return the guard of payments that others know of: what has left the house is reversed, not undone."""

    def told(values: Values, refused: str) -> str:
        reversal = values.get("reverses") is not None
        said = f"{values.get('on')} 的{'冲正' if reversal else '付款'} {show_money(money(values, 'amount') or 0)} 元"
        way = "要更正请另记一笔付款" if reversal else "只能用“冲正”更正"
        return f"{said}已经随数据包发出，{refused}，{way}"

    def frozen(values: Values) -> Frozen:
        return dict.fromkeys((parent, "on", "amount", "reverses"), told(values, "所属记录、日期和金额不能再改"))

    return Guard(frozen=frozen, stays=lambda values: told(values, "不能删除"))


def payment_register(
    *,
    key: str,
    title: str,
    parent: str,
    parent_heads: str,
    on_heads: str,
    amount_heads: str,
    samples: tuple[Mapping[str, str], ...],
    started: tuple[str, str] | None = None,
) -> Register:
    """Return the register of the payments under `parent`.

    `…_heads` are a column's label and synonyms, with spaces between them; `started` names the parent's day, with its
    label, before which nothing can have been paid.
    """
    rules = [
        Rule(f"{key}.amount", "付款为正，冲正为负", INTERNAL, _amount),
        Rule(
            f"{key}.reverse_reason",
            "冲正须有理由",
            INTERNAL,
            together("reverses", "reverse_reason", "冲正须写明理由"),
            about="reverses",
        ),
    ]
    if started:
        rules.append(Rule(f"{key}.after_start", f"付款不早于{started[1]}", INTERNAL, _after(parent, *started)))
    return Register(
        key=key,
        title=title,
        parent=parent,
        fields=(*_stated(parent, parent_heads, on_heads, amount_heads), *_more(key)),
        keys=(
            key_of("冲正的付款", "reverses"),
            key_of("所属记录＋日期＋金额＋凭证号", parent, "on", "amount", also=("voucher_no",), ordinal=True),
        ),
        name_fields=("on", "amount"),
        as_of="on",
        order=(("on", True),),
        sections=(
            Section("付款", (parent, "on", "amount", "payee", "way", "voucher_no", "batch")),
            Section("冲正与备注", ("reverses", "reverse_reason", "notes")),
        ),
        rules=tuple(rules),
        guard_sent=_answered(parent),
        actions=(_reversal(parent),),
        samples=samples,
    )
