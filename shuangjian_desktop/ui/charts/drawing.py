"""Counting and drawing in the background: one at a time, and only the newest wanted is shown."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from shuangjian_desktop.analysis.chart import Chart, Scope
from shuangjian_desktop.analysis.drawing.picture import Picture
from shuangjian_desktop.analysis.plot import Plot
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.services import charts
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.charts.canvas import image
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.session import Session


@dataclass(frozen=True)
class Wanted:
    """A chart as it is asked for. `turn` grows with each write: what was counted before is not asked for again."""

    chart: Chart
    scope: Scope
    turn: int


class Drawing(QObject):
    """Draws what is wanted. What was counted is kept until something else is wanted: another size is only drawn."""

    drawn = Signal(object, object)
    """A Picture and its image: of what was wanted last."""
    failed = Signal()
    """It could not be drawn; why was told."""

    def __init__(self, session: Session, parent: QObject) -> None:
        """Wait for what is wanted."""
        super().__init__(parent)
        self._session = session
        self._wanted: Wanted | None = None
        self._size, self._ratio = QSize(), 1.0
        self._counted: tuple[Wanted, Plot] | None = None
        self._job: Job | None = None
        self._again = False

    def want(self, wanted: Wanted, size: QSize, ratio: float) -> None:
        """Ask for a chart in a size; what was asked for before and is not drawn yet is no longer wanted."""
        if self._job and wanted != self._wanted:
            self._job.cancel()
        self._wanted, self._size, self._ratio = wanted, size, ratio
        if self._job:
            self._again = True
        else:
            self._start()

    @property
    def counted(self) -> bool:
        """Whether what is wanted is counted already, so that it has only to be drawn."""
        return self._counted is not None and self._counted[0] == self._wanted

    @property
    def plot(self) -> Plot | None:
        """What is shown, if it is what is wanted."""
        return self._counted[1] if self._counted and self.counted else None

    def _start(self) -> None:
        """Begin with what is wanted now."""
        wanted, size, ratio, known = self._wanted, self._size, self._ratio, self.plot
        if wanted is None:
            return
        asked = wanted
        self._again = False

        def work(desk: Desk, progress: Progress) -> tuple[Picture, QImage]:
            plot = known or charts.count(desk, asked.chart, asked.scope, progress)
            picture = charts.picture(plot, size.width(), size.height(), ratio)
            return picture, image(picture)

        def done(answer: tuple[Picture, QImage]) -> None:
            self._counted = (asked, answer[0].plot)
            if asked == self._wanted:
                self.drawn.emit(*answer)
            self._next()

        # In the pool for files, on a connection of its own: tables read on meanwhile.
        self._job = self._session.read_long("", work, done, failed=self._fail, cancelled=self._next, receiver=self)

    def _fail(self, error: Exception) -> None:
        """Tell, and go on with what is wanted now."""
        self._session.jobs.trouble.emit(error)
        self.failed.emit()
        self._next()

    def _next(self) -> None:
        """Go on, if something else was asked for meanwhile."""
        self._job = None
        if self._again:
            self._start()
