"""The words of a head: how they are folded, which unit they name, which field they mean."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.register import Field
from shuangjian_desktop.core.texts import clean_line, same_text

# Columns that the program itself adds to the workbooks it writes; they are never mapped to a field.
ERROR_HEAD = "错误信息"
ROW_KEY_HEAD = "行键"
RECORD_HEAD = "记录标识"
OWN_HEADS = frozenset({ERROR_HEAD, ROW_KEY_HEAD, RECORD_HEAD})

LABEL, SYNONYM, LEAST = 0.95, 0.9, 0.5
_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_UNITS = {
    "亿": 100_000_000,
    "千万": 10_000_000,
    "百万": 1_000_000,
    "十万": 100_000,
    "万": 10_000,
    "千": 1_000,
    "百": 100,
}
_UNIT = re.compile(r"(亿|千万|百万|十万|万|千|百)?元(?=[)\]】〕\s,;]|$)")
_LARGE = re.compile(r"[(\[【〔/:](?:单位:?)?(?:[亿千百十万]+(?!元)|公?亩|公顷)")
_UNIT_SAID = re.compile(r"单位\s*:?\s*(?:人民币)?\s*(亿|千万|百万|十万|万|千|百)?元")
_UNIT_TAIL = re.compile(r"(?:人民币)?(?:[亿千百十万]{0,2}元|平方米|平米|㎡|m2)$")


def head_text(cell: Cell) -> str:
    """Return the text of a head cell on one line; '' for a cell that is no text."""
    return clean_line(cell.replace("\r", "").replace("\n", "")) if isinstance(cell, str) else ""


def unit_of(head: str) -> int | None:
    """Return how many yuan one stands for under this head (万元: 10000), None where it names no unit."""
    found = _UNIT.findall(unicodedata.normalize("NFKC", head))
    return _UNITS.get(found[-1], 1) if found else None


def counts_otherwise(head: str) -> bool:
    """Whether a head counts something other than money in a larger unit (万人, 万平方米, 亩), which no field reads."""
    return bool(_LARGE.search(unicodedata.normalize("NFKC", head)))


def unit_said(titles: Iterable[str]) -> int:
    """Return the unit that the rows above the head give for the whole sheet (单位：万元), 1 where none does."""
    for title in titles:
        if match := _UNIT_SAID.search(unicodedata.normalize("NFKC", title)):
            return _UNITS.get(match.group(1), 1)
    return 1


@lru_cache(maxsize=4096)
def foldings(text: str) -> tuple[str, ...]:
    """Return the folded spellings by which a head may be known, the fullest first."""
    bare = _BRACKETS.sub("", unicodedata.normalize("NFKC", text))
    spellings = (same_text(text), same_text(bare), same_text(_UNIT_TAIL.sub("", bare.strip())).rstrip("-/."))
    return tuple(dict.fromkeys(spelling for spelling in spellings if spelling))


@dataclass(frozen=True)
class Meaning:
    """A field that a head may mean, and how certain that is (1 is certain)."""

    field: str
    certainty: float


@dataclass(frozen=True)
class Dictionary:
    """What the heads of a register may be called: folded word → field. Earlier fields win a shared word."""

    words: dict[str, Meaning] = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Iterable[tuple[str, Field]]) -> "Dictionary":
        """Return the dictionary of (key, field) pairs: labels outrank synonyms, whole words their bare forms."""
        ranked: list[tuple[float, str, str]] = []
        for key, item in fields:
            for certainty, names in ((LABEL, (item.label,)), (SYNONYM, item.synonyms)):
                for name in names:
                    ranked += [(certainty - 0.02 * step, key, word) for step, word in enumerate(foldings(name))]
        words: dict[str, Meaning] = {}
        for certainty, key, word in sorted(ranked, key=lambda entry: -entry[0]):
            words.setdefault(word, Meaning(key, certainty))
        return cls(words)

    def exact(self, head: str) -> Meaning | None:
        """Return the field that a head names by its label or a synonym."""
        for spelling in foldings(head):
            if found := self.words.get(spelling):
                return found
        return None

    def like(self, head: str) -> Meaning | None:
        """Return the field whose word ends the head (机构联系电话: 联系电话), or whose words alone the head ends.

        What a Chinese head is about stands at its end; the shared end must be half of the longer one at least.
        """
        spelling = foldings(head)[-1] if foldings(head) else ""
        ends = [(len(word), meaning.field) for word, meaning in self.words.items() if _ends(spelling, word)]
        if ends:
            length, field_key = max(ends)
            return Meaning(field_key, LEAST + 0.3 * length / len(spelling))
        begun = {meaning.field for word, meaning in self.words.items() if _ends(word, spelling)}
        return Meaning(begun.pop(), LEAST) if len(begun) == 1 else None


def _ends(long: str, short: str) -> bool:
    """Whether `short` is the end of `long` and not too little of it."""
    return len(short) >= 2 and 2 * len(short) >= len(long) > len(short) and long.endswith(short)
