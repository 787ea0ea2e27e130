"""The faces of papers: the shipped ones, or those of the system where an office wants them and the machine has them.

The shipped ones set the same pages on every machine and are the rule. Latin and digits are always in the shipped Song.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from shuangjian_desktop.core.places import resource_root

if TYPE_CHECKING:
    import typst

FONTS = resource_root() / "resources" / "fonts"


@dataclass(frozen=True)
class Style:
    """A style of the standard: its name, what it is used for, the shipped family, the system's families, best first.

    `key` is what the template calls it. Families go by their English or their Chinese name, as the machine has them.
    """

    key: str
    title: str
    used_for: str
    shipped: str
    wanted: tuple[str, ...]


STYLES = (
    Style(
        "title",
        "小标宋体",
        "机关名称、标题",
        "Gongwen Title",
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    ),
    Style(
        "fangsong",
        "仿宋体",
        "正文",
        "Gongwen Fangsong",
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "华文仿宋", "STFangsong"),
    ),
    Style(
        "kai",
        "楷体",
        "各项事实的首句",
        "Gongwen Kai",
        ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti"),
    ),
    Style("hei", "黑体", "“存根”字样、页眉", "Gongwen Hei", ("黑体", "SimHei", "华文黑体", "STHeiti")),
)
"""The styles of GB/T 9704-2012 that an office may have in the system's face."""


@dataclass(frozen=True)
class Faces:
    """What papers are set in: the fonts that Typst may open, and the families chosen by the key of their style.

    A style that is not among `chosen` is in its shipped face.
    """

    fonts: "typst.Fonts"
    chosen: Mapping[str, str]


@cache
def shipped() -> Faces:
    """Return the shipped faces, found once."""
    import typst

    return Faces(typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]), {})


@cache
def of_system() -> Faces:
    """Return the system's faces, as far as the machine has them, found once; some tenths of a second on a PC."""
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[FONTS])
    upright = {found.family for found in fonts.fonts() if found.style == "normal"}
    best = ((style.key, next((name for name in style.wanted if name in upright), "")) for style in STYLES)
    return Faces(fonts, {key: family for key, family in best if family})


def file_of(family: str) -> Path | None:
    """Return where the system keeps a family that `of_system` chose."""
    paths = (found.path for found in of_system().fonts.fonts() if found.family == family)
    return next((Path(path) for path in paths if path), None)
