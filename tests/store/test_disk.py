"""A file is there wholly or not at all, whatever happens while it is written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.store.disk import require_room, write_safely
from shuangjian_desktop.store.faults import DiskFullError
from tests.store.media import read_only, small_disk

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = b"old" * 1000, b"new" * 5000


def produce(path: Path) -> None:
    path.write_bytes(NEW)


def verify(path: Path) -> None:
    assert path.read_bytes() == NEW


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "备份"
    folder.mkdir()
    (folder / "台账.db").write_bytes(OLD)
    return folder / "台账.db"


def assert_only(target: Path, content: bytes) -> None:
    """The folder holds the target with this content and nothing else."""
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert target.read_bytes() == content


def test_the_new_file_is_there_alone(target: Path) -> None:
    write_safely(target, produce, verify, needed=len(NEW))
    assert_only(target, NEW)


def test_a_writer_that_fails_leaves_the_old_file(target: Path) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(NEW[:100])
        path.with_name(path.name + "-journal").write_bytes(b"")
        raise KeyError("mine")

    with pytest.raises(KeyError):
        write_safely(target, fail, verify)
    assert_only(target, OLD)


def test_what_does_not_read_back_leaves_the_old_file(target: Path) -> None:
    def spoil(path: Path) -> None:
        path.write_bytes(NEW[:-1])

    with pytest.raises(AssertionError):
        write_safely(target, spoil, verify)
    assert_only(target, OLD)


def test_more_than_the_disk_holds_is_refused_before_anything_is_written(target: Path) -> None:
    def never(_path: Path) -> None:
        pytest.fail("it was begun")

    with pytest.raises(DiskFullError, match=r"磁盘空间不足：需要 \d+\.\d GB，.*只剩 \d+\.\d GB。"):
        write_safely(target, never, never, needed=1 << 60)
    assert_only(target, OLD)


def test_a_disk_that_fills_while_writing_keeps_the_old_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "小盘", 6 << 20) as folder:
        target = folder / "台账.db"
        target.write_bytes(OLD)

        def pour(path: Path) -> None:
            path.write_bytes(NEW * 1000)

        with pytest.raises(DiskFullError, match=r"^磁盘空间不足，备份“台账\.db”没有写入。"):
            write_safely(target, pour, verify, what="备份")
        assert_only(target, OLD)
        with pytest.raises(DiskFullError, match=r"需要 6\.0 MB，.*只剩 6\.0 MB"):
            require_room(folder, 2 << 20)
        require_room(folder, 1 << 20)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_file_larger_than_allowed_keeps_the_old_file(target: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from tests.store.test_disk import produce, verify, write_safely\n"
        "from shuangjian_desktop.core.errors import LedgerError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))\n"
        "try: write_safely(Path(sys.argv[1]), produce, verify)\n"
        "except LedgerError as error: print(error.text)\n"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code, target], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().startswith("台账文件“台账.db”超过了这个磁盘允许的文件大小，没有写入。")
    assert_only(target, OLD)


def test_a_disk_that_may_not_be_written(target: Path) -> None:
    with read_only(target.parent), pytest.raises(LedgerError, match="只能读取，不能写入"):
        write_safely(target, produce, verify)
    assert_only(target, OLD)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="找不到台账文件"):
        write_safely(tmp_path / "没有" / "台账.db", produce, verify)


@pytest.mark.skipif(sys.platform == "win32", reason="the attribute is Linux's")
def test_a_held_file_is_waited_for_but_not_for_ever(target: Path) -> None:
    def attribute(sign: str) -> None:
        if subprocess.run(["chattr", f"{sign}i", str(target)], capture_output=True, check=False).returncode:
            pytest.skip("no right or no file system for chattr")

    waits: list[float] = []

    def let_go(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            attribute("-")

    attribute("+")
    with pytest.raises(LedgerError, match="只能读取，不能写入"):
        write_safely(target, produce, verify, pause=waits.append)
    assert sum(waits) < 10
    assert target.read_bytes() == OLD
    waits.clear()
    write_safely(target, produce, verify, pause=let_go)
    assert len(waits) == 3
    assert_only(target, NEW)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_a_killed_writer_leaves_the_old_file_and_its_rest_is_swept_later(target: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from shuangjian_desktop.store.disk import write_safely\n"
        "def produce(path): path.write_bytes(b'half')\n"
        "def verify(path): os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_safely(Path(sys.argv[1]), produce, verify)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, target], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == OLD
    (rest,) = set(target.parent.iterdir()) - {target}
    write_safely(target, produce, verify)
    assert rest.exists()  # it may belong to a program that is at work
    yesterday = time.time() - 25 * 3600
    os.utime(rest, (yesterday, yesterday))
    write_safely(target, produce, verify)
    assert_only(target, NEW)
