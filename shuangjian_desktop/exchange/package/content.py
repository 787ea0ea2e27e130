"""What a package carries, apart from the workbook that carries it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import StoredRows
from shuangjian_desktop.core.register import Problem


@dataclass(frozen=True)
class Cover:
    """The facts of the cover sheet.

    `number` counts the packages from `sender` to `receiver`, `previous` is the one before it (0: none). `since` is
    the day of the last package (None: from the beginning). `secret` is the key that makes
    persons' keys; only the city sends it. `digest` is over all rows.
    """

    sender: str
    receiver: str
    number: int
    previous: int
    kind: str
    made: datetime
    operator: str
    since: date | None = None
    personal: bool = False
    secret: str = ""
    version: int = 1
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One record as it travels: values of the fields that travel, by identifier; those missing are None.

    `names` are what the records that its references point to are called, by field.
    """

    uid: str
    office: str
    revision: int
    values: Mapping[str, Value]
    deleted: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SentRows:
    """The records of one register on their way into a package.

    `names` are what the records that their references point to are called, by field.
    """

    rows: StoredRows
    names: Mapping[str, Sequence[str | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many records these are."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A row as it was read. `place` is its number in the sheet.

    `touched`: it was changed by hand since the package was written. `copied`: its identity is another row's, so it
    is a new row. A new row has no uid. `seal` is that of what was found in it.
    """

    place: int
    row: PackageRow
    touched: bool = False
    copied: bool = False
    problems: Sequence[Problem] = ()
    seal: str = ""


@dataclass(frozen=True)
class Received:
    """A package as it was read: cover and rows by register. `digest` is that of what was found in it.

    `intact`: that is the one of the cover, so nobody changed anything since the package was written. `written` is how
    many rows each register had then, as the cover tells people.
    """

    cover: Cover
    rows: Mapping[str, Sequence[ReceivedRow]]
    intact: bool
    digest: str
    file: str = ""
    written: Mapping[str, int] = field(default_factory=dict)
