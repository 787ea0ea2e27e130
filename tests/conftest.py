"""A real ledger for each test: founded once, copied for each."""

import shutil
from pathlib import Path

import pytest

from shuangjian_desktop.services.office import found_office, open_desk

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
