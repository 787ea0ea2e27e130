"""Search text as grams: what stands in the index, and what a word of the search box asks of it.

A text is folded to letters, digits and characters. Each position of it gives one token: where Chinese stands, the two
characters from there on, elsewhere the three, fewer at the end of such a run. A word of the search box is then a
phrase of tokens, its last one open-ended where it is shorter than a token, and finds exactly the texts that contain it.

Chosen among three, by 100 000 rows of seven fields (53 tokens a row); to find all, in ms:

    tokens              index     written    2 characters    part of a phone    whole phone
    these               16 MB     1.6 s      0.1             0.1                0.4
    one a character     11 MB     0.9 s      0.2             9-14               20
    FTS5's trigram      19 MB     1.0 s      finds none      0.1-0.2            0.5

With 1 000 000 refunds the first 50 in the table's order are there in 1-5 ms, for one frequent surname in 180 ms.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import itemgetter

_CHINESE = "\u2e80"  # from here on two characters make a token: below are the alphabets
_RUN = re.compile(f"[{_CHINESE}-\U0010ffff]+|[^{_CHINESE}-\U0010ffff]+")
_GAP = " \ue000 "  # stands between fields; no folded text holds it, so no phrase reaches across


def fold(text: str) -> str:
    """Return what is compared when searching: letters, digits and characters, width and case folded."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


@lru_cache(maxsize=512)
def _cutter(length: int, width: int) -> Callable[[str], Iterable[str]]:
    """Return what cuts a run of this length into its tokens by one call: three times as fast as one by one."""
    return itemgetter(*(slice(start, start + width) for start in range(length)))


def _grams(run: str) -> str:
    """Return one token for each position of a run: what stands there, cut at its end."""
    return " ".join(_cutter(len(run), 2 if run >= _CHINESE else 3)(run))


def _tokens(folded: str) -> str:
    """Return the tokens of a folded text."""
    if folded.isascii() or min(folded) >= _CHINESE:  # one run, as most are
        return _grams(folded) if folded else ""
    return " ".join(map(_grams, _RUN.findall(folded)))


def grams(text: str) -> str:
    """Return what the index holds of one text."""
    return _tokens(fold(text))


def joined(found_by: Iterable[str]) -> str:
    """Return what the index holds of a record that is found by the texts of these grams."""
    return _GAP.join(found_by)


def words(text: str) -> list[str]:
    """Return the folded words of a search box; signs alone are no word."""
    return [word for word in map(fold, text.split()) if word]


def phrase(word: str) -> str:
    """Return the FTS5 query that finds the documents whose texts contain a folded word."""
    runs = _RUN.findall(word)
    last = runs.pop()
    tokens = [token for run in runs for token in _grams(run).split()]
    width = 2 if last >= _CHINESE else 3
    if len(last) < width:
        return f'"{" ".join([*tokens, last])}" *'
    tokens += [last[start : start + width] for start in range(len(last) - width + 1)]
    return f'"{" ".join(tokens)}"'
