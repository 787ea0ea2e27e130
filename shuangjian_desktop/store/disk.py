"""Writing a file so that it is there wholly or not at all: asked for room, written aside, flushed, read, swapped in."""

import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from shuangjian_desktop.store.faults import DiskFullError, faults

MARGIN = 4 << 20  # bytes to be left free: the ledger itself has to go on writing
SIDECARS = ("-wal", "-shm", "-journal")
_TEMPORARY = "~shuangjian-"
_LEFT_OVER = 24 * 3600  # seconds: a temporary file this old belongs to a program that was killed
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0)  # seconds, 6 in all: how long a scanner is waited for


def sidecar(path: Path, suffix: str) -> Path:
    """Return the path of one of SQLite's files beside a database."""
    return path.with_name(path.name + suffix)


def require_room(folder: Path, needed: int) -> None:
    """See that `needed` bytes and a margin fit into the file system of `folder`, which exists.

    Raises:
        DiskFullError: they do not; the sentence tells both figures.

    """
    usage = shutil.disk_usage(folder)
    # Some virtual file systems tell 0 of 0: they are not asked.
    if usage.total and usage.free < needed + MARGIN:
        raise DiskFullError(
            f"磁盘空间不足：需要 {_size(needed + MARGIN)}，“{folder}”所在磁盘只剩 {_size(usage.free)}。",
            "请清理磁盘后再试。",
        )


def _size(count: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{count / (1 << 30):.1f} GB" if count >= 1 << 30 else f"{count / (1 << 20):.1f} MB"


def flush(path: Path) -> None:
    """Have the file's content on the disk when this returns."""
    # Windows flushes only through a handle that may write.
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Have the names in the folder on the disk; Windows does so by itself and cannot be asked."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """Put `source` in the place of `target` in one stroke; a scanner or sync client that holds it is waited for.

    Raises:
        OSError: it cannot be done, or the file was still held after some seconds.

    """
    for seconds in _PAUSES:
        try:
            source.replace(target)
            break
        except PermissionError:  # Windows says so for a file that is open elsewhere
            pause(seconds)
    else:
        source.replace(target)
    flush_folder(target.parent)


@contextmanager
def temporary(target: Path) -> Iterator[Path]:
    """Give the path of a file beside `target` that is not there yet; what is left of it goes at the end."""
    _sweep(target.parent)
    path = target.with_name(f"{_TEMPORARY}{uuid.uuid4().hex[:12]}.tmp")
    try:
        yield path
    finally:
        for leftover in (path, *(sidecar(path, suffix) for suffix in SIDECARS)):
            _drop(leftover)


def _sweep(folder: Path) -> None:
    """Delete the temporary files that a killed program left here."""
    for path in folder.glob(f"{_TEMPORARY}*.tmp*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT_OVER:
                _drop(path)


def _drop(path: Path) -> None:
    """Delete a temporary file; one that is held by a scanner is left to a later sweep."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def write_safely(
    target: Path,
    produce: Callable[[Path], None],
    verify: Callable[[Path], None],
    *,
    needed: int = 0,
    what: str = "台账文件",
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Write `target` through a temporary file beside it: there is the old file or the new one, never a half.

    `produce` writes into the empty file at the path it is given, `verify` reads it back and raises if it is not good;
    `needed` is about how many bytes it takes; `what` is how sentences call the file; `pause` waits a number of seconds.

    Raises:
        LedgerError: no room, no permission, no such folder, or the file is held; and what the two functions raise.

    """
    with faults(target, what):
        require_room(target.parent, needed)
        with temporary(target) as path:
            path.touch(exist_ok=False)  # the system says why it will not; SQLite would say only that it cannot
            produce(path)
            flush(path)
            verify(path)
            replace(path, target, pause)
