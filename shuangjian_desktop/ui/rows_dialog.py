"""The rows behind a figure: the register's own table, narrowed to what was counted."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.register_page import RegisterPage
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label


class RowsDialog(QDialog):
    """A register page in a window of its own."""

    def __init__(self, heading: str, query: Query, session: Session, parent: QWidget | None = None) -> None:
        """Show what `query` finds under a heading."""
        super().__init__(parent)
        register = find(query.register)
        self.setWindowTitle(f"{heading}：{register.title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = RegisterPage(register, session, within=query)
        answers = QHBoxLayout()
        answers.addStretch()
        answers.addWidget(button("导出…", "export", self.page.export, "把这些记录导出为 Excel"))
        answers.addWidget(button("关闭", "close", self.reject))
        column = QVBoxLayout(self)
        column.addWidget(label(heading, "head", wrap=True))
        column.addWidget(self.page, 1)
        column.addLayout(answers)
        self.resize(theme.dialog_size(QSize(1180, 720)))
