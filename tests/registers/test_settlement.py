"""Money due and paid in parts: the rule, what lists state, and that the same list twice does no harm."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.register import Absorbed, Register, Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers.refund import REFUND
from shuangjian_desktop.registers.refund import SETTLEMENT as REFUND_KIND
from shuangjian_desktop.registers.refund_rules import due_by_rule
from shuangjian_desktop.registers.settlement import LISTED, UNDATED, Settlement
from shuangjian_desktop.registers.wage_settlement import SETTLEMENT as WAGE_KIND
from shuangjian_desktop.registers.wage_settlement import WAGE_SETTLEMENT

TODAY = date(2022, 2, 15)
LATER = date(2022, 3, 1)
STATEMENTS = ("due", "paid", "balance", "paid_on")


@dataclass
class Book:
    """One settlement as a ledger would keep it: entered values and payments."""

    register: Register
    entered: dict[str, Value] = field(default_factory=dict)
    payments: list[Values] = field(default_factory=list)

    @property
    def payment(self) -> str:
        return "refund_payment" if self.register is REFUND else "wage_payment"

    def absorb(self, sheet: Values, today: date = TODAY) -> Absorbed:
        """What a row of a sheet comes to beside what is held."""
        assert self.register.absorb
        row = {**self.entered, **{key: value for key, value in sheet.items() if value is not None}}
        return self.register.absorb(row, self.entered, {self.payment: self.payments}, today)

    def take(self, sheet: Values, today: date = TODAY) -> Absorbed:
        """Absorb a row and keep what it comes to, unless it is held back."""
        taken = self.absorb(sheet, today)
        if not taken.problems:
            said = {key: value for key, value in sheet.items() if key not in STATEMENTS and value is not None}
            self.entered |= said | dict(taken.values)
            self.payments += [child.values for child in taken.children]
        return taken

    def __getitem__(self, key: str) -> Value:
        return self.register.compute(self.entered, {self.payment: self.payments})[key]


def contract(price: int, paid: int, remaining: int, gift: int = 0) -> dict[str, Value]:
    """A contract's price in fen and its lessons."""
    hours = {"paid_hours": paid, "remaining_hours": remaining, "gift_hours": gift}
    return {"paid_amount": price, **{key: Decimal(value) for key, value in hours.items()}}


@pytest.mark.parametrize(
    ("values", "due"),
    [
        (contract(500_000, 40, 10), 125_000),
        (contract(500_000, 40, 10, gift=8), 125_000),  # gift lessons are worth nothing
        (contract(100_000, 3, 1), 33_333),
        (contract(100_000, 3, 2), 66_667),
        (contract(101, 2, 1), 51),  # half a fen goes up
        (contract(500_000, 40, 0), 0),
        (contract(500_000, 40, 45), 500_000),  # never more than was paid
        ({"paid_amount": 500_000, "paid_hours": Decimal(40), "consumed_hours": Decimal(30)}, 125_000),
        ({"paid_amount": 500_000, "paid_hours": Decimal(40), "consumed_hours": Decimal(44)}, 0),
        ({"paid_amount": 500_000, "paid_hours": Decimal(0), "remaining_hours": Decimal(0)}, None),
        ({"paid_amount": 500_000, "paid_hours": Decimal(40)}, None),
        ({}, None),
    ],
)
def test_due_by_rule(values: Values, due: int | None) -> None:
    assert due_by_rule(values) == due
    assert REFUND.compute(values, {})["due"] == due


def test_wages_due_are_the_sum_of_what_is_owed() -> None:
    assert WAGE_SETTLEMENT.compute({"owed_wage": 1_500_000, "owed_bonus": 300_000}, {})["due"] == 1_800_000
    assert WAGE_SETTLEMENT.compute({}, {})["due"] is None


@pytest.mark.parametrize(
    ("values", "payments", "state"),
    [
        ({}, [], "金额未定"),
        ({"due_override": 1000}, [], "未退"),
        ({"due_override": 1000}, [400], "部分退"),
        ({"due_override": 1000}, [999], "部分退"),
        ({"due_override": 1000}, [1001], "超额退"),
        ({"due_override": 1000}, [400, 600], "已退清"),
        ({"due_override": 1000}, [400, 600, -600], "部分退"),
        ({"due_override": 1000}, [1200], "超额退"),
        ({"due_override": 1000, "settled_otherwise": "转课"}, [400], "另行了结"),
        ({"due_override": 1000, "settled_otherwise": "失联"}, [400], "失联"),
        ({"due_override": 1000, "settled_otherwise": "失联"}, [1000], "已退清"),
        ({"settled_otherwise": "消课"}, [], "另行了结"),
    ],
)
def test_the_state_follows_from_balance_and_other_settlement(values: Values, payments: list[int], state: str) -> None:
    rows = [{"amount": amount, "on": TODAY} for amount in payments]
    found = REFUND.compute(values, {"refund_payment": rows})
    assert found["state"] == state
    assert state in REFUND.options("state")


