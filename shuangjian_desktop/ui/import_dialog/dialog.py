"""The flow of an import: file → columns and values → unknown words → preview → result."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shuangjian_desktop.core.errors import StaleError
from shuangjian_desktop.core.kinds import Choice
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Changes, Step
from shuangjian_desktop.exchange.planning.mapping import target_fields
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.exchange.reading import Workbook
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import importing
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.importing import ImportResult, Proposal
from shuangjian_desktop.ui import messages, theme
from shuangjian_desktop.ui.import_dialog.columns_page import ColumnsPage
from shuangjian_desktop.ui.import_dialog.file_page import FilePage
from shuangjian_desktop.ui.import_dialog.fixed_values import Options
from shuangjian_desktop.ui.import_dialog.preview_page import PreviewPage
from shuangjian_desktop.ui.import_dialog.result_page import ResultPage
from shuangjian_desktop.ui.import_dialog.words_page import WordsPage
from shuangjian_desktop.ui.job_bar import JobBar
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.manual.help import help_key
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.undoing import undo_step
from shuangjian_desktop.ui.widgets import button, label

_STEPS = ("1 选文件", "2 对应栏目", "3 对应写法", "4 预览", "5 结果")
FILE, COLUMNS, WORDS, PREVIEW, RESULT = range(5)


class ImportDialog(QDialog):
    """One import. Everything up to the button 导入 writes nothing."""

    tray_asked = Signal()
    """The clerk wants to see to the held rows."""

    def __init__(self, session: Session, register: str, file: Path | None, parent: QWidget | None = None) -> None:
        """Begin at the file; one that was dropped is read at once."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("导入表格")
        self.resize(theme.dialog_size(QSize(1080, 720)))
        self.session = session
        self.workbook: Workbook | None = None
        self.plan: Plan | None = None
        self._options: Options = {}
        self._words: Mapping[tuple[str, str], str] = {}
        self._job: Job | None = None
        self._step: Step | None = None
        self.file_page = FilePage(register, file)
        self.columns_page = ColumnsPage(session)
        self.words_page = WordsPage(session)
        self.preview_page = PreviewPage(session)
        self.result_page = ResultPage()
        self.pages = QStackedWidget()
        for page in (self.file_page, self.columns_page, self.words_page, self.preview_page, self.result_page):
            self.pages.addWidget(page)
        self.where = label("", "soft")
        self.back_button = button("上一步", "back", self.back)
        self.next_button = button("下一步", "next", self.go_on)
        self.close_button = button("取消", "close", self.reject)
        self._lay_out()
        help_key(self, "import")
        self._connect()
        self._show(FILE)
        if file:
            self.go_on()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(JobBar(self.session.jobs))
        foot.addStretch()
        for widget in (self.back_button, self.next_button, self.close_button):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addWidget(self.where)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.file_page.ready.connect(lambda _ready: self._offer())
        self.columns_page.head_asked.connect(self._look_elsewhere)
        self.preview_page.planned.connect(self._show_plan)
        self.session.changed.connect(self._note_undo)
        self.result_page.undo_asked.connect(self._undo)
        self.result_page.tray_asked.connect(self._to_tray)

    # --- where we are --------------------------------------------------------------------------------------------
    def _show(self, page: int) -> None:
        """Show one of the five steps."""
        self.pages.setCurrentIndex(page)
        words = ("<b>" + title + "</b>" if place == page else title for place, title in enumerate(_STEPS))
        self.where.setTextFormat(Qt.TextFormat.RichText)
        self.where.setText("　›　".join(words))
        self._offer()
        if page != FILE:  # what was disabled meanwhile has lost the focus to whatever stands next
            (self.close_button if page == RESULT else self.next_button).setFocus()

    def _offer(self) -> None:
        """Enable what can be done now, and say on the button what it does."""
        page, busy = self.pages.currentIndex(), self._job is not None
        self.pages.setEnabled(not busy)
        self.back_button.setVisible(page in (COLUMNS, WORDS, PREVIEW))
        self.back_button.setEnabled(not busy)
        self.next_button.setVisible(page != RESULT)
        self.next_button.setDefault(page != RESULT)
        self.close_button.setText("关闭" if page == RESULT else "取消")
        ready = bool(self.file_page.file.path) if page == FILE else True
        words = "下一步"
        if page == PREVIEW and self.plan:
            counts = self.plan.counts
            writing, waiting = counts["create"] + counts["update"], len(self.plan.held)
            words = f"导入 {writing:,} 条" if writing else "把问题行放进“待处理”" if waiting else "完成"
        self.next_button.setText(words)
        self.next_button.setEnabled(ready and not busy)

    def back(self) -> None:
        """Go one step back; the words are passed over where there are none."""
        page = self.pages.currentIndex() - 1
        if page == WORDS and not self.words_page.editors:
            page = COLUMNS
        self._show(page)

    def go_on(self) -> None:
        """Do what the step's button says."""
        (self._read, self._make_plan, self._make_plan, self._apply)[self.pages.currentIndex()]()

    def _begin(self, job: Job) -> None:
        """Wait for a job; its end enables the buttons again, whatever it was."""
        self._job = job
        self._offer()

    def _end(self) -> None:
        self._job = None
        self._offer()

    def _failed(self, error: Exception) -> None:
        """Say what is wrong; the step stays open to be mended."""
        self._end()
        messages.tell(self, error)

    # --- reading -------------------------------------------------------------------------------------------------
    def _read(self) -> None:
        """Read the file in the capped child, and find its table."""
        path, register = self.file_page.file.path, self.file_page.register
        if path is None:
            return

        def work(desk: Desk, progress: Progress) -> tuple[Proposal, Options]:
            workbook = importing.read(path, progress)
            return importing.propose(desk, workbook, register), _options(desk, register)

        self._begin(
            self.session.read_long(
                "读取文件", work, self._show_proposal, failed=self._failed, cancelled=self._end, receiver=self
            )
        )

    def _show_proposal(self, answer: tuple[Proposal, Options]) -> None:
        """Show the columns of what was found."""
        proposal, self._options = answer
        self.workbook = proposal.workbook
        self.columns_page.show_proposal(proposal, self._options)
        self._end()
        self._show(COLUMNS)

    def _look_elsewhere(self, sheet: str, row: int) -> None:
        """Take another sheet or row for the head."""
        workbook, register = self.workbook, self.file_page.register
        if workbook is None:
            return

        def work(desk: Desk) -> tuple[Proposal, Options]:
            return importing.propose(desk, workbook, register, sheet, row or None), _options(desk, register)

        self._begin(self.session.read(work, self._show_proposal, failed=self._failed, receiver=self))

    # --- planning ------------------------------------------------------------------------------------------------
    def _make_plan(self) -> None:
        """Plan every row; unknown words are asked first, once."""
        proposal = self.columns_page.proposal()
        if proposal is None:
            return
        asked = self.pages.currentIndex() in (WORDS, PREVIEW)
        words = self._words = self.words_page.words() if asked else {}

        def done(plan: Plan) -> None:
            self._end()
            self.words_page.show_words(plan, self._options)
            if plan.unknown_words and not asked:
                self._show(WORDS)
            else:
                self._show_plan(plan)

        self._begin(
            self.session.read_long(
                "核对",
                lambda desk, progress: importing.plan(desk, proposal, words, progress),
                done,
                failed=self._failed,
                cancelled=self._end,
                receiver=self,
            )
        )

    def _show_plan(self, plan: Plan) -> None:
        """Show what the import would do."""
        self.plan = plan
        self.preview_page.show_plan(plan)
        self._show(PREVIEW)

    # --- applying ------------------------------------------------------------------------------------------------
    def _apply(self) -> None:
        """Write the very plan that is shown."""
        plan, words, source = self.plan, self._words, self.file_page.file.path
        if plan is None:
            return

        def done(result: ImportResult) -> None:
            self._end()
            self.result_page.show_result(result)
            self._step = result.changes.step
            self._show(RESULT)

        self._begin(
            self.session.write_long(
                "导入",
                lambda desk, progress: importing.apply(desk, plan, words=words, progress=progress, source=source),
                done,
                failed=self._not_applied,
                cancelled=self._end,
                receiver=self,
            )
        )

    def _not_applied(self, error: Exception) -> None:
        """Say why nothing was written; where the ledger has moved on, plan again, to be looked at again."""
        self._failed(error)
        if isinstance(error, StaleError):
            self._make_plan()

    def _undo(self) -> None:
        """Take the import back."""
        if self._step:
            undo_step(self.session, self._step, self)

    def _note_undo(self, changes: Changes) -> None:
        """Take the button away once the import has been taken back."""
        if changes.step and self._step and changes.step.takes_back == self._step.number:
            self.result_page.heading.setText("这次导入已撤销。")
            self.result_page.undo_button.setVisible(changes.step.verb == "redo")

    def _to_tray(self) -> None:
        self.accept()
        self.tray_asked.emit()

    def reject(self) -> None:
        """Close; work under way is cancelled first, and nothing is written."""
        if self._job:
            self._job.cancel()
        else:
            super().reject()


def _options(desk: Desk, register: str) -> Options:
    """Return the words of every choice among the fields that a sheet may fill."""
    found = {}
    for key, item in target_fields(find(register)).items():
        if isinstance(item.kind, Choice):
            owner = find(register if "." not in key else find(register).parent_register)
            found[key] = desk.options(owner, item.key)
    return found
