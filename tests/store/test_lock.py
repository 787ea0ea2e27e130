"""One writer at a time, said with the holder's name; tested with real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.store.faults import BusyError
from shuangjian_desktop.store.lock import LedgerLock, hold, holder

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from shuangjian_desktop.store.lock import hold
with hold(Path(sys.argv[1]), sys.argv[2], sys.argv[3]):
    print("held", flush=True)
    sys.stdin.readline()
print("released", flush=True)
sys.stdin.readline()
"""
WAIT = """
import sys
from pathlib import Path
from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.store.lock import hold
try:
    hold(Path(sys.argv[1]), "李四", "import")
except LedgerError:
    print("refused", flush=True)
with hold(Path(sys.argv[1]), "李四", "import", 60):
    print("held", flush=True)
"""
TRY = """
import sys
from pathlib import Path
from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.store.lock import hold
try:
    with hold(Path(sys.argv[1]), "李四", "import", float(sys.argv[2])):
        print("held")
except LedgerError as error:
    print(error.text)
"""


def start(code: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", code, *map(str, words)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@contextmanager
def another(ledger: Path, owner: str = "张三", program: str = "窗口") -> Iterator[subprocess.Popen[str]]:
    """A process that holds the ledger; it lets go when a line is written to it."""
    process = start(HOLD, ledger, owner, program)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def try_it(ledger: Path, timeout: float = 0) -> str:
    return start(TRY, ledger, timeout).communicate()[0].strip()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.db"
    path.write_bytes(b"")
    return path


def test_the_second_one_is_told_who_works_since_when(ledger: Path) -> None:
    with another(ledger):
        who = holder(ledger)
        assert who is not None
        told = try_it(ledger)
        assert told.startswith(f"台账“台账.db”正由张三（窗口，{who.since[:10]} ")
        assert "查询和导出不受影响" in told


def test_a_released_ledger_is_free_and_nobody_is_named(ledger: Path) -> None:
    with another(ledger) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        first.stdin.write("\n")
        first.stdin.flush()
        assert first.stdout.readline() == "released\n"
        assert holder(ledger) is None
        assert try_it(ledger) == "held"


def test_waiting_ends_when_the_first_lets_go(ledger: Path) -> None:
    with another(ledger) as first:
        second = start(WAIT, ledger)
        assert second.stdout is not None
        assert second.stdout.readline() == "refused\n"
        assert "正由张三" in try_it(ledger)  # while this program starts and ends, the second one is waiting
        assert first.stdin is not None
        first.stdin.write("\n")
        first.stdin.flush()
        assert second.communicate()[0].strip() == "held"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_a_killed_holder_leaves_the_ledger_free(ledger: Path) -> None:
    with another(ledger) as first:
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert holder(ledger) is not None  # the file it left names it still
        assert try_it(ledger) == "held"
        assert holder(ledger) is None


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_another_spelling_of_the_path_is_the_same_ledger(ledger: Path) -> None:
    link = ledger.with_name("快捷.db")
    link.symlink_to(ledger)
    with another(ledger):
        assert "正由张三" in try_it(link)
        assert "正由张三" in try_it(ledger.parent / "." / ".." / ledger.parent.name / ledger.name)


def test_two_ledgers_do_not_hinder_each_other(ledger: Path) -> None:
    with another(ledger):
        assert try_it(ledger.with_name("另一个.db")) == "held"


def test_two_windows_of_one_process_hinder_each_other(ledger: Path) -> None:
    with hold(ledger, "张三"), pytest.raises(BusyError, match="张三（窗口"):
        hold(ledger, "李四")


def test_a_change_of_operator_is_told(ledger: Path) -> None:
    with hold(ledger, "张三") as lock:
        before = holder(ledger)
        lock.rename("王五")
        who = holder(ledger)
        assert before is not None
        assert who is not None
        assert (who.owner, who.since) == ("王五", before.since)
        assert try_it(ledger).startswith("台账“台账.db”正由王五（窗口")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"owner": "张三"}', "\udcff"])
def test_a_holder_who_cannot_be_read_is_still_a_holder(ledger: Path, content: str) -> None:
    with another(ledger):
        ledger.with_name("台账.db.lock-info").write_bytes(content.encode("utf-8", "surrogateescape"))
        assert try_it(ledger).startswith("台账“台账.db”正由另一个窗口或命令使用")


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="找不到台账文件"):
        hold(tmp_path / "没有" / "台账.db", "张三")
    assert list(tmp_path.iterdir()) == []


def test_a_lock_given_back_twice_is_no_fault(ledger: Path) -> None:
    lock = LedgerLock(ledger, "张三")
    lock.acquire()
    lock.release()
    lock.release()
    assert try_it(ledger) == "held"
