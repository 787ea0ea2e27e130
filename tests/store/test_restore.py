"""Restoring: the backup checked wholly, nothing lost of what was there, a new epoch, numbers going on."""

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Event, Thread

import pytest

from shuangjian_desktop.core.errors import Cancelled, LedgerError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.store.backups import back_up, backups
from shuangjian_desktop.store.check import check
from shuangjian_desktop.store.connection import connect_reader
from shuangjian_desktop.store.faults import BusyError, DamagedError
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.restore import restore
from tests.store import office
from tests.store.media import read_only, small_disk

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2024, 3, 14, 9, 30, tzinfo=timezone(timedelta(hours=8)))
STAMP = f"{NOW.astimezone():%Y%m%d-%H%M%S}"
WITHOUT_MOVED_ON = ("meta", "serial")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return office.make(tmp_path_factory.mktemp("made") / "台账.db").read_bytes()


@pytest.fixture
def ledger(tmp_path: Path, made: bytes) -> Path:
    folder = tmp_path / "台账"
    folder.mkdir()
    (folder / "台账.db").write_bytes(made)
    return folder / "台账.db"


def epoch(path: Path) -> int:
    with Ledger.open(path, read_only=True) as ledger:
        return ledger.epoch


def files(ledger: Path) -> set[str]:
    """What lies beside the ledger, but for the empty log that SQLite makes for whoever looks."""
    beside = {path.name: path.stat().st_size for path in ledger.parent.iterdir()}
    return {name for name, size in beside.items() if not name.endswith("-shm") and (size or not name.endswith("-wal"))}


def test_each_backup_comes_back_as_it_was(ledger: Path) -> None:
    taken = []
    for number in range(4):
        office.add(ledger, f"第{number}家")
        taken.append((back_up(ledger), office.content(ledger, WITHOUT_MOVED_ON)))
    for number, (backup, before) in enumerate(reversed(taken), 2):
        restored = restore(backup.path, ledger)
        assert restored.epoch == epoch(ledger) == number
        assert office.content(ledger, WITHOUT_MOVED_ON) == before
        assert check(ledger) == []
    assert len(backups(ledger)) == 4  # a backup is not used up


def test_the_ledger_that_was_there_is_kept_and_the_clerk_is_told(ledger: Path) -> None:
    backup = back_up(ledger)
    office.add(ledger, "之后录入")
    before = office.content(ledger)
    restored = restore(backup.path, ledger, now=NOW)
    assert restored.aside == ledger.with_name(f"台账-恢复前-{STAMP}.db")
    assert office.content(restored.aside) == before
    assert check(restored.aside) == []
    assert "之后录入" not in office.names(ledger)
    assert restored.sentence == (
        f"已从备份“{backup.path.name}”恢复。原来的台账另存为“台账-恢复前-{STAMP}.db”，没有删除；"
        "文书编号接着用过的最大号往后编。"
    )
    again = restore(backup.path, ledger, now=NOW)
    assert again.aside == ledger.with_name(f"台账-恢复前-{STAMP}-2.db")


def test_numbers_go_on_above_the_highest_ever_known(ledger: Path) -> None:
    first = back_up(ledger)
    assert [office.add(ledger, f"甲{number}") for number in range(3)] == [2, 3, 4]
    restore(first.path, ledger)
    assert office.add(ledger, "乙") == 5  # 2, 3, 4 stand in a file that went out of use
    second = back_up(ledger)
    restore(first.path, ledger)
    assert office.add(ledger, "丙") == 6
    back_up(ledger)
    ledger.write_text("不再是台账", encoding="utf-8")
    restored = restore(second.path, ledger)
    assert restored.epoch == 4
    assert office.add(ledger, "丁") == 7  # 6 stands in another backup
    assert "请先照原件一份一份补录" in restored.sentence  # what the ledger itself knew nobody can read
    assert restored.aside is not None
    assert restored.aside.read_text(encoding="utf-8") == "不再是台账"


