"""Small things to read: tables of dozens of lines, never thousands (for those: `paged`), and a row of numbers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QTableWidget, QTableWidgetItem, QWidget

from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.widgets import label

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


class Numbers(QWidget):
    """Numbers in large type, each over what it counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show none yet."""
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(28)
        self._grid.setColumnStretch(20, 1)

    def show_numbers(self, numbers: Sequence[tuple[str, int]]) -> None:
        """Show these (word, number) in place of those shown before."""
        while item := self._grid.takeAt(0):
            if old := item.widget():
                old.deleteLater()
        for column, (words, number) in enumerate(numbers):
            role = "urgent-count" if number and words == "没有接收" else "count"
            self._grid.addWidget(label(f"{number:,}", role), 0, column, Qt.AlignmentFlag.AlignCenter)
            self._grid.addWidget(label(words, "soft"), 1, column, Qt.AlignmentFlag.AlignCenter)
        self.setVisible(bool(numbers))
