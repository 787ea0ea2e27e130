"""Papers that exist already, put one after the other as they are, with a mark over them where one is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shuangjian_desktop.documents.typesetting import Bundle, assemble, forget

_MANY = 50  # parts that are worth forgetting: Typst keeps whole files in memory


@dataclass(frozen=True)
class Part:
    """A bundle with what is written over each of its pages: a large `stamp` (草稿, 作废), a small `note` on top."""

    bundle: Bundle
    stamp: str = ""
    note: str = ""


def joined(parts: Sequence[Part]) -> Bundle:
    """Return one PDF of all the parts. A part alone and without a mark comes back as the very bytes that it was."""
    pages = tuple(number for part in parts for number in part.bundle.pages)
    if len(parts) == 1 and not (parts[0].stamp or parts[0].note):
        return parts[0].bundle
    with TemporaryDirectory() as folder:
        data = []
        for number, part in enumerate(parts):
            (Path(folder) / f"{number}.pdf").write_bytes(part.bundle.pdf)
            facts = {"file": f"/{number}.pdf", "pages": sum(part.bundle.pages)}
            data.append({**facts, "stamp": part.stamp, "note": part.note})
        pdf = assemble("joined.typ", data, Path(folder))
    if len(parts) > _MANY:
        forget()
    return Bundle(pdf, pages)
