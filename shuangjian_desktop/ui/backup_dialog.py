"""Backing the ledger up now, and choosing a backup to restore."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from shuangjian_desktop.services import backups
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.file_line import FileLine
from shuangjian_desktop.ui.session import Session

_KINDS = "台账备份 (*.db *.ledger *.bak);;所有文件 (*)"


class BackupDialog(QDialog):
    """Says how old the last backup is, and makes one: in the usual place, or where the clerk wants it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Read the age of the last backup."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("备份台账")
        self.setMinimumWidth(600)
        self._session = session
        self.last = QLabel("…")
        self.place = FileLine(save=True, kinds=_KINDS)
        self.place.line.setPlaceholderText("留空：存到台账旁边的备份文件夹")
        note = QLabel("备份做好以后会立即读回检查，检查通过才算数。建议每周再存一份到另一块硬盘。")
        note.setWordWrap(True)
        note.setProperty("role", "soft")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.backup_button = QPushButton("现在备份")
        self.backup_button.setDefault(True)
        self.buttons.addButton(self.backup_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.backup_button.clicked.connect(self.backup)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.last, QLabel("另存到："), self.place, note, self.buttons):
            layout.addWidget(widget)
        session.read(backups.last_backup, self._show_last, receiver=self)

    def _show_last(self, at: datetime | None) -> None:
        self.last.setText(f"上次备份：{at:%Y年%m月%d日 %H:%M}" if at else "还没有备份过。")

    def backup(self) -> None:
        """Make a backup and say where it is."""
        place = self.place.path
        self.backup_button.setEnabled(False)
        self._session.read_long(
            "备份", lambda desk, _progress: backups.backup(desk, place), self._made, failed=self._failed, receiver=self
        )

    def _made(self, path: Path) -> None:
        """Tell, and let 今日待办 look again."""
        self._session.desk_changed.emit()
        messages.inform(self.parentWidget(), "已备份，并检查过可以恢复。", str(path))
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.backup_button.setEnabled(True)
        messages.tell(self, error)


class RestoreDialog(QDialog):
    """Asks which backup, and says what restoring means."""

    chosen = Signal(object)
    """The Path of the backup."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Offer to look for the file where backups lie."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("用备份恢复台账")
        self.setMinimumWidth(600)
        words = QLabel(
            "台账将回到备份时的样子，备份以后做的改动不再出现在台账里。"
            "现在的台账文件会先另存一份，不会丢失；已经用过的编号不会再用。"
        )
        words.setWordWrap(True)
        self.file = FileLine(kinds=_KINDS)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.restore_button = QPushButton("恢复")
        self.restore_button.setEnabled(False)
        self.buttons.addButton(self.restore_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        self.file.line.textChanged.connect(lambda text: self.restore_button.setEnabled(bool(text.strip())))
        layout = QVBoxLayout(self)
        for widget in (words, QLabel("备份文件："), self.file, self.buttons):
            layout.addWidget(widget)
        session.read(lambda desk: backups.folder(desk), self._show_folder, receiver=self)

    def _show_folder(self, folder: Path) -> None:
        """Begin to look where backups lie."""
        self.file.folder = folder

    def _choose(self) -> None:
        path = self.file.path
        if path:
            self.accept()
            self.chosen.emit(path)
