"""Institutions: who is the same, what dispositions make of them, what sheets state, what is checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.register import Child, Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers.institution import INSTITUTION
from shuangjian_desktop.registers.institution_children import DISPOSITION_ROWS, FORMER_NAME
from shuangjian_desktop.registers.words import CATEGORY, DISPOSITION, LICENCE_STATE, is_non_subject, is_subject

TODAY = date(2022, 2, 15)


def test_uscc_alone_does_not_merge_campuses() -> None:
    uscc = {"uscc": "91410105MA45TQ8W0R", "name": "晨星"}
    assert INSTITUTION.same({**uscc, "campus": "未来路教学点"}, {**uscc, "campus": "未来路 教学点", "name": "晨星美术"})
    assert not INSTITUTION.same({**uscc, "campus": "未来路教学点"}, {**uscc, "campus": "花园路教学点"})
    assert not INSTITUTION.same({**uscc, "address": "花园路 1 号"}, {**uscc, "address": "花园路 2 号"})
    assert INSTITUTION.same({**uscc, "address": "花园路 1 号"}, {"name": "晨星"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"uscc": "9", "name": "甲"}, {"uscc": "9", "name": "乙"}),  # uscc alone tells nothing
        ({"address": "花园路 1 号", "name": "甲"}, {"address": "花园路 1 号", "name": "乙"}),  # nor does a place alone
        ({"uscc": "8", "campus": "北校区"}, {"uscc": "9", "campus": "北校区"}),
    ],
)
def test_what_is_not_the_same(one: Values, other: Values) -> None:
    assert not INSTITUTION.same(one, other)


def test_the_campus_tells_before_the_address() -> None:
    one = {"uscc": "9", "campus": "北校区", "address": "花园路 1 号"}
    assert INSTITUTION.same(one, {**one, "address": "花园路 2 号"})
    assert not INSTITUTION.same(one, {**one, "campus": "南校区"})


def test_the_licence_number_comes_first() -> None:
    one = {"licence_no": "教民141010570001239号", "name": "启航"}
    assert INSTITUTION.same(one, {**one, "name": "启航教育", "uscc": "52410105MJ0123456T"})
    assert not INSTITUTION.same(one, {"licence_no": "教民141010570004561号", "name": "启航"})
    assert INSTITUTION.same({"name": "启航（英语）"}, {"name": "启航(英语) "})


def test_the_last_disposition_by_date_is_the_state() -> None:
    rows = [
        {"kind": "取缔关停", "on": date(2021, 11, 1)},
        {"kind": "规范保留", "on": date(2021, 9, 1)},
        {"kind": "转托管", "on": date(2021, 11, 1)},
    ]
    found = INSTITUTION.compute({}, {"disposition": rows, "former_name": [{"name": "甲"}, {"name": "乙"}]})
    assert found == {"disposition": "转托管", "disposition_on": date(2021, 11, 1), "former_names": "甲、乙"}
    assert set(INSTITUTION.compute({}, {}).values()) == {None}


def test_a_row_that_is_not_filled_yet_makes_no_state() -> None:
    rows = [{"kind": "取缔关停", "on": date(2021, 11, 1)}, {"kind": "规范保留", "on": None}]
    found = INSTITUTION.compute({}, {"disposition": rows, "former_name": [{"name": None}, {"name": "甲"}, {}]})
    assert (found["disposition"], found["former_names"]) == ("取缔关停", "甲")
    assert INSTITUTION.compute({}, {"disposition": rows[1:]})["disposition"] is None


def absorb(row: Values, *, dispositions: tuple[Values, ...] = (), names: tuple[Values, ...] = ()) -> tuple[Child, ...]:
    assert INSTITUTION.absorb
    taken = INSTITUTION.absorb(row, {}, {"disposition": dispositions, "former_name": names}, TODAY)
    assert taken.problems == ()
    return taken.children


def test_a_stated_disposition_becomes_a_row_once() -> None:
    row: dict[str, Value] = {"disposition": "取缔关停", "disposition_on": date(2021, 11, 12)}
    (made,) = absorb(row)
    assert made == Child("disposition", {"kind": "取缔关停", "on": date(2021, 11, 12)})
    assert absorb(row, dispositions=(made.values,)) == ()
    later = {"kind": "规范保留", "on": TODAY}
    assert absorb(row, dispositions=(made.values, later)) == ()  # an old list brings nothing back
    assert absorb({"disposition": "取缔关停"}, dispositions=(made.values, later)) == ()


@pytest.mark.parametrize(
    ("stated", "new"),
    [
        ({"kind": "取缔关停", "on": date(2021, 11, 12)}, False),
        ({"kind": "取缔关停", "on": date(2021, 11, 13)}, True),
        ({"kind": "规范保留", "on": date(2021, 11, 12)}, True),
        ({"kind": "取缔关停", "on": None}, False),
        ({"kind": "规范保留", "on": None}, True),
        ({"kind": None, "on": date(2021, 11, 12)}, False),
    ],
)
def test_a_disposition_is_new_by_kind_and_day(stated: Values, new: bool) -> None:
    held = ({"kind": "取缔关停", "on": date(2021, 11, 12)},)
    made = absorb({"disposition": stated["kind"], "disposition_on": stated["on"]}, dispositions=held)
    assert [child.values["kind"] for child in made] == ([stated["kind"]] if new else [])


def test_a_disposition_without_a_day_is_noted_as_such() -> None:
    (made,) = absorb({"disposition": "转非学科"})
    assert made.values == {"kind": "转非学科", "on": TODAY, "notes": "名单未写处置日期，按导入日期记"}


def test_a_day_without_a_disposition_is_wrong() -> None:
    assert INSTITUTION.absorb
    held = {"kind": "取缔关停", "on": date(2021, 11, 12)}
    for rows in ([], [held]):
        taken = INSTITUTION.absorb({"disposition_on": TODAY}, {}, {"disposition": rows}, TODAY)
        assert [(problem.field, problem.level) for problem in taken.problems] == [("disposition", "error")]


def test_former_names_become_rows_once() -> None:
    made = absorb({"former_names": "启航补习学校、启航 文化（郑州）；启航补习学校"})
    assert [child.values["name"] for child in made] == ["启航补习学校", "启航文化（郑州）"]
    assert absorb({"former_names": "启航文化(郑州)"}, names=tuple(child.values for child in made)) == ()


@given(
    st.none() | st.sampled_from(DISPOSITION.options),
    st.none() | st.dates(date(2021, 1, 1), TODAY),
    st.none() | st.text("甲乙丙、；（） ", max_size=12),
)
def test_absorbing_twice_is_absorbing_once(kind: str | None, day: date | None, names: str | None) -> None:
    assert INSTITUTION.absorb
    row = {"disposition": kind, "disposition_on": day, "former_names": names}
    taken = INSTITUTION.absorb(row, {}, {}, TODAY)
    rows = {
        key: [made.values for made in taken.children if made.register == key] for key in ("disposition", "former_name")
    }
    again = INSTITUTION.absorb(row, {}, rows, date(2022, 3, 1))
    assert again.children == ()
    assert again.problems == taken.problems


def notices(values: Values, **related: Values) -> dict[str, str]:
    found = check_record(INSTITUTION, {"name": "甲", **values}, related.get)
    return {problem.field: problem.level for problem in found}


def test_what_is_checked() -> None:
    assert notices({}) == {}
    assert notices({"licence_from": date(2022, 1, 1), "licence_until": date(2021, 1, 1)}) == {"licence_until": "error"}
    assert notices({"licence_state": "无证无照", "licence_no": "教民1"}) == {"licence_state": "notice"}
    assert notices({"licence_state": "有照无证", "uscc": "9"}) == {}
    assert notices({}, parent_institution={"name": "甲"}) == {"parent_institution": "error"}
    assert notices({"campus": "北校区"}, parent_institution={"name": "甲"}) == {}


@pytest.mark.parametrize("state", LICENCE_STATE.options)
@pytest.mark.parametrize(("number", "contradicted"), [("licence_no", "无证"), ("uscc", "无照")])
def test_a_number_contradicts_a_state_without_it(state: str, number: str, contradicted: str) -> None:
    assert notices({"licence_state": state, number: "9"}) == (
        {"licence_state": "notice"} if contradicted in state else {}
    )
    assert notices({"licence_state": state}) == {}


@pytest.mark.parametrize(
    ("category", "day", "told"),
    [
        ("学科类", date(2021, 7, 25), True),
        ("学科类", date(2021, 7, 24), False),
        ("非学科类（体育）", date(2021, 9, 1), False),
        ("学科类", None, False),
    ],
)
def test_a_new_subject_licence_is_told(category: str, day: date | None, told: bool) -> None:
    assert notices({"category": category, "licensed_on": day}) == ({"licensed_on": "notice"} if told else {})


def test_categories_are_of_two_sorts() -> None:
    assert is_subject(CATEGORY.parse("学科"))
    assert is_non_subject(CATEGORY.parse("艺术类"))
    assert not is_subject(CATEGORY.parse("非学科类"))
    assert not is_non_subject(None)
    assert all(is_subject(word) != is_non_subject(word) for word in CATEGORY.options)


def test_the_rows_below_have_keys_of_their_own() -> None:
    row = {"institution": "i", "on": TODAY, "kind": "转托管", "by": "甲"}
    assert DISPOSITION_ROWS.same(row, {**row, "by": "乙"})
    wrong = {"institution": "i", "name": "甲", "from": TODAY, "until": date(2021, 1, 1)}
    assert [found.field for found in check_record(FORMER_NAME, wrong, lambda _key: None)] == ["until"]
