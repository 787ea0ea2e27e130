"""Text as clerks type it: stray spaces, full-width digits, invisible characters."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\u3000-\u303f\U00020000-\U0003ffff"
_SPACE_AT_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")
_SPACES = re.compile(r"\s+")
_ORNAMENT = re.compile(r"[^\w\-/.#]+")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# What stands in a cell to say that nothing is known yet; the second set adds what may be an answer to a choice.
_UNKNOWN = "暂无 办理中 正在办理 待办 未办理 不详 未知 / \\ - -- — —— ― ―― N/A n/a 空"
UNKNOWN_WORDS = frozenset(_UNKNOWN.split())
NOTHING_WORDS = UNKNOWN_WORDS | {"无", "没有"}


def clean_line(text: str) -> str:
    """Return one line: no invisible characters, no stray spaces; everything else as it was written.

    A space is stray at the ends and beside a Chinese character; others are folded to one.
    """
    if text.isalnum() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text  # most cells: nothing but letters, digits and characters
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()
    return _SPACES.sub(" ", _SPACE_AT_WIDE.sub("", text)) if _SPACES.search(text) else text


def clean_block(text: str) -> str:
    """Return text of several lines without invisible characters and trailing spaces."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def says_nothing(text: str, words: frozenset[str]) -> bool:
    """Return whether a cell's text is blank, to the eye at least, or one of the words that say nothing."""
    if not text or text.isspace():
        return True
    return len(text) <= 8 and (not (plain := half_width(clean_line(text))) or plain in words)


def half_width(text: str) -> str:
    """Return the text with full-width digits, letters and signs as their ASCII twins."""
    return text if text.isascii() else text.translate(_HALF)


def same_text(text: str) -> str:
    """Return what two spellings of one thing have in common: width, case, spaces, brackets and commas folded.

    Signs between digits stay: 3-05 is another room than 305.
    """
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):  # most names and codes: nothing to fold but case
        return text.casefold()
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return (plain if plain.isalnum() else _without_ornament(plain)).casefold()


@lru_cache(maxsize=4096)
def _without_ornament(text: str) -> str:
    """Return the text without spaces and signs; remembered, for the same dates and uids stand in thousands of keys."""
    return _ORNAMENT.sub("", text)
