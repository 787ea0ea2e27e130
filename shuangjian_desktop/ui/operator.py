"""Who is at the desk: chosen from a list at start, switched without closing, added when new."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from shuangjian_desktop.services import office, steps
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.session import Session


class OperatorDialog(QDialog):
    """A list of names, and a line for one that is not in it."""

    chosen = Signal(str, bool)
    """The name, and whether it is new."""

    def __init__(self, names: Sequence[str], current: str, parent: QWidget | None = None) -> None:
        """Offer `names`, `current` first in hand."""
        super().__init__(parent)
        self.setWindowTitle("选择经办人")
        self.setMinimumWidth(380)
        self.names = QListWidget()
        self.names.addItems(list(names))
        self.new = QLineEdit(placeholderText="不在名单里？在这里输入姓名")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        ready = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ready.setText("确定")
        layout = QVBoxLayout(self)
        question = QLabel("现在是谁在办理？每一步操作都会记在经办人名下。")
        question.setWordWrap(True)
        for widget in (question, self.names, self.new, self.buttons):
            layout.addWidget(widget)
        self.names.itemDoubleClicked.connect(self.accept)
        self.names.itemSelectionChanged.connect(self._offer)
        self.new.textChanged.connect(self._offer)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._tell)
        self._choose(current)
        self._offer()

    def _choose(self, current: str) -> None:
        """Put the cursor on the name that is likely meant, or into the line when there is none to choose."""
        found = self.names.findItems(current, Qt.MatchFlag.MatchExactly) if current else []
        if found:
            self.names.setCurrentItem(found[0])
        elif self.names.count():
            self.names.setCurrentRow(0)
        (self.names if self.names.count() else self.new).setFocus()

    @property
    def name(self) -> str:
        """The name that is chosen or typed; a typed one goes first."""
        item = self.names.currentItem()
        return self.new.text().strip() or (item.text() if item else "")

    def _offer(self) -> None:
        """Let nobody go on without a name."""
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.name))

    def _tell(self) -> None:
        """Say who was chosen."""
        known = self.names.findItems(self.name, Qt.MatchFlag.MatchExactly)
        self.chosen.emit(self.name, not known)


def choose_operator(session: Session, parent: QWidget) -> None:
    """Ask who is at the desk and put the answer on record for the steps that follow."""

    def read(desk: Desk) -> tuple[list[str], str]:
        last = steps.steps(desk, 1)
        return office.operators(desk), desk.operator or (last[0].operator if last else "")

    def show(answer: tuple[list[str], str]) -> None:
        dialog = OperatorDialog(*answer, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda name, new: use_operator(session, name, new=new))
        dialog.open()

    session.read(read, show, receiver=parent)


def use_operator(session: Session, name: str, *, new: bool) -> None:
    """Switch to a clerk, entering a new one into the list first."""
    if new:
        session.write(
            lambda desk: office.add_operator(desk, name),
            lambda _changes: session.switch_operator(office.operator_name(name)),
        )
    else:
        session.switch_operator(name)
