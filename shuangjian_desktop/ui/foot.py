"""The line under a register's table: how many, what they come to, what is selected."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from shuangjian_desktop.core.register import Field
from shuangjian_desktop.services import lists
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.sums import SelectionSums
from shuangjian_desktop.ui.table_view import TableView
from shuangjian_desktop.ui.widgets import label


class Foot(QWidget):
    """The count is known with the rows; the totals arrive later."""

    def __init__(self, view: TableView, session: Session, parent: QWidget | None = None) -> None:
        """Follow the table `view`."""
        super().__init__(parent)
        self._model = view.table()
        self._session = session
        self._job: Job | None = None
        self.count = label()
        self.totals = label()
        self.selection = label()
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(18)
        row.addWidget(self.count)
        row.addWidget(self.totals)
        row.addWidget(self.selection)
        row.addStretch()
        SelectionSums(view, session, self).said.connect(self._say)

    def _say(self, text: str) -> None:
        """Say what the selection comes to, in place of the totals of all."""
        self.selection.setText(text)
        self.selection.setVisible(bool(text))
        self.totals.setVisible(not text)

    def follow(self) -> None:
        """Say what the table shows now."""
        query, rows = self._model.query, self._model.rowCount()
        if self._job:
            self._job.cancel()
        if not self._model.whole:
            self.count.setText(f"前 {rows:,} 条，正在查找其余…")
            self.totals.setText("")
            return
        self.count.setText(f"{'找到' if query.text or query.filters else '共'} {rows:,} 条")
        if not rows or not any(item.total for item in self._model.fields):
            self.totals.setText("")
            return
        self._job = self._session.scan(
            lambda desk, progress: lists.totals(desk, query, progress), self._add, receiver=self
        )

    def _add(self, totals: Sequence[tuple[Field, str]]) -> None:
        """Show the totals of the shown columns."""
        self._job = None
        shown = (f"{item.label}合计 {text}" for item, text in totals if item in self._model.fields)
        self.totals.setText("　".join(shown))
