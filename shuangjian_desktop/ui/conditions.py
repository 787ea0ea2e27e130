"""The editors behind the filter bar: words to tick, from–to, a text that is contained, records to pick."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.core.kinds import Choice, Date, Integer, Kind, Money, Number, Ref, Value, ValueProblem
from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.ui.form.editor import Editor
from shuangjian_desktop.ui.form.pick_editors import make_editor
from shuangjian_desktop.ui.picker import Picker
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label

_WORD = _UID = int(Qt.ItemDataRole.UserRole)


class Condition(QWidget):
    """The part of the popup that depends on the kind of field."""

    touched = Signal()
    """The clerk changed something: the condition is meant, and not 空白."""

    def filters(self) -> tuple[Filter, ...]:
        """Return the conditions; none for an empty editor.

        Raises:
            ValueProblem: something typed is no value of the field.
        """
        raise NotImplementedError

    def names(self) -> Mapping[str, str]:
        """Return what the records are called that the conditions point to."""
        return {}


class ContainsCondition(Condition):
    """A text that is part of the value."""

    def __init__(self, item: Field, filters: Sequence[Filter], parent: QWidget | None = None) -> None:
        """Show the text of an earlier condition."""
        super().__init__(parent)
        self._key = item.key
        self.line = QLineEdit(placeholderText="包含的文字")
        self.line.setText(next((str(one.value) for one in filters if one.op in ("contains", "eq")), ""))
        self.line.textEdited.connect(self.touched)
        _column(self, self.line)
        self.setFocusProxy(self.line)

    def filters(self) -> tuple[Filter, ...]:
        """Return the condition that the text is contained."""
        text = self.line.text().strip()
        return (Filter(self._key, "contains", text),) if text else ()


class RangeCondition(Condition):
    """From–to: days, money, numbers. Either end may be open."""

    def __init__(self, item: Field, session: Session, filters: Sequence[Filter], parent: QWidget | None = None) -> None:
        """Show the ends of an earlier condition."""
        super().__init__(parent)
        self._key, kind = item.key, _open_ended(item.kind)
        self.low, self.high = make_editor(kind, session), make_editor(kind, session)
        for one in filters:
            value = None if isinstance(one.value, tuple) else one.value
            if one.op in ("ge", "gt", "eq"):
                self.low.put(value)
            if one.op in ("le", "lt", "eq"):
                self.high.put(value)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (words, editor) in enumerate((("从", self.low), ("到", self.high))):
            grid.addWidget(label(words), row, 0)
            grid.addWidget(editor, row, 1)
            editor.edited.connect(self.touched)
        if isinstance(kind, Date):
            grid.addLayout(self._spans(session.desk.day), 2, 1)
        self.setFocusProxy(self.low)

    def _spans(self, today: date) -> QHBoxLayout:
        """Return the buttons for the spans that are asked for most."""
        row = QHBoxLayout()
        last_month = today.replace(day=1) - timedelta(days=1)
        spans = {
            "本月": (today.replace(day=1), today),
            "上月": (last_month.replace(day=1), last_month),
            "今年": (today.replace(month=1, day=1), today),
            "去年": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        }
        for words, (low, high) in spans.items():
            row.addWidget(button(words, "span", partial(self._span, low, high)))
        return row

    def _span(self, low: date, high: date) -> None:
        """Fill both ends."""
        self.low.put(low)
        self.high.put(high)
        self.touched.emit()

    def filters(self) -> tuple[Filter, ...]:
        """Return the conditions of the ends that are filled."""
        low, high = _value(self.low, "从"), _value(self.high, "到")
        ends = ((Filter(self._key, "ge", low), low), (Filter(self._key, "le", high), high))
        return tuple(one for one, value in ends if value is not None)


def _open_ended(kind: Kind) -> Kind:
    """Return the kind without a lower bound: a balance may be asked for from −100."""
    return replace(kind, minimum=None) if isinstance(kind, Integer | Number | Money) else kind


def _value(editor: Editor, words: str) -> Value:
    """Return an end of the range, the reason naming which."""
    try:
        return editor.read()
    except ValueProblem as problem:
        raise ValueProblem(f"“{words}”：{problem.reason}", problem.allowed) from None


class WordsCondition(Condition):
    """Words to tick."""

    def __init__(
        self,
        register: Register,
        item: Field,
        session: Session,
        filters: Sequence[Filter],
        parent: QWidget | None = None,
    ) -> None:
        """Show the declared words at once, those of the office's code table when they come."""
        super().__init__(parent)
        self._key = item.key
        self._ticked = {str(value) for value in _flat(filters)}
        self.finder = QLineEdit(placeholderText="找词", clearButtonEnabled=True)
        self.words = QListWidget()
        self.finder.textChanged.connect(self._narrow)
        _column(self, self.finder, self.words)
        assert isinstance(item.kind, Choice)
        self._show = item.kind.show
        self._fill(item.kind.options)
        self.words.itemChanged.connect(self.touched)
        session.read(lambda desk: desk.options(register, item.key, retired=True), self._fill, receiver=self)
        self.setFocusProxy(self.words)

    def _fill(self, words: Sequence[str]) -> None:
        """Add the words that are not there yet."""
        self.words.blockSignals(True)
        known = {self.words.item(row).data(_WORD) for row in range(self.words.count())}
        for word in words:
            if word not in known:
                item = QListWidgetItem(self._show(word), self.words)
                item.setData(_WORD, word)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if word in self._ticked else Qt.CheckState.Unchecked)
        self.words.blockSignals(False)
        self.finder.setVisible(self.words.count() > 8)

    def _narrow(self, text: str) -> None:
        """Hide the words without the text."""
        for row in range(self.words.count()):
            self.words.item(row).setHidden(text.strip() not in self.words.item(row).text())

    def filters(self) -> tuple[Filter, ...]:
        """Return the condition that the value is one of the ticked words."""
        return _one_of(self._key, [str(item.data(_WORD)) for item in _ticked(self.words)])


