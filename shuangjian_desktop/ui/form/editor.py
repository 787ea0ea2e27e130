"""What a field is typed into: one line, several lines, or only shown. Dates, words and records: `pick_editors`."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from shuangjian_desktop.core.kinds import Kind, Value, ValueProblem
from shuangjian_desktop.ui.widgets import label

_BLOCK_LINES = 4


class Editor(QWidget):
    """What a field is typed into. `inner` is the widget that holds the text."""

    edited = Signal()
    """The clerk changed something."""

    def __init__(self, kind: Kind, inner: QWidget, parent: QWidget | None = None) -> None:
        """Lay `inner` out without a margin; it takes the focus."""
        super().__init__(parent)
        self.kind = kind
        self.inner = inner
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(2)
        self.row.addWidget(inner, 1)
        self.setFocusProxy(inner)

    def text(self) -> str:
        """Return what is typed."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Show a text without telling."""
        raise NotImplementedError

    def lock(self, locked: bool) -> None:
        """Let the text be read only, or typed again."""
        raise NotImplementedError

    def read(self) -> Value:
        """Return the value of what is typed.

        Raises:
            ValueProblem: it is none of the field.
        """
        return self.kind.parse(self.text())

    def put(self, value: Value, name: str = "") -> None:
        """Show a value without telling; `name` is what a referenced record is called."""
        self.write(self.kind.typed(value))

    def tidy(self) -> None:
        """Write a good value in its own form: 20210704 becomes 2021-07-04."""
        try:
            value = self.read()
        except ValueProblem:
            return
        if value is not None and self.text() != self.kind.typed(value):
            self.write(self.kind.typed(value))


class LineEditor(Editor):
    """One line: text, codes, numbers, money."""

    def __init__(self, kind: Kind, parent: QWidget | None = None, line: QLineEdit | None = None) -> None:
        """Numbers stand to the right, as in the table."""
        self.line = line or QLineEdit()
        super().__init__(kind, self.line, parent)
        if kind.numeric:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.tidy)

    def text(self) -> str:
        """Return what is typed."""
        return self.line.text()

    def write(self, text: str) -> None:
        """Show a text from its beginning."""
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def lock(self, locked: bool) -> None:
        """Let the text be read only, or typed again."""
        self.line.setReadOnly(locked)


class BlockEditor(Editor):
    """Several lines of text."""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        """Tab leaves the field; a form is filled with Tab."""
        self.block = QPlainTextEdit(tabChangesFocus=True)
        super().__init__(kind, self.block, parent)
        self.block.setFixedHeight(self.fontMetrics().lineSpacing() * _BLOCK_LINES + 14)
        self._quiet = False
        self.block.textChanged.connect(self._tell)

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def text(self) -> str:
        """Return what is typed."""
        return self.block.toPlainText()

    def write(self, text: str) -> None:
        """Show a text."""
        self._quiet = True
        self.block.setPlainText(text)
        self._quiet = False

    def lock(self, locked: bool) -> None:
        """Let the text be read only, or typed again."""
        self.block.setReadOnly(locked)


class Shown(Editor):
    """A value that is computed or set by a deed: it is seen, can be copied, and not typed."""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        self.words = label()
        super().__init__(kind, self.words, parent)
        self.words.setProperty("role", "shown")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self._value: Value = None

    def text(self) -> str:
        """Return what is shown."""
        return self.words.text()

    def write(self, text: str) -> None:
        """Show a text."""
        self.words.setText(text)

    def lock(self, locked: bool) -> None:
        """It is locked anyway."""

    def put(self, value: Value, name: str = "") -> None:
        """Show a value."""
        self._value = value
        self.write(name or self.kind.show(value) or "—")

    def read(self) -> Value:
        """Return the value that is shown."""
        return self._value
