"""The command line on one ledger, in this process."""

import json
from pathlib import Path
from typing import Any

import pytest

from shuangjian_desktop.cli import main


class Shell:
    """Runs commands as 王芳 and gives back what they print."""

    def __init__(self, ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._ledger, self._capsys = ledger, capsys

    def __call__(self, *words: str | Path) -> tuple[int, str]:
        """Return exit code and standard output."""
        code = main(_no_window, ["--ledger", str(self._ledger), "--operator", "王芳", *map(str, words)])
        return code, self._capsys.readouterr().out

    def json(self, *words: str | Path) -> tuple[int, Any]:
        """Return exit code and the answer as JSON."""
        code, out = self(*words, "--json")
        return code, json.loads(out)


def _no_window(_ledger: Path | None, _operator: str | None) -> int:
    raise AssertionError("a command must open no window")


def counts(answer: Any) -> dict[str, int]:
    """Return the counts of an import's answer."""
    return {key: answer[key] for key in ("rows", "created", "updated", "unchanged", "doubtful", "held")}


def counted(**given: int) -> dict[str, int]:
    """Return the counts that are expected; those not named are 0."""
    return dict.fromkeys(("rows", "created", "updated", "unchanged", "doubtful", "held"), 0) | given
