"""`--self-test`: the program does its main work once, in a folder that is thrown away, and says how it went."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from shuangjian_desktop.analysis.charts import CHARTS
from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import backups, charts, deeds, exporting, importing, packing, papers, receiving, steps
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import CITY, found_office
from shuangjian_desktop.services.records import new_draft, save
from shuangjian_desktop.services.samples import write_samples

_OFFICE, _OPERATOR = "410105", "自检"
_REGISTER, _NOTICE = "institution", "rectification_notice"
_PAGES = 3  # of a notice: 存根, 正本, 送达回证


def self_test(show_tabs: Callable[[Path], Iterable[str]] | None = None) -> int:
    """Do every part, at last also in the window where `show_tabs` opens one; return the exit code.

    Raises:
        LedgerError: something did not come out as it must.

    """
    with TemporaryDirectory() as folder:
        ledger = Path(folder) / "自检.db"
        desk = found_office(ledger, _OFFICE, _OPERATOR)
        try:
            for name, part in PARTS:
                print(f"{name}……{part(desk, Path(folder))}", flush=True)
        finally:
            desk.ledger.close()
        if show_tabs:
            print(f"窗口……{'、'.join(show_tabs(ledger))}")
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
    rows = exporting.export(desk.unmask(_OPERATOR), Query(_REGISTER), path)
    plan = importing.plan(desk, importing.propose(desk, importing.read(path), _REGISTER))
    _require(plan.counts["unchanged"] == rows, f"导出的 {rows} 条再读入时有变化")
    return f"{rows} 条，读回无变化"


def _print_notice(desk: Desk, folder: Path) -> str:
    """Issue a notice to an institution and save its papers."""
    (institution,) = desk.ledger.reader.first(Query(_REGISTER), 1)
    values: dict[str, Value] = {"institution": institution.uid, "facts": "未公示收费标准", "requirements": "立即公示"}
    saved = save(desk, new_draft(desk, _NOTICE, {**values, "deadline": date(2022, 12, 31)}))
    deeds.act(desk, _NOTICE, saved.uid, "issue", {"issued_on": date(2022, 3, 1)})
    pdf = papers.save_pdf(desk, [saved.uid], folder / "整改通知书.pdf")
    _require(pdf.pages == _PAGES and pdf.file.read_bytes().startswith(b"%PDF-"), f"整改通知书有 {pdf.pages} 页")
    return f"{desk.ledger.reader.label(_NOTICE, saved.uid)}，{pdf.pages} 页"


def _draw(desk: Desk, folder: Path) -> str:
    """Draw a chart in every kind of picture."""
    plot = charts.count(desk, CHARTS[0], charts.scope(desk))
    _require(bool(plot.marks), f"{plot.title}没有数据")
    for kind in charts.KINDS:
        charts.export(plot, folder / f"图表.{kind}")
    return f"{plot.title}（{'、'.join(charts.KINDS)}）"


def _send(desk: Desk, folder: Path) -> str:
    """Make a package for the city, and receive it in a ledger of the city."""
    packed = packing.pack(desk, CITY, folder / "数据包.xlsx")
    city = found_office(folder / "自检-市.db", CITY, _OPERATOR)
    try:
        receiving.apply(city, receiving.plan(city, receiving.read(packed.file)))
        for register in (_REGISTER, _NOTICE):
            sent, received = (one.ledger.reader.count(Query(register)) for one in (desk, city))
            _require(sent == received, f"市局收到{find(register).title} {received} 条，应为 {sent} 条")
    finally:
        city.ledger.close()
    return f"发出并收到 {packed.rows} 条"


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
    ("整改通知书", _print_notice),
    ("图表", _draw),
    ("数据包", _send),
    ("备份与检查", _back_up),
)
