"""The offices: found by their code, shown as their place, read back from what a sheet writes; what a hand-over says."""

from datetime import date

import pytest

from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.kinds import ValueProblem
from shuangjian_desktop.registers import BY_KEY
from shuangjian_desktop.registers.handover import HAND_OVER
from shuangjian_desktop.registers.offices import OFFICE_COLUMN, code_of, column, columns_of, office, offices

ASKED = {
    "handed_from": "金水区教育局",
    "handed_to": "中原区教育局",
    "handed_on": date(2022, 3, 1),
    "handover_reason": "郑教〔2022〕7号",
}


def test_the_city_and_its_districts() -> None:
    assert [one.code for one in offices() if one.is_city] == ["4101"]
    assert len(offices()) == 17
    assert len({one.number_prefix for one in offices()}) == 17
    assert (office("410105").name, office("410105").place, office(" 410105 ").number_prefix) == (
        "金水区教育局", "金水区", "郑金教改"
    )  # fmt: skip


def test_an_unknown_code_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError) as told:
        office("410199")
    assert "没有代码为“410199”的教育局" in told.value.text
    assert "410105 金水区教育局、" in told.value.text


@pytest.mark.parametrize("one", offices(), ids=lambda one: one.code)
def test_whose_a_record_is_reads_back_however_it_is_written(one) -> None:
    kind = OFFICE_COLUMN.kind
    assert kind.show(one.code) == one.place
    assert {kind.parse(text) for text in (one.code, one.place, one.name)} == {one.code}
    assert code_of(one.name) == one.code


def test_what_is_no_office() -> None:
    assert (code_of("某区教育局"), code_of(None)) == ("", "")
    assert OFFICE_COLUMN.kind.show("410199") == "410199"  # a code of before or after, shown as it is
    with pytest.raises(ValueProblem):
        OFFICE_COLUMN.kind.parse("某区")


def test_only_what_travels_says_whose_it_is() -> None:
    institution, holiday = BY_KEY["institution"], BY_KEY["holiday"]
    assert columns_of(institution) == (*institution.fields, OFFICE_COLUMN)
    assert columns_of(holiday) == holiday.fields
    assert column(institution, "office") is OFFICE_COLUMN
    assert column(institution, "name") is institution["name"]
    with pytest.raises(KeyError):
        column(holiday, "office")


@pytest.mark.parametrize(("before", "count"), [({}, 1), ({"handed_count": None}, 1), ({"handed_count": 2}, 3)])
def test_a_hand_over_writes_down_whence_whereto_when_why_and_which_it_is(before, count) -> None:
    assert HAND_OVER.apply({**before, "name": "甲"}, {**ASKED, "else": "x"}) == {**ASKED, "handed_count": count}
