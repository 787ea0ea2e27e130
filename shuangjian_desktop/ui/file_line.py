"""Asking for files: a line that holds a path, with a button to choose it; where a workbook is to be written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from shuangjian_desktop.ui.widgets import PushButton

LEDGERS = "台账文件 (*.db *.ledger);;所有文件 (*)"


def ask_workbook(parent: QWidget, title: str, name: str, then: Callable[[Path], None]) -> None:
    """Ask where a workbook is to be written; `name` is what it may be called."""
    dialog = QFileDialog(parent, title, name, "Excel 工作簿 (*.xlsx)")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()


class FileLine(QWidget):
    """A path, typed or chosen. `folder` is where the choosing begins while the line is empty."""

    def __init__(
        self, path: Path | None = None, *, save: bool = False, folders: bool = False, kinds: str = LEDGERS
    ) -> None:
        """Begin with `path`; `save` asks for a file that need not exist yet, `folders` for a folder."""
        super().__init__()
        self._save, self._folders, self._kinds = save, folders, kinds
        self.folder: Path | None = None
        self.line = QLineEdit(str(path) if path else "")
        self.button = PushButton("浏览…")
        self.button.clicked.connect(self.browse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.setFocusProxy(self.line)

    @property
    def path(self) -> Path | None:
        """The path, None for an empty line."""
        text = self.line.text().strip()
        return Path(text) if text else None

    def browse(self) -> None:
        """Choose a file or a folder; whether one that is there may be replaced, whoever writes it asks."""
        words = "选择文件夹" if self._folders else "选择文件"
        dialog = QFileDialog(self.window(), words, str(self.path or self.folder or ""), self._kinds)
        if self._save:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        else:
            mode = QFileDialog.FileMode.Directory if self._folders else QFileDialog.FileMode.ExistingFile
            dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()
