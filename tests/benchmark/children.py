"""The parts of the benchmark run as processes of their own: what they print, how long they take, what they hold."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread, Timer
from time import perf_counter
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
_EVERY = 0.05  # seconds between two looks at the memory
_LONGEST = 60  # seconds after which a window will never be usable: a question of its stands in the way


def run(module: str, *words: object) -> tuple[Any, int]:
    """Run a part; return what it printed as JSON, and the most bytes that it and its children held at one time."""
    process = subprocess.Popen(_command(module, *words), cwd=ROOT, stdout=subprocess.PIPE)
    memory = _Memory(process.pid)
    memory.start()
    output = process.communicate()[0]
    memory.stop()
    if process.returncode:
        raise RuntimeError(f"{module} ended with exit code {process.returncode}")
    return json.loads(output), memory.most


def seconds_until_line(module: str, *words: object) -> float:
    """Return how long a part takes from its start as a process to its first line."""
    began = perf_counter()
    with subprocess.Popen(_command(module, *words), cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        end = Timer(_LONGEST, process.kill)
        end.start()
        line = process.stdout.readline()
        seconds = perf_counter() - began
        process.wait()
        end.cancel()
    if process.returncode or not line:
        raise RuntimeError(f"{module} ended with exit code {process.returncode}")
    return seconds


def _command(module: str, *words: object) -> list[str]:
    return [sys.executable, "-m", f"tests.benchmark.{module}", *map(str, words)]


class _Memory(Thread):
    """Looks again and again at the resident memory of a process and its children together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._process = psutil.Process(pid)
        self._over = Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._over.wait(_EVERY):
            self.most = max(self.most, self._held())

    def stop(self) -> None:
        """End, and wait for the end."""
        self._over.set()
        self.join()

    def _held(self) -> int:
        held = 0
        try:
            for process in (self._process, *self._process.children(recursive=True)):
                held += process.memory_info().rss
        except psutil.NoSuchProcess:
            return 0
        return held
