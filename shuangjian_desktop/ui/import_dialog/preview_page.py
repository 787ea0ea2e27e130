"""What the import would do, row by row, before anything is written; doubtful rows are decided here, many at once."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTableView, QTabWidget, QVBoxLayout, QWidget

from shuangjian_desktop.exchange.planning.decide import Decision
from shuangjian_desktop.exchange.planning.plan import FATES, Fate, Plan, PlannedRow
from shuangjian_desktop.services import importing, preview
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.preview import Listing
from shuangjian_desktop.ui.paged import PagedLines, paged_table, set_widths
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label


class PreviewPage(QWidget):
    """A tab for each fate with its count."""

    planned = Signal(object)
    """Another Plan came of a decision."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin empty; `show_plan` fills the tabs."""
        super().__init__(parent)
        self._session = session
        self.plan: Plan | None = None
        self.counts = label("", wrap=True)
        self.tabs = QTabWidget()
        self.models: dict[Fate, PagedLines] = {}
        self.tables: dict[Fate, QTableView] = {}
        self._listings: dict[Fate, Listing] = {}
        self.new_button = button("作为新记录", "new", lambda: self.decide(Decision("new")), "选中的行各新建一条记录")
        self.update_button = button("就是那条记录", "update", self._update, "选中的行各更新找到的那一条记录")
        self.leave_button = button("不导入", "leave", lambda: self.decide(Decision("leave")), "选中的行不导入")
        for fate, title in FATES.items():
            self._add_tab(fate, title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.counts)
        layout.addWidget(self.tabs, 1)

    def _add_tab(self, fate: Fate, title: str) -> None:
        """Add the list of one fate; the doubtful one with its buttons above."""
        model = self.models[fate] = PagedLines(self._session, self)
        table = self.tables[fate] = paged_table(model)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        if fate == "doubtful":
            bar = QHBoxLayout()
            bar.addWidget(label("选中的行："))
            for one in (self.new_button, self.update_button, self.leave_button):
                bar.addWidget(one)
            bar.addWidget(label("没有决定的行会留在“待处理”，以后再定。", "soft"))
            bar.addStretch()
            column.addLayout(bar)
            table.selectionModel().selectionChanged.connect(self._offer)
        column.addWidget(table)
        self.tabs.addTab(page, title)

    # --- showing -------------------------------------------------------------------------------------------------
    def show_plan(self, plan: Plan) -> None:
        """Show a plan; the lists are made in the reader's thread."""
        first = self.plan is None or self.plan.table is not plan.table
        self.plan = plan

        def done(listings: dict[Fate, Listing]) -> None:
            if self.plan is plan:
                self._put(plan, listings, first=first)

        self._session.read(lambda _desk: {fate: preview.listing(plan, fate) for fate in FATES}, done, receiver=self)

    def _put(self, plan: Plan, listings: dict[Fate, Listing], *, first: bool) -> None:
        """Show the lists; at first the tab with the most to decide is in front."""
        self._listings = listings
        counts = plan.counts
        for place, (fate, title) in enumerate(FATES.items()):
            made = listings[fate]
            count = counts[fate] + (len(plan.skipped) if fate == "left" else 0)
            self.tabs.setTabText(place, f"{title}（{count:,}）")
            self.tabs.setTabVisible(place, count > 0 or fate in ("create", "update"))
            self.models[fate].show(made.heads, len(made.items), partial(_lines, plan, made))
            set_widths(self.tables[fate], made.widths)
        said = "，".join(f"{title} {counts[fate]:,} 行" for fate, title in FATES.items() if counts[fate])
        self.counts.setText(f"共 {len(plan.rows):,} 行：{said or '没有可导入的行'}。")
        if first:
            order: tuple[Fate, ...] = ("error", "doubtful", "create", "update", "unchanged")
            self.tabs.setCurrentIndex(list(FATES).index(next((fate for fate in order if counts[fate]), "create")))
        self._offer()

    # --- deciding ------------------------------------------------------------------------------------------------
    def chosen(self) -> list[PlannedRow]:
        """Return the selected doubtful rows."""
        made = self._listings.get("doubtful")
        rows = sorted(index.row() for index in self.tables["doubtful"].selectionModel().selectedRows())
        return [item[0] for row in rows if made and isinstance(item := made.items[row], tuple)]

    def _offer(self) -> None:
        """Enable what can be decided."""
        chosen = self.chosen()
        for one in (self.new_button, self.leave_button):
            one.setEnabled(bool(chosen))
        self.update_button.setEnabled(any(row.uid or row.candidates for row in chosen))

    def decide(self, decision: Decision) -> None:
        """Have the decision made for the selected rows."""
        plan, places = self.plan, [row.place for row in self.chosen()]
        if plan and places:
            self._session.read(
                lambda desk: importing.decided(desk, plan, places, decision), self.planned.emit, receiver=self
            )

    def _update(self) -> None:
        """Take the selected rows for the records that they were found to be; ask which, for one row with several."""
        plan, chosen = self.plan, self.chosen()
        if plan and len(chosen) == 1 and len({chosen[0].uid, *chosen[0].candidates} - {""}) > 1:
            row = chosen[0]
            self._session.read(lambda desk: preview.candidates(desk, plan, row), self._ask_which, receiver=self)
        else:
            self.decide(Decision("update"))

    def _ask_which(self, records: list[tuple[str, str]]) -> None:
        """Drop down the records that a row may be."""
        menu = QMenu(self)
        for uid, name in records:
            menu.addAction(name, partial(self.decide, Decision("update", uid)))
        menu.popup(self.update_button.mapToGlobal(QPoint(0, self.update_button.height())))


def _lines(plan: Plan, made: Listing, desk: Desk, start: int, stop: int) -> list[tuple[str, ...]]:
    """Return lines of a list, for `PagedLines`."""
    return preview.lines(desk, plan, made, start, stop)
