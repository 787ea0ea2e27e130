"""A package before it goes in: who sent it, counts by register and kind, its rows, what has to be confirmed."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from shuangjian_desktop.exchange.package.planned import PlannedRow
from shuangjian_desktop.services import package_preview
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import office
from shuangjian_desktop.services.package_preview import HEADS, KINDS, WIDTHS, Outline
from shuangjian_desktop.services.receipt_view import doubles_text
from shuangjian_desktop.services.receiving import Receipt
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.packages.plain_table import fill, plain_table
from shuangjian_desktop.ui.packages.ticks import Ticks
from shuangjian_desktop.ui.paged import PagedLines, paged_table, set_widths
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import label

_ORDER = ("create", "update", "correct", "keep", "delete", "unchanged", "error")
_TITLE, _COUNT = 13, 6  # widths in half-width characters
_DETAIL_LINES, _DOUBLES = 4, 2
_SLACK = 30  # pixels for the frame and a scroll bar
_INTACT = "发出以后没有被人改过。"
_TOUCHED = "发出以后被人用表格软件改过：手工改过的行标为“更正”，手工加的行标为“新增（手工）”。"


class PreviewPage(QWidget):
    """Counts to the left, the rows behind the chosen count to the right."""

    ticked = Signal()
    """Something was confirmed, or no longer is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin empty; `show_receipt` fills the page."""
        super().__init__(parent)
        self.outline: Outline | None = None
        self._keys: tuple[str, ...] = ()
        self.heading = label("", "head", wrap=True)
        self.facts = label("", "soft", wrap=True)
        self.state = label("", wrap=True)
        self.counts = plain_table()
        self.counts.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.counts.setAccessibleName("各台账的行数")
        self.caption = label("", "soft")
        self.model = PagedLines(session, self)
        self.rows = paged_table(self.model)
        self.rows.setAccessibleName("数据包里的行")
        self.detail = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self.detail.setAccessibleName("选中的行")
        self.detail.setFixedHeight(self.fontMetrics().lineSpacing() * _DETAIL_LINES + 14)
        self.doubles = label("", "doubt", wrap=True)
        self.ticks = Ticks()
        self.counts.currentCellChanged.connect(lambda *_: self._choose())
        self.rows.selectionModel().currentRowChanged.connect(lambda *_: self._tell_row())
        self.model.dataChanged.connect(lambda *_: self._tell_row())
        self.ticks.changed.connect(self.ticked)
        self._lay_out()

    def _lay_out(self) -> None:
        right, left = QVBoxLayout(), QVBoxLayout()
        right.addWidget(self.caption)
        right.addWidget(self.rows, 1)
        right.addWidget(self.detail)
        left.addWidget(label("点一个数，右边列出这些行", "soft"))
        left.addWidget(self.counts)
        both = QHBoxLayout()
        both.addLayout(left)
        both.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.heading, self.facts, self.state):
            layout.addWidget(widget)
        layout.addLayout(both, 1)
        layout.addWidget(self.doubles)
        layout.addWidget(self.ticks)

    # --- showing -------------------------------------------------------------------------------------------------
    def show_receipt(self, receipt: Receipt, outline: Outline) -> None:
        """Show what receiving would do."""
        cover, file = receipt.cover, receipt.plan.received.file
        self.outline = outline
        self.heading.setText(f"{office(cover.sender).name}发来的第 {cover.number} 号{cover.kind}数据包")
        since = cover.since.isoformat() if cover.since else "最初"
        self.facts.setText(
            f"制作：{cover.made:%Y-%m-%d %H:%M}，{cover.operator}　期间：{since} 至 {cover.made:%Y-%m-%d}　"
            f"{'含' if cover.personal else '不含'}个人信息　文件：{file}"
        )
        intact = receipt.plan.received.intact
        self.state.setText(_INTACT if intact else _TOUCHED)
        _dress(self.state, "good" if intact else "doubt")
        self._count(outline)
        self._tell_doubles(receipt)
        self.ticks.ask(receipt.asks)

    def _tell_doubles(self, receipt: Receipt) -> None:
        """Tell of institutions that will seem to stand in two offices' books; the result lists them all."""
        told = [doubles_text(one) for one in receipt.doubles]
        more = f"\n……共 {len(told)} 处，接收完会全部列出。" if len(told) > _DOUBLES else ""
        self.doubles.setText("\n".join(told[:_DOUBLES]) + more)
        self.doubles.setVisible(bool(told))

    def _count(self, outline: Outline) -> None:
        """Fill the table of counts: all together first, then each register."""
        registers = outline.registers
        self._keys = ("", *(one.key for one in registers))
        titles = ("全部台账", *(one.title for one in registers))
        lines = [
            (title, *(f"{count:,}" if (count := outline.count(key, kind)) else "" for kind in _ORDER))
            for key, title in zip(self._keys, titles, strict=True)
        ]
        fill(self.counts, (("台账", _TITLE), *((KINDS[kind], _COUNT) for kind in _ORDER)), lines)
        for column, kind in enumerate(_ORDER, 1):
            self.counts.setColumnHidden(column, outline.count("", kind) == 0)
        shown = sum(outline.count("", kind) > 0 for kind in _ORDER)
        title, count = theme.characters(self.counts, _TITLE), theme.characters(self.counts, _COUNT)
        self.counts.setFixedWidth(max(title + count * shown + _SLACK, title + 2 * count))
        self.counts.setCurrentCell(0, 0)
        self._choose()

    def _choose(self) -> None:
        """Show the rows behind the chosen count."""
        row, column = self.counts.currentRow(), self.counts.currentColumn()
        if self.outline is None or not 0 <= row < len(self._keys) or column < 0:
            return
        key, kind = self._keys[row], "" if column == 0 else _ORDER[column - 1]
        rows = self.outline.rows(key, kind)
        title = self.counts.item(row, 0)
        what = KINDS[kind] if kind else "有变动的"
        self.caption.setText(f"{title.text() if title else ''}：{what} {len(rows):,} 行")
        self.model.show(HEADS, len(rows), partial(_lines, self.outline.made, rows))
        set_widths(self.rows, WIDTHS)
        self.rows.setColumnHidden(0, bool(key))
        self.rows.setCurrentIndex(self.model.index(0, 0))
        self._tell_row()

    def _tell_row(self) -> None:
        """Tell all of the current row, each change in a line of its own."""
        row = self.rows.currentIndex().row()
        cells = [self.model.text(row, column) or "" for column in range(len(HEADS))] if row >= 0 else []
        if not any(cells):
            self.detail.setPlainText("")
            return
        title, number, fate, name, told = cells
        place = f"第 {number} 行　" if number else ""
        self.detail.setPlainText(f"{title}　{place}{fate}　{name}\n" + told.replace("；", "\n"))


def _lines(
    made: Mapping[str, PlannedRow], rows: Sequence[PlannedRow], desk: Desk, start: int, stop: int
) -> list[tuple[str, ...]]:
    """Return lines of the preview, for `PagedLines`."""
    return package_preview.lines(desk, made, rows[start:stop])


def _dress(words: QWidget, role: str) -> None:
    """Give a label another role of the style sheet."""
    words.setProperty("role", role)
    words.style().unpolish(words)
    words.style().polish(words)
