"""Packages go in in their order, each once; increments bring what changed."""

from datetime import date

import pytest

from shuangjian_desktop.core.errors import FileError, RefusedError, UsageError
from shuangjian_desktop.services import backups, deeds, packing, records, steps
from shuangjian_desktop.services.office import open_desk
from tests.packages.conftest import CITY, ERQI, JINSHUI, all_of, fates, look, names, receive
from tests.services.entries import change, enter, notice, payment, refund, school
from tests.store.media import read_only


def test_a_district_comes_whole_into_the_citys_ledger(jinshui, city, send):
    institution = school(jinshui, "育才学校", area=None, licence_no="教民141010570001239")
    branch = school(jinshui, "育才学校", campus="二部", parent_institution=institution)
    contract = refund(jinshui, institution, "王梓涵", [payment(50_000), payment(10_000)])
    notice(jinshui, institution)
    path = send(jinshui)
    assert fates(look(city, path)) == {"create": 6}
    done = receive(city, path)
    assert done.changes.step.title == "接收金水区教育局第 1 号数据包：新增 6，更新 0，删除 0"
    held = all_of(city)
    assert {one.office for one in held.values()} == {JINSHUI}
    assert held[branch].values["parent_institution"] == institution
    assert city.record("refund", contract).values["balance"] == 65_000
    assert city.record("refund", contract).values["student"] is None
    # A record that came keeps its history here too.
    assert len(city.ledger.reader.history("institution", institution)) == 1


def test_an_increment_brings_what_was_made_changed_and_deleted(jinshui, city, send):
    keep, gone, mend = (school(jinshui, name) for name in ("甲校", "乙校", "丙校"))
    contract = refund(jinshui, keep, "王梓涵", [payment(50_000)])
    receive(city, send(jinshui))
    records.remove(jinshui, "institution", [gone])
    change(jinshui, "institution", mend, name="丙校新名", area=None)
    short = school(jinshui, "一闪而过")
    records.remove(jinshui, "institution", [short])
    draft = records.edit_draft(jinshui, "refund", contract)
    paid = [*draft.children["refund_payment"], records.ChildDraft(None, payment(75_000))]
    records.save(jinshui, _with(draft, paid))
    path = send(jinshui)
    receipt = look(city, path)
    assert receipt.cover.kind == "增量"
    assert fates(receipt) == {"create": 1, "update": 1, "delete": 1}
    receive(city, path)
    assert names(city) == ["丙校新名", "甲校"]
    assert city.record("refund", contract).values["balance"] == 0
    records.bring_back(jinshui, "institution", [gone])
    receive(city, send(jinshui))
    assert names(city) == ["丙校新名", "乙校", "甲校"]


def test_what_is_pointed_to_goes_in_before_what_points_to_it(jinshui, city, send):
    """In the order of the sheets a visit's target stands before its addressee; a branch may be older than its head."""
    branch = school(jinshui, "育才学校", campus="二部")
    for number in range(3):
        school(jinshui, f"甲校{number}")
    change(jinshui, "institution", branch, parent_institution=school(jinshui, "育才学校"))
    flat = enter(jinshui, "addressee", {"kind": "场所", "address": "花园路85号院"})
    visit = {"on": date(2021, 11, 12), "place": "花园路", "officers": "刘洋、周敏"}
    found = {"inspection_target": [{"addressee": flat, "findings": "招收小学生补课"}]}
    inspection = enter(jinshui, "inspection", visit, found)
    receipt = receive(city, send(jinshui))
    assert fates(receipt) == {"create": 8}
    assert city.record("institution", branch).values["parent_institution"] is not None
    (target,) = all_of(city, "inspection_target").values()
    assert (target.values["inspection"], target.values["addressee"]) == (inspection, flat)


def _with(draft, paid):
    return records.Draft(draft.register, draft.uid, draft.revision, draft.values, {"refund_payment": paid})


def test_a_parent_deleted_with_its_rows_comes_back_with_them(jinshui, city, send):
    institution = school(jinshui, "甲校")
    visit = {"on": date(2021, 11, 12), "place": "花园路", "officers": "刘洋、周敏"}
    uid = enter(jinshui, "inspection", visit, {"inspection_target": [{"institution": institution}]})
    receive(city, send(jinshui))
    records.remove(jinshui, "inspection", [uid])
    receive(city, send(jinshui))
    assert all_of(city, "inspection") == all_of(city, "inspection_target") == {}
    records.bring_back(jinshui, "inspection", [uid])
    receive(city, send(jinshui))
    [target] = all_of(city, "inspection_target").values()
    assert target.values["inspection"] == uid


