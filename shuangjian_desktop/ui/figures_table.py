"""Figures by district: a line for each office under the one for all, exact values, a click opens the rows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from shuangjian_desktop.analysis import prose
from shuangjian_desktop.core.kinds import Text
from shuangjian_desktop.core.register import Field
from shuangjian_desktop.services import figures
from shuangjian_desktop.services.figures import Counts
from shuangjian_desktop.ui import clipboard, theme
from shuangjian_desktop.ui.table_view import ROW_HEIGHT

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEAST_ROWS = 6  # that are always in sight, the heads counted as two; a small window scrolls the page
_PLACE = Field(key="office", label="区县", kind=Text())


class FiguresTable(QTableWidget):
    """The table by district. The names of the offices stand at the side, where they stay in sight."""

    opened = Signal(object, str)
    """A cell was clicked: its Counts and the code of the office, '' for all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._counts: Sequence[Counts] = ()
        self._offices: Sequence[tuple[str, str]] = ()
        theme.dress_table(self)
        self.setAccessibleName("分区县数据")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.verticalHeader().setVisible(True)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * ROW_HEIGHT))
        self.verticalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(_RIGHT)
        self.horizontalHeader().setStretchLastSection(False)
        self.setMinimumHeight(_LEAST_ROWS * self.verticalHeader().defaultSectionSize())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.cellClicked.connect(self._open)

    def show_figures(self, counts: Sequence[Counts], offices: Sequence[tuple[str, str]]) -> None:
        """Show figures of offices, (code or '' for all, name); the place in the table stays."""
        self._counts, self._offices = counts, offices
        self.setRowCount(len(offices))
        self.setColumnCount(len(counts))
        self.setVerticalHeaderLabels([name for _code, name in offices])
        self.setHorizontalHeaderLabels([f"{one.figure.label}\n（{one.figure.unit}）" for one in counts])
        for row, (office, _name) in enumerate(offices):
            for column, one in enumerate(counts):
                self.setItem(row, column, _cell(one, office))
        for column in range(len(counts)):
            self.resizeColumnToContents(column)

    def _open(self, row: int, column: int) -> None:
        """Ask for the rows behind a cell."""
        one, office = self._counts[column], self._offices[row][0]
        if one.of(office).population:
            self.opened.emit(one, office)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what a click opens; all else moves."""
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self._open(here.row(), here.column())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the selected block with its heads and offices; the whole table where at most one cell is selected."""
        chosen = self.selectedRanges()
        rows = {row for one in chosen for row in range(one.topRow(), one.bottomRow() + 1)}
        columns = {column for one in chosen for column in range(one.leftColumn(), one.rightColumn() + 1)}
        if len(rows) * len(columns) > 1:
            self._put(sorted(rows), sorted(columns))
        else:
            self.copy_all()

    def copy_all(self) -> None:
        """Copy the whole table."""
        self._put(range(self.rowCount()), range(self.columnCount()))

    def _put(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """Put lines of the table on the clipboard."""
        chosen = [self._counts[column].figure for column in columns]
        fields = [_PLACE, *(Field(key=one.key, label=figures.head(one), kind=one.kind) for one in chosen)]
        here = self.model()
        lines = [[self._offices[row][1], *(str(here.index(row, column).data()) for column in columns)] for row in rows]
        clipboard.put(fields, lines)


def _cell(one: Counts, office: str) -> QTableWidgetItem:
    """Return the cell of a figure in an office."""
    counted = one.of(office)
    cell = QTableWidgetItem(prose.shown(one.figure, counted.value))
    cell.setTextAlignment(_RIGHT)
    cell.setToolTip(figures.detail(counted))
    if not office:
        font = cell.font()
        font.setBold(True)
        cell.setFont(font)
    if counted.value is None:
        cell.setForeground(QColor(theme.SOFT))
    return cell