def test_numbers_of_other_series_and_years_come_along(ledger: Path) -> None:
    backup = back_up(ledger)
    with Ledger.open(ledger) as opened:
        opened.transact(office.operation(), lambda writer: [writer.next_serial("郑金罚", 2025) for _ in range(41)])
    restore(backup.path, ledger)
    with Ledger.open(ledger) as opened:
        given = opened.transact(office.operation(), lambda writer: writer.next_serial("郑金罚", 2025))[0]
    assert given == 42


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff" * 10_000),
        lambda path: path.write_bytes(path.read_bytes()[:20_000]),
        lambda path: path.write_bytes(path.read_bytes()[:100] + b"\xa5" * 3000 + path.read_bytes()[3100:]),
        office.break_index,
    ],
)
def test_a_damaged_ledger_is_set_aside_as_it_is(ledger: Path, spoil: Callable[[Path], object]) -> None:
    office.add(ledger, "进备份")
    backup = back_up(ledger)
    spoil(ledger)
    data = ledger.read_bytes()
    restored = restore(backup.path, ledger)
    assert restored.aside is not None
    assert restored.aside.read_bytes()[100:] == data[100:]  # the header may say that the log was written back
    assert check(ledger) == []
    assert "进备份" in office.names(ledger)
    assert (restored.epoch, office.add(ledger, "接着编")) == (2, 3)


def kill_a_writer(ledger: Path) -> None:
    """Leave the ledger as a killed program does: the last steps in the log beside it."""
    code = (
        "import os, signal, sys; from pathlib import Path; from tests.store import office\n"
        "from shuangjian_desktop.store.ledger import Ledger\n"
        "ledger = Ledger.open(Path(sys.argv[1]))\n"
        "office.write(ledger, lambda writer: writer.create('institution', {'name': '断电之前'}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code, ledger], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert ledger.with_name("台账.db-wal").stat().st_size > 0


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_what_waits_in_the_log_stays_with_the_old_ledger(ledger: Path) -> None:
    backup = back_up(ledger)
    kill_a_writer(ledger)
    restored = restore(backup.path, ledger)
    assert restored.aside is not None
    assert "断电之前" in office.names(restored.aside)
    assert "断电之前" not in office.names(ledger)
    assert check(ledger) == []
    assert not restored.aside.with_name(restored.aside.name + "-wal").exists()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_the_log_of_a_damaged_ledger_is_kept_with_it(ledger: Path) -> None:
    backup = back_up(ledger)
    kill_a_writer(ledger)
    ledger.write_bytes(b"\xff" * 5000)
    log = ledger.with_name("台账.db-wal").read_bytes()
    restored = restore(backup.path, ledger)
    assert restored.aside is not None
    assert restored.aside.with_name(restored.aside.name + "-wal").read_bytes() == log
    assert check(ledger) == []
    assert "断电之前" not in office.names(ledger)


def test_a_new_computer_has_no_ledger_yet(ledger: Path, tmp_path: Path) -> None:
    backup = back_up(ledger, tmp_path / "U盘.db")
    target = tmp_path / "新" / "台账.db"
    target.parent.mkdir()
    restored = restore(backup.path, target)
    assert (restored.epoch, restored.aside, files(target)) == (2, None, {"台账.db"})
    assert office.content(target, WITHOUT_MOVED_ON) == office.content(ledger, WITHOUT_MOVED_ON)
    assert restored.sentence == (
        "已从备份“U盘.db”恢复。文书编号接着备份里的最大号往后编："
        "备份以后还下达过通知书的，请先照原件一份一份补录、下达，文号才不会重复。"
    )


# --- what is refused, and then nothing has changed -----------------------------------------------------------------


def make_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a" * 100)


def newer(path: Path) -> None:
    office.execute(path, "PRAGMA user_version=99")


def of_another_office(path: Path) -> None:
    office.execute(path, "UPDATE meta SET value = '410102' WHERE key = 'office'")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.unlink(), "找不到备份"),
        (lambda path: path.write_text("文本"), "不是台账文件"),
        (lambda path: path.write_bytes(b""), "不是台账文件"),
        (make_zip, "不是台账文件"),
        (lambda path: path.write_bytes(path.read_bytes()[:30_000]), "已损坏|没有通过检查"),
        (office.break_index, "备份“坏.db”没有通过检查，没有恢复，台账未改动。"),
        (lambda path: office.execute(path, "DELETE FROM institution WHERE id = 3"), "没有通过检查"),
        (lambda path: office.execute(path, "DROP TABLE serial"), "备份“坏.db”已损坏"),
        (newer, "备份“坏.db”是用新版本的程序保存的"),
        (of_another_office, "这个备份是另一个单位的（代码 410102，现在的台账是 410105）"),
    ],
)
def test_a_bad_backup_changes_nothing(
    ledger: Path, tmp_path: Path, spoil: Callable[[Path], object], sentence: str
) -> None:
    backup = back_up(ledger, tmp_path / "坏.db").path
    spoil(backup)
    before = ledger.read_bytes()
    with pytest.raises(LedgerError, match=sentence):
        restore(backup, ledger)
    assert ledger.read_bytes() == before
    assert files(ledger) == {"台账.db"}


