"""Words of the sheet that no list knows, each mapped once: 旧词 → 字典. The answers are remembered."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from shuangjian_desktop.core.masking import mask_text
from shuangjian_desktop.exchange.planning.mapping import target_fields
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.ui.form.editor import Editor
from shuangjian_desktop.ui.form.pick_editors import make_editor
from shuangjian_desktop.ui.import_dialog.fixed_values import Options, text_of
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import label

Word = tuple[str, str]
_ROWS = 5


class WordsPage(QWidget):
    """A line for each unknown word, with what it shall stand for; a line left empty leaves its rows in the tray."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._session = session
        self.editors: dict[Word, Editor] = {}
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(24)
        self._lines.setColumnMinimumWidth(3, 320)
        self._lines.setColumnStretch(4, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._lines)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        words = "表里有些写法不在字典里。每个写法说一次它是什么，程序会记住；不说的，这些行会留在“待处理”。"
        layout.addWidget(label(words, wrap=True))
        layout.addWidget(scroll, 1)

    def show_words(self, plan: Plan, options: Options) -> None:
        """Make a line for each word that is still unknown; lines already answered stay."""
        answered = self.words()
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.editors = {}
        targets = target_fields(plan.register)
        for place, head in enumerate(("栏目", "表里的写法", "在第几行", "就是")):
            self._lines.addWidget(label(head, "head"), 0, place)
        for row, ((key, word), numbers) in enumerate(plan.unknown_words.items(), 1):
            item_field = targets[key]
            editor = self.editors[key, word] = make_editor(item_field.kind, self._session, options.get(key, ()))
            editor.write(answered.get((key, word), ""))
            shown = mask_text(word) if item_field.personal and not self._session.desk.unmasked else word
            for place, widget in enumerate(
                (label(item_field.label), label(shown), label(_rows(numbers), "soft"), editor)
            ):
                self._lines.addWidget(widget, row, place)

    def words(self) -> Mapping[Word, str]:
        """Return what was answered: (field, word) → text."""
        return {word: text for word, editor in self.editors.items() if (text := text_of(editor))}


def _rows(numbers: tuple[int, ...]) -> str:
    """Return the rows that hold a word: 4、5、6 等 12 行."""
    first = "、".join(map(str, numbers[:_ROWS]))
    return f"{first} 等 {len(numbers)} 行" if len(numbers) > _ROWS else first
