"""The child as the program sees it: started, fed its request, listened to, and ended whatever happens.

Always spawned anew, never forked: a fork would carry the window's threads and locks along.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Any

import orjson

import shuangjian_desktop
from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.exchange.reading.confine import Bounds
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import INTO_NEW_BOOK, SAVE_AS_XLSX, Refusal
from shuangjian_desktop.exchange.reading.windows_job import Job

CHILD_WORD = "--read-child"
"""The hidden first word by which the program becomes the child."""
_LOOK_EVERY = 0.1
_PIPE_BUFFER = 1 << 20
_CPU_TIME_OVER = getattr(signal, "SIGXCPU", None)


class Child:
    """The running child; a context manager, which ends the process when it is left."""

    def __init__(self, path: Path, limits: Limits, cancelled: Event) -> None:
        self._request = json.dumps({"path": str(path.absolute()), "limits": asdict(limits)}).encode() + b"\n"
        self._limits = limits
        self._cancelled = cancelled
        self._over = Event()
        self._waiting_since: float | None = None
        self._given_up = False

    def __enter__(self) -> "Child":
        try:
            self._process = _start()
            self._job = self._confine()
        except OSError as error:
            raise Refusal("读不了：读取文件的程序启动不起来。", "请看看杀毒软件是否拦截了本程序，再试一次。") from error
        self._watch = Thread(target=self._end_when_due, name="reading-watch", daemon=True)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._watch.join()
        self._process.kill()
        self._process.wait()
        if self._job is not None:
            self._job.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # A request that the child never took cannot be flushed.
                with suppress(OSError):
                    pipe.close()

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what the child says, until it has said its last word or is ended.

        Raises:
            Refusal: it ended without a last word, which the caller would have taken.
            Cancelled: the clerk cancelled meanwhile.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):  # it may be dead already, which the end of its output tells
            self._process.stdin.write(self._request)
            self._process.stdin.flush()
        while True:
            self._waiting_since = monotonic()
            line = self._process.stdout.readline()
            self._waiting_since = None
            if not line.endswith(b"\n"):
                break
            yield orjson.loads(line)
        raise self._verdict(self._process.wait())

    def _confine(self) -> Job | None:
        if sys.platform != "win32":
            return None  # there the child confines itself
        try:
            return Job(self._process.pid, Bounds(self._limits.memory, self._limits.cpu_seconds))
        except OSError:
            self._process.kill()
            raise

    def _end_when_due(self) -> None:
        """End the child when the clerk cancels, or when it has been silent for too long."""
        while not self._over.wait(_LOOK_EVERY):
            since = self._waiting_since
            self._given_up = since is not None and monotonic() - since > self._limits.idle_seconds
            if self._given_up or self._cancelled.is_set():
                self._process.kill()
                return

    def _verdict(self, exit_code: int) -> Exception:
        if self._given_up or (_CPU_TIME_OVER is not None and exit_code == -_CPU_TIME_OVER):
            return Refusal("读了很久也没有读完，已停止读取。", INTO_NEW_BOOK)
        if self._cancelled.is_set():
            return Cancelled()
        return Refusal("读到一半读不下去了，可能已损坏，或内容过于庞大。", SAVE_AS_XLSX)


def _start() -> subprocess.Popen[bytes]:
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        command = [sys.executable, CHILD_WORD]
    else:
        # -P: the folder that the clerk happens to be in is no place to import from.
        command = [sys.executable, "-P", "-m", shuangjian_desktop.__name__, CHILD_WORD]
        package = Path(shuangjian_desktop.__file__).resolve().parent
        paths = [str(package.parent), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a panic may print what a cell held
        bufsize=_PIPE_BUFFER,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
