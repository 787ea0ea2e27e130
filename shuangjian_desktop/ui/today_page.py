"""今日待办: what waits for somebody today, each with the button that opens it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shuangjian_desktop.services import today
from shuangjian_desktop.services.today import Todo
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import PushButton

_WORDS = {"backup": "现在备份", "held_rows": "去处理"}
"""What the button of a thing says that opens no list of records."""


class TodayPage(Page):
    """A card for each thing that waits. It looks again at every start, after each write and when it comes to sight."""

    opened = Signal(object)
    """The Todo whose button was pressed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the empty page."""
        super().__init__(session, parent)
        session.backed_up.connect(self._spoil)
        self._heading = QLabel()
        self._heading.setProperty("role", "title")
        self._cards = QWidget()
        self._column = QVBoxLayout(self._cards)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column.setSpacing(10)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._cards)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 8)
        layout.addWidget(self._heading)
        layout.addWidget(scroll)

    def refresh(self) -> None:
        """Look what waits."""
        self.session.read(today.todo, self._put, receiver=self)

    def _put(self, found: Sequence[Todo]) -> None:
        """Replace the cards."""
        day = self.session.desk.day
        weekday = "一二三四五六日"[day.weekday()]
        waiting = f"有 {len(found)} 件事等着办理" if found else "没有等着办理的事"
        self._heading.setText(f"{day.year}年{day.month}月{day.day}日 星期{weekday}　{waiting}")
        while card := self._column.takeAt(0):
            if widget := card.widget():
                widget.deleteLater()
        for item in found:
            self._column.addWidget(self._card(item))

    def _card(self, item: Todo) -> QFrame:
        """Return the card of one thing."""
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 10, 16, 10)
        count = QLabel(str(item.count))
        count.setProperty("role", "urgent-count" if item.urgent else "count")
        count.setMinimumWidth(70)
        count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QLabel(f"<b>{item.title}</b><br>{item.text}")
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(count)
        row.addWidget(words)
        button = PushButton(_WORDS.get(item.key, "查看"))
        button.setAccessibleName(f"{button.text()}：{item.title}")
        button.clicked.connect(lambda: self.opened.emit(item))
        row.addWidget(button)
        return card
