"""The frame of a form: title, a line for what went wrong, room for the fields, buttons and their keys."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shuangjian_desktop.core.register import Action
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.widgets import button, label

_BODY = 2  # its place in the dialog's column


class FormFrame(QDialog):
    """A dialog without fields yet. 取消 and Escape reject it."""

    save_asked = Signal(bool)
    """保存 or its key; True for 保存并新建."""
    history_asked = Signal()
    """历史."""
    unmask_asked = Signal()
    """显示个人信息."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay out title, banner, room for the body and buttons."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title = label("正在读取…", "head", wrap=True)  # a long name never widens the form
        self.unmask_button = button("显示个人信息", "unmask", self.unmask_asked.emit, "显示后会记录在案")
        self.banner = label("", "wrong", wrap=True)
        self.banner.hide()
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.unmask_button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self.banner)
        self._column.addStretch(1)
        self._column.addLayout(self._foot())
        self.resize(theme.dialog_size(QSize(1060, 800)))

    def _foot(self) -> QHBoxLayout:
        """Return the buttons: deeds and history to the left, answers to the right."""
        self._deeds = QHBoxLayout()
        self.history_button = button("历史", "history", self.history_asked.emit)
        answers: dict[str, tuple[str, Callable[[], object], str]] = {
            "保存": ("save", lambda: self.save_asked.emit(False), "Ctrl+S"),
            "保存并新建": ("save_and_new", lambda: self.save_asked.emit(True), "Ctrl+Shift+S"),
            "取消": ("cancel", self.reject, "Esc"),
        }
        foot = QHBoxLayout()
        foot.addLayout(self._deeds)
        foot.addWidget(self.history_button)
        foot.addStretch()
        self._answers = {name: button(words, name, call, keys) for words, (name, call, keys) in answers.items()}
        self.cancel_button = self._answers["cancel"]
        for name, call, keys in answers.values():
            foot.addWidget(self._answers[name])
            if name != "cancel":
                QShortcut(QKeySequence(keys), self, call)
        self.offer_saving(True)
        return foot

    def offer_saving(self, possible: bool) -> None:
        """Offer to save, or only to close."""
        for name in ("save", "save_and_new"):
            self._answers[name].setVisible(possible)
        self._answers["save"].setDefault(possible)
        self.cancel_button.setText("取消" if possible else "关闭")

    def put_body(self, body: QWidget) -> None:
        """Put the fields into the room that was left for them."""
        self._column.takeAt(_BODY)
        self._column.insertWidget(_BODY, body, 1)
        body.show()  # now, and not when the layout comes to it: only what is shown can take the focus

    def show_deeds(self, actions: Iterable[Action], call: Callable[[Action], object]) -> None:
        """Show a button for each deed in place of those shown before."""
        for old in self.deed_buttons():
            self._deeds.removeWidget(old)
            old.deleteLater()
        for action in actions:
            self._deeds.addWidget(button(f"{action.label}…", f"deed_{action.key}", partial(call, action)))

    def deed_buttons(self) -> list[QPushButton]:
        """Return the buttons of the deeds that can be done."""
        items = (self._deeds.itemAt(place) for place in range(self._deeds.count()))
        widgets = [item.widget() for item in items if item]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def say(self, text: str = "", role: str = "wrong") -> None:
        """Write a line over the fields, or take it away."""
        self.banner.setProperty("role", role)
        self.banner.style().unpolish(self.banner)
        self.banner.style().polish(self.banner)
        self.banner.setText(text)
        self.banner.setVisible(bool(text))
