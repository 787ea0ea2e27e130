"""What was sent: rows by register for one package, a line a package for several."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTableWidget, QVBoxLayout, QWidget

from shuangjian_desktop.registers import find
from shuangjian_desktop.services.office import office
from shuangjian_desktop.services.packing import Packed
from shuangjian_desktop.ui.folders import show_folder
from shuangjian_desktop.ui.packages.plain_table import fill, plain_table
from shuangjian_desktop.ui.widgets import button, label

_ONE = (("台账", 24), ("行数", 12), ("", 4))
_MANY = (("单位", 28), ("序号", 6), ("类型", 6), ("行数", 9), ("文件", 24))


class PackResult(QWidget):
    """The packages that were made, and the way to their files."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty; `show_packages` fills the page."""
        super().__init__(parent)
        self._folder: Path | None = None
        self.heading = label("", "title", wrap=True)
        self.nothing = label("上一个数据包之后没有变动，所以里面一行也没有。", "doubt", wrap=True)
        self.nothing.hide()
        self.notes = label("", "doubt", wrap=True)
        self.table: QTableWidget = plain_table()
        self.place = label("", wrap=True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint = label(
            "请把文件交给对方（U 盘、内网邮件等），由对方在“数据包 › 接收数据包”里接收。", "soft", wrap=True
        )
        self.folder_button = button("打开所在文件夹", "open_folder", self.open_folder)
        row = QHBoxLayout()
        row.addWidget(self.folder_button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.nothing)
        layout.addWidget(self.notes)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.place)
        layout.addLayout(row)
        layout.addWidget(self.hint)

    def show_packages(self, made: Sequence[Packed]) -> None:
        """Show what was made."""
        self._folder = made[0].file.absolute().parent
        rows = sum(one.rows for one in made)
        notes = [note for one in made for note in one.notes]
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        if len(made) == 1:
            cover = made[0].cover
            self.heading.setText(f"已做好给{office(cover.receiver).name}的第 {cover.number} 号{cover.kind}数据包。")
            counts = [(find(key).title, f"{count:,}") for key, count in made[0].counts.items() if count]
            fill(self.table, _ONE, [("合计", f"{rows:,}"), *counts])
            self.nothing.setVisible(rows == 0)
            self.place.setText(f"文件：{made[0].file.absolute()}")
            return
        self.heading.setText(f"已做好 {len(made)} 个数据包，共 {rows:,} 行。")
        lines = [
            (office(one.cover.receiver).name, str(one.cover.number), one.cover.kind, f"{one.rows:,}", one.file.name)
            for one in made
        ]
        fill(self.table, _MANY, lines)
        self.place.setText(f"文件夹：{self._folder}")

    def open_folder(self) -> None:
        """Show where the files are."""
        if self._folder:
            show_folder(self._folder)
