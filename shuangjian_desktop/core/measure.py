"""How rows are counted, as plain values; the store makes SQL of it.

A measure looks at the living rows of a register for which `among` holds (its population) and counts those of them for
which `counted` holds too. Figures, by district and as of any day, are measures and nothing else. Charts part what a
measure counts by groupings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True)
class ByOffice:
    """Rows parted by the office that owns them; a part's key is its code."""


@dataclass(frozen=True)
class ByField:
    """Rows parted by what a field holds; a part's key is that in stored form (dates: ISO), None for empty."""

    field: str


@dataclass(frozen=True)
class ByLast:
    """Rows parted by a field of the last of their rows of `register` until a day; None for none. See `query.Last`."""

    register: str
    field: str
    until: date


@dataclass(frozen=True)
class ByCase:
    """Rows parted by the first of the cases, (key, conditions), that holds; None where none does."""

    cases: tuple[tuple[str, tuple[Condition, ...]], ...]


Grouping = ByOffice | ByField | ByLast | ByCase


@dataclass(frozen=True)
class Parted:
    """What a count comes to in each part that the groupings make; of the records of one office, or '' for all."""

    count: Count
    by: tuple[Grouping, ...]
    office: str = ALL


@dataclass(frozen=True)
class Part:
    """One part: its key by each grouping, what was counted, the rows counted."""

    keys: tuple[str | None, ...]
    value: int
    rows: int
