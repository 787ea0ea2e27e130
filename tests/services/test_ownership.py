"""Whose a record is decides what can be done with it, and the sentence says who can."""

import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.registers import REGISTERS, find
from shuangjian_desktop.services import ownership
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import found_office
from tests.services.entries import enter, notice, school

HERE, THERE, CITY = "410105", "410102", "4101"
SCHOOL, REFUND, HOLIDAY = find("institution"), find("refund"), find("holiday")


def received(desk: Desk, register: str, uid: str, office: str, **values: object):
    """A record of another office, as a package brings it."""
    operation = desk.operation("receive", "接收")
    desk.ledger.transact(operation, lambda writer: writer.take_in(register, [(uid, office, values)]))
    return desk.record(register, uid)


@pytest.fixture
def city(tmp_path):
    desk = found_office(tmp_path / "全市.db", CITY, "赵敏")
    yield desk
    desk.ledger.close()


@pytest.fixture
def own(desk: Desk):
    return desk.record("institution", school(desk, "甲校"))


@pytest.fixture
def handed(desk: Desk):
    """An institution that went to another district, as it stands in the district that had it."""
    return received(desk, "institution", "away", THERE, name="乙校")


# --- what is said ----------------------------------------------------------------------------------------------------
def test_of_an_own_record_nothing_is_said(desk, own):
    for said in (ownership.passed_to, ownership.told_whose, ownership.closed):
        assert said(desk, SCHOOL, own) == ""
    assert not ownership.foreign(desk, SCHOOL, own)
    assert not ownership.foreign(desk, SCHOOL, None)  # nor of a new one


def test_what_was_handed_over_says_to_whom(desk, handed):
    assert ownership.passed_to(desk, SCHOOL, handed) == "中原区教育局"
    assert ownership.told_whose(desk, SCHOOL, handed) == "这条记录已移交给中原区教育局，只能查看。"
    assert ownership.closed(desk, SCHOOL, handed) == "这是中原区教育局的记录，只能由中原区教育局删除或办理。"


def test_at_the_city_a_districts_record_says_what_the_city_may_fill_in(city):
    there = received(city, "institution", "i", HERE, name="甲校")
    assert ownership.passed_to(city, SCHOOL, there) == ""
    assert ownership.told_whose(city, SCHOOL, there) == (
        "这是金水区教育局的记录，这里只能填写“市局核查意见”、“市局核查日期”，其余只能查看。"
        "要修改，请由金水区教育局改好后再发数据包。"
    )
    due = received(city, "refund", "r", HERE, institution="i", student="王")
    assert ownership.told_whose(city, REFUND, due) == (
        "这是金水区教育局的记录，这里只能查看。要修改，请由金水区教育局改好后再发数据包。"
    )


# --- what may be typed -----------------------------------------------------------------------------------------------
CITYS = {"city_opinion", "city_reviewed_on"}


def typed(register) -> set[str]:
    return {item.key for item in register.fields if item.typed}


def test_each_types_what_is_its_own(desk, city, own, handed):
    there = received(city, "institution", "i", HERE, name="甲校")
    assert ownership.open_fields(desk, SCHOOL, own) == typed(SCHOOL) - CITYS
    assert ownership.open_fields(desk, SCHOOL, None) == typed(SCHOOL) - CITYS
    assert ownership.open_fields(desk, SCHOOL, handed) == set()
    assert ownership.open_fields(city, SCHOOL, there) == CITYS
    assert ownership.open_fields(city, SCHOOL, None) == typed(SCHOOL)


def test_reference_tables_are_each_offices_own(desk, city):
    for at in (desk, city):
        for register in REGISTERS:
            if register.group == "reference":
                assert ownership.open_fields(at, register, None) == typed(register)
    old = Record("holiday", "h", THERE, 1, {})
    assert not ownership.foreign(desk, HOLIDAY, old)
    assert ownership.open_fields(desk, HOLIDAY, old) == typed(HOLIDAY)


def test_a_word_is_refused_by_whom_it_belongs_to(desk, city, own, handed):
    there = received(city, "institution", "i", HERE, name="甲校")

    def refused(at: Desk, record, **values: object) -> str:
        with pytest.raises(RefusedError) as told:
            ownership.require_own_fields(at, SCHOOL, record, {**(record.values if record else {}), **values})
        return told.value.text

    opinion = "“市局核查意见”由市局填写，没有保存。请把这一栏改回原样。"
    assert refused(desk, own, city_opinion="同意") == opinion
    assert refused(desk, None, city_opinion="同意") == opinion
    ask = "本台账只能查看，请由该单位修改后再发数据包。"
    assert refused(desk, handed, notes="改") == f"机构台账“乙校”是中原区教育局的记录。{ask}"
    assert refused(city, there, notes="改") == f"机构台账“甲校”是金水区教育局的记录。{ask}"
    ownership.require_own_fields(desk, SCHOOL, own, {**own.values, "notes": "改"})
    ownership.require_own_fields(desk, SCHOOL, handed, handed.values)  # nothing changed
    ownership.require_own_fields(city, SCHOOL, there, {**there.values, "city_opinion": "同意"})


def test_one_of_anothers_among_many_stops_them_all(desk, own, handed):
    ownership.require_own(desk, SCHOOL, [own])
    with pytest.raises(RefusedError, match="机构台账“乙校”是中原区教育局的记录"):
        ownership.require_own(desk, SCHOOL, [own, handed])


# --- what may be hung under it ---------------------------------------------------------------------------------------
def test_nothing_new_goes_under_what_another_district_has(desk, own, handed):
    for register, said in (("disposition", "处置"), ("former_name", "曾用名"), ("refund", "退费")):
        ownership.require_own_parent(desk, find(register), {"institution": own.uid})
        ownership.require_own_parent(desk, find(register), {"institution": None})
        with pytest.raises(RefusedError, match=f"不能在中原区教育局的记录下面新增{said}"):
            ownership.require_own_parent(desk, find(register), {"institution": handed.uid})
    ownership.require_own_parent(desk, find("rectification_notice"), {"institution": handed.uid})
    notice(desk, handed.uid)  # a paper about it may be made


def test_the_city_may_have_contracts_of_its_own_at_a_districts_institution(city):
    there = received(city, "institution", "i", HERE, name="甲校")
    ownership.require_own_parent(city, REFUND, {"institution": there.uid})
    with pytest.raises(RefusedError, match="不能在金水区教育局的记录下面新增处置"):
        ownership.require_own_parent(city, find("disposition"), {"institution": there.uid})
    mine = school(city, "市属学校")
    enter(city, "disposition", {"institution": mine, "kind": "规范保留", "on": city.day})
