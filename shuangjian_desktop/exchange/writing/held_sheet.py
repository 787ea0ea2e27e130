"""An error workbook made anew: the clerk's title rows and head over the held rows only."""

from pathlib import Path
from typing import Any

from shuangjian_desktop.core.cells import column_letter
from shuangjian_desktop.core.kinds import Date
from shuangjian_desktop.exchange.planning.heads import own_columns
from shuangjian_desktop.exchange.planning.headwords import ERROR_HEAD, ROW_KEY_HEAD
from shuangjian_desktop.exchange.planning.mapping import target_fields
from shuangjian_desktop.exchange.writing.marks import MESSAGE_WIDTH, MOST_COMMENTED, mark, put, put_message
from shuangjian_desktop.exchange.writing.sent import Sent, SentRow

_FORBIDDEN = str.maketrans("[]:*?/\\", "_______")
_COLUMN_WIDTH = 16


def write_held_sheet(draft: Path, sent: Sent) -> None:
    """Write the held rows of a plan under the clerk's titles and heads."""
    from openpyxl import Workbook

    head = sent.plan.table.head
    book = Workbook(write_only=True)
    sheet = book.create_sheet(head.sheet.translate(_FORBIDDEN)[:31] or "表格")
    _columns(sheet, sent)
    sheet.freeze_panes = f"A{len(head.titles) + 2}"
    for title in head.titles:
        sheet.append([_cell(sheet, title)])
    own = own_columns(head).values()
    heads = ["" if index in own else text for index, text in enumerate(head.columns[: sent.width])]
    heads += [""] * (sent.width - len(heads))
    sheet.append([_head_cell(sheet, text) for text in (*heads, ERROR_HEAD, ROW_KEY_HEAD)])
    for number, row in enumerate(sent.rows(whole=False)):
        sheet.append(_row(sheet, sent, row, commented=number < MOST_COMMENTED))
    book.save(draft)


def _columns(sheet: Any, sent: Sent) -> None:
    """Set widths and formats: what is typed into a text column stays text."""
    targets = target_fields(sent.plan.register)
    for column in sent.plan.mapping.columns:
        kind = targets[column.field].kind
        if not kind.numeric and not isinstance(kind, Date):
            sheet.column_dimensions[column.letter].number_format = "@"
    for index in range(sent.width):
        sheet.column_dimensions[column_letter(index)].width = _COLUMN_WIDTH
    sheet.column_dimensions[column_letter(sent.width)].width = MESSAGE_WIDTH
    sheet.column_dimensions[column_letter(sent.width + 1)].hidden = True


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    put(cell, value)
    return cell


def _head_cell(sheet: Any, text: str) -> Any:
    from openpyxl.styles import Alignment, Font

    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    return cell


def _row(sheet: Any, sent: Sent, row: SentRow, *, commented: bool) -> list[Any]:
    """Return the cells of a held row with its marks, message and key."""
    values = [*row.cells, *[None] * (sent.width - len(row.cells))]
    cells = [_cell(sheet, value) for value in values]
    for index, problems in row.problems.items():
        if 0 <= index < len(cells):
            mark(cells[index], problems, commented=commented)
    message = _cell(sheet, None)
    put_message(message, row.message)
    return [*cells, message, _cell(sheet, row.key)]