def test_many_deletions_are_asked_about(jinshui, city, send):
    """A district that takes a whole import back by mistake does not empty the city's register without a word."""
    uids = [school(jinshui, f"第{number}学校") for number in range(12)]
    receive(city, send(jinshui))
    records.remove(jinshui, "institution", uids[:5])
    assert receive(city, send(jinshui)).plan.counts["delete"] == 5
    records.remove(jinshui, "institution", uids[5:11])
    path = send(jinshui)
    assert look(city, path).asks == ("发送方删除了机构台账的 6 条记录，接收后本台账也将删除。",)
    assert len(all_of(city)) == 7
    receive(city, path)
    assert len(all_of(city)) == 7
    receive(city, path, confirmed=True)
    assert len(all_of(city)) == 1


def test_the_same_package_again_is_nothing(jinshui, city, send):
    school(jinshui)
    path = send(jinshui)
    receive(city, path)
    last = city.ledger.reader.steps(limit=1)
    again = receive(city, path)
    assert again.again
    assert (again.changes.step, fates(again)) == (None, {})
    assert city.ledger.reader.steps(limit=1) == last


def test_older_packages_and_gaps_are_named(jinshui, city, send):
    one = send(jinshui)
    school(jinshui, "甲校")
    two = send(jinshui)
    school(jinshui, "乙校")
    three = send(jinshui)
    receive(city, one)
    with pytest.raises(RefusedError, match="还没有接收第 2 号数据包"):
        look(city, three)
    receive(city, two)
    receive(city, three)
    assert look(city, two).again
    school(jinshui, "丙校")
    four, five = send(jinshui), send(jinshui, full=True)
    receive(city, five)
    with pytest.raises(RefusedError, match="第 4 号数据包比已接收的旧（已接收到第 5 号）"):
        look(city, four)
    assert names(city) == ["丙校", "乙校", "甲校"]


def test_a_first_increment_is_refused_where_the_full_one_never_came(jinshui, city, send):
    for _number in range(3):
        path = send(jinshui)
    with pytest.raises(RefusedError, match="还没有接收第 1 号至第 2 号"):
        look(city, path)


def test_a_package_for_another_office_is_refused(jinshui, erqi, send):
    with pytest.raises(RefusedError, match="发给郑州市教育局的，不是发给二七区教育局的"):
        look(erqi, send(jinshui))


@pytest.mark.parametrize(
    ("to", "error"), [(JINSHUI, RefusedError), (ERQI, RefusedError), ("999999", UsageError), ("", UsageError)]
)
def test_packages_go_to_the_city_alone(jinshui, send, tmp_path, to, error):
    with pytest.raises(error):
        send(jinshui, to)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_package_that_cannot_be_written_takes_no_number(jinshui, send, tmp_path):
    with pytest.raises(FileError):
        packing.pack(jinshui, CITY, tmp_path / "没有" / "包.xlsx")
    assert packing.pack(jinshui, CITY, tmp_path / "包.xlsx").cover.number == 1


