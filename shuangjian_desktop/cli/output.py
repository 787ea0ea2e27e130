"""The standard output of a command; its troubles (disk full, nobody reads any more) are told apart from all others."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from typing import Any, TextIO, cast

from shuangjian_desktop.core.files import DISK_FULL


class OutputError(Exception):
    """What was printed cannot be written."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    @property
    def unread(self) -> bool:
        """Whether whoever read (head, less) has closed the pipe: they have seen enough."""
        windows = os.name == "nt" and self._error.errno == errno.EINVAL  # how Windows says so
        return windows or isinstance(self._error, BrokenPipeError)

    @property
    def text(self) -> str:
        """What to tell people."""
        why = "磁盘空间不足" if self._error.errno in DISK_FULL else "输出的文件或设备写不进去"
        return f"输出没有写完：{why}。命令若要改动台账，改动可能已经保存，请用 steps 命令核对。"


class _Output:
    """A stream whose writing raises `OutputError` where it fails, and no OSError that anybody might take for theirs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write as the stream does."""
        try:
            return self._stream.write(text)
        except OSError as error:
            raise OutputError(error) from error

    def flush(self) -> None:
        """Flush as the stream does."""
        try:
            self._stream.flush()
        except OSError as error:
            raise OutputError(error) from error


@contextmanager
def output() -> Iterator[None]:
    """Within it all that is printed is written at the end, or OutputError raised; a program without a console has none.

    Raises:
        OutputError: it cannot be written. Nothing more is tried then, at the exit neither.

    """
    stream = sys.stdout
    if stream is None:
        yield
        return
    answer = _Output(stream)
    try:
        with redirect_stdout(cast("TextIO", answer)):
            try:
                yield
            except SystemExit:  # help was printed
                answer.flush()
                raise
            answer.flush()
    except OutputError:
        let_go(stream)
        raise


def let_go(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere: Python would try to write it again at the exit, and complain."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
