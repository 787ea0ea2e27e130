"""Masked values show who is meant, never the middle."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.kinds import Date
from shuangjian_desktop.core.masking import mask_text
from shuangjian_desktop.core.official_codes import IdentityNo, Phone


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三", "张*"),
        ("欧阳修文", "欧***"),
        ("13800138000", "138****8000"),
        ("41010520120615303X", "4101**********303X"),
        ("65432100", "******00"),
        ("金水区花园路85号院3号楼2单元501", "金水区花园路******"),
        ("410105850101123", "4101*******1123"),  # an identity number of the first kind
        ("41010585010112", "410*******0112"),
        ("1380013800", "********00"),
        ("123456", "1*****"),
        ("阿不都热合曼", "阿*****"),
        ("阿卜杜拉阿卜杜", "阿卜******"),
        ("金水区花园路85号院3号楼", "金水区花******"),
        ("a" * 40, "aaaaaa******"),
        ("", ""),
    ],
)
def test_what_may_be_seen(text: str, shown: str) -> None:
    assert mask_text(text) == shown


def test_each_kind_masks_its_own_way() -> None:
    assert Phone().mask("0371-65432100、13800138000") == "037******2100、138****8000"
    assert IdentityNo().mask("41010520120615303X") == "4101**********303X"
    assert Date().mask(date(2012, 6, 15)) == "2012-**-**"
    assert Phone().mask(None) == ""


def _middle(text: str) -> str:
    """The middle third of a text, one character at least."""
    third = max(1, len(text) // 3)
    start = (len(text) - third + 1) // 2
    return text[start : start + third]


@given(st.text(st.characters(categories=["L", "N"], exclude_characters="*"), min_size=2, max_size=80))
def test_the_middle_is_never_seen(text: str) -> None:
    masked = mask_text(text)
    kept = len(masked) - masked.count("*")
    assert "*" in masked
    assert kept <= max(1, len(text) * 2 // 3)
    assert masked.replace("*", "") != text
    if len(set(_middle(text))) > 1 or _middle(text) not in masked.replace(_middle(text), "", 1):
        assert f"{text[:1]}{_middle(text)}" not in masked or len(text) < 3


@given(st.from_regex(r"\A[0-9]{7,18}\Z"))
def test_a_third_of_every_number_is_hidden_in_its_middle(digits: str) -> None:
    masked = mask_text(digits)
    assert len(masked) == len(digits)
    assert masked[len(digits) // 2] == "*"
    assert masked.count("*") >= len(digits) / 3
