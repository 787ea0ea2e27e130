"""How an error workbook marks cells: colour, comment, message, hidden key; and how values are put as they are."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from shuangjian_desktop.core.cells import Cell, CellFault
from shuangjian_desktop.exchange.planning.plan import CellProblem

if TYPE_CHECKING:
    from openpyxl.comments import Comment

AUTHOR = "双减治理台账"
ERROR_FILL, DOUBT_FILL = "FFF4B6B6", "FFFFE699"
MESSAGE_WIDTH = 60
MOST_COMMENTED = 2_000  # rows: Excel draws a shape for each comment; the last column says everything anyway
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML cannot hold them; every field drops them


def put(cell: Any, value: Cell) -> None:
    """Put a value into an openpyxl cell: text as text, whatever it begins with; an error of Excel as that error."""
    if isinstance(value, CellFault):
        if value.kind == "error":
            cell.value = value.text
            return
        value = value.text
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("", value)
        cell.data_type = "s" if cell.value else "n"
        cell.number_format = "@"
        return
    cell.value = value
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def mark(cell: Any, problems: Sequence[CellProblem], *, commented: bool) -> None:
    """Colour a cell and, with `commented`, say in a comment what is wrong; the clerk's own comment stays above it."""
    from openpyxl.styles import PatternFill

    colour = ERROR_FILL if any(one.level == "error" for one in problems) else DOUBT_FILL
    cell.fill = PatternFill("solid", fgColor=colour)
    if not commented:
        return
    said = "\n".join(dict.fromkeys(one.message + _allowed(one) for one in problems))
    old = getattr(cell, "comment", None)
    before = f"{old.text}\n----\n" if old is not None and old.author != AUTHOR else ""
    cell.comment = comment(before + said)


def _allowed(problem: CellProblem) -> str:
    return f"\n应为：{problem.allowed}" if problem.allowed and problem.allowed not in problem.message else ""


def comment(text: str) -> "Comment":
    """Return a comment of ours that is large enough for its text."""
    from openpyxl.comments import Comment

    lines = sum(1 + len(line) // 18 for line in text.split("\n"))
    return Comment(text, AUTHOR, height=min(400, 24 + 18 * lines), width=280)


def unmark(cell: Any) -> None:
    """Take our own mark off a cell of a workbook that went out before; the clerk's comments stay."""
    from openpyxl.styles import PatternFill

    old = cell.comment
    if old is not None and old.author == AUTHOR:
        cell.comment = None
    if cell.fill is not None and cell.fill.fgColor.rgb in (ERROR_FILL, DOUBT_FILL):
        cell.fill = PatternFill()


def put_message(cell: Any, message: str) -> None:
    """Write what is wrong with a row into its last visible column."""
    from openpyxl.styles import Alignment, Font

    put(cell, message or None)
    cell.font = Font(color="FFC00000")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
