"""The flow of receiving: files → preview → result, for one package after the other."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shuangjian_desktop.core.errors import ClerkError, StaleError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Changes, Step
from shuangjian_desktop.services import receiving
from shuangjian_desktop.services.arrivals import Arrival, arrivals
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.package_preview import Outline, outline
from shuangjian_desktop.services.receiving import Receipt
from shuangjian_desktop.ui import messages, theme
from shuangjian_desktop.ui.job_bar import JobBar
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.manual.help import help_key
from shuangjian_desktop.ui.packages.files_page import FilesPage
from shuangjian_desktop.ui.packages.outcome import Outcome
from shuangjian_desktop.ui.packages.outcome_page import OutcomePage
from shuangjian_desktop.ui.packages.preview_page import PreviewPage
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.undoing import undo_step
from shuangjian_desktop.ui.widgets import button, label

FILES, PREVIEW, RESULT = range(3)
_STEPS = ("1 选数据包", "2 预览", "3 结果")
_SHORTCUT = "Ctrl+Z"


class ReceiveDialog(QDialog):
    """Receives packages. Everything up to the button 接收 writes nothing; what it writes is what was shown."""

    list_asked = Signal()
    """The clerk wants to see all packages that were sent and received."""

    def __init__(self, session: Session, found: Sequence[Arrival] = (), parent: QWidget | None = None) -> None:
        """Begin at the files; a single one that was dropped is read at once."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("接收数据包")
        self.resize(theme.dialog_size(QSize(1200, 740)))
        self._session = session
        self.receipt: Receipt | None = None
        self.outcomes: list[Outcome] = []
        self._job: Job | None = None
        self.files_page = FilesPage()
        self.preview_page = PreviewPage(session)
        self.outcome_page = OutcomePage(session)
        self.pages = QStackedWidget()
        for page in (self.files_page, self.preview_page, self.outcome_page):
            self.pages.addWidget(page)
        self.where = label("", "soft")
        self.leave_button = button("跳过这个", "leave", self.leave, "不接收这个数据包，看下一个")
        self.more_button = button("再接收别的", "more", self.begin_again)
        self.next_button = button("下一步", "next", self.go_on)
        self.close_button = button("取消", "close", self.reject)
        self._lay_out()
        help_key(self, "receive")
        self._connect()
        self.files_page.show_arrivals(found)
        self._show(FILES)
        if len(found) == 1:
            self.go_on()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(JobBar(self._session.jobs))
        foot.addStretch()
        for widget in (self.leave_button, self.more_button, self.next_button, self.close_button):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addWidget(self.where)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.files_page.chosen.connect(self.add)
        self.preview_page.ticked.connect(self._offer)
        self.outcome_page.undo_asked.connect(self._undo)
        self.outcome_page.list_asked.connect(self.list_asked)
        self._session.changed.connect(self._note_undo)
        QShortcut(QKeySequence(_SHORTCUT), self, self._undo_shown)

    # --- where we are --------------------------------------------------------------------------------------------
    @property
    def _left(self) -> int:
        """How many packages are still to come."""
        return len(self.files_page.arrivals) - len(self.outcomes)

    def _show(self, page: int) -> None:
        """Show one of the three steps."""
        self.pages.setCurrentIndex(page)
        several = len(self.files_page.arrivals)
        number = len(self.outcomes) + (page == PREVIEW)
        count = f"　　（第 {number} 个，共 {several} 个数据包）" if several > 1 and page != FILES else ""
        words = (f"<b>{title}</b>" if place == page else title for place, title in enumerate(_STEPS))
        self.where.setTextFormat(Qt.TextFormat.RichText)
        self.where.setText("　›　".join(words) + count)
        self._offer()
        if page == FILES and not self.files_page.arrivals:
            self.files_page.add_button.setFocus()
        elif page == PREVIEW and self.preview_page.ticks.ticks:
            self.preview_page.ticks.ticks[0].box.setFocus()
        else:
            (self.next_button if self.next_button.isVisibleTo(self) else self.close_button).setFocus()

    def _offer(self) -> None:
        """Enable what can be done now, and say on the button what it does."""
        page, busy = self.pages.currentIndex(), self._job is not None
        over = page == RESULT and not self._left
        self.pages.setEnabled(not busy)
        self.leave_button.setVisible(page == PREVIEW and len(self.files_page.arrivals) > 1)
        self.leave_button.setEnabled(not busy)
        self.more_button.setVisible(over)
        self.next_button.setVisible(not over)
        self.next_button.setDefault(not over)
        self.next_button.setText(self._words(page))
        ready = self._left > 0 and (page != PREVIEW or self.preview_page.ticks.complete)
        self.next_button.setEnabled(ready and not busy)
        self.next_button.setToolTip("" if ready or page != PREVIEW else "请先核对并勾选上面要确认的内容")
        self.close_button.setText("关闭" if page == RESULT else "取消")

    def _words(self, page: int) -> str:
        """Return what the button says."""
        if page == FILES:
            return "下一步"
        if page == RESULT:
            return f"下一个（第 {len(self.outcomes) + 1} 个）"
        counts = self.receipt.plan.counts if self.receipt else {}
        changing = sum(counts.get(fate, 0) for fate in ("create", "update", "delete"))
        return f"接收（{changing:,} 行有变动）" if changing else "接收（没有变动）"

    def go_on(self) -> None:
        """Do what the button says."""
        if self._job is None:
            (self._apply if self.pages.currentIndex() == PREVIEW else self._check)()

    def begin_again(self) -> None:
        """Go back to the files, for others."""
        self.outcomes = []
        self.files_page.show_arrivals([])
        self._show(FILES)

    def _begin(self, job: Job) -> None:
        """Wait for a job; its end enables the buttons again, whatever it was."""
        self._job = job
        self._offer()

    def _end(self) -> None:
        self._job = None
        self._offer()

    def _cancelled(self) -> None:
        """Stay where the clerk is; of several, show what came of those before."""
        self._end()
        if self.outcomes and self.pages.currentIndex() == FILES:
            self._show_outcomes()

    # --- files ---------------------------------------------------------------------------------------------------
    def add(self, paths: Sequence[Path]) -> None:
        """Read the covers of more files, and put all in order."""
        wanted = [*(one.path for one in self.files_page.arrivals), *paths]

        def put(found: list[Arrival]) -> None:
            self._end()
            self.files_page.show_arrivals(found)
            self._show(FILES)

        self._begin(
            self._session.read_long(
                "读取封面",
                lambda _desk, progress: arrivals(wanted, progress),
                put,
                failed=self._failed,
                cancelled=self._end,
                receiver=self,
            )
        )

    def _failed(self, error: Exception) -> None:
        self._end()
        messages.tell(self, error)

    # --- checking ------------------------------------------------------------------------------------------------
    @property
    def _arrival(self) -> Arrival:
        return self.files_page.arrivals[len(self.outcomes)]

    def _check(self) -> None:
        """Read the next package and find out what receiving it would do."""
        arrival = self._arrival
        if arrival.problem:
            self._settle(Outcome(arrival, error=arrival.problem))
            return

        def work(desk: Desk, progress: Progress) -> tuple[Receipt, Outline]:
            receipt = receiving.plan(desk, receiving.read(arrival.path, progress))
            return receipt, outline(receipt)

        self._begin(
            self._session.read_long(
                "读取数据包",
                work,
                lambda answer: self._planned(*answer),
                failed=self._refused,
                cancelled=self._cancelled,
                receiver=self,
            )
        )

    def _planned(self, receipt: Receipt, found: Outline) -> None:
        """Show what was planned; where nothing is to be looked at and the clerk wants it so, go on."""
        self._end()
        self.receipt = receipt
        if receipt.again:
            self._settle(Outcome(self._arrival, receipt))
            return
        self.preview_page.show_receipt(receipt, found)
        quiet = not receipt.asks and not receipt.plan.counts["error"]
        if self._straight and quiet:
            self._apply()
        else:
            self._show(PREVIEW)

    @property
    def _straight(self) -> bool:
        """Whether packages without a question go in without being looked at."""
        return len(self.files_page.arrivals) > 1 and self.files_page.straight.isChecked()

    def _refused(self, error: Exception) -> None:
        """Say why the package cannot be received."""
        self._end()
        if isinstance(error, ClerkError):
            self._settle(Outcome(self._arrival, error=error))
        else:
            messages.tell(self, error)

    # --- receiving -----------------------------------------------------------------------------------------------
    def _apply(self) -> None:
        """Write the very plan that is shown."""
        receipt = self.receipt
        if receipt is None:
            return
        confirmed = self.preview_page.ticks.complete

        def work(desk: Desk, progress: Progress) -> Receipt:
            return receiving.apply(desk, receipt, confirmed=confirmed, progress=progress)

        self._begin(
            self._session.write_long(
                "接收数据包",
                work,
                self._applied,
                failed=self._not_applied,
                cancelled=self._cancelled,
                receiver=self,
            )
        )

    def _applied(self, receipt: Receipt) -> None:
        self._end()
        self._settle(Outcome(self._arrival, receipt))

    def _not_applied(self, error: Exception) -> None:
        """Say why nothing was written; where the ledger has moved on, plan again, to be looked at again."""
        self._failed(error)
        if isinstance(error, StaleError):
            self._check()

    def leave(self) -> None:
        """Leave the package that is shown out."""
        self._settle(Outcome(self._arrival, left_out=True))

    # --- results -------------------------------------------------------------------------------------------------
    def _settle(self, outcome: Outcome) -> None:
        """Note what came of a package; go on with the next where nothing is to be looked at, else show it."""
        self.outcomes.append(outcome)
        if self._straight and self._left:
            self._check()
        else:
            self._show_outcomes()

    def _show_outcomes(self) -> None:
        self.outcome_page.show_outcomes(self.outcomes)
        self._show(RESULT)

    def _undo_shown(self) -> None:
        """Take back what the page of results tells of."""
        if self.pages.currentIndex() == RESULT and self._job is None:
            self.outcome_page.undo()

    def _undo(self, step: Step) -> None:
        undo_step(self._session, step, self)

    def _note_undo(self, changes: Changes) -> None:
        """Show that a package was taken back, or done again."""
        for one in self.outcomes:
            one.follow(changes)
        if self.pages.currentIndex() == RESULT:
            self.outcome_page.refresh()

    def reject(self) -> None:
        """Close; work under way is cancelled first, and nothing is written."""
        if self._job:
            self._job.cancel()
        else:
            super().reject()
