"""Putting a finished file in its place: whole or not at all."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shuangjian_desktop.core.errors import FileError

_TRIES, _PAUSE = 20, 0.1  # a virus scanner holds a new file for some tenths of a second


@contextmanager
def written_to(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; afterwards the file there takes the place of `path`.

    When the body fails, `path` is as it was and nothing is left behind.

    Raises:
        FileError: the folder cannot be written to, the disk is full, or the old file is open elsewhere.

    """
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=path.suffix, dir=path.parent)
    except OSError as problem:
        raise _refusal(path, problem) from problem
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        _flush(draft)
        _replace(draft, path)
    except OSError as problem:
        raise _refusal(path, problem) from problem
    finally:
        draft.unlink(missing_ok=True)


def _flush(draft: Path) -> None:
    """Make sure that the file is on the disk."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _replace(draft: Path, path: Path) -> None:
    """Rename the draft; wait a little for a program that holds one of the two."""
    for attempt in range(_TRIES):
        try:
            draft.replace(path)
        except PermissionError:
            if os.name != "nt" or attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _refusal(path: Path, problem: OSError) -> FileError:
    """Return what to tell of a file that could not be written."""
    if isinstance(problem, PermissionError):
        return FileError(f"不能写入“{path.name}”。", "它可能正被 Excel 打开，或文件夹不允许写入；请关闭它或换个位置。")
    if isinstance(problem, FileNotFoundError):
        return FileError(f"文件夹“{path.parent}”不存在。", "请换个位置。")
    return FileError(f"写入“{path.name}”时出错，磁盘可能已满。", "请腾出空间或换个位置再试。")
