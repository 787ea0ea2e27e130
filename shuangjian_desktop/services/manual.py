"""The manual in the program: Markdown pages beside each other, in the order in which `index.md` links them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shuangjian_desktop.core.places import resource_root

INDEX = "index"
"""The page that lists all others."""
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([\w-]+)\.md\)")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_MARKUP = re.compile(r"^\s*(?:#+|[-*>])\s+|\*\*|`|^\|[-|: ]+\|$|\|", re.MULTILINE)
_AROUND = 16
"""Characters shown on each side of what was found."""


@dataclass(frozen=True)
class ManualPage:
    """A page: its name (the file's, without .md), its title, and its words without markup."""

    name: str
    title: str
    words: str


@dataclass(frozen=True)
class Hit:
    """A page on which words were found: how often, and the place where they stand first."""

    page: ManualPage
    count: int
    around: str


def folder() -> Path:
    """Return where the pages lie."""
    return resource_root() / "resources" / "manual"


def path_of(name: str) -> Path:
    """Return the file of a page."""
    return folder() / f"{name}.md"


@cache
def pages() -> tuple[ManualPage, ...]:
    """Return every page once: the index, then those that it links, in its order."""
    linked = [match[2] for match in _LINK.finditer(_text(INDEX))]
    return tuple(_page(name) for name in dict.fromkeys([INDEX, *linked]))


def _page(name: str) -> ManualPage:
    """Read a page."""
    text = _text(name)
    title = text.splitlines()[0].removeprefix("# ").strip()
    return ManualPage(name, title, " ".join(_MARKUP.sub("", _LINK.sub(r"\1", _PICTURE.sub("", text))).split()))


def _text(name: str) -> str:
    return path_of(name).read_text(encoding="utf-8")


def find(words: str, among: Sequence[ManualPage] | None = None) -> list[Hit]:
    """Return the pages on which `words` stand, those with them in the title first, then those with the most."""
    words = words.strip()
    if not words:
        return []
    hits = list(_hits(words, pages() if among is None else among))
    return sorted(hits, key=lambda hit: (words.casefold() not in hit.page.title.casefold(), -hit.count))


def _hits(words: str, among: Sequence[ManualPage]) -> Iterator[Hit]:
    wanted = re.compile(re.escape(words), re.IGNORECASE)
    for page in among:
        found = list(wanted.finditer(page.words))
        if found:
            start, end = found[0].start() - _AROUND, found[0].end() + _AROUND
            left, right = "…" if start > 0 else "", "…" if end < len(page.words) else ""
            yield Hit(page, len(found), f"{left}{page.words[max(0, start) : end]}{right}")
