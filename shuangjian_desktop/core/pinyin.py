"""Pinyin of Chinese text, for sorting and for searching by initials. pypinyin is loaded at first use, not at start."""

from functools import lru_cache


@lru_cache(maxsize=30_000)
def _syllable(character: str) -> str:
    """Return the pinyin of one character without its tone; other characters stand for themselves."""
    from pypinyin import Style, pinyin

    return pinyin(character, style=Style.NORMAL, heteronym=False, errors=str)[0][0].casefold()


def initials(text: str) -> str:
    """Return the first letters: 郑州育才 is zzyc; letters and digits stay."""
    return "".join(_syllable(character)[:1] for character in text if not character.isspace())


def sort_key(text: str) -> str:
    """Return a text that sorts as the dictionary does: by syllable, then by character."""
    return " ".join(map(_syllable, text)) + "\u0000" + text
