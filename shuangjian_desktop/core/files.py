"""Files that are there wholly or not at all: written aside, flushed, then swapped in. Ledgers and workbooks alike."""

import errno
import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

DISK_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""The numbers of the errors that say that there is no room; Windows knows no quota."""
_TEMPORARY = "~shuangjian-"
_LEFT_OVER = 24 * 3600  # seconds: a temporary file this old belongs to a program that was killed


@contextmanager
def temporary(target: Path, suffix: str = "") -> Iterator[Path]:
    """Give the path of a file beside `target` that is not there yet; what is left of it goes at the end.

    `suffix` ends its name, for writers that go by it. Files that a library puts beside it by longer names go too.
    """
    _sweep(target.parent)
    path = target.with_name(f"{_TEMPORARY}{uuid.uuid4().hex[:12]}.tmp{suffix}")
    try:
        yield path
    finally:
        for leftover in (path, *path.parent.glob(f"{path.name}-*")):
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


def flush(path: Path) -> None:
    """Have the file's content on the disk when this returns."""
    # Windows flushes only through a handle that may write.
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def swap_in(source: Path, target: Path, pauses: Sequence[float], pause: Callable[[float], None] = time.sleep) -> None:
    """Put `source` in the place of `target` in one stroke, after each of `pauses` (seconds) again where it is held.

    Raises:
        OSError: it cannot be done, or the file was still held at the end.

    """
    for seconds in pauses:
        try:
            source.replace(target)
        except PermissionError:  # Windows says so for a file that is open elsewhere
            pause(seconds)
        else:
            return
    source.replace(target)
