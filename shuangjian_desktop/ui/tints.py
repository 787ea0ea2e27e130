"""The few colours with a meaning that tables and forms share, mixed from those of the theme."""

from typing import Literal

from PySide6.QtGui import QBrush, QColor

from shuangjian_desktop.ui import theme

Level = Literal["error", "doubt", "notice"]
_WORDS: dict[Level, str] = {"error": theme.WRONG, "doubt": theme.DOUBT, "notice": theme.ACCENT}


def level_colour(level: Level) -> QColor:
    """Return the colour of a problem's words."""
    return QColor(_WORDS[level])


def problem_ground(level: Level) -> QBrush:
    """Return the ground of a cell that has a problem."""
    return QBrush(_mix(QColor(theme.PAPER), level_colour(level), 0.14))


def row_tint() -> QBrush:
    """Return the ground of the current row."""
    return QBrush(_mix(QColor(theme.PAPER), QColor(theme.CHOSEN), 0.45))


def _mix(ground: QColor, other: QColor, share: float) -> QColor:
    """Return `ground` with a share (0 … 1) of another colour."""
    red, green, blue = (
        round(one + (two - one) * share)
        for one, two in (
            (ground.red(), other.red()),
            (ground.green(), other.green()),
            (ground.blue(), other.blue()),
        )
    )
    return QColor(red, green, blue)
