"""What the city writes at a district's records, and what it keeps of its own beside them."""

from datetime import date

import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import exporting, figures, importing, ownership
from tests.packages.conftest import CITY, JINSHUI, all_of, edit, fates, look, names, receive
from tests.services.entries import change, enter, notice, payment, refund, school

OPINION = {"city_opinion": "限期补齐消防手续", "city_reviewed_on": date(2022, 1, 20)}


@pytest.fixture
def there(jinshui, city, send):
    """An institution of the district that the city has."""
    uid = school(jinshui, "甲校", notes="原样")
    receive(city, send(jinshui))
    return uid


def test_the_city_writes_its_opinion_and_it_travels_down(jinshui, city, send, there):
    change(city, "institution", there, **OPINION)
    down = send(city, JINSHUI)
    assert fates(look(jinshui, down)) == {"update": 1}
    receive(jinshui, down)
    held = jinshui.record("institution", there).values
    assert {key: held[key] for key in OPINION} == OPINION
    # What the district sends afterwards leaves it as it is, and so does an old package of the district.
    change(jinshui, "institution", there, notes="区里改的")
    receive(city, send(jinshui))
    change(city, "institution", there, city_opinion="已补齐")
    receive(city, send(jinshui, full=True))
    assert city.record("institution", there).values["city_opinion"] == "已补齐"
    assert city.record("institution", there).values["notes"] == "区里改的"
    receive(jinshui, send(city, JINSHUI))
    assert jinshui.record("institution", there).values["city_opinion"] == "已补齐"
    assert jinshui.record("institution", there).values["notes"] == "区里改的"


def test_each_writes_its_own_fields_alone(jinshui, city, there):
    with pytest.raises(RefusedError, match="是金水区教育局的记录"):
        change(city, "institution", there, notes="市里改的")
    with pytest.raises(RefusedError, match="是金水区教育局的记录"):
        change(city, "institution", there, **OPINION, name="改名")
    with pytest.raises(RefusedError, match="“市局核查意见”由市局填写"):
        change(jinshui, "institution", there, city_opinion="区里写的")
    with pytest.raises(RefusedError, match="“市局核查日期”由市局填写"):
        school(jinshui, "乙校", city_reviewed_on=date(2022, 1, 20))
    assert city.record("institution", there).revision == jinshui.record("institution", there).revision == 1


def test_the_form_lets_just_these_be_typed(jinshui, city, there):
    register = "institution"
    theirs, own = city.record(register, there), jinshui.record(register, there)
    institution = find(register)
    assert ownership.open_fields(city, institution, theirs) == set(OPINION)
    assert ownership.open_fields(jinshui, institution, own).isdisjoint(OPINION)
    assert "name" in ownership.open_fields(jinshui, institution, own)
    assert {"name", *OPINION} <= ownership.open_fields(city, institution, None)
    assert "“市局核查意见”" in ownership.told_whose(city, institution, theirs)


def test_a_hand_in_the_districts_package_does_not_write_for_the_city(jinshui, city, send, there):
    change(city, "institution", there, city_opinion="同意")
    receive(jinshui, send(city, JINSHUI))
    change(jinshui, "institution", there, notes="区里改的")

    def write(book):
        sheet = book["机构台账"]
        heads = [cell.value for cell in sheet[1]]
        sheet.cell(2, heads.index("市局核查意见") + 1).value = "有人改的"

    receipt = receive(city, edit(send(jinshui), write), confirmed=True)
    [row] = receipt.plan.rows
    assert (dict(row.values), dict(row.kept)) == ({"notes": "区里改的"}, {"city_opinion": "有人改的"})
    assert city.record("institution", there).values["city_opinion"] == "同意"


def test_no_sheet_of_a_clerk_fills_what_is_the_citys(jinshui, there, tmp_path):
    path = tmp_path / "机构.xlsx"
    exporting.export(jinshui, Query("institution"), path)

    def write(book):
        sheet = book.active
        place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "市局核查意见")
        sheet.cell(place.row + 1, place.column).value = "表里写的"

    proposal = importing.propose(jinshui, importing.read(edit(path, write)), "institution")
    assert not {"city_opinion", "city_reviewed_on"} & proposal.mapping.fields.keys()
    assert any("没有导入的列" in line and "市局核查意见" in line for line in importing.told(proposal))


def test_the_citys_own_stand_beside_the_districts_and_stay_at_home(jinshui, city, send, there):
    own = school(city, "市属学校", category="学科类", licence_no="教民141010570000001")
    refund(city, own, payments=[payment(20_000)])
    enter(city, "inspection", {"on": date(2022, 1, 5), "place": "郑东", "officers": "刘洋、周敏"})
    paper = notice(city, own)
    about = refund(city, there, "李子轩", [payment(5_000)])  # of its own, about a district's institution
    refund(jinshui, there, payments=[payment(30_000)])
    receive(city, send(jinshui))
    assert names(city) == ["市属学校", "甲校"]
    for full in (False, True):
        down = look(jinshui, send(city, JINSHUI, full=full))
        assert fates(down) == {}
        receive(jinshui, send(city, JINSHUI, full=True))
    assert names(jinshui) == ["甲校"]
    assert [all_of(jinshui, key) for key in ("rectification_notice", "inspection")] == [{}, {}]
    # A full package of the district does not take the city's own away.
    receive(city, send(jinshui, full=True))
    assert {own, there} == all_of(city).keys()
    assert about in all_of(city, "refund")
    assert paper in all_of(city, "rectification_notice")


def test_the_citys_own_count_in_its_sum_under_its_own_line(jinshui, city, send, there):
    refund(city, school(city, "市属学校"), payments=[payment(20_000)])
    refund(jinshui, there, "李子轩", payments=[payment(30_000)])
    receive(city, send(jinshui))
    paid = next(one for one in figures.count(city) if one.figure.key == "refunds_paid")
    lines = {code: paid.of(code).value for code, _name in figures.table(city, [paid])}
    assert (lines[""], lines[CITY], lines[JINSHUI]) == (50_000, 20_000, 30_000)
    assert ("4101", "郑州市") in figures.table(city, [paid])
