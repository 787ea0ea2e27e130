"""The popup behind the filter bar: a field's own condition, or 空白, or 有内容."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from shuangjian_desktop.core.kinds import ValueProblem
from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.ui.conditions import make_condition
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label, show_at


class ConditionPopup(QFrame):
    """The popup of one field: its own condition, or 空白, or 有内容."""

    accepted = Signal(object, object)
    """The conditions (tuple of Filter) and the names of records they point to."""

    def __init__(
        self,
        register: Register,
        item: Field,
        session: Session,
        filters: Sequence[Filter],
        names: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        """Show the conditions that hold now."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("role", "card")
        self._key = item.key
        self._modes = QButtonGroup(self)
        self.condition = make_condition(register, item, session, filters, names)
        self.condition.touched.connect(lambda: self._modes.button(0).setChecked(True))
        self.problem = label("", "wrong", wrap=True)
        self.problem.hide()
        self._lay_out(item, filters)

    def _lay_out(self, item: Field, filters: Sequence[Filter]) -> None:
        """Put the title, the editor, the three modes and the buttons one under the other."""
        column = QVBoxLayout(self)
        column.addWidget(label(item.label, "head"))
        modes = QHBoxLayout()
        chosen = {"blank": 1, "filled": 2}.get(filters[0].op if filters else "", 0)
        for number, words in enumerate(("按条件", "空白", "有内容")):
            mode = QRadioButton(words)
            mode.setChecked(number == chosen)
            self._modes.addButton(mode, number)
            modes.addWidget(mode)
        column.addLayout(modes)
        column.addWidget(self.condition)
        column.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for words, name, call in (
            ("确定", "apply", self.apply),
            ("去掉", "drop", self._drop),
            ("取消", "cancel", self.close),
        ):
            buttons.addWidget(button(words, name, call))
        column.addLayout(buttons)
        self.setMinimumWidth(340)

    def open_at(self, place: QPoint) -> None:
        """Show the popup at a place of the screen, moved so that all of it is seen."""
        show_at(self, place)
        self.condition.setFocus()

    def apply(self) -> None:
        """Hand the condition over and close; stay open with the reason where it is none."""
        mode = self._modes.checkedId()
        try:
            filters = (
                self.condition.filters() if mode == 0 else (Filter(self._key, "blank" if mode == 1 else "filled"),)
            )
        except ValueProblem as problem:
            self.problem.setText(problem.reason)
            self.problem.setVisible(True)
            return
        self.accepted.emit(filters, dict(self.condition.names()))
        self.close()

    def _drop(self) -> None:
        """Let the condition go."""
        self.accepted.emit((), {})
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter applies, Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        else:
            super().keyPressEvent(event)
