"""Typst in process: a template of `resources/papers` and its data in, PDF out. No network, no font but those named."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.places import resource_root
from shuangjian_desktop.documents.faces import Faces, shipped

if TYPE_CHECKING:
    import typst

_Source = TypeVar("_Source", Path, bytes)
TEMPLATES = resource_root() / "resources" / "papers"
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
_PAGE_TREE = re.compile(rb"/Type/Pages/Count (\d+)")
_AGES = 10  # Typst forgets what was not asked for in this many compilations


class MissingGlyphError(RefusedError):
    """A character that no font of the papers can print; `text` of the error names it, and whose paper it is on."""

    def __init__(self, sign: str, whose: str = "") -> None:
        code = " ".join(f"U+{ord(one):04X}" for one in sign)
        super().__init__(
            f"{f'给“{whose}”的文书里，' if whose else ''}“{sign}”（{code}）没有可用的字形，印不出来，文书没有生成。",
            "请在记录里（或“本局设置”的文书用语里）把这个字改成通用的字，生僻的人名用字可用同音字加注，再试一次。",
        )
        self.sign = sign


@dataclass(frozen=True)
class Bundle:
    """A PDF that holds some sets of papers, one after the other; `pages` says how many pages each set takes."""

    pdf: bytes
    pages: tuple[int, ...]


def typeset(template: str, data: Sequence[Any], faces: Faces | None = None) -> Bundle:
    """Return what a template makes of its data as PDF/A-2b: one set of papers for each piece, in the shipped faces or
    in others.

    The template ends each set with the metadata <last>, which holds the number of its last page.

    Raises:
        MissingGlyphError: no font has a character. PDF/A does not let that pass, ordinary PDF would.

    """
    compiler = _compiler(TEMPLATES / template, TEMPLATES, data, faces or shipped())
    pdf = _pdf(compiler, ["a-2b"])
    last = [0, *json.loads(compiler.query("<last>", field="value"))]
    return Bundle(pdf, tuple(after - before for before, after in pairwise(last)))


def picture(template: str, data: Sequence[Any], faces: Faces, dots_per_inch: float) -> bytes:
    """Return the one page that a template makes of its data as PNG, for a screen."""
    compiler = _compiler(TEMPLATES / template, TEMPLATES, data, faces)
    png = compiler.compile(format="png", ppi=dots_per_inch)
    assert isinstance(png, bytes)
    return png


def assemble(template: str, data: Sequence[Any], folder: Path) -> bytes:
    """Return the PDF that a template makes of finished PDFs in `folder`; it can read nothing else.

    Pages of a PDF cannot be taken into a PDF/A: this one is ordinary, what lies in it was checked before.
    """
    return _pdf(_compiler((TEMPLATES / template).read_bytes(), folder, data, shipped()), [])


def _compiler(source: _Source, root: Path, data: Sequence[Any], faces: Faces) -> "typst.Compiler":
    """Return the compiler of a template. Its data comes as JSON, never as source: no text in it is markup."""
    import typst

    given = {"data": json.dumps(data, ensure_ascii=False), "faces": json.dumps(dict(faces.chosen), ensure_ascii=False)}
    return typst.Compiler(source, root=root, font_paths=faces.fonts, ignore_system_fonts=True, sys_inputs=given)


def _pdf(compiler: "typst.Compiler", standards: "list[typst.PDFStandard]") -> bytes:
    """Return the PDF; MissingGlyphError for a character that no font has."""
    import typst

    try:
        pdf = compiler.compile(format="pdf", pdf_standards=standards, pdf_tags=False)
    except typst.TypstError as error:
        if missing := _MISSING.search(error.message):
            raise MissingGlyphError(_plain(missing[1])) from None
        raise
    assert isinstance(pdf, bytes)
    return pdf


def _plain(escaped: str) -> str:
    """Return a text as it was before Typst wrote it down with escapes."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], escaped)


def forget() -> None:
    """Have Typst drop what it remembers of earlier documents: thousands of papers would fill the memory."""
    import typst

    compiler = typst.Compiler(font_paths=shipped().fonts, ignore_system_fonts=True)
    for _age in range(_AGES):
        compiler.compile(b"", format="pdf")


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF of Typst has."""
    found = _PAGE_TREE.search(pdf)
    assert found is not None, "no PDF of ours"
    return int(found[1])
