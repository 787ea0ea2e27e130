"""Days put together to columns of time: days, months or years, without holes, and never too many of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shuangjian_desktop.analysis.chart import Unit

_COARSER: dict[Unit, tuple[Unit, int]] = {"day": ("month", 366), "month": ("year", 72)}
"""What a unit gives way to, and the number of columns from which it does."""
UNITS: dict[Unit, str] = {"day": "按日", "month": "按月", "year": "按年"}


@dataclass(frozen=True)
class Period:
    """A day, a month or a year: from `first` to `last`, both included."""

    unit: Unit
    first: date
    last: date

    @property
    def label(self) -> str:
        """What it is called: 2021-09-28, 2021年9月, 2021年."""
        if self.unit == "day":
            return self.first.isoformat()
        return f"{self.first.year}年" + (f"{self.first.month}月" if self.unit == "month" else "")

    @property
    def short(self) -> str:
        """What it is called beside its like: 28, 9月, 2021年."""
        return {"day": str(self.first.day), "month": f"{self.first.month}月", "year": self.label}[self.unit]

    @property
    def number(self) -> int:
        """Which of its like it is, from 1 in each group."""
        return {"day": self.first.day, "month": self.first.month, "year": self.first.year + 1}[self.unit]

    @property
    def group(self) -> str:
        """What several of its like lie in: 2021年9月, 2021年; '' for years."""
        month = f"{self.first.month}月" if self.unit == "day" else ""
        return "" if self.unit == "year" else f"{self.first.year}年{month}"


def periods(days: Collection[date], finest: Unit) -> Sequence[Period]:
    """Return the periods from the first of the days to the last, by the finest unit of which there are not too many."""
    if not days:
        return ()
    unit, first, last = finest, min(days), max(days)
    while unit in _COARSER and _count(unit, first, last) > _COARSER[unit][1]:
        unit = _COARSER[unit][0]
    found = [_around(unit, first)]
    while found[-1].last < last:
        found.append(_around(unit, found[-1].last + timedelta(days=1)))
    return found


def _count(unit: Unit, first: date, last: date) -> int:
    """Return how many days or months there are from the first day to the last."""
    if unit == "day":
        return (last - first).days + 1
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _around(unit: Unit, day: date) -> Period:
    """Return the period in which a day lies."""
    if unit == "day":
        return Period(unit, day, day)
    if unit == "year":
        return Period(unit, date(day.year, 1, 1), date(day.year, 12, 31))
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1) if day.year < date.max.year else date.max
    return Period(unit, day.replace(day=1), after - timedelta(days=1))
