"""Making a package for another office: what changed since the last one, or everything."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.person import PERSON_KEY, key_of_person
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.package.content import Cover, PackageRow
from shuangjian_desktop.exchange.package.layout import FULL, INCREMENT, sheet_layout, travelling
from shuangjian_desktop.exchange.package.write import write_package
from shuangjian_desktop.registers.system import SENT
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import office, offices
from shuangjian_desktop.services.series import last_package, number_of, person_secret, require_partner, write_down
from shuangjian_desktop.store.writer import Writer

_PAGE = 2_000
_MOST_OPTIONS = 500
_KEYED_BY = "person_secret_sent:"
"""Meta: the secret under which a partner got the persons' keys last."""


@dataclass(frozen=True)
class Packed:
    """A package that was made: its cover, the file, how many rows, and the step."""

    cover: Cover
    file: Path
    rows: int
    changes: Changes


def pack(
    desk: Desk, to: str, out: Path, *, full: bool = False, personal: bool = False, progress: Progress | None = None
) -> Packed:
    """Write the next package for an office to `out`, as one step; an increment unless it is the first or `full`.

    Raises:
        UsageError: there is no such office, or the file's name does not end in .xlsx.
        RefusedError: nobody is at the desk, or packages do not go there.
        FileError: the file cannot be written, or does not read back; nothing is written into the ledger.
        Cancelled: the clerk pressed cancel; nothing is left.

    """
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"数据包的文件名须以 .xlsx 结尾，不能是“{out.name}”。")
    partner = require_partner(desk, to)
    packing = _Packing(desk, partner, out, full, personal, progress or Progress())
    named = "（含个人信息）" if personal else ""
    operation = desk.operation("pack", f"发出数据包：给{office(partner).name}{named}", always=True)
    there = out.exists()
    try:
        (cover, rows), changes = desk.ledger.transact(operation, packing.write)
    except BaseException:
        if packing.placed and not there:  # the ledger does not know of it
            with suppress(OSError):
                out.unlink()
        raise
    return Packed(cover, out, rows, changes)


class _Packing:
    """Makes one package inside the transaction that gives it its number."""

    def __init__(self, desk: Desk, partner: str, out: Path, full: bool, personal: bool, progress: Progress) -> None:
        self._desk, self._partner, self._out = desk, partner, out
        self._full, self._personal, self._progress = full, personal, progress
        self._mine = office(desk.ledger.office)
        self._district = partner if self._mine.is_city else self._mine.code
        self.placed = False

    def write(self, writer: Writer) -> tuple[Cover, int]:
        """Write the file and the step; return the cover and the number of rows."""
        last = last_package(writer, SENT, self._partner)
        secret = person_secret(writer)
        keyed = _KEYED_BY + self._partner
        everything = self._full or last is None or (not self._personal and writer.meta(keyed) != secret)
        change = writer.last_change()
        cover = self._cover(last, everything, secret)
        since = None if everything or last is None else last.values["change"]
        records = self._records(writer, since if isinstance(since, int) else None)
        rows = {register.key: self._rows(writer, register, records[register.key], secret) for register in travelling()}
        sealed = write_package(
            self._out, cover, rows, {one.code: one.name for one in offices()}, self._options(), self._progress
        )
        self.placed = True
        if not self._personal:
            writer.set_meta(keyed, secret)
        self._remember(writer, sealed, change, rows)
        return sealed, sum(map(len, rows.values()))

    def _cover(self, last: Record | None, everything: bool, secret: str) -> Cover:
        """Return the cover of the next package of the series."""
        since = last.values["made_on"] if last and not everything else None
        return Cover(
            sender=self._mine.code,
            receiver=self._partner,
            number=number_of(last) + 1,
            previous=number_of(last),
            kind=FULL if everything else INCREMENT,
            made=datetime.now().replace(microsecond=0),
            operator=self._desk.operator,
            since=since if isinstance(since, date) else None,
            personal=self._personal,
            secret=secret if self._mine.is_city else "",
        )

    def _records(self, writer: Writer, since: int | None) -> Mapping[str, Sequence[Record]]:
        """Return the records that travel: of the district, written after a change; None: all of them.

        A tombstone travels only to who holds the record.
        """
        changed = None if since is None else writer.changed_since(since)
        found = {}
        for register in travelling():
            key = register.key
            if changed is None:
                uids = [*writer.of_office(key, self._district), *writer.of_office(key, self._district, deleted=True)]
            else:
                uids = changed.get(key, [])
            self._progress.step(f"读取{register.title}", 0, len(uids))
            records = [one for one in writer.get_many(key, uids).values() if one.office == self._district]
            known = writer.agreed(key, self._partner, [one.uid for one in records if one.deleted])
            found[key] = [one for one in records if not one.deleted or one.uid in known]
        return found

    def _rows(self, writer: Writer, register: Register, records: Sequence[Record], secret: str) -> Sequence[PackageRow]:
        """Return records as they travel."""
        layout = sheet_layout(register, personal=self._personal)
        keys = [item.key for item in layout.fields]
        called = self._called(writer, register, records)
        rows = []
        for record in records:
            values = {key: value for key in keys if (value := record.values.get(key)) is not None}
            if PERSON_KEY in keys and (person := key_of_person(register, record.values, secret)):
                values[PERSON_KEY] = person
            names = {
                item.key: name for item, _to in register.refs if (name := called.get(str(values.get(item.key)), ""))
            }
            rows.append(PackageRow(record.uid, record.office, record.revision, values, record.deleted, names))
        return rows

    def _called(self, writer: Writer, register: Register, records: Iterable[Record]) -> dict[str, str]:
        """Return what the targets of records are called, by uid; masked where names do not travel."""
        told = writer.names if self._personal else writer.labels
        records = list(records)
        names: dict[str, str] = {}
        for item, to in register.refs:
            names |= told(to, {str(uid) for one in records if (uid := one.values.get(item.key)) is not None})
        return names

    def _options(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Return the words of the pick lists."""
        return {
            register.key: {
                item.key: words
                for item in sheet_layout(register, personal=self._personal).fields
                if 0 < len(words := self._desk.options(register, item.key)) <= _MOST_OPTIONS
            }
            for register in travelling()
        }

    def _remember(self, writer: Writer, cover: Cover, change: int, rows: Mapping[str, Sequence[PackageRow]]) -> None:
        """Write down that the package was sent, and what its receiver holds from now on."""
        count = sum(map(len, rows.values()))
        write_down(writer, SENT, cover, self._out.name, cover.digest, count, change)
        for register, sent in rows.items():
            writer.agree(self._partner, register, ((row.uid, row.revision, row.values) for row in sent))
