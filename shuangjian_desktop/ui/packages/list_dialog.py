"""收发记录: every package that was sent and received, the newest first."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shuangjian_desktop.services import package_list
from shuangjian_desktop.services.package_list import HEADS, WIDTHS
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.paged import PagedLines, paged_table, set_widths
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label

_NONE = "还没有发出或接收过数据包。"
_HINT = "撤销了的接收不在这里；在“操作记录”里重做以后又会出现。"


class PackageListDialog(QDialog):
    """A table that follows what is sent and received."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Read the packages."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("数据包收发记录")
        self.resize(theme.dialog_size(QSize(1180, 640)))
        self._session = session
        self.count = label("正在读取…", "head")
        self.model = PagedLines(session, self)
        self.table = paged_table(self.model)
        self.table.setAccessibleName("发出和收到的数据包")
        close = button("关闭", "close", self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label(_HINT, "soft"))
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.count)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.table.setFocus()
        session.changed.connect(lambda _changes: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Read the packages again."""
        self._session.read(package_list.newest_first, self._put, receiver=self)

    def _put(self, ids: list[int]) -> None:
        """Show the packages."""
        self.count.setText(f"共 {len(ids):,} 个数据包" if ids else _NONE)
        self.model.show(HEADS, len(ids), lambda desk, start, stop: package_list.lines(desk, ids[start:stop]))
        set_widths(self.table, WIDTHS)
