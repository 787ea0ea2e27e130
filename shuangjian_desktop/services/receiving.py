"""Receiving a package: what it would do, and doing it as one step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from shuangjian_desktop.core.collector import without_collector
from shuangjian_desktop.core.errors import RefusedError, StaleError
from shuangjian_desktop.core.person import PERSON_SECRET
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.exchange.package.content import Cover, Received
from shuangjian_desktop.exchange.package.layout import FULL
from shuangjian_desktop.exchange.package.plan import PackagePlan, plan_package
from shuangjian_desktop.exchange.package.read import read_package
from shuangjian_desktop.exchange.reading import read_workbook
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.offices import code_of
from shuangjian_desktop.registers.system import RECEIVED
from shuangjian_desktop.services import backups
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.doubles import Double, double_identities
from shuangjian_desktop.services.hand_checks import said_of_hand_rows
from shuangjian_desktop.services.handing import family
from shuangjian_desktop.services.office import office
from shuangjian_desktop.services.series import (
    district_of,
    last_package,
    number_of,
    person_secret,
    previous_of,
    received_packages,
    side,
)
from shuangjian_desktop.services.taking_in import TakingIn
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.writer import Writer


@dataclass(frozen=True)
class Receipt:
    """What receiving a package would do, or did. `again`: the ledger has it already, so nothing is to be done.

    `at` is the ledger's last change when it was planned. `changes` are what the step touched, when it was done.
    `doubles` are the institutions that stand in the books of several offices then.
    """

    plan: PackagePlan
    at: int
    again: bool = False
    changes: Changes = field(default_factory=lambda: Changes(None))
    doubles: tuple[Double, ...] = ()

    @property
    def cover(self) -> Cover:
        """The cover of the package."""
        return self.plan.received.cover

    @property
    def asks(self) -> tuple[str, ...]:
        """What has to be confirmed first, in sentences."""
        return () if self.again or self.changes.step else self.plan.asks


@without_collector()
def read(path: Path, progress: Progress | None = None) -> Received:
    """Return what a package says.

    Raises:
        FileError: it cannot be read, or is no package.
        Cancelled: the clerk pressed cancel.

    """
    return read_package(read_workbook(path, progress=progress or Progress()))


@without_collector()
def plan(desk: Desk, received: Received) -> Receipt:
    """Return what receiving would do; nothing is written.

    Raises:
        RefusedError: it is for another office, older than what the ledger has, or a package before it is missing.

    """
    reader = desk.ledger.reader
    at = reader.last_change()
    _require_receiver(desk, received.cover)
    if _known(reader, received):
        return Receipt(PackagePlan(received, (), ()), at, again=True)
    _require_own_rows(received)
    _require_place(reader, received)
    secret = reader.meta(PERSON_SECRET) or ""
    cover = received.cover
    planned = plan_package(received, side(cover.sender), district_of(cover), _LedgerLookup(reader, cover), secret)
    odd = said_of_hand_rows(desk, planned.rows, district_of(cover))
    planned = replace(planned, asks=(*planned.asks, *odd))
    return Receipt(planned, at, doubles=tuple(double_identities(reader, district_of(cover), planned.rows)))


@without_collector()
def apply(desk: Desk, receipt: Receipt, *, confirmed: bool = False, progress: Progress | None = None) -> Receipt:
    """Write what was planned as one step, committed after a verified backup; return it with what came of it.

    Nothing is written where the package is known already, or where something has to be confirmed and is not.

    Raises:
        StaleError: something was written since the plan was made, so it may no longer be what was shown.
        LedgerError: the ledger cannot be written, or no backup can be made; nothing is written.
        Cancelled: the clerk pressed cancel; nothing is written.

    """
    if receipt.again or (receipt.asks and not confirmed):
        return receipt
    progress = progress or Progress()
    operation = desk.operation("receive", _title(receipt), always=True)
    with backups.backup_meanwhile(desk, "接收前", progress) as backed_up:

        def write(writer: Writer) -> PackagePlan:
            if writer.last_change() != receipt.at:
                raise StaleError("台账在预览之后又有改动，没有接收。", "请重新预览。")
            _keep_secret(writer, receipt.cover)
            done = TakingIn(writer, receipt.plan, progress).run()
            backed_up()
            return done

        done, changes = desk.ledger.transact(operation, write)
    return replace(receipt, plan=done, changes=changes, doubles=tuple(double_identities(desk.ledger.reader)))


def _title(receipt: Receipt) -> str:
    """Return the title of the step."""
    cover, counts = receipt.cover, receipt.plan.counts
    came = f"新增 {counts['create']}，更新 {counts['update']}，删除 {counts['delete']}"
    return f"接收{office(cover.sender).name}第 {cover.number} 号数据包：{came}"


def _require_receiver(desk: Desk, cover: Cover) -> None:
    """Refuse a package that is not for this office."""
    if cover.receiver != desk.ledger.office:
        named = office(cover.receiver).name
        raise RefusedError(f"这个数据包是发给{named}的，不是发给{office(desk.ledger.office).name}的，没有接收。")
    if not (office(cover.sender).is_city or office(cover.receiver).is_city) or cover.sender == cover.receiver:
        raise RefusedError("数据包只在区县与市局之间交换，没有接收。", "请核对封面上的发送方和接收方。")


def _require_own_rows(received: Received) -> None:
    """Refuse a package on whose cover another sender was put than the one whose rows it holds."""
    mine = district_of(received.cover)
    rows = [one.row for found in received.rows.values() for one in found if one.row.uid]
    schools = received.rows.get("institution", ())
    handed = any(code_of(one.row.values.get("handed_from")) == mine for one in schools)
    if received.intact or not rows or handed or any(row.office == mine for row in rows):
        return
    raise RefusedError(
        f"封面上写的是{office(mine).name}的数据包，里面却没有一行是它的记录，没有接收。", "请对方重新制作数据包。"
    )


def _known(reader: Reader, received: Received) -> bool:
    """Return whether the ledger has this very package."""
    filters = (
        Filter("direction", "eq", RECEIVED),
        Filter("partner", "eq", received.cover.sender),
        Filter("number", "eq", received.cover.number),
        Filter("digest", "eq", received.digest),
    )
    return reader.count(Query("package", filters=filters)) > 0


def _require_place(reader: Reader, received: Received) -> None:
    """Refuse a package that is older than what was received, or before which one is missing.

    The last one that was received may come again with corrections by hand.
    """
    cover = received.cover
    last = number_of(last_package(reader, RECEIVED, cover.sender))
    sender = office(cover.sender).name
    if cover.number == last and not received.intact:
        return
    if cover.number == last:
        raise RefusedError(
            f"{sender}第 {cover.number} 号数据包已接收过一份，内容与这一份不同，没有接收。",
            "已接收的那份如果被人改过，请先撤销接收它的那一步，再接收这一份；否则请对方发一个全量数据包。",
        )
    if cover.number < last:
        raise RefusedError(
            f"{sender}第 {cover.number} 号数据包比已接收的旧（已接收到第 {last} 号），没有接收。",
            "请接收更新的数据包，或请对方发一个全量数据包。",
        )
    if cover.kind != FULL and (gap := _gap(reader, cover)):
        lacking = f"第 {gap[0]} 号" + (f"至第 {gap[1]} 号" if gap[1] > gap[0] else "")
        raise RefusedError(
            f"{sender}第 {cover.number} 号是增量数据包，还没有接收{lacking}数据包，没有接收。",
            f"请先接收{lacking}（撤销过的可以重做），或请对方发一个全量数据包。",
        )


def _gap(reader: Reader, cover: Cover) -> tuple[int, int] | None:
    """Return the first and last number that are missing between an increment and the full package that it builds on.

    One whose step was taken back is missing too.
    """
    held = received_packages(reader, cover.sender)
    wanted = cover.previous
    while wanted in held:
        if held[wanted].values["kind"] == FULL:
            return None
        wanted = previous_of(held[wanted])
    return max((number for number in held if number < wanted), default=0) + 1, wanted


def _keep_secret(writer: Writer, cover: Cover) -> None:
    """Keep the city's secret, by which all offices make the same key for the same person."""
    if cover.secret and office(cover.sender).is_city:
        writer.set_meta(PERSON_SECRET, cover.secret)
    elif office(cover.receiver).is_city:
        person_secret(writer)


