"""Deeds on records: 下达, 送达, 作废, 冲正 … as their registers declare them, each with what it asks."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.kinds import Date, Value
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.core.register import Action, Register
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import deeds
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.form.field_box import FieldBox
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import label

Then = Callable[[], None]


def do_deed(
    register: Register, uid: str, action: Action, session: Session, parent: QWidget, then: Then | None = None
) -> None:
    """Ask what the deed asks, do it, and call `then`."""
    if action.asks:
        session.read(
            lambda desk: (desk.record(register.key, uid), _options(desk, register, action.asks)),
            lambda answer: DeedDialog(register, *answer, action, session, parent, then).open(),
            receiver=parent,
        )
        return
    go = partial(_do, register, uid, action, {}, session, parent, then)
    messages.ask(parent, f"对这条{register.title}记录“{action.label}”？", action.label, go, detail=action.confirm)


def _options(desk: Desk, register: Register, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the words of the choices among the asked fields."""
    return {key: desk.options(register, key) for key in keys}


def _do(
    register: Register,
    uid: str,
    action: Action,
    asked: dict[str, Value],
    session: Session,
    parent: QWidget,
    then: Then | None,
    failed: Callable[[Exception], None] | None = None,
) -> None:
    """Have the deed done in the database thread."""

    def work(desk: Desk) -> Changes:
        return deeds.act(desk, register.key, uid, action.key, asked)

    def done(_changes: Changes) -> None:
        if then:
            then()
        if action.drafts:
            _show_drafts(register, uid, action, session, parent)

    session.write(work, done, failed=failed, receiver=parent)


def _show_drafts(register: Register, uid: str, action: Action, session: Session, parent: QWidget) -> None:
    """Show the records that were drafted from one, to be looked at and completed."""
    from shuangjian_desktop.ui.rows_dialog import RowsDialog  # it builds on this module

    pointing = next(item.key for item, to in find(action.drafts).refs if to == register.key)
    RowsDialog(action.label, Query(action.drafts, where=(Filter(pointing, "eq", uid),)), session, parent).open()


class DeedDialog(QDialog):
    """The few fields that a deed asks."""

    def __init__(
        self,
        register: Register,
        record: Record,
        options: dict[str, tuple[str, ...]],
        action: Action,
        session: Session,
        parent: QWidget,
        then: Then | None = None,
    ) -> None:
        """Begin with the values that the record holds; days that must be given begin with today."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{register.title}：{action.label}")
        self._register, self._record, self._action, self._session, self._then = register, record, action, session, then
        self.boxes = [FieldBox(register[key], session, options.get(key, ()), self, asked=True) for key in action.asks]
        self.problem = label("", "wrong", wrap=True)
        self._lay_out()
        for box in self.boxes:
            begin = None if action.reverses or action.hands_over else record.values.get(box.item.key)
            if begin is None and isinstance(box.item.kind, Date) and box.item.key in action.required:
                begin = session.desk.day
            box.load(begin)

    def _lay_out(self) -> None:
        """Put what the deed does, its fields, the problem and the buttons one under the other."""
        column = QVBoxLayout(self)
        if self._action.confirm:
            column.addWidget(label(self._action.confirm, "soft", wrap=True))
        grid = QGridLayout()
        for line, box in enumerate(self.boxes):
            box.label.setText(f"{box.item.label} *" if box.item.key in self._action.required else box.item.label)
            grid.addWidget(box.label, 2 * line, 0)
            grid.addWidget(box.editor, 2 * line, 1)
            grid.addWidget(box.note, 2 * line + 1, 1)
        column.addLayout(grid)
        column.addWidget(self.problem)
        answers = QDialogButtonBox()
        answers.addButton(self._action.label, QDialogButtonBox.ButtonRole.AcceptRole)
        answers.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        answers.accepted.connect(self.accept)
        answers.rejected.connect(self.reject)
        column.addWidget(answers)
        self.setMinimumWidth(480)

    def accept(self) -> None:
        """Do the deed, or say what is still missing."""
        missing = [box.item.label for box in self.boxes if box.item.key in self._action.required and box.value is None]
        wrong = [box.item.label for box in self.boxes if box.fault]
        if wrong or missing:
            self.problem.setText(f"还没有填对：{'、'.join(dict.fromkeys(wrong + missing))}")
            return
        asked = {box.item.key: box.value for box in self.boxes}
        _do(self._register, self._record.uid, self._action, asked, self._session, self, self._finish, self._refused)

    def _finish(self) -> None:
        """Close and go on."""
        super().accept()
        if self._then:
            self._then()

    def _refused(self, error: Exception) -> None:
        """Say in the dialog why it was not done; what was typed stays."""
        if isinstance(error, RefusedError):
            self.problem.setText(error.text)
        else:
            messages.tell(self, error)