class RecordsCondition(Condition):
    """Records picked by typing; each stays in the list and can be unticked."""

    def __init__(
        self,
        item: Field,
        session: Session,
        filters: Sequence[Filter],
        names: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Show the records of an earlier condition."""
        super().__init__(parent)
        assert isinstance(item.kind, Ref)
        self._key = item.key
        self.picker = Picker(item.kind.to, session)
        self.words = QListWidget()
        for value in _flat(filters):
            self._add(str(value), names.get(str(value), ""))
        self.picker.picked.connect(self._take)
        self.words.itemChanged.connect(self.touched)
        _column(self, self.picker, self.words)
        self.setFocusProxy(self.picker)

    def _add(self, uid: str, name: str) -> None:
        """Put a ticked record in the list."""
        item = QListWidgetItem(name, self.words)
        item.setData(_UID, uid)
        item.setCheckState(Qt.CheckState.Checked)

    def _take(self) -> None:
        """Move what was picked into the list."""
        uid, name = self.picker.uid(), self.picker.text()
        if uid is None:
            return
        if uid not in self.names():
            self._add(uid, name)
        self.picker.put(None, "")
        self.touched.emit()

    def filters(self) -> tuple[Filter, ...]:
        """Return the condition that the reference is one of the ticked records.

        Raises:
            ValueProblem: something is typed that was not picked.
        """
        if self.picker.fault:
            raise ValueProblem(self.picker.fault)
        return _one_of(self._key, [str(item.data(_UID)) for item in _ticked(self.words)])

    def names(self) -> Mapping[str, str]:
        """Return the names of the records in the list."""
        items = (self.words.item(row) for row in range(self.words.count()))
        return {str(item.data(_UID)): item.text() for item in items}


def _flat(filters: Sequence[Filter]) -> list[Value]:
    """Return the values of conditions that name them one by one."""
    return [
        value
        for one in filters
        if one.op in ("eq", "in")
        for value in (one.value if isinstance(one.value, tuple) else (one.value,))
    ]


def _ticked(words: QListWidget) -> list[QListWidgetItem]:
    """Return the ticked items of a list."""
    items = [words.item(row) for row in range(words.count())]
    return [item for item in items if item.checkState() == Qt.CheckState.Checked]


def _one_of(key: str, values: Sequence[Value]) -> tuple[Filter, ...]:
    """Return the condition that a field has one of the values; none for no value."""
    if len(values) < 2:
        return tuple(Filter(key, "eq", value) for value in values)
    return (Filter(key, "in", tuple(values)),)


def _column(widget: QWidget, *parts: QWidget) -> None:
    """Lay parts out one under the other, without a margin."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        column.addWidget(part)


def make_condition(
    register: Register, item: Field, session: Session, filters: Sequence[Filter], names: Mapping[str, str]
) -> Condition:
    """Return the editor that the kind of field asks for."""
    if isinstance(item.kind, Choice):
        return WordsCondition(register, item, session, filters)
    if isinstance(item.kind, Ref):
        return RecordsCondition(item, session, filters, names)
    if isinstance(item.kind, Date) or item.kind.numeric:
        return RangeCondition(item, session, filters)
    return ContainsCondition(item, filters)
