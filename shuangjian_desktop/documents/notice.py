"""The set of a rectification notice: 存根, 正本, 送达回证 (resources/papers/notice.typ)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.documents.faces import Faces
from shuangjian_desktop.documents.texts import cleaned
from shuangjian_desktop.documents.typesetting import Bundle, MissingGlyphError, forget, typeset

AT_ONCE = 50  # sets in one document: more take memory, fewer take time


@dataclass(frozen=True)
class NoticePaper:
    """What the three papers say, all of it text. What is not known yet is '' and stays blank for the pen.

    `identity` are rows of the stub under the addressee, each of one pair (label, value) or two. `facts` and
    `requirements` are numbered by the template where `facts_numbered` and `requirements_numbered`. `subjects` are the
    facts in a few words, `case` all of them in one line. `whom` is what the addressee is called. `red_head`: the
    masthead of GB/T 9704-2012 instead of a heading in black.
    """

    office: str
    title: str
    number: str
    addressee: str
    identity: tuple[tuple[tuple[str, str], ...], ...]
    place: str
    opening: tuple[str, ...]
    facts: tuple[str, ...]
    order: str
    requirements: tuple[str, ...]
    closing: tuple[str, ...]
    contact: str
    issued_on: str
    inspected_on: str
    deadline: str
    subjects: tuple[str, ...]
    case: str
    operator: str
    whom: str = "被通知单位"
    facts_numbered: bool = False
    requirements_numbered: bool = False
    red_head: bool = False

    def clean(self) -> "NoticePaper":
        """Return the paper with every text cleaned; it prints as what it returns."""
        return replace(self, **{item.name: _cleaned(getattr(self, item.name)) for item in fields(self)})


def _cleaned(value: Any) -> Any:
    """Return a field's value with its texts cleaned."""
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    return cleaned(value) if isinstance(value, str) else value


def as_data(paper: NoticePaper) -> dict[str, Any]:
    """Return a paper as JSON can hold it; `from_data` gives it back."""
    return asdict(paper)


def from_data(data: dict[str, Any]) -> NoticePaper:
    """Return the paper that `as_data` gave, also after a way through JSON."""
    return NoticePaper(**{key: _tuples(value) for key, value in data.items()})


def _tuples(value: Any) -> Any:
    """Return lists as tuples, also inside."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def typeset_notices(
    papers: Sequence[NoticePaper], progress: Progress | None = None, faces: Faces | None = None
) -> list[Bundle]:
    """Return the sets of some notices as PDF/A-2b, up to AT_ONCE in each bundle, in their order.

    They are in the shipped faces where no others are given.

    Raises:
        MissingGlyphError: no font has a character of them.
        Cancelled: the clerk cancelled between two bundles.

    """
    progress, bundles = progress or Progress(), []
    for start in range(0, len(papers), AT_ONCE):
        progress.step("排版", start, len(papers))
        some = papers[start : start + AT_ONCE]
        bundles.append(_set([paper.clean() for paper in some], faces))
        if len(papers) > AT_ONCE:
            forget()
    progress.step("排版", len(papers), len(papers))
    return bundles


def _set(papers: Sequence[NoticePaper], faces: Faces | None) -> Bundle:
    """Return the sets of clean papers in one bundle; MissingGlyphError says on whose paper the character is."""
    pieces = [as_data(paper) for paper in papers]
    try:
        return typeset("notice.typ", pieces, faces)
    except MissingGlyphError as error:
        texts = (json.dumps(piece, ensure_ascii=False) for piece in pieces)
        whose = (paper.addressee for paper, text in zip(papers, texts, strict=True) if error.sign in text)
        raise MissingGlyphError(error.sign, next(whose, "")) from None
