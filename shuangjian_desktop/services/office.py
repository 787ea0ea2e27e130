"""Offices and operators: founding a ledger, opening one, who may be at the desk."""

import csv
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

from shuangjian_desktop.core.errors import LedgerError, UsageError
from shuangjian_desktop.core.places import resource_root
from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.reference import reference_rows
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.places import check_place
from shuangjian_desktop.store.writer import Writer

CITY = "4101"


@dataclass(frozen=True)
class Office:
    """An office that keeps a ledger: its division code, its name, the 代字 of its notices."""

    code: str
    name: str
    number_prefix: str

    @property
    def is_city(self) -> bool:
        """Whether it is the city bureau, which adds the districts up."""
        return self.code == CITY


@cache
def offices() -> tuple[Office, ...]:
    """Return the city bureau and its 16 district offices, in the order of their codes."""
    path = resource_root() / "db" / "reference" / "offices.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(Office(row["代码"], row["名称"], row["代字"]) for row in csv.DictReader(lines))


def office(code: str) -> Office:
    """Return the office with this division code.

    Raises:
        UsageError: there is none; the sentence lists the codes.
    """
    for one in offices():
        if one.code == code.upper():
            return one
    raise UsageError(
        f"没有代码为“{code}”的教育局。", "可用：" + "、".join(f"{one.code} {one.name}" for one in offices())
    )


def default_ledger() -> Path:
    """Return where the ledger lies when nobody says otherwise: $SHUANGJIAN_LEDGER, else the user's data folder."""
    if given := os.environ.get("SHUANGJIAN_LEDGER"):
        return Path(given)
    return Path(platformdirs.user_data_dir("shuangjian", appauthor=False)) / "台账.db"


def found_office(path: Path, code: str, operator: str) -> Desk:
    """Make the ledger of an office, filled with the reference data of `db/reference`.

    Raises:
        UsageError: no such office.
        LedgerError: a file lies there already, or the place cannot hold a ledger.
    """
    mine = office(code)
    check_place(path)
    if path.exists():
        raise LedgerError(f"“{path}”已经存在，没有改动它。", "请换一个文件名，或直接打开它。")
    path.parent.mkdir(parents=True, exist_ok=True)
    desk = Desk(Ledger.create(path, mine.code), operator)

    def fill(writer: Writer) -> None:
        for register, rows in reference_rows():
            for uid, values in rows:
                writer.create(register, values, uid=uid)
        writer.create("operator", {"name": operator, "active": "是"})
        writer.create("setting", {"name": "number_prefix", "value": mine.number_prefix})

    desk.ledger.transact(desk.operation("setup", f"建立{mine.name}台账"), fill)
    return desk


def open_desk(path: Path, operator: str = "", *, read_only: bool = False) -> Desk:
    """Open an office's ledger.

    Raises:
        LedgerError: it is not there, no ledger, damaged, newer than the program, or cannot be written.
    """
    if not path.exists():
        raise LedgerError(
            f"没有找到台账文件“{path}”。", "请先建立台账（shuangjian init --office 代码），或指定正确的文件。"
        )
    if not read_only:
        check_place(path)
    return Desk(Ledger.open(path, read_only=read_only), operator)


def title(desk: Desk) -> str:
    """Return the name of the office whose ledger is open."""
    return office(desk.ledger.office).name


def operators(desk: Desk) -> list[str]:
    """Return the names of the operators who may be chosen, in the order they were entered."""
    query = Query("operator", filters=(Filter("active", "ne", "否"),), order=(Order("name"),))
    return [str(record.values["name"]) for record in desk.ledger.reader.first(query, 200)]


def add_operator(desk: Desk, name: str) -> Changes:
    """Enter a new operator; the name is checked as the register says."""
    value = find("operator")["name"].kind.parse(name)
    operation = Desk(desk.ledger, desk.operator or str(value)).operation("save", "新增经办人")
    return desk.ledger.transact(operation, lambda writer: writer.create("operator", {"name": value, "active": "是"}))[1]
