"""From an empty window to an open ledger: lock, open, first run, operator; and back, to restore a backup."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from shuangjian_desktop.core.errors import ClerkError
from shuangjian_desktop.services import backups, office
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import Office
from shuangjian_desktop.store.faults import BusyError
from shuangjian_desktop.store.lock import LedgerLock, hold
from shuangjian_desktop.store.places import check_place
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.operator import choose_operator
from shuangjian_desktop.ui.session import Session

if TYPE_CHECKING:
    from shuangjian_desktop.ui.first_run import FirstRunDialog, FirstStep

_ONCE = Qt.ConnectionType.SingleShotConnection
# Milliseconds until the first look whether a backup is due (the clerk begins to work first), and between two looks.
_FIRST_LOOK, _LOOK_EVERY = 15 * 1000, 10 * 60 * 1000
_WELCOME = "欢迎使用双减治理台账。这台电脑上还没有台账，请选择怎样开始："


@dataclass(frozen=True)
class Opened:
    """A ledger that this window holds; `warning` says why its place is not the best, '' where it is."""

    desk: Desk
    lock: LedgerLock
    title: str
    warning: str


class Start(QObject):
    """Opens the ledger in the database thread while the window paints, and sits the clerk down at it."""

    ready = Signal()
    """The window is usable; the operator may still have to be chosen."""
    busy = Signal(object)
    """BusyError: another window or command holds the ledger."""
    given_up = Signal()
    """The clerk left without a ledger."""

    def __init__(self, window: MainWindow, path: Path | None, operator: str = "") -> None:
        """Prepare to open `path`, the default ledger for None, with `operator` at the desk."""
        super().__init__(window)
        self.window_: MainWindow = window
        self._jobs: Jobs = window.jobs
        self.path = path
        self._operator = operator
        self._held: Opened | None = None
        self._dialog: FirstRunDialog | None = None
        window.restore_asked.connect(self.ask_restore)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._back_up_if_due)

    # --- opening -------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Look for the ledger; where there is none, offer the first run."""
        given, operator = self.path, self._operator

        def work(_progress: object) -> tuple[Path, Opened | None]:
            path = given or office.default_ledger()
            return path, _open(path, operator) if path.exists() else None

        def done(answer: tuple[Path, Opened | None]) -> None:
            self.path, opened = answer
            if opened:
                self._sit_down(opened)
            else:
                self._offer_ways(_WELCOME)

        self._jobs.write(work, done, failed=self._not_opened, receiver=self)

    def _not_opened(self, error: Exception) -> None:
        """Say why the ledger cannot be opened and offer the other ways."""
        if isinstance(error, BusyError):
            self.busy.emit(error)
        elif isinstance(error, ClerkError):
            self._offer_ways(f"{error.text}\n\n原来的文件没有改动。请选择怎样继续：")
        else:
            messages.crash(error)

    def _offer_ways(self, reason: str) -> None:
        """Show the first run's dialog."""
        path, window = self.path, self.window_
        window.stand_up("还没有打开台账")

        def show(answer: tuple[tuple[Office, ...], Path]) -> None:
            from shuangjian_desktop.ui.first_run import FirstRunDialog  # not needed at any later start

            dialog = self._dialog = FirstRunDialog(*answer, reason, window)
            dialog.decided.connect(self._try)
            dialog.rejected.connect(self.given_up)
            dialog.open()

        # The list of offices is a file, too.
        self._jobs.files(lambda _progress: (office.offices(), path or office.default_ledger()), show, receiver=self)

    def _try(self, step: "FirstStep") -> None:
        """Do what was chosen in the first run's dialog."""
        dialog = self._dialog

        def done(opened: Opened) -> None:
            self.path = step.path
            if dialog:
                dialog.rejected.disconnect()
                dialog.close()
                dialog.deleteLater()
            self._sit_down(opened)

        def failed(error: Exception) -> None:
            if dialog:
                dialog.setEnabled(True)
            messages.tell(dialog, error)

        self._jobs.write(lambda _progress: _carry_out(step), done, failed=failed, receiver=self)

    def _sit_down(self, opened: Opened) -> None:
        """Show the books; ask who is at the desk unless it was said."""
        self._held = opened
        session = Session(opened.desk, self._jobs, self.window_)
        session.desk_changed.connect(self._rename_holder)
        self.window_.sit_down(session, opened.title)
        if not opened.desk.operator:
            choose_operator(session, self.window_)
        if opened.warning:
            messages.inform(self.window_, opened.warning)
        self.ready.emit()
        self._timer.start(_FIRST_LOOK)

    def _back_up_if_due(self) -> None:
        """Back up by time; a backup that fails must not stand in the way of work, so only the status bar tells."""
        self._timer.setInterval(_LOOK_EVERY)
        session = self.window_.session
        if session is None:
            return

        def told(path: Path | None) -> None:
            if path:
                session.backed_up.emit()

        def failed(error: Exception) -> None:
            if isinstance(error, ClerkError):
                self.window_.say(f"自动备份没有成功：{error.text}")
            else:
                messages.crash(error)

        desk = session.desk
        self._jobs.files(lambda _progress: backups.backup_if_due(desk), told, failed=failed, receiver=session)

    def _rename_holder(self) -> None:
        """Let a second program name the operator who is at the desk now."""
        session, held = self.window_.session, self._held
        if session and held:
            name = session.desk.operator
            self._jobs.write(lambda _progress: held.lock.rename(name), receiver=self)

    # --- restoring -----------------------------------------------------------------------------------------------
    def ask_restore(self) -> None:
        """Let the clerk choose a backup, and put it in the ledger's place."""
        from shuangjian_desktop.ui.backup_dialog import RestoreDialog

        if self.window_.session:
            dialog = RestoreDialog(self.window_.session, self.window_)
            dialog.chosen.connect(self.restore)
            dialog.open()

    def restore(self, backup: Path) -> None:
        """Take the books off the window, restore, and open again; after a failure the old ledger is opened."""
        held, session = self._held, self.window_.session
        if held is None or session is None:
            return
        operator = session.desk.operator
        self.window_.stand_up("正在恢复台账…")

        def work(_progress: object) -> tuple[Opened, str, ClerkError | None]:
            held.desk.ledger.close()
            try:
                sentence, error = backups.restore(held.desk.ledger.path, backup, operator), None
            except ClerkError as problem:
                sentence, error = "", problem
            desk = office.open_desk(held.desk.ledger.path, operator)
            return replace(held, desk=desk, warning=""), sentence, error

        def done(answer: tuple[Opened, str, ClerkError | None]) -> None:
            opened, sentence, error = answer
            self._sit_down(opened)
            if error:
                messages.tell(self.window_, error)
            else:
                messages.inform(self.window_, sentence)

        self._when_idle(lambda: self._jobs.write(work, done, failed=self._not_opened, receiver=self))

    def _when_idle(self, then: Callable[[], object]) -> None:
        """Wait until nobody reads the ledger any more."""
        if self._jobs.busy:
            self._jobs.idle.connect(then, type=_ONCE)
        else:
            then()

    def close(self) -> None:
        """Let go of the ledger, after everything that was asked; nothing can be asked afterwards."""
        self._timer.stop()
        held, self._held = self._held, None
        if held:
            self._jobs.write(lambda _progress: _let_go(held))
        self._jobs.close()


def _open(path: Path, operator: str) -> Opened:
    """Take the lock and open the ledger."""
    lock = hold(path, operator)
    try:
        desk = office.open_desk(path, operator)
        return Opened(desk, lock, office.title(desk), check_place(path).warning)
    except ClerkError:
        lock.release()
        raise


def _carry_out(step: "FirstStep") -> Opened:
    """Make, open or restore a ledger, and hold it."""
    if step.kind == "open":
        return _open(step.path, step.operator)
    office.make_folder(step.path)
    lock = hold(step.path, step.operator)
    try:
        if step.kind == "found":
            desk = office.found_office(step.path, step.code, step.operator)
        else:
            assert step.backup is not None
            backups.restore(step.path, step.backup, step.operator)
            desk = office.open_desk(step.path, step.operator)
        return Opened(desk, lock, office.title(desk), check_place(step.path).warning)
    except ClerkError:
        lock.release()
        raise


def _let_go(held: Opened) -> None:
    """Close the ledger and give the lock back."""
    held.desk.ledger.close()
    held.lock.release()
