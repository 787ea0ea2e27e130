"""What a clerk does with the selected rows of a table: open, delete, copy, history, deeds."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.core.register import Action, Field, Register, Values
from shuangjian_desktop.services import deeds, lists, records
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import Line
from shuangjian_desktop.services.ownership import closed
from shuangjian_desktop.ui import clipboard, messages
from shuangjian_desktop.ui.deeds import do_deed
from shuangjian_desktop.ui.form.record_form import RecordForm
from shuangjian_desktop.ui.gather import Gather
from shuangjian_desktop.ui.history_dialog import HistoryDialog
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.table_view import TableView

MOST_COPIED = 20_000
_MOST_ASKED = 200  # selected rows that are looked at before something is offered for them


class Rows(QObject):
    """Deeds on the rows of one table. Where it does not grow, records are neither made nor deleted in it."""

    written = Signal(str)
    """A record was made or changed in a form: its uid."""
    narrowed = Signal(object, object)
    """按此值筛选: the Field and its Filter."""

    def __init__(
        self, register: Register, view: TableView, session: Session, parent: QObject, *, grows: bool = True
    ) -> None:
        """Work on the table `view`."""
        super().__init__(parent)
        self.register = register
        self._grows = grows
        self._view = view
        self._session = session
        view.open_asked.connect(self.open)
        view.customContextMenuRequested.connect(self._menu)

    def _with_current(self, then: Callable[[str], object]) -> None:
        """Find out the uid of the current row."""
        row = self._view.currentIndex().row()
        if row >= 0:
            self._with_uids(self._view.table().ids([row]), lambda uids: then(*uids))

    def _with_uids(self, ids: Sequence[int], then: Callable[[list[str]], object]) -> None:
        """Find out the uids of rows (local numbers), also of those that were never in sight."""

        def done(uids: list[str]) -> None:
            then(uids)

        Gather(self._session, self.register.key, ids, (), lambda line: line.record.uid, done, self)

    def with_selected(self, then: Callable[[list[str]], object]) -> None:
        """Find out the uids of the selected rows, in the order in which they are shown."""
        if ids := self._selected():
            self._with_uids(ids, then)

    def _selected(self) -> Sequence[int]:
        """Return the local numbers of the selected rows."""
        return self._view.table().ids_of(self._view.selected_runs())

    # --- one record ----------------------------------------------------------------------------------------------
    def new(self, values: Values | None = None) -> RecordForm:
        """Open the form for a new record."""
        return self._form(None, values)

    def open(self) -> None:
        """Open the form of the current row."""
        self._with_current(self.open_record)

    def open_record(self, uid: str) -> RecordForm:
        """Open the form of a record."""
        return self._form(uid, None)

    def _form(self, uid: str | None, values: Values | None) -> RecordForm:
        """Open a form; the window behind it waits, so that nothing typed can be lost with it."""
        form = RecordForm(self.register, self._session, uid, self._view.window(), values=values)
        form.saved.connect(self.written)
        form.open()
        return form

    def history(self) -> None:
        """Show the history of the current row."""
        self._with_current(self._history)

    def _history(self, uid: str) -> None:
        HistoryDialog(self.register, uid, self._session, self._view.window()).open()

    # --- many records --------------------------------------------------------------------------------------------
    def delete(self) -> None:
        """Move the selected rows into the recycle bin, after a question."""
        ids = self._selected()
        if not ids:
            return
        if reason := self.closed():
            messages.inform(self._view.window(), reason)
            return
        text = f"删除选中的 {len(ids):,} 条{self.register.title}记录吗？"
        detail = "删除后可以用“撤销”（Ctrl+Z）取回，也可以随时从回收站恢复。"
        messages.ask(self._view.window(), text, "删除", lambda: self._with_uids(ids, self._remove), detail=detail)

    def closed(self) -> str:
        """Return why what is selected cannot be deleted, as far as it has been in sight; '' for no reason."""
        model, session = self._view.table(), self._session
        lines = filter(None, map(model.line, self._view.selected_rows(_MOST_ASKED)))
        return next((why for line in lines if (why := closed(session.desk, self.register, line.record))), "")

    def _remove(self, uids: list[str]) -> None:
        def work(desk: Desk) -> Changes:
            return records.remove(desk, self.register.key, uids)

        self._session.write(work, receiver=self)

    def copy(self) -> None:
        """Copy the selected cells with their heads, as they are shown: what is masked stays masked."""
        model, count = self._view.table(), self._view.selected_count()
        fields = [model.fields[column] for column in self._view.selected_columns()]
        if not fields and count:
            fields = list(model.fields)
        if count > MOST_COPIED:
            text = f"选中了 {count:,} 行，一次最多复制 {MOST_COPIED:,} 行。"
            messages.inform(self._view.window(), text, "要整张表请用“导出”。")
        elif count:
            put = partial(clipboard.put, fields)
            Gather(self._session, self.register.key, self._selected(), fields, lambda line: line.texts, put, self)

    # --- menu ----------------------------------------------------------------------------------------------------
    def _menu(self, place: QPoint) -> None:
        """Offer what can be done with the row under the pointer."""
        index = self._view.indexAt(place)
        menu = QMenu(self._view)
        menu.setToolTipsVisible(True)
        if self._grows:
            menu.addAction("新建\tCtrl+N", self.new)
        if index.isValid():
            if not self._view.selectionModel().isSelected(index):
                self._view.setCurrentIndex(index)
            self._fill(menu, self._view.table().line(index.row()), self._view.table().fields[index.column()])
        menu.popup(self._view.viewport().mapToGlobal(place))

    def _fill(self, menu: QMenu, line: Line | None, item: Field) -> None:
        """Add what can be done with a row."""
        menu.addAction("打开\tEnter", self.open)
        menu.addAction("复制\tCtrl+C", self.copy)
        menu.addAction("历史\tCtrl+H", self.history)
        if line:
            value = lists.value_of(line.record, item)
            menu.addAction(f"只看相同的“{item.label}”", partial(self._narrow, item, value))
            why_not = closed(self._session.desk, self.register, line.record)
            for action in deeds.fitting_actions(self.register, line.record):
                deed = menu.addAction(f"{action.label}…", partial(self._deed, line.record.uid, action))
                _bar(deed, why_not)
        if self._grows:
            menu.addSeparator()
            _bar(menu.addAction("删除\tDelete", self.delete), self.closed())

    def _narrow(self, item: Field, value: Value) -> None:
        """Ask for the rows with the same value."""
        self.narrowed.emit(item, Filter(item.key, "blank") if value is None else Filter(item.key, "eq", value))

    def _deed(self, uid: str, action: Action) -> None:
        do_deed(self.register, uid, action, self._session, self._view.window(), lambda: self.written.emit(uid))


def _bar(action: QAction, why_not: str) -> None:
    """Take an entry of a menu away from the clerk where there is a reason, and say it."""
    action.setEnabled(not why_not)
    if why_not:
        action.setToolTip(why_not)
