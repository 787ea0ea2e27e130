"""The views that a register declares, each a button with the number of its records: a click asks for them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.register import Register, View
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.flow import Flow
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import tool


class ViewsBar(QWidget):
    """A line of buttons; it takes no room where the register declares no view."""

    chosen = Signal(object)
    """The conditions of a view, none where the view that is shown was let go."""

    def __init__(self, register: Register, session: Session, parent: QWidget | None = None) -> None:
        """Count nothing yet."""
        super().__init__(parent)
        self._register, self._session = register, session
        self._shown: frozenset[Filter] = frozenset()
        row = Flow(self)
        self.buttons: dict[str, QToolButton] = {}
        for number, view in enumerate(register.views):
            button = tool(view.title, f"view_{number}", partial(self._choose, view))
            button.setCheckable(True)
            button.setProperty("role", "view")
            self.buttons[view.title] = button
            row.addWidget(button)
        if not register.views:  # to show it before it lies in a page would open a window of its own
            self.hide()

    def count(self) -> None:
        """Count the records of each view, of all that the ledger holds."""
        views, key = self._register.views, self._register.key
        if not views:
            return

        def read(desk: Desk) -> list[int]:
            return [desk.ledger.reader.count(Query(key, filters=view.filters(desk.day))) for view in views]

        self._session.read(read, self._put, receiver=self)

    def _put(self, counts: Sequence[int]) -> None:
        for view, count in zip(self._register.views, counts, strict=True):
            self.buttons[view.title].setText(f"{view.title} {count:,}" if count else view.title)

    def follow(self, filters: Sequence[Filter]) -> None:
        """Show which view these conditions are, if any."""
        self._shown = frozenset(filters)
        for view in self._register.views:
            self.buttons[view.title].setChecked(self._is_shown(view))

    def _is_shown(self, view: View) -> bool:
        return frozenset(view.filters(self._session.desk.day)) == self._shown

    def _choose(self, view: View) -> None:
        """Ask for a view; the one that is shown already is let go."""
        self.chosen.emit(() if self._is_shown(view) else view.filters(self._session.desk.day))
