"""A drawn chart on the screen: its picture, and the marks under the pointer or chosen by keys."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from shuangjian_desktop.analysis.drawing.picture import Picture, Place
from shuangjian_desktop.ui import theme

_REACH = 5  # pixels beside a mark that still belong to it: a bar may be thinner than a hand is steady
LEAST = QSize(480, 300)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


def image(picture: Picture) -> QImage:
    """Return the dots of a picture as an image that owns them, fast to paint."""
    dots = QImage(picture.dots, picture.width, picture.height, 4 * picture.width, QImage.Format.Format_RGBA8888)
    shown = dots.convertToFormat(QImage.Format.Format_RGB32)
    shown.setDevicePixelRatio(picture.ratio)
    return shown


class ChartCanvas(QWidget):
    """Shows a picture. It draws nothing itself: the picture comes from a worker, one of another size is stretched."""

    opened = Signal(object)
    """The Mark that was clicked, or chosen by keys and opened by Enter."""
    resized = Signal()
    """A picture of another size or sharpness is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.picture: Picture | None = None
        self.chosen: Place | None = None
        self._image = QImage()
        self._words = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST)

    def show_picture(self, picture: Picture, shown: QImage) -> None:
        """Show a picture; `shown` is its image."""
        self.picture, self._image, self._words = picture, shown, ""
        self._choose(None)
        self.setAccessibleName(f"图表：{picture.plot.title}")

    def wait(self, words: str) -> None:
        """Say that another picture is on its way."""
        self._words = words
        self.update()

    @property
    def fits(self) -> bool:
        """Whether the picture is as large and sharp as the widget."""
        size = self._image.deviceIndependentSize().toSize()
        return size == self.size() and self._image.devicePixelRatio() == self.devicePixelRatioF()

    # --- marks ---------------------------------------------------------------------------------------------------
    def place_at(self, at: QPoint) -> Place | None:
        """Return the place of the mark under a point."""
        if self.picture is None or not self.fits or self._words:
            return None
        return self.picture.at(at.x(), at.y(), _REACH)

    def _choose(self, place: Place | None) -> None:
        """Frame a mark and tell what it shows."""
        self.chosen = place
        self.setCursor(Qt.CursorShape.PointingHandCursor if place else Qt.CursorShape.ArrowCursor)
        told = self.picture.plot.told(place.mark) if self.picture and place else ""
        self.setAccessibleDescription(told)
        if place:
            area = QRect(round(place.left), round(place.top), max(1, round(place.width)), max(1, round(place.height)))
            QToolTip.showText(self.mapToGlobal(area.center() + QPoint(8, 8)), told, self, area)
        else:
            QToolTip.hideText()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose the mark under the pointer."""
        place = self.place_at(event.position().toPoint())
        if place is not self.chosen:
            self._choose(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the rows of the mark that was clicked."""
        place = self.place_at(event.position().toPoint())
        if place and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(place.mark)

    def leaveEvent(self, event: QEvent) -> None:
        """Choose nothing any longer, unless the keys chose it."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from mark to mark by the arrows, open by Enter or Space."""
        places = self.picture.places if self.picture and not self._words else ()
        key = Qt.Key(event.key())
        if places and key in _STEPS:
            at = places.index(self.chosen) + _STEPS[key] if self.chosen in places else 0
            self._choose(places[at % len(places)])
        elif self.chosen and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.chosen.mark)
        else:
            super().keyPressEvent(event)

    # --- painting ------------------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, the frame around the chosen mark, and that another one is on its way."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.PAPER))
        if not self._image.isNull():
            painter.drawImage(self.rect(), self._image)
        if self.chosen:
            painter.setPen(QPen(QColor(theme.TEXT), 2))
            one = self.chosen
            painter.drawRect(QRectF(one.left - 1, one.top - 1, one.width + 2, one.height + 2))
        if self._words:
            self._paint_words(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACCENT), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_words(self, painter: QPainter) -> None:
        """Write on a ground of their own in the middle, so that they are read over any chart."""
        size = self.fontMetrics().size(0, self._words) + QSize(48, 24)
        ground = QRect(QPoint(0, 0), size)
        ground.moveCenter(self.rect().center())
        painter.fillRect(ground, QColor(theme.DESK))
        painter.setPen(QColor(theme.SOFT))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of this size."""
        super().resizeEvent(event)
        self.resized.emit()

    def event(self, event: QEvent) -> bool:
        """Ask for a sharper picture on a screen with more dots."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resized.emit()
        return super().event(event)
