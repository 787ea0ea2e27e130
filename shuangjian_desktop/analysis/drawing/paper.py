"""A figure measured in pixels of 1/96 inch from the top left corner, as a screen is."""

from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from shuangjian_desktop.analysis.drawing.looks import GRID, INK, PAPER, Look
from shuangjian_desktop.analysis.drawing.setting import FAMILIES

DPI = 96
_CUT = "…"
_EDGE, _THIN = 0.6, 5  # points of an edge; pixels of an area from which on it has one
GROUND = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
"""Under a number that stands over the lines of the steps: they do not run through it."""


class Paper:
    """What is drawn on; `ratio` is how many dots there are to a pixel."""

    def __init__(self, width: float, height: float, ratio: float) -> None:
        self.width, self.height, self.ratio = width, height, ratio
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI * ratio, facecolor=PAPER)
        self.canvas = FigureCanvasAgg(self.figure)
        self._widths: dict[tuple[str, float], float] = {}

    def measure(self, text: str, points: float) -> float:
        """Return the width of a line of text."""
        if (text, points) not in self._widths:
            font = FontProperties(family=FAMILIES, size=points)
            renderer = self.canvas.get_renderer()  # type: ignore[no-untyped-call]
            width = renderer.get_text_width_height_descent(text, font, ismath=False)[0]
            self._widths[text, points] = float(width) / self.ratio
        return self._widths[text, points]

    def cut(self, text: str, points: float, room: float) -> str:
        """Return a text, cut off where it is longer than the room."""
        if self.measure(text, points) <= room:
            return text
        while text and self.measure(text + _CUT, points) > room:
            text = text[:-1]
        return text + _CUT

    def text(self, x: float, y: float, words: str, points: float, **facts: Any) -> None:
        """Write a line; `y` is its middle."""
        facts = {"color": INK, "va": "center_baseline", **facts}
        self.figure.text(x / self.width, 1 - y / self.height, words, size=points, **facts)

    def box(self, x: float, y: float, width: float, height: float, look: Look, *, edge: bool = True) -> None:
        """Draw an area in a look; a thin white edge parts it from its neighbours where there is room for one."""
        place = (x / self.width, 1 - (y + height) / self.height)
        area = Rectangle(place, width / self.width, height / self.height, transform=self.figure.transFigure)
        thick = _EDGE if edge and min(width, height) >= _THIN else 0
        area.set(facecolor=look.colour, hatch=look.hatch, hatchcolor=look.ink, edgecolor=PAPER, linewidth=thick)
        self.figure.add_artist(area)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str = GRID, **facts: Any) -> None:
        """Draw a line."""
        across = [start[0] / self.width, end[0] / self.width]
        down = [1 - start[1] / self.height, 1 - end[1] / self.height]
        facts = {"linewidth": 0.8, "zorder": 0.5, **facts}  # under the areas
        self.figure.add_artist(Line2D(across, down, color=colour, transform=self.figure.transFigure, **facts))
