"""What was counted where a column meets a layer, and the query that finds the rows of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shuangjian_desktop.analysis.chart import Days, Scope, Series
from shuangjian_desktop.analysis.timeline import Period
from shuangjian_desktop.core.measure import ByCase, ByField, ByLast, ByOffice, Grouping, Part
from shuangjian_desktop.core.query import Condition, Filter, Last, Not, Query

Key = str | Period | None
"""What a column or layer is told by: an office, a uid, a word, a period; None where there is nothing to tell by."""


@dataclass(frozen=True)
class Cell:
    """What one series came to in one column and one layer."""

    series: int
    column: Key
    layer: str | None
    value: int
    rows: int


def cells(found: Sequence[Sequence[Part]], time: Sequence[Period]) -> Iterator[Cell]:
    """Yield the cells of each series; where there is a time line, days are added up to the periods they lie in."""
    for number, parts in enumerate(found):
        sums: dict[tuple[Key, str | None], tuple[int, int]] = {}
        for part in parts:
            day = part.keys[0]
            column: Key = _period(time, date.fromisoformat(day)) if time and day is not None else day
            place = column, part.keys[1] if len(part.keys) > 1 else None
            value, rows = sums.get(place, (0, 0))
            sums[place] = value + part.value, rows + part.rows
        for (column, layer), (value, rows) in sums.items():
            yield Cell(number, column, layer, value, rows)


def _period(time: Sequence[Period], day: date) -> Period:
    """Return the period in which a day lies."""
    unit, first = time[0].unit, time[0].first
    if unit == "day":
        return time[(day - first).days]
    years = day.year - first.year
    return time[years if unit == "year" else years * 12 + day.month - first.month]


def rows(series: Series, scope: Scope, cell: Cell) -> Query:
    """Return the query that opens the rows behind a cell."""
    count, along = series.count(scope), series.along
    grouping = along.grouping(scope)
    office = scope.office
    conditions: tuple[Condition, ...] = (*count.among, *count.counted)
    if isinstance(grouping, ByOffice):
        office = str(cell.column)
    elif isinstance(along, Days):
        inside = isinstance(cell.column, Period)
        conditions += along.between(scope, cell.column.first, cell.column.last) if inside else along.without(scope)  # type: ignore[union-attr]
    else:
        conditions += of_part(grouping, cell.column)
    if series.split:
        conditions += of_part(series.split.grouping(scope), cell.layer)
    return Query(count.register, where=conditions, office=office)


def of_part(grouping: Grouping, key: Key) -> tuple[Condition, ...]:
    """Return what holds for the rows of one part that a grouping makes, by its key."""
    if isinstance(grouping, ByField):
        return (Filter(grouping.field, "blank") if key is None else Filter(grouping.field, "eq", str(key)),)
    if isinstance(grouping, ByLast):
        if key is None:
            return (Not((Last(grouping.register, grouping.until),)),)
        return (Last(grouping.register, grouping.until, (Filter(grouping.field, "eq", str(key)),)),)
    if isinstance(grouping, ByCase):
        names = [name for name, _conditions in grouping.cases]
        at = len(names) if key is None else names.index(str(key))
        own = () if key is None else grouping.cases[at][1]
        return (*own, *(Not(conditions) for _name, conditions in grouping.cases[:at]))
    return ()
