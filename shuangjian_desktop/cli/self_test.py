"""`--self-test`: the program does its main work once, in a folder that is thrown away, and says how it went."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import backups, exporting, importing, steps
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import found_office
from shuangjian_desktop.services.samples import write_samples

_REGISTER = "institution"


def self_test() -> int:
    """Make a ledger, import a sheet, take it back and do it again, export, back up, check; return the exit code."""
    with TemporaryDirectory() as folder:
        desk = found_office(Path(folder) / "自检.db", "410105", "自检")
        try:
            for name, part in PARTS:
                print(f"{name}……{part(desk, Path(folder))}")
        finally:
            desk.ledger.close()
    print("自检通过。")
    return 0


def _import(desk: Desk, folder: Path) -> str:
    """Import the register's samples as a clerk's sheet."""
    register = find(_REGISTER)
    path = write_samples(register, folder / "机构名单.csv")
    result = importing.apply(desk, importing.plan(desk, importing.propose(desk, importing.read(path), _REGISTER)))
    _require(result.created == len(register.samples), importing.summary(result))
    return importing.summary(result)


def _undo(desk: Desk, _folder: Path) -> str:
    """Take the import back and do it again."""
    undone = steps.undo(desk)
    _require(desk.ledger.reader.count(Query(_REGISTER)) == 0, "撤销后仍有机构")
    again = steps.redo(desk)
    return f"撤销 {undone.undone} 条，重做 {again.undone} 条"


def _export(desk: Desk, folder: Path) -> str:
    """Export the register and read the file again: nothing may differ."""
    path = folder / "机构台账.xlsx"
    rows = exporting.export(desk.unmask("自检"), Query(_REGISTER), path)
    plan = importing.plan(desk, importing.propose(desk, importing.read(path), _REGISTER))
    _require(plan.counts["unchanged"] == rows, f"导出的 {rows} 条再读入时有变化")
    return f"{rows} 条，读回无变化"


def _back_up(desk: Desk, _folder: Path) -> str:
    """Back up and check the ledger."""
    made = backups.backup(desk)
    findings = backups.check(desk.ledger.path)
    _require(not findings, "；".join(findings))
    return made.name


def _require(holds: bool, sentence: str) -> None:
    """Stop the self-test where something is not as it must be."""
    if not holds:
        raise LedgerError(f"自检没有通过：{sentence}")


PARTS: tuple[tuple[str, Callable[[Desk, Path], str]], ...] = (
    ("导入", _import),
    ("撤销与重做", _undo),
    ("导出", _export),
    ("备份与检查", _back_up),
)
