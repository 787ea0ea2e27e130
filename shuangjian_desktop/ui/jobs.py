"""Work off the main thread: one database thread, a reader and a scanner beside it, two for files.

A job ends in exactly one of done, failed, cancelled; its callback runs on the main thread, from the event loop, and is
dropped when the widget that asked is gone.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.progress import Progress

T = TypeVar("T")
Work = Callable[[Progress], T]
TELL_EVERY = 0.1  # seconds between two reports of progress


@dataclass(eq=False)
class Job:
    """One piece of work. `title` is what the status bar calls it ('' for work too short to speak of).

    `part`, `reached` of `total` are what it reported last. `wanted` is False for a read whose answer nobody waits for.
    """

    title: str
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    cancelled: Callable[[], None] | None
    receiver: QObject | None
    progress: Progress = field(default_factory=Progress)
    future: Future[Any] = field(default_factory=Future)
    discards: bool = False
    part: str = ""
    reached: int = 0
    total: int = 0

    def cancel(self) -> None:
        """Ask the work to stop; it ends as cancelled unless it was already past its last step."""
        self.progress.cancelled.set()
        self.future.cancel()

    @property
    def wanted(self) -> bool:
        """Whether the widget that asked is still there."""
        return self.receiver is None or isValid(self.receiver)


class Jobs(QObject):
    """The executors. All signals are emitted on the main thread."""

    started = Signal(object)
    """A Job with a title was taken on."""
    progressed = Signal(object)
    """A Job reported how far it is."""
    ended = Signal(object)
    """A Job is over, after its callback."""
    trouble = Signal(object)
    """The exception of a job that has no `failed` of its own."""
    idle = Signal()
    """No job is left."""
    _over = Signal(object)
    _told = Signal(object, str, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start no thread yet: each executor makes its own when it gets its first job."""
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, "writer")
        self._reader = ThreadPoolExecutor(1, "reader")
        self._scanner = ThreadPoolExecutor(1, "scanner")
        self._pool = ThreadPoolExecutor(2, "files")
        self._open: set[Job] = set()
        # Queued even when emitted on the main thread: a callback never runs inside the call that asked.
        self._over.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._report, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is not over."""
        return bool(self._open)

    @property
    def titled(self) -> list[Job]:
        """The jobs that are worth showing."""
        return [job for job in self._open if job.title]

    def write(
        self,
        work: Work[T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        title: str = "",
        receiver: QObject | None = None,
    ) -> Job:
        """Run `work` in the database thread, after all that was asked before."""
        return self._submit(self._writer, Job(title, done, failed, cancelled, receiver), work)

    def read(
        self,
        work: Work[T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        title: str = "",
        receiver: QObject | None = None,
    ) -> Job:
        """Run `work` in the reader's thread. A cancelled read never reports done: its answer is thrown away."""
        return self._submit(self._reader, Job(title, done, failed, cancelled, receiver, discards=True), work)

    def scan(
        self,
        work: Work[T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        receiver: QObject | None = None,
    ) -> Job:
        """Run `work`, which looks at every row, in the scanner's thread; else as `read`."""
        return self._submit(self._scanner, Job("", done, failed, cancelled, receiver, discards=True), work)

    def files(
        self,
        work: Work[T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        title: str = "",
        receiver: QObject | None = None,
    ) -> Job:
        """Run `work` in the pool for files."""
        return self._submit(self._pool, Job(title, done, failed, cancelled, receiver), work)

    def close(self) -> None:
        """Drop reads that have not begun, break off scans, wait for all else; no job may be asked afterwards."""
        for job in self._open:
            if job.discards:
                job.progress.cancelled.set()
        self._scanner.shutdown(wait=True, cancel_futures=True)
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._pool.shutdown(wait=True)
        self._writer.shutdown(wait=True)

    def _submit(self, executor: ThreadPoolExecutor, job: Job, work: Work[T]) -> Job:
        """Hand the work over and count it."""
        job.progress = Progress(self._teller(job), job.progress.cancelled)
        self._open.add(job)
        job.future = executor.submit(work, job.progress)
        job.future.add_done_callback(lambda _future: self._over.emit(job))
        if job.title:
            self.started.emit(job)
        return job

    def _teller(self, job: Job) -> Callable[[str, int, int], None]:
        """Return what the worker tells its progress to: passed on a few times a second, and always at the end."""
        last = 0.0

        def tell(part: str, reached: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= TELL_EVERY or reached >= total:
                last = now
                self._told.emit(job, part, reached, total)

        return tell

    def _report(self, job: Job, part: str, reached: int, total: int) -> None:
        """Take down what a worker told."""
        if job in self._open:
            job.part, job.reached, job.total = part, reached, total
            self.progressed.emit(job)

    def _deliver(self, job: Job) -> None:
        """Call the one callback that the end of the job asks for."""
        self._open.discard(job)
        try:
            if job.wanted:
                self._call_back(job)
        finally:
            self.ended.emit(job)
            if not self._open:
                self.idle.emit()

    def _call_back(self, job: Job) -> None:
        error = Cancelled() if job.future.cancelled() else job.future.exception()
        if error is None and job.discards and job.progress.cancelled.is_set():
            error = Cancelled()
        if error is None:
            if job.done:
                job.done(job.future.result())
        elif isinstance(error, Cancelled):
            if job.cancelled:
                job.cancelled()
        elif isinstance(error, Exception) and job.failed:
            job.failed(error)
        else:
            self.trouble.emit(error)
