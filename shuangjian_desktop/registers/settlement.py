"""What refunds and wage settlements have in common: money due, paid in parts, the rest, and how else it may end.

A sheet states 应退/已退/未退 (应发/已发/未发). 已退 is a running total: what it exceeds the ledger's payments by is
one new payment. The due amount follows from a rule unless somebody decided otherwise (`due_override`, with a reason).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shuangjian_desktop.core.amounts import show_money
from shuangjian_desktop.core.kinds import Choice, Date, Money, Text
from shuangjian_desktop.core.register import Absorbed, Child, Children, Field, Problem, Related, Rule, Section, Values
from shuangjian_desktop.registers.checks import INTERNAL, together
from shuangjian_desktop.registers.fields import field, headed

LISTED = "名单所列"
UNDATED = "名单未写付款日期，按导入日期记"


def money(values: Values, key: str) -> int | None:
    """Return an amount of a record in fen."""
    value = values.get(key)
    return value if isinstance(value, int) else None


def paid_total(payments: Sequence[Values]) -> int:
    """Return the sum of payments less reversals, in fen."""
    return sum([money(payment, "amount") or 0 for payment in payments]) if payments else 0


def _last_day(payments: Sequence[Values]) -> date | None:
    """Return the day of the last payment that is no reversal."""
    paid = (row.get("on") for row in payments if (money(row, "amount") or 0) > 0)
    return max((day for day in paid if isinstance(day, date)), default=None)


def _label(heads: str) -> str:
    """Return the label of a column."""
    return heads.partition(" ")[0]


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """The words and the rule of one kind of settlement.

    The first texts are heads of columns: the label, then the synonyms, with spaces between them.
    `key` is the register, `payment` that of the payments, `rule_due` what is due by rule (fen, None where facts are
    missing). The `…_word` name the states; `endings` are the other ways to settle that close the matter, `pending`
    those that do not.
    """

    key: str
    payment: str
    rule_due: Callable[[Values], int | None]
    due_by_rule: str
    due_override: str
    due: str
    paid: str
    balance: str
    paid_on: str
    promised_on: str
    state: str
    open_word: str
    part_word: str
    paid_word: str
    over_word: str
    endings: tuple[str, ...]
    pending: tuple[str, ...]
    ending_synonyms: tuple[tuple[str, str], ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """The words of the state, the open ones first."""
        words = ("金额未定", self.open_word, self.part_word, *self.pending, self.paid_word, self.over_word)
        return (*words, "另行了结")

    @property
    def open_states(self) -> tuple[str, ...]:
        """The states in which money is still expected to be paid."""
        return (self.open_word, self.part_word)

    def fields(self) -> tuple[Field, ...]:
        """Return the fields that a settlement adds to its register."""
        ending = Choice(options=(*self.endings, *self.pending), synonyms=self.ending_synonyms)
        return (
            headed("due", self.due, Money(), derived=True, statement=True, total=True),
            headed("paid", self.paid, Money(), derived=True, statement=True, total=True),
            headed("balance", self.balance, Money(minimum=None), derived=True, statement=True, total=True),
            headed("state", self.state, Choice(options=self.states), derived=True),
            headed("promised_on", self.promised_on, Date()),
            headed("paid_on", self.paid_on, Date(), derived=True, statement=True, listed=False),
            headed("due_by_rule", self.due_by_rule, Money(), derived=True, listed=False),
            headed("due_override", self.due_override, Money(), listed=False),
            field("due_reason", "核定理由", Text(), "核定依据 金额依据", listed=False),
            field("settled_otherwise", "其他了结方式", ending, "了结方式 其他处理方式 其他解决方式", listed=False),
            field("settled_on", "了结日期", Date(), "了结时间", past=True, listed=False),
            field("over_reason", "超额理由", Text(), "超额支付理由 违约金说明", listed=False, hint="如：违约金"),
        )

    def sections(self) -> tuple[Section, ...]:
        """Return the part of the form that holds the fields of a settlement."""
        return (
            Section("金额", ("due_by_rule", "due_override", "due_reason", "due", "paid", "paid_on", "balance")),
            Section("了结", ("state", "promised_on", "settled_otherwise", "settled_on", "over_reason")),
        )

    def derive(self, values: Values, children: Children) -> Values:
        """Return the computed values of a record with its payments."""
        payments = children.get(self.payment, ())
        ruled, decided, paid = self.rule_due(values), money(values, "due_override"), paid_total(payments)
        due = ruled if decided is None else decided
        balance = None if due is None else due - paid
        return {
            "due_by_rule": ruled,
            "due": due,
            "paid": paid,
            "balance": balance,
            "paid_on": _last_day(payments) if payments else None,
            "state": self._state(values, paid, balance),
        }

    def _state(self, values: Values, paid: int, balance: int | None) -> str:
        """Return the word for where the matter stands."""
        if balance is not None and balance <= 0:
            return self.over_word if balance < 0 else self.paid_word
        ending = values.get("settled_otherwise")
        if ending in self.endings:
            return "另行了结"
        if isinstance(ending, str) and ending in self.pending:
            return ending
        if balance is None:
            return "金额未定"
        return self.part_word if paid else self.open_word

    def absorb(self, row: Values, held: Values, children: Children, today: date) -> Absorbed:
        """Turn the amounts that a sheet states into a decided amount and a new payment; see `Absorb`."""
        held_paid = paid_total(children.get(self.payment, ()))
        stated, balance = money(row, "paid"), money(row, "balance")
        paid = held_paid if stated is None else stated
        due, values, problems = self._absorb_due(row, held, paid)
        if balance is not None and due is not None and balance != due - paid:
            sentence = f"{_label(self.balance)} {show_money(balance)} ≠ {_label(self.due)} {show_money(due)} − "
            problems.append(Problem("balance", f"{sentence}{_label(self.paid)} {show_money(paid)}"))
        if paid < held_paid:
            sentence = f"{_label(self.paid)} {show_money(paid)} 少于台账已记的 {show_money(held_paid)}"
            problems.append(Problem("paid", f"{sentence}，请核对；确有退回的，先在台账中冲正", "doubt"))
        grown = self._payment(row, paid - held_paid, today) if paid > held_paid else ()
        return Absorbed(values, grown, tuple(problems))

    def _absorb_due(self, row: Values, held: Values, paid: int) -> tuple[int | None, Values, list[Problem]]:
        """Return what the row takes as due, the values that make it so, and what a person must decide.

        What a clerk decided, with a reason of his own, outlasts a list that repeats what the rule gives.
        """
        ruled, decided = self.rule_due(row), money(row, "due_override")
        due = ruled if decided is None else decided
        stated, balance = money(row, "due"), money(row, "balance")
        if stated is None and due is None and balance is not None:
            stated = balance + paid  # a list that names only what was paid and what is left
        if stated is None or stated == due:
            return due, {}, []
        listed = row.get("due_reason") == LISTED
        if stated == ruled:
            return stated, {"due_override": None, "due_reason": None} if listed else {}, []
        if decided is not None and decided != money(held, "due_override"):
            return self._contradicted(stated, decided, held)
        reason = row.get("due_reason")
        outdated = decided is not None and reason == held.get("due_reason")
        values = {"due_override": stated, "due_reason": LISTED if outdated else reason or LISTED}
        if decided is None or listed:
            return stated, values, []
        sentence = f"{_label(self.due)} {show_money(stated)}，台账中核定为 {show_money(decided)}（{reason}），请核对"
        return stated, values, [Problem("due", sentence, "doubt")]

    def _contradicted(self, stated: int, decided: int, held: Values) -> tuple[int, Values, list[Problem]]:
        """Return what comes of a sheet that states one amount due and decides another."""
        if stated == money(held, "due_override"):  # the same sheet was taken before
            return stated, {key: held.get(key) for key in ("due_override", "due_reason")}, []
        sentence = f"{_label(self.due)} {show_money(stated)} ≠ {_label(self.due_override)} {show_money(decided)}"
        return stated, {}, [Problem("due", sentence)]

    def _payment(self, row: Values, amount: int, today: date) -> tuple[Child, ...]:
        """Return the new payment that a grown running total means."""
        day = row.get("paid_on")
        values: Values = {"on": day, "amount": amount} if day else {"on": today, "amount": amount, "notes": UNDATED}
        return (Child(self.payment, values),)

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that every settlement is checked by."""
        return (
            Rule(
                f"{self.key}.due_reason",
                "核定金额须有理由",
                INTERNAL,
                together("due_override", "due_reason", f"改了{_label(self.due)}，请写明核定理由"),
                about="due_override",
            ),
            Rule(
                f"{self.key}.settled_otherwise",
                "有了结日期须有了结方式",
                INTERNAL,
                together("settled_on", "settled_otherwise", "有了结日期，请选了结方式"),
                about="settled_on",
            ),
            Rule(f"{self.key}.overpaid", "超过应付须有理由", INTERNAL, self._overpaid),
        )

    def _overpaid(self, values: Values, _related: Related) -> Iterable[Problem]:
        balance = money(values, "balance")
        if balance is not None and balance < 0 and values.get("over_reason") is None:
            yield Problem(
                "over_reason",
                f"{_label(self.paid)}比{_label(self.due)}多 {show_money(-balance)}，请写明理由（如违约金）",
            )
