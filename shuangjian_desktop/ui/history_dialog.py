"""The history of one record: who wrote what when, every write of it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from shuangjian_desktop.core.register import Register
from shuangjian_desktop.services import steps
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.steps import HistoryLine
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import label

_HEADS = ("栏", "原来", "改为")


class HistoryDialog(QDialog):
    """A tree: each write with its day, operator and step; under it the fields that changed."""

    def __init__(self, register: Register, uid: str, session: Session, parent: QWidget | None = None) -> None:
        """Read the history of the record `uid` and show it."""
        super().__init__(parent)
        self.setWindowTitle(f"历史：{register.title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title = label("", "head")
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels(_HEADS)
        self.tree.setAlternatingRowColors(True)
        self.tree.setWordWrap(True)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        answers = QDialogButtonBox()
        answers.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        answers.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.title, self.tree, answers):
            column.addWidget(widget)
        self.resize(theme.dialog_size(QSize(820, 600)))

        def read(desk: Desk) -> tuple[str, list[HistoryLine]]:
            return desk.name(register.key, uid), steps.history(desk, register.key, uid)

        session.read(read, lambda answer: self._show(*answer), receiver=self)

    def _show(self, name: str, lines: Sequence[HistoryLine]) -> None:
        """Fill the tree."""
        self.title.setText(f"{name}　共 {len(lines)} 次改动".strip())
        for line in lines:
            self.tree.addTopLevelItem(_write(line))
        self.tree.expandAll()
        for row in range(self.tree.topLevelItemCount()):
            self.tree.setFirstColumnSpanned(row, self.tree.rootIndex(), True)


def _write(line: HistoryLine) -> QTreeWidgetItem:
    """Return one write with its changed fields under it."""
    step = line.step
    undone = "　（这一步已撤销）" if step.undone else ""
    head = f"{step.at:%Y-%m-%d %H:%M}　{step.operator}　{line.action}　第 {step.number} 步：{step.title}{undone}"
    item = QTreeWidgetItem([head])
    font = item.font(0)
    font.setBold(True)
    item.setFont(0, font)
    for words, old, new in line.changes:
        item.addChild(QTreeWidgetItem([words, old or "（空）", new or "（空）"]))
    return item
