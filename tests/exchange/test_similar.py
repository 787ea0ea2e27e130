"""When two spellings may mean one institution at one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.exchange.planning.similar import Likeness, cores, names_alike, place_of, places_alike
from tests.exchange.sheets import names_of_roster


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州利普培训学校有限公司", "利普教育培训学校"),
        ("郑州市金水区启航教育培训学校", "启航教育"),
        ("朗宁双语美育中心（杭州彦迪教育咨询有限公司）", "彦迪教育咨询有限公司"),
        ("新鸿教育", "杭州新鸿教育科技有限公司"),
        ("晨星艺术培训", "晨星艺术培训学校（晨星美术）"),
        ("小码教育科技有限公司西子分公司", "小码教育科技西子"),
    ],
)
def test_names_that_may_be_one(one: str, other: str) -> None:
    assert names_alike(cores(one), cores(other))
    assert names_alike(cores(other), cores(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州利普培训学校有限公司", "杭州明德培训学校有限公司"),
        ("金水区第一培训学校", "金水区育才培训学校"),
        ("杭州少之华教育信息咨询有限公司", "杭州好囡信息技术有限公司"),
        ("艺术培训中心", "教育咨询公司"),
    ],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert not names_alike(cores(one), cores(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("江干区景昙路9号西子国际中心三楼301-74", "西子国际中心3层301-74"),
        ("杭州市江干区新塘路58号广新大厦303室", "新塘路58号广新大厦303"),
        ("太平门直街260号三新银座601室", "三新银座601"),
        ("三新大厦十一楼", "三新大厦11楼"),
        ("凤起时代大厦B幢402", "凤起时代大厦B座402室"),
        ("郑州市金水区花园路85号院3号楼", "花园路85号院3号楼2单元501"),
    ],
)
def test_places_that_may_be_one(one: str, other: str) -> None:
    assert places_alike(place_of(one), place_of(other))
    assert places_alike(place_of(other), place_of(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新塘路58号广新大厦303室", "新塘路58号广新大厦301室"),
        ("三堡产业大厦C座3-05", "三堡产业大厦C座3-06"),
        ("三新大厦10楼", "三新大厦11楼"),
        ("花园路12号", "未来路12号"),
        ("西子国际三楼301-75", "元华旺座A501室"),
        ("庆春银泰", "来福士广场"),
        ("", "花园路1号"),
    ],
)
def test_places_that_are_two(one: str, other: str) -> None:
    assert not places_alike(place_of(one), place_of(other))


def test_the_real_roster_finds_itself_and_raises_few_questions() -> None:
    roster = [(str(number), (name, address)) for number, (_c, name, address) in enumerate(names_of_roster())]
    likeness = Likeness(roster)
    found = {uid: [other for other, _name, _address in likeness.find(*row)] for uid, row in roster}
    assert all(uid in others for uid, others in found.items())
    pairs = {frozenset((uid, other)) for uid, others in found.items() for other in others if uid != other}
    assert len(pairs) <= 3


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    assert places_alike(place_of(one), place_of(other)) == places_alike(place_of(other), place_of(one))
    assert names_alike(cores(one), cores(other)) == names_alike(cores(other), cores(one))
