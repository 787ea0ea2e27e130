"""One series of numbers under eight writing processes, random kills, a void, a restore and a new year."""

import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers.notice_number import number_parts
from shuangjian_desktop.services import backups, deeds, papers
from shuangjian_desktop.services.office import open_desk
from tests.conftest import OPERATOR
from tests.services.entries import school

ROOT = Path(__file__).parents[2]
PROCESSES = 8


class Crowd:
    """Eight processes that issue notices of the same ledger; those that are killed are followed by others."""

    def __init__(self, ledger: Path, folder: Path) -> None:
        self._ledger, self._folder = ledger, folder
        self._started = 0
        self._running: list[subprocess.Popen[str]] = []
        self._said: list[Path] = []
        self._chance = random.Random(20220301)

    def said(self) -> list[str]:
        """Return the numbers that processes said were given; the last line of a killed one may be cut."""
        lines = [line for path in self._said for line in path.read_text(encoding="utf-8").splitlines(keepends=True)]
        return [line.strip() for line in lines if line.endswith("号\n")]

    def work(self, days: list[str], numbers: int, kills: int) -> None:
        """Have so many more numbers given on these days, and so many processes killed meanwhile."""
        wanted = len(self.said()) + numbers
        for _process in range(PROCESSES):
            self._start(days)
        while kills or len(self.said()) < wanted:
            place = self._chance.randrange(PROCESSES)
            with suppress(subprocess.TimeoutExpired):
                self._running[place].wait(self._chance.uniform(0.05, 0.6))
                raise AssertionError("a process ended by itself")
            if kills:
                self._kill(self._running.pop(place))
                self._start(days)
                kills -= 1
        self._stop()

    def _kill(self, process: "subprocess.Popen[str]") -> None:
        process.send_signal(signal.SIGKILL)
        assert process.stdin is not None
        process.stdin.close()
        process.wait()

    def _start(self, days: list[str]) -> None:
        self._started += 1
        path = self._folder / f"said-{self._started}.txt"
        self._said.append(path)
        with path.open("w", encoding="utf-8") as out:
            words = [str(self._ledger), f"经办人{self._started}", *days]
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.services.issuing", *words],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=out,
                text=True,
            )
        self._running.append(process)

    def _stop(self) -> None:
        """Let every process end after the notice that it is at."""
        for process in self._running:
            assert process.stdin is not None
            process.stdin.close()
        assert [process.wait(timeout=120) for process in self._running] == [0] * PROCESSES
        self._running.clear()


def numbered(ledger: Path) -> dict[str, str]:
    """Return the notices of a ledger that have numbers: number → uid. Each has its paper, which bears the number."""
    desk = open_desk(ledger, OPERATOR, read_only=True)
    try:
        found = desk.ledger.reader.first(Query(papers.NOTICE), 10_000)
        held = {str(one.values["number"]): one.uid for one in found if one.values["number"]}
        assert len(held) == sum(one.values["serial"] is not None for one in found)  # no twin in the ledger
        kept = desk.ledger.reader.papers.kept(held.values())
        assert all(f'"number":"{number}"' in kept[uid].data for number, uid in held.items())
    finally:
        desk.ledger.close()
    return held


def void(ledger: Path, number: str) -> None:
    desk = open_desk(ledger, OPERATOR)
    asked = {"voided_on": desk.day, "void_reason": "对象写错"}
    deeds.act(desk, papers.NOTICE, numbered(ledger)[number], "void", asked)
    desk.ledger.close()


def series(numbers: set[str]) -> dict[int, list[int]]:
    """Return the serials of each year in their order."""
    years: dict[int, list[int]] = {}
    for prefix, year, serial in map(number_parts, numbers):  # type: ignore[misc]
        assert prefix == "郑金教改"
        years.setdefault(year, []).append(serial)
    return {year: sorted(serials) for year, serials in sorted(years.items())}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends a process otherwise")
def test_no_hole_and_no_twin_whatever_happens(ledger_path: Path, tmp_path: Path) -> None:
    desk = open_desk(ledger_path, OPERATOR)
    school(desk)
    desk.ledger.close()
    crowd = Crowd(ledger_path, tmp_path)

    crowd.work(["2022-12-30"], numbers=8, kills=4)
    void(ledger_path, "郑金教改〔2022〕3号")
    desk = open_desk(ledger_path, OPERATOR)
    old = backups.backup(desk)
    desk.ledger.close()
    crowd.work(["2022-12-31", "2023-01-03"], numbers=8, kills=4)
    before = numbered(ledger_path)
    backups.restore(ledger_path, old, OPERATOR)
    assert len(numbered(ledger_path)) < len(before)
    crowd.work(["2023-01-04", "2022-12-31"], numbers=8, kills=4)

    after = numbered(ledger_path)
    assert [number for number, times in Counter(crowd.said()).items() if times > 1] == []
    assert all(before[number] == uid for number, uid in after.items() if number in before)
    given = before.keys() | after.keys()
    assert set(crowd.said()) <= given
    assert series(set(given)) == {
        year: list(range(1, len(serials) + 1)) for year, serials in series(set(given)).items()
    }
    assert set(series(set(given))) == {2022, 2023}
    assert backups.check(ledger_path) == []
    desk = open_desk(ledger_path, OPERATOR, read_only=True)
    assert desk.record(papers.NOTICE, after["郑金教改〔2022〕3号"]).values["state"] == "作废"
    desk.ledger.close()
