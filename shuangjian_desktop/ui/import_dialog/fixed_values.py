"""One value for all rows of a sheet: the institution of a list that names it only in its title, a batch, a day."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from shuangjian_desktop.core.register import Field
from shuangjian_desktop.ui.form.editor import Editor
from shuangjian_desktop.ui.form.pick_editors import RefEditor, make_editor
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import PushButton, label, tool

Options = Mapping[str, tuple[str, ...]]


class FixedValues(QWidget):
    """A line for each field that gets one value, and a list to add another."""

    changed = Signal()
    """A field was added or taken away."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin without lines."""
        super().__init__(parent)
        self._session = session
        self._fields: Mapping[str, Field] = {}
        self._options: Options = {}
        self.editors: dict[str, Editor] = {}
        self._lines = QGridLayout()
        self._lines.setColumnStretch(1, 1)
        self.more = QComboBox()
        self.add_button = PushButton("给所有行填这一栏")
        self.add_button.clicked.connect(self._add_chosen)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addWidget(self.add_button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._lines)
        column.addLayout(row)

    def show_fields(self, fields: Mapping[str, Field], options: Options) -> None:
        """Offer these fields, with no value for any of them."""
        for key in list(self.editors):
            self._drop(key)
        self._fields, self._options = fields, options

    def offer(self, free: Mapping[str, str]) -> None:
        """Offer the fields (key → words) that no column fills."""
        chosen = self.more.currentData()
        self.more.clear()
        for key, words in free.items():
            if key not in self.editors:
                self.more.addItem(words, key)
        self.more.setCurrentIndex(max(0, self.more.findData(chosen)))
        self.add_button.setEnabled(self.more.count() > 0)

    def add(self, key: str, text: str = "", uid: str | None = None, note: str = "") -> None:
        """Add a line for a field, holding a text, or a record by its uid and name."""
        item = self._fields[key]
        editor = make_editor(item.kind, self._session, self._options.get(key, ()))
        if uid:
            editor.put(uid, text)
        else:
            editor.write(text)
        place = self._lines.rowCount()
        remove = tool("✕", "remove", lambda: self._remove(key), f"不给所有行填“{item.label}”")
        for column, widget in enumerate((label(f"{item.label} ＝"), editor, label(note, "soft"), remove)):
            self._lines.addWidget(widget, place, column)
        self.editors[key] = editor

    def values(self) -> dict[str, str]:
        """Return the text for each field: the uid of a record that was picked, else what is typed."""
        return {key: text for key, editor in self.editors.items() if (text := text_of(editor))}

    def _add_chosen(self) -> None:
        """Add the field that is chosen in the list."""
        key = self.more.currentData()
        if key:
            self.add(key)
            self.editors[key].setFocus()
            self.changed.emit()

    def _remove(self, key: str) -> None:
        self._drop(key)
        self.changed.emit()

    def _drop(self, key: str) -> None:
        """Take the line of a field away."""
        editor = self.editors.pop(key)
        row = self._lines.getItemPosition(self._lines.indexOf(editor))[0]  # type: ignore[index]
        for column in range(self._lines.columnCount()):
            item = self._lines.itemAtPosition(row, column)
            if item and (widget := item.widget()):
                self._lines.removeWidget(widget)
                widget.deleteLater()


def text_of(editor: Editor) -> str:
    """Return the text that stands for what an editor holds: the uid of a record, else what is typed."""
    picked = editor.picker.uid() if isinstance(editor, RefEditor) else None
    return picked or editor.text().strip()
