"""The whole demo: 16 ledgers, a package each, the city's ledger out of the packages alone, the bulletin's table."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree

from shuangjian_desktop.analysis.figure import Figure
from shuangjian_desktop.analysis.figures import FIGURES
from shuangjian_desktop.analysis.prose import shown
from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.demo.district import OPERATOR, Task, make_district, tasks
from shuangjian_desktop.demo.quotas import Quota
from shuangjian_desktop.services import figures, packing, receiving
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import CITY, found_office, make_folder
from shuangjian_desktop.services.receipt_view import summary
from shuangjian_desktop.store.backups import folder_of

_FROM_CITY, _TO_CITY = "packages-from-city", "packages"


@dataclass(frozen=True)
class Line:
    """A figure of the bulletin beside the one that the city's ledger gives, as values of the figure's kind."""

    figure: Figure
    bulletin: Value
    city: Value
    text: str

    @property
    def equal(self) -> bool:
        """Whether they are exactly equal."""
        return self.bulletin == self.city


def make_city(folder: Path, scale: float = 1.0, progress: Progress | None = None) -> list[Line]:
    """Make the demo in a folder; return the bulletin's figures beside the city's.

    The districts' ledgers are `CODE.db`, the city's is 4101.db; the packages lie in `packages`.

    Raises:
        RefusedError: there is something in the folder.
        LedgerError, FileError: the folder cannot hold ledgers.

    """
    progress = progress or Progress()
    _require_empty(folder)
    quota = Quota().scaled(scale)
    ledger = folder / f"{CITY}.db"
    make_folder(ledger)
    for name in (_FROM_CITY, _TO_CITY):
        (folder / name).mkdir()
    planned = tasks(quota, folder, folder / _FROM_CITY, folder / _TO_CITY)
    with closing(found_office(ledger, CITY, OPERATOR).ledger) as city:
        desk = Desk(city, OPERATOR)
        for task in planned:
            packing.pack(desk, task.code, task.from_city)
        for number, package in enumerate(_districts(planned), 1):
            receipt = receiving.apply(desk, receiving.plan(desk, receiving.read(package)))
            progress.step(summary(receipt), number, len(planned))
        lines = _table(desk, quota)
    rmtree(folder_of(ledger), ignore_errors=True)  # backups of what can be made again, larger than all the rest
    return lines


def _require_empty(folder: Path) -> None:
    """Refuse a folder with something in it: nothing of somebody's is mixed with what is invented."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(f"“{folder}”里已经有东西，没有生成演示数据。", "请换一个新的文件夹。")


def _districts(planned: Sequence[Task]) -> Iterator[Path]:
    """Make the districts, as many at once as there are processors; yield the package of each when it is done."""
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        yield from pool.map(make_district, planned)


def _table(desk: Desk, quota: Quota) -> list[Line]:
    """Return the bulletin's figures beside those of the ledger."""
    wanted = quota.figures()
    return [
        Line(one.figure, one.figure.value(wanted[one.figure.key]), one.total.value, one.total.text)
        for one in figures.count(desk, figures=FIGURES)
        if one.figure.key in wanted
    ]


def table_text(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the table for people: label, the bulletin's, the city's, as the bulletin writes it, whether they agree."""
    yield "数据\t简报\t市台账\t写作\t核对"
    for line in lines:
        unit = line.figure.unit
        told = (f"{shown(line.figure, value)} {unit}" for value in (line.bulletin, line.city))
        yield "\t".join((line.figure.label, *told, line.text, "一致" if line.equal else "不一致"))
