"""Long work in the status bar: what it is, how far it is, a button that stops it."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from shuangjian_desktop.ui.jobs import Job, Jobs
from shuangjian_desktop.ui.widgets import PushButton


class JobBar(QWidget):
    """Shows the titled job that was taken on last; hidden while there is none."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        """Listen to the jobs."""
        super().__init__(parent)
        self._jobs = jobs
        self.words = QLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(220)
        self.cancel_button = PushButton("取消")
        self.cancel_button.clicked.connect(self.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.words, self.bar, self.cancel_button):
            layout.addWidget(widget)
        jobs.started.connect(self._show)
        jobs.progressed.connect(self._show)
        jobs.ended.connect(self._show_next)
        self._job: Job | None = None
        self._show_next()

    def _show(self, job: Job) -> None:
        """Show how far a job is."""
        self._job = job
        cancelling = job.progress.cancelled.is_set()
        self.words.setText(f"{job.title}：{'正在取消…' if cancelling else job.part or '正在准备…'}")
        self.bar.setRange(0, job.total)
        self.bar.setValue(min(job.reached, job.total))
        self.cancel_button.setEnabled(not cancelling)
        self.setVisible(True)

    def _show_next(self, _ended: Job | None = None) -> None:
        """Show another job that is still under way, or nothing."""
        left = self._jobs.titled
        if left:
            self._show(left[-1])
        else:
            self._job = None
            self.setVisible(False)

    def cancel(self) -> None:
        """Stop the job that is shown."""
        if self._job:
            self._job.cancel()
            self._show(self._job)
