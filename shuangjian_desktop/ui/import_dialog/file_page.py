"""Which file goes into which register."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from shuangjian_desktop.registers import REGISTERS, find
from shuangjian_desktop.ui.file_line import FileLine
from shuangjian_desktop.ui.widgets import label

SHEETS = "表格 (*.xlsx *.xls *.et *.ods *.csv *.txt);;所有文件 (*)"


class FilePage(QWidget):
    """A line for the file, which may also be dropped, and a list of registers."""

    ready = Signal(bool)

    def __init__(self, register: str, file: Path | None, parent: QWidget | None = None) -> None:
        """Begin with the register of the page that the clerk came from."""
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.file = FileLine(file, kinds=SHEETS)
        self.file.line.setPlaceholderText("选择表格文件（.xlsx、.xls、.et、.ods、.csv），也可以把文件拖到这里")
        self.registers = QComboBox()
        self.registers.setMaxVisibleItems(20)
        for one in REGISTERS:
            if one.group != "system":
                under = f"（{find(one.parent_register).title}）" if one.parent else ""
                self.registers.addItem(f"{one.title}{under}", one.key)
        self.registers.setCurrentIndex(max(0, self.registers.findData(register)))
        form = QFormLayout()
        form.setVerticalSpacing(14)
        form.addRow("文件：", self.file)
        form.addRow("导入到：", self.registers)
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addLayout(form)
        layout.addWidget(
            label(
                "表头上方的标题行、表格下方的备注和合计会自动认出来。\n"
                "导入前可以看到每一行会新增、更新还是有疑问，确认以后才写入；整次导入以后也可以撤销。\n"
                "空白单元格不会清掉台账里已有的内容；要清掉，请在单元格里写（清空）。",
                "soft",
                wrap=True,
            )
        )
        self.file.line.textChanged.connect(lambda text: self.ready.emit(bool(text.strip())))

    @property
    def register(self) -> str:
        """The key of the chosen register."""
        return str(self.registers.currentData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the dropped file into the line."""
        self.file.line.setText(event.mimeData().urls()[0].toLocalFile())
