"""What crosses the layers: frozen records, steps and changes. No row object of the database ever does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress
from typing import Literal

from shuangjian_desktop.core.kinds import Stored, Value

Action = Literal["create", "update", "delete", "restore"]
OFFICE = "office"
"""Stands among the values of a change by which a record passed to another office: its code before and after."""


@dataclass(frozen=True)
class Record:
    """One row of a register as it stood when read. `revision` counts its writes, `deleted` marks a tombstone."""

    register: str
    uid: str
    office: str
    revision: int
    values: Mapping[str, Value]
    deleted: bool = False


@dataclass(frozen=True)
class StoredRows:
    """Many records of one register column by column, their values as `Kind.store` makes them: quick where all travel.

    All columns are of one length; `stored` is by field.
    """

    uids: Sequence[str]
    offices: Sequence[str]
    revisions: Sequence[int]
    deleted: Sequence[bool]
    stored: Mapping[str, Sequence[Stored]]

    def __len__(self) -> int:
        """How many records these are."""
        return len(self.uids)

    def column(self, key: str) -> Sequence[Stored]:
        """Return the stored forms of a field, all None where it is not among them."""
        return self.stored.get(key) or [None] * len(self)

    def without(self, uids: Iterable[str]) -> "StoredRows":
        """Return the others."""
        gone = frozenset(uids)
        if not gone:
            return self
        kept = [uid not in gone for uid in self.uids]
        return StoredRows(
            uids=list(compress(self.uids, kept)),
            offices=list(compress(self.offices, kept)),
            revisions=list(compress(self.revisions, kept)),
            deleted=list(compress(self.deleted, kept)),
            stored={key: list(compress(column, kept)) for key, column in self.stored.items()},
        )


@dataclass(frozen=True)
class Step:
    """One thing that was done: all of it or nothing. `verb` tells the kind (save, import, delete, undo, redo …).

    `takes_back` is the number of the step that an undo or redo turns, `rows` how many records it changed,
    `undone` whether it is taken back now (wholly or in part).
    """

    number: int
    verb: str
    title: str
    operator: str
    at: datetime
    rows: int = 0
    takes_back: int | None = None
    undone: bool = False


@dataclass(frozen=True)
class Change:
    """One record's part of a step: the changed fields before (None: it was not there) and after (None: deleted).

    OFFICE stands among them where the record passed to another office.
    """

    number: int
    step: Step
    register: str
    uid: str
    action: Action
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None


@dataclass(frozen=True)
class Changes:
    """What a step touched, for whoever shows it: uids by register. `step` is None when nothing was written."""

    step: Step | None
    touched: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many records were touched."""
        return sum(len(uids) for uids in self.touched.values())


@dataclass(frozen=True)
class Kept:
    """A record that an undo left as it is, and why (a Chinese sentence)."""

    register: str
    uid: str
    name: str
    reason: str


@dataclass(frozen=True)
class Undone:
    """What came of an undo or redo of one step.

    `undone` 已撤销; `kept` 保留（之后被修改）; `impossible` 无法撤销 (it has left the house). `changes.step` is None
    where nothing could be taken back.
    """

    changes: Changes
    undone: int
    kept: tuple[Kept, ...] = ()
    impossible: tuple[Kept, ...] = ()
