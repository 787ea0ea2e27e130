"""The filter bar: one button a condition, each opening the editor that its field's kind asks for."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from shuangjian_desktop.core.kinds import Ref, Value
from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.registers.offices import column
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.filter_popup import ConditionPopup
from shuangjian_desktop.ui.flow import Flow
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, tool

_SIGNS = {"eq": "＝", "ne": "≠", "lt": "＜", "le": "≤", "gt": "＞", "ge": "≥"}
_MOST_WORDS = 3
_LONGEST = 30  # characters on a button; the rest is in its tip


class FilterBar(QWidget):
    """The conditions that narrow a page, in the order they were set; it takes no room while there are none.

    `add_button` opens the list of fields; the page puts it where it likes.
    """

    changed = Signal()
    """Other conditions hold."""

    def __init__(self, register: Register, session: Session, parent: QWidget | None = None) -> None:
        """Begin without a condition."""
        super().__init__(parent)
        self._register = register
        self._session = session
        self._conditions: dict[str, tuple[Filter, ...]] = {}
        self._names: dict[str, str] = {}  # of records that conditions name, by uid
        self._row = Flow(self)
        self.add_button = tool("＋ 筛选", "add_filter", tip="只看符合条件的记录")
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.add_button)
        self.offer(register.fields)
        self.add_button.setMenu(self._menu)
        self._clear = tool("清除筛选", "clear_filters", lambda: self.set_filters(()))
        self._draw()

    def offer(self, fields: Sequence[Field]) -> None:
        """List these columns as what can be asked for."""
        self._menu.clear()
        for item in fields:
            self._menu.addAction(item.label, partial(self.edit, item))

    # --- conditions ----------------------------------------------------------------------------------------------
    def filters(self) -> tuple[Filter, ...]:
        """Return all conditions; a record is shown if it meets every one."""
        return tuple(one for several in self._conditions.values() for one in several)

    def set_filters(self, filters: Sequence[Filter], *, tell: bool = True) -> None:
        """Put these conditions in the place of all others."""
        self._conditions = {}
        for one in filters:
            self._conditions[one.field] = (*self._conditions.get(one.field, ()), one)
        self._draw()
        self._read_names()
        if tell:
            self.changed.emit()

    def set_condition(self, item: Field, filters: Sequence[Filter], names: Mapping[str, str] | None = None) -> None:
        """Put the conditions of one field, none to let it go. `names` are those of records they point to."""
        self._names.update(names or {})
        others = [one for one in self.filters() if one.field != item.key]
        self.set_filters([*others, *filters])

    def edit(self, item: Field) -> None:
        """Open the editor of one field's condition under its button."""
        popup = ConditionPopup(
            self._register, item, self._session, self._conditions.get(item.key, ()), self._names, self
        )
        popup.accepted.connect(lambda filters, names: self.set_condition(item, filters, names))
        anchor: QWidget = self.findChild(QPushButton, f"filter_{item.key}") or self.add_button
        popup.open_at(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)))

    # --- drawing -------------------------------------------------------------------------------------------------
    def _draw(self) -> None:
        """Lay out one button a condition."""
        for chip in self.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self._row.removeWidget(chip)
            chip.setParent(None)
            chip.deleteLater()
        self._row.removeWidget(self._clear)
        for key, filters in self._conditions.items():
            self._row.addWidget(self._chip(column(self._register, key), filters))
        self._row.addWidget(self._clear)
        self.setVisible(bool(self._conditions))

    def _chip(self, item: Field, filters: Sequence[Filter]) -> QPushButton:
        """Return the button of one field's conditions; its menu lets it go."""
        text = condition_text(item, filters, self._names)
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        tip = f"{text}\n点击修改；右击去掉"
        chip = button(short, f"filter_{item.key}", lambda: self.edit(item), tip)
        chip.setProperty("role", "chip")
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chip.customContextMenuRequested.connect(lambda _place: self.set_condition(item, ()))
        return chip

    def _read_names(self) -> None:
        """Find out what the records are called that conditions point to."""
        unknown = [
            (item.kind.to, str(uid))
            for item, filters in ((column(self._register, key), several) for key, several in self._conditions.items())
            if isinstance(item.kind, Ref)
            for uid in _values(filters)
            if uid is not None and uid not in self._names
        ]
        if not unknown:
            return

        def read(desk: Desk) -> dict[str, str]:
            return {uid: desk.name(to, uid) for to, uid in unknown}

        def done(names: dict[str, str]) -> None:
            self._names.update(names)
            self._draw()

        self._session.read(read, done, receiver=self)


def _values(filters: Sequence[Filter]) -> list[Value]:
    """Return all values that conditions name."""
    return [value for one in filters for value in (one.value if isinstance(one.value, tuple) else (one.value,))]


def condition_text(item: Field, filters: Sequence[Filter], names: Mapping[str, str]) -> str:
    """Return conditions as people say them: 机构状态：正常、停办 · 设立时间：2021-01-01 至 2021-12-31."""

    def said(value: Value) -> str:
        return names.get(str(value), "…") if isinstance(item.kind, Ref) else item.kind.show(value)

    by_op = {one.op: one for one in filters}
    if set(by_op) == {"ge", "le"}:
        low, high = (one.value for one in (by_op["ge"], by_op["le"]))
        assert not isinstance(low, tuple)
        assert not isinstance(high, tuple)
        return f"{item.label}：{said(low)}" + (f" 至 {said(high)}" if low != high else "")
    return "，".join(_one_text(item, one, said) for one in filters)


def _one_text(item: Field, one: Filter, said: Callable[[Value], str]) -> str:
    """Return one condition in words."""
    if one.op == "blank":
        return f"{item.label}：空白"
    if one.op == "filled":
        return f"{item.label}：有内容"
    if isinstance(one.value, tuple):
        words = [said(value) for value in one.value]
        return f"{item.label}：{'、'.join(words[:_MOST_WORDS])}" + (
            f" 等 {len(words)} 项" if len(words) > _MOST_WORDS else ""
        )
    if one.op == "contains":
        return f"{item.label}含“{said(one.value)}”"
    if one.op == "eq":
        return f"{item.label}：{said(one.value)}"
    return f"{item.label} {_SIGNS[one.op]} {said(one.value)}"
