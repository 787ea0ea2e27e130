"""What the acceptance tests share."""

from pathlib import Path

import pytest

from tests.acceptance.shell import Shell


@pytest.fixture
def shell(ledger_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line on a freshly founded ledger."""
    return Shell(ledger_path, capsys)
