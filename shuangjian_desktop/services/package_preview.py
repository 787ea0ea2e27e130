"""A package as people look at it before it goes in: counts by register and kind, and its rows page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from shuangjian_desktop.core.person import PERSON_KEY
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.package.layout import travelling
from shuangjian_desktop.exchange.package.planned import PlannedRow
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import shown
from shuangjian_desktop.services.receipt_view import ReceiptLine, described, new_records, pointed_at, worth_telling
from shuangjian_desktop.services.receiving import Receipt

KINDS = {
    "error": "有误",
    "correct": "更正",
    "keep": "保留",
    "delete": "删除",
    "update": "更新",
    "create": "新增",
    "unchanged": "无变化",
}
"""What becomes of a row, what needs a look first.

更正 is an update that was typed into the package by hand, 保留 a row of which the ledger keeps its own.
"""
HEADS = ("台账", "行", "怎样", "记录", "改动（旧 → 新）或问题")
WIDTHS = (12, 5, 12, 26, 90)
_LEFT_OUT = "全量数据包里没有这条记录"


@dataclass(frozen=True)
class Outline:
    """The rows of a plan by register and kind, and those of records that the ledger does not have yet, by uid."""

    groups: Mapping[tuple[str, str], Sequence[PlannedRow]]
    made: Mapping[str, PlannedRow]

    @property
    def registers(self) -> tuple[Register, ...]:
        """The registers of which there are rows, in the order of the sheets."""
        there = {register for register, _kind in self.groups}
        return tuple(register for register in travelling() if register.key in there)

    def count(self, register: str, kind: str) -> int:
        """Return how many rows of a register are of a kind; '' stands for all registers."""
        return sum(len(rows) for (key, of), rows in self.groups.items() if of == kind and register in ("", key))

    def rows(self, register: str, kind: str) -> list[PlannedRow]:
        """Return these rows; '' stands for all registers, and for every kind but 无变化."""
        kinds = [kind] if kind else [one for one in KINDS if one != "unchanged"]
        keys = [one.key for one in self.registers if register in ("", one.key)]
        return [row for key in keys for one in kinds for row in self.groups.get((key, one), ())]


def outline(receipt: Receipt) -> Outline:
    """Return the rows of a plan by register and kind."""
    groups: dict[tuple[str, str], list[PlannedRow]] = {}
    for row in receipt.plan.rows:
        groups.setdefault((row.register, _kind(row)), []).append(row)
    return Outline(groups, new_records(receipt))


def _kind(row: PlannedRow) -> str:
    if row.fate == "unchanged":
        return "keep" if worth_telling(row) else row.fate
    return "correct" if row.fate == "update" and row.by_hand else row.fate


def lines(desk: Desk, made: Mapping[str, PlannedRow], rows: Sequence[PlannedRow]) -> list[tuple[str, ...]]:
    """Return the texts of rows under `HEADS`; personal values masked unless the desk is unmasked."""
    found: list[tuple[str, ...]] = []
    for key, several in groupby(rows, lambda row: row.register):
        register, same = find(key), list(several)
        contents = _contents(desk, register, same, made)
        for row, line in zip(same, described(desk, register, same, made), strict=True):
            found.append((line.title, str(line.row or ""), _fate(row, line), line.name, _told(row, line, contents)))
    return found


def _fate(row: PlannedRow, line: ReceiptLine) -> str:
    """Return what becomes of a row, in words."""
    if _kind(row) == "unchanged":
        return KINDS["unchanged"]
    if row.fate == "create" and row.by_hand:
        return "新增（复制的行）" if row.copied else "新增（手工）"
    return line.word


def _told(row: PlannedRow, line: ReceiptLine, contents: Mapping[str, str]) -> str:
    """Return what there is to tell of a row."""
    if row.fate == "create":
        return "；".join(filter(None, (line.handed, contents[row.uid], line.note)))
    if row.fate == "delete":
        return line.told or ("对方已删除" if row.place else _LEFT_OUT)
    changes = tuple(change for change in line.changes if change[0] != PERSON_KEY)  # two hashes tell nobody anything
    return replace(line, changes=changes).told or "人员标识" * bool(line.changes)


def _contents(
    desk: Desk, register: Register, rows: Sequence[PlannedRow], made: Mapping[str, PlannedRow]
) -> dict[str, str]:
    """Return what new records hold, by uid, apart from what they are called by."""
    new = [row for row in rows if row.fate == "create"]
    names = pointed_at(desk, register, new, made)
    fields = [item for item in register.listed if item.key not in register.name_fields]

    def text(row: PlannedRow) -> str:
        told = {item.label: shown(desk, item, row.values.get(item.key), names) for item in fields}
        return "；".join(f"{label}：{value}" for label, value in told.items() if value)

    return {row.uid: text(row) for row in new}
