"""What stands over the bars: the title, what was counted, the legend in as many lines as it needs."""

from shuangjian_desktop.analysis.drawing.looks import SOFT, look
from shuangjian_desktop.analysis.drawing.paper import Paper
from shuangjian_desktop.analysis.plot import Plot

EDGE = 20
_TITLE, _NOTE, _LEGEND = 15.0, 10.0, 10.5  # points
_TITLE_LINE, _NOTE_LINE, _LEGEND_LINE = 30, 19, 23  # pixels
_KEY, _GAP, _APART = 22, 6, 20  # pixels: the key, from it to its word, to the next key


def head(paper: Paper, plot: Plot) -> float:
    """Draw the head; return where it ends."""
    room = paper.width - 2 * EDGE
    y = EDGE + _TITLE_LINE / 2
    paper.text(EDGE, y, paper.cut(plot.title, _TITLE, room), _TITLE)
    y += _TITLE_LINE / 2
    for line in _lines(paper, plot.note, room):
        paper.text(EDGE, y + _NOTE_LINE / 2, paper.cut(line, _NOTE, room), _NOTE, color=SOFT)
        y += _NOTE_LINE
    return _legend(paper, plot, y + 6) if plot.marks else y + 6


def _lines(paper: Paper, note: str, room: float) -> list[str]:
    """Return a note in lines that fit the room; it is parted at its middle dots."""
    lines = [""]
    for part in note.split(" · "):
        longer = f"{lines[-1]} · {part}" if lines[-1] else part
        if lines[-1] and paper.measure(longer, _NOTE) > room:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


def _legend(paper: Paper, plot: Plot, y: float) -> float:
    """Draw the keys with their words, broken into lines; return where they end."""
    x: float = EDGE
    for layer in plot.layers:
        words = paper.cut(layer.label, _LEGEND, paper.width - 2 * EDGE - _KEY - _GAP)
        width = _KEY + _GAP + paper.measure(words, _LEGEND)
        if x > EDGE and x + width > paper.width - EDGE:
            x, y = EDGE, y + _LEGEND_LINE
        paper.box(x, y + _LEGEND_LINE / 2 - 7, _KEY, 14, look(layer.look, ordered=plot.ordered))
        paper.text(x + _KEY + _GAP, y + _LEGEND_LINE / 2, words, _LEGEND)
        x += width + _APART
    return y + _LEGEND_LINE + 8
