"""The benchmark of a province: a window on 1 000 000 refunds, and an import of 100 000 more.

These figures are what a clerk waits, in milliseconds, beside what is aimed at; they hold on a machine that does nothing
else. Only the last one is a ratio.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from shuangjian_desktop.services import backups
from shuangjian_desktop.services.office import found_office, open_desk
from tests.benchmark import children
from tests.benchmark.material import INSTITUTION, write_refunds
from tests.benchmark.million import make
from tests.benchmark.table import Line

STALL, PAGE, SEARCH, SORTED, TOTALS, MEMORY, IMPORT = 100, 50, 100, 1000, 500, 400, 1.3


def measure_million(rows: int, more: int, folder: Path) -> Iterator[str]:
    """Make a ledger of so many refunds in an empty folder, work in its window, import `more`; yield the table."""
    ledger = folder / "province.db"
    make(ledger, rows)
    found, held = children.run("million_part", ledger)
    yield f"{rows} refunds, {ledger.stat().st_size / 1e6:.0f} MB{'':<28}{'median':>10}{'p95':>10}{'most':>10}  aim"
    yield _line("first page", [found["open"]["first_page"]], PAGE)
    yield _line("a page anywhere (p95)", found["pages"], PAGE)
    yield _line("sorted by a column, first page", _of(found["sorted"].values(), "first"), SORTED)
    yield _line("filtered and sorted, first page", _of(found["filtered"].values(), "first"), SORTED)
    yield _line("sorted by a column, all rows known", _of(found["sorted"].values(), "all"))
    yield _line("search, first page (p95)", _of(found["searched"], "first"), SEARCH)
    yield _line("frequent words, first page", _of(found["frequent"].values(), "first"))
    yield _line("totals, after the rows", _of([found["bare"], *found["filtered"].values()], "totals"), TOTALS)
    yield _line("the window stood still", list(found["stalls"].values()), STALL)
    yield f"{'memory of the window, MB':<44}{held / 1e6:>30.0f}  <= {MEMORY}"
    yield from _measure_import(ledger, more, folder)


def _measure_import(ledger: Path, more: int, folder: Path) -> Iterator[str]:
    """Import a list into a ledger that was backed up, as half an hour's work is, and into an empty one, by turns."""
    book, empty = write_refunds(folder / "more.xlsx", more), folder / "empty.db"
    desk = found_office(empty, "410105", "王芳")
    desk.ledger.transact(
        desk.operation("save", "新增机构"), lambda writer: writer.create("institution", {"name": INSTITUTION})
    )
    desk.ledger.close()
    seconds: dict[Path, list[float]] = {empty: [], ledger: []}
    for _turn in range(2):
        for path, found in seconds.items():
            work = Path(shutil.copy(path, folder / f"work-{path.name}"))
            desk = open_desk(work, "王芳")
            backups.backup(desk)
            desk.ledger.close()
            found.append(float(children.run("import_part", book, work)[0]["seconds"]))
            shutil.rmtree(folder / "备份")
    ours, floor = median(seconds[ledger]), median(seconds[empty])
    yield Line(f"import of {more} more ÷ into an empty ledger", ours, floor, IMPORT).text()


def _of(waited: Sequence[Mapping[str, float]], what: str) -> list[float]:
    """Return one of the times that were waited."""
    return [one[what] for one in waited]


def _line(title: str, found: Sequence[float], aim: float | None = None) -> str:
    """Return one line of the table."""
    ordered = sorted(found)
    last = ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
    told = f"<= {aim:g}" if aim else ""
    return f"{title:<44}{median(ordered):>10.0f}{last:>10.0f}{ordered[-1]:>10.0f}  {told}"
