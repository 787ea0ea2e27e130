"""A plot as a picture: dots with the places of its marks, for the screen and the printer, or a file."""

from pathlib import Path

from shuangjian_desktop.analysis.drawing.head import head
from shuangjian_desktop.analysis.drawing.looks import SOFT
from shuangjian_desktop.analysis.drawing.lying import Lying
from shuangjian_desktop.analysis.drawing.paper import Paper
from shuangjian_desktop.analysis.drawing.picture import Picture, Place
from shuangjian_desktop.analysis.drawing.setting import LOCK, prepare
from shuangjian_desktop.analysis.drawing.standing import Standing
from shuangjian_desktop.analysis.plot import NOTHING, Plot

_NOTHING = 20.0  # points
_WIDTH, _HEIGHT, _RATIO = 1120, 660, 2.0  # of a file
_AROUND, _ROW = 165, 21  # pixels: all around lying bars, and one of them at least


def needed_height(plot: Plot) -> int:
    """Return the pixels from which on the names beside lying bars do not touch."""
    return 0 if plot.chart.form == "time" else _AROUND + _ROW * len(plot.columns)


def draw(plot: Plot, width: float, height: float, ratio: float) -> Picture:
    """Return the picture of a plot, `width` by `height` pixels of 1/96 inch, each `ratio` dots wide and high.

    Where its names need more height it is higher.
    """
    with LOCK:
        prepare()
        height = max(height, needed_height(plot))
        paper, places = _drawn(plot, width, height, ratio)
        paper.canvas.draw()  # type: ignore[no-untyped-call]
        across, down = paper.canvas.get_width_height(physical=True)
        dots = bytes(paper.canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        return Picture(plot, across, down, ratio, dots, tuple(places))


def save(plot: Plot, path: Path, kind: str) -> None:
    """Write the picture of a plot as png, svg or pdf."""
    undated = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with LOCK:
        prepare()
        paper, _places = _drawn(plot, _WIDTH, max(_HEIGHT, needed_height(plot)), _RATIO)
        paper.figure.savefig(path, format=kind, metadata={"Title": plot.title, **undated.get(kind, {})})


def _drawn(plot: Plot, width: float, height: float, ratio: float) -> tuple[Paper, list[Place]]:
    """Draw on paper; return it with the places of the marks."""
    paper = Paper(width, height, ratio)
    top = head(paper, plot)
    if not plot.marks:
        paper.text(width / 2, (top + height) / 2, NOTHING, _NOTHING, color=SOFT, ha="center")
        return paper, []
    return paper, (Standing if plot.chart.form == "time" else Lying)(paper, plot, top).draw()
