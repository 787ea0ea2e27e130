"""Chance that always falls the same way."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")
FIRST_DAY, LAST_DAY = date(2021, 7, 26), date(2022, 2, 14)
"""What the demo tells happened between the opinion and the bulletin."""
_BEGIN_MS = 1_627_228_800_000  # 2021-07-26 in milliseconds since 1970


class Draw(Random):
    """The chance of one part of the demo: the same part always draws the same."""

    def __init__(self, *part: str) -> None:
        super().__init__("/".join(part))
        self._made = 0

    def __new__(cls, *_part: str) -> "Draw":
        """Make one; the parts are for `__init__`."""
        return super().__new__(cls)

    def uid(self) -> str:
        """Return a new identity (UUID version 7, RFC 9562), in order."""
        self._made += 1
        low = self.getrandbits(74)
        number = (_BEGIN_MS + self._made) << 80 | 7 << 76 | (low >> 62) << 64 | 2 << 62 | low & (1 << 62) - 1
        return str(UUID(int=number))

    def day(self, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
        """Return a day between two, both included."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def after(self, day: date, days: int, last: date = LAST_DAY) -> date:
        """Return a day up to so many days later, not after the last."""
        return min(last, day + timedelta(days=self.randint(1, days)))

    def chance(self, share: float) -> bool:
        """Return True as often as the share says."""
        return self.random() < share

    def one_of(self, weighted: Sequence[tuple[T, int]]) -> T:
        """Return one of (what, weight)."""
        return self.choices([what for what, _weight in weighted], [weight for _what, weight in weighted])[0]
