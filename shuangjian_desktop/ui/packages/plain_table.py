"""A small table of texts that are all there: dozens of lines, never thousands (for those: `paged`)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from shuangjian_desktop.ui import theme

Head = tuple[str, int]
"""A head and the column's width in half-width characters."""


def plain_table() -> QTableWidget:
    """Return an empty table that nobody types in."""
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    theme.dress_table(table)
    return table


def fill(table: QTableWidget, heads: Sequence[Head], lines: Sequence[Sequence[str]]) -> None:
    """Show other lines; numbers stand to the right."""
    table.clear()
    table.setColumnCount(len(heads))
    table.setRowCount(len(lines))
    table.setHorizontalHeaderLabels([words for words, _width in heads])
    for column, (_words, width) in enumerate(heads):
        table.setColumnWidth(column, theme.characters(table, width))
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            table.setItem(row, column, cell(text))


def cell(text: str) -> QTableWidgetItem:
    """Return a cell; the whole text is its tip."""
    made = QTableWidgetItem(text)
    made.setToolTip(text if len(text) > 14 else "")
    if text.replace(",", "").isdigit():
        made.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
