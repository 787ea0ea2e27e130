"""A notice from draft to its end: what can be done when, and what cannot be taken back any more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.kinds import Value, ValueProblem
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers.notice_life import FROZEN, STATES
from shuangjian_desktop.registers.notice_number import PaperNumber, number_parts, number_text
from shuangjian_desktop.registers.rectification_notice import RECTIFICATION_NOTICE as NOTICE

TODAY = date(2022, 2, 15)
DRAFT: dict[str, Value] = {
    "institution": "i",
    "facts": "未取得办学许可开展学科培训",
    "requirements": "立即停止",
    "deadline": date(2022, 2, 20),
}
ASKED: dict[str, Values] = {
    "issue": {"issued_on": date(2022, 2, 1), "prefix": "郑金教改", "year": 2022, "serial": 12},
    "serve": {"served_on": date(2022, 2, 2), "service_way": "直接送达", "receiver": "王某"},
    "reinspect": {"reinspected_on": date(2022, 2, 12), "reinspection_result": "合格"},
    "close": {"closed_on": date(2022, 2, 13)},
    "void": {"voided_on": date(2022, 2, 13), "void_reason": "当事人有误"},
}
ACTIONS = {action.key: action for action in NOTICE.actions}


def shown(values: Values, key: str) -> Value:
    return NOTICE.compute(values, {})[key]


def do(values: Values, *deeds: str, **other: Value) -> dict[str, Value]:
    """Do one deed after another, as a ledger would: only what is possible, and what the guard lets pass."""
    now = dict(values)
    for deed in deeds:
        assert ACTIONS[deed].possible(now), deed
        after = {**now, **ACTIONS[deed].apply(now, {**ASKED[deed], **other})}
        assert NOTICE.guard
        assert NOTICE.guard(now, after) == ""
        now = after
    return now


def possible(values: Values) -> set[str]:
    return {key for key, action in ACTIONS.items() if action.possible(values)}


def errors(values: Values) -> set[str]:
    whole = {**values, **NOTICE.compute(values, {})}
    return {found.field for found in check_record(NOTICE, whole, lambda _key: None) if found.level == "error"}


def test_the_life_of_a_notice() -> None:
    life = [("草稿", {"issue"})]
    assert (shown(DRAFT, "state"), possible(DRAFT)) == life[0]
    issued = do(DRAFT, "issue")
    assert (shown(issued, "state"), possible(issued)) == ("已下达", {"serve", "void"})
    assert shown(issued, "number") == "郑金教改〔2022〕12号"
    served = do(issued, "serve")
    assert (shown(served, "state"), possible(served)) == ("已送达", {"reinspect", "void"})
    failed = do(served, "reinspect", reinspection_result="不合格")
    assert (shown(failed, "state"), possible(failed)) == ("复查不合格", {"reinspect", "void"})
    passed = do(failed, "reinspect")
    assert (shown(passed, "state"), possible(passed)) == ("复查合格", {"close", "void"})
    closed = do(passed, "close")
    assert (shown(closed, "state"), possible(closed)) == ("结案", {"void"})
    assert errors(closed) == set()


def test_a_void_notice_keeps_its_number() -> None:
    void = do(DRAFT, "issue", "serve", "void")
    assert (shown(void, "state"), shown(void, "number"), possible(void)) == ("作废", "郑金教改〔2022〕12号", set())
    assert not ACTIONS["void"].possible(DRAFT)  # a draft is deleted, not voided
    assert errors(void) == set()


def test_what_has_left_the_house_is_not_undone() -> None:
    assert NOTICE.guard
    issued = do(DRAFT, "issue")
    assert NOTICE.guard(DRAFT, None) == ""
    assert NOTICE.guard(DRAFT, {**DRAFT, "facts": "改"}) == ""
    assert NOTICE.guard(issued, None) == "郑金教改〔2022〕12号 已经下达，不能删除，只能作废"
    assert "不能收回" in NOTICE.guard(issued, DRAFT)  # undo of the issue
    assert "不能收回" in NOTICE.guard(issued, {**issued, "serial": 13})
    for key in FROZEN:
        assert "不能再改" in NOTICE.guard(issued, {**issued, key: "别的"})
    assert NOTICE.guard(issued, {**issued, "notes": "已电话通知", "served_on": date(2022, 2, 3)}) == ""


@given(st.lists(st.sampled_from(sorted(ACTIONS)), max_size=12))
def test_every_way_through_life_keeps_the_rules(deeds: list[str]) -> None:
    now: dict[str, Value] = dict(DRAFT)
    numbers = set()
    for deed in deeds:
        if deed in possible(now):
            now = do(now, deed)
        numbers |= {shown(now, "number")} - {None}
        assert shown(now, "state") in STATES
        assert errors(now) == set()
    assert len(numbers) <= 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"institution": None}, "institution"),
        ({"addressee": "a"}, "institution"),
        ({"facts": None}, "facts"),
        ({"serial": 12, "year": 2022, "issued_on": date(2022, 2, 1), "deadline": None}, "deadline"),
        ({"serial": 12, "year": 2022, "issued_on": date(2022, 2, 21)}, "deadline"),
        ({"served_on": date(2022, 2, 1)}, "served_on"),
        ({"serial": 12, "year": 2022, "issued_on": date(2022, 2, 2), "served_on": date(2022, 2, 1)}, "served_on"),
        ({"closed_on": date(2022, 2, 1), "reinspection_result": "不合格"}, "closed_on"),
        ({"reinspection_result": "合格"}, "reinspected_on"),
        ({"voided_on": TODAY}, "void_reason"),
    ],
)
def test_what_contradicts_itself_is_named(changed: Values, field: str) -> None:
    assert field in errors({**DRAFT, **changed})


@pytest.mark.parametrize(
    "text",
    [
        "郑金教改〔2022〕12号",
        "郑金教改[2022]12号",
        "郑金教改（2022）第12号",
        "郑金教改【2022】 012 号",
        "郑金教改［２０２２］１２号",
    ],
)
def test_a_number_is_read_however_its_brackets_stand(text: str) -> None:
    assert PaperNumber().parse(text) == "郑金教改〔2022〕12号"
    assert number_parts(text) == ("郑金教改", 2022, 12)


def test_what_is_no_number_is_refused() -> None:
    for text in ("12号", "郑金教改2022-12", "郑金教改〔2022〕0号"):
        with pytest.raises(ValueProblem, match="不是文号"):
            PaperNumber().parse(text)
    assert PaperNumber().parse("无") is None


@given(st.text("郑金教改办A", min_size=1, max_size=8), st.integers(1990, 2099), st.integers(1, 99_999))
def test_a_printed_number_gives_its_parts_back(prefix: str, year: int, serial: int) -> None:
    assert number_parts(number_text(prefix, year, serial)) == (prefix, year, serial)


OLD: dict[str, Value] = {**DRAFT, "number": "郑金教改〔2021〕7号", "issued_on": date(2021, 11, 13)}


def absorb(row: Values, held: Values) -> tuple[Values, set[tuple[str, str]]]:
    assert NOTICE.absorb
    taken = NOTICE.absorb({**held, **row}, held, {}, TODAY)
    return taken.values, {(problem.field, problem.level) for problem in taken.problems}


def test_a_notice_from_before_the_program_keeps_its_number_and_dates() -> None:
    values, wrong = absorb({**OLD, "served_on": date(2021, 11, 14)}, {})
    assert wrong == set()
    held = {**DRAFT, **values}
    assert shown(held, "number") == "郑金教改〔2021〕7号"
    assert shown(held, "state") == "已送达"
    assert absorb({**OLD, "served_on": date(2021, 11, 14)}, held) == ({}, set())
    values, wrong = absorb({"number": OLD["number"], "reinspected_on": TODAY, "reinspection_result": "合格"}, held)
    assert (set(values), wrong) == ({"reinspected_on", "reinspection_result"}, set())
    values, wrong = absorb({"served_on": date(2021, 11, 20)}, held)
    assert (values, wrong) == ({}, {("served_on", "doubt")})
    assert absorb({"number": "郑金教改〔2021〕8号"}, held)[1] == {("number", "error")}
    assert absorb({"facts": "另有问题"}, held)[1] == {("facts", "error")}


def test_a_draft_has_neither_number_nor_dates() -> None:
    assert absorb(DRAFT, {}) == ({}, set())
    assert absorb({**DRAFT, "served_on": TODAY}, {})[1] == {("served_on", "error")}
    assert absorb({**DRAFT, "number": OLD["number"]}, {})[1] == {("issued_on", "error")}


def test_a_row_is_known_by_its_number() -> None:
    held = {"prefix": "郑金教改", "year": 2021, "serial": 7, "facts": "甲"}
    assert NOTICE.same({"number": "郑金教改〔2021〕7号", "facts": "乙"}, held)
    assert not NOTICE.same({"number": "郑金教改〔2021〕8号", "facts": "甲"}, held)
