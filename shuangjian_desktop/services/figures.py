"""The figures of the bulletin, counted out of the registers: by district and in sum, as of any day, with their rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shuangjian_desktop.analysis import prose
from shuangjian_desktop.analysis.figure import Figure
from shuangjian_desktop.analysis.figures import FIGURES
from shuangjian_desktop.core.kinds import Text, Value
from shuangjian_desktop.core.measure import ALL, NOTHING, Amount
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.exchange.writing.table import Column, write_table
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import CITY, Office, offices

PERSONS_NOTE = "学生、从业人员按人去重：同一个人在几个区县都有记录的，全市只计一次，因此全市人数不一定等于各区县之和。"
"""What must be said wherever persons stand by district."""


@dataclass(frozen=True)
class Counted:
    """A figure as it was counted: value of the figure's kind (None: nothing to look at), rows counted and looked at."""

    value: Value
    rows: int
    population: int
    text: str


@dataclass(frozen=True)
class Counts:
    """One figure as of a day: in sum and, by the code of the office, in each whose records it looked at."""

    figure: Figure
    day: date
    total: Counted
    offices: Mapping[str, Counted]

    def of(self, office: str) -> Counted:
        """Return what the figure is in an office, '' for all together."""
        return self.total if office == ALL else self.offices.get(office, _counted(self.figure, NOTHING))


def whose(desk: Desk) -> str:
    """Return the office whose records the figures of a ledger count: a district's own alone, at the city all ('').

    Records are counted by the office that has them now: what was handed over counts where it went, as of any day.
    """
    return ALL if desk.ledger.office == CITY else desk.ledger.office


def rows(desk: Desk, one: Counts, office: str = ALL) -> Query:
    """Return the query that opens the rows behind a figure, those of one office or all that it counted."""
    return one.figure.rows(one.day, office or whose(desk))


def count(desk: Desk, day: date | None = None, figures: Iterable[Figure] = FIGURES) -> list[Counts]:
    """Return the figures as of the end of a day (today if nothing is said), all in one state of the ledger."""
    chosen, until = list(figures), day or desk.day
    amounts = desk.ledger.reader.amounts([figure.measure(until) for figure in chosen])
    mine = whose(desk)
    return [
        Counts(
            figure,
            until,
            _counted(figure, found.get(mine, NOTHING)),
            {code: _counted(figure, one) for code, one in found.items() if code != ALL and mine in (ALL, code)},
        )
        for figure, found in zip(chosen, amounts, strict=True)
    ]


def _counted(figure: Figure, amount: Amount) -> Counted:
    """Return what was counted as a value of the figure."""
    value = figure.value(amount)
    return Counted(value, amount.rows, amount.population, prose.written(figure, value))


def districts(desk: Desk, counts: Sequence[Counts]) -> list[Office]:
    """Return the offices that a table by district lists: at the city all districts, else those that have records."""
    found = {code for one in counts for code in one.offices}
    if desk.ledger.office == CITY:
        found |= {one.code for one in offices() if not one.is_city}
    return [one for one in offices() if one.code in found or one.code == desk.ledger.office != CITY]


def total_name(desk: Desk) -> str:
    """Return what the sum over all offices is called."""
    return "全市" if desk.ledger.office == CITY else "合计"


def as_json(counts: Sequence[Counts], by: Sequence[Office] = ()) -> dict[str, dict[str, Any]]:
    """Return figures for other programs, by key; with `by` each also by the codes of these offices."""
    found: dict[str, dict[str, Any]] = {}
    for one in counts:
        found[one.figure.key] = _json(one.figure, one.total)
        if by:
            parts = {each.code: {"name": each.name, **_json(one.figure, one.of(each.code))} for each in by}
            found[one.figure.key]["districts"] = parts
    return found


def _json(figure: Figure, counted: Counted) -> dict[str, Any]:
    """Return one amount: money in yuan, a rate in percent."""
    return {
        "value": figure.kind.external(counted.value),
        "unit": figure.unit,
        "rows": counted.rows,
        "population": counted.population,
        "text": counted.text,
    }


def table(desk: Desk, counts: Sequence[Counts]) -> list[tuple[str, str]]:
    """Return the lines of the table by district, (office, the place it answers for): all together first."""
    places = ((one.code, one.place) for one in districts(desk, counts))
    return [(ALL, total_name(desk)), *places]


def export(desk: Desk, counts: Sequence[Counts], path: Path) -> int:
    """Write the table by district as a workbook; return how many lines there were.

    Raises:
        FileError: the file cannot be written.

    """
    columns = [Column("区县", Text(), 26), *(Column(head(one.figure), one.figure.kind, 20) for one in counts)]
    day = counts[0].day if counts else desk.day
    return write_table(path, f"数据总览（截至{day.isoformat()}）", columns, _lines(desk, counts))


def head(figure: Figure) -> str:
    """Return the head of a figure's column: 依法退费（元）."""
    return f"{figure.label}（{figure.unit}）"


def detail(counted: Counted) -> str:
    """Return what a figure was counted out of, in a line."""
    return f"在 {counted.population:,} 条记录中数出 {counted.rows:,} 条" if counted.population else "没有可数的记录"


def _lines(desk: Desk, counts: Sequence[Counts]) -> Iterator[list[Value]]:
    """Yield the lines of the table: a name, then a value for each figure."""
    for office, name in table(desk, counts):
        yield [name, *(one.of(office).value for one in counts)]
