"""The page of a register: search, filters, table, totals, form. Made from the declaration alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.registers import children_of
from shuangjian_desktop.services import lists
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.file_line import ask_workbook
from shuangjian_desktop.ui.filters import FilterBar
from shuangjian_desktop.ui.foot import Foot
from shuangjian_desktop.ui.form.record_form import RecordForm
from shuangjian_desktop.ui.heads import Heads
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.rows import Rows
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.table_model import TableModel
from shuangjian_desktop.ui.table_view import TableView
from shuangjian_desktop.ui.views_bar import ViewsBar
from shuangjian_desktop.ui.widgets import button, label, shortcut, tool

PAUSE = 250  # milliseconds without a keystroke before the ledger is searched


class RegisterPage(Page):
    """All records of one register, or those `within` what a figure counted: looked at, not added to or deleted."""

    def __init__(
        self, register: Register, session: Session, parent: QWidget | None = None, *, within: Query | None = None
    ) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(session, parent)
        self.register = register
        self._within = within or Query(register.key)
        self._grows = within is None
        self.model = TableModel(register, session, self)
        self.view = TableView()
        self.view.setAccessibleName(register.title)
        self.view.show_model(self.model)
        self.heads = Heads(register, self.view, self.model, self)
        self.rows = Rows(register, self.view, session, self, grows=self._grows)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("查找：文字、拼音首字母、号码的一部分（Ctrl+F）")
        self.filters = FilterBar(register, session)
        self.views = ViewsBar(register, session)
        self.foot = Foot(self.view, session)
        self.empty = label("", "soft")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._lay_out()
        self._connect()
        self._keys()

    # --- drawing -------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        """Put buttons and search over the filters, the table under them, what it comes to at the foot."""
        self.bar = bar = QHBoxLayout()
        self.new_button = button("＋ 新建", "new", self.new, "Ctrl+N")
        self.open_button = button("打开", "open", self.rows.open, "Enter，或双击")
        self.delete_button = button("删除", "delete", self.rows.delete, "Delete")
        for widget in (self.new_button, self.open_button, self.delete_button):
            bar.addWidget(widget)
        if not self._grows:
            self.new_button.hide()
            self.delete_button.hide()
            self.views.hide()  # they are views of all records
        bar.addSpacing(12)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.filters.add_button)
        bar.addWidget(tool("列…", "columns", self.heads.choose, "选择显示哪些列、固定几列"))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 4)
        column.addLayout(bar)
        column.addWidget(self.views)
        column.addWidget(self.filters)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)
        self.empty.setParent(self.view)  # not the viewport: the frozen columns lie over that
        self.empty.move(24, 24 + self.view.horizontalHeader().height())
        self._offer()

    def _connect(self) -> None:
        """Connect what the clerk does with what follows from it."""
        self._pause.timeout.connect(self.ask)
        self.search.textChanged.connect(lambda: self._pause.start())
        self.search.returnPressed.connect(self.ask)
        self.filters.changed.connect(self.ask)
        self.filters.changed.connect(lambda: self.views.follow(self.filters.filters()))
        self.views.chosen.connect(self.filters.set_filters)
        self.heads.sorted.connect(self.ask)
        self.heads.changed.connect(self.foot.follow)
        self.rows.narrowed.connect(lambda item, one: self.filters.set_condition(item, [one]))
        self.rows.written.connect(self.reveal)
        self.view.selected.connect(self._offer)
        self.model.settled.connect(self._settled)

    def _keys(self) -> None:
        """Give the page its keys; those of the table hold only while the table has the focus.

        The page's own hold in its window: a click on a tab does not bring the focus to the page.
        """
        alone = Qt.ShortcutContext.WidgetShortcut
        page: dict[str, Callable[[], object]] = {"Ctrl+F": self._to_search, "F5": self.refresh}
        rows = {"Ctrl+C": self.rows.copy, "Ctrl+H": self.rows.history}
        if self._grows:
            page["Ctrl+N"], rows["Delete"] = self.new, self.rows.delete
        for keys, call in page.items():
            shortcut(keys, self, call)
        for keys, call in rows.items():
            shortcut(keys, self.view, call, alone)
        shortcut("Down", self.search, self._to_table, alone)
        clear = shortcut("Escape", self.search, self.search.clear, alone)
        clear.setEnabled(False)  # with nothing to clear it closes a dialog, as everywhere
        self.search.textChanged.connect(lambda text: clear.setEnabled(bool(text)))

    def _to_search(self) -> None:
        """Go to the search box, ready to be typed over."""
        self.search.setFocus()
        self.search.selectAll()

    def _to_table(self) -> None:
        """Go from the search box into what it found."""
        self.view.setFocus()

    # --- asking --------------------------------------------------------------------------------------------------
    def query(self) -> Query:
        """Return what is asked for now."""
        text, filters = self.search.text().strip(), self.filters.filters()
        return replace(self._within, text=text, filters=filters, order=self.heads.order)

    def ask(self) -> None:
        """Show what is asked for; where nothing else is asked for than before, the clerk stays where they are."""
        self._pause.stop()
        self._stale = False
        self.model.ask(self.query())

    def refresh(self) -> None:
        """Read again."""
        self.views.count()
        self.session.read(lambda desk: lists.offered(desk, self.register), self._offer_columns, receiver=self)
        self.ask()

    def _offer_columns(self, columns: tuple[Field, ...]) -> None:
        """Offer these columns to be shown and asked for."""
        self.heads.offer(columns)
        self.filters.offer(columns)

    def show_query(self, query: Query) -> None:
        """Show what a query of another page finds."""
        self.search.setText(query.text)
        self.heads.order_by(query.order)
        self.filters.set_filters(query.filters)

    def concerns(self, changes: Changes) -> bool:
        """Whether a write touched this register, one under it, or one that it shows by name."""
        shown = {self.register.key, *(child.key for child in children_of(self.register.key))}
        return not shown.union(to for _item, to in self.register.refs).isdisjoint(changes.touched)

    def _settled(self) -> None:
        """Say what the table shows now."""
        self.foot.follow()
        self.empty.setText("" if self.model.rowCount() else self._nothing())
        self.empty.adjustSize()
        self._offer()

    def _nothing(self) -> str:
        """Say why the table is empty and what can be done."""
        if self.model.query.text or self.model.query.filters:
            return "没有符合条件的记录。可以换个说法，或清除筛选。"
        if not self._grows:
            return "没有这样的记录。"
        return f"还没有{self.register.title}记录。按“＋ 新建”填写，或从 Excel 表格导入。"

    def _offer(self) -> None:
        """Enable what can be done with the selection."""
        some = self.model.rowCount() > 0 and self.view.currentIndex().isValid()
        self.open_button.setEnabled(some)
        why_not = self.rows.closed() if some else ""
        self.delete_button.setEnabled(some and not why_not)
        self.delete_button.setToolTip(why_not or "Delete")

    # --- records -------------------------------------------------------------------------------------------------
    def new(self) -> RecordForm:
        """Open the form for a new record."""
        return self.rows.new()

    def open_record(self, uid: str) -> RecordForm:
        """Open the form of a record."""
        return self.rows.open_record(uid)

    def reveal(self, uid: str) -> None:
        """Bring a record to sight once the table shows it."""
        self.model.reveal(uid, self.view.go_to)

    # --- export --------------------------------------------------------------------------------------------------
    def export(self) -> None:
        """Ask for a file and write what is seen into it: these rows, these columns, in this order."""
        ask_workbook(self, f"导出{self.register.title}", f"{self.register.title}.xlsx", self.export_to)

    def export_to(self, path: Path) -> None:
        """Write what is seen into a workbook, in the background."""
        from shuangjian_desktop.services import exporting  # loads the writer of workbooks: not when a page is built

        query, fields = self.query(), self.model.fields
        self.session.read_long(
            f"导出{self.register.title}",
            lambda desk, progress: exporting.export(desk, query, path, fields, progress),
            lambda rows: messages.inform(self, f"已导出 {rows:,} 行到“{path.name}”。", str(path)),
            receiver=self,
        )
