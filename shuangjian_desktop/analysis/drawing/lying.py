"""Bars that lie, one for each place or word, its name at the left and its sum at the end."""

from collections.abc import Iterator

from shuangjian_desktop.analysis.drawing.head import EDGE
from shuangjian_desktop.analysis.drawing.looks import INK, SOFT, Look, look
from shuangjian_desktop.analysis.drawing.paper import GROUND, Paper
from shuangjian_desktop.analysis.drawing.picture import Place
from shuangjian_desktop.analysis.drawing.scale import Scale, scale
from shuangjian_desktop.analysis.plot import Mark, Plot

_NAME, _VALUE, _TICK = 10.5, 10.0, 9.5  # points
_FOOT, _THICK, _LOW = 44, 40, 14  # pixels: under the bars; a bar at most; from which numbers stand in it
_FILLED = 0.7  # of a row by its bar
_STEP = 90  # pixels between two steps of the axis at least
_NAMES = 0.35  # of the width by names at most
_INSIDE, _GROUND = 8, 17  # pixels around a number in a bar; the height of its ground where the bar is hatched


class Lying:
    """The bars under `top`."""

    def __init__(self, paper: Paper, plot: Plot, top: float) -> None:
        self.paper, self.plot, self.top = paper, plot, top
        names = [paper.cut(column.short, _NAME, paper.width * _NAMES) for column in plot.columns]
        self.names = names
        self.stacks = [[mark for mark in plot.marks if mark.column == at] for at in range(len(names))]
        self.sums = [self._sum(at) for at in range(len(names))]
        self.left = EDGE + max(paper.measure(name, _NAME) for name in names) + 10
        right = paper.width - EDGE - max(paper.measure(text, _VALUE) for text in self.sums) - 8
        self.width = max(right - self.left, 1)
        self.row = max(paper.height - top - _FOOT, 1) / len(names)
        self.thick = min(self.row * _FILLED, _THICK)

    def draw(self) -> list[Place]:
        """Draw; return where the marks are."""
        axis = scale([mark.start + mark.value for mark in self.plot.marks], self.plot.chart.unit, self._steps())
        self._axis(axis)
        places = []
        for number, (name, stack, total) in enumerate(zip(self.names, self.stacks, self.sums, strict=True)):
            middle = self.top + self.row * (number + 0.5)
            self.paper.text(self.left - 10, middle, name, _NAME, ha="right")
            places += list(self._bar(axis, stack, middle))
            end = max((mark.start + mark.value for mark in stack), default=0)
            self.paper.text(self.left + self.width * axis.share(end) + 6, middle, total, _VALUE, bbox=GROUND)
        if self.plot.chart.form == "funnel":
            self._join(axis)
        return places

    def _sum(self, column: int) -> str:
        """Return what stands at the end of a bar: its sum, with a minus for what a funnel takes off."""
        taken = self.plot.chart.form == "funnel" and 0 < column < len(self.stacks) - 1
        return ("−" if taken else "") + f"{sum(mark.value for mark in self.stacks[column]):,}"

    def _steps(self) -> int:
        return int(self.width // _STEP)

    def _axis(self, axis: Scale) -> None:
        """Draw the steps of the axis under the bars, the unit under them."""
        bottom = self.top + self.row * len(self.names)
        for step in axis.steps:
            x = self.left + self.width * axis.share(step)
            self.paper.line((x, self.top), (x, bottom))
            self.paper.text(x, bottom + 12, axis.text(step), _TICK, color=SOFT, ha="center")
        self.paper.line((self.left, self.top), (self.left, bottom), SOFT, zorder=2)
        unit = f"单位：{axis.unit}"
        self.paper.text(self.left + self.width, bottom + 30, unit, _TICK, color=SOFT, ha="right")

    def _bar(self, axis: Scale, stack: list[Mark], middle: float) -> Iterator[Place]:
        """Draw the marks of one bar, a number in each that has room for it."""
        for mark in stack:
            area = look(self.plot.layers[mark.layer].look, ordered=self.plot.ordered)
            left = self.left + self.width * axis.share(mark.start)
            width = self.width * mark.value / (axis.high - axis.low)
            top = middle - self.thick / 2
            self.paper.box(left, top, width, self.thick, area)
            text = f"{mark.value:,}"
            fits = width >= self.paper.measure(text, _VALUE) + _INSIDE and self.thick >= _LOW
            if fits and len(stack) > 1:
                self._number(left + width / 2, middle, text, area)
            yield Place(mark, left, top, width, self.thick)

    def _number(self, x: float, y: float, text: str, area: Look) -> None:
        """Write a number on a mark, on a ground without hatch."""
        if area.hatch:
            width, height = self.paper.measure(text, _VALUE) + _INSIDE, min(self.thick - 4, _GROUND)
            self.paper.box(x - width / 2, y - height / 2, width, height, Look(area.colour), edge=False)
        self.paper.text(x, y, text, _VALUE, ha="center", color=area.ink)

    def _join(self, axis: Scale) -> None:
        """Join each bar of a funnel to the next where it goes on."""
        for number, (stack, after) in enumerate(zip(self.stacks, self.stacks[1:], strict=False)):
            if stack and after:
                x = self.left + self.width * axis.share(stack[0].start if number else stack[0].value)
                start = self.top + self.row * (number + 0.5) + self.thick / 2
                end = self.top + self.row * (number + 1.5) - self.thick / 2
                self.paper.line((x, start), (x, end), INK, linestyle=(0, (2, 2)), zorder=2)
