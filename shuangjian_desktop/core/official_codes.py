"""Kinds for codes with a form or a check character: uscc, identity number, phone, licence, accounts."""

import re
from dataclasses import dataclass
from typing import ClassVar

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from shuangjian_desktop.core.kinds import Kind, Value, ValueProblem
from shuangjian_desktop.core.masking import mask_text
from shuangjian_desktop.core.texts import NOTHING_WORDS, clean_line, half_width

_MOBILE = re.compile(r"^(?:\+?86-?)?(1[3-9]\d{9})$")
_LANDLINE = re.compile(r"^(?:\+?86-?)?(?:\(?(010|02\d|0[3-9]\d{2})\)?-?)?([2-9]\d{6,7})(?:[-转](\d{1,6}))?$")
_SHORT = re.compile(r"^(?:400-?\d{3}-?\d{4}|800-?\d{3}-?\d{4}|\d{5})$")
_BETWEEN = re.compile(r"[、，,;；/或和|]+")
_DASHES = str.maketrans("—―–−－~", "------")


@dataclass(frozen=True)
class Code(Kind):
    """A code kept as printed (licence numbers, contract and voucher numbers): only stray spaces go."""

    width: ClassVar[int] = 20
    nothing: ClassVar[frozenset[str]] = NOTHING_WORDS
    longest: int = 60

    def read(self, text: str) -> Value:
        """Clean the code; refuse one that is too long rather than cut it."""
        text = clean_line(text)
        if len(text) > self.longest:
            raise ValueProblem(f"共 {len(text)} 字，超过 {self.longest} 字")
        return text or None


@dataclass(frozen=True)
class Uscc(Code):
    """统一社会信用代码, 18 characters with a check character (GB 32100-2015)."""

    def read(self, text: str) -> Value:
        """Check length, characters and check character."""
        code = half_width(clean_line(text)).replace(" ", "").upper()
        if len(code) != 18:
            raise ValueProblem(f"统一社会信用代码应为 18 位，这里是 {len(code)} 位")
        try:
            return str(uscc.validate(code))
        except ValidationError:
            raise ValueProblem("统一社会信用代码的校验码不对，请对照执照核对") from None


@dataclass(frozen=True)
class IdentityNo(Code):
    """居民身份号码, 18 characters with a check character (GB 11643-1999)."""

    def read(self, text: str) -> Value:
        """Check length, birth date and check character; the place of issue may have been renamed since."""
        code = half_width(clean_line(text)).replace(" ", "").upper()
        if len(code) != 18 or not code[:17].isdigit():
            raise ValueProblem("身份证号应为 18 位")
        try:
            ric.get_birth_date(code)
            valid = ric.calc_check_digit(code) == code[-1]
        except (ValidationError, ValueError):
            valid = False
        if not valid:
            raise ValueProblem("身份证号的校验码或出生日期不对，请核对")
        return code

    def mask(self, value: Value) -> str:
        """Keep the region and the tail."""
        return mask_text(self.show(value))


@dataclass(frozen=True)
class Phone(Code):
    """One or more telephone numbers, mobile or not, kept as text."""

    width: ClassVar[int] = 14

    def read(self, text: str) -> Value:
        """Check each number; several are kept with 、 between them."""
        if text.isascii() and (mobile := _MOBILE.match(text)):  # most are one mobile number
            return mobile.group(1)
        parts = _BETWEEN.split(half_width(clean_line(text)).translate(_DASHES))
        return "、".join(number for part in parts if part.strip() for number in _phones(part.strip())) or None

    def mask(self, value: Value) -> str:
        """Mask each number."""
        return "、".join(mask_text(number) for number in self.show(value).split("、"))


def _phones(text: str) -> list[str]:
    """Return the checked numbers of a text without separators.

    Spaces stand between numbers where each piece is one (13800138000 13900139000), else inside one (138 0013 8000).
    """
    pieces = [_phone(piece) for piece in text.split()]
    if all(pieces):
        return [piece for piece in pieces if piece]
    number = _phone(text.replace(" ", ""))
    if number is None:
        if re.sub(r"[-+()转 ]", "", text).isdigit():
            raise ValueProblem("不是电话号码：手机号应为 11 位，固定电话请带区号")
        raise ValueProblem("电话号码里有数字以外的字符")
    return [number]


def _phone(number: str) -> str | None:
    """Return a number in one form, 13800138000 or 0371-65432100-801; None if it is none."""
    if match := _MOBILE.match(number.replace("-", "")):
        return match.group(1)
    if match := _LANDLINE.match(number):
        return "-".join(part for part in match.groups() if part)
    return number if _SHORT.match(number) else None
