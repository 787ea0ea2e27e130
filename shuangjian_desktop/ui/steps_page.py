"""操作记录: every step, newest first, each to be taken back or done again, also days later."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTableView, QVBoxLayout, QWidget

from shuangjian_desktop.core.records import Step
from shuangjian_desktop.services import steps
from shuangjian_desktop.services.preview import BLANK
from shuangjian_desktop.services.steps import Touched
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.paged import PagedLines, paged_table, set_widths
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.undoing import redo_step, undo_step
from shuangjian_desktop.ui.widgets import PushButton, label

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
PAGE = 200
HEADS = ("步", "时间", "经办人", "做了什么", "记录数", "现在")
WIDTHS = (8, 19, 12, 60, 9, 12)
TOUCHED_HEADS = ("台账", "记录", "操作", "改动（旧 → 新）")
TOUCHED_WIDTHS = (14, 36, 8, 80)


class StepsModel(QAbstractTableModel):
    """The steps read so far; more are asked for when the end comes to sight."""

    more = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with none."""
        super().__init__(parent)
        self.steps: list[Step] = []
        self.complete = True

    def put(self, found: Sequence[Step], *, after: bool) -> None:
        """Show the newest steps, or those `after` what is shown."""
        self.complete = len(found) < PAGE
        if after:
            self.beginInsertRows(_NOWHERE, len(self.steps), len(self.steps) + len(found) - 1)
            self.steps += found
            self.endInsertRows()
        else:
            self.beginResetModel()
            self.steps = list(found)
            self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The steps read so far."""
        return 0 if parent.isValid() else len(self.steps)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Six columns."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Tell a step."""
        step = self.steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            now = "已撤销" if step.undone else ""
            return (str(step.number), f"{step.at:%Y-%m-%d %H:%M}", step.operator, step.title, str(step.rows), now)[
                index.column()
            ]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 3:
            return step.title
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether older steps may be left."""
        return not parent.isValid() and not self.complete

    def fetchMore(self, parent: Index) -> None:
        """Ask for older steps, once."""
        self.complete = True
        self.more.emit()


class StepsPage(Page):
    """The list of steps with its two buttons."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the page; steps are read when it is first shown."""
        super().__init__(session, parent)
        self.model = StepsModel(self)
        self.model.more.connect(self._read_more)
        self._touched_job: Job | None = None
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("操作记录")
        theme.dress_table(self.table)
        for column, count in enumerate(WIDTHS):
            self.table.setColumnWidth(column, theme.characters(self.table, count))
        self.table.selectionModel().selectionChanged.connect(self._offer)
        self.undo_button = PushButton("撤销这一步")
        self.redo_button = PushButton("重做这一步")
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.hint = label("选中一步，可以撤销或重做；几天以后也可以。撤销本身也是一步，记录在案。", "soft")
        bar = QHBoxLayout()
        for widget in (self.undo_button, self.redo_button, self.hint):
            bar.addWidget(widget)
        bar.addStretch()
        self.caption = label("", "head")
        self.touched = PagedLines(session, self)
        self.detail = paged_table(self.touched)
        self.detail.setAccessibleName("这一步改了什么")
        below = QWidget()
        under = QVBoxLayout(below)
        under.setContentsMargins(0, 6, 0, 0)
        under.addWidget(self.caption)
        under.addWidget(self.detail)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(split, 1)
        self._offer()

    def refresh(self) -> None:
        """Read the newest steps."""
        self.session.read(lambda desk: steps.steps(desk, PAGE), self._put, receiver=self)

    def _put(self, found: list[Step]) -> None:
        """Show steps, the selection on the step where it was."""
        chosen = self.step
        self.model.put(found, after=False)
        numbers = [step.number for step in found]
        if chosen and chosen.number in numbers:
            self.table.selectRow(numbers.index(chosen.number))
        self._offer()

    def _read_more(self) -> None:
        """Read the steps before the oldest that is shown."""
        oldest = self.model.steps[-1].number
        self.session.read(
            lambda desk: steps.steps(desk, PAGE, oldest), lambda found: self.model.put(found, after=True), receiver=self
        )

    @property
    def step(self) -> Step | None:
        """The selected step."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.steps[rows[0].row()] if rows else None

    def _offer(self) -> None:
        """Enable what can be done with the selected step, and show what it changed."""
        step = self.step
        self._show_touched(step)
        turnable = step is not None and step.rows > 0 and step.verb not in steps.PASSED_OVER
        self.undo_button.setEnabled(turnable and step is not None and not step.undone)
        self.redo_button.setEnabled(turnable and step is not None and step.undone)

    def _show_touched(self, step: Step | None) -> None:
        """Read what a step changed."""
        if self._touched_job:
            self._touched_job.cancel()
        if step is None:
            self.caption.setText("选中一步，看它改了什么")
            self.touched.show(TOUCHED_HEADS, 0, lambda *_: [])
            return

        def put(found: list[Touched]) -> None:
            more = f"（共 {step.rows:,} 条，显示前 {len(found)} 条）" if step.rows > len(found) else ""
            self.caption.setText(f"第 {step.number} 步改了什么{more}")
            lines = [_line(one) for one in found]
            self.touched.show(TOUCHED_HEADS, len(lines), lambda _desk, start, stop: lines[start:stop])
            set_widths(self.detail, TOUCHED_WIDTHS)

        self._touched_job = self.session.read(lambda desk: steps.touched(desk, step.number), put, receiver=self)

    def undo(self) -> None:
        """Take the selected step back."""
        if self.step:
            undo_step(self.session, self.step, self)

    def redo(self) -> None:
        """Do the selected step again."""
        if self.step:
            redo_step(self.session, self.step, self)


def _line(touched: Touched) -> tuple[str, ...]:
    """Return the texts of a record that a step changed."""
    if touched.action == "新增":
        changes = "；".join(f"{name}：{new}" for name, _old, new in touched.changes if new)
    else:
        changes = "；".join(f"{name}：{old or BLANK} → {new or BLANK}" for name, old, new in touched.changes)
    return touched.register, touched.name, touched.action, changes
