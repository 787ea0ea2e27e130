"""本局设置: the words that the office gives once, for the numbers and the papers of its notices."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.services import notice_words
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import PushButton, button, label

_NOTES = {
    "number_prefix": "下达整改通知书时编号为“代字〔年份〕序号号”，每年从 1 开始。改动只影响以后下达的通知书。",
    "notice_head": "标题式：机关名称和标题为黑色大字。红头：机关名称按公文格式印成红色大字。",
    "paper_fonts": "随程序的字体在哪台电脑上印出来都一样。选本机的字体时，这台电脑缺哪种，哪种仍用随程序的。",
    "notice_days": "由巡查拟通知书时，期限从当天起算这么多天；每份都可以再改。",
    "notice_closing": "印在整改要求之后，每段一行。已经下达的通知书不受影响。",
}


class OfficePage(Page):
    """A form of the office's settings; what is blank is printed as the program has it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the form; it reads when it is first shown."""
        super().__init__(session, parent)
        self.prefix = QLineEdit(maxLength=20, placeholderText="如 郑金教改")
        self.name = QLineEdit(maxLength=60)
        self.head = QComboBox()
        self.head.addItems([notice_words.BLACK_HEAD, notice_words.RED_HEAD])
        self.fonts = QComboBox()
        self.fonts.addItems([notice_words.SHIPPED_FONTS, notice_words.SYSTEM_FONTS])
        self.fonts_button = button("字体检查…", "fonts", self.check_fonts)
        self.days = QSpinBox(minimum=1, maximum=365)
        self.requirements, self.closing = QPlainTextEdit(), QPlainTextEdit()
        self.contact = QLineEdit(maxLength=100, placeholderText="如 联系人：张三，联系电话：0371-65432100")
        for narrow in (self.prefix, self.head, self.fonts, self.days):
            narrow.setMaximumWidth(300)
        for wide in (self.name, self.contact, self.requirements, self.closing):
            wide.setMaximumWidth(760)
        for block, lines in ((self.requirements, 3), (self.closing, 6)):
            block.setTabChangesFocus(True)
            block.setFixedHeight(block.fontMetrics().lineSpacing() * lines + 16)
        self.save_button = PushButton("保存")
        self.save_button.clicked.connect(self.save)
        self._lay_out()

    def _lay_out(self) -> None:
        """Put every setting on a line, with what is to be known of it under it; a small screen scrolls."""
        inner = QWidget()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        form = QFormLayout(inner)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        fonts = QHBoxLayout()
        fonts.addWidget(self.fonts, 1)
        fonts.addWidget(self.fonts_button)
        fonts.addStretch(1)
        rows: dict[str, tuple[str, QWidget | QHBoxLayout]] = {
            "number_prefix": ("整改通知书的代字：", self.prefix),
            "office_name": ("文书上的机关名称：", self.name),
            "notice_head": ("整改通知书的版头：", self.head),
            "paper_fonts": ("文书的字体：", fonts),
            "notice_days": ("整改期限（天）：", self.days),
            "notice_requirements": ("整改要求的常用语：", self.requirements),
            "notice_closing": ("通知书的结尾：", self.closing),
            "notice_contact": ("联系人和电话：", self.contact),
        }
        for key, (words, what) in rows.items():
            form.addRow(words, what)
            if key in _NOTES:
                form.addRow("", label(_NOTES[key], "soft-note", wrap=True))
        self.save_button.setMaximumWidth(160)
        form.addRow("", self.save_button)

    def concerns(self, changes: Changes) -> bool:
        """Settings only."""
        return "setting" in changes.touched

    def refresh(self) -> None:
        """Read the settings."""
        self.session.read(notice_words.settings, self._put, receiver=self)

    def _put(self, said: Mapping[str, str]) -> None:
        self.prefix.setText(said["number_prefix"])
        self.name.setText(said["office_name"])
        self.head.setCurrentText(said["notice_head"])
        self.fonts.setCurrentText(said["paper_fonts"])
        self.days.setValue(int(said["notice_days"]))
        self.requirements.setPlainText(said["notice_requirements"])
        self.closing.setPlainText(said["notice_closing"])
        self.contact.setText(said["notice_contact"])

    def save(self) -> None:
        """Write down what was changed."""
        said = {
            "number_prefix": self.prefix.text(),
            "office_name": self.name.text(),
            "notice_head": self.head.currentText(),
            "paper_fonts": self.fonts.currentText(),
            "notice_days": str(self.days.value()),
            "notice_requirements": self.requirements.toPlainText(),
            "notice_closing": self.closing.toPlainText(),
            "notice_contact": self.contact.text(),
        }

        def write(desk: Desk) -> list[Changes]:
            return notice_words.set_settings(desk, said)

        self.session.write(write, receiver=self)

    def check_fonts(self) -> None:
        """Show in what faces papers would be printed by what is chosen now."""
        from shuangjian_desktop.ui.notices.fonts_dialog import FontsDialog  # Typst: not before it is wanted

        FontsDialog(self.session, system=self.fonts.currentText() == notice_words.SYSTEM_FONTS, parent=self).open()
