"""The one module that opens message boxes. None of them blocks: what follows an answer is handed in as a call."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.core.crash import BUG, crash_text
from shuangjian_desktop.core.errors import ClerkError

_Dialog = TypeVar("_Dialog", bound=QDialog)
_BUG_HINT = "请把下面的文字复制给技术支持，然后继续工作。文字里没有任何人的个人信息。"


def inform(parent: QWidget | None, text: str, detail: str = "") -> None:
    """Say something that is worth a click."""
    _box(parent, QMessageBox.Icon.Information, text, detail).open()


def tell(parent: QWidget | None, error: Exception, then: Callable[[], object] | None = None) -> None:
    """Say what went wrong: the sentence of a clerk's error, or the crash dialog for a fault of ours.

    `then` is called when a clerk's error has been read.
    """
    if isinstance(error, ClerkError):
        box = _box(parent, QMessageBox.Icon.Warning, error.sentence, error.hint)
        if then:
            box.finished.connect(lambda _code: then())
        box.open()
    else:
        crash(error)


def ask(
    parent: QWidget | None,
    text: str,
    action: str,
    then: Callable[[], object],
    *,
    detail: str = "",
    danger: bool = False,
) -> None:
    """Ask whether to do `action` (the words on the button) and do it if so. With `danger`, Enter means no."""
    choose(parent, text, {action: then}, detail=detail, danger=danger)


def choose(
    parent: QWidget | None,
    text: str,
    choices: Mapping[str, Callable[[], object]],
    *,
    detail: str = "",
    danger: bool = False,
) -> None:
    """Offer several ways on, each a button, besides 取消; do the chosen one."""
    box = _box(parent, QMessageBox.Icon.Question, text, detail)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    buttons = {box.addButton(words, QMessageBox.ButtonRole.AcceptRole): then for words, then in choices.items()}
    first = next(iter(buttons))
    if danger:
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    else:
        box.setDefaultButton(first)
    box.buttonClicked.connect(lambda button: buttons[button]() if button in buttons else None)
    box.open()


def crash(error: BaseException) -> None:
    """Show a fault of ours with the text to copy; while one such box is open, later faults add none."""
    shown = [box for box in QApplication.topLevelWidgets() if box.objectName() == "crash" and box.isVisible()]
    if shown:
        return
    _held(_CrashDialog(crash_text(error), QApplication.activeWindow())).open()


class _CrashDialog(QDialog):
    """What happened, in words for the clerk and in words for those who mend the program."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("双减治理台账：程序错误")
        self.setMinimumWidth(640)
        words = QLabel(f"{BUG}\n{_BUG_HINT}", wordWrap=True)
        self.text = QPlainTextEdit(text, readOnly=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("复制文字", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (words, self.text, buttons):
            layout.addWidget(widget)


def _box(parent: QWidget | None, icon: QMessageBox.Icon, text: str, detail: str) -> QMessageBox:
    """Return a box that forgets itself when it is closed. Its text is plain: a value may hold markup."""
    box = QMessageBox(icon, "双减治理台账", text, QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(detail)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return _held(box)


_alone: set[QDialog] = set()


def _held(dialog: _Dialog) -> _Dialog:
    """Keep a dialog without a parent until it is closed: nobody else does, and the clerk may be in another program."""
    if dialog.parent() is None:
        _alone.add(dialog)
        dialog.finished.connect(lambda _code: _alone.discard(dialog))
    return dialog
