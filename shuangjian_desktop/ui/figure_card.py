"""Figures in large type, each a button that opens the rows behind it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QStyle, QStyleOption, QVBoxLayout, QWidget

from shuangjian_desktop.analysis.figure import Figure
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.widgets import label

_WIDTH = 18  # characters that a card needs for the longest label
_MOST_IN_A_LINE = 6
_GAP = 8


class FigureCard(QAbstractButton):
    """One figure: its label, its value as the bulletin writes it, by how much it changed."""

    def __init__(self, figure: Figure, parent: QWidget | None = None) -> None:
        """Show no value yet."""
        super().__init__(parent)
        self.figure = figure
        self.setProperty("role", "figure-card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name = label(figure.label)
        self.value = label("…", "figure")
        self.change = label("", "soft-note")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(1)
        for part in (self.name, self.value, self.change):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(part)

    def show_figure(self, text: str, change: str, detail: str) -> None:
        """Show a value; `detail` says how many rows it was counted out of."""
        self.value.setText(text)
        self.change.setText(change)
        self.setToolTip(detail)
        self.setAccessibleName(f"{self.figure.label}：{text}　{change}".strip())

    def sizeHint(self) -> QSize:
        """As large as what is written on it."""
        return self._column.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the card as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the border that the style sheet gives it."""
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, QPainter(self), self)


class FigureCards(QWidget):
    """The cards in lines, as many in each as the width has room for."""

    opened = Signal(object)
    """The Figure whose card was pressed."""

    def __init__(self, figures: Sequence[Figure], parent: QWidget | None = None) -> None:
        """Make a card for each figure."""
        super().__init__(parent)
        self.cards = {figure.key: FigureCard(figure) for figure in figures}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._in_a_line = 0
        for card in self.cards.values():
            card.clicked.connect(lambda _checked=False, figure=card.figure: self.opened.emit(figure))
        self._lay(_MOST_IN_A_LINE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        room = (self.width() + _GAP) // (theme.characters(self, _WIDTH) + _GAP)
        self._lay(max(1, min(_MOST_IN_A_LINE, room)))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for one card: the lines are broken to what there is."""
        return QSize(theme.characters(self, _WIDTH), self._grid.minimumSize().height())

    def _lay(self, in_a_line: int) -> None:
        """Put so many cards in each line; columns that are no longer used take no room."""
        if in_a_line == self._in_a_line:
            return
        for column in range(max(in_a_line, self._in_a_line)):
            self._grid.setColumnStretch(column, 1 if column < in_a_line else 0)
        self._in_a_line = in_a_line
        for number, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, number // in_a_line, number % in_a_line)
