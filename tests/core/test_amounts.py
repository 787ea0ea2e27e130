"""Money and numbers as clerks write them: exact, or refused with a reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.amounts import exact, parse_decimal, parse_money, plain_fen, show_money
from shuangjian_desktop.core.kinds import Integer, Money, Number, ValueProblem


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,200.50", 120050),
        ("￥1200", 120000),
        ("1200元", 120000),
        ("1.2万元", 1200000),
        ("1.2万", 1200000),
        ("0.36 万元", 360000),
        ("1.81亿元", 18100000000),
        ("１２００．５", 120050),
        ("（300）", -30000),
        ("-0.01", -1),
        ("1200元整", 120000),
        ("0", 0),
    ],
)
def test_amounts_are_read_to_the_fen(text: str, fen: int) -> None:
    assert parse_money(text) == fen


def test_a_bare_number_counts_in_the_unit_of_the_head() -> None:
    money = Money()
    assert money.parse("38.6", 10_000) == 38_600_000
    assert money.parse("386元", 10_000) == 38_600  # what the cell itself says outranks the head
    assert money.parse("38.6万", 10_000) == 38_600_000
    assert money.parse(0.1 + 0.2) == 30  # the noise of a binary fraction
    assert money.parse(1200) == 120000


@pytest.mark.parametrize(
    "text", ["一千", "12O0", "1.2.3", "1200美元", "约1200", "1e5", "(300", "300)", "--3", "12万亿", "元", "1200整元"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match="不是金额"):
        Money().parse(text)


def test_a_finer_amount_than_a_fen_is_refused_not_rounded() -> None:
    with pytest.raises(ValueProblem, match="精确到分"):
        Money().parse("1.005")
    with pytest.raises(ValueProblem, match="不能为负"):
        Money().parse("-5")
    with pytest.raises(ValueProblem, match="过大"):
        Money().parse("99999999亿")


def test_the_largest_amount_is_one_that_a_float_still_holds() -> None:
    assert parse_money("9999999999999.99") == 10**15 - 1
    for text in ("10000000000000", "-1000亿亿", "10万亿元"):
        with pytest.raises(ValueError, match=r"金额过大|不是金额"):
            parse_money(text)
    assert Money().parse(float(10**13 - 1)) == (10**13 - 1) * 100
    with pytest.raises(ValueProblem, match="金额过大"):
        Money().parse(float(10**13))


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (1, "0.01"), (-1, "-0.01"), (99, "0.99"), (-100, "-1.00"), (123_456_789, "1,234,567.89")],
)
def test_amounts_as_people_read_them(fen: int, text: str) -> None:
    assert show_money(fen) == text


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        (0.01, 1),
        (1200, 120_000),
        (1200.5, 120_050),
        (0.1 + 0.2, 30),
        (99_999_999.99, 9_999_999_999),
        (1.005, None),  # refused with a reason, which is not for here
        (0.0, None),
        (-1.0, None),
        (1e8, None),
        (float("nan"), None),
    ],
)
def test_most_numbers_are_taken_the_quick_way(yuan: float, fen: int | None) -> None:
    assert plain_fen(yuan) == fen


@given(st.integers(-(10**14), 10**14))
def test_what_is_shown_is_read_back(fen: int) -> None:
    assert parse_money(show_money(fen)) == fen


@given(st.integers(0, 10**11))
def test_excel_floats_give_the_fen_that_was_meant(fen: int) -> None:
    assert Money().parse(fen / 100) == fen


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("120.50㎡", "120.5"),
        ("120m²", "120"),
        ("１２０平方米", "120"),
        ("1,200", "1200"),
        ("48课时", "48"),
        ("0", "0"),
        ("48节课", "48"),
        ("48 节", "48"),
        ("90平米", "90"),
        ("-0", "0"),
        ("1200.00", "1200"),
        ("1000", "1000"),
    ],
)
def test_numbers_come_with_their_measure(text: str, number: str) -> None:
    assert Number().parse(text) == Decimal(number)


def test_numbers_that_are_none_are_refused() -> None:
    for text in ("三十", "12平方厘米", "NaN", "1.234"):
        with pytest.raises(ValueProblem):
            Number().parse(text)
    with pytest.raises(ValueProblem, match="不能为负"):
        Number().parse("-3")
    with pytest.raises(ValueProblem, match="不是整数"):
        Integer().parse("2.5")
    assert Integer().parse("1,023人") == 1023


@pytest.mark.parametrize("text", ["1E100", "9" * 30, "410105198503124823410105198503124823", "-" + "9" * 400])
@pytest.mark.parametrize("kind", [Number(), Number(places=0), Integer(), Number(minimum=None)])
def test_a_number_of_more_digits_than_any_is_refused_with_a_reason(text: str, kind: Number | Integer) -> None:
    with pytest.raises(ValueProblem, match=r"数字过大|大于 1000000000000|不能为负"):
        kind.parse(text)


def test_a_decimal_is_exact_or_refused() -> None:
    assert parse_decimal("0.1", 2) == Decimal("0.10")
    assert exact(Decimal("0.30000000000000004"), 2) == Decimal("0.30")
    with pytest.raises(ValueError, match="小数超过 2 位"):
        exact(Decimal("0.301"), 2)


@given(st.one_of(st.integers(-10, 10**9), st.floats(), st.integers(0, 10**11).map(lambda fen: fen / 100)))
def test_what_is_made_of_a_number_is_what_its_digits_say(yuan: float) -> None:
    fen = plain_fen(yuan)
    assert fen is None or fen == parse_money(repr(yuan))
