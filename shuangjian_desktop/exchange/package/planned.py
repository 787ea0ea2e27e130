"""What a plan asks of the ledger, and what it says of each row of a package."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

    def match(self, register: str, key_index: int, texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Return the uids of the living records of the package's district by natural key text."""

    def agreements(self, register: str, uids: Iterable[str]) -> Mapping[str, Sequence[Values]]:
        """Return what the sender and the ledger agreed on of records, the last agreement last; by uid."""

    def awaited(self, register: str) -> Sequence[str]:
        """Return the living records that were handed over to the package's district, and that it never sent yet."""

    def family(self, institution: str, office: str) -> Mapping[str, Sequence[str]]:
        """Return the office's living records that stand under an institution, by register."""

    def never_sent(self, register: str) -> Sequence[str]:
        """Return the living records of the package's district that its ledger never had: typed into a package."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of a row. `place` is its number in the sheet, 0 for a record that is missing there.

    `values` are all of a new record, the changed ones of another, whose old ones are `before`; `sent` is the row as the
    package has it. `by_hand`: it was changed or typed after the package was written, `fresh`: it has no identity of its
    own there. `restores`: the ledger holds its tombstone, which comes back. `kept` are values of the sender that do not
    go in, beside `ours` of the ledger; `overruled` are fields in which the sender takes back a correction. `note` says
    what else a person should know. `passes`: the offices from which and to which the record is handed over.
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
    fresh: bool = False
    copied: bool = False
    restores: bool = False
    kept: Values = field(default_factory=dict)
    ours: Values = field(default_factory=dict)
    overruled: tuple[str, ...] = ()
    note: str = ""
    passes: tuple[str, str] | None = None
    problems: tuple[Problem, ...] = ()

    def refused(self, key: str, sentence: str) -> "PlannedRow":
        """Return the row as one that cannot go in, for what is wrong with the field `key` ('': with the row)."""
        return replace(self, fate="error", passes=None, problems=(*self.problems, Problem(key, sentence)))