@pytest.mark.parametrize(
    ("payments", "paid", "last"),
    [
        ([], 0, None),
        ([(400, date(2021, 10, 1)), (1, date(2021, 9, 1))], 401, date(2021, 10, 1)),
        ([(400, date(2021, 9, 1)), (-400, date(2021, 10, 1))], 0, date(2021, 9, 1)),  # a reversal is no payment
        ([(-400, date(2021, 10, 1))], -400, None),
        ([(400, None), (100, date(2021, 9, 1)), (None, date(2021, 12, 1))], 500, date(2021, 9, 1)),
        ([(400, "?"), (0, date(2021, 9, 1))], 400, None),
    ],
)
def test_what_was_paid_and_when_last(payments: list[tuple[int | None, Value]], paid: int, last: date | None) -> None:
    rows = [{"amount": amount, "on": on} for amount, on in payments]
    found = REFUND.compute({"due_override": 1000}, {"refund_payment": rows})
    assert (found["paid"], found["balance"], found["paid_on"]) == (paid, 1000 - paid, last)


@pytest.mark.parametrize(("settlement", "words"), [(REFUND_KIND, ("未退", "部分退")), (WAGE_KIND, ("未发", "部分发"))])
def test_money_is_still_expected_in_these_states(settlement: Settlement, words: tuple[str, ...]) -> None:
    assert settlement.open_states == words
    assert set(words) <= set(settlement.states)


def test_a_list_with_running_totals_becomes_payments() -> None:
    book = Book(REFUND)
    row = {**contract(500_000, 40, 10), "due": 125_000, "paid": 50_000, "balance": 75_000, "paid_on": date(2021, 9, 28)}
    assert book.take(row).problems == ()
    assert book.payments == [{"on": date(2021, 9, 28), "amount": 50_000}]
    assert book.entered.get("due_override") is None  # 1250 is what the rule says
    assert book.take(row) == Absorbed()
    assert book.take({"paid": 125_000}, LATER).problems == ()
    assert book.payments[1:] == [{"on": LATER, "amount": 75_000, "notes": UNDATED}]
    assert (book["paid"], book["balance"], book["state"]) == (125_000, 0, "已退清")


def test_a_due_amount_that_the_rule_does_not_give_is_kept_as_listed() -> None:
    book = Book(REFUND)
    book.take({**contract(500_000, 40, 10), "due": 130_000})
    assert (book.entered["due_override"], book.entered["due_reason"]) == (130_000, LISTED)
    assert (book["due"], book["due_by_rule"]) == (130_000, 125_000)
    assert book.take({"due": 130_000}) == Absorbed()
    book.take({"due": 125_000})  # the list follows the rule again
    assert (book.entered["due_override"], book.entered["due_reason"], book["due"]) == (None, None, 125_000)


def test_what_a_clerk_decided_outlasts_a_list() -> None:
    book = Book(REFUND, {**contract(500_000, 40, 10), "due_override": 150_000, "due_reason": "调解书"})
    assert book.take({"due": 125_000, "paid": 25_000, "balance": 100_000}).problems == ()  # what the rule gives
    assert (book["due"], book["paid"]) == (150_000, 25_000)
    taken = book.take({"due": 140_000})
    assert [(problem.field, problem.level) for problem in taken.problems] == [("due", "doubt")]
    assert "台账中核定为 1,500.00（调解书）" in taken.problems[0].message
    assert taken.values["due_override"] == 140_000  # if the clerk takes the row all the same


def test_a_doubt_that_the_clerk_settled_is_not_raised_by_the_same_sheet_again() -> None:
    book = Book(REFUND, {"due_override": 150_000, "due_reason": "调解书"})
    sheet = {"due_override": 150_000, "due_reason": "调解书", "due": 140_000}
    taken = book.take(sheet)
    assert [(problem.field, problem.level) for problem in taken.problems] == [("due", "doubt")]
    book.entered |= dict(taken.values)  # the clerk takes the row all the same
    assert (book.entered["due_override"], book.entered["due_reason"]) == (140_000, LISTED)
    assert book.absorb(sheet) == Absorbed({"due_override": 140_000, "due_reason": LISTED})
    assert book.take({**sheet, "due": 145_000}).problems[0].field == "due"


def test_a_sheet_that_decides_one_amount_and_states_another_is_wrong() -> None:
    taken = Book(REFUND).take({"due_override": 150_000, "due_reason": "调解书", "due": 140_000})
    assert taken.problems[0].message == "应退金额 1,400.00 ≠ 核定应退 1,500.00"


def test_the_sheets_own_reason_is_kept() -> None:
    book = Book(REFUND)
    book.take({**contract(500_000, 40, 10), "due": 130_000, "due_reason": "调解书"})
    assert book.entered["due_reason"] == "调解书"


def test_a_smaller_total_is_doubtful_and_changes_nothing() -> None:
    book = Book(REFUND)
    book.take({"due": 100_000, "paid": 60_000})
    taken = book.take({"due": 100_000, "paid": 40_000})
    assert [(problem.field, problem.level) for problem in taken.problems] == [("paid", "doubt")]
    assert "已退金额 400.00 少于台账已记的 600.00" in taken.problems[0].message
    assert book["paid"] == 60_000


