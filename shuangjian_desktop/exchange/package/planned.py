"""What a plan asks of the ledger, and what it says of each row of a package."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Problem, Values

RowFate = Literal["create", "update", "delete", "unchanged", "error"]


class Lookup(Protocol):
    """What a plan asks of the ledger."""

    def records(self, register: str, uids: Iterable[str]) -> Mapping[str, Record]:
        """Return records, tombstones too, by uid."""

    def of_office(self, register: str, office: str) -> Sequence[str]:
        """Return the uids of an office's living records."""

    def names(self, register: str, uids: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Return what records may be called, by uid."""

    def named(self, register: str, text: str) -> Sequence[str]:
        """Return the living records that are called just so."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of a row. `place` is its number in the sheet, 0 for a record that is missing there.

    `values` are all of a new record, the changed ones of another, whose old ones are `before`; `sent` is the row as the
    package has it. `by_hand`: it was changed or typed after the package was written. `restores`: the ledger holds its
    tombstone, which comes back.
    """

    register: str
    place: int
    uid: str
    fate: RowFate
    values: Values
    before: Values
    sent: Values
    revision: int = 0
    by_hand: bool = False
    copied: bool = False
    restores: bool = False
    problems: tuple[Problem, ...] = ()

    def refused(self, field: str, sentence: str) -> "PlannedRow":
        """Return the row as one that cannot go in."""
        return replace(self, fate="error", problems=(*self.problems, Problem(field, sentence)))
