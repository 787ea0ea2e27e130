"""The charts, counted out of the registers: what is drawn, with the rows behind each mark; pictures and files of it.

What draws is imported when something is drawn for the first time: call that off the main thread.
"""

import gc
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from shuangjian_desktop.analysis import plotting
from shuangjian_desktop.analysis.chart import Chart, Scope
from shuangjian_desktop.analysis.drawing.picture import Picture
from shuangjian_desktop.analysis.plot import Plot
from shuangjian_desktop.core.collector import without_collector
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.kinds import Integer, Money
from shuangjian_desktop.core.measure import Part
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.exchange.writing.place import written_to
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.figures import total_name, whose
from shuangjian_desktop.services.office import CITY, Office, office, offices
from shuangjian_desktop.store.reader import Reader

KINDS = ("png", "svg", "pdf")
"""The kinds of picture that can be written, as file names end."""


def scope(
    desk: Desk, until: date | None = None, since: date | None = None, office_code: str = "", category: str = ""
) -> Scope:
    """Return what a chart is asked for: until today if nothing is said, of one office's records or of all.

    Raises:
        UsageError: there is no such office or category.

    """
    known = categories(desk) if category else ()
    if category and category not in known:
        raise UsageError(f"没有“{category}”这个培训类别。", f"可用的有：{'、'.join(known)}。")
    code = office(office_code).code if office_code else whose(desk)
    if code == CITY:
        code = ""
    return Scope(until or desk.day, since, code, category, townships=bool(code))


def count(desk: Desk, chart: Chart, asked: Scope, progress: Progress | None = None) -> Plot:
    """Return what a chart shows, counted in one state of the ledger, beside whoever reads on.

    Raises:
        LedgerError: the ledger cannot be read.
        Cancelled: it is no longer wanted.

    """
    with desk.ledger.beside() as reader:
        found = reader.parts(plotting.asked(chart, asked), progress)
        places = _townships(reader, found) if asked.townships else {one.code: one.place for one in districts()}
    source = f"{office(desk.ledger.office).name} {desk.day.isoformat()} 统计"
    return plotting.plot(chart, asked, found, places, _whose(desk, asked), source)


def picture(plot: Plot, width: float, height: float, ratio: float) -> Picture:
    """Return a plot as dots: pixels of 1/96 inch, each `ratio` dots wide and high."""
    drawn: Picture = _drawing().draw(plot, width, height, ratio)
    return drawn


@cache
def _drawing() -> ModuleType:
    """Return what draws, imported now if nothing was drawn yet."""
    with without_collector():  # it would stop all threads for a quarter of a second on its way through what comes in
        from shuangjian_desktop.analysis.drawing import draw

        gc.freeze()  # all that stays
    return draw


def require_picture(path: Path) -> str:
    """Return the kind of picture that a file of this name holds.

    Raises:
        UsageError: none that can be written.

    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise UsageError(f"图片的文件名须以 {'、'.join(f'.{one}' for one in KINDS)} 结尾，不能是“{path.name}”。")
    return kind


def export(plot: Plot, path: Path) -> None:
    """Write a plot as a picture, of the kind that the file's name ends with.

    Raises:
        UsageError: it ends with none that can be written.
        FileError: the file cannot be written.

    """
    kind = require_picture(path)
    with written_to(path) as draft:
        _drawing().save(plot, draft, kind)


def as_json(plot: Plot) -> dict[str, Any]:
    """Return what a chart shows for other programs: money in yuan."""
    kind = Money(minimum=None) if plot.chart.unit == "元" else Integer(minimum=None)
    marks = [
        {
            "column": plot.columns[mark.column].label,
            "layer": plot.layers[mark.layer].label,
            "value": kind.external(mark.value),
            "rows": mark.rows,
        }
        for mark in plot.marks
    ]
    return {"chart": plot.chart.key, "title": plot.title, "note": plot.note, "unit": plot.chart.unit, "marks": marks}


def districts() -> list[Office]:
    """Return the district offices."""
    return [one for one in offices() if not one.is_city]


def categories(desk: Desk) -> Sequence[str]:
    """Return the categories that charts can be narrowed to."""
    return desk.options(find("institution"), "category", retired=True)


def _whose(desk: Desk, asked: Scope) -> str:
    """Return whose records are counted: 全市, or a district."""
    return office(asked.office).place if asked.office else total_name(desk)


def _townships(reader: Reader, found: Sequence[Sequence[Part]]) -> dict[str, str]:
    """Return the names of the townships among the keys, in the order of their codes."""
    keys = {part.keys[0] for parts in found for part in parts}
    known = reader.get_many("division", [key for key in keys if key])
    ordered = sorted(known.items(), key=lambda one: str(one[1].values["code"]))
    return {uid: str(record.values["name"]) for uid, record in ordered}
