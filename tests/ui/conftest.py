"""A real ledger for each test of the window: founded once, copied for each."""

import shutil
from pathlib import Path

import pytest

from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import found_office, open_desk
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.session import Session

OPERATOR = "王芳"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of 金水区教育局 as the first run makes it, closed."""
    path = tmp_path_factory.mktemp("founded") / "台账.db"
    found_office(path, "410105", OPERATOR).ledger.close()
    return path


@pytest.fixture
def ledger_path(founded: Path, tmp_path: Path) -> Path:
    """A copy that the test may write."""
    return Path(shutil.copy(founded, tmp_path / "台账.db"))


@pytest.fixture
def desk(ledger_path: Path):
    """王芳 at the open ledger."""
    desk = open_desk(ledger_path, OPERATOR)
    yield desk
    desk.ledger.close()


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


@pytest.fixture
def settle(qtbot, jobs: Jobs):
    """Wait until no job is left, those included that the answers asked for."""
    return lambda: qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
