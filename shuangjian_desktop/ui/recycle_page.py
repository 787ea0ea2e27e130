"""回收站: what was deleted, register by register, and bringing it back."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import REGISTERS, find
from shuangjian_desktop.services import lists, records
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.table_model import TableModel
from shuangjian_desktop.ui.widgets import PushButton

_EMPTY = "回收站是空的。删除的记录会留在这里，随时可以恢复。"


class RecyclePage(Page):
    """A list of the registers that have deleted records, and the deleted records of one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(session, parent)
        self.registers = QComboBox()
        self.registers.setAccessibleName("台账")
        self.registers.currentIndexChanged.connect(self._show_register)
        self.restore_button = PushButton("恢复选中的记录")
        self.restore_button.clicked.connect(self.restore)
        bar = QHBoxLayout()
        for widget in (QLabel("台账："), self.registers, self.restore_button):
            bar.addWidget(widget)
        bar.addStretch()
        self.table = QTableView()
        self.table.setAccessibleName("已删除的记录")
        theme.dress_table(self.table)
        self.model: TableModel | None = None
        empty = QLabel(_EMPTY)
        empty.setProperty("role", "soft")
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.table)
        self._stack = QStackedLayout()
        self._stack.addWidget(empty)
        self._stack.addWidget(full)
        QVBoxLayout(self).addLayout(self._stack)

    def refresh(self) -> None:
        """Count the deleted records of every register."""
        self.session.read(_deleted, self._offer_registers, receiver=self)

    def _offer_registers(self, counts: dict[str, int]) -> None:
        """Offer the registers that have any, and show the one that was shown."""
        chosen = self.registers.currentData()
        with QSignalBlocker(self.registers):
            self.registers.clear()
            for key, count in counts.items():
                self.registers.addItem(f"{find(key).title}（{count}）", key)
            self.registers.setCurrentIndex(max(0, self.registers.findData(chosen)))
        self._stack.setCurrentIndex(1 if counts else 0)
        self._show_register()

    def _show_register(self) -> None:
        """Show the deleted records of the chosen register."""
        key = self.registers.currentData()
        if key is None:
            return
        if self.model is None or self.model.register.key != key:
            self._replace_model(key)
        if self.model:
            self.model.forget()
            self.model.ask(Query(key, deleted=True))

    def _replace_model(self, key: str) -> None:
        """Show the columns of another register."""
        old, register = self.model, find(key)
        self.model = TableModel(register, self.session, self)
        self.model.fields = register.listed
        self.table.setModel(self.model)
        for column, item in enumerate(register.listed):
            self.table.setColumnWidth(column, theme.characters(self.table, item.width or item.kind.width))
        self.table.selectionModel().selectionChanged.connect(self._offer)
        self.model.settled.connect(self._offer)
        if old:
            old.deleteLater()
        self._offer()

    def _offer(self) -> None:
        """Enable the button while something is selected."""
        self.restore_button.setEnabled(self.table.selectionModel().hasSelection())

    def restore(self) -> None:
        """Bring the selected records back as one step."""
        if self.model is None:
            return
        model = self.model
        ids = model.ids([index.row() for index in self.table.selectionModel().selectedRows()])
        key = model.register.key

        def bring_back(desk: Desk) -> object:
            uids = [line.record.uid for line in lists.lines(desk, key, ids, ())]
            return records.bring_back(desk, key, uids)

        self.session.write(bring_back, receiver=self)


def _deleted(desk: Desk) -> dict[str, int]:
    """Return how many deleted records each register has that a clerk sees, those with none left out."""
    seen = [register.key for register in REGISTERS if register.group != "system"]
    counts = {key: len(lists.spine(desk, Query(key, deleted=True))) for key in seen}
    return {key: count for key, count in counts.items() if count}
