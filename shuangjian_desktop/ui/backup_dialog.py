"""Backing the ledger up now, and choosing a backup to restore."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.services import backups
from shuangjian_desktop.store.backups import Backup
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.file_line import FileLine
from shuangjian_desktop.ui.manual.help import help_key
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import label

_KINDS = "台账备份 (*.db);;所有文件 (*)"


class BackupDialog(QDialog):
    """Says how old the last backup is, and makes one: in the usual place, or where the clerk wants it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Read the age of the last backup."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("备份台账")
        self.setMinimumWidth(600)
        self._session = session
        help_key(self, "backup")
        self.last = label("…")
        self.place = FileLine(save=True, kinds=_KINDS)
        self.place.line.setPlaceholderText("留空：存到台账旁边的“备份”文件夹")
        note = label(
            "备份做好以后会立即读回检查，检查通过才算数。程序也会自动备份；建议每周另存一份到另一块硬盘。",
            "soft",
            wrap=True,
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.backup_button = QPushButton("现在备份")
        buttons.addButton(self.backup_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.backup_button.setDefault(True)
        self.backup_button.clicked.connect(self.backup)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.last, label("另存到："), self.place, note, buttons):
            layout.addWidget(widget)
        session.read(backups.last_backup, self._show_last, receiver=self)

    def _show_last(self, at: datetime | None) -> None:
        self.last.setText(f"上次备份：{at:%Y年%m月%d日 %H:%M}" if at else "还没有备份过。")

    def backup(self) -> None:
        """Make a backup; it goes on when the dialog is closed."""
        place = self.place.path
        self.backup_button.setEnabled(False)
        self._session.back_up(
            lambda desk, progress: (backups.backup(desk, _named(place), progress=progress), backups.lost_files(desk)),
            self._made,
            self._failed,
            self,
        )

    def _made(self, made: tuple[Path, str]) -> None:
        path, lost = made
        messages.inform(self.parentWidget(), "已备份，并检查过可以恢复。", f"{path}\n{lost}".strip())
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.backup_button.setEnabled(True)
        messages.tell(self, error)


def _named(place: Path | None) -> Path | None:
    """Return where a backup goes, under a name by which it is found again when it is to be restored."""
    bare = place is not None and not place.suffix and not place.is_dir()
    return place.with_name(f"{place.name}.db") if place and bare else place


class RestoreDialog(QDialog):
    """Asks which backup, and says what restoring means."""

    chosen = Signal(object)
    """The Path of the backup."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """List the backups that there are."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("用备份恢复台账")
        self.setMinimumWidth(640)
        help_key(self, "backup")
        words = label(
            "台账将回到备份时的样子，备份以后做的改动不再出现在台账里。"
            "现在的台账文件会另存一份，不会丢失；已经用过的编号不会再用。",
            wrap=True,
        )
        self.list = QListWidget()
        self.list.itemSelectionChanged.connect(self._offer)
        self.list.itemDoubleClicked.connect(self._choose)
        self.file = FileLine(kinds=_KINDS)
        self.file.line.textChanged.connect(self._offer)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.restore_button = QPushButton("恢复")
        buttons.addButton(self.restore_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (words, label("已有的备份："), self.list, label("或者，别处的备份文件："), self.file, buttons):
            layout.addWidget(widget)
        self._offer()
        session.read(backups.backup_list, self._put, receiver=self)

    def _put(self, found: Sequence[Backup]) -> None:
        """List the backups, the newest in hand."""
        now = datetime.now().astimezone()
        for one in found:
            reason = f"，{one.reason}" if one.reason else ""
            item = QListWidgetItem(f"{one.made:%Y-%m-%d %H:%M}（{one.age(now)}{reason}）")
            item.setData(Qt.ItemDataRole.UserRole, one.path)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    @property
    def backup(self) -> Path | None:
        """The chosen backup; a file that was named goes first."""
        item = self.list.currentItem()
        return self.file.path or (item.data(Qt.ItemDataRole.UserRole) if item else None)

    def _offer(self) -> None:
        self.restore_button.setEnabled(self.backup is not None)

    def _choose(self) -> None:
        if path := self.backup:
            self.accept()
            self.chosen.emit(path)
