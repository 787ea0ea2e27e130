"""Editors with something to pick from: a calendar, a list of words, the records of a register."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QCompleter, QLineEdit, QStyledItemDelegate, QWidget

from shuangjian_desktop.core.kinds import Choice, Date, Kind, Ref, Text, Value, ValueProblem, choose
from shuangjian_desktop.ui.form.editor import BlockEditor, Editor, LineEditor
from shuangjian_desktop.ui.picker import Picker
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import show_at, tool

_CALENDAR_LINES = 12  # head, days of the week and six weeks, with air


class _DateLine(QLineEdit):
    """A line that asks for its calendar."""

    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 drops a list down, as everywhere."""
        if event.key() == Qt.Key.Key_F4:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class DateEditor(LineEditor):
    """A day, typed in any accepted form or picked from a calendar (F4, or the button)."""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        """Put the calendar's button behind the line."""
        line = _DateLine()
        line.dropped.connect(self.open_calendar)
        super().__init__(kind, parent, line)
        self.line.setPlaceholderText("如 2021-07-04")
        self.button = tool("▾", "calendar", self.open_calendar, "日历（F4）")
        self.button.setAccessibleName("日历")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab walks from field to field
        self.row.addWidget(self.button)

    def lock(self, locked: bool) -> None:
        """Let the text be read only, or typed again."""
        super().lock(locked)
        self.button.setEnabled(not locked)

    def open_calendar(self) -> None:
        """Drop a calendar down at the day that is typed, else at today."""
        if self.line.isReadOnly():
            return
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setLocale(QLocale("zh_CN"))
        calendar.setMinimumHeight(_CALENDAR_LINES * self.fontMetrics().height())
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = QDate.fromString(self.text(), Qt.DateFormat.ISODate)
        if day.isValid():
            calendar.setSelectedDate(day)
        for chosen in (calendar.clicked, calendar.activated):
            chosen.connect(lambda day: self._take(day, calendar))
        show_at(calendar, self.mapToGlobal(QPoint(0, self.height())), self.height())

    def _take(self, day: QDate, calendar: QCalendarWidget) -> None:
        """Write the day that was picked."""
        calendar.close()
        self.write(day.toString(Qt.DateFormat.ISODate))
        self.edited.emit()


class _Combo(QComboBox):
    """A combo box that the wheel turns only while it has the focus: scrolling a form must not change it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(Editor):
    """A word of a list, chosen or typed; typing any part of a word finds it."""

    def __init__(self, kind: Choice, options: Sequence[str], parent: QWidget | None = None) -> None:
        """Offer the options and nothing."""
        self.combo = _Combo(editable=True, insertPolicy=QComboBox.InsertPolicy.NoInsert)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setItemDelegate(QStyledItemDelegate(self.combo))  # the only one that heeds the style sheet's rows
        super().__init__(kind, self.combo, parent)
        self._options, self._synonyms = tuple(options), kind.synonyms
        self.combo.addItems(["", *options])
        self.combo.setMaxVisibleItems(16)
        self.combo.setMinimumContentsLength(6)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        finder, line = self.combo.completer(), self.combo.lineEdit()
        assert finder is not None  # an editable combo box has both
        assert line is not None
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        line.textEdited.connect(self.edited)
        line.editingFinished.connect(self.tidy)
        self.combo.activated.connect(self.edited)

    def text(self) -> str:
        """Return the word."""
        return self.combo.currentText()

    def write(self, text: str) -> None:
        """Show a word, from the list or not."""
        self.combo.setCurrentIndex(self.combo.findText(text))
        self.combo.setEditText(text)

    def lock(self, locked: bool) -> None:
        """Let the word be read only, or chosen again."""
        self.combo.setEnabled(not locked)

    def read(self) -> Value:
        """Return the word that is typed, a synonym's own word for it."""
        text = self.text()
        return choose(text, self._options, self._synonyms) if text.strip() else None


class RefEditor(Editor):
    """A reference, picked by typing."""

    def __init__(self, kind: Ref, session: Session, parent: QWidget | None = None) -> None:
        """Pick records of the register that the kind points to."""
        self.picker = Picker(kind.to, session)
        self._invitation = self.picker.placeholderText()
        super().__init__(kind, self.picker, parent)
        self.picker.picked.connect(self.edited)

    def text(self) -> str:
        """Return what is typed."""
        return self.picker.text()

    def write(self, text: str) -> None:
        """Show a text that is no record."""
        self.picker.setText(text)

    def put(self, value: Value, name: str = "") -> None:
        """Hold a record."""
        self.picker.put(None if value is None else str(value), name)

    def lock(self, locked: bool) -> None:
        """Let the record be read only, or picked again."""
        self.picker.setReadOnly(locked)
        self.picker.setClearButtonEnabled(not locked)
        self.picker.setPlaceholderText("" if locked else self._invitation)

    def read(self) -> Value:
        """Return the uid of the record."""
        if fault := self.picker.fault:
            raise ValueProblem(fault)
        return self.picker.uid()

    def tidy(self) -> None:
        """A record's name is shown as it is."""


def make_editor(kind: Kind, session: Session, options: Sequence[str] = (), parent: QWidget | None = None) -> Editor:
    """Return the editor for a kind of field; `options` are the words of a choice in this office."""
    if isinstance(kind, Choice):
        return ChoiceEditor(kind, options or kind.options, parent)
    if isinstance(kind, Ref):
        return RefEditor(kind, session, parent)
    if isinstance(kind, Date):
        return DateEditor(kind, parent)
    if isinstance(kind, Text) and kind.block:
        return BlockEditor(kind, parent)
    return LineEditor(kind, parent)
