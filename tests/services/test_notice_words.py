"""The sentences of a notice, each as the office, the records and the clerk's typing make it."""

from datetime import date

import pytest

from shuangjian_desktop.registers.offices import offices
from shuangjian_desktop.registers.reference import reference_uid
from shuangjian_desktop.services import notice_words
from shuangjian_desktop.services.notice_words import (
    DEFAULTS,
    deadline_from,
    full_name,
    paper_of,
    set_settings,
    settings,
)
from shuangjian_desktop.services.steps import steps
from tests.services.entries import enter, school

DAY = date(2022, 3, 1)
_OFFICERS = "刘洋、周敏"


@pytest.fixture
def paper(desk):
    """What the paper of a notice with these values says."""

    def make(**values):
        words = notice_words.notice_words(desk)
        return paper_of(desk.ledger.reader, {"facts": "未公示", "requirements": "公示", **values}, words, "王芳")

    return make


def visit(desk, kind):
    return enter(desk, "inspection", {"on": DAY, "kind": kind, "place": "花园路", "officers": _OFFICERS})


# --- the office's words ----------------------------------------------------------------------------------------------
def test_until_the_office_says_otherwise(desk):
    words = notice_words.notice_words(desk)
    assert (words.office, words.days, words.red_head, words.system_fonts) == ("郑州市金水区教育局", 15, False, False)
    assert words.requirements == DEFAULTS["notice_requirements"]
    assert (len(words.closing), words.contact) == (1, "")
    assert deadline_from(words, date(2022, 2, 20)) == date(2022, 3, 7)


def test_the_office_sets_its_words_each_as_a_step_and_only_what_is_other(desk):
    before = steps(desk, 1)[0].number
    said = {**settings(desk), "notice_days": " 30 ", "notice_head": "红头", "paper_fonts": "本机的字体"}
    assert len(set_settings(desk, said)) == 3
    assert set_settings(desk, said) == []
    assert {one.title for one in steps(desk, 9) if one.number > before} == {
        "设置：整改期限的天数", "设置：整改通知书的版头", "设置：文书的字体"
    }  # fmt: skip
    words = notice_words.notice_words(desk)
    assert (words.days, words.red_head, words.system_fonts) == (30, True, True)


@pytest.mark.parametrize("typed", ["", "   ", "十五", "-3", "1.5"])
def test_days_that_are_no_number_leave_the_programs(desk, typed):
    desk.set_setting("notice_days", typed)
    assert notice_words.notice_words(desk).days == 15


def test_a_word_that_is_cleared_is_the_programs_again(desk):
    desk.set_setting("office_name", "金水区校外培训监管办公室")
    assert settings(desk)["office_name"] == "金水区校外培训监管办公室"
    set_settings(desk, {"office_name": "  "})
    assert settings(desk)["office_name"] == "郑州市金水区教育局"
    set_settings(desk, {"number_prefix": ""})
    assert settings(desk)["number_prefix"] == ""


def test_every_office_has_a_name_of_its_own_on_paper():
    names = [full_name(one.code) for one in offices()]
    assert len(set(names)) == len(names)
    assert not any("郑州市郑州" in name or name.count("市") > 1 for name in names)
    assert {"郑州航空港经济综合实验区教育局", "中牟县教育局", "新郑市教育局", "郑州市郑东新区教育局"} < set(names)


# --- whom it concerns ------------------------------------------------------------------------------------------------
_SCHOOL = {"uscc": "52410105MJ0123456T", "legal_representative": "王建军", "address": "花园路39号"}


