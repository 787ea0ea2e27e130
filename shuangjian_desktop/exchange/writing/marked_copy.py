"""An error workbook that is the clerk's own file: everything where it was, the cells with problems marked.

Formulas in the data become the values that were read, because openpyxl does not keep what they come to. A masked copy
keeps only the sheet that was imported: the others may hold what shall not be seen. Cells merged over several data rows
are parted, the value in each.
"""

import warnings
from pathlib import Path
from typing import Any

from shuangjian_desktop.core.cells import CellFault, column_letter
from shuangjian_desktop.exchange.planning.heads import own_columns
from shuangjian_desktop.exchange.planning.headwords import ERROR_HEAD, ROW_KEY_HEAD
from shuangjian_desktop.exchange.writing.marks import MESSAGE_WIDTH, MOST_COMMENTED, mark, put, put_message, unmark
from shuangjian_desktop.exchange.writing.sent import Sent, SentRow

# What openpyxl raises at parts of a workbook that it does not expect, though others read them: styles, rules, names.
_STUMBLES = (ValueError, TypeError, KeyError, AttributeError, IndexError, SyntaxError)


def write_marked_copy(draft: Path, sent: Sent, source: Path) -> bool:
    """Write a copy of `source` with the problems of the plan marked; return whether openpyxl was able to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what openpyxl cannot keep (charts, newer rules) is not our data
        try:
            book = _open(source)
        except _STUMBLES:
            return False
        sheet = book[sent.plan.table.sheet]
        if sent.masks:
            _keep_only(book, sheet)
        sheet.protection.sheet = False
        _part_rows(sheet, sent)
        error, key = _own_columns(sheet, sent)
        marked = 0
        for row in sent.rows(whole=True):
            marked += bool(row.problems)
            _write_row(sheet, sent, row, commented=marked <= MOST_COMMENTED)
            put_message(sheet.cell(row.number, error), row.message)
            put(sheet.cell(row.number, key), row.key or None)
        try:
            book.save(draft)
        except _STUMBLES:
            return False
    return True


def _open(source: Path) -> Any:
    from openpyxl import load_workbook

    with source.open("rb") as file:  # openpyxl leaves a file open that it stumbles over
        return load_workbook(file, keep_links=False)


def _part_rows(sheet: Any, sent: Sent) -> None:
    """Undo what is merged over several data rows: each shows its own cells, and rows can be sorted or taken out."""
    below = sent.plan.table.head.last_row
    for area in [area for area in sheet.merged_cells.ranges if area.min_row > below and area.max_row > area.min_row]:
        sheet.unmerge_cells(area.coord)


def _own_columns(sheet: Any, sent: Sent) -> tuple[int, int]:
    """Make the columns for message and key, or find those of an earlier round; return their 1-based numbers."""
    head = sent.plan.table.head
    own = own_columns(head)
    error = own.get(ERROR_HEAD, sent.width) + 1
    key = own.get(ROW_KEY_HEAD, error) + 1
    put(sheet.cell(head.row, error), ERROR_HEAD)
    put(sheet.cell(head.row, key), ROW_KEY_HEAD)
    sheet.column_dimensions[column_letter(error - 1)].width = MESSAGE_WIDTH
    sheet.column_dimensions[column_letter(key - 1)].hidden = True
    return error, key


def _write_row(sheet: Any, sent: Sent, row: SentRow, *, commented: bool) -> None:
    """Put the cells that may not stay as they are (masked, too long, formulas, parted) and mark those with problems."""
    from openpyxl.cell import MergedCell

    raw = sent.plan.table.rows[row.place]
    for index, shown in enumerate(row.cells):
        cell = sheet.cell(row.number, index + 1)
        if isinstance(cell, MergedCell):
            continue
        formula = cell.data_type == "f" and not isinstance(raw[index], CellFault)
        if formula or cell.value is None or shown != raw[index]:
            put(cell, shown)
        unmark(cell)
        if problems := row.problems.get(index):
            mark(cell, problems, commented=commented)


def _keep_only(book: Any, sheet: Any) -> None:
    """Remove the other sheets, and what in this one speaks of them."""
    gone = [other for other in book.worksheets + book.chartsheets if other is not sheet]
    for other in gone:
        book.remove(other)
    for name in [name for name, defined in book.defined_names.items() if "!" in (defined.attr_text or "")]:
        del book.defined_names[name]
    rules = sheet.data_validations.dataValidation
    sheet.data_validations.dataValidation = [rule for rule in rules if "!" not in f"{rule.formula1}{rule.formula2}"]
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f" and "!" in str(cell.value):
                cell.value = None
