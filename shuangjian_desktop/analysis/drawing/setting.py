"""matplotlib as this program uses it: our font, our settings, nobody else's."""

from functools import cache
from threading import RLock

import matplotlib
from matplotlib import font_manager

from shuangjian_desktop.analysis.drawing.looks import INK
from shuangjian_desktop.core.places import resource_root

LOCK = RLock()
"""Held while something is drawn: matplotlib's settings and caches belong to the process."""
FAMILIES = ["Gongwen Hei", "DejaVu Sans"]
"""Our font; matplotlib's own has what it lacks (the minus sign)."""


@cache
def prepare() -> None:
    """Load the font and set everything as it is meant to be, whatever a file of settings says."""
    font_manager.fontManager.addfont(resource_root() / "resources" / "fonts" / "GongwenHei-Regular.otf")
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(
        {
            "font.family": FAMILIES,
            "text.color": INK,
            "text.parse_math": False,  # a name with $ in it prints as itself
            "svg.fonttype": "path",  # no reader needs our font
            "svg.hashsalt": "shuangjian",  # the same chart gives the same file
            "pdf.fonttype": 42,
            "hatch.linewidth": 0.7,
        }
    )
