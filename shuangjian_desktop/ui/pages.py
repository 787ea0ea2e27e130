"""What the plain pages share: they read when they come to sight, and again when what they show was written."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.ui.session import Session


class Page(QWidget):
    """A page that is stale from the start and after each write; stale pages refresh when they are in sight."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Listen to the session."""
        super().__init__(parent)
        self.session = session
        self._stale = True
        session.changed.connect(self._on_changed)
        session.desk_changed.connect(self._spoil)

    def concerns(self, changes: Changes) -> bool:
        """Whether a write spoils what the page shows; any does unless a page knows better."""
        return bool(changes.count)

    def refresh(self) -> None:
        """Read again what the page shows."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh what went stale out of sight."""
        super().showEvent(event)
        self._refresh_if_stale()

    def _on_changed(self, changes: Changes) -> None:
        if self.concerns(changes):
            self._spoil()

    def _spoil(self) -> None:
        """Refresh now if the page is in sight, else when it comes to sight."""
        self._stale = True
        if self.isVisible():
            self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()
