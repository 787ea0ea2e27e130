"""A window that is driven and photographed: with what stands before it, numbered marks, few colours."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, QSettings, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.program import make_application
from shuangjian_desktop.ui.start import Start

SIZE = (1280, 800)
_LARGEST = (1240, 750)
"""A dialog with its title is never larger than the picture."""
_ROOM = 8  # pixels between a popup and the edge of the picture
_TITLE = 34  # pixels of the title bar drawn over a dialog, which no window manager has dressed here
_MARK, _SHADE = QColor("#d9480f"), QColor(28, 39, 51, 90)
_COLOURS = 128
_WIDE, _EDGE = 600, 30
_ROUNDS = 2000

W = TypeVar("W", bound=QWidget)


class Studio:
    """Opens ledgers, waits, takes pictures into a folder."""

    def __init__(self, pictures: Path, settings: Path) -> None:
        """Begin with a user who has chosen nothing yet; `settings` is a folder for theirs."""
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(settings))
        self.application = make_application(["pictures"])
        self.application.setEffectEnabled(Qt.UIEffect.UI_AnimateMenu, False)
        self._folder = pictures
        self.taken: list[str] = []

    # --- the window ----------------------------------------------------------------------------------------------
    def open(self, ledger: Path, operator: str) -> MainWindow:
        """Open the window on a ledger; where there is none, the first run's dialog comes."""
        self.jobs = Jobs(self.application)
        self.window = MainWindow(self.jobs)
        self.window.resize(*SIZE)
        self._start = Start(self.window, ledger, operator)
        self._start.begin()
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.settle()
        return self.window

    def close(self) -> None:
        """Close what is in front, then the window."""
        self.dismiss()
        self._start.close()
        self.window.close()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is left to read and to paint."""
        quiet = 0
        for _round in range(_ROUNDS):
            QTest.qWait(30)
            quiet = 0 if self.jobs.busy else quiet + 1
            if quiet > 12:  # also those who wait for a pause in typing have asked
                return
        raise RuntimeError("the window does not come to rest")

    def front(self, kind: type[W]) -> W:
        """Return the window of a kind that is in front."""
        self.settle()
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        shown = found[-1]
        if isinstance(shown, QDialog):
            shown.resize(shown.size().boundedTo(QSize(*_LARGEST)))
            self.settle()
        return shown

    def dismiss(self) -> None:
        """Close every dialog and popup, without an answer."""
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and one is not self.window and one.parentWidget() is not None:
                QDialog.done(one, 0) if isinstance(one, QDialog) else one.close()
        self.settle()

    # --- pictures ------------------------------------------------------------------------------------------------
    def take(self, name: str, marks: Sequence[QWidget | QRect] = (), *, over: QWidget | None = None) -> None:
        """Take the window with all that stands before it; put ①, ② … at what is marked (`over`: whose rectangles)."""
        self.settle()
        picture = self.window.grab()
        before = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self.window]
        dialogs = sorted((one for one in before if isinstance(one, QDialog)), key=_depth)
        popups = [one for one in before if one.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup]
        places: dict[QWidget, QPoint] = {self.window: QPoint()}
        for dialog in dialogs:
            places[dialog] = _put_dialog(picture, dialog)
        for popup in popups:
            at = self.window.mapFromGlobal(popup.mapToGlobal(QPoint()))
            at.setX(min(at.x(), picture.width() - popup.width() - _ROOM))  # as at the edge of a screen
            places[popup] = at
            painter = QPainter(picture)
            painter.drawPixmap(at, popup.grab())
            painter.end()
        for number, one in enumerate(marks, 1):
            whose = one.window() if isinstance(one, QWidget) else (over or self.window).window()
            area = QRect(one.mapTo(whose, QPoint()), one.size()) if isinstance(one, QWidget) else one
            _mark(picture, area.translated(places[whose]), number)
        self._save(picture, name)

    def take_alone(self, name: str, widget: QWidget) -> None:
        """Take one widget by itself."""
        self.settle()
        self._save(widget.grab(), name)

    def _save(self, picture: QPixmap, name: str) -> None:
        """Write a picture with few colours, so that all of them together stay small."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
        few = image.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(self._folder / f"{name}.png", optimize=True)
        self.taken.append(name)


def _depth(widget: QWidget) -> int:
    """Return how many windows stand behind one."""
    behind = widget.parentWidget()
    return 0 if behind is None else 1 + _depth(behind.window())


def _put_dialog(picture: QPixmap, dialog: QDialog) -> QPoint:
    """Draw a dialog with its title into the middle, all that is behind it darker; return where it came to stand."""
    shown = dialog.grab()
    at = QPoint((picture.width() - shown.width()) // 2, (picture.height() - shown.height() + _TITLE) // 2)
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), _SHADE)
    bar = QRect(at.x(), at.y() - _TITLE, shown.width(), _TITLE)
    painter.fillRect(bar, QColor("#ffffff"))
    painter.drawText(bar.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, dialog.windowTitle())
    painter.drawText(bar.adjusted(0, 0, -14, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, "✕")
    painter.drawPixmap(at, shown)
    painter.setPen(QColor("#8b96a1"))
    painter.drawRect(bar.united(QRect(at, shown.size())).adjusted(0, 0, -1, -1))
    painter.end()
    return at


def _mark(picture: QPixmap, area: QRect, number: int) -> None:
    """Draw a frame around an area, with a number in a disc at its upper left corner."""
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_MARK, 3))
    frame = QRectF(area).adjusted(-3, -3, 3, 3).intersected(QRectF(picture.rect()).adjusted(2, 2, -2, -2))
    painter.drawRoundedRect(frame, 6, 6)
    at_end = frame.width() > _WIDE and frame.left() < _EDGE  # there the disc would hide the first words
    left = frame.right() - _EDGE if at_end else frame.left()
    middle = QPoint(max(15, round(left)), max(15, round(frame.center().y() if at_end else frame.top())))
    painter.setBrush(_MARK)
    painter.drawEllipse(middle, 13, 13)
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(QRect(middle.x() - 13, middle.y() - 13, 26, 26), Qt.AlignmentFlag.AlignCenter, str(number))
    painter.end()
