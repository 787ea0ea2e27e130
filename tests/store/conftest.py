"""A ledger of the trial registers for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shuangjian_desktop.store.ledger import Ledger
from tests.store import trial


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trial.migrations(tmp_path_factory.mktemp("trial") / "versions")


@pytest.fixture(scope="session")
def trial_file(versions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger of the trial registers, closed."""
    path = tmp_path_factory.mktemp("empty") / "台账.db"
    trial.create(path, versions).close()
    return path


@pytest.fixture
def trial_ledger(trial_file: Path, versions: Path, tmp_path: Path) -> Iterator[Ledger]:
    path = Path(shutil.copy(trial_file, tmp_path / "试用.db"))
    with trial.reopen(path, versions) as ledger:
        yield ledger
