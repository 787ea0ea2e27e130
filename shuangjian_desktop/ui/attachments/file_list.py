"""The attachments of a record as a list with thumbnails; files can be dropped on it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileIconProvider, QListWidget, QListWidgetItem, QWidget

from shuangjian_desktop.core.file_names import size_text
from shuangjian_desktop.services.attachments import Attachment
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.attachments.incoming import has_files

THUMBNAIL = 96
"""Side of a thumbnail in the units of the screen; on a finer screen it has more pixels."""
_NAME_CHARACTERS = 18
_EMPTY = "把照片、扫描件拖到这里，或者点“添加…”、粘贴（Ctrl+V）"
_EMPTY_BARRED = "没有附件"
_MISSING = "文件丢失"


class FileList(QListWidget):
    """Shows attachments; it does not know the ledger."""

    dropped = Signal(QMimeData)
    """Files or a picture were dropped or pasted."""
    open_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("attachments")
        self.setAccessibleName("附件")
        self.barred = False
        """Whether nothing can be added here."""
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAcceptDrops(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        line = self.fontMetrics().height()
        width = max(THUMBNAIL + 24, theme.characters(self, _NAME_CHARACTERS))
        self.setGridSize(QSize(width, THUMBNAIL + 3 * line + 14))
        self.setFixedHeight(self.gridSize().height() + 12)
        self.itemActivated.connect(lambda _item: self.open_asked.emit())

    def put(self, found: Sequence[Attachment]) -> None:
        """Show these attachments; those that were chosen stay chosen."""
        chosen = {one.uid for one in self.chosen()}
        self.clear()
        icons = QFileIconProvider()
        for one in found:
            item = QListWidgetItem(icons.icon(QFileIconProvider.IconType.File), _text(one))
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(_tip(one))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            if one.missing:
                item.setForeground(QColor(theme.WRONG))
            elif one.elsewhere:
                item.setForeground(QColor(theme.SOFT))
            self.addItem(item)
            item.setSelected(one.uid in chosen)
        rows = 1 if len(found) <= self._in_a_row() else 2
        self.setFixedHeight(self.gridSize().height() * rows + 12)

    def _in_a_row(self) -> int:
        return max(1, self.viewport().width() // self.gridSize().width())

    def put_thumbnails(self, images: Mapping[str, QImage]) -> None:
        """Show pictures in place of the signs, by digest."""
        for row in range(self.count()):
            item = self.item(row)
            one: Attachment = item.data(Qt.ItemDataRole.UserRole)
            image = images.get(one.digest)
            if image is not None and one.path is not None:
                item.setIcon(QIcon(_squared(image, self.devicePixelRatioF())))

    def chosen(self) -> list[Attachment]:
        """Return the attachments that are chosen, in their order."""
        items = (self.item(row) for row in range(self.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.isSelected()]

    # --- Qt's side -----------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Say in an empty list what can be done."""
        super().paintEvent(event)
        if not self.count():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(theme.SOFT))
            words = _EMPTY_BARRED if self.barred else _EMPTY
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes, Ctrl+V pastes."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen():
            self.remove_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Hand on what is on the clipboard, be it files, a picture, or nothing to add."""
        data = QApplication.clipboard().mimeData()
        if not self.barred:
            self.dropped.emit(data or QMimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files and pictures."""
        if not self.barred and has_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take them wherever they are over the list."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped: a copy, the file stays where it was."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(event.mimeData())


def _text(one: Attachment) -> str:
    """Return what stands under a thumbnail: the name, and the size or why there is nothing to see."""
    under = _MISSING if one.missing else f"在{one.elsewhere}" if one.elsewhere else size_text(one.size)
    return f"{one.name}\n{under}"


def _tip(one: Attachment) -> str:
    """Return everything about an attachment."""
    where = (
        f"找不到文件：{one.digest[:8]}…。请从备份旁的“附件”文件夹复制回来，或重新添加同一个文件。"
        if one.missing
        else f"文件在{one.elsewhere}，数据包只带来名称和摘要"
        if one.elsewhere
        else ""
    )
    added = f"添加于 {one.added_on}" if one.added_on else ""
    return "\n".join(filter(None, (one.name, f"{one.kind}，{size_text(one.size)}", added, one.notes, where)))


def _squared(image: QImage, ratio: float) -> QPixmap:
    """Return a thumbnail in the middle of its square, so that names stand in line."""
    side = round(THUMBNAIL * ratio)
    square = QPixmap(side, side)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    fitted = image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    fitted = image if max(image.width(), image.height()) <= side else fitted
    painter.drawImage((side - fitted.width()) // 2, (side - fitted.height()) // 2, fitted)
    painter.end()
    square.setDevicePixelRatio(ratio)
    return square
