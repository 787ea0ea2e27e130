"""The window: tabs, menu, tool bar, status bar. Empty until a session sits down at it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QVBoxLayout, QWidget

from shuangjian_desktop.core.records import Changes, Step
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.registers import REGISTERS
from shuangjian_desktop.services import steps
from shuangjian_desktop.services.today import Todo
from shuangjian_desktop.ui import messages, theme
from shuangjian_desktop.ui.actions import Actions
from shuangjian_desktop.ui.job_bar import JobBar
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.manual.help import PAGE_OF_TAB, show_manual
from shuangjian_desktop.ui.operator import choose_operator
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.tabs import LazyTabs
from shuangjian_desktop.ui.undoing import redo_step, undo_step
from shuangjian_desktop.ui.widgets import Elided, local_files

if TYPE_CHECKING:
    from shuangjian_desktop.services.arrivals import Arrival

PROGRAM = "双减治理台账"


class MainWindow(QMainWindow):
    """One office's books."""

    restore_asked = Signal()
    """恢复…: whoever holds the ledger has to let go of it first."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        """Build the frame; the tabs come with the session."""
        super().__init__(parent)
        self.jobs = jobs
        self.session: Session | None = None
        self.office = ""
        self.undo_next: Step | None = None
        self.redo_next: Step | None = None
        self.setWindowTitle(PROGRAM)
        self.setAcceptDrops(True)
        self.setMinimumSize(theme.dialog_size(QSize(960, 600)))
        self.resize(theme.dialog_size(QSize(1280, 800)))
        self.actions_ = Actions(self)
        self.last_done = Elided()  # never widens the window
        self.file_label = QLabel()
        self.file_label.setProperty("role", "soft")
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        status.addWidget(self.last_done, 1)
        status.addPermanentWidget(JobBar(jobs))
        status.addPermanentWidget(self.file_label)
        jobs.trouble.connect(self._on_trouble)
        self.tabs = LazyTabs()
        self._wait("正在打开台账…")

    def _wait(self, text: str) -> None:
        """Show a line in place of the tabs."""
        empty = QWidget()
        words = QLabel(text)
        words.setProperty("role", "title")
        QVBoxLayout(empty).addWidget(words, alignment=Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(empty)
        self.actions_.enable(open_ledger=False)

    def _on_trouble(self, error: Exception) -> None:
        """Say what went wrong in a job that nobody else answers for."""
        messages.tell(self, error)

    # --- the session ---------------------------------------------------------------------------------------------
    def sit_down(self, session: Session, office: str) -> None:
        """Show the books of an open ledger."""
        self.session = session
        self.office = office
        session.changed.connect(self._on_changed)
        session.desk_changed.connect(self._on_desk)
        self.tabs = self._build_tabs(session)
        self.setCentralWidget(self.tabs)
        self.actions_.enable(open_ledger=True)
        path = session.desk.ledger.path
        self.file_label.setText(path.name)
        self.file_label.setToolTip(str(path))
        self.tabs.currentChanged.connect(lambda _index: self.actions_.follow_page(self.tabs.page(self.tabs.key)))
        self._on_desk()

    def stand_up(self, text: str) -> None:
        """Take the books away, with all that reads them; whoever waits for `jobs.idle` may then close the ledger."""
        if self.session:
            self.session.deleteLater()
        self.session = None
        self._wait(text)

    def _build_tabs(self, session: Session) -> LazyTabs:
        """Return the tabs; pages are imported when they are built."""
        tabs = LazyTabs()
        tabs.add("today", "今日待办", lambda: self._today(session))
        tabs.add("figures", "数据总览", lambda: _figures(session))
        tabs.add("charts", "图表", lambda: _charts(session))
        for register in REGISTERS:
            if register.group == "book" and not register.parent:
                tabs.add(register.key, register.title, lambda register=register: register_page(register, session))  # type: ignore[misc]
        tabs.add("tray", "待处理", lambda: self._tray(session))
        tabs.add("steps", "操作记录", lambda: _steps(session))
        tabs.add("recycle", "回收站", lambda: _recycle(session))
        tabs.add("settings", "字典与设置", lambda: _settings(session))
        return tabs

    def _today(self, session: Session) -> QWidget:
        from shuangjian_desktop.ui.today_page import TodayPage

        page = TodayPage(session)
        page.opened.connect(self.open_todo)
        return page

    def _tray(self, session: Session) -> QWidget:
        from shuangjian_desktop.ui.tray_page import TrayPage

        page = TrayPage(session)
        page.import_asked.connect(lambda register: self.import_(register=register))
        return page

    def open_todo(self, item: Todo) -> None:
        """Go where a thing of 今日待办 is seen to."""
        if item.query is None:
            self.backup()
        elif item.query.register == "held_row":
            self.tabs.open("tray")
        else:
            page = self.tabs.open(item.query.register)
            page.show_query(item.query)  # type: ignore[attr-defined]

    # --- what the session tells ----------------------------------------------------------------------------------
    def _on_changed(self, changes: Changes) -> None:
        """Say what was done, and look what can be undone now."""
        if changes.step:
            self.say(f"已保存：{changes.step.title}（第 {changes.step.number} 步）")
        self._look_at_steps()

    def say(self, text: str) -> None:
        """Say in the status bar what was done last."""
        self.last_done.setText(text)
        self.last_done.setToolTip(text)

    def _on_desk(self) -> None:
        """Show who is at the desk and whether personal values can be read."""
        if self.session:
            desk = self.session.desk
            self.setWindowTitle(f"{PROGRAM} — {self.office} — 经办人：{desk.operator or '未选择'}")
            self.actions_.show_desk(desk.operator, unmasked=desk.unmasked)
            self._look_at_steps()

    def _look_at_steps(self) -> None:
        """Read which steps 撤销 and 重做 would turn."""
        if self.session:
            self.session.read(
                lambda desk: (steps.next_undo(desk), steps.next_redo(desk)), self._put_steps, receiver=self.session
            )

    def _put_steps(self, found: tuple[Step | None, Step | None]) -> None:
        self.undo_next, self.redo_next = found
        self.actions_.show_steps(*found)

    # --- what the menu asks --------------------------------------------------------------------------------------
    def undo(self) -> None:
        """Take back the step that the menu names."""
        if self.session and self.undo_next:
            undo_step(self.session, self.undo_next, self)

    def redo(self) -> None:
        """Do again the step that the menu names."""
        if self.session and self.redo_next:
            redo_step(self.session, self.redo_next, self)

    def import_(self, file: Path | None = None, register: str = "") -> None:
        """Open the import dialog, the register of the page preset."""
        if self.session:
            from shuangjian_desktop.ui.import_dialog.dialog import ImportDialog

            dialog = ImportDialog(self.session, register or self.tabs.key, file, self)
            dialog.tray_asked.connect(lambda: self.tabs.open("tray"))
            dialog.open()

    def export(self) -> None:
        """Export what the page shows."""
        page = self.tabs.page(self.tabs.key)
        if hasattr(page, "export"):
            page.export()

    def pack(self) -> None:
        """Open the dialog that sends a package."""
        if self.session:
            from shuangjian_desktop.ui.packages.pack_dialog import PackDialog

            PackDialog(self.session, self).open()

    def receive(self, found: "Sequence[Arrival]" = ()) -> None:
        """Open the dialog that receives packages."""
        if self.session:
            from shuangjian_desktop.ui.packages.receive_dialog import ReceiveDialog

            dialog = ReceiveDialog(self.session, found, self)
            dialog.list_asked.connect(lambda: self.show_packages(dialog))
            dialog.open()

    def show_packages(self, parent: QWidget | None = None) -> None:
        """Show what was sent and received."""
        if self.session:
            from shuangjian_desktop.ui.packages.list_dialog import PackageListDialog

            PackageListDialog(self.session, parent or self).open()

    def backup(self) -> None:
        """Open the backup dialog."""
        if self.session:
            from shuangjian_desktop.ui.backup_dialog import BackupDialog

            BackupDialog(self.session, self).open()

    def choose_operator(self) -> None:
        """Ask who is at the desk."""
        if self.session:
            choose_operator(self.session, self)

    def toggle_mask(self) -> None:
        """Make personal values readable, which is on record, or hide them again."""
        if self.session and self.session.desk.unmasked:
            self.session.mask()
        elif self.session:
            session = self.session
            messages.ask(
                self,
                "显示个人信息？",
                "显示",
                lambda: session.unmask("窗口"),
                detail="姓名、电话、证件号码等将完整显示，导出和复制也不再隐去。这次查看会记录在操作记录里。",
            )

    def help(self) -> None:
        """Open the manual at the page that belongs to the tab in sight."""
        show_manual(PAGE_OF_TAB.get(self.tabs.key, "start"))

    def about(self) -> None:
        """Say what the program is."""
        from shuangjian_desktop import __version__

        messages.inform(
            self,
            f"双减治理台账 {__version__}",
            "区县教育局校外培训治理台账：机构、退费、薪资清偿、巡查、整改通知书。\n"
            "数据只保存在本机的台账文件里，程序不连接网络。",
        )

    # --- Qt's side -----------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if self.session and local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Receive packages, import a table."""
        paths = local_files(event)
        if self.session and any(path.suffix.lower() == ".xlsx" for path in paths):
            from shuangjian_desktop.services.arrivals import arrivals

            self.session.read_long(
                "读取封面", lambda _desk, progress: arrivals(paths, progress), self._take_files, receiver=self.session
            )
        else:
            self._import_one(paths)

    def _take_files(self, found: "Sequence[Arrival]") -> None:
        """Open the dialog for what was dropped."""
        if any(one.is_package for one in found):
            self.receive(found)
        else:
            self._import_one([one.path for one in found])

    def _import_one(self, paths: Sequence[Path]) -> None:
        """Import the one table that was dropped."""
        if len(paths) == 1:
            self.import_(paths[0])
        elif paths:
            messages.inform(self, "拖进来的文件里没有数据包。", "表格请一个一个地导入。")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while long work is under way; it is then cancelled with nothing half done."""
        busy = self.jobs.titled
        if not busy:
            event.accept()
            return
        event.ignore()

        def stop() -> None:
            for job in busy:
                job.cancel()
            self.jobs.ended.connect(lambda _job: None if self.jobs.titled else self.close())
            if not self.jobs.titled:
                self.close()

        names = "、".join(job.title for job in busy)
        messages.ask(self, f"{names}还没有完成，要停下来并退出吗？", "停下来并退出", stop, danger=True)


def register_page(register: Register, session: Session) -> QWidget:
    """Return the page of a register: its own where it has one, else the generic one."""
    from shuangjian_desktop.ui.notices.page import NoticePage
    from shuangjian_desktop.ui.register_page import RegisterPage

    own: dict[str, type[RegisterPage]] = {"rectification_notice": NoticePage}
    return own.get(register.key, RegisterPage)(register, session)


def _figures(session: Session) -> QWidget:
    from shuangjian_desktop.ui.figures_page import FiguresPage

    return FiguresPage(session)


def _charts(session: Session) -> QWidget:
    from shuangjian_desktop.ui.charts.page import ChartsPage

    return ChartsPage(session)


def _steps(session: Session) -> QWidget:
    from shuangjian_desktop.ui.steps_page import StepsPage

    return StepsPage(session)


def _recycle(session: Session) -> QWidget:
    from shuangjian_desktop.ui.recycle_page import RecyclePage

    return RecyclePage(session)


def _settings(session: Session) -> QWidget:
    from shuangjian_desktop.ui.settings_page import SettingsPage

    return SettingsPage(session, register_page)
