"""Codes with a check character: a wrong one never passes, a rounded one says so."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from shuangjian_desktop.core.cells import CellFault
from shuangjian_desktop.core.kinds import ValueProblem
from shuangjian_desktop.core.official_codes import Code, IdentityNo, Phone, Uscc

USCC = "91410105MA45TQ8W0R"
IDENTITY = "41010520120615303" + ric.calc_check_digit("410105201206153030")
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "text", [USCC, USCC.lower(), f" {USCC} ", "９１４１０１０５ＭＡ４５ＴＱ８Ｗ０Ｒ", "91410105 MA45TQ8W0 R"]
)
def test_a_uscc_is_kept_in_its_own_form(text: str) -> None:
    assert Uscc().parse(text) == USCC


@given(st.integers(0, 17), st.sampled_from(_USCC_CHARACTERS))
def test_one_wrong_character_of_a_uscc_is_noticed(place: int, character: str) -> None:
    assume(USCC[place] != character)
    wrong = USCC[:place] + character + USCC[place + 1 :]
    with pytest.raises(ValueProblem, match="校验码"):
        Uscc().parse(wrong)


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_of_an_identity_number_is_noticed(place: int, character: str) -> None:
    assume(IDENTITY[place] != character and (character != "X" or place == 17))
    with pytest.raises(ValueProblem):
        IdentityNo().parse(IDENTITY[:place] + character + IDENTITY[place + 1 :])


def test_an_identity_number_is_read_and_refused() -> None:
    assert IdentityNo().parse(IDENTITY.lower()) == IDENTITY
    no_day = "41010520120230001"
    for text in (IDENTITY[:15], no_day + ric.calc_check_digit(no_day + "0"), "41010520120615303甲"):
        with pytest.raises(ValueProblem, match="身份证号"):
            IdentityNo().parse(text)


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (Uscc(), USCC[:17], "统一社会信用代码应为 18 位，这里是 17 位"),
        (Uscc(), USCC + "1", "统一社会信用代码应为 18 位，这里是 19 位"),
        (Uscc(), USCC[:17] + "I", "统一社会信用代码的校验码不对，请对照执照核对"),
        (Uscc(), "正在变更登记", "统一社会信用代码应为 18 位，这里是 6 位"),
        (IdentityNo(), IDENTITY[:15], "身份证号应为 18 位"),
        (IdentityNo(), IDENTITY + "1", "身份证号应为 18 位"),
        (IdentityNo(), "4101052012061530甲2", "身份证号应为 18 位"),
        (IdentityNo(), "410105201302300010", "身份证号的校验码或出生日期不对，请核对"),
        (IdentityNo(), IDENTITY[:17] + "甲", "身份证号的校验码或出生日期不对，请核对"),
        (IdentityNo(), "²" * 18, "身份证号的校验码或出生日期不对，请核对"),
    ],
)
def test_the_reason_says_what_to_look_at(kind: Code, text: str, reason: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        kind.parse(text)
    assert caught.value.reason == reason


def test_a_code_is_kept_as_printed() -> None:
    assert Code().parse(" 教民 1410105 号 ") == "教民1410105号"
    assert Code().parse("V-001/2 b") == "V-001/2 b"


@pytest.mark.parametrize("kind", [Uscc(), IdentityNo(), Code(), Phone()])
@pytest.mark.parametrize("word", ["办理中", "无", "/", "—", "－－", " 暂无 "])
def test_words_that_say_nothing_are_blank(kind: Code, word: str) -> None:
    assert kind.parse(word) is None


@pytest.mark.parametrize("cell", [410105201206153000.0, 410105201206153030, CellFault("rounded", "4.10105E+17")])
@pytest.mark.parametrize("kind", [IdentityNo(), Code(), Uscc(), Phone()])
def test_a_rounded_number_says_that_its_tail_is_lost(kind: Code, cell: object) -> None:
    with pytest.raises(ValueProblem, match="Excel 已丢失尾数"):
        kind.parse(cell)  # type: ignore[arg-type]


def test_an_error_of_excel_is_named() -> None:
    with pytest.raises(ValueProblem, match="#REF!"):
        Code().parse(CellFault("error", "#REF!"))


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("13800138000", "13800138000"),
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0371-65432100、138 0013 8000", "0371-65432100、13800138000"),
        ("0371-65432100/13800138000", "0371-65432100、13800138000"),
        ("13800138000 13900139000", "13800138000、13900139000"),
        ("13800138000\n13900139000", "13800138000、13900139000"),
        ("0371—65432100", "0371-65432100"),
        ("0371-65432100转801", "0371-65432100-801"),
        ("0371 65432100", "0371-65432100"),
        ("(0371)65432100", "0371-65432100"),
        ("037165432100", "0371-65432100"),
        ("01065432100", "010-65432100"),
        ("0371 6543 2100", "0371-65432100"),
        ("65432100", "65432100"),
        ("400-123-4567", "400-123-4567"),
        ("12345", "12345"),
    ],
)
def test_phones(cell: str | int | float, kept: str) -> None:
    assert Phone().parse(cell) == kept


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1380013800", "手机号应为 11 位"),
        ("138001380000", "手机号应为 11 位"),
        ("1380013800O", "数字以外的字符"),
        ("王老师13800138000", "数字以外的字符"),
        ("13800138000、1380013", "手机号应为 11 位"),
    ],
)
def test_what_is_no_phone_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueProblem, match=reason):
        Phone().parse(text)


def test_the_sample_codes_are_true_ones() -> None:
    assert uscc.is_valid(USCC)
    assert ric.calc_check_digit(IDENTITY) == IDENTITY[-1]