class _LedgerLookup:
    """What a plan asks, answered by the ledger."""

    def __init__(self, reader: Reader, cover: Cover) -> None:
        self._reader, self._sender, self._office = reader, cover.sender, district_of(cover)

    def records(self, register: str, uids: Iterable[str]) -> Mapping[str, Record]:
        """Return records, tombstones too, by uid."""
        return self._reader.get_many(register, uids)

    def of_office(self, register: str, office: str) -> Sequence[str]:
        """Return the uids of an office's living records."""
        return self._reader.of_office(register, office)

    def names(self, register: str, uids: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Return what records may be called, by uid: in full and masked."""
        wanted = list(uids)
        named, masked = self._reader.names(register, wanted), self._reader.labels(register, wanted)
        return {uid: (name, masked.get(uid, "")) for uid, name in named.items()}

    def named(self, register: str, text: str) -> Sequence[str]:
        """Return the living records of the package's district, or of the reference data, that are called just so."""
        found = self._reader.pick(register, text)
        called = self._reader.names(register, [one.uid for one in found])
        own = find(register).group == "reference"
        return [one.uid for one in found if called[one.uid] == text and (own or one.office == self._office)]

    def match(self, register: str, key_index: int, texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Return the uids of the living records of the package's district by natural key text."""
        return self._reader.match(register, key_index, texts, self._office)

    def agreements(self, register: str, uids: Iterable[str]) -> Mapping[str, Sequence[Values]]:
        """Return what the sender and the ledger agreed on of records, the last agreement last; by uid."""
        return self._reader.agreements(register, self._sender, uids)

    def never_sent(self, register: str) -> Sequence[str]:
        """Return the living records of the package's district that its ledger never had: typed into a package."""
        awaited = set(self.awaited(register))
        return [uid for uid in self._reader.never_agreed(register, self._office) if uid not in awaited]

    def awaited(self, register: str) -> Sequence[str]:
        """Return the living records that were handed over to the package's district, and that it never sent yet."""
        return self._reader.from_elsewhere(self._reader.never_agreed(register, self._office), self._office)

    def family(self, institution: str, office: str) -> Mapping[str, Sequence[str]]:
        """Return the office's living records that stand under an institution, by register."""
        return family(self._reader, [institution], office)
