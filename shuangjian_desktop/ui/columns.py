"""Which columns a table shows, how wide, and how many stay in sight: remembered for each user of the computer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.core.records import OFFICE
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.ui.widgets import button, label

_KEY = int(Qt.ItemDataRole.UserRole)
_MOST_FROZEN = 4


@dataclass(frozen=True)
class Columns:
    """The shown fields in their order, how many of them stay in sight, and widths in pixels that were set by hand."""

    fields: tuple[Field, ...]
    frozen: int = 1


def declared(offered: Sequence[Field]) -> Columns:
    """Return the columns that are shown at first: those that the declaration lists, whose a record is as the second."""
    listed = [item for item in offered if item.listed and item.key != OFFICE]
    return Columns((*listed[:1], *(item for item in offered if item.key == OFFICE), *listed[1:]), 1)


def _settings() -> QSettings:
    """Return the user's own settings, a file that survives reinstalling."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "shuangjian", "tables")


def load(register: Register, offered: Sequence[Field]) -> Columns:
    """Return which of the columns the user chose; the declared ones where none were, or none of them is offered."""
    settings, known = _settings(), {item.key: item for item in offered}
    keys = str(settings.value(f"{register.key}/columns", "") or "").split(",")
    fields = tuple(known[key] for key in keys if key in known)
    if not fields:
        return declared(offered)
    return Columns(fields, _number(settings.value(f"{register.key}/frozen"), 1))


def save(register: Register, columns: Columns) -> None:
    """Remember the columns."""
    settings = _settings()
    settings.setValue(f"{register.key}/columns", ",".join(item.key for item in columns.fields))
    settings.setValue(f"{register.key}/frozen", columns.frozen)


def load_width(register: Register, item: Field) -> int:
    """Return the width in pixels that the user gave a column; 0 if they gave none."""
    return _number(_settings().value(f"{register.key}/width/{item.key}"), 0)


def save_width(register: Register, item: Field, width: int) -> None:
    """Remember the width of a column."""
    _settings().setValue(f"{register.key}/width/{item.key}", width)


def _number(value: object, otherwise: int) -> int:
    """Return a number as a settings file gives it back: as text."""
    return int(value) if isinstance(value, str | int) and str(value).isdigit() else otherwise


class ColumnsDialog(QDialog):
    """Ticks and order of the columns."""

    def __init__(
        self,
        title: str,
        offered: Sequence[Field],
        columns: Columns,
        then: Callable[[Columns], None],
        parent: QWidget | None = None,
    ) -> None:
        """Show the shown columns first, then the others offered; `then` is called with what was chosen."""
        super().__init__(parent)
        self.setWindowTitle(f"{title}：显示哪些列")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offered = {item.key: item for item in offered}
        self._then = then
        self.list = QListWidget()
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.frozen = QSpinBox()
        self.frozen.setRange(0, _MOST_FROZEN)
        self._fill(columns)
        self._lay_out()
        self.resize(420, 620)

    def _fill(self, columns: Columns) -> None:
        """Fill the list."""
        self.list.clear()
        others = [item for item in self._offered.values() if item not in columns.fields]
        for item in (*columns.fields, *others):
            row = QListWidgetItem(item.label, self.list)
            row.setData(_KEY, item.key)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(Qt.CheckState.Checked if item in columns.fields else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.frozen.setValue(columns.frozen)

    def _lay_out(self) -> None:
        """Put hint, list, order buttons and answers one under the other."""
        order = QHBoxLayout()
        order.addWidget(button("上移", "up", lambda: self._move(-1)))
        order.addWidget(button("下移", "down", lambda: self._move(1)))
        order.addStretch()
        order.addWidget(button("恢复默认", "reset", lambda: self._fill(declared(tuple(self._offered.values())))))
        fixed = QHBoxLayout()
        fixed.addWidget(label("左边固定不动的列数"))
        fixed.addWidget(self.frozen)
        fixed.addStretch()
        answers = QDialogButtonBox()
        answers.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        answers.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        answers.accepted.connect(self.accept)
        answers.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(label("打勾的列显示在表里；拖动可以换位置。", "soft"))
        column.addWidget(self.list)
        column.addLayout(order)
        column.addLayout(fixed)
        column.addWidget(answers)

    def _move(self, by: int) -> None:
        """Move the current column up or down."""
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)

    def chosen(self) -> Sequence[Field]:
        """Return the ticked columns in their order."""
        rows = (self.list.item(row) for row in range(self.list.count()))
        return [self._offered[str(row.data(_KEY))] for row in rows if row.checkState() == Qt.CheckState.Checked]

    def accept(self) -> None:
        """Hand the choice over; a table without columns is none."""
        fields = tuple(self.chosen())
        if fields:
            self._then(Columns(fields, min(self.frozen.value(), len(fields))))
            super().accept()
