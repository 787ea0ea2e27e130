"""How the bulletin writes a number: the examples of the bulletin itself, and what is smaller than those."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.analysis.figure import percent
from shuangjian_desktop.analysis.figures import FIGURES, find
from shuangjian_desktop.analysis.prose import change, shown, written
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.registers import BY_KEY
from shuangjian_desktop.registers.words import BASELINE


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("closed_illegal", 2781, "2781家"),
        ("classified_disposed", 2413, "2413家"),
        ("subject_after", 0, "0家"),
        ("reduction_rate", Decimal("91.93"), "91.93%"),
        ("nonprofit_rate", Decimal(100), "100%"),
        ("nonprofit_rate", Decimal("99.1"), "99.1%"),
        ("notices_issued", 1312, "1300余份"),
        ("notices_issued", 1300, "1300份"),
        ("notices_issued", 109, "100余份"),
        ("notices_issued", 97, "97份"),
        ("notices_issued", 12_345, "12000余份"),
        ("notices_issued", 0, "0份"),
        ("wages_settled", 1_093_000_000, "1093万元"),
        ("wages_settled", 1_092_950_000, "1093万元"),
        ("wages_settled", 999_950, "9999.5元"),
        ("wages_settled", 0, "0元"),
        ("wage_staff", 1899, "1899名"),
        ("refunds_paid", 18_100_000_000, "1.81亿元"),
        ("refunds_paid", 18_149_999_999, "1.81亿元"),
        ("refunds_paid", 18_150_000_000, "1.82亿元"),
        ("refunds_paid", 20_000_000_000, "2亿元"),
        ("refunds_paid", 9_999_999_999, "1亿元"),
        ("refunds_paid", 9_999_990_000, "9999.99万元"),
        ("refunds_paid", 113_125_000, "113.13万元"),
        ("refunds_paid", 480_050, "4800.5元"),
        ("refund_students", 68_500, "6.85万名"),
        ("refund_students", 9_999, "9999名"),
        ("refund_students", None, "无数据"),
    ],
)
def test_as_the_bulletin_writes_it(key, value, text):
    assert written(find(key), value) == text


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("closed_illegal", 2781, "2,781"),
        ("refunds_paid", 18_100_000_000, "181,000,000.00"),
        ("reduction_rate", Decimal("91.93"), "91.93"),
        ("nonprofit_rate", Decimal("1E+2"), "100"),
        ("wage_staff", None, "无数据"),
    ],
)
def test_a_table_holds_it_exactly(key, value, text):
    assert shown(find(key), value) == text


@pytest.mark.parametrize(
    ("key", "now", "before", "text"),
    [
        ("closed_illegal", 2781, 2700, "+81家"),
        ("subject_after", 111, 1376, "−1265家"),
        ("reduction_rate", Decimal("91.93"), Decimal("87.5"), "+4.43个百分点"),
        ("notices_issued", 1312, 97, "+1215份"),
        ("refunds_paid", 18_100_000_000, 17_900_000_000, "+200万元"),
        ("refunds_paid", 100, 5_100, "−50元"),
        ("wage_staff", 3, 3, "无变化"),
        ("wage_staff", 3, None, ""),
        ("wage_staff", None, 3, ""),
    ],
)
def test_by_how_much_it_changed(key, now, before, text):
    assert change(find(key), now, before) == text


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_a_rate_is_whole_only_where_it_is(whole, part):
    part = min(part, whole)
    rounded = percent(Fraction(part, whole), 2)
    assert abs(rounded - Decimal(part) * 100 / whole) < Decimal("0.0100001")
    assert (rounded == 100) == (part == whole)
    assert (rounded == 0) == (part == 0)


def test_the_bulletins_own_rate():
    assert percent(1 - Fraction(111, 1376), 2) == Decimal("91.93")


# --- declarations ----------------------------------------------------------------------------------------------------
def test_the_figures_that_the_registers_feed_in_the_order_of_the_bulletin():
    assert [figure.key for figure in FIGURES] == [
        "closed_illegal",
        "classified_disposed",
        "subject_before",
        "subject_after",
        "reduction_rate",
        "subject_new_licences",
        "notices_issued",
        "wages_settled",
        "wage_staff",
        "refunds_paid",
        "refund_students",
        "nonprofit_rate",
    ]
    assert len({figure.label for figure in FIGURES}) == len(FIGURES)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_a_figure_is_declared_whole(figure):
    assert (figure.unit == "%") == (figure.prose.word == "%")
    assert (figure.unit == "元") == (figure.prose.word == "元")
    rows = figure.rows(date(2022, 2, 15), "410105")
    assert isinstance(BY_KEY[rows.register], Register)
    assert rows.where
    assert rows.office == "410105"
    assert figure.measure(BASELINE) == figure.measure(BASELINE)


def test_an_unknown_figure_is_told_with_those_there_are():
    with pytest.raises(UsageError) as told:
        find("refunds")
    assert "refunds_paid（依法退费）" in told.value.text
