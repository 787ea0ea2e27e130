"""The ledger of one district: what happened there, entered as its clerks would have, and the package for the city."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuangjian_desktop.demo.inspections import Inspecting
from shuangjian_desktop.demo.institutions import Register, Row
from shuangjian_desktop.demo.places import place
from shuangjian_desktop.demo.quotas import Quota
from shuangjian_desktop.demo.settlements import neighbour, refunds, wages
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import packing, receiving
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import CITY, found_office
from shuangjian_desktop.store.writer import Writer

OPERATOR = "演示"


@dataclass(frozen=True)
class Task:
    """One district to be made: its quota and its neighbour's, its ledger, the city's package, where its own goes."""

    code: str
    quota: Quota
    beside: Quota
    ledger: Path
    from_city: Path
    package: Path


def tasks(quota: Quota, ledgers: Path, down: Path, up: Path) -> list[Task]:
    """Return the districts of a city."""
    parts = quota.by_district()
    return [
        Task(
            code,
            parts[code],
            parts[neighbour(code)],
            ledgers / f"{code}.db",
            down / f"{CITY}-{code}-0001.xlsx",
            up / f"{code}-{CITY}-0001.xlsx",
        )
        for code in parts
    ]


def district_rows(code: str, quota: Quota, beside: Quota) -> Iterator[tuple[str, Sequence[Row]]]:
    """Yield what a district's registers hold, (register key, rows): what is pointed to comes first."""
    there = place(code)
    listed = Register(there, quota).listing()
    yield "institution", listed.institutions
    yield "disposition", listed.dispositions
    yield "former_name", listed.former_names
    inspected = Inspecting(there, listed.irregular).inspected(quota.notices)
    yield "inspection", inspected.inspections
    yield "addressee", inspected.addressees
    yield "inspection_target", inspected.targets
    yield "rectification_notice", inspected.notices
    for key, settled in (
        ("refund", refunds(code, quota, beside, listed.contracting)),
        ("wage_settlement", wages(code, quota, beside, listed.contracting)),
    ):
        yield key, settled.settlements
        payment = "refund_payment" if key == "refund" else "wage_payment"
        payments = settled.payments  # a payment stands before what takes it back
        yield payment, [row for row in payments if "reverses" not in row[1]]
        yield payment, [row for row in payments if "reverses" in row[1]]


def make_district(task: Task) -> Path:
    """Make a district's ledger and its package; return where the package lies.

    The city's first package comes before all else: it brings the secret by which the city counts distinct persons.
    """
    desk = found_office(task.ledger, task.code, OPERATOR)
    try:
        receiving.apply(desk, receiving.plan(desk, receiving.read(task.from_city)))
        for key, rows in district_rows(task.code, task.quota, task.beside):
            _enter(desk, key, rows)
        return packing.pack(desk, CITY, task.package).file
    finally:
        desk.ledger.close()


def _enter(desk: Desk, key: str, rows: Sequence[Row]) -> None:
    """Enter rows as one step."""
    if not rows:
        return

    def write(writer: Writer) -> None:
        writer.create_many(key, [values for _uid, values in rows], uids=[uid for uid, _values in rows])

    desk.ledger.transact(desk.operation("save", f"演示数据：{find(key).title} {len(rows)} 条"), write)
