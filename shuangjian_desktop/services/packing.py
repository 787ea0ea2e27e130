"""Making a package for another office: what changed since the last one, or everything."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from shuangjian_desktop.core.collector import without_collector
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.person import PERSON_KEY, PERSON_SECRET, keys_of_persons
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Changes, Record, StoredRows
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.package.content import Cover, SentRows
from shuangjian_desktop.exchange.package.layout import FULL, INCREMENT, sheet_layout, travelling
from shuangjian_desktop.exchange.package.write import package_draft
from shuangjian_desktop.registers.system import SENT
from shuangjian_desktop.services.agreeing import agree_on_sent
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import office, offices
from shuangjian_desktop.services.series import (
    last_package,
    number_of,
    person_secret,
    require_partner,
    side,
    write_down,
)
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.writer import Writer

_MOST_OPTIONS = 500
_KEYED_BY = "person_secret_sent:"
"""Meta: the secret under which a partner got the persons' keys last."""
_EPOCH, _SENT_IN = "epoch", "package_epoch:"
"""Meta: how often the ledger was restored from a backup, and how often it had been when a partner got a package."""
_SERIES = "package:"
"""The series of the packages to a partner. Its numbers outlive a restore; they belong to no year."""
_NO_YEAR, _FIRST_EPOCH = 0, "1"
_LEAP = 100
"""How far the number goes on after a restore: beyond what was sent since the backup, if one package goes a day."""


@dataclass(frozen=True)
class Packed:
    """A package that was made: its cover, the file, how many rows by register, the step, what else should be known."""

    cover: Cover
    file: Path
    counts: Mapping[str, int]
    changes: Changes
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows it carries."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class NextPackage:
    """What the next package to an office will be. `last` is the day of the one before, None before the first.

    `rekeyed`: the secret of the persons' keys is another than the office got, so without names all rows go.
    `restored`: the ledger was restored from a backup since the last one; what the office got meanwhile is not known.
    """

    partner: str
    number: int
    last: date | None
    rekeyed: bool
    restored: bool

    def must_be_full(self, *, personal: bool) -> bool:
        """Whether an increment cannot be made."""
        return self.last is None or self.restored or (self.rekeyed and not personal)


def next_package(reader: Reader, partner: str) -> NextPackage:
    """Return what the next package to an office will be."""
    last = last_package(reader, SENT, partner)
    made = last.values["made_on"] if last else None
    held, sent = reader.meta(PERSON_SECRET), reader.meta(_KEYED_BY + partner)
    restored = (reader.meta(_SENT_IN + partner) or _FIRST_EPOCH) != reader.meta(_EPOCH)
    highest = max(number_of(last), reader.highest_serial(_SERIES + partner, _NO_YEAR))
    return NextPackage(
        partner,
        highest + (_LEAP if restored else 1),
        made if isinstance(made, date) else None,
        rekeyed=not held or held != sent,
        restored=restored,
    )


def file_name(sender: str, following: NextPackage) -> str:
    """Return what the file of a package is called if nobody calls it otherwise."""
    return f"数据包-{sender}-{following.partner}-{following.number:04}.xlsx"


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
    return pack_all(desk, {to: out}, full=full, personal=personal, progress=progress)[0]


def pack_all(
    desk: Desk,
    outs: Mapping[str, Path],
    *,
    full: bool = False,
    personal: bool = False,
    progress: Progress | None = None,
) -> list[Packed]:
    """Write the next package for each of several offices to its file, as one step: all of them, or none.

    Raises:
        UsageError, RefusedError, FileError, Cancelled: as `pack` does.

    """
    for out in outs.values():
        if out.suffix.lower() != ".xlsx":
            raise UsageError(f"数据包的文件名须以 .xlsx 结尾，不能是“{out.name}”。")
    progress = progress or Progress()
    makers = [_Packing(desk, require_partner(desk, to), out, full, personal, progress) for to, out in outs.items()]
    there = {maker.out for maker in makers if maker.out.exists()}
    to_whom = office(makers[0].partner).name if len(makers) == 1 else f" {len(makers)} 个区县"
    named = "（含个人信息）" if personal else ""
    operation = desk.operation("pack", f"发出数据包：给{to_whom}{named}", always=True)
    try:
        made, changes = desk.ledger.transact(operation, lambda writer: _write_all(writer, makers))
    except BaseException:
        for maker in makers:
            if maker.placed and maker.out not in there:  # the ledger does not know of it
                with suppress(OSError):
                    maker.out.unlink()
        raise
    return [
        Packed(cover, maker.out, counts, changes, maker.notes)
        for maker, (cover, counts) in zip(makers, made, strict=True)
    ]


def _write_all(writer: Writer, makers: Sequence["_Packing"]) -> list[tuple[Cover, Mapping[str, int]]]:
    """Write the packages aside; they take their places when the last is good."""
    with ExitStack() as places:
        made = [maker.write(writer, places) for maker in makers]
        for maker in makers:
            maker.placed = True
    return made


