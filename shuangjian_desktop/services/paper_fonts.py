"""字体检查: in what faces an office's papers are set, and what stands in for what."""

from dataclasses import dataclass

from shuangjian_desktop.documents import faces
from shuangjian_desktop.documents.typesetting import picture
from shuangjian_desktop.services.notice_words import SHIPPED_FONTS, NoticeWords

_SAMPLE = "责令限期整改通知书（存根）〔2024〕12号"
_LATIN = faces.Style("song", "宋体", "数字、字母、页码", "Gongwen Song", ())


@dataclass(frozen=True)
class FontLine:
    """One style of the papers: where it is used, the machine's family for it with its file, what it is printed in.

    `installed` is '' where the machine has none, `looked_for` says then what was looked for ('' for the style that is
    always in the shipped face). `stands_in` says whether the shipped face takes the place of one that was asked for.
    """

    title: str
    used_for: str
    looked_for: str
    installed: str
    file: str
    printed_in: str
    stands_in: bool


def faces_of(words: NoticeWords) -> faces.Faces:
    """Return the faces that the office's papers are set in."""
    return _faces(system=words.system_fonts)


def _faces(*, system: bool) -> faces.Faces:
    return faces.of_system() if system else faces.shipped()


def font_lines(*, system: bool) -> list[FontLine]:
    """Return the styles with their faces, if the office takes the machine's (`system`) or the shipped ones."""
    return [_line(style, system=system) for style in (*faces.STYLES, _LATIN)]


def sample(*, system: bool, dots_per_inch: float) -> bytes:
    """Return a picture (PNG) of a line in each style, as papers are printed."""
    data = [(style.title, _SAMPLE) for style in (*faces.STYLES, _LATIN)]
    return picture("faces.typ", data, _faces(system=system), dots_per_inch)


def _line(style: faces.Style, *, system: bool) -> FontLine:
    family = faces.of_system().chosen.get(style.key, "")
    file = faces.file_of(family) if family else None
    return FontLine(
        title=style.title,
        used_for=style.used_for,
        looked_for="、".join(style.wanted),
        installed=family,
        file=file.name if file else "",
        printed_in=family if system and family else f"{SHIPPED_FONTS}（{style.shipped}）",
        stands_in=system and bool(style.wanted) and not family,
    )
