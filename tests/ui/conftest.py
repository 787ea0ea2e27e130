"""The executors and the session of the window, at the ledger of `tests/conftest.py`."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.session import Session


@pytest.fixture
def jobs(qapp):
    """The executors; what was asked is finished before the ledger is closed."""
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def session(desk: Desk, jobs: Jobs) -> Session:
    """The session of the window."""
    return Session(desk, jobs)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> None:
    """Let each test begin with a user who has chosen no columns yet."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture
def settle(qtbot, jobs: Jobs):
    """Wait until no job is left, those included that the answers asked for."""
    return lambda: qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
