"""A page of the manual as it is read: Markdown with pictures as wide as there is room, what the program says marked."""

import re

from PySide6.QtCore import QByteArray, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextLength,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from shuangjian_desktop.services import manual
from shuangjian_desktop.ui import theme

_SAID = re.compile(r"【[^】]*】")
_LINE_HEIGHT, _AFTER = 145.0, 6.0  # per cent; pixels under a paragraph
_FOUND = "#ffe08a"


class ManualBrowser(QTextBrowser):
    """Shows one page after the other; back and forward lead through them."""

    opened = Signal()
    """Another page is shown. Qt's own sourceChanged comes too early: `source` is still the page before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setAccessibleName("手册内容")
        self.document().setDocumentMargin(18)
        self._places: dict[str, int] = {}

    @property
    def page(self) -> str:
        """The name of the page that is shown; '' before the first."""
        return self.source().fileName().removesuffix(".md")

    def open_page(self, name: str) -> None:
        """Show a page from its beginning."""
        self.setSource(QUrl.fromLocalFile(str(manual.path_of(name))))

    def doSetSource(  # Qt's own names
        self,
        name: QUrl | str,
        type: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource,  # noqa: A002
    ) -> None:
        """Load a page and dress it."""
        self._leave()
        super().doSetSource(name, type)
        self._arrive()

    def backward(self) -> None:
        """Go to the page before, where it was left."""
        self._leave()
        super().backward()
        self._arrive(self._places.get(self.page, 0))

    def forward(self) -> None:
        """Go to the page after, where it was left."""
        self._leave()
        super().forward()
        self._arrive(self._places.get(self.page, 0))

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002  # Qt's own names
        """Return a picture as wide as the page, made smaller smoothly: Qt would leave out lines of pixels."""
        found = super().loadResource(type, name)
        if type != QTextDocument.ResourceType.ImageResource.value or not isinstance(found, QByteArray):
            return found
        image, ratio = QImage.fromData(found), self.devicePixelRatioF()
        width = round(
            (self.viewport().width() - 2 * self.document().documentMargin() - 2) * ratio
        )  # 2: never fitted twice
        if 0 < width < image.width():
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures into the page's new width."""
        super().resizeEvent(event)
        document = self.document()
        block = document.begin()
        while block.isValid():
            for _start, _length, style in _fragments(block):
                if style.isImageFormat():
                    kind = QTextDocument.ResourceType.ImageResource.value
                    name = document.baseUrl().resolved(QUrl(style.toImageFormat().name()))
                    document.addResource(kind, name, self.loadResource(kind, name))
            block = block.next()
        document.markContentsDirty(0, document.characterCount())

    def _leave(self) -> None:
        """Remember the place on the page that is shown: Qt's own is that on a page that is not dressed."""
        self._places[self.page] = self.verticalScrollBar().value()

    def _arrive(self, place: int = 0) -> None:
        """Dress the page that was loaded, and go to a place on it."""
        block = self.document().begin()
        while block.isValid():
            self._dress(block)
            block = block.next()
        self.opened.emit()
        self.verticalScrollBar().setValue(place)

    def _dress(self, block: QTextBlock) -> None:
        """Give a paragraph air, fit its pictures into the page, and mark the words of menus and buttons in it."""
        cursor = QTextCursor(block)
        air = QTextBlockFormat()
        pictures = [one for one in _fragments(block) if one[2].isImageFormat()]
        if not pictures:
            air.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        air.setBottomMargin(_AFTER)
        cursor.mergeBlockFormat(air)
        for start, length, style in pictures:
            fitted = QTextImageFormat(style.toImageFormat())
            fitted.setMaximumWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            _select(cursor, start, length)
            cursor.setCharFormat(fitted)
        said = QTextCharFormat()
        said.setForeground(QColor(theme.ACCENT))
        said.setFontWeight(QFont.Weight.Bold)
        for match in _SAID.finditer(block.text()):
            _select(cursor, block.position() + match.start(), len(match[0]))
            cursor.mergeCharFormat(said)

    def mark(self, words: str) -> int:
        """Mark every place where words stand and go to the first; '' takes the marks away. Return how many."""
        marks = []
        place = self.document().find(words) if words else QTextCursor()
        while not place.isNull():
            one = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(place)
            one.format.setBackground(QColor(_FOUND))
            marks.append(one)
            place = self.document().find(words, place)
        self.setExtraSelections(marks)
        if marks:
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(words)
        return len(marks)

    def go_to_next(self, words: str) -> None:
        """Go to the next place where words stand, from the last one to the first."""
        if words and not self.find(words):
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(words)


def _select(cursor: QTextCursor, start: int, length: int) -> None:
    """Select so many characters."""
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return the pieces of a paragraph: position, length, format."""
    found = []
    place = block.begin()
    while not place.atEnd():
        piece = place.fragment()
        found.append((piece.position(), piece.length(), piece.charFormat()))
        place += 1
    return found
