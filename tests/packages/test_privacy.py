"""Names stay at home unless they are asked for; persons are told apart by a key all the same."""

import zipfile

import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.services import deeds, records
from tests.packages.conftest import CITY, ERQI, JINSHUI, all_of, fates, look, receive
from tests.services.entries import change, notice, payment, refund, school

PERSONAL = ("王梓涵", "13800000011", "王建国", "李校长", "037165432100", "0371-65432100")


@pytest.fixture
def filled(jinshui):
    institution = school(jinshui, "育才学校", principal="李校长", phone="0371-65432100")
    return institution, refund(jinshui, institution, "王梓涵", [payment(50_000)])


def bytes_of(path) -> str:
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_nothing_personal_is_in_the_bytes(jinshui, filled, send):
    held = bytes_of(send(jinshui))
    assert [word for word in PERSONAL if word in held] == []
    assert "育才学校" in held
    with_names = bytes_of(send(jinshui, full=True, personal=True))
    assert [word for word in PERSONAL[:4] if word not in with_names] == []
    titles = [step.title for step in jinshui.ledger.reader.steps(limit=2)]
    assert titles == ["发出数据包：给郑州市教育局（含个人信息）", "发出数据包：给郑州市教育局"]


def test_one_person_in_two_districts_has_one_key_once_the_city_gave_its_secret(jinshui, erqi, city, send):
    for desk in (jinshui, erqi):
        refund(desk, school(desk), "王梓涵")
        receive(city, send(desk))
    assert len({one.values["person_key"] for one in all_of(city, "refund").values()}) == 2  # each under its own secret
    for code, desk in ((JINSHUI, jinshui), (ERQI, erqi)):
        receive(desk, send(city, code))
        path = send(desk)
        assert look(city, path).cover.kind == "全量"  # the keys are new
        receive(city, path)
        assert look(city, send(desk)).cover.kind == "增量"
    [key] = {one.values["person_key"] for one in all_of(city, "refund").values()}
    assert len(key) == 64


def test_a_person_with_a_name_has_the_key_that_one_without_has(jinshui, erqi, city, send):
    receive(jinshui, send(city, JINSHUI))
    receive(erqi, send(city, ERQI))
    refund(jinshui, school(jinshui), "王梓涵")
    refund(erqi, school(erqi), "王梓涵")
    receive(city, send(jinshui, personal=True))
    receive(city, send(erqi))
    rows = list(all_of(city, "refund").values())
    assert {one.values["student"] for one in rows} == {"王梓涵", None}
    assert len({one.values["person_key"] for one in rows}) == 1
    # Without the names again: those that came stay.
    receive(city, send(jinshui, full=True))
    assert {one.values["student"] for one in all_of(city, "refund").values()} == {"王梓涵", None}


def test_the_city_reads_a_districts_records_and_writes_its_own(jinshui, city, filled, send):
    institution, contract = filled
    paper = notice(jinshui, institution)
    receive(city, send(jinshui))
    before = city.ledger.reader.last_change()
    with pytest.raises(RefusedError, match="“育才学校”是金水区教育局的记录") as refusal:
        change(city, "institution", institution, name="改名")
    assert "本台账只能查看，请由该单位修改" in refusal.value.text
    with pytest.raises(RefusedError, match="金水区教育局的记录"):
        records.remove(city, "refund", [contract])
    draft = records.edit_draft(city, "refund", contract)
    more = [*draft.children["refund_payment"], records.ChildDraft(None, payment(10_000))]
    with pytest.raises(RefusedError, match="金水区教育局的记录"):
        records.save(city, records.Draft("refund", contract, draft.revision, draft.values, {"refund_payment": more}))
    [paid] = all_of(city, "refund_payment")
    with pytest.raises(RefusedError, match="金水区教育局的记录"):
        deeds.act(city, "refund_payment", paid, "reverse", {"on": city.day, "reverse_reason": "错"})
    with pytest.raises(RefusedError, match="金水区教育局的记录"):
        deeds.act(city, "rectification_notice", paper, "issue", {"prefix": "郑教", "issued_on": city.day})
    assert city.ledger.reader.last_change() == before
    # Its own, beside them and about them.
    own = refund(city, institution, "李子轩")
    change(city, "refund", own, remaining_hours=None)
    assert city.record("refund", own).office == CITY


def test_the_city_sends_no_district_what_is_the_districts(jinshui, city, filled, send):
    receive(city, send(jinshui))
    down = look(jinshui, send(city, JINSHUI))
    assert fates(down) == {}
    assert down.cover.secret