class _Packing:
    """Makes one package inside the transaction that gives it its number."""

    def __init__(self, desk: Desk, partner: str, out: Path, full: bool, personal: bool, progress: Progress) -> None:
        self._desk, self.partner, self.out = desk, partner, out
        self._full, self._personal, self._progress = full, personal, progress
        self._mine = office(desk.ledger.office)
        self._district = partner if self._mine.is_city else self._mine.code
        self.placed = False
        self.notes: tuple[str, ...] = ()

    @without_collector()
    def write(self, writer: Writer, places: ExitStack) -> tuple[Cover, Mapping[str, int]]:
        """Write the step, and the file aside until `places` is left; return the cover and the rows by register."""
        last = last_package(writer, SENT, self.partner)
        secret = person_secret(writer)
        keyed = _KEYED_BY + self.partner
        following = next_package(writer, self.partner)
        everything = self._full or following.must_be_full(personal=self._personal)
        change = writer.last_change()
        number = writer.next_serial(_SERIES + self.partner, _NO_YEAR, above=following.number - 1)
        cover = self._cover(last, number, everything, secret)
        since = None if everything or last is None else last.values["change"]
        records = self._records(writer, since if isinstance(since, int) else None)
        self.notes = () if self._personal else tuple(map(_unseen, self._handed_over(writer, records).items()))
        rows = {register.key: self._rows(writer, register, records[register.key], secret) for register in travelling()}
        names = {one.code: one.name for one in offices()}
        draft = places.enter_context(package_draft(self.out, cover, rows, names, self._options(), self._progress))
        if not self._personal:
            writer.set_meta(keyed, secret)
        writer.set_meta(_SENT_IN + self.partner, writer.meta(_EPOCH) or _FIRST_EPOCH)
        self._remember(writer, draft.cover, change, rows)
        draft.require_good()
        return draft.cover, {key: len(found) for key, found in rows.items()}

    def _cover(self, last: Record | None, number: int, everything: bool, secret: str) -> Cover:
        """Return the cover of the next package of the series."""
        since = last.values["made_on"] if last and not everything else None
        return Cover(
            sender=self._mine.code,
            receiver=self.partner,
            number=number,
            previous=number_of(last),
            kind=FULL if everything else INCREMENT,
            made=datetime.now().replace(microsecond=0),
            operator=self._desk.operator,
            since=since if isinstance(since, date) else None,
            personal=self._personal,
            secret=secret if self._mine.is_city else "",
        )

    def _records(self, writer: Writer, since: int | None) -> Mapping[str, StoredRows]:
        """Return the records that travel: of the district, written after a change; None: all of them.

        A district's package carries those that it handed over too. A tombstone travels only to who holds the record.
        """
        changed = None if since is None else writer.changed_since(since)
        found = {}
        for register in travelling():
            key = register.key
            uids = None if changed is None else changed.get(key, ())
            self._progress.step(f"读取{register.title}", 0, 0)
            whose = self._district if self._mine.is_city else ""
            rows = writer.stored(key, _selected(register, self._personal), whose, uids)
            gone = {uid: of for uid, of, dead in zip(rows.uids, rows.offices, rows.deleted, strict=True) if dead}
            known = writer.agreed(key, self.partner, gone)
            found[key] = rows.without(uid for uid, of in gone.items() if uid not in known or of != self._district)
        return found

    def _handed_over(self, writer: Writer, records: Mapping[str, StoredRows]) -> dict[str, int]:
        """Return how many of the records are handed over with this package, by the office that gets them."""
        counts: Counter[str] = Counter()
        for key, rows in records.items():
            if self._mine.is_city:
                new = writer.from_elsewhere(writer.never_agreed(key, self.partner), self.partner)
                counts[self.partner] += len(set(new).intersection(rows.uids)) if new else 0
            else:
                counts.update(rows.offices)
                counts.pop(self._district, None)
        return {code: count for code, count in counts.items() if count}

    def _rows(self, writer: Writer, register: Register, records: StoredRows, secret: str) -> SentRows:
        """Return records as they travel."""
        told = writer.names if self._personal else writer.labels
        names: dict[str, Sequence[str | None]] = {}
        for item, to in register.refs:
            uids = records.column(item.key)
            called = told(to, {str(uid) for uid in uids if uid is not None})
            names[item.key] = [called.get(str(uid)) or None for uid in uids]
        stored = {item.key: records.column(item.key) for item in sheet_layout(register, personal=self._personal).fields}
        if PERSON_KEY in stored:
            texts = [records.column(key) for key in register.person]
            stored[PERSON_KEY] = keys_of_persons(stored[PERSON_KEY], texts, secret)
        return SentRows(replace(records, stored=stored), names)

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

    def _remember(self, writer: Writer, cover: Cover, change: int, rows: Mapping[str, SentRows]) -> None:
        """Write down that the package was sent, and what its receiver holds from now on."""
        count = sum(map(len, rows.values()))
        write_down(writer, SENT, cover, self.out.name, cover.digest, count, change)
        for register in travelling():
            agree_on_sent(writer, self.partner, side(cover.sender), register, rows[register.key].rows)


def _selected(register: Register, personal: bool) -> list[str]:
    """Return the fields that are read: those that travel, and those that tell whom a record is about."""
    fields = [item.key for item in sheet_layout(register, personal=personal).fields]
    return list(dict.fromkeys((*fields, *(register.person if PERSON_KEY in fields else ()))))


def _unseen(handed: tuple[str, int]) -> str:
    """Return what the receiver of handed over records will lack in a package without personal values."""
    to, count = office(handed[0]).name, handed[1]
    return (
        f"包里有移交给{to}的 {count} 条记录，不含个人信息：接收方将看不到学生、教职工的姓名和电话，须自行补填。"
        "要一并移交，请再发一个含个人信息的全量数据包。"
    )
