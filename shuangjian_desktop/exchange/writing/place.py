"""Putting a finished file in its place: whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.files import flush, swap_in, temporary

_PAUSES = (0.1,) * 19 if os.name == "nt" else ()  # a virus scanner holds a new file for some tenths of a second


@contextmanager
def written_to(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; afterwards the file there takes the place of `path`.

    When the body fails, `path` is as it was and nothing is left behind.

    Raises:
        FileError: the folder cannot be written to, the disk is full, or the old file is open elsewhere.

    """
    try:
        with temporary(path, path.suffix) as draft:
            draft.touch(mode=0o600, exist_ok=False)  # it may hold names: nobody else reads it
            yield draft
            flush(draft)
            swap_in(draft, path, _PAUSES)
    except OSError as problem:
        raise _refusal(path, problem) from problem


def _refusal(path: Path, problem: OSError) -> FileError:
    """Return what to tell of a file that could not be written."""
    if problem.errno == errno.ENAMETOOLONG:
        return FileError(f"文件名太长：“{path.name}”。", "请换个短一些的文件名。")
    if path.is_dir():
        return FileError(f"“{path.name}”是文件夹，写不成文件。", "请换个文件名。")
    if isinstance(problem, PermissionError) or problem.errno == errno.EROFS:
        return FileError(
            f"不能写入“{path.name}”。", "它可能正在别的程序里打开着，或文件夹不允许写入；请关闭它或换个位置。"
        )
    if isinstance(problem, FileNotFoundError):
        return FileError(f"文件夹“{path.parent}”不存在。", "请换个位置。")
    return FileError(f"写入“{path.name}”时出错，磁盘可能已满。", "请腾出空间或换个位置再试。")
