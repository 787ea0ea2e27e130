"""The main job without a display: a ledger, a street office's sheet, a refund list, edits, undo, export, screenshots.

`python -m shuangjian_desktop --headless-demo [FOLDER [SCALE]]` does it in a new folder under FOLDER (./demo-output),
prints what it did and where the results are, and saves a picture of every tab. It ends with a whole city: 16 districts
and their packages, at SCALE (1), and the bulletin's table out of the city's ledger.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from shuangjian_desktop.core.errors import ClerkError
from shuangjian_desktop.core.places import resource_root
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.demo.city import make_city, table_text
from shuangjian_desktop.registers import REGISTERS, find
from shuangjian_desktop.services import backups, exporting, importing, records, steps
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import found_office, title
from shuangjian_desktop.services.samples import write_samples

OFFICE, OPERATOR = "410105", "王芳"
SCHOOL = "郑州市金水区育才文化培训学校"
ROSTER, REFUNDS = "街道机构摸排表.xlsx", "退费情况统计表.xlsx"


def main(under: Path, scale: float = 1.0) -> int:
    """Do the whole demo under a folder; return the exit code: 1 where a figure is not the bulletin's."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = (under / f"演示-{datetime.now():%Y%m%d-%H%M%S}").absolute()
    try:
        folder.mkdir(parents=True)
        work(folder)
        for picture in pictures(folder / "演示台账.db", folder / "截图"):
            print(f"  截图：{picture}")
        agree = city(folder / "全市演示", scale)
    except ClerkError as problem:
        print(problem.text, file=sys.stderr)
        return problem.exit_code
    print(f"全部结果在：{folder}")
    return 0 if agree else 1


# --- the work --------------------------------------------------------------------------------------------------------
def work(folder: Path) -> None:
    """Fill a new ledger as a clerk would, and say what was done."""
    desk = found_office(folder / "演示台账.db", OFFICE, OPERATOR)
    try:
        print(f"建立{title(desk)}台账：{desk.ledger.path}")
        samples = resource_root() / "resources" / "samples"
        _take(desk, samples / ROSTER, "institution", folder / "出错行.xlsx")
        records.save(desk, records.new_draft(desk, "institution", {"name": SCHOOL, "category": "学科类"}))
        _take(desk, samples / REFUNDS, "refund")
        books = [register for register in REGISTERS if register.group == "book" and register.samples]
        for register in sorted(books, key=lambda one: bool(one.parent)):  # rows under others come after all others
            _take(desk, write_samples(register, folder / f"样例-{register.title}.csv"), register.key)
        _edit_and_take_back(desk)
        _give_out(desk, folder)
    finally:
        desk.ledger.close()


def _take(desk: Desk, path: Path, register: str, error_book: Path | None = None) -> None:
    """Import a file."""
    print(f"导入{find(register).title}：{path.name}")
    proposal = importing.propose(desk, importing.read(path), register)
    for sentence in importing.told(proposal):
        print(f"  {sentence}")
    result = importing.apply(desk, importing.plan(desk, proposal), error_book=error_book, source=path)
    print(f"  {importing.summary(result)}")


def _edit_and_take_back(desk: Desk) -> None:
    """Change a record, take the change back and do it again; delete another into the recycle bin."""
    first, second, *_rest = desk.ledger.reader.first(Query("institution"), 2)
    draft = records.edit_draft(desk, "institution", first.uid)
    saved = records.save(desk, replace(draft, values={**draft.values, "notes": "2021年9月电话核对过"}))
    number = saved.changes.step.number if saved.changes.step else 0
    print(f"修改一条机构（第 {number} 步）；撤销 {steps.undo(desk).undone} 条；重做 {steps.redo(desk).undone} 条")
    records.remove(desk, "institution", [second.uid])
    print("删除一条机构，在回收站里可以恢复")


def _give_out(desk: Desk, folder: Path) -> None:
    """Export the institutions, masked, and back the ledger up."""
    path = folder / "机构台账.xlsx"
    print(f"导出机构台账 {exporting.export(desk, Query('institution'), path)} 条：{path}")
    print(f"备份并验证：{backups.backup(desk)}")
    findings = backups.check(desk.ledger.path)
    print("检查台账：" + ("；".join(findings) or "完好"))


def city(folder: Path, scale: float) -> bool:
    """Make 16 districts and the city; return whether the figures are the bulletin's."""
    print(f"全市演示：16 个区县各建台账、各发一个数据包，市局接收后汇总（规模 {scale:g}）")
    lines = make_city(
        folder, scale, Progress(lambda what, done, total: print(f"  [{done}/{total}] {what}", flush=True))
    )
    print("\n".join(f"  {line}" for line in table_text(lines)))
    return all(line.equal for line in lines)


def _tell(what: str, done: int, total: int) -> None:
    """Print how far it is."""
    print(f"  [{done}/{total}] {what}", flush=True)


# --- the pictures ----------------------------------------------------------------------------------------------------
def pictures(ledger: Path, folder: Path) -> Iterator[Path]:
    """Open the ledger in the window and save a picture of every tab; yield where each is."""
    from shuangjian_desktop.ui.tour import tour

    folder.mkdir()
    for number, (tab, picture) in enumerate(tour(ledger, OPERATOR), 1):
        path = folder / f"{number:02}-{tab}.png"
        picture.save(str(path))
        yield path
