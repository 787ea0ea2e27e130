"""The table of the tray: 行 and 类型 stay in sight, and Ctrl+Z takes back what was typed and not tried yet."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.frozen import FreezingTable
from shuangjian_desktop.ui.tray_model import TrayModel

_STAY = 2  # columns: 行 and 类型


class TrayTable(FreezingTable):
    """Shows the waiting rows of an import."""

    def __init__(self, model: TrayModel, parent: QWidget | None = None) -> None:
        """Show the model; its columns come and go with the import that is shown."""
        super().__init__(parent)
        self._tray = model
        self.setModel(model)
        self.setAccessibleName("等待处理的行")
        for view in (self, self._frozen):
            theme.dress_table(view)
            view.horizontalHeader().setStretchLastSection(False)
        self.setVerticalScrollMode(self._frozen.verticalScrollMode())
        self._frozen.share(self)
        self._frozen.doubleClicked.connect(self.doubleClicked)
        model.modelReset.connect(lambda: self.freeze(_STAY))

    def event(self, event: QEvent) -> bool:
        """Have Ctrl+Z for what is typed here, before the window takes a step of the ledger back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._undoes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the cell back that was typed last, and go there."""
        if self._undoes(event):
            self.setCurrentIndex(self._tray.take_back())
        else:
            super().keyPressEvent(event)

    def _undoes(self, event: QKeyEvent) -> bool:
        """Whether a key takes something back that was typed here."""
        return event.matches(QKeySequence.StandardKey.Undo) and self._tray.typed > 0
