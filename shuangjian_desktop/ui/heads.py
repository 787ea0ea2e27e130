"""The heads of a register's table: which columns, how wide, sorted by which; remembered for the user."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QMenu

from shuangjian_desktop.core.query import Order
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.ui import columns, theme
from shuangjian_desktop.ui.columns import Columns, ColumnsDialog
from shuangjian_desktop.ui.table_model import TableModel
from shuangjian_desktop.ui.table_view import TableView

_ARROW = 34  # pixels for the margins of a head and the arrow in it


class Heads(QObject):
    """Keeps the columns of one table."""

    sorted = Signal()
    """The clerk wants another order."""
    changed = Signal()
    """Other columns are shown."""

    def __init__(self, register: Register, view: TableView, model: TableModel, parent: QObject) -> None:
        """Show the columns that the user chose last."""
        super().__init__(parent)
        self.register = register
        self.order: tuple[Order, ...] = ()
        self._view = view
        self._model = model
        self._offered = register.fields
        self._shown = columns.load(register, self._offered)
        view.sort_asked.connect(self.sort)
        view.head_menu_asked.connect(self._menu)
        view.horizontalHeader().sectionResized.connect(self._widened)
        self.show(self._shown)

    # --- columns -------------------------------------------------------------------------------------------------
    def show(self, chosen: Columns) -> None:
        """Show these columns."""
        self._shown = chosen
        self._model.fields = chosen.fields
        self._view.set_widths([self._width(item) for item in chosen.fields])
        self._view.freeze(chosen.frozen)
        self._mark()

    def offer(self, offered: tuple[Field, ...]) -> None:
        """Let the user choose among these columns; show those of them that they chose before."""
        if offered != self._offered:
            self._offered = offered
            self.show(columns.load(self.register, offered))
            self.changed.emit()

    def take(self, chosen: Columns) -> None:
        """Show and remember columns."""
        columns.save(self.register, chosen)
        self.show(chosen)
        self.changed.emit()

    def choose(self) -> None:
        """Let the clerk tick the columns."""
        ColumnsDialog(self.register.title, self._offered, self._shown, self.take, self._view.window()).open()

    def _width(self, item: Field) -> int:
        """Return a column's width: as set by hand, else as declared, and never too small for its head."""
        if by_hand := columns.load_width(self.register, item):
            return by_hand
        font = self._view.font()
        font.setBold(True)
        head = QFontMetrics(font).horizontalAdvance(item.label) + _ARROW
        return max(theme.characters(self._view, item.width or item.kind.width), head)

    def _widened(self, column: int, _old: int, new: int) -> None:
        """Remember a width that was set by hand, which is while a mouse button is down."""
        if QApplication.mouseButtons() and new and column < len(self._model.fields):
            columns.save_width(self.register, self._model.fields[column], new)

    # --- order ---------------------------------------------------------------------------------------------------
    def sort(self, column: int) -> None:
        """Sort by a column, Chinese by pinyin; the second time the other way round."""
        key = self._model.fields[column].key
        again = bool(self.order) and self.order[0].field == key
        self.order_by((Order(key, again and not self.order[0].descending),))
        self.sorted.emit()

    def order_by(self, order: tuple[Order, ...]) -> None:
        """Mark another order, without asking for it."""
        self.order = order
        self._mark()

    def _mark(self) -> None:
        """Show at the heads what the rows are sorted by."""
        keys = [item.key for item in self._model.fields]
        declared = tuple(Order(key, descending) for key, descending in self.register.order)
        first = next(iter(self.order or declared), None)
        place = keys.index(first.field) if first and first.field in keys else -1
        self._view.show_sort(place, descending=bool(first and first.descending))

    # --- menu ----------------------------------------------------------------------------------------------------
    def _menu(self, column: int, place: QPoint) -> None:
        """Offer what can be done with a column."""
        if not 0 <= column < len(self._model.fields):
            return
        item, fields = self._model.fields[column], self._model.fields
        menu = QMenu(self._view)
        menu.addAction("升序", lambda: self._sort_to(item, descending=False))
        menu.addAction("降序", lambda: self._sort_to(item, descending=True))
        menu.addAction("恢复原来的顺序", self._unsort)
        menu.addSeparator()
        left = tuple(one for one in fields if one is not item)
        menu.addAction(f"固定到“{item.label}”", partial(self.take, Columns(fields, column + 1)))
        menu.addAction("不固定列", partial(self.take, Columns(fields, 0)))
        hide = menu.addAction(f"不显示“{item.label}”", partial(self.take, Columns(left, self._shown.frozen)))
        hide.setEnabled(bool(left))
        menu.addAction("选择列…", self.choose)
        menu.popup(place)

    def _sort_to(self, item: Field, *, descending: bool) -> None:
        self.order_by((Order(item.key, descending),))
        self.sorted.emit()

    def _unsort(self) -> None:
        self.order_by(())
        self.sorted.emit()
