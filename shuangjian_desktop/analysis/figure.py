"""What a figure declares, and its value out of what was counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from shuangjian_desktop.core.kinds import Integer, Kind, Money, Number, Value
from shuangjian_desktop.core.measure import Amount, Count, Measure, Ratio
from shuangjian_desktop.core.query import Query

_CENT = 100


@dataclass(frozen=True)
class Prose:
    """How the bulletin writes a number: with `word` behind it, in units of `scale` (万, 亿) with `places` decimals.

    `about` writes 1312 as 1300余: down to its leading two digits.
    """

    word: str
    scale: int = 1
    places: int = 0
    about: bool = False


@dataclass(frozen=True)
class Figure:
    """One number of the bulletin. `measure` says how it is counted as of a day: by the days of the facts."""

    key: str
    label: str
    unit: str
    decimals: int
    prose: Prose
    measure: Callable[[date], Measure]

    @property
    def kind(self) -> Kind:
        """What kind of value the figure has: money, a number with decimals, a whole number."""
        if self.unit == "元":
            return Money(minimum=None)
        return Number(places=self.decimals) if self.decimals else Integer()

    @property
    def of_persons(self) -> bool:
        """Whether distinct persons are counted: the districts need not add up to the city."""
        return self.unit == "人"

    def value(self, amount: Amount) -> Value:
        """Return the value of what was counted: fen, a whole number, or percent; None where nothing was looked at."""
        if amount.value is None or isinstance(amount.value, int):
            return amount.value
        return percent(amount.value, self.decimals)

    def counts(self, day: date) -> Count:
        """Return the count whose rows are behind the figure: of a ratio those above the line."""
        measure = self.measure(day)
        return measure.part if isinstance(measure, Ratio) else measure

    def rows(self, day: date, office: str = "") -> Query:
        """Return the query that opens the rows behind the figure, those of one office or of all."""
        count = self.counts(day)
        return Query(count.register, where=(*count.among, *count.counted), office=office)


def percent(share: Fraction, places: int) -> Decimal:
    """Return a share as percent, rounded half up, but never to 0 or 100 where it is neither."""
    step = Decimal(1).scaleb(-places)
    exact = Decimal(share.numerator * _CENT) / share.denominator
    rounded = exact.quantize(step, ROUND_HALF_UP)
    if share not in (0, 1):
        rounded = min(max(rounded, step), _CENT - step)
    return rounded.normalize() if rounded else Decimal(0)
