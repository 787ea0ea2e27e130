"""Giving the program a command, inside this process or in one of its own."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from shuangjian_desktop.cli import main
from shuangjian_desktop.services.office import open_desk
from tests.conftest import OPERATOR
from tests.services.entries import payment, refund, school

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The answer of a command that was given --json."""
        return orjson.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def windows() -> list[tuple[Path | None, str | None]]:
    """The windows that would have been opened: (ledger, operator)."""
    return []


@pytest.fixture
def bare(capsys, monkeypatch, windows) -> Run:
    """Give a command as it stands."""
    monkeypatch.setenv("SHUANGJIAN_OPERATOR", OPERATOR)
    monkeypatch.delenv("SHUANGJIAN_LEDGER", raising=False)

    def run(*words: object) -> Answer:
        capsys.readouterr()
        code = main(lambda *given: windows.append(given) or 0, list(map(str, words)))
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def run(bare: Run, ledger_path: Path) -> Run:
    """Give a command about the founded ledger."""
    return lambda *words: bare("--ledger", ledger_path, *words)


def start(*words: object, **environment: str) -> subprocess.Popen[bytes]:
    """Start the program in a process of its own, in which nothing is known of this one's terminal and language."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "SHUANGJIAN", "PYTHON"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "shuangjian_desktop", *map(str, words)],
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes]) -> Answer:
    """Wait for a program and return its answer; what it says is UTF-8 everywhere."""
    out, err = process.communicate(timeout=120)
    return Answer(process.returncode, out.decode("utf-8"), err.decode("utf-8"))


@pytest.fixture
def book(ledger_path):
    """A ledger with an institution and a refund of which part is paid; the uids of both."""
    desk = open_desk(ledger_path, "王芳")
    try:
        institution = school(desk, "郑州育才学校", contact="王敏")
        return institution, refund(desk, institution, "王梓涵", [payment(50_000)])
    finally:
        desk.ledger.close()


def sheet(folder: Path, *rows: tuple[str, ...], name: str = "机构名单.csv") -> Path:
    """A clerk's CSV file."""
    path = folder / name
    with path.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


@pytest.fixture
def roster(tmp_path):
    return sheet(
        tmp_path,
        ("机构名称", "联系电话", "地址", "建筑面积"),
        ("郑州启航学校", "13800000001", "花园路1号", "120"),
        ("博学堂", "13800000002", "花园路2号", "80平方米"),
    )


@pytest.fixture
def spoiled(tmp_path):
    return sheet(
        tmp_path,
        ("机构名称", "联系电话", "地址"),
        ("郑州启航学校", "13800000001", "花园路1号"),
        ("博学堂", "一三八零零零零零零零二", "花园路2号"),
    )
