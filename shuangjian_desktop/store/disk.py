"""Writing a ledger or a backup: room is asked for, the copy is read before it takes its place, names are flushed."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from shuangjian_desktop.core.files import flush, swap_in, temporary
from shuangjian_desktop.store.faults import DiskFullError, faults

MARGIN = 4 << 20  # bytes to be left free: the ledger itself has to go on writing
SIDECARS = ("-wal", "-shm", "-journal")
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
    swap_in(source, target, _PAUSES, pause)
    flush_folder(target.parent)


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
