"""The steps from all institutions that there were, less those that are no longer what they were, to those that are."""

from collections.abc import Sequence

from shuangjian_desktop.analysis.cells import Cell, Key, rows
from shuangjian_desktop.analysis.chart import Chart, Scope, Words
from shuangjian_desktop.analysis.plot import BLANK, Column, Layer, Mark, Plot
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers.words import RETAINED

_BEFORE, _LESS, _LEFT = 0, 1, 2
"""The looks: of all, of those that are no longer, and from there on of each kind that is left."""


def funnel(chart: Chart, scope: Scope, cells: Sequence[Cell]) -> Plot:
    """Return the plot of a chart whose one series is parted by the last disposition."""
    series = chart.series[0]
    along = series.along
    if not isinstance(along, Words):
        raise TypeError(f"{chart.key} is not parted by words")
    names: dict[Key, str] = {**dict(along.names), None: along.blank}
    order = list(names)
    found = sorted(cells, key=lambda cell: order.index(cell.column))
    gone = [cell for cell in found if cell.column is not None and cell.column not in RETAINED]
    kept = [cell for cell in found if cell not in gone]
    total, left = sum(cell.value for cell in found), sum(cell.value for cell in kept)
    columns = [
        Column("原有", "原有"),
        *(Column(name := str(cell.column), name) for cell in gone),
        Column("压减后", "压减后"),
    ]
    layers = [Layer("原有", _BEFORE), Layer("已压减", _LESS)]
    marks = [Mark(0, 0, 0, total, sum(cell.rows for cell in found), _all(chart, scope))] if found else []
    running = total
    for number, cell in enumerate(gone, 1):
        running -= cell.value
        marks.append(Mark(number, 1, running, cell.value, cell.rows, rows(series, scope, cell)))
    start = 0
    for number, cell in enumerate(kept):
        layers.append(Layer(f"压减后：{names[cell.column]}", BLANK if cell.column is None else _LEFT + number))
        marks.append(Mark(len(gone) + 1, len(layers) - 1, start, cell.value, cell.rows, rows(series, scope, cell)))
        start += cell.value
    title = f"{chart.title}：{total:,}{chart.unit} → {left:,}{chart.unit}" if found else chart.title
    return Plot(chart, title, "", tuple(columns), tuple(layers), tuple(marks))


def _all(chart: Chart, scope: Scope) -> Query:
    """Return the query of all that there were."""
    count = chart.series[0].count(scope)
    return Query(count.register, where=(*count.among, *count.counted), office=scope.office)
