"""One writer of a ledger: the window or a writing command, never both. Reading asks for no lock.

The lock is the operating system's, so it goes with the process that held it, also one that was killed. Who holds it
stands in a file beside it, for the sentence that the second one is given.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.files import temporary
from shuangjian_desktop.store.disk import replace
from shuangjian_desktop.store.faults import BusyError, faults, missing

_POLL = 0.1  # seconds between two tries


@dataclass(frozen=True)
class Holder:
    """Who holds a ledger: the operator's name, the program (窗口, or the command's name), its process, since when."""

    owner: str
    program: str
    process: int
    since: str

    @property
    def text(self) -> str:
        """The holder as the sentence names it: 张三（窗口，2024-03-01 09:30 起）."""
        started = datetime.fromisoformat(self.since).strftime("%Y-%m-%d %H:%M")
        return f"{self.owner}（{self.program}，{started} 起）" if self.owner else f"{self.program}（{started} 起）"


class LedgerLock:
    """The right to write one ledger, however its path is spelt."""

    def __init__(self, ledger: Path, owner: str, program: str = "窗口") -> None:
        self._ledger = ledger.resolve()
        self._owner, self._program, self._since = owner, program, ""
        # The window takes the lock in one thread and gives it back in another.
        self._lock = FileLock(_lock_path(self._ledger), thread_local=False)

    def acquire(self, timeout: float = 0) -> None:
        """Take the lock, waiting at most `timeout` seconds for it.

        Raises:
            BusyError: somebody else holds it still; the sentence says who.
            LedgerError: the folder cannot be written.

        """
        if not self._ledger.parent.is_dir():  # filelock would make the folder
            raise missing(self._ledger)
        with faults(self._ledger):
            try:
                self._lock.acquire(timeout=timeout, poll_interval=_POLL)
            except Timeout:
                raise _held(self._ledger) from None
            self._since = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            self.rename(self._owner)
        except LedgerError:
            self._lock.release()
            raise

    def rename(self, owner: str) -> None:
        """Say that `owner` works with the ledger now: operators change without the window being closed.

        Raises:
            LedgerError: the folder cannot be written.

        """
        self._owner = owner
        info = Holder(owner, self._program, os.getpid(), self._since)
        target = _info_path(self._ledger)
        with faults(self._ledger), temporary(target) as path:
            path.write_text(json.dumps(asdict(info), ensure_ascii=False), encoding="utf-8")
            replace(path, target)

    def release(self) -> None:
        """Give the lock back; nothing happens if it is not held."""
        if self._lock.is_locked:
            with suppress(OSError):  # one who is reading it just now: it says nothing without the lock
                _info_path(self._ledger).unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def hold(ledger: Path, owner: str, program: str = "窗口", timeout: float = 0) -> LedgerLock:
    """Take the lock of a ledger and give it back at the end of a `with`.

    Raises:
        BusyError: somebody else held it for `timeout` seconds; the sentence says who.
        LedgerError: the folder cannot be written.

    """
    lock = LedgerLock(ledger, owner, program)
    lock.acquire(timeout)
    return lock


def holder(ledger: Path) -> Holder | None:
    """Return who said last that they hold the ledger, None if nobody does or it cannot be read."""
    try:
        return Holder(**json.loads(_info_path(ledger.resolve()).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # just being written, or by another version: the sentence does without it
        return None


def _held(ledger: Path) -> BusyError:
    """Return the error that names the holder."""
    who = holder(ledger)
    by = who.text if who else "另一个窗口或命令"
    return BusyError(f"台账“{ledger.name}”正由{by}使用，现在不能写入。", "请在那边关闭后再试；查询和导出不受影响。")


def _lock_path(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + ".lock")


def _info_path(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + ".lock-info")