@pytest.mark.parametrize(
    ("values", "addressee", "sentence"),
    [
        (_SCHOOL, "甲校", "统一社会信用代码：52410105MJ0123456T，法定代表人（负责人）：王建军，办学地址：花园路39号。"),
        ({"principal": "李强"}, "甲校", "法定代表人（负责人）：李强。"),
        ({"legal_representative": "王建军", "principal": "李强"}, "甲校", "法定代表人（负责人）：王建军。"),
        ({"registered_address": "文化路1号"}, "甲校", "办学地址：文化路1号。"),
        ({"address": "花园路39号", "registered_address": "文化路1号"}, "甲校", "办学地址：花园路39号。"),
        ({"campus": "北校区"}, "甲校（北校区）", ""),
        ({"name": "甲校北校区", "campus": "北校区"}, "甲校北校区", ""),
        ({}, "甲校", ""),
    ],
)
def test_an_institution_is_described_by_what_is_known(desk, paper, values, addressee, sentence):
    found = paper(institution=school(desk, **{"name": "甲校", **values}))
    assert found.addressee == addressee
    assert found.opening == (*filter(None, [sentence]), "经查，你单位存在以下问题：")
    assert found.whom == "被通知单位"
    assert "加盖公章后" in "".join(found.closing)


@pytest.mark.parametrize(
    ("values", "addressee", "whom", "you", "sentence"),
    [
        (
            {"kind": "个人", "name": "钱某", "identity_no": "410105201206153032", "phone": "13800000011"},
            "钱某",
            "被通知人",
            "你",
            "身份证号：410105201206153032，地址：花园路85号院。",
        ),
        ({"kind": "个人"}, "花园路85号院", "被通知对象", "你处", "场所地址：花园路85号院。"),
        (
            {"kind": "场所", "name": "楼上班"},
            "楼上班（花园路85号院）",
            "被通知对象",
            "你处",
            "场所地址：花园路85号院。",
        ),
    ],
)
def test_people_and_places(desk, paper, values, addressee, whom, you, sentence):
    found = paper(addressee=enter(desk, "addressee", {"address": "花园路85号院", **values}), deadline=DAY)
    assert (found.addressee, found.whom, found.place) == (addressee, whom, "花园路85号院")
    assert found.opening == (sentence, f"经查，{you}存在以下问题：")
    assert found.order == f"现责令{you}于2022年3月1日前完成整改，整改要求如下："
    assert "加盖公章" not in "".join(found.closing)


def test_the_phone_of_a_person_stands_on_the_stub_alone(desk, paper):
    person = {"kind": "个人", "name": "钱某", "address": "花园路", "phone": "13800000011"}
    found = paper(addressee=enter(desk, "addressee", person))
    assert ("联系电话", "13800000011") in found.identity[0]
    assert "13800000011" not in "".join(found.opening)


def test_of_nobody_nothing_is_said(paper):
    found = paper()
    assert (found.addressee, found.place, found.case) == ("", "", "未公示")
    assert found.opening == ("经查，你处存在以下问题：",)


# --- the visit, the basis, the deadline ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "said"), [("日巡查", "日常巡查"), ("专项检查", "专项检查"), ("线索核查", "线索核查"), (None, "日常巡查")]
)
def test_the_visit_on_which_it_rests(desk, paper, kind, said):
    found = paper(institution=school(desk), inspection=visit(desk, kind))
    assert found.opening == (f"我局于2022年3月1日对你单位开展{said}，发现存在以下问题：",)
    assert found.inspected_on == "2022年3月1日"


@pytest.mark.parametrize(
    ("title", "number", "articles", "said"),
    [
        ("校外培训办法", "教育部令第53号", "第二十条", "依据《校外培训办法》（教育部令第53号）第二十条的有关规定，"),
        ("《校外培训办法》", None, "第二十条。", "依据《校外培训办法》第二十条的有关规定，"),
        ("校外培训办法", None, "  ", "依据《校外培训办法》的有关规定，"),
        (None, None, "《某条例》第三条；", "依据《某条例》第三条的有关规定，"),
        (None, None, None, ""),
    ],
)
def test_on_what_the_order_rests(desk, paper, title, number, articles, said):
    source = enter(desk, "legal_source", {"title": title, "number": number}) if title else None
    order = paper(institution=school(desk), legal_basis=source, articles=articles, deadline=DAY).order
    assert order == f"{said}现责令你单位于2022年3月1日前完成整改，整改要求如下："


