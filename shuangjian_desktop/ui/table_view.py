"""A table for Excel hands: frozen first columns, sorting heads, blocks of cells, a tint along the current row."""

from collections.abc import Sequence
from itertools import chain, islice

from PySide6.QtCore import (
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from shuangjian_desktop.ui.frozen import FreezingTable
from shuangjian_desktop.ui.place import Place
from shuangjian_desktop.ui.table_model import TableModel
from shuangjian_desktop.ui.theme import dress_table

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 1.5  # of the height of the letters


class TableView(FreezingTable):
    """The table of a register page."""

    open_asked = Signal()
    """Enter, or a double click on a row."""
    sort_asked = Signal(int)
    """A head was clicked."""
    head_menu_asked = Signal(int, QPoint)
    """A head was clicked with the other button: its column and the place on the screen."""
    selected = Signal()
    """Other cells are selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show an empty table."""
        super().__init__(parent)
        self._place: Place | None = None
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        dress_table(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        for view in (self, self._frozen):
            self._set_heads(view)
            view.doubleClicked.connect(lambda _index: self.open_asked.emit())
        self.horizontalHeader().setStretchLastSection(False)
        self.verticalHeader().setVisible(True)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def _set_heads(self, view: QTableView) -> None:
        """Give one of the two views its heads: fixed row heights, clickable columns."""
        height = round(self.fontMetrics().height() * ROW_HEIGHT)
        side, heads = view.verticalHeader(), view.horizontalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(height)
        heads.setSectionsClickable(True)
        heads.setHighlightSections(False)
        heads.setFixedHeight(height + 4)
        heads.sectionPressed.disconnect()  # a click sorts; it does not also select the whole column
        heads.sectionEntered.disconnect()
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.sectionClicked.connect(self.sort_asked)
        heads.customContextMenuRequested.connect(
            lambda place, heads=heads: self.head_menu_asked.emit(heads.logicalIndexAt(place), heads.mapToGlobal(place))
        )

    # --- set up --------------------------------------------------------------------------------------------------
    def show_model(self, model: TableModel) -> None:
        """Show the model; the selection and the place in the table survive its resets."""
        self.setModel(model)
        self._frozen.share(self)
        for heads in (self.horizontalHeader(), self._frozen.horizontalHeader()):
            # One of their own, always empty: else each paint asks of every row whether it is selected.
            heads.setSelectionModel(QItemSelectionModel(model, heads))
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())

    def set_widths(self, widths: Sequence[int]) -> None:
        """Give each column its width in pixels."""
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def show_sort(self, column: int, descending: bool) -> None:
        """Mark the column that the rows are sorted by; -1 for none of them."""
        # The other way round: Qt points down for ascending, Excel and most people up.
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        for view in (self, self._frozen):
            view.horizontalHeader().setSortIndicatorShown(column >= 0)
            view.horizontalHeader().setSortIndicator(column, order)

    def table(self) -> TableModel:
        """The model, by its own type."""
        model = self.model()
        assert isinstance(model, TableModel)
        return model

    # --- what is selected ----------------------------------------------------------------------------------------
    def selected_runs(self) -> list[range]:
        """Return the rows that hold a selected cell, from top to bottom; the current row where none does.

        They come as runs without a gap: all of 1 000 000 rows are one run.
        """
        found: list[range] = []
        for top, bottom in sorted((block.top(), block.bottom()) for block in self.blocks()):
            if found and top <= found[-1].stop:
                found[-1] = range(found[-1].start, max(found[-1].stop, bottom + 1))
            else:
                found.append(range(top, bottom + 1))
        current = self.currentIndex().row()
        return found or ([range(current, current + 1)] if current >= 0 else [])

    def selected_count(self) -> int:
        """Return how many rows these are."""
        return sum(map(len, self.selected_runs()))

    def selected_rows(self, most: int | None = None) -> list[int]:
        """Return these rows one by one, at `most` so many of them."""
        return list(islice(chain.from_iterable(self.selected_runs()), most))

    def selected_columns(self) -> list[int]:
        """Return the columns that hold a selected cell."""
        return sorted({column for block in self.blocks() for column in range(block.left(), block.right() + 1)})

    def blocks(self) -> list[QItemSelectionRange]:
        """Return the selected blocks of cells."""
        return self.selectionModel().selection().toList()

    def top_row(self) -> int:
        """Return the topmost row in sight."""
        return max(0, self.rowAt(0))

    def go_to(self, row: int) -> None:
        """Make a row the current and only selected one, and bring it to sight."""
        index = self.model().index(row, max(0, self.currentIndex().column()))
        rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, rows)
        self.scrollTo(index)

    # --- the place is kept ---------------------------------------------------------------------------------------
    def _remember(self) -> None:
        """Take down where the clerk is, before the rows are replaced."""
        here, scrolled = self.currentIndex(), self.verticalScrollBar().value()
        self._place = Place.take(self.table(), here.row(), here.column(), self.blocks(), self.top_row(), scrolled)

    def _return(self) -> None:
        """Go back to where the clerk was, after the rows were replaced."""
        model, place = self.table(), self._place
        self._frozen.freeze(self._frozen.columns)
        if place is None or not model.rowCount() or not model.columnCount():
            return
        found = place.find(model)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(model.index(found.row, found.column), flags.NoUpdate)
        self.selectionModel().select(found.selection, flags.ClearAndSelect)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(0 if model.moved else found.top)

    # --- Qt's side -----------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+Space selects the column and Shift+Space the row as in Excel; all else moves."""
        here, modifier = self.currentIndex(), event.modifiers()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_asked.emit()
        elif event.key() == Qt.Key.Key_Space and modifier == Qt.KeyboardModifier.ControlModifier:
            self._select(here, QItemSelectionModel.SelectionFlag.Columns)
        elif event.key() == Qt.Key.Key_Space and modifier == Qt.KeyboardModifier.ShiftModifier:
            self._select(here, QItemSelectionModel.SelectionFlag.Rows)
        else:
            super().keyPressEvent(event)

    def _select(self, here: QModelIndex, what: QItemSelectionModel.SelectionFlag) -> None:
        """Select the whole row or column of a cell and nothing else, whatever keys are down."""
        self.selectionModel().select(here, QItemSelectionModel.SelectionFlag.ClearAndSelect | what)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would read every row in the window's thread. The search box finds."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Move the tint."""
        super().currentChanged(current, previous)
        self.table().tinted = current.row()
        self.viewport().update()
        self._frozen.viewport().update()
