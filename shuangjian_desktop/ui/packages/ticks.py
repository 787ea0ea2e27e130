"""Sentences that must each be ticked before a package is taken in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from shuangjian_desktop.ui.widgets import label


class Tick(QWidget):
    """A box with a sentence that may take several lines; a click on the sentence ticks, too."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        """Begin without the tick."""
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.setAccessibleName(sentence)
        self.words = label(sentence, "doubt", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.addWidget(self.box, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick or untick."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.toggle()


class Ticks(QWidget):
    """All that has to be confirmed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Ask nothing yet."""
        super().__init__(parent)
        self.ticks: list[Tick] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def ask(self, sentences: Sequence[str]) -> None:
        """Ask these in place of those asked before."""
        while item := self._column.takeAt(0):
            if old := item.widget():
                old.deleteLater()
        self.ticks = [Tick(f"我已核对，同意接收：{sentence}") for sentence in sentences]
        for tick in self.ticks:
            tick.box.toggled.connect(lambda _on: self.changed.emit())
            self._column.addWidget(tick)
        self.setVisible(bool(sentences))

    @property
    def complete(self) -> bool:
        """Whether everything that is asked is ticked."""
        return all(tick.box.isChecked() for tick in self.ticks)
