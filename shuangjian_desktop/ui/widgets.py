"""Small widgets as the pages and forms of registers use them: named, so that tests and style sheets find them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStyleOption, QToolButton, QWidget


class PushButton(QPushButton):
    """A push button that Enter presses where it has the focus, and never from another field."""

    def __init__(self, words: str) -> None:
        """Show the words."""
        super().__init__(words, autoDefault=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press: else Qt would press the button that answers the dialog, whichever has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """A flat button that Enter presses where it has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(words: str, name: str, call: Callable[[], object] | None = None, tip: str = "") -> QPushButton:
    """Return a push button that Enter in another field never presses."""
    made = PushButton(words)
    made.setObjectName(name)
    made.setToolTip(tip)
    if call:
        made.clicked.connect(lambda *_: call())
    return made


def tool(words: str, name: str, call: Callable[[], object] | None = None, tip: str = "") -> QToolButton:
    """Return a flat button that Tab reaches and a click does not focus."""
    made = ToolButton()
    made.setText(words)
    made.setObjectName(name)
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if call:
        made.clicked.connect(lambda *_: call())
    return made


def shortcut(
    keys: str,
    owner: QWidget,
    call: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> QShortcut:
    """Return a key of a widget that calls; where it holds is set afterwards: PySide6 drops it beside a callable."""
    made = QShortcut(QKeySequence(keys), owner, call)
    made.setContext(context)
    return made


def label(words: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a line of plain text in one of the style sheet's roles."""
    made = QLabel(words, wordWrap=wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


class Elided(QLabel):
    """A line of plain text that takes what room there is, its end left out where that is too little."""

    def __init__(self, words: str = "", role: str = "") -> None:
        """Show the words in one of the style sheet's roles."""
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write what there is room for."""
        room, look = self.contentsRect(), QStyleOption()
        look.initFrom(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        place = self.alignment().value
        pen = self.foregroundRole()
        self.style().drawItemText(QPainter(self), room, place, look.palette, self.isEnabled(), words, pen)


def local_files(event: QDropEvent) -> list[Path]:
    """Return the files that are dragged; none where one of them is not on this computer."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []


def show_at(popup: QWidget, place: QPoint, over: int = 0) -> None:
    """Show a popup at a place of the screen, moved so that all of it is seen.

    Where it does not fit below and what it belongs to is `over` pixels high and ends there, it goes above that.
    """
    screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    popup.adjustSize()
    popup.move(place)
    popup.show()  # only now is its size the last one
    left = max(room.left(), min(place.x(), room.right() - popup.width()))
    above = place.y() - over - popup.height()
    fits = place.y() + popup.height() <= room.bottom()
    lowest = place.y() if fits else above if over and above >= room.top() else room.bottom() - popup.height()
    popup.move(left, max(room.top(), lowest))
