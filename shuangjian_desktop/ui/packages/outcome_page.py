"""What came of receiving: counts, rows that stayed out, institutions that stand in two districts' books, 撤销."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from shuangjian_desktop.services.package_preview import HEADS, WIDTHS, Outline, lines, outline
from shuangjian_desktop.services.receipt_view import doubles_text
from shuangjian_desktop.services.receiving import Receipt
from shuangjian_desktop.ui.packages.outcome import FILE_HEADS, Outcome, cells
from shuangjian_desktop.ui.packages.plain_table import Numbers, fill, plain_table
from shuangjian_desktop.ui.paged import PagedLines, paged_table, set_widths
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label


class OutcomePage(QWidget):
    """Tells of one package; those that came with it are listed, to be chosen."""

    undo_asked = Signal(object)
    """The clerk wants to take a package back: its Step."""
    list_asked = Signal()
    """The clerk wants to see all packages that were sent and received."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin empty; `show_outcomes` fills the page."""
        super().__init__(parent)
        self._session = session
        self._outcomes: Sequence[Outcome] = ()
        self.heading = label("", "title", wrap=True)
        self.sentence = label("", wrap=True)
        self.numbers = Numbers()
        self.files = plain_table()
        self.lacking = label("", "wrong", wrap=True)
        self.model = PagedLines(session, self)
        self.rows = paged_table(self.model)
        self.rows.setAccessibleName("没有接收的行")
        self.doubles_label = label("", "doubt", wrap=True)
        self.doubles = QListWidget()
        self.doubles.setWordWrap(True)
        self.undo_button = button("撤销这次接收", "undo_receipt", self.undo, "Ctrl+Z")
        self.list_button = button("收发记录…", "packages", self.list_asked.emit)
        self.files.itemSelectionChanged.connect(self._tell)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.undo_button)
        row.addWidget(self.list_button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(self.heading)
        layout.addWidget(self.sentence)
        layout.addWidget(self.numbers)
        for words, widget in ((None, self.files), (self.lacking, self.rows), (self.doubles_label, self.doubles)):
            if words:
                layout.addWidget(words)
            layout.addWidget(widget, 1)
        layout.addLayout(row)
        layout.addStretch()

    # --- showing -------------------------------------------------------------------------------------------------
    @property
    def outcome(self) -> Outcome | None:
        """The package that is told of."""
        row = self.files.currentRow()
        return self._outcomes[row] if 0 <= row < len(self._outcomes) else None

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Show what came of the packages, the last in hand."""
        self._outcomes = outcomes
        self._list()
        with QSignalBlocker(self.files):
            self.files.selectRow(len(outcomes) - 1)
        self.files.setVisible(len(outcomes) > 1)
        self._show_doubles()
        self._tell()

    def refresh(self) -> None:
        """Show again what is told: something was taken back."""
        row = self.files.currentRow()
        self._list()
        with QSignalBlocker(self.files):
            self.files.selectRow(row)
        self._tell()

    def _list(self) -> None:
        """List the packages."""
        with QSignalBlocker(self.files):
            fill(self.files, FILE_HEADS, [cells(one.arrival, one.state) for one in self._outcomes])

    def _show_doubles(self) -> None:
        """List the institutions that seem to stand in two books; the newest receipt knows of all."""
        receipts = [one.receipt for one in self._outcomes if one.receipt and one.step]
        found = receipts[-1].doubles if receipts else ()
        self.doubles.clear()
        self.doubles.addItems([doubles_text(one) for one in found])
        self.doubles.setVisible(bool(found))
        self.doubles_label.setVisible(bool(found))
        self.doubles_label.setText(f"有 {len(found)} 处号码在两个单位的台账里相同，请与区县核对是不是同一家机构：")

    def _tell(self) -> None:
        """Tell of the chosen package."""
        one = self.outcome
        if one is None:
            return
        heading, sentence = one.told
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.numbers.show_numbers(one.numbers)
        self.undo_button.setVisible(any(each.step for each in self._outcomes))
        self.undo_button.setEnabled(one.can_be_undone)
        self.lacking.setVisible(one.lacking > 0)
        self.rows.setVisible(one.lacking > 0)
        if one.lacking and one.receipt:
            self.lacking.setText(f"有误的 {one.lacking:,} 行没有接收，请对方改正后在下一个数据包里再发：")
            self._show_lacking(one.receipt)

    def _show_lacking(self, receipt: Receipt) -> None:
        """Show the rows that stayed out."""

        def put(found: Outline) -> None:
            rows = found.rows("", "error")
            self.model.show(HEADS, len(rows), lambda desk, start, stop: lines(desk, found.made, rows[start:stop]))
            set_widths(self.rows, WIDTHS)

        self._session.read(lambda _desk: outline(receipt), put, receiver=self)

    def undo(self) -> None:
        """Ask to take the chosen package back."""
        if self.outcome and self.outcome.can_be_undone:
            self.undo_asked.emit(self.outcome.step)
