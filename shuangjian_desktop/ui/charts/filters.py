"""What a chart is narrowed to: a district, a category, a time."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from shuangjian_desktop.analysis.chart import Chart, Scope
from shuangjian_desktop.core.kinds import Date, ValueProblem
from shuangjian_desktop.services import charts
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import CITY
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.form.pick_editors import DateEditor
from shuangjian_desktop.ui.widgets import label

_DATE_WIDTH = 170
_SHOWN = 18  # lines of an open list
_LEAST = 8  # characters that a list stays wide


class ChartFilters(QWidget):
    """The filters in a row; what a chart does not take cannot be touched."""

    chosen = Signal()
    """Something else was chosen from a list."""
    typed = Signal()
    """A day is being typed, or was picked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for everything until today."""
        super().__init__(parent)
        self.office = self._combo("区县", [("全市", ""), *((one.place, one.code) for one in charts.districts())])
        self._let_shrink()
        self.category = self._combo("培训类别", [("全部类别", "")])
        self.since, self.until = DateEditor(Date()), DateEditor(Date())
        self.until.put(desk.day)
        self.problem = label("", "wrong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        shown = [self.office] if desk.ledger.office == CITY else []
        for one in (*shown, self.category):
            row.addWidget(one)
        for words, widget in (("从", self.since), ("截至", self.until)):
            row.addSpacing(8)
            row.addWidget(label(words))
            row.addWidget(widget)
            widget.setFixedWidth(_DATE_WIDTH)
            widget.line.setAccessibleName(words)
            widget.edited.connect(self.typed)
        row.addWidget(self.problem)
        row.addStretch()

    def _combo(self, name: str, choices: list[tuple[str, str]]) -> QComboBox:
        """Return a list to choose from, (words, value)."""
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.setMaxVisibleItems(_SHOWN)
        for words, value in choices:
            combo.addItem(words, value)
        combo.currentIndexChanged.connect(lambda _index: self.chosen.emit())
        return combo

    def _let_shrink(self) -> None:
        """Let the office's name be cut off in a small window, where all would not have room; its list stays wide."""
        self.office.setMinimumWidth(theme.characters(self.office, _LEAST))
        names = self.office.view()
        names.setMinimumWidth(names.sizeHintForColumn(0))

    def offer_categories(self, words: Sequence[str]) -> None:
        """Offer the office's categories."""
        known = {self.category.itemData(number) for number in range(self.category.count())}
        for word in words:
            if word not in known:
                self.category.addItem(word, word)

    def follow(self, chart: Chart) -> None:
        """Let what the chart takes be touched."""
        self.category.setEnabled(chart.by_category)
        self.since.setEnabled(chart.since)
        self.until.setEnabled(chart.by_day)

    def scope(self, desk: Desk) -> Scope | None:
        """Return what is asked for; None, and say so, where a day is none."""
        try:
            since, until = self._day(self.since), self._day(self.until)
        except ValueProblem as problem:
            self.problem.setText(problem.reason)
            return None
        self.problem.setText("" if since is None or until is None or since <= until else "“从”晚于“截至”")
        return charts.scope(desk, until, since, self.office.currentData(), self.category.currentData())

    @staticmethod
    def _day(editor: DateEditor) -> date | None:
        """Return the day that an editor holds, None for an empty one.

        Raises:
            ValueProblem: it is none.

        """
        value = editor.read()
        return value if isinstance(value, date) else None
