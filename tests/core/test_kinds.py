"""Kinds of field: what a form shows is read back, what the ledger stores is loaded back."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import Cell, CellFault
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
    assert kind.parse("\u200b") is None  # as copied from a web page: nobody sees that it is there
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


@pytest.mark.parametrize(
    ("kind", "most"), [(Text(), 200), (Text(longest=60), 60), (Text(block=True), 200), (Code(), 60)]
)
def test_a_text_may_be_just_as_long_as_was_said(kind: Kind, most: int) -> None:
    assert kind.parse("长" * most) == "长" * most
    with pytest.raises(ValueProblem, match=f"共 {most + 1} 字，超过 {most} 字"):
        kind.parse("长" * (most + 1))


def test_a_block_keeps_its_lines_and_a_line_is_one() -> None:
    assert Text(block=True).parse(" 一、公示 \r\n二、退费\n") == "一、公示\n二、退费"
    assert Text().parse(" 一、公示 \r\n二、退费\n") == "一、公示二、退费"


@pytest.mark.parametrize(
    ("kind", "text", "reason", "allowed"),
    [
        (Integer(minimum=1990, maximum=2099), "1989", "小于 1990", "不小于 1990"),
        (Integer(minimum=1990, maximum=2099), "2100", "大于 2099", "不大于 2099"),
        (Integer(), "-1", "不能为负数", "不小于 0"),
        (Integer(), "三", "不是数字", "整数"),
        (Number(), "-0.5", "不能为负数", "不小于 0"),
        (Number(maximum=100), "100.5", "大于 100", "不大于 100"),
        (Money(), "-0.01", "金额不能为负", ""),
        (Money(minimum=100), "0.99", "小于 1.00", ""),
        (Money(), "约1200", "不是金额", "金额，如 1200.50"),
    ],
)
def test_what_is_out_of_range_is_told_with_what_would_do(kind: Kind, text: str, reason: str, allowed: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        kind.parse(text)
    assert (caught.value.reason, caught.value.allowed, str(caught.value)) == (reason, allowed, reason)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Integer(minimum=1990, maximum=2099), "1990", 1990),
        (Integer(minimum=1990, maximum=2099), "2099年", 2099),
        (Integer(), "0", 0),
        (Integer(minimum=None), "-7", -7),
        (Number(maximum=100), "100", Decimal(100)),
        (Money(minimum=100), "1", 100),
        (Money(minimum=None), "-0.01", -1),
        (Money(), 0, 0),
        (Money(), 12.5, 1250),
    ],
)
def test_the_ends_of_a_range_are_in_it(kind: Kind, text: Cell, value: Value) -> None:
    assert kind.parse(text) == value


@pytest.mark.parametrize(
    ("cell", "fen"), [(38, 38_000_000), (38.6, 38_600_000), ("38.6", 38_600_000), ("386元", 38_600)]
)
def test_a_number_cell_counts_in_the_unit_of_its_head_too(cell: Cell, fen: int) -> None:
    assert Money().parse(cell, 10_000) == fen


@pytest.mark.parametrize("kind", [Text(), Code(), Integer(), Number(), Date()])
def test_a_number_that_lost_its_tail_is_never_taken(kind: Kind) -> None:
    for cell in (1e15, -1e15, 10**15, float("inf"), float("nan"), 1.5e15):
        with pytest.raises(ValueProblem, match="Excel 已丢失尾数，请把单元格设为文本后重新填写"):
            kind.parse(cell)
    assert Code().parse(999_999_999_999_999.0) == "999999999999999"


@pytest.mark.parametrize("kind", [Text(), Integer(), Money(), Date(), STATE, Phone()])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (CellFault("rounded", "4.1E+17"), "Excel 已丢失尾数"),
        (CellFault("no_value", ""), "公式没有保存下结果，请用 Excel 打开这个文件，保存后再试"),
        (CellFault("error", "#N/A"), "单元格是错误值 #N/A，请先在表中改正"),
    ],
)
def test_a_cell_that_the_reader_could_not_give_says_what_to_do(kind: Kind, fault: CellFault, reason: str) -> None:
    with pytest.raises(ValueProblem, match=reason):
        kind.parse(fault)


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
    assert Text().external("甲校") == "甲校"
    assert Integer().external(3) == 3
    assert Money().external(0) == 0


def test_numbers_stand_to_the_right_and_all_else_to_the_left() -> None:
    assert [type(kind).__name__ for kind in _READERS if kind.numeric] == [
        "Integer", "Number", "Number", "Money", "Integer", "Number", "Number", "Money"
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [Text(), Text(block=True), Code(), Phone(), Ref(to="institution")])
def test_a_cell_of_nothing_but_what_nobody_sees_is_blank(kind: Kind) -> None:
    for text in ("\u200b", "\ufeff \u200b", "\u200b" * 30):
        assert kind.parse(text) is None


def test_a_name_in_a_sheet_is_cleaned_before_it_is_looked_up() -> None:
    assert Ref(to="institution").parse("　启航 教育（ 一部 ） ") == "启航教育（一部）"
