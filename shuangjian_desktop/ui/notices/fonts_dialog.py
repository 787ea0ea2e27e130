"""字体检查: which faces this machine has for papers, and which ones stand in."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.paper_fonts import FontLine, font_lines, sample
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.manual.help import help_key
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import label

_HEADS = ("样式", "用在", "这台电脑上的字体", "文书用的字体")
_WIDTH = 760
_ALWAYS, _MISSING = "不用本机的", "没有找到"


class FontsDialog(QDialog):
    """A table of the styles and a picture of each, both as papers would be printed."""

    def __init__(self, session: Session, *, system: bool, parent: QWidget | None = None) -> None:
        """Have the fonts looked up in the background. `system`: the office takes the machine's faces."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("字体检查")
        help_key(self, "notices")
        self.words = label("正在查找字体…", wrap=True)
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setHorizontalHeaderLabels(_HEADS)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(self.windowTitle())
        self.sample = label()
        self.sample.setAccessibleName("各种样式印出来的样子")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self._column = QVBoxLayout(self)
        for widget in (self.words, self.table, self.sample, buttons):
            self._column.addWidget(widget)
        self.setMinimumWidth(_WIDTH)
        ratio = self.devicePixelRatioF()

        def look(_desk: Desk) -> tuple[list[FontLine], bytes]:
            return font_lines(system=system), sample(system=system, dots_per_inch=96 * ratio)

        session.read(look, self._show, failed=lambda error: messages.tell(self, error, self.reject), receiver=self)

    def _show(self, found: tuple[list[FontLine], bytes]) -> None:
        """Show what was found."""
        lines, picture = found
        self.words.setText(_said(lines))
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            own = f"{line.installed}（{line.file}）" if line.file else line.installed
            missing = _MISSING if line.looked_for else _ALWAYS
            for column, text in enumerate((line.title, line.used_for, own or missing, line.printed_in)):
                item = QTableWidgetItem(text)
                item.setToolTip(f"找过：{line.looked_for}" if column == 2 and not own and line.looked_for else text)
                self.table.setItem(row, column, item)
        head, rows = self.table.horizontalHeader().sizeHint().height(), self.table.verticalHeader().length()
        self.table.setFixedHeight(head + rows + 2 * self.table.frameWidth())
        drawn = QPixmap()
        drawn.loadFromData(picture)
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        self.sample.setPixmap(drawn)
        self.resize(_WIDTH, self._column.totalHeightForWidth(_WIDTH))  # adjustSize stops at two thirds of a screen


def _said(lines: list[FontLine]) -> str:
    """Return in a sentence what stands in for what."""
    standing = [line.title for line in lines if line.stands_in]
    if standing:
        return f"这台电脑没有{'、'.join(standing)}，文书里这几种用随程序的字体代替；换一台电脑印，分行可能不同。"
    if any(line.printed_in == line.installed for line in lines):
        return "文书用这台电脑的字体；换一台电脑印，分行可能不同。"
    return "文书用随程序的字体，在哪台电脑上印出来都一样。"
