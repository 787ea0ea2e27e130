"""A chart that was counted: columns, layers, and the marks where they meet, each with the query of its rows."""

from dataclasses import dataclass

from shuangjian_desktop.analysis.chart import Chart
from shuangjian_desktop.core.amounts import show_money
from shuangjian_desktop.core.query import Query

NOTHING = "无数据"
BLANK = -1
"""The look of what belongs to none of the declared parts."""


@dataclass(frozen=True)
class Column:
    """One bar, or the bars of one period.

    `short` stands at the axis, over the `group` that several lie in; `number` counts periods in theirs, from 1.
    """

    label: str
    short: str
    group: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Layer:
    """One line of the legend; `look` is the number of its colour and hatch."""

    label: str
    look: int


@dataclass(frozen=True)
class Mark:
    """What is drawn for one layer in one column, from `start` on; the values are fen or numbers."""

    column: int
    layer: int
    start: int
    value: int
    rows: int
    query: Query


@dataclass(frozen=True)
class Plot:
    """What is drawn. Marks of a column lie on one another or, with `beside`, side by side; layers may be `ordered`."""

    chart: Chart
    title: str
    note: str
    columns: tuple[Column, ...]
    layers: tuple[Layer, ...]
    marks: tuple[Mark, ...]
    beside: bool = False
    ordered: bool = False

    def text(self, value: int) -> str:
        """Return a value with its unit."""
        return (show_money(value) if self.chart.unit == "元" else f"{value:,}") + self.chart.unit

    def name(self, mark: Mark) -> str:
        """Return what a mark shows: 金水区 · 停办 12家."""
        column, layer = self.columns[mark.column].label, self.layers[mark.layer].label
        return f"{column} · {layer} {self.text(mark.value)}" if layer else f"{column} {self.text(mark.value)}"

    def told(self, mark: Mark) -> str:
        """Return what a mark shows, in lines, with the sum of its column where that says more."""
        lines = [self.name(mark)]
        beside = [one.value for one in self.marks if one.column == mark.column]
        if len(beside) > 1 and not self.beside:
            lines.append(f"合计 {self.text(sum(beside))}")
        if self.chart.unit == "元":
            lines.append(f"{mark.rows:,} 条记录")
        return "\n".join(lines)
