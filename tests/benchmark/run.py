"""The benchmark: the program ÷ the bare libraries that do nothing but the job, both measured in this run.

    python dev.py bench             100 000 refunds, some minutes
    python dev.py bench --quick     a tenth of it
    python dev.py bench --million   a window on 1 000 000 refunds, and nothing else; some minutes more to make them

Only the ratios mean anything on another machine; seconds stand beside them. Shares are those of the median run.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from shuangjian_desktop.services.office import found_office
from tests.benchmark import children
from tests.benchmark.material import INSTITUTION, refund_rows, write_refunds
from tests.benchmark.packages import measure_packages
from tests.benchmark.paper_lines import measure_papers
from tests.benchmark.provinces import measure_million
from tests.benchmark.table import Line, Scale, middle, shares

AIMS = {"import": 3.0, "memory": 600, "start": 2.5}
SHARES = {
    "check": "the zip and its XML, before anybody reads it",
    "child": "start, calamine, transfer",
    "checks": "head, mapping, cells, matching, rules: the plan",
    "backup": "waiting until it is verified, beside all that",
    "rows": "records, payments, keys, fates",
    "derived": "paid, balance, state",
    "history": "every record, before and after",
    "search": "the search index",
    "insert": "waiting for SQLite, which puts all that in beside",
    "rest": "commit",
}


def measure_import(scale: Scale, book: Path, founded: Path, folder: Path) -> Iterator[str]:
    """Import into copies of the founded ledger, the last of them `imported.db`, and measure both floors."""
    runs, floors, most = [], [], 0
    for turn in range(scale.imports):
        answer, held = children.run("import_part", book, shutil.copy(founded, folder / "imported.db"))
        if answer["created"] != scale.rows:
            raise RuntimeError(f"{answer['created']} of {scale.rows} refunds went in")
        runs.append(answer)
        most = max(most, held)
        floors.append(_floor("calamine_and_sqlite", book, folder / f"floor{turn}.db"))
    one = middle(runs)
    title = f"import of {scale.rows} refunds ÷ "
    yield Line(f"{title}calamine, sqlite3", one["seconds"], median(floors), AIMS["import"]).text()
    yield from shares(one, SHARES)
    yield Line(f"{title}openpyxl, ORM", one["seconds"], _floor("openpyxl_and_orm", book, folder / "orm.db")).text()
    yield f"{'memory, both processes at their peak, MB':<44}{most / 1e6:>10.0f}{'':>19}  <= {AIMS['memory']}"


def _floor(name: str, book: Path, database: Path) -> float:
    return float(children.run("floor_part", name, book, database)[0]["seconds"])


def measure_search(scale: Scale, ledger: Path) -> Iterator[str]:
    """Search for names and a part of a number that the list holds."""
    rows = refund_rows(scale.rows)
    names = [str(row[0]) for row in rows]
    asked = {
        "2 characters of a name": next(name for name in names if len(name) == 3)[:2],
        "a name of 4 characters": next(name for name in names if len(name) == 4),
        "6 digits of a phone number": str(rows[0][2])[3:9],
    }
    answers = children.run("search_part", ledger, *asked.values())[0]
    for title, answer in zip(asked, answers, strict=True):
        yield Line(f"search, {title} ({answer['found']} found)", answer["seconds"], answer["floor"]).text()


def measure_start(scale: Scale, ledger: Path) -> Iterator[str]:
    """Start both windows by turns, once to warm up."""
    pairs = [
        (children.seconds_until_line("window_part", ledger), children.seconds_until_line("bare_window"))
        for _turn in range(scale.starts + 1)
    ][1:]
    ours, bare = (median(seconds) for seconds in zip(*pairs, strict=True))
    yield Line("start to usable window ÷ bare PySide6 window", ours, bare, AIMS["start"]).text()


def measure(scale: Scale, folder: Path) -> Iterator[str]:
    """Measure everything in an empty folder; yield the table."""
    book, founded = write_refunds(folder / "refunds.xlsx", scale.rows), folder / "founded.db"
    desk = found_office(founded, "410105", "王芳")
    desk.ledger.transact(
        desk.operation("save", "新增机构"), lambda writer: writer.create("institution", {"name": INSTITUTION})
    )
    desk.ledger.close()
    yield f"{'':<44}{'seconds':>10}{'floor':>10}{'ratio':>9}  aim"
    yield from measure_start(scale, founded)
    yield from measure_import(scale, book, founded, folder)
    yield from measure_packages(scale, folder / "imported.db", folder)
    yield from measure_search(scale, folder / "imported.db")
    yield from measure_papers(scale, founded, folder)


def asked(words: Sequence[str] | None = None) -> tuple[Scale, int]:
    """Return what the command line asks for: the scale, and how many refunds a province has (0: not asked)."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure the program against its floors.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, one import, three starts")
    parser.add_argument("--rows", type=int, help="refunds in the list")
    parser.add_argument("--million", action="store_true", help="a window on 1 000 000 refunds (--rows: fewer)")
    options = parser.parse_args(words)
    scale = Scale(10_000, 1, 3) if options.quick else Scale()
    scale = Scale(options.rows, 1, 1) if options.rows else scale
    return scale, (options.rows or 1_000_000) if options.million else 0


if __name__ == "__main__":
    wanted, province = asked()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for line in measure_million(province, wanted.rows, folder) if province else measure(wanted, folder):
            print(line, flush=True)
