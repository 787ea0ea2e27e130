"""A machine that has faces of its own: shipped fonts under the names by which Windows knows its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from shuangjian_desktop.documents import faces

_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC_FAMILY = 1, 4, 6, 16


def _put(folder: Path, family: str, shipped: str, also: str, without: str) -> None:
    """Put a shipped font into a folder under another family's name."""
    with TTFont(faces.FONTS / shipped, lazy=True) as font:
        for record in font["name"].names:
            if record.nameID in (_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC_FAMILY):
                record.string = family
        some = font.getBestCmap()[ord("一")]
        for table in font["cmap"].tables:
            table.cmap.update({ord(sign): some for sign in also})
            for sign in without:
                table.cmap.pop(ord(sign), None)
        font.save(folder / f"{family}{Path(shipped).suffix}", reorderTables=None)


@contextmanager
def machine_with(folder: Path, fonts: Mapping[str, str], also: str = "", without: str = "") -> Iterator[None]:
    """Have the system find these fonts (family → shipped file) in an empty folder, and forget them afterwards.

    All of them have the characters `also`, and lack those `without`.
    """
    (folder / "fonts").mkdir()
    for family, shipped in fonts.items():
        _put(folder / "fonts", family, shipped, also, without)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_DATA_HOME", str(folder))
        faces.of_system.cache_clear()
        yield
    faces.of_system.cache_clear()
