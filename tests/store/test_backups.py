"""Backups: made in use, good when made, thinned by age, never at the price of a good one."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import Cancelled, LedgerError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.store.backups import back_up, backups, due, folder_of, obsolete
from shuangjian_desktop.store.check import check
from shuangjian_desktop.store.faults import DamagedError, DiskFullError
from shuangjian_desktop.store.ledger import Ledger
from tests.store import office
from tests.store.media import read_only, small_disk

ROOT = Path(__file__).resolve().parents[2]
HERE = timezone(timedelta(hours=8))
NOW = datetime(2024, 3, 14, 9, 30, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return office.make(tmp_path_factory.mktemp("made") / "台账.db").read_bytes()


@pytest.fixture
def ledger(tmp_path: Path, made: bytes) -> Path:
    path = tmp_path / "台账.db"
    path.write_bytes(made)
    return path


def listing(ledger: Path) -> list[str]:
    return sorted(path.name for path in folder_of(ledger).glob("*"))


def test_a_backup_is_one_whole_file_with_all_that_the_ledger_holds(ledger: Path) -> None:
    with Ledger.open(ledger) as opened:
        office.write(opened, lambda writer: writer.create("institution", {"name": "刚刚录入"}))
        backup = back_up(ledger, reason="导入前", now=NOW)  # while it is in use, the newest still in the log
    assert backup.path == ledger.parent / "备份" / f"台账-{NOW.astimezone():%Y%m%d-%H%M%S}-导入前.db"
    assert listing(ledger) == [backup.path.name]
    assert "刚刚录入" in office.names(backup.path)
    assert office.content(backup.path) == office.content(ledger)
    assert check(backup.path) == []
    assert listing(ledger) == [backup.path.name]  # looking at it leaves nothing beside it


def test_a_ledger_that_is_written_all_the_while(ledger: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from shuangjian_desktop.store.ledger import Ledger\n"
        "from tests.store import office\n"
        "with Ledger.open(Path(sys.argv[1])) as ledger:\n"
        "    for number in range(1_000_000):\n"
        "        office.write(ledger, lambda writer: writer.create('institution', {'name': f'边备边写{number}'}))\n"
        "        if number == 20: print('going', flush=True)\n"
    )
    writer = subprocess.Popen([sys.executable, "-X", "utf8", "-c", code, ledger], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline().rstrip() == b"going"
        several = [back_up(ledger) for _number in range(3)]
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()
    assert [check(backup.path) for backup in several] == [[], [], []]
    counts = [len(office.names(backup.path)) for backup in several]
    assert 8 + 20 < counts[0] < counts[1] < counts[2]


def test_the_ledger_is_not_changed_by_being_backed_up(ledger: Path) -> None:
    before = ledger.read_bytes()
    back_up(ledger)
    assert ledger.read_bytes() == before


def test_backups_are_listed_newest_first_with_reason_and_age(ledger: Path) -> None:
    assert backups(ledger) == []
    back_up(ledger, now=NOW - 26 * HOUR)
    back_up(ledger, now=NOW - 2 * HOUR, reason="升级前")
    back_up(ledger, now=NOW, reason='a/b\\c: "x"')
    (folder_of(ledger) / "别的.db").write_bytes(b"")
    (folder_of(ledger) / "台账-20241399-999999.db").write_bytes(b"")
    (folder_of(ledger) / "台账二-20240101-080000.db").write_bytes(b"")
    found = backups(ledger)
    assert [(one.made, one.reason) for one in found] == [
        (NOW, "abcx"),
        (NOW - 2 * HOUR, "升级前"),
        (NOW - 26 * HOUR, ""),
    ]
    ages = [one.age(NOW + timedelta(seconds=50)) for one in found]
    assert ages == ["刚刚", "2 小时前", "1 天前"]
    assert found[0].age(NOW + 31 * timedelta(minutes=1)) == "31 分钟前"


def test_two_in_one_second_are_two(ledger: Path) -> None:
    assert back_up(ledger, now=NOW).path != back_up(ledger, now=NOW).path
    assert len(backups(ledger)) == 2


def test_another_place_may_be_a_file_or_a_folder(ledger: Path, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    assert back_up(ledger, stick / "我的.db").path == stick / "我的.db"
    assert back_up(ledger, stick, now=NOW).path == stick / f"台账-{NOW.astimezone():%Y%m%d-%H%M%S}.db"
    assert office.content(stick / "我的.db") == office.content(ledger)
    assert not folder_of(ledger).exists()


def test_a_file_that_is_there_is_never_overwritten(ledger: Path, tmp_path: Path) -> None:
    for target in (back_up(ledger, tmp_path / "好的.db").path, ledger):
        before = target.read_bytes()
        with pytest.raises(LedgerError, match="已经存在，没有备份"):
            back_up(ledger, target)
        assert target.read_bytes() == before


@pytest.mark.parametrize("how", ["index", "reference"])
def test_a_ledger_that_fails_its_check_is_not_backed_up_and_no_backup_goes(ledger: Path, how: str) -> None:
    for hours in range(60, 0, -10):
        back_up(ledger, now=NOW - hours * HOUR)
    before = listing(ledger)
    if how == "index":
        office.break_index(ledger)
    else:
        office.execute(ledger, "DELETE FROM institution WHERE id = 3")
    with pytest.raises(DamagedError, match="没有通过检查，这次没有备份；原有的备份都保留着"):
        back_up(ledger, now=NOW + 400 * DAY)
    assert listing(ledger) == before


@pytest.mark.parametrize("part", ["备份", "核对备份"])
def test_a_cancelled_backup_leaves_nothing(ledger: Path, part: str) -> None:
    cancelled = Event()

    def tell(now: str, _done: int, _total: int) -> None:
        if now == part:
            cancelled.set()

    with pytest.raises(Cancelled):
        back_up(ledger, progress=Progress(tell, cancelled))
    assert listing(ledger) == []


def test_progress_goes_up_to_the_whole(tmp_path: Path) -> None:
    ledger = office.make(tmp_path / "大台账.db", refunds=6000)
    told: list[tuple[str, int, int]] = []
    back_up(ledger, progress=Progress(lambda *step: told.append(step)))
    copying = [(done, total) for part, done, total in told if part == "备份"]
    assert len(copying) > 1
    assert copying == sorted(copying)
    assert copying[-1][0] == copying[-1][1]
    assert told[-1] == ("核对备份", 1, 1)


def test_no_room_for_a_backup(ledger: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "U盘", 4 << 20) as stick:
        with pytest.raises(DiskFullError, match="磁盘空间不足：需要"):
            back_up(ledger, stick)
        assert list(stick.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_fills_while_the_backup_is_written(ledger: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from shuangjian_desktop.store.backups import back_up\n"
        "from shuangjian_desktop.core.errors import LedgerError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: back_up(Path(sys.argv[1]))\n"
        "except LedgerError as error: print(error.text)\n"
    )
    before = ledger.read_bytes()
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code, ledger], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().startswith("读写备份“台账-")
    assert (listing(ledger), ledger.read_bytes()) == ([], before)


def test_a_folder_that_may_not_be_written(ledger: Path, tmp_path: Path) -> None:
    folder_of(ledger).mkdir()
    with read_only(folder_of(ledger)), pytest.raises(LedgerError, match=r"备份“.*”只能读取，不能写入"):
        back_up(ledger)
    with pytest.raises(LedgerError, match="找不到备份"):
        back_up(ledger, tmp_path / "没有" / "备.db")


def test_the_ledger_on_a_disk_that_may_not_be_written_can_be_backed_up_elsewhere(ledger: Path, tmp_path: Path) -> None:
    disc = tmp_path / "光盘"
    disc.mkdir()
    ledger.replace(disc / ledger.name)
    with read_only(disc):
        backup = back_up(disc / ledger.name, tmp_path / "复制.db")
    assert check(backup.path) == []


def test_old_backups_are_thinned_when_a_new_one_is_good(ledger: Path) -> None:
    content = back_up(ledger, now=NOW).path.read_bytes()
    for number in range(1, 24 * 30):  # a month of hours before it
        stamp = f"{(NOW - number * HOUR).astimezone():%Y%m%d-%H%M%S}"
        (folder_of(ledger) / f"台账-{stamp}.db").write_bytes(content)
    other = folder_of(ledger) / "台账二-20200101-080000.db"
    other.write_bytes(content)
    back_up(ledger, now=NOW + HOUR)
    kept = [one.made for one in backups(ledger)]
    assert kept[:3] == [NOW + HOUR, NOW, NOW - HOUR]
    assert 12 + 2 <= len(kept) <= 12 + 10 + 9 + 3
    assert other.exists()


def test_a_clock_that_was_wrong_does_not_cost_the_backup_just_made(ledger: Path) -> None:
    for days in range(40):
        back_up(ledger, now=NOW - days * DAY)
    made = back_up(ledger, now=NOW - 4000 * DAY)
    assert made.path.exists()


# --- when, and which go ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "changed", "expected"),
    [
        (None, None, False),
        (None, NOW - HOUR, True),
        (NOW - HOUR, None, False),
        (NOW - HOUR, NOW - 2 * HOUR, False),  # nothing new
        (NOW - HOUR, NOW - HOUR / 2, True),
        (NOW - HOUR / 2, NOW, True),
        (NOW - HOUR / 3, NOW, False),
        (NOW + DAY, NOW, True),  # the clock was ahead
    ],
)
def test_when_a_backup_is_due(last: datetime | None, changed: datetime | None, expected: bool) -> None:
    assert due(NOW, last, changed) is expected


PROMISED: tuple[tuple[Callable[[datetime], object], int], ...] = (
    (datetime.date, 12),
    (lambda at: at.isocalendar()[:2], 10),
    (lambda at: (at.year, at.month), 9),
)
moments = st.lists(
    st.one_of(
        st.integers(0, 3 * 60),  # the last hours
        st.integers(0, 20 * 24 * 60),  # the last weeks
        st.integers(0, 900 * 24 * 60),  # years
    ).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(moments)
def test_thinning_keeps_what_was_promised(made: list[datetime]) -> None:
    gone = obsolete(made, NOW)
    kept = set(made) - gone
    assert gone <= set(made)
    if not made:
        return
    assert max(made) in kept
    assert {at for at in made if NOW - at <= timedelta(hours=2)} <= kept
    for at in kept - {at for at in made if NOW - at <= timedelta(hours=2)}:
        assert at == max(other for other in made if other.date() == at.date())  # of a day the last one
    for period, promised in PROMISED:
        assert len(set(map(period, kept))) >= min(promised, len(set(map(period, made))))
    assert len(kept) <= len([at for at in made if NOW - at <= timedelta(hours=2)]) + 1 + 12 + 10 + 9
    assert obsolete(kept, NOW) == set()


def test_of_daily_backups_twelve_days_ten_weeks_nine_months_are_kept() -> None:
    made = [NOW - number * DAY for number in range(500)]
    assert len(set(made) - obsolete(made, NOW)) == 1 + 12 + 10 + 9


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(20, 3000), min_size=50, max_size=50))
def test_thinning_every_time_keeps_days_weeks_and_months(gaps: list[int]) -> None:
    kept: set[datetime] = set()
    ever: set[datetime] = set()
    now = NOW
    for number in range(1500):
        now += timedelta(minutes=gaps[number % 50])
        kept.add(now)
        ever.add(now)
        gone = obsolete(kept, now)
        assert now not in gone
        kept -= gone
    for period, promised in PROMISED:
        assert len(set(map(period, kept))) >= min(promised, len(set(map(period, ever))))
