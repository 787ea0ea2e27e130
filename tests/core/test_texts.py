"""Cleaning of text: stray spaces go, all else stays; twice is as once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.pinyin import initials, sort_key
from shuangjian_desktop.core.texts import (
    NOTHING_WORDS,
    UNKNOWN_WORDS,
    clean_block,
    clean_line,
    half_width,
    same_text,
    says_nothing,
)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (" 杭州少之华教育信息咨询有限公司", "杭州少之华教育信息咨询有限公司"),
        ("杭州好囡信息技术有限公司  （好姑姑）", "杭州好囡信息技术有限公司（好姑姑）"),
        ("　全角 空格　", "全角空格"),
        ("三堡产业大厦C座 3-05/A 2", "三堡产业大厦C座3-05/A 2"),
        ("ABC  DEF", "ABC DEF"),
        ("零​宽", "零宽"),
        ("一\n行", "一行"),
    ],
)
def test_a_line_loses_its_stray_spaces_alone(text: str, clean: str) -> None:
    assert clean_line(text) == clean


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_block(clean_block(text)) == clean_block(text)


@given(st.text())
def test_a_line_and_its_cleaned_form_are_the_same(text: str) -> None:
    assert same_text(clean_line(text)) == same_text(text)


def test_two_spellings_of_one_name_are_the_same() -> None:
    assert same_text("晨星（美术） ") == same_text("晨星(美术)")
    assert same_text("ＡＢＣ培训") == same_text("abc 培训")
    assert same_text("C座3-05") != same_text("C座305")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("\uf900", "\u8c48", True),  # a character of old code pages and the one that is typed today
        ("㈠", "(一)", True),
        ("Ⅲ部", "III部", True),
        ("甲、乙，丙", "甲乙丙", True),
        ("郑州·晨星", "郑州晨星", True),
        ("3号楼/305", "3号楼305", False),
        ("第1.5期", "第15期", False),
        ("a#1", "a1", False),
        ("A_B", "AB", False),
        ("Straße", "STRASSE", True),
        ("甲", "乙", False),
        ("", "（）", True),
    ],
)
def test_what_two_spellings_have_in_common(one: str, other: str, same: bool) -> None:
    assert (same_text(one) == same_text(other)) == same


def test_a_name_is_kept_in_the_characters_that_are_typed_today() -> None:
    assert clean_line("\uf900") == "\u8c48"
    assert clean_line("e\u0301") == "\u00e9"
    assert clean_line("王\U00020000") == "王\U00020000"  # rare characters of names stay


@pytest.mark.parametrize("word", sorted(NOTHING_WORDS))
def test_each_word_that_says_nothing(word: str) -> None:
    for text in (word, f" {word}　", word.translate({0x2F: 0xFF0F, 0x2D: 0xFF0D})):
        assert says_nothing(text, NOTHING_WORDS), text
    assert not says_nothing(f"{word}甲", NOTHING_WORDS)


def test_a_word_that_may_be_an_answer_is_none_that_is_unknown() -> None:
    assert {"无", "没有"} == NOTHING_WORDS - UNKNOWN_WORDS
    assert not says_nothing("暂无", frozenset())
    assert says_nothing("\u200b", frozenset())
    assert not says_nothing("办理中（已受理，待发证）", NOTHING_WORDS)


def test_a_block_keeps_its_lines() -> None:
    assert clean_block(" 一、\r\n二、  \r\n\r\n") == "一、\n二、"
    assert clean_block("一\r二\u200b\n\n  三 四\t") == "一\n二\n\n  三 四"


def test_half_width() -> None:
    assert half_width("１２３ＡＢ（％）　") == "123AB(%) "
    assert half_width("！～｟￥、。") == "!~｟￥、。"  # from the first to the last that has a twin


def test_words_that_say_nothing() -> None:
    assert says_nothing(" 无 ", NOTHING_WORDS)
    assert says_nothing("／", NOTHING_WORDS)
    assert says_nothing("", frozenset())
    assert not says_nothing("无锡", NOTHING_WORDS)


def test_pinyin_gives_initials_and_order() -> None:
    assert initials("郑州育才 A1") == "zzyca1"
    names = ["张伟", "安娜", "王芳", "李娜"]
    assert sorted(names, key=sort_key) == ["安娜", "李娜", "王芳", "张伟"]
