"""Founding and opening an office's ledger, and who may sit at it."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from shuangjian_desktop.core.errors import LedgerError, RefusedError, UsageError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers.reference import reference_rows
from shuangjian_desktop.services import office, steps
from shuangjian_desktop.services.office import add_operator, default_ledger, found_office, open_desk, operators


def test_a_founded_ledger_holds_the_reference_data_and_its_founder(desk):
    assert office.title(desk) == "金水区教育局"
    assert operators(desk) == ["王芳"]
    assert desk.setting("number_prefix") == "郑金教改"
    given = Counter(dict.fromkeys(("code", "division", "delegation", "holiday", "legal_source"), 0))
    for register, rows in reference_rows():
        given[register] += len(rows)
    for register, count in given.items():
        assert desk.ledger.reader.count(Query(register)) == count > 0
    [founding] = steps.steps(desk)
    assert (founding.title, founding.operator) == ("建立金水区教育局台账", "王芳")


def test_a_name_is_entered_without_stray_spaces(tmp_path):
    desk = found_office(tmp_path / "新" / "台账.db", " 410105 ", " 王 芳 ")
    try:
        assert operators(desk) == ["王芳"]
        assert steps.steps(desk)[0].operator == "王芳"
    finally:
        desk.ledger.close()


def test_nothing_is_left_where_founding_fails(tmp_path):
    with pytest.raises(RefusedError, match="经办人"):
        found_office(tmp_path / "台账.db", "410105", " ")
    with pytest.raises(UsageError, match="没有代码为“410199”的教育局"):
        found_office(tmp_path / "台账.db", "410199", "王芳")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_code_lists_the_offices():
    with pytest.raises(UsageError) as caught:
        office.office("4199")
    assert "410105 金水区教育局" in caught.value.text
    assert office.office("4101").is_city
    assert len(office.offices()) == 17


def test_a_file_that_is_there_stays_as_it_was(tmp_path):
    path = tmp_path / "台账.db"
    path.write_text("重要文件", encoding="utf-8")
    with pytest.raises(LedgerError, match="已经存在"):
        found_office(path, "410105", "王芳")
    assert path.read_text(encoding="utf-8") == "重要文件"


def test_a_folder_that_is_a_file_gets_a_sentence(tmp_path):
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(LedgerError):
        found_office(tmp_path / "文件" / "台账.db", "410105", "王芳")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that even root may not write")
def test_a_folder_that_may_not_be_written_gets_a_sentence():
    with pytest.raises(LedgerError):
        found_office(Path("/proc/self/下级/台账.db"), "410105", "王芳")


@pytest.mark.parametrize("make", ["missing", "folder", "text"])
def test_what_is_no_ledger_gets_a_sentence(tmp_path, make):
    path = tmp_path / "台账.db"
    if make == "folder":
        path.mkdir()
    elif make == "text":
        path.write_text("机构名称,地址\n" * 2000, encoding="utf-8")
    for read_only in (True, False):
        with pytest.raises(LedgerError) as caught:
            open_desk(path, "王芳", read_only=read_only)
        assert "台账" in caught.value.sentence
        assert caught.value.exit_code == 3


def test_a_desk_for_reading_cannot_write(ledger_path):
    desk = open_desk(ledger_path, "王芳", read_only=True)
    try:
        assert operators(desk) == ["王芳"]
        with pytest.raises(LedgerError):
            desk.set_setting("number_prefix", "改")
    finally:
        desk.ledger.close()


def test_operators_come_back_and_are_not_doubled(desk):
    add_operator(desk, "李建国")
    add_operator(desk, " 李建国 ")
    assert sorted(operators(desk)) == ["李建国", "王芳"]
    [record] = [one for one in desk.ledger.reader.first(Query("operator"), 9) if one.values["name"] == "李建国"]
    desk.ledger.transact(
        desk.operation("save", "停用"), lambda writer: writer.update("operator", record.uid, {"active": "否"})
    )
    assert operators(desk) == ["王芳"]
    add_operator(desk, "李建国")
    assert sorted(operators(desk)) == ["李建国", "王芳"]
    assert desk.ledger.reader.count(Query("operator")) == 2


@pytest.mark.parametrize("name", ["", "  ", "王" * 61])
def test_a_name_that_is_none_is_refused(desk, name):
    with pytest.raises(RefusedError, match="经办人"):
        add_operator(desk, name)
    assert operators(desk) == ["王芳"]


def test_operators_stand_in_the_order_of_pinyin(desk):
    for name in ("周敏", "陈刚"):
        add_operator(desk, name)
    assert operators(desk) == ["陈刚", "王芳", "周敏"]


def test_the_first_operator_enters_himself(ledger_path):
    desk = open_desk(ledger_path)
    try:
        add_operator(desk, "赵敏")
        assert steps.steps(desk, 1)[0].operator == "赵敏"
    finally:
        desk.ledger.close()


def test_the_ledger_is_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("SHUANGJIAN_LEDGER", str(tmp_path / "别处.db"))
    assert default_ledger() == tmp_path / "别处.db"
    monkeypatch.delenv("SHUANGJIAN_LEDGER")
    assert default_ledger().name == "台账.db"


def test_two_ledgers_of_different_offices_know_the_same_places(founded, tmp_path):
    other = found_office(tmp_path / "二七.db", "410103", "李建国")
    mine = open_desk(Path(shutil.copy(founded, tmp_path / "金水.db")), "王芳")
    try:
        found = [desk.ledger.reader.first(Query("division", "花园路"), 1)[0].uid for desk in (mine, other)]
        assert found[0] == found[1]
    finally:
        mine.ledger.close()
        other.ledger.close()


@pytest.mark.skipif(os.name == "nt", reason="limits are those of POSIX")
def test_nothing_is_left_where_the_disk_fills_up(tmp_path):
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))  # the tables fit, the reference data do not
    try:
        with pytest.raises(LedgerError):
            found_office(tmp_path / "台账.db", "410105", "王芳")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []
