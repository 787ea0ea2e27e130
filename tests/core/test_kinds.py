"""Kinds of field: what a form shows is read back, what the ledger stores is loaded back."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.kinds import (
    Choice,
    Date,
    Integer,
    Kind,
    Money,
    Number,
    Ref,
    Text,
    Value,
    ValueProblem,
    choose,
)
from shuangjian_desktop.core.official_codes import Code, IdentityNo, Phone, Uscc

STATE = Choice(options=("正常", "停业", "（其他）"), synonyms=(("营业中", "正常"),))

_values: list[tuple[Kind, st.SearchStrategy[Value]]] = [
    (Text(longest=500), st.text(max_size=40)),
    (Text(longest=500, block=True), st.text(max_size=40)),
    (Integer(minimum=None), st.integers(-(10**12), 10**12)),
    (Number(minimum=None), st.decimals(-(10**9), 10**9, places=2)),
    (Number(minimum=None, places=0), st.integers(-(10**9), 10**9).map(Decimal)),
    (Money(minimum=None), st.integers(-(10**14), 10**14)),
    (Date(), st.dates(date(1900, 1, 1), date(2099, 12, 31))),
    (STATE, st.sampled_from(STATE.options)),
    (Ref(to="institution"), st.uuids().map(str)),
]


@pytest.mark.parametrize(("kind", "values"), _values, ids=lambda item: type(item).__name__)
def test_values_survive_the_form_and_the_ledger(kind: Kind, values: st.SearchStrategy[Value]) -> None:
    @given(values)
    def check(value: Value) -> None:
        value = kind.parse(value) if isinstance(value, str) else value  # type: ignore[arg-type]
        assert kind.parse(kind.typed(value)) == value
        assert kind.load(kind.store(value)) == value
        assert kind.store(value) is None or isinstance(kind.store(value), str | int)

    check()


@pytest.mark.parametrize("kind", [kind for kind, _values in _values], ids=lambda kind: type(kind).__name__)
def test_nothing_stays_nothing(kind: Kind) -> None:
    assert kind.parse(None) is None
    assert kind.parse("  ") is None
    assert kind.show(None) == ""
    assert kind.store(None) is None
    assert kind.load(None) is None
    assert kind.external(None) is None
    assert kind.mask(None) == ""


def test_a_choice_takes_its_words_and_their_synonyms() -> None:
    assert STATE.parse(" 正常 ") == "正常"
    assert STATE.parse("营业中") == "正常"
    assert STATE.parse("(其他)") == "（其他）"
    assert STATE.parse("不详") is None
    with pytest.raises(ValueProblem, match="不在：正常、停业") as caught:
        STATE.parse("关门")
    assert caught.value.allowed == "正常、停业、（其他）"
    assert choose("筹建", (*STATE.options, "筹建"), ()) == "筹建"


def test_a_word_that_says_nothing_may_be_an_answer() -> None:
    assert Choice(options=("有效", "未办理")).parse("未办理") == "未办理"


_READERS = (
    *(kind for kind, _values in _values),
    *(Integer(), Number(), Number(places=0), Money(), Code(), Uscc(), IdentityNo(), Phone()),
)
_ODD = st.text(st.sampled_from("0123456789.-/年月日,，()（）²①½٣一万亿元人¥$+xX ˙\u200b\n"), max_size=20)
_CELLS = st.one_of(
    st.text(max_size=30), _ODD, st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.none()
)


def _read(kind: Kind, cell: Cell) -> tuple[Value, str]:
    """The value of a cell, or the reason why it has none."""
    try:
        return kind.parse(cell), ""
    except ValueProblem as problem:
        return None, problem.reason


@pytest.mark.parametrize("kind", _READERS, ids=lambda kind: type(kind).__name__)
def test_whatever_stands_in_a_cell_is_a_value_or_a_reason_in_chinese(kind: Kind) -> None:
    @given(_CELLS)
    def check(cell: Cell) -> None:
        value, reason = _read(kind, cell)
        assert re.search("[一-龥]", reason) if reason else kind.parse(kind.typed(value)) == value

    check()


def test_too_long_a_text_is_refused_not_cut() -> None:
    with pytest.raises(ValueProblem, match="共 40000 字"):
        Text().parse("长" * 40_000)


def test_cells_that_are_numbers_keep_their_digits_as_text() -> None:
    assert Text().parse(12.0) == "12"
    assert Text().parse(12.5) == "12.5"
    assert Text().parse(True) == "是"
    assert Text().parse(date(2021, 7, 4)) == "2021-07-04"


def test_json_gives_yuan_and_iso_dates() -> None:
    assert Money().external(125_050) == 1250.5
    assert Date().external(date(2021, 7, 4)) == "2021-07-04"
    assert Number().external(Decimal("310.5")) == 310.5
    assert Money().show(125_050) == "1,250.50"
