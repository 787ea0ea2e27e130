"""The running window: the application, its look and language, its log, the one crash dialog, the ledger."""

import gc
import logging
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from shuangjian_desktop import __version__
from shuangjian_desktop.core.errors import ClerkError
from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.ui import messages, theme
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.log import Log, log_folder
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.qt_words import QtWords
from shuangjian_desktop.ui.start import Start

_LATER = 300  # milliseconds from the moment when the window is usable
_log = logging.getLogger(__name__)


def run(ledger: Path | None = None, operator: str | None = None) -> int:
    """Open the window and work until it is closed. Returns the exit code.

    `ledger` None means $SHUANGJIAN_LEDGER, else the user's data folder; without `operator` the clerk is asked.
    """
    application = make_application(sys.argv[:1])
    log = Log(log_folder())
    _log.info("started, version %s", __version__)
    jobs = Jobs(application)
    jobs.trouble.connect(_log_trouble)
    window = MainWindow(jobs)
    start = Start(window, ledger, operator or "")
    start.given_up.connect(window.close)
    start.busy.connect(lambda error: _go_to_other(window, start, error))
    start.ready.connect(lambda: _settle(window))
    start.begin()
    window.show()
    code = application.exec()
    start.close()
    _log.info("closed")
    log.stop()
    return code


def make_application(arguments: list[str]) -> QApplication:
    """Return the application, dressed, speaking Chinese, with our hook for what nobody catches."""
    application = QApplication(arguments)
    application.setApplicationName("shuangjian")
    application.setApplicationVersion(__version__)
    application.installTranslator(QtWords(application))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    theme.apply(application)
    sys.excepthook = _on_fault
    return application


def _on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log a fault of ours and show the crash dialog; the program goes on."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.exit(130)
        return
    _log.error("fault", exc_info=(kind, error, trace))
    messages.crash(error)


def _settle(window: MainWindow) -> None:
    """Begin what can wait until the window is usable; what takes longer follows a little later."""
    gc.freeze()  # what the start made stays: it need not be looked through again and again
    gc.enable()
    if window.session is None:
        return
    window.session.changed.connect(_log_step)
    QTimer.singleShot(_LATER, window, lambda: _finish(window))


def _finish(window: MainWindow) -> None:
    """Name days and months in Chinese, and hear a second start of the program on the same ledger."""
    from PySide6.QtCore import QLocale  # its enumerations of all countries and languages take a while

    from shuangjian_desktop.ui.doorbell import Doorbell

    window.setLocale(QLocale("zh_CN"))
    if window.session and window.findChild(Doorbell) is None:
        bell = Doorbell(window.session.desk.ledger.path, window)
        bell.rung.connect(lambda: _come_forward(window))


def _log_step(changes: Changes) -> None:
    """Note the kind and number of a step, not its title, which may name somebody."""
    if changes.step:
        _log.info("step %d %s, %d records", changes.step.number, changes.step.verb, changes.count)


def _log_trouble(error: Exception) -> None:
    """Note that a job failed."""
    if isinstance(error, ClerkError):
        _log.warning("refused: %s", type(error).__name__)
    else:
        _log.error("fault in a job", exc_info=error)


def _go_to_other(window: MainWindow, start: Start, error: ClerkError) -> None:
    """Let the window that holds the ledger come forward; say who holds it when no window answers."""
    from shuangjian_desktop.ui.doorbell import ring

    if start.path and ring(start.path):
        window.close()
    else:
        messages.tell(window, error, then=window.close)


def _come_forward(window: QWidget) -> None:
    """Bring the window before the others."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)
