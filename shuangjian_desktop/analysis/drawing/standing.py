"""Bars that stand, one or several side by side for each period, the periods' names under them."""

from collections.abc import Iterator
from itertools import groupby

from shuangjian_desktop.analysis.drawing.head import EDGE
from shuangjian_desktop.analysis.drawing.looks import GRID, SOFT, look
from shuangjian_desktop.analysis.drawing.paper import GROUND, Paper
from shuangjian_desktop.analysis.drawing.picture import Place
from shuangjian_desktop.analysis.drawing.scale import scale
from shuangjian_desktop.analysis.plot import Mark, Plot

_NAME, _VALUE, _TICK = 10.0, 9.5, 9.5  # points
_OVER, _FOOT = 38, 56  # pixels: the unit over the bars; the names under them
_FILLED = 0.78  # of a column by its bars
_WIDEST = 110  # pixels of a column at most
_PARTING, _TICKING = 26, 5  # pixels of a line between groups: through the row of names, or above it where it would meet
_STEP = 46  # pixels between two steps of the axis at least
_WAN = 10_000 * 100  # fen
_EVERY = (1, 2, 3, 5, 6, 10, 12, 15, 20, 50)
"""Every which number of a day, month or year is named where there is not room for all."""


class Standing:
    """The bars under `top`."""

    def __init__(self, paper: Paper, plot: Plot, top: float) -> None:
        self.paper, self.plot = paper, plot
        self.top = top + _OVER
        self.height = max(paper.height - self.top - _FOOT, 1)
        ends = [mark.value if plot.beside else mark.start + mark.value for mark in plot.marks]
        self.axis = scale(ends, plot.chart.unit, int(self.height // _STEP))
        self.left = EDGE + max(paper.measure(self.axis.text(step), _TICK) for step in self.axis.steps) + 8
        self.width = max(paper.width - EDGE - self.left, 1)
        self.slot = min(self.width / len(plot.columns), _WIDEST)

    def draw(self) -> list[Place]:
        """Draw; return where the marks are."""
        for step in self.axis.steps:
            y = self._y(step)
            colour, height = (GRID, 0.5) if step else (SOFT, 2)  # zero over the bars, whose edges would cut it up
            self.paper.line((self.left, y), (self.left + self.width, y), colour, zorder=height)
            self.paper.text(self.left - 8, y, self.axis.text(step), _TICK, color=SOFT, ha="right")
        self.paper.text(EDGE, self.top - _OVER + 8, f"单位：{self.axis.unit}", _TICK, color=SOFT)
        self._names()
        places = [self._bar(mark) for mark in self.plot.marks]
        self._sums()
        return places

    def _y(self, value: float) -> float:
        return self.top + self.height * (1 - self.axis.share(value))

    def _middle(self, column: int) -> float:
        return self.left + self.slot * (column + 0.5)

    def _span(self, mark: Mark) -> tuple[float, float]:
        """Return the left edge and the width of a mark."""
        whole = max(self.slot * _FILLED, 1)
        left = self._middle(mark.column) - whole / 2
        if not self.plot.beside:
            return left, whole
        width = whole / len(self.plot.layers)
        return left + width * mark.layer, width

    def _bar(self, mark: Mark) -> Place:
        """Draw a mark."""
        left, width = self._span(mark)
        start = 0 if self.plot.beside else mark.start
        first, second = self._y(start), self._y(start + mark.value)
        top, height = min(first, second), abs(second - first)
        self.paper.box(left, top, width, height, look(self.plot.layers[mark.layer].look, ordered=self.plot.ordered))
        return Place(mark, left, top, width, height)

    # --- numbers -------------------------------------------------------------------------------------------------
    def _sums(self) -> None:
        """Write what a bar comes to over each, where all have room; none reaches over the bar beside its own."""
        found = [(*one, self.paper.measure(self._short(one[1]), _VALUE) / 2) for one in self._tops() if one[1]]
        if all(2 * half <= right - left for _x, _value, left, right, half in found):
            for x, value, left, right, half in found:
                x = min(max(x, left + half), right - half)
                self.paper.text(x, self._y(max(value, 0)) - 9, self._short(value), _VALUE, ha="center", bbox=GROUND)

    def _tops(self) -> Iterator[tuple[float, int, float, float]]:
        """Yield the middle and the value of each bar, and from where to where its number may stand."""
        for column, several in groupby(self.plot.marks, lambda mark: mark.column):
            stack, middle = list(several), self._middle(column)
            first, last = middle - self.slot / 2 + 1, middle + self.slot / 2 - 1
            if not self.plot.beside:
                yield middle, sum(mark.value for mark in stack), first, last
                continue
            for at, mark in enumerate(stack):
                left, width = self._span(mark)
                right = left + width
                yield left + width / 2, mark.value, left + 1 if at else first, right - 1 if mark != stack[-1] else last

    def _short(self, value: int) -> str:
        """Return a value in the unit of the axis."""
        places = {1: 0, _WAN: 1}.get(self.axis.size, 2)
        return f"{value / self.axis.size:,.{places}f}".replace("-", "−")

    # --- names ---------------------------------------------------------------------------------------------------
    def _names(self) -> None:
        """Write under the axis: what belongs to no period, numbers of periods as far as there is room, their groups."""
        columns, y = self.plot.columns, self.top + self.height + 14
        taken: list[tuple[float, float]] = []
        alone = [at for at, column in enumerate(columns) if column.number is None]
        for at in alone:
            self._name(self._middle(at), y, columns[at].short, taken)
        named = [at for at in range(len(columns)) if at not in alone]
        widest = max((self.paper.measure(columns[at].short, _NAME) for at in named), default=0)
        every = next((one for one in _EVERY if one * self.slot >= widest + 8), _EVERY[-1])
        for at in sorted(named, key=lambda at: columns[at].number != 1):  # the 1st has the place, not the 31st beside
            number = columns[at].number or 0
            if (number - 1) % every == 0 or len(named) < every:
                self._name(self._middle(at), y, columns[at].short, taken)
        self._groups(y + 20, _PARTING if every == 1 else _TICKING)

    def _name(self, x: float, y: float, words: str, taken: list[tuple[float, float]]) -> None:
        """Write a name, moved in where it would leave the paper, unless it would meet one that is there."""
        half = self.paper.measure(words, _NAME) / 2
        x = min(x, self.paper.width - 4 - half)
        if all(x + half + 4 <= left or right + 4 <= x - half for left, right in taken):
            taken.append((x - half, x + half))
            self.paper.text(x, y, words, _NAME, ha="center")

    def _groups(self, y: float, length: float) -> None:
        """Write what the periods lie in, with a line of that length between two groups."""
        taken: list[tuple[float, float]] = []
        base = self.top + self.height
        for group, several in groupby(enumerate(self.plot.columns), lambda one: one[1].group):
            at = [number for number, _column in several]
            if group:
                self._name((self._middle(at[0]) + self._middle(at[-1])) / 2, y, group, taken)
                if at[0]:
                    x = self._middle(at[0]) - self.slot / 2
                    self.paper.line((x, base), (x, base + length), GRID)
