"""How rows are counted, as plain values; the store makes SQL of it.

A measure looks at the living rows of a register for which `among` holds (its population) and counts those of them for
which `counted` holds too. Figures, by district and as of any day, are measures and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from shuangjian_desktop.core.query import Condition

ALL = ""
"""Stands for all offices together where amounts are given by office."""


@dataclass(frozen=True)
class Count:
    """How many rows."""

    register: str
    counted: tuple[Condition, ...] = ()
    among: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Persons(Count):
    """How many distinct persons the counted rows are about (see `core.person`)."""


@dataclass(frozen=True)
class Sum(Count):
    """What a field of the counted rows adds up to, in stored form (money: fen).

    `beside` are rows that were looked at as well: those with nothing under them that could be added.
    """

    field: str = ""
    beside: Count | None = None


@dataclass(frozen=True)
class Ratio:
    """The rows that `part` counts by those that `whole` counts."""

    part: Count
    whole: Count


Measure = Count | Ratio


@dataclass(frozen=True)
class Amount:
    """What was counted: the value (None: nothing to look at), the rows counted, the rows looked at."""

    value: int | Fraction | None
    rows: int
    population: int


NOTHING = Amount(None, 0, 0)
Amounts = Mapping[str, Amount]
"""Amounts by office, those of all together under ALL."""


def ratio(part: Amount, whole: Amount) -> Amount:
    """Return one count by another."""
    value = Fraction(part.rows, whole.rows) if whole.rows else None
    return Amount(value, part.rows, whole.rows)
