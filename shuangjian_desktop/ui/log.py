"""The log of the window: what kind of thing happened, never whose. No value of a record gets into it."""

import logging
import logging.handlers
import queue
from pathlib import Path

import platformdirs

from shuangjian_desktop.core.crash import crash_text

_SIZE, _KEPT = 1_000_000, 3
_package = logging.getLogger("shuangjian_desktop")


class _Formatter(logging.Formatter):
    """Writes faults as `crash_text` does: without the messages of exceptions, which may quote what a clerk typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, and the places of the fault if there is one."""
        line = f"{self.formatTime(record)} {record.levelname} {record.getMessage()}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}\n{crash_text(error)}" if error else line


def log_folder() -> Path:
    """Return the folder of the log."""
    return Path(platformdirs.user_log_dir("shuangjian", appauthor=False))


class Log:
    """Writes what the package logs into `folder`, in a thread of its own, until it is stopped.

    Where the folder cannot be written the program works without a log.
    """

    def __init__(self, folder: Path) -> None:
        """Begin to write."""
        lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
        self._file = _QuietFile(folder)
        self._file.setFormatter(_Formatter())
        self._queue = _Queue(lines)
        self._listener = logging.handlers.QueueListener(lines, self._file)
        _package.setLevel(logging.INFO)
        _package.addHandler(self._queue)
        self._listener.start()

    def stop(self) -> None:
        """Write what is left and close the file."""
        _package.removeHandler(self._queue)
        self._listener.stop()
        self._file.close()


class _Queue(logging.handlers.QueueHandler):
    """Hands records over as they are: nothing is pickled, and the formatter wants the exception itself."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Return the record."""
        return record


class _QuietFile(logging.handlers.RotatingFileHandler):
    """A rotating file, opened at the first line in the listener's thread; a disk that refuses is no clerk's care."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "window.log", maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True)
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, making the folder first."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: there may be no console, and the work goes on."""
