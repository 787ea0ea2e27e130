"""The child that reads: it is capped, it can be cancelled, and its death is a sentence."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Timer

import psutil
import pytest

from shuangjian_desktop.core.errors import Cancelled, FileError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.exchange.reading import Limits, read_workbook
from tests.exchange.reading.conftest import COLUMNS, ROWS
from tests.exchange.reading.workbooks import one_cell, read_children, sheet_xml, workbook, written

UNCHECKED = 10**12
"""A bound that lets all pass, so that the next line of defence is seen."""


def at_first(part: str, act: Callable[[psutil.Process], object], cancelled: Event | None = None) -> Progress:
    """A progress that does `act` to the child when it first speaks of `part` of its work."""
    done: list[str] = []

    def tell(told: str, _done: int, _total: int) -> None:
        if told == part and not done:
            done.append(told)
            (child,) = read_children()
            act(child)

    return Progress(tell, cancelled or Event())


def at_first_sign(act: Callable[[psutil.Process], object], cancelled: Event | None = None) -> Progress:
    return at_first("检查文件", act, cancelled)


def test_all_rows_come_and_progress_is_told(large_workbook: Path) -> None:
    told: list[tuple[str, int, int]] = []
    read = read_workbook(large_workbook, progress=Progress(lambda *step: told.append(step)))
    rows = read.sheets[0].rows
    assert len(rows) == ROWS + 1
    assert rows[-1] == [f"第{ROWS - 1}行第{column}列" for column in range(COLUMNS)]
    assert {part for part, _done, _total in told} == {"读取文件", "检查文件", "读取工作表"}
    assert told[-1] == ("读取工作表", ROWS + 1, ROWS + 1)
    assert all(done <= total for _part, done, total in told)
    assert read_children() == []


def test_cancelling_between_two_signs_leaves_no_child(large_workbook: Path) -> None:
    cancelled = Event()
    with pytest.raises(Cancelled):
        read_workbook(large_workbook, progress=at_first_sign(lambda _child: cancelled.set(), cancelled))
    assert read_children() == []


def test_cancelling_while_the_child_is_silent_leaves_no_child(large_workbook: Path) -> None:
    cancelled = Event()

    def silence(child: psutil.Process) -> None:
        child.suspend()
        Timer(0.3, cancelled.set).start()

    with pytest.raises(Cancelled):
        read_workbook(large_workbook, progress=at_first_sign(silence, cancelled), limits=Limits(idle_seconds=10))
    assert read_children() == []


def test_cancelled_before_it_began(large_workbook: Path) -> None:
    progress = Progress()
    progress.cancelled.set()
    with pytest.raises(Cancelled):
        read_workbook(large_workbook, progress=progress)


def refused(path: Path, progress: Progress | None = None, limits: Limits | None = None) -> str:
    with pytest.raises(FileError) as caught:
        read_workbook(path, progress=progress, limits=limits)
    assert read_children() == []
    return caught.value.text


def test_a_killed_child_is_a_sentence(large_workbook: Path) -> None:
    assert "读到一半读不下去了" in refused(large_workbook, at_first_sign(psutil.Process.kill))


def test_a_child_that_stands_still_is_given_up(large_workbook: Path) -> None:
    text = refused(large_workbook, at_first_sign(psutil.Process.suspend), Limits(idle_seconds=0.5))
    assert "读了很久也没有读完" in text


def test_the_time_of_the_clerk_does_not_count(large_workbook: Path) -> None:
    """The child is given up for its own silence, not because the window was slow to take what it said."""

    def dawdle(_child: psutil.Process) -> None:
        over = Event()
        Timer(2.0, over.set).start()
        over.wait()

    read = read_workbook(large_workbook, progress=at_first_sign(dawdle), limits=Limits(idle_seconds=1.5))
    assert len(read.sheets) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="processor time of POSIX")
def test_processor_time_is_capped(large_workbook: Path) -> None:
    # The limit counts whole seconds; zero is over at once.
    assert "读了很久也没有读完" in refused(large_workbook, limits=Limits(cpu_seconds=0))


def test_memory_is_capped(large_workbook: Path) -> None:
    text = refused(large_workbook, limits=Limits(memory=40_000_000))
    assert "内存不够" in text or "过于庞大" in text
    assert read_workbook(large_workbook, limits=Limits(memory=400_000_000)).sheets[0].name == "甲"


def test_a_killer_that_passed_the_check_dies_in_its_cage(tmp_path: Path) -> None:
    far = sheet_xml(one_cell("A1") + one_cell("XFD1048576"))
    path = written(tmp_path, workbook(far))
    assert "过于庞大" in refused(path, limits=Limits(cells=UNCHECKED))


def test_a_file_changed_while_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, workbook(sheet_xml(one_cell("A1"))))

    def change(_child: psutil.Process) -> None:
        path.write_bytes(workbook(sheet_xml(one_cell("B1"))) + b" ")

    assert "在读取时被改动" in refused(path, at_first("读取工作表", change))


DIES = """
import os, signal, sys
from pathlib import Path
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.exchange.reading import read_workbook
from tests.exchange.reading.workbooks import read_children
def tell(part, done, total):
    if part == "检查文件":
        print(read_children()[0].pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
read_workbook(Path(sys.argv[1]), progress=Progress(tell))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_the_child_does_not_outlive_the_program(large_workbook: Path) -> None:
    program = subprocess.run(
        [sys.executable, "-c", DIES, large_workbook], stdout=subprocess.PIPE, text=True, check=False
    )
    pid = int(program.stdout)
    if psutil.pid_exists(pid):
        psutil.wait_procs([psutil.Process(pid)], timeout=30)
    assert not psutil.pid_exists(pid)


def test_what_the_clerk_has_in_his_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "orjson.py").write_text("raise SystemExit('run')")
    path = written(tmp_path, workbook(sheet_xml(one_cell("A1"))))
    monkeypatch.chdir(tmp_path)
    assert read_workbook(Path(path.name)).sheets[0].rows == [[1]]
