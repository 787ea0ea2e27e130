"""From what was counted by parts to a plot: columns and layers in their order, the rows behind each mark."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from shuangjian_desktop.analysis import cells as parts_of
from shuangjian_desktop.analysis.cells import Cell, Key
from shuangjian_desktop.analysis.chart import Chart, Days, Places, Scope, Series, Words
from shuangjian_desktop.analysis.funnel import funnel
from shuangjian_desktop.analysis.plot import BLANK, Column, Layer, Mark, Plot
from shuangjian_desktop.analysis.timeline import UNITS, Period, periods
from shuangjian_desktop.core.measure import Grouping, Part, Parted


def asked(chart: Chart, scope: Scope) -> list[Parted]:
    """Return what has to be counted for a chart: one count for each of its series."""
    return [Parted(one.count(scope), _groupings(one, scope), scope.office) for one in chart.series]


def _groupings(series: Series, scope: Scope) -> tuple[Grouping, ...]:
    """Return what parts a series: into columns, then into layers."""
    split = (series.split.grouping(scope),) if series.split else ()
    return (series.along.grouping(scope), *split)


def plot(
    chart: Chart, scope: Scope, found: Sequence[Sequence[Part]], places: Mapping[str, str], where: str, source: str
) -> Plot:
    """Return the plot of what was found for each series of a chart.

    `places` are the names of districts or townships by key, in their order; districts are shown even where nothing was
    counted. `where` names whose records they are, `source` who counted them and when: a picture leaves the program.
    """
    time = _timeline(chart, found)
    cells = list(parts_of.cells(found, time))
    if chart.form == "funnel":
        drawn = funnel(chart, scope, cells)
    else:
        columns = _columns(chart.series[0].along, scope, {cell.column for cell in cells}, places, time)
        drawn = _bars(chart, scope, cells, columns)
    unit = UNITS[time[0].unit] if time else ""
    return replace(drawn, note=" · ".join(filter(None, (where, *_said(chart, scope), unit, chart.note, source))))


def _said(chart: Chart, scope: Scope) -> Iterator[str]:
    """Yield what the filters are set to."""
    if scope.category and chart.by_category:
        yield scope.category
    if chart.by_day:
        since = scope.since if chart.since else None
        yield f"{since.isoformat()} 至 {scope.until.isoformat()}" if since else f"截至 {scope.until.isoformat()}"


def _timeline(chart: Chart, found: Sequence[Sequence[Part]]) -> Sequence[Period]:
    """Return the periods that the columns stand for; none for a chart that does not go by time."""
    along = chart.series[0].along
    if not isinstance(along, Days):
        return ()
    days = {part.keys[0] for parts in found for part in parts}
    return periods([date.fromisoformat(day) for day in days if day is not None], along.finest)


def _columns(
    along: Words | Places | Days,
    scope: Scope,
    used: Collection[Key],
    places: Mapping[str, str],
    time: Sequence[Period],
) -> dict[Key, Column]:
    """Return the columns by key, in their order."""
    if isinstance(along, Days):
        columns: dict[Key, Column] = {one: Column(one.label, one.short, one.group, one.number) for one in time}
    elif isinstance(along, Places):
        shown = {key: name for key, name in places.items() if key in used or not scope.townships}
        columns = {key: Column(name, name) for key, name in shown.items()}
    else:
        columns = {key: Column(name, name) for key, name in along.names}
    if None in used:
        columns[None] = Column(along.blank, along.blank)
    return columns


def _layers(split: Words, used: Collection[Key]) -> dict[Key, Layer]:
    """Return the layers that are used, by key: the declared words in their order, others, what is in none."""
    names = dict(split.names)
    others = sorted(key for key in used if isinstance(key, str) and key not in names)
    looks = {key: look for look, key in enumerate((*names, *others))}
    layers: dict[Key, Layer] = {key: Layer(names.get(key, key), look) for key, look in looks.items() if key in used}
    if None in used:
        layers[None] = Layer(split.blank, BLANK)
    return layers


def _bars(chart: Chart, scope: Scope, cells: Sequence[Cell], columns: Mapping[Key, Column]) -> Plot:
    """Return the plot of bars: layers on one another, or the series side by side."""
    split = chart.series[0].split
    layers: dict[tuple[int, Key], Layer] = {
        (number, None): Layer(one.label, number) for number, one in enumerate(chart.series)
    }
    if split:
        layers = {(0, key): layer for key, layer in _layers(split, {cell.layer for cell in cells}).items()}
    across = {key: number for number, key in enumerate(columns)}
    upward = {key: number for number, key in enumerate(layers)}
    tops = [0] * len(columns)
    marks = []
    for cell in sorted(cells, key=lambda one: (across[one.column], upward[one.series, one.layer])):
        column = across[cell.column]
        query = parts_of.rows(chart.series[cell.series], scope, cell)
        marks.append(Mark(column, upward[cell.series, cell.layer], tops[column], cell.value, cell.rows, query))
        tops[column] += cell.value if split else 0
    drawn = Plot(
        chart, _title(chart, scope), "", (*columns.values(),), (*layers.values(),), (*marks,), beside=not split
    )
    return replace(drawn, ordered=bool(split and split.ordered))


def _title(chart: Chart, scope: Scope) -> str:
    """Return the title; it says by which places."""
    if isinstance(chart.series[0].along, Places):
        return f"{chart.title}（{'按乡镇、街道' if scope.townships else '按区县'}）"
    return chart.title