def test_what_does_not_add_up_is_a_problem_of_that_cell() -> None:
    taken = Book(REFUND).take({"due": 100_000, "paid": 60_000, "balance": 50_000})
    assert [(problem.field, problem.level) for problem in taken.problems] == [("balance", "error")]
    assert taken.problems[0].message == "未退金额 500.00 ≠ 应退金额 1,000.00 − 已退金额 600.00"


def test_what_is_left_is_held_against_what_the_ledger_knows() -> None:
    book = Book(REFUND)
    book.take({"due": 100_000, "paid": 60_000})
    assert book.take({"balance": 40_000}) == Absorbed()
    assert book.take({"balance": 30_000}).problems[0].field == "balance"


def test_a_list_of_what_was_paid_and_is_left_gives_what_is_due() -> None:
    book = Book(WAGE_SETTLEMENT)
    book.take({"paid": 500_000, "balance": 700_000})
    assert (book["due"], book["paid"], book["balance"], book["state"]) == (1_200_000, 500_000, 700_000, "部分发")
    assert book.take({"paid": 500_000, "balance": 700_000}) == Absorbed()
    assert (
        book.take({"paid": 500_000, "balance": 600_000}).problems[0].message.startswith("未发金额 6,000.00 ≠ 应发金额")
    )


def test_more_than_is_due_needs_a_reason() -> None:
    def problems(**more: Value) -> list[str]:
        values = {**more, "balance": -5_000}
        return [found.field for found in check_record(REFUND, values, lambda _key: {}) if "理由" in found.message]

    assert problems() == ["over_reason"]
    assert problems(over_reason="违约金") == []


def test_a_decided_amount_needs_a_reason_and_a_settlement_its_kind() -> None:
    def fields(values: Values) -> set[str]:
        found = check_record(WAGE_SETTLEMENT, {"institution": "i", "staff": "陈", **values}, lambda _key: {})
        return {problem.field for problem in found}

    assert fields({"due_override": 1}) == {"due_reason"}
    assert fields({"due_override": 1, "due_reason": "仲裁裁决"}) == set()
    assert fields({"settled_on": TODAY}) == {"settled_otherwise"}


fen = st.integers(0, 10**7)
maybe_fen = st.none() | fen
lessons = st.integers(0, 120).map(Decimal)
rows = st.fixed_dictionaries(
    {"due": maybe_fen, "paid": maybe_fen, "balance": maybe_fen},
    optional={
        "paid_amount": fen,
        "paid_hours": lessons,
        "remaining_hours": lessons,
        "consumed_hours": lessons,
        "due_override": fen,
        "due_reason": st.sampled_from(["合同约定", "调解书"]),
        "paid_on": st.dates(date(2021, 1, 1), date(2022, 2, 1)),
    },
)
wages = st.fixed_dictionaries(
    {"due": maybe_fen, "paid": maybe_fen, "balance": maybe_fen}, optional={"owed_wage": fen, "owed_bonus": fen}
)


def _consistent(row: dict[str, Value]) -> dict[str, Value]:
    """The row with 未退 such that it adds up, where all three are stated."""
    due, paid = row["due"], row["paid"]
    return row | {"balance": due - paid} if isinstance(due, int) and isinstance(paid, int) else row


@pytest.mark.parametrize(("register", "sheet"), [(REFUND, rows), (WAGE_SETTLEMENT, wages)], ids=["refund", "wage"])
def test_absorbing_the_same_row_again_gives_nothing(register: Register, sheet: st.SearchStrategy[Values]) -> None:
    @given(st.lists(sheet.map(dict), max_size=4), st.booleans())
    def check(lists: list[dict[str, Value]], adds_up: bool) -> None:
        book = Book(register)
        for row in map(_consistent, lists) if adds_up else lists:
            taken = book.take(row)
            entered, payments = dict(book.entered), list(book.payments)
            again = book.take(row, LATER)
            assert again.problems == taken.problems
            assert taken.problems or not again.children
            assert (book.entered, book.payments) == (entered, payments)

    check()


@given(st.lists(rows.map(dict), max_size=5))
def test_the_ledger_says_what_the_last_good_list_said(lists: list[dict[str, Value]]) -> None:
    book = Book(REFUND)
    for row in map(_consistent, lists):
        before = (book["due"], book["paid"])
        if book.take(row).problems:
            assert (book["due"], book["paid"]) == before
            continue
        assert row["paid"] is None or book["paid"] == row["paid"]
        assert row["due"] is None or row["due"] in (book["due"], book["due_by_rule"])
    assert all(isinstance(payment["amount"], int) and payment["amount"] > 0 for payment in book.payments)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_growing_totals_make_one_payment_each(steps: list[int]) -> None:
    book, total = Book(REFUND), 0
    for step in steps:
        total += step
        for _twice in range(2):
            book.take({"due": 10**8, "paid": total, "balance": 10**8 - total})
    assert [payment["amount"] for payment in book.payments] == steps
