"""Opening and founding a ledger: a sentence for everything that cannot be opened, and nothing left behind."""

import shutil
from pathlib import Path

import pytest

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.store.connection import connect_reader, pragma, require_driver
from shuangjian_desktop.store.ledger import Ledger
from tests.store import trial
from tests.store.media import read_only, small_disk
from tests.store.trial import done, made, operation


def test_a_new_ledger_knows_whose_it_is(tmp_path: Path, versions: Path) -> None:
    path = tmp_path / "台账 100%.db"
    with trial.create(path, versions) as ledger:
        assert (ledger.office, ledger.epoch, ledger.read_only) == (trial.OFFICE, 1, False)
        assert ledger.reader.meta("office") == trial.OFFICE
        ledger.transact(operation(), lambda writer: writer.set_meta("a", "b"))
        assert ledger.reader.meta("a") == "b"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, versions: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_text("别动")
    with pytest.raises(LedgerError, match="已经存在"):
        trial.create(path, versions)
    assert path.read_text() == "别动"


def test_founding_where_there_is_no_room_leaves_nothing(tmp_path: Path, versions: Path) -> None:
    with small_disk(tmp_path / "小盘", 64 << 10) as disk:
        with pytest.raises(LedgerError, match="磁盘空间不足"):
            trial.create(disk / "台账.db", versions)
        assert list(disk.iterdir()) == []


def test_what_is_no_ledger_is_told_in_a_sentence(tmp_path: Path, versions: Path) -> None:
    path = tmp_path / "台账.db"
    with pytest.raises(LedgerError, match="找不到"):
        trial.reopen(path, versions)
    for content in (b"", b"SQLite format 3\0" + b"\0" * 200, "机构名称".encode() * 500):
        path.write_bytes(content)
        with pytest.raises(LedgerError, match=r"不是台账|已损坏"):
            trial.reopen(path, versions)
        assert path.read_bytes() == content


def test_the_settings_that_keep_the_file_safe(trial_ledger: Ledger) -> None:
    made(trial_ledger, "school", name="育才")
    reader = connect_reader(trial_ledger.path)
    assert pragma(reader, "PRAGMA journal_mode") == "wal"
    assert pragma(reader, "PRAGMA synchronous") == 2
    assert pragma(reader, "PRAGMA foreign_keys") == 1
    assert pragma(reader, "PRAGMA query_only") == 1
    reader.close()


def test_a_driver_with_the_wal_fault_is_refused() -> None:
    require_driver((3, 51, 3))
    with pytest.raises(LedgerError, match="数据库组件版本过旧"):
        require_driver((3, 51, 2))


def test_on_a_disk_that_may_not_be_written_a_ledger_is_read(trial_file: Path, versions: Path, tmp_path: Path) -> None:
    folder = tmp_path / "光盘"
    folder.mkdir()
    path = Path(shutil.copy(trial_file, folder / "台账.db"))
    with trial.reopen(path, versions) as ledger:
        made(ledger, "school", name="育才")
    with read_only(folder), trial.reopen(path, versions) as ledger:
        assert ledger.read_only
        assert ledger.reader.count(Query("school", "育才")) == 1
        with pytest.raises(LedgerError, match="只能读取"):
            made(ledger, "school", name="启航")
        with pytest.raises(LedgerError, match="只能读取"):
            ledger.undo(1, "李四")


def test_who_opens_for_reading_cannot_write_and_sees_what_others_write(trial_ledger: Ledger, versions: Path) -> None:
    with trial.reopen(trial_ledger.path, versions, read_only=True) as reading:
        with pytest.raises(LedgerError, match="只能读取"):
            made(reading, "school", name="启航")
        made(trial_ledger, "school", name="育才")
        assert reading.reader.count(Query("school", "育才")) == 1


def test_a_full_disk_leaves_the_ledger_as_it_was(trial_file: Path, versions: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "小盘", 2 << 20) as disk:
        path = Path(shutil.copy(trial_file, disk / "台账.db"))
        with trial.reopen(path, versions) as ledger:
            made(ledger, "school", name="育才")
            rows = [{"name": f"学校{number}", "note": "长" * 3000} for number in range(2000)]
            with pytest.raises(LedgerError, match="磁盘空间不足"):
                done(ledger, lambda writer: writer.create_many("school", rows))
            assert ledger.reader.count(Query("school")) == 1
            made(ledger, "school", name="启航")
        assert trial.faults(path) == []