def test_a_foreign_database_is_no_backup(ledger: Path, tmp_path: Path) -> None:
    office.execute(tmp_path / "别的.db", "CREATE TABLE a(b)")
    with pytest.raises(DamagedError, match="不是台账文件"):
        restore(tmp_path / "别的.db", ledger)


def test_the_ledger_is_no_backup_of_itself(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="就是正在使用的台账"):
        restore(ledger.parent / ".." / ledger.parent.name / ledger.name, ledger)


def test_a_ledger_that_is_open_elsewhere_is_left_alone(ledger: Path) -> None:
    backup = back_up(ledger)
    with Ledger.open(ledger) as opened:
        office.write(opened, lambda writer: writer.create("institution", {"name": "正在录入"}))
        with pytest.raises(BusyError, match="正被另一个程序使用"):
            restore(backup.path, ledger)
        office.write(opened, lambda writer: writer.create("institution", {"name": "接着录入"}))
    assert office.names(ledger)[-2:] == ["正在录入", "接着录入"]
    assert not list(ledger.parent.glob("*恢复前*"))
    with closing(connect_reader(ledger)), pytest.raises(BusyError):
        restore(backup.path, ledger)


@pytest.mark.parametrize("part", ["复制备份", "检查备份", "恢复"])
def test_a_cancelled_restore_changes_nothing(ledger: Path, part: str) -> None:
    backup = back_up(ledger)
    before = ledger.read_bytes()
    cancelled = Event()

    def tell(now: str, _done: int, _total: int) -> None:
        if now == part:
            cancelled.set()

    progress = Progress(tell, cancelled)
    if part == "恢复":  # told when it is too late
        assert restore(backup.path, ledger, progress=progress).aside
        return
    with pytest.raises(Cancelled):
        restore(backup.path, ledger, progress=progress)
    assert (ledger.read_bytes(), files(ledger)) == (before, {"台账.db", "备份"})


def test_no_room_and_no_right_to_write(ledger: Path, tmp_path: Path) -> None:
    backup = back_up(ledger, tmp_path / "好.db").path
    with small_disk(tmp_path / "小盘", 6 << 20) as disk:
        small = disk / "台账.db"
        shutil.copy(ledger, small)
        before = small.read_bytes()
        (disk / "别的").write_bytes(b"x" * (1 << 20))
        with pytest.raises(LedgerError, match="磁盘空间不足"):
            restore(backup, small)
        assert (small.read_bytes(), files(small)) == (before, {"台账.db", "别的"})
    before = ledger.read_bytes()
    with read_only(ledger.parent), pytest.raises(LedgerError, match="只能读取，不能写入"):
        restore(backup, ledger)
    assert (ledger.read_bytes(), files(ledger)) == (before, {"台账.db"})


def test_there_is_a_ledger_at_every_moment_of_a_restore(ledger: Path) -> None:
    backup = back_up(ledger)
    over, missed = Event(), Event()
    pause = 0.01 if os.name == "nt" else 0  # Windows replaces no file at which somebody looks

    def watch() -> None:
        while not over.wait(pause):
            if not ledger.exists():
                missed.set()

    watcher = Thread(target=watch)
    watcher.start()
    try:
        for _number in range(10):
            restore(backup.path, ledger)
    finally:
        over.set()
        watcher.join()
    assert not missed.is_set()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("part", ["复制备份", "检查备份", "恢复"])
def test_a_restore_that_is_killed_leaves_a_ledger(ledger: Path, part: str) -> None:
    backup = back_up(ledger)
    code = (
        "import os, signal, sys; from pathlib import Path; from shuangjian_desktop.core.progress import Progress\n"
        "from shuangjian_desktop.store.restore import restore\n"
        "def tell(part, done, total):\n"
        "    if part == sys.argv[3]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "restore(Path(sys.argv[1]), Path(sys.argv[2]), progress=Progress(tell))\n"
    )
    before = office.content(ledger)
    words = [sys.executable, "-X", "utf8", "-c", code, str(backup.path), str(ledger), part]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert check(ledger) == []
    assert office.content(ledger) == before
    assert restore(backup.path, ledger).epoch == 2
