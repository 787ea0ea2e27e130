"""数据总览: the figures of the bulletin in large type with their change since a day, and by district in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shuangjian_desktop.analysis import prose
from shuangjian_desktop.analysis.figure import Figure
from shuangjian_desktop.analysis.figures import FIGURES
from shuangjian_desktop.core.kinds import Date, ValueProblem
from shuangjian_desktop.services import figures
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.figures import Counts
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.figure_card import FigureCards
from shuangjian_desktop.ui.figures_table import FiguresTable
from shuangjian_desktop.ui.file_line import ask_workbook
from shuangjian_desktop.ui.form.pick_editors import DateEditor
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label, shortcut

_PAUSE = 400  # milliseconds without a keystroke before the figures are counted
_DATE_WIDTH = 170


@dataclass(frozen=True)
class _Answer:
    """What was counted: the figures, those of the day before (none if no day is given), the lines of the table."""

    counts: Sequence[Counts]
    before: Sequence[Counts]
    offices: Sequence[tuple[str, str]]


class FiguresPage(Page):
    """The figures as of a day. They are counted anew after each write, when the page is in sight."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the page; it counts when it is first shown."""
        super().__init__(session, parent)
        self.as_of, self.since = DateEditor(Date()), DateEditor(Date())
        self.as_of.put(session.desk.day)
        self.since.put(session.desk.day.replace(day=1) - timedelta(days=1))
        self.cards = FigureCards(FIGURES)
        self.table = FiguresTable()
        self.problem = label("", "wrong")
        self._counts: Sequence[Counts] = ()
        self._offices: Sequence[tuple[str, str]] = ()
        self._job: Job | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._connect()

    # --- drawing -------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        """Put the days over the cards, the table by district under them."""
        bar = QHBoxLayout()
        bar.addWidget(label("数据总览", "title"))
        bar.addSpacing(24)
        for words, editor in (("截至", self.as_of), ("与这一天相比", self.since)):
            editor.setFixedWidth(_DATE_WIDTH)
            editor.line.setAccessibleName(words)
            bar.addWidget(label(words))
            bar.addWidget(editor)
            bar.addSpacing(8)
        bar.addWidget(self.problem)
        bar.addStretch()
        bar.addWidget(button("复制表格", "copy", self.table.copy_all, "复制分区县的表，可粘贴到 Excel"))
        bar.addWidget(button("导出…", "export", self.export, "Ctrl+E"))
        body = QWidget()
        figures_over_table = QVBoxLayout(body)
        figures_over_table.setContentsMargins(0, 0, 0, 0)
        figures_over_table.addWidget(self.cards)
        figures_over_table.addWidget(self.table, 1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 6)
        column.addLayout(bar)
        column.addWidget(scroll, 1)
        column.addWidget(label(figures.PERSONS_NOTE + "点击数字，查看所数的记录。", "soft-note", wrap=True))

    def _connect(self) -> None:
        """Count anew when a day is other; open the rows behind what is clicked."""
        for editor in (self.as_of, self.since):
            editor.edited.connect(self._pause.start)
        self._pause.timeout.connect(self.refresh)
        self.cards.opened.connect(self._open_figure)
        self.table.opened.connect(self.open_rows)
        shortcut("Ctrl+C", self.table, self.table.copy, Qt.ShortcutContext.WidgetShortcut)
        shortcut("F5", self, self.refresh)

    # --- counting ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Count, as of the days that are typed; a day that is none is told and nothing is counted."""
        self._pause.stop()
        try:
            day, since = self._day(self.as_of), self._day(self.since)
        except ValueProblem as problem:
            self.problem.setText(problem.reason)
            return
        self.problem.setText("")
        if self._job:
            self._job.cancel()

        def read(desk: Desk) -> _Answer:
            counts = figures.count(desk, day)
            before = figures.count(desk, since) if since else ()
            return _Answer(counts, before, figures.table(desk, counts))

        self._job = self.session.read(read, self._put, receiver=self)

    @staticmethod
    def _day(editor: DateEditor) -> date | None:
        """Return the day that an editor holds, None for an empty one.

        Raises:
            ValueProblem: it is none.

        """
        value = editor.read()
        return value if isinstance(value, date) else None

    def _put(self, answer: _Answer) -> None:
        """Show what was counted."""
        self._job = None
        self._counts, self._offices = answer.counts, answer.offices
        before = {one.figure.key: one for one in answer.before}
        for one in answer.counts:
            card = self.cards.cards[one.figure.key]
            change = _change(one, before.get(one.figure.key))
            card.show_figure(one.total.text, change, figures.detail(one.total))
        self.table.show_figures(answer.counts, answer.offices)

    # --- rows ----------------------------------------------------------------------------------------------------
    def _open_figure(self, figure: Figure) -> None:
        """Open the rows behind a card, once it was counted."""
        for one in self._counts:
            if one.figure is figure:
                self.open_rows(one, "")

    def open_rows(self, one: Counts, office: str) -> None:
        """Open the rows behind a figure, those of one office or of all."""
        from shuangjian_desktop.ui.rows_dialog import RowsDialog  # a whole register page: not when this one is built

        name, counted = dict(self._offices)[office], one.of(office)
        heading = f"{name} · {one.figure.label} {counted.text}（截至 {one.day.isoformat()}）"
        RowsDialog(heading, figures.rows(self.session.desk, one, office), self.session, self.window()).open()

    # --- export --------------------------------------------------------------------------------------------------
    def export(self) -> None:
        """Ask for a file and write the table by district into it."""
        ask_workbook(self, "导出数据总览", f"数据总览{self.as_of.text()}.xlsx", self.export_to)

    def export_to(self, path: Path) -> None:
        """Write the table as it is shown into a workbook, in the background."""
        counts = self._counts
        self.session.read_long(
            "导出数据总览",
            lambda desk, _progress: figures.export(desk, counts, path),
            lambda rows: messages.inform(self, f"已导出 {rows} 行到“{path.name}”。", str(path)),
            receiver=self,
        )


def _change(one: Counts, before: Counts | None) -> str:
    """Return the line under a figure: 较2021-12-31 +12家."""
    if before is None:
        return ""
    change = prose.change(one.figure, one.total.value, before.total.value)
    return f"较{before.day.isoformat()} {change}" if change else ""
