"""The first columns of a table, laid over it so that they stay in sight (after Qt's frozen column example)."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

Index = QModelIndex | QPersistentModelIndex


class FrozenColumns(QTableView):
    """A second view on the same model and selection, showing only the first columns."""

    def __init__(self, table: QTableView) -> None:
        """Lie over `table`; show nothing until `share`."""
        super().__init__(table)
        self._table = table
        self.columns = 0
        self.setObjectName("frozen")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTableView#frozen { border: none; border-right: 2px solid palette(mid); }")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def share(self, table: QTableView) -> None:
        """Show the rows and the selection of the table; scroll, resize and ask for menus together with it."""
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalHeader().sectionResized.connect(self._follow)
        self.horizontalHeader().sectionResized.connect(self._pass_width)
        self.customContextMenuRequested.connect(self._pass_menu)

    def freeze(self, columns: int) -> None:
        """Show the first `columns`, hide the others."""
        self.columns = min(columns, self._table.model().columnCount())
        with QSignalBlocker(self.horizontalHeader()):
            for column in range(self._table.model().columnCount()):
                self.setColumnHidden(column, column >= self.columns)
                if column < self.columns:
                    self.setColumnWidth(column, self._table.columnWidth(column))
        self.setVisible(self.columns > 0)
        self.fit()

    def fit(self) -> None:
        """Lie exactly over the first columns of the table."""
        table, frame = self._table, self._table.frameWidth()
        width = sum(table.columnWidth(column) for column in range(self.columns))
        height = table.viewport().height() + table.horizontalHeader().height()
        self.setGeometry(table.verticalHeader().width() + frame, frame, width, height)

    def _follow(self, column: int, _old: int, new: int) -> None:
        """Take over a column's new width."""
        if column < self.columns:
            self.setColumnWidth(column, new)
            self.fit()

    def _pass_width(self, column: int, _old: int, new: int) -> None:
        """Give the table the width that was pulled here."""
        self._table.setColumnWidth(column, new)

    def _pass_menu(self, place: QPoint) -> None:
        """Ask for the table's menu at the same point."""
        viewport = self._table.viewport()
        self._table.customContextMenuRequested.emit(viewport.mapFromGlobal(self.viewport().mapToGlobal(place)))


class FreezingTable(QTableView):
    """A table whose first columns can stay in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Freeze nothing yet."""
        super().__init__(parent)
        self._frozen = FrozenColumns(self)

    def freeze(self, columns: int) -> None:
        """Keep the first columns in sight."""
        self._frozen.freeze(columns)

    @property
    def frozen(self) -> int:
        """How many columns stay in sight."""
        return self._frozen.columns

    # --- Qt's side -----------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frozen columns in their place."""
        super().resizeEvent(event)
        self._frozen.fit()

    def updateGeometries(self) -> None:
        """Keep the frozen columns in their place when the row numbers grow wider."""
        super().updateGeometries()
        self._frozen.fit()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell to sight, beside the frozen columns and not under them."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if index.column() < self._frozen.columns:
            bar.setValue(before)
        else:
            hidden = self._frozen.width() - self.visualRect(index).left()
            if self._frozen.columns and hidden > 0:
                bar.setValue(bar.value() - hidden)
