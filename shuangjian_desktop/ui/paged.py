"""A table of plain texts that are made page by page as they come to sight: previews, the tray."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QTableView

from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.session import Session

PAGE = 200
Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Desk, int, int], Sequence[tuple[str, ...]]]
_NOWHERE = QModelIndex()
_LONG = 14


class PagedLines(QAbstractTableModel):
    """Lines of text under heads. `fetch(desk, start, stop)` makes some lines in the reader's thread."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Show nothing until `show` is called."""
        super().__init__(parent)
        self._session = session
        self._heads: tuple[str, ...] = ()
        self._count = 0
        self._fetch: Fetch | None = None
        self._pages: dict[int, Sequence[tuple[str, ...]] | None] = {}  # None: asked for
        self._wanted: list[int] = []
        self._turn = 0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._read)
        session.desk_changed.connect(self.forget)

    def show(self, heads: Sequence[str], count: int, fetch: Fetch) -> None:
        """Show `count` lines."""
        self.beginResetModel()
        self._heads, self._count, self._fetch = tuple(heads), count, fetch
        self._drop()
        self.endResetModel()

    def forget(self) -> None:
        """Make every line again: personal values were unmasked or hidden."""
        self.beginResetModel()
        self._drop()
        self.endResetModel()

    def _drop(self) -> None:
        self._turn += 1
        self._pages.clear()
        self._wanted.clear()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """All lines."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One column for each head."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The heads."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section] if section < len(self._heads) else None
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The text of a cell; a long one also as a tip, folded."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return text.replace("；", "；\n") if text and len(text) > _LONG else None
        return "…" if text is None else text.replace("\n", " ")

    def text(self, row: int, column: int) -> str | None:
        """Return the text of a cell, None while its page is being made."""
        page = self._pages.get(row // PAGE)
        if page is None:
            self._want(row // PAGE)
            return None
        line = page[row % PAGE] if row % PAGE < len(page) else ()
        return line[column] if column < len(line) else ""

    def _want(self, page: int) -> None:
        if page not in self._pages:
            self._pages[page] = None
            self._wanted.append(page)
            self._timer.start()

    def _read(self) -> None:
        """Ask for the pages that came to sight, the last first."""
        while self._wanted:
            self._read_page(self._wanted.pop())

    def _read_page(self, page: int) -> None:
        fetch, turn = self._fetch, self._turn
        if fetch is None:
            return

        def put(lines: Sequence[tuple[str, ...]]) -> None:
            if turn == self._turn:
                self._pages[page] = lines
                last = min(self._count, (page + 1) * PAGE) - 1
                self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self._heads) - 1))

        self._session.read(lambda desk: fetch(desk, page * PAGE, (page + 1) * PAGE), put, receiver=self)


def paged_table(model: PagedLines) -> QTableView:
    """Return a table that shows such lines."""
    view = QTableView()
    view.setModel(model)
    theme.dress_table(view)
    return view


def set_widths(view: QTableView, widths: Sequence[int]) -> None:
    """Set the columns' widths, given in half-width characters."""
    for column, count in enumerate(widths):
        view.setColumnWidth(column, theme.characters(view, count))
