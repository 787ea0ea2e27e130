"""Offices and operators: founding a ledger, opening one, who may be at the desk."""

import os
from pathlib import Path

import platformdirs

from shuangjian_desktop.core.errors import LedgerError, RefusedError
from shuangjian_desktop.core.files import flush, temporary
from shuangjian_desktop.core.kinds import ValueProblem
from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.offices import CITY, Office, office, offices
from shuangjian_desktop.registers.reference import reference_rows
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.store.disk import replace
from shuangjian_desktop.store.faults import faults
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.places import check_place
from shuangjian_desktop.store.writer import Writer

__all__ = ["CITY", "Office", "office", "offices"]


def default_ledger() -> Path:
    """Return where the ledger lies when nobody says otherwise: $SHUANGJIAN_LEDGER, else the user's data folder."""
    if given := os.environ.get("SHUANGJIAN_LEDGER"):
        return Path(given)
    return Path(platformdirs.user_data_dir("shuangjian", appauthor=False)) / "台账.db"


def found_office(path: Path, code: str, operator: str) -> Desk:
    """Make the ledger of an office, filled with the reference data of `db/reference`: it is there whole or not at all.

    Raises:
        UsageError: no such office.
        RefusedError: nobody is named who founds it.
        LedgerError: a file lies there already, or the place cannot hold a ledger.

    """
    mine, name = office(code), operator_name(operator)
    make_folder(path)
    with faults(path):
        if path.exists():
            raise LedgerError(f"“{path}”已经存在，没有改动它。", "请换一个文件名，或直接打开它。")
        with temporary(path) as unfinished:
            desk = Desk(Ledger.create(unfinished, mine.code), name)
            try:
                _fill(desk, mine)
            finally:
                desk.ledger.close()
            flush(unfinished)
            replace(unfinished, path)
    return open_desk(path, name)


def make_folder(path: Path) -> None:
    """Make the folder that a ledger is to lie in.

    Raises:
        LedgerError: a network share, or it cannot be made.

    """
    check_place(path)
    with faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)


def _fill(desk: Desk, mine: Office) -> None:
    """Write what a ledger begins with: the reference data, its first operator, the 代字."""

    def fill(writer: Writer) -> None:
        for register, rows in reference_rows():
            writer.create_many(register, [values for _uid, values in rows], uids=[uid for uid, _values in rows])
        writer.create("operator", {"name": desk.operator, "active": "是"})
        writer.create("setting", {"name": "number_prefix", "value": mine.number_prefix})

    desk.ledger.transact(desk.operation("setup", f"建立{mine.name}台账"), fill)


def open_desk(path: Path, operator: str = "", *, read_only: bool = False) -> Desk:
    """Open an office's ledger.

    Raises:
        LedgerError: it is not there, no ledger, damaged, newer than the program, or cannot be written.

    """
    require_ledger(path)
    if not read_only:
        check_place(path)
    return Desk(Ledger.open(path, read_only=read_only), operator)


def require_ledger(path: Path) -> None:
    """See that there is a file at `path`, before a lock or anything else is put beside it.

    Raises:
        LedgerError: there is none.

    """
    if not path.exists():
        raise LedgerError(
            f"没有找到台账文件“{path}”。", "请先建立台账（shuangjian init --office 代码），或指定正确的文件。"
        )


def title(desk: Desk) -> str:
    """Return the name of the office whose ledger is open."""
    return office(desk.ledger.office).name


def operators(desk: Desk) -> list[str]:
    """Return the names of the operators who may be chosen."""
    query = Query("operator", filters=(Filter("active", "ne", "否"),), order=(Order("name"),))
    return [str(record.values["name"]) for record in desk.ledger.reader.first(query, 200)]


def operator_name(text: str) -> str:
    """Return the name of an operator as the register holds it.

    Raises:
        RefusedError: it is blank or too long.

    """
    try:
        name = find("operator")["name"].kind.parse(text)
    except ValueProblem as problem:
        raise RefusedError(f"经办人姓名不对：{problem.reason}。") from None
    if name is None:
        raise RefusedError("还没有填写经办人姓名。", "请写明是谁在办理：每一步都记在经办人名下。")
    return str(name)


def add_operator(desk: Desk, text: str) -> Changes:
    """Enter an operator; one who was on the list before comes back, one who is on it stays.

    Raises:
        RefusedError: the name is blank or too long.

    """
    name = operator_name(text)
    key = find("operator").key_texts({"name": name})[0] or ""

    def write(writer: Writer) -> None:
        found = writer.match("operator", 0, [key]).get(key)
        if found:
            writer.update("operator", found[0], {"active": "是"})
        else:
            writer.create("operator", {"name": name, "active": "是"})

    # The first one enters himself.
    operation = Desk(desk.ledger, desk.operator or name).operation("save", f"新增经办人：{name}")
    return desk.ledger.transact(operation, write)[1]
