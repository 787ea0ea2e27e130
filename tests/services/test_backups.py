"""Backups as the window and the command line ask for them; restoring one goes on record."""

import shutil
from datetime import date, datetime, timedelta

import pytest

from shuangjian_desktop.core.errors import LedgerError, RefusedError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import backups, deeds, steps
from shuangjian_desktop.services.office import open_desk
from tests.services.entries import notice, school

NOTICE = "rectification_notice"


def issue(desk, name):
    uid = notice(desk, school(desk, name))
    deeds.act(desk, NOTICE, uid, "issue", {"issued_on": date(2022, 3, 1)})
    return desk.record(NOTICE, uid).values["number"]


def test_a_backup_lies_in_the_ledgers_folder(desk):
    made = backups.backup(desk, reason="导入前")
    assert made.parent == desk.ledger.path.parent / "备份"
    [listed] = backups.backup_list(desk)
    assert (listed.path, listed.reason) == (made, "导入前")
    assert backups.last_backup(desk) == listed.made


def test_a_backup_elsewhere_overwrites_nothing(desk, tmp_path):
    out = tmp_path / "U盘.db"
    assert backups.backup(desk, out) == out
    with pytest.raises(LedgerError, match="已经存在"):
        backups.backup(desk, out)
    assert backups.last_backup(desk) is None


def test_a_backup_is_due_after_a_write_and_half_an_hour(desk):
    assert backups.backup_if_due(desk) is not None
    school(desk)
    now = datetime.now().astimezone()
    assert backups.backup_if_due(desk, now + timedelta(minutes=29)) is None
    assert backups.backup_if_due(desk, now + timedelta(minutes=31)) is not None


def test_a_restore_is_on_record_and_numbers_go_on_above(desk, ledger_path):
    assert issue(desk, "甲") == "郑金教改〔2022〕1号"
    made = backups.backup(desk)
    assert issue(desk, "乙") == "郑金教改〔2022〕2号"
    epoch = desk.ledger.epoch
    desk.ledger.close()
    sentence = backups.restore(ledger_path, made, " 李建国 ")
    assert sentence.startswith(f"已从备份“{made.name}”恢复。")
    again = open_desk(ledger_path, "王芳")
    try:
        assert again.ledger.reader.count(Query(NOTICE)) == 1
        [newest] = steps.steps(again, 1)
        assert (newest.title, newest.operator) == (f"用备份恢复台账：{made.name}", "李建国")
        assert again.ledger.epoch == epoch + 1
        assert issue(again, "丙") == "郑金教改〔2022〕3号"
        assert steps.next_redo(again) is None
    finally:
        again.ledger.close()


def test_an_undone_step_of_before_the_backup_can_be_done_again_after_the_restore(desk, ledger_path):
    school(desk, "甲")
    steps.undo(desk)
    made = backups.backup(desk)
    desk.ledger.close()
    backups.restore(ledger_path, made, "王芳")
    again = open_desk(ledger_path, "王芳")
    try:
        assert steps.next_redo(again).title == "新增机构台账：甲"
        assert steps.next_undo(again) is None
    finally:
        again.ledger.close()


def test_nobody_restores_without_a_name(desk, ledger_path):
    made = backups.backup(desk)
    school(desk)
    desk.ledger.close()
    before = ledger_path.read_bytes()
    with pytest.raises(RefusedError, match="经办人"):
        backups.restore(ledger_path, made, "")
    assert ledger_path.read_bytes() == before


def test_what_is_no_backup_leaves_the_ledger_as_it_was(desk, ledger_path, tmp_path):
    desk.ledger.close()
    before = ledger_path.read_bytes()
    bad = tmp_path / "坏.db"
    shutil.copy(ledger_path, bad)
    with bad.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    for file in (bad, tmp_path / "没有.db", tmp_path):
        with pytest.raises(LedgerError):
            backups.restore(ledger_path, file, "王芳")
        assert ledger_path.read_bytes() == before


def test_a_sound_ledger_has_no_findings(desk):
    issue(desk, "甲")
    assert backups.check(desk.ledger.path) == []
