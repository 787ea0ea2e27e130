"""Colours and hatches: told apart by eyes of every kind, and in grey.

The hues are those of Okabe and Ito (https://jfly.uni-koeln.de/color/), each of another lightness; what comes near to
another in lightness has a hatch.
"""

from dataclasses import dataclass

from shuangjian_desktop.analysis.plot import BLANK

INK, SOFT, GRID, PAPER = "#1c2733", "#5b6875", "#dde4ea", "#ffffff"
_DARK = 60  # lightness below which what stands on a colour is white


@dataclass(frozen=True)
class Look:
    """The colour of an area and the hatch on it, '' for none."""

    colour: str
    hatch: str = ""

    @property
    def ink(self) -> str:
        """The colour of what stands on the area."""
        return PAPER if lightness(self.colour) < _DARK else INK


_LOOKS = (
    Look("#0b4f7d"),
    Look("#e69f00"),
    Look("#1e9e77", "///"),
    Look("#c8500a", "\\\\\\"),
    Look("#8ccbf0", "..."),
    Look("#8e4585", "xxx"),
    Look("#f3e55b", "---"),
    Look("#4d4d4d", "..."),
    Look("#b7d8a8", "+++"),
)
_NONE = Look("#d9dee3")
_RAMP = ("#f7e9a8", "#d9cb77", "#a9a674", "#7c8078", "#4a5a77", "#0f2c57")
"""From light to dark, for parts that have an order (after cividis)."""


def look(number: int, *, ordered: bool = False) -> Look:
    """Return the look of a layer by its number; they come round again after the last."""
    if number == BLANK:
        return _NONE
    return Look(_RAMP[min(number, len(_RAMP) - 1)]) if ordered else _LOOKS[number % len(_LOOKS)]


def lightness(colour: str) -> float:
    """Return how light a colour (#rrggbb) is, from 0 to 100: the L* of CIE 1976."""
    linear = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    luminance = sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def _linear(part: float) -> float:
    """Return a part of an sRGB colour as light."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
