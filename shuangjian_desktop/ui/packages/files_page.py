"""Which packages are received: chosen, dropped, put in order by what their covers say."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from shuangjian_desktop.services.arrivals import Arrival
from shuangjian_desktop.ui.folders import last_folder, remember_folder
from shuangjian_desktop.ui.packages.outcome import FILE_HEADS, cells
from shuangjian_desktop.ui.packages.plain_table import fill, plain_table
from shuangjian_desktop.ui.widgets import button, label, local_files

FOLDER = "packages_received"
_WORKBOOKS = "数据包 (*.xlsx);;所有文件 (*)"
_HOW = (
    "接收前可以看到每一行会新增、更新还是删除，确认以后才写入；整个数据包以后也可以撤销。\n"
    "一次可以选多个数据包：按发送方和序号的顺序，一个接一个地接收。"
)


class FilesPage(QWidget):
    """A list of files."""

    chosen = Signal(object)
    """The clerk wants these files, a list of Path, besides those that are listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without files."""
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.arrivals: list[Arrival] = []
        self.add_button = button("选择数据包…", "add_files", self.choose, "可以一次选多个文件，也可以把文件拖到这里")
        self.remove_button = button("从列表移除", "remove_file", self.remove)
        self.table = plain_table()
        self.table.setAccessibleName("要接收的数据包")
        self.straight = QCheckBox("没有疑问的直接接收，不逐个预览；有要确认的、有误的停下来看")
        self.table.itemSelectionChanged.connect(self._offer)
        bar = QHBoxLayout()
        for widget in (self.add_button, self.remove_button, label("也可以把文件拖到这里", "soft")):
            bar.addWidget(widget)
        bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.straight)
        layout.addWidget(label(_HOW, "soft", wrap=True))
        self.show_arrivals([])

    def show_arrivals(self, found: Sequence[Arrival]) -> None:
        """Show these files, in their order."""
        self.arrivals = list(found)
        lines = [cells(one, _said(one)) for one in found]
        fill(self.table, FILE_HEADS, lines)
        self.straight.setVisible(len(found) > 1)
        self._offer()

    def _offer(self) -> None:
        self.remove_button.setEnabled(bool(self.table.selectedItems()))

    def choose(self) -> None:
        """Choose files."""
        dialog = QFileDialog(self.window(), "选择数据包", str(last_folder(FOLDER)), _WORKBOOKS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self._take([Path(name) for name in names]))
        dialog.open()

    def _take(self, paths: Sequence[Path]) -> None:
        """Ask for more files."""
        if paths:
            remember_folder(FOLDER, paths[0].parent)
            self.chosen.emit(list(paths))

    def remove(self) -> None:
        """Take the selected file off the list."""
        row = self.table.currentRow()
        self.show_arrivals([one for place, one in enumerate(self.arrivals) if place != row])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the dropped files."""
        self._take(local_files(event))


def _said(arrival: Arrival) -> str:
    """Return what is to be said of a file, without the name that stands beside it."""
    return arrival.problem.sentence.removeprefix(f"“{arrival.path.name}”") if arrival.problem else "待接收"