def test_a_stick_that_is_write_protected_is_not_called_full(jinshui, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    with read_only(stick), pytest.raises(FileError, match=r"^不能写入“包\.xlsx”。$"):
        packing.pack(jinshui, CITY, stick / "包.xlsx")
    assert packing.pack(jinshui, CITY, stick / "包.xlsx").cover.number == 1


def test_a_package_that_was_sent_stays_sent(jinshui, send):
    school(jinshui, "甲校")
    send(jinshui)
    [pack] = jinshui.ledger.reader.steps(limit=1)
    with pytest.raises(RefusedError, match="不能撤销：数据包已经发出；要更正"):
        steps.undo(jinshui, pack.number)
    assert steps.next_undo(jinshui).title == "新增机构台账：甲校"


def test_a_receive_is_undone_and_done_again(jinshui, city, send):
    uid = school(jinshui, "甲校")
    receive(city, send(jinshui))
    change(jinshui, "institution", uid, name="甲校新名")
    school(jinshui, "乙校")
    second = send(jinshui)
    receive(city, second)
    done = steps.undo(city)
    assert (done.undone, done.kept, done.impossible) == (2, (), ())
    assert names(city) == ["甲校"]
    assert city.ledger.reader.agreed("institution", JINSHUI, [uid])[uid]["name"] == "甲校"
    # It may come anew, or be done again.
    assert fates(look(city, second)) == {"create": 1, "update": 1}
    steps.redo(city)
    assert names(city) == ["乙校", "甲校新名"]
    assert look(city, second).again
    assert city.ledger.reader.agreed("institution", JINSHUI, [uid])[uid]["name"] == "甲校新名"


def test_papers_of_others_go_with_the_package_that_brought_them(jinshui, city, send):
    """An issued notice is answered, not undone: at the office that issued it, and there alone."""
    issued = notice(jinshui, school(jinshui, "甲校"))
    deeds.act(jinshui, "rectification_notice", issued, "issue", {"issued_on": date(2021, 11, 12)})
    receive(city, send(jinshui))
    done = steps.undo(city)
    assert (done.kept, done.impossible) == ((), ())
    assert all_of(city, "rectification_notice") == {}
    steps.redo(city)
    assert list(all_of(city, "rectification_notice")) == [issued]
    with pytest.raises(RefusedError, match="只能作废"):
        steps.undo(jinshui, 4)


def test_an_increment_waits_for_one_that_was_taken_back(jinshui, city, send):
    school(jinshui, "甲校")
    first = receive(city, send(jinshui))
    school(jinshui, "乙校")
    receive(city, send(jinshui))
    steps.undo(city, first.changes.step.number)
    assert names(city) == ["乙校"]
    school(jinshui, "丙校")
    third = send(jinshui)
    with pytest.raises(RefusedError, match="还没有接收第 1 号数据包"):
        look(city, third)
    steps.redo(city)
    receive(city, third)
    assert names(city) == ["丙校", "乙校", "甲校"]


def test_both_districts_stand_beside_the_citys_own(jinshui, erqi, city, send):
    school(city, "市属学校", licence_no="教民141010570001239")
    school(jinshui, "育才学校", licence_no="教民141010570001239")
    school(erqi, "育才学校二七部", licence_no="教民141010570001239")
    for desk in (jinshui, erqi):
        path = send(desk)
        [foreseen] = look(city, path).doubles
        done = receive(city, path)
    assert names(city) == ["市属学校", "育才学校", "育才学校二七部"]
    [double] = done.doubles
    assert double.key == foreseen.key == "办学许可证号"
    assert {one.office for one in double.records} == {one.office for one in foreseen.records} == {JINSHUI, ERQI, CITY}


def test_equal_numbers_are_told_before_the_package_goes_in(jinshui, erqi, city, send):
    own = school(jinshui, "育才学校", uscc="52410105MJ0123456T", address="花园路1号")
    school(jinshui, "一部", licence_no="教民141010570001239")
    school(jinshui, "二部", licence_no="教民141010570001239")  # in one office it is that office's matter
    receive(city, send(jinshui))
    other = school(erqi, "育才二七", uscc="52410105MJ0123456T", address="兴华街2号")
    path = send(erqi)
    [foreseen] = look(city, path).doubles
    assert (foreseen.key, {one.uid for one in foreseen.records}) == ("统一社会信用代码", {own, other})
    [double] = receive(city, path).doubles
    assert (double.key, {one.uid for one in double.records}) == ("统一社会信用代码", {own, other})
    # It is settled as soon as one of them has another number, or is gone.
    records.remove(erqi, "institution", [other])
    assert look(city, send(erqi)).doubles == ()


def test_after_a_restore_no_number_comes_again_and_all_is_sent(jinshui, city, send):
    """The restored ledger does not know what the city got meanwhile: an increment would leave that out in silence."""
    school(jinshui, "甲校")
    receive(city, send(jinshui))
    backup = backups.backup(jinshui)
    gone = school(jinshui, "丢了的校")
    receive(city, send(jinshui))
    jinshui.ledger.close()
    backups.restore(jinshui.ledger.path, backup, "王芳")
    restored = open_desk(jinshui.ledger.path, "王芳")
    school(restored, "后来的校")
    following = packing.next_package(restored.ledger.reader, CITY)
    assert (following.number, following.must_be_full(personal=False)) == (102, True)
    receipt = look(city, path := send(restored))
    assert (receipt.cover.number, receipt.cover.kind) == (102, "全量")
    assert fates(receipt) == {"create": 1, "delete": 1}
    receive(city, path, confirmed=True)
    assert names(city) == ["后来的校", "甲校"]
    assert city.record("institution", gone).deleted
    school(restored, "再后来的校")
    receipt = receive(city, send(restored))
    assert (receipt.cover.number, receipt.cover.kind) == (103, "增量")
    restored.ledger.close()


def test_what_was_sent_since_the_backup_does_not_stand_in_the_way_on_a_new_computer(jinshui, city, send, tmp_path):
    """The ledger that knew of those packages burned with the old computer; the city knows them."""
    school(jinshui, "甲校")
    receive(city, send(jinshui))
    saved = backups.backup(jinshui)
    for number in range(3):
        school(jinshui, f"第{number}学校")
        receive(city, send(jinshui))
    new = tmp_path / "新电脑" / "台账.db"
    new.parent.mkdir()
    backups.restore(new, saved, "王芳")
    restored = open_desk(new, "王芳")
    receipt = receive(city, send(restored), confirmed=True)
    assert (receipt.cover.kind, names(city)) == ("全量", ["甲校"])
    restored.ledger.close()


def test_nor_where_the_backup_is_older_than_the_first_package(jinshui, city, send, tmp_path):
    saved = backups.backup(jinshui)
    school(jinshui, "甲校")
    receive(city, send(jinshui))
    new = tmp_path / "新电脑.db"
    backups.restore(new, saved, "王芳")
    restored = open_desk(new, "王芳")
    school(restored, "乙校")
    receive(city, send(restored), confirmed=True)
    assert names(city) == ["乙校"]
    restored.ledger.close()
