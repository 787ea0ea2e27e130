"""The number of an official paper: 代字〔year〕serial号."""

import re
from dataclasses import dataclass

from shuangjian_desktop.core.kinds import Value, ValueProblem
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.texts import clean_line, half_width

_NUMBER = re.compile(r"^(.{1,20}?)[〔\[(【]((?:19|20)\d{2})[〕\])】]第?0*([1-9]\d{0,5})号$")


def number_text(prefix: str, year: int, serial: int) -> str:
    """Return the number as it is printed, the year in U+3014 and U+3015 (GB/T 9704-2012)."""
    return f"{prefix}〔{year}〕{serial}号"


def number_parts(text: str) -> tuple[str, int, int] | None:
    """Return prefix, year and serial of a number however its brackets are written, or None."""
    match = _NUMBER.match(half_width(clean_line(text)).replace(" ", ""))
    return (match.group(1), int(match.group(2)), int(match.group(3))) if match else None


@dataclass(frozen=True)
class PaperNumber(Code):
    """The number of an official paper."""

    def read(self, text: str) -> Value:
        """Read the number and give it the brackets it is printed with."""
        parts = number_parts(text)
        if parts is None:
            raise ValueProblem("不是文号", "文号，如 郑金教改〔2022〕12号")
        return number_text(*parts)
