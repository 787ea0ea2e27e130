"""What came of an import, and what can be done next."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from shuangjian_desktop.services.importing import ImportResult
from shuangjian_desktop.ui.widgets import button, label


class ResultPage(QWidget):
    """The counts, the error workbook, the way back."""

    undo_asked = Signal()
    tray_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty; `show_result` fills the page."""
        super().__init__(parent)
        self._result: ImportResult | None = None
        self.heading = label("", "title", wrap=True)
        self.counts = QGridLayout()
        self.counts.setHorizontalSpacing(24)
        self.book = label("", "soft", wrap=True)
        self.book.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.book_button = button("打开出错工作簿", "open_book", self.open_book)
        self.tray_button = button("去“待处理”", "tray", self.tray_asked.emit)
        self.undo_button = button("撤销这次导入", "undo_import", self.undo_asked.emit)
        row = QHBoxLayout()
        for widget in (self.tray_button, self.book_button, self.undo_button):
            row.addWidget(widget)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.setSpacing(14)
        layout.addWidget(self.heading)
        layout.addLayout(self.counts)
        layout.addWidget(self.book)
        layout.addLayout(row)

    def show_result(self, result: ImportResult) -> None:
        """Show the counts; that nothing was done is said plainly."""
        self._result = result
        done = result.created + result.updated
        waiting = result.doubtful + result.held
        if done:
            heading = f"导入完成：写入 {done:,} 条。"
        else:
            heading = "没有新增，也没有更新：表里的内容台账里都有了。" if not waiting else "没有写入任何记录。"
        self.heading.setText(heading + (f"还有 {waiting:,} 行等您处理。" if waiting else ""))
        counts = {
            "新增": result.created,
            "更新": result.updated,
            "无变化": result.unchanged,
            "存疑": result.doubtful,
            "有误": result.held,
            "不导入": result.left,
        }
        for column, (title, count) in enumerate(counts.items()):
            self.counts.addWidget(label(f"{count:,}", "count"), 0, column, Qt.AlignmentFlag.AlignCenter)
            self.counts.addWidget(label(title, "soft"), 1, column, Qt.AlignmentFlag.AlignCenter)
        self.counts.setColumnStretch(len(counts), 1)
        book = result.error_workbook
        told = f"存疑和有误的行写进了出错工作簿，改好后再导入它，只会导入改过的行：\n{book}" if book else ""
        if result.no_book:
            told = f"存疑和有误的行在“待处理”里；出错工作簿没有写成：{result.no_book}"
        self.book.setText(told or result.no_book)
        self.book_button.setVisible(book is not None)
        self.tray_button.setVisible(waiting > 0)
        self.undo_button.setVisible(result.changes.step is not None and result.changes.count > 0)

    def open_book(self) -> None:
        """Open the error workbook in the office program."""
        if self._result and self._result.error_workbook:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._result.error_workbook)))