def test_number_and_days_stand_as_papers_write_them(desk, paper):
    found = paper(institution=school(desk), number="郑金教改〔2022〕1号", issued_on=DAY, deadline=date(2022, 12, 31))
    assert (found.number, found.issued_on, found.deadline) == ("郑金教改〔2022〕1号", "2022年3月1日", "2022年12月31日")
    assert (found.office, found.title, found.operator) == ("郑州市金水区教育局", "责令限期整改通知书", "王芳")


def test_without_a_day_the_pen_fills_in_what_is_missing(desk, paper):
    found = paper(institution=school(desk))
    assert found.order == "现责令你单位限期完成整改，整改要求如下："
    assert (found.number, found.issued_on, found.inspected_on, found.deadline) == ("", "", "", "")


# --- facts and requirements ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "facts", "numbered"),
    [
        ("未公示", ("未公示。",), False),
        ("未公示\n\n  未退费  \n", ("未公示。", "未退费。"), True),
        ("未公示；\n未退费！", ("未公示；", "未退费！"), True),
        ("一、未公示\n二、未退费", ("一、未公示。", "二、未退费。"), False),
        ("1.未公示\n2.未退费", ("1.未公示。", "2.未退费。"), False),
        ("（一）未公示\n（二）未退费", ("（一）未公示。", "（二）未退费。"), False),
        ("①未公示\n②未退费", ("①未公示。", "②未退费。"), False),
        ("第12条未公示\n未退费", ("第12条未公示。", "未退费。"), True),
        ("", (), False),
    ],
)
def test_facts_get_the_stops_and_numbers_that_the_clerk_left_out(paper, typed, facts, numbered):
    found = paper(facts=typed)
    assert (found.facts, found.facts_numbered) == (facts, numbered)


@pytest.mark.parametrize(
    ("typed", "said", "numbered"),
    [
        ("公示", ("公示。",), False),
        ("公示\n退费\n报告", ("公示；", "退费；", "报告。"), True),
        ("1、公示\n2、退费", ("1、公示；", "2、退费。"), False),
    ],
)
def test_requirements_go_on_until_the_last(paper, typed, said, numbered):
    found = paper(requirements=typed)
    assert (found.requirements, found.requirements_numbered) == (said, numbered)


@pytest.mark.parametrize(
    ("facts", "subjects", "case"),
    [
        (["未公示收费标准。现场没有公示牌"], ("未公示收费标准",), "未公示收费标准"),
        (["一、未公示：墙上没有", "二、未退费"], ("1.未公示", "2.未退费"), "未公示、未退费"),
        ([f"问题{n}" for n in range(1, 5)], ("1.问题1", "2.问题2", "3.问题3", "4.问题4"), "问题1、问题2、问题3等"),
        (["甲", "乙", "丙"], ("1.甲", "2.乙", "3.丙"), "甲、乙、丙"),
        (["长" * 40], ("长" * 40,), "长" * 40),
        (["长" * 41], ("长" * 39 + "…",), "长" * 39 + "…"),
        (["。"], ("。",), "。"),
    ],
)
def test_the_stub_tells_the_facts_in_a_few_words(paper, facts, subjects, case):
    found = paper(facts="\n".join(facts))
    assert (found.subjects, found.case) == (subjects, case)


@pytest.mark.parametrize(("count", "last"), [(6, "6.问题6"), (7, "……共 7 项"), (12, "……共 12 项")])
def test_the_stub_has_room_for_six(paper, count, last):
    subjects = paper(facts="\n".join(f"问题{number}" for number in range(1, count + 1))).subjects
    assert (len(subjects), subjects[5], subjects[-1]) == (min(count, 7), "6.问题6", last)


def test_the_kind_of_violation_names_the_case(paper):
    assert paper(violation=reference_uid("violation_code", "w01")).case == "擅自举办校外培训机构"
