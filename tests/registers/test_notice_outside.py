"""Notices beside the paper: what an issued one keeps, and what a sheet may say of one issued before the program."""

from datetime import date

import pytest

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers.rectification_notice import RECTIFICATION_NOTICE as NOTICE

TODAY, DAY = date(2022, 2, 15), date(2022, 2, 1)
NUMBER: dict[str, Value] = {"prefix": "郑金教改", "year": 2022, "serial": 12}
PAPER: dict[str, Value] = {
    "institution": "i",
    "addressee": None,
    "facts": "未公示",
    "violation": "v",
    "legal_basis": "l",
    "articles": "第二十条",
    "requirements": "公示",
    "deadline": date(2022, 2, 20),
}
ISSUED: dict[str, Value] = {**PAPER, **NUMBER, "issued_on": DAY}
LIFE: dict[str, Value] = {
    "issued_on": DAY,
    "served_on": date(2022, 2, 2),
    "service_way": "直接送达",
    "receiver": "王某",
    "reinspected_on": date(2022, 2, 12),
    "reinspection_result": "合格",
    "closed_on": date(2022, 2, 13),
    "voided_on": date(2022, 2, 14),
    "void_reason": "写错",
}


def refused(before: Values, after: Values | None) -> str:
    return NOTICE.refusal(before, after, sent=False)


# --- what an issued notice keeps -------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", PAPER)
def test_what_the_paper_says_stays(key: str) -> None:
    for other in (None, "别的"):
        if other != ISSUED[key]:
            assert "不能再改" in refused(ISSUED, {**ISSUED, key: other})
    assert refused(PAPER, {**PAPER, key: "别的"}) == ""  # a draft may say anything


@pytest.mark.parametrize("key", NUMBER)
def test_the_number_stays(key: str) -> None:
    assert "郑金教改〔2022〕12号 已经下达" in refused(ISSUED, {**ISSUED, key: 2021})


def test_the_day_of_issue_is_mended_and_not_taken_back() -> None:
    said = "郑金教改〔2022〕12号 已经下达，文号和下达日期不能收回，只能作废"
    assert refused(ISSUED, {**ISSUED, "issued_on": None}) == said
    assert refused(ISSUED, {**ISSUED, "issued_on": date(2022, 2, 2)}) == ""
    assert refused(PAPER, {**PAPER, "issued_on": None}) == ""


def test_what_to_do_is_said_only_where_something_can_be_done() -> None:
    assert refused(ISSUED, {**ISSUED, "facts": "改"}).endswith("不能再改；写错的请作废后重新下达")
    void = {**ISSUED, "voided_on": TODAY, "void_reason": "写错"}
    assert refused(void, {**void, "facts": "改"}).endswith("已经作废，对象、问题、依据、要求和期限不能再改")


@pytest.mark.parametrize("key", [key for key in LIFE if key != "issued_on"])
def test_what_happens_to_it_later_is_written_down_and_mended(key: str) -> None:
    assert refused(ISSUED, {**ISSUED, key: LIFE[key]}) == ""
    assert refused({**ISSUED, key: LIFE[key]}, ISSUED) == ""


@pytest.mark.parametrize(
    ("before", "after", "allowed"), [(None, 1, True), (1, 2, True), (2, 2, True), (2, 1, False), (1, None, False)]
)
def test_a_printing_is_not_forgotten(before: int | None, after: int | None, allowed: bool) -> None:
    said = refused({**ISSUED, "prints": before}, {**ISSUED, "prints": after})
    assert said == ("" if allowed else "郑金教改〔2022〕12号 已经打印，打印记录不能撤销")
    assert refused({**PAPER, "prints": before}, {**PAPER, "prints": after}) == ""


# --- what a sheet says -----------------------------------------------------------------------------------------------
def absorb(row: Values, held: Values) -> tuple[Values, list[tuple[str, str, str]]]:
    assert NOTICE.absorb
    taken = NOTICE.absorb({**held, **row}, held, {}, TODAY)
    return taken.values, [(problem.field, problem.level, problem.message) for problem in taken.problems]


@pytest.mark.parametrize("key", LIFE)
def test_each_fact_of_a_notice_from_outside_is_taken_over_once(key: str) -> None:
    first = {"number": "郑金教改[2022] 12号", "issued_on": DAY, key: LIFE[key]}
    assert absorb({**PAPER, **first}, {}) == ({**NUMBER, "issued_on": DAY, key: LIFE[key]}, [])
    held = {**ISSUED, key: LIFE[key]}
    assert absorb({**PAPER, **first}, held) == ({}, [])
    if key != "issued_on":
        assert absorb({key: LIFE[key]}, ISSUED) == ({key: LIFE[key]}, [])


@pytest.mark.parametrize("key", LIFE)
def test_what_the_ledger_knows_otherwise_is_asked_about(key: str) -> None:
    held = {**ISSUED, **LIFE}
    other: Value = date(2022, 2, 28) if isinstance(LIFE[key], date) else "别的"
    assert absorb({key: other}, held) == ({}, [(key, "doubt", f"台账中是 {LIFE[key]}，请核对")])


@pytest.mark.parametrize("key", LIFE)
def test_a_draft_has_no_life_yet(key: str) -> None:
    said = "没有文号的通知书是草稿，不能有这一项"
    assert absorb({**PAPER, key: LIFE[key]}, {}) == ({}, [(key, "error", said)])
    assert absorb({**PAPER, "number": "草稿", key: LIFE[key]}, {}) == ({}, [(key, "error", said)])


def test_a_number_wants_its_day_of_issue() -> None:
    said = [("issued_on", "error", "有文号的通知书须有下达日期")]
    assert absorb({**PAPER, "number": "郑金教改〔2022〕12号"}, {}) == ({}, said)
    assert absorb({**PAPER, "number": "郑金教改〔2022〕12号"}, PAPER) == ({}, said)
    assert absorb({"number": "郑金教改〔2022〕12号", "issued_on": DAY}, PAPER) == ({**NUMBER, "issued_on": DAY}, [])


@pytest.mark.parametrize("number", ["郑金教监〔2022〕12号", "郑金教改〔2021〕12号", "郑金教改〔2022〕13号"])
def test_a_notice_has_one_number(number: str) -> None:
    said = "台账中这份通知书的文号是 郑金教改〔2022〕12号"
    assert absorb({"number": number}, ISSUED) == ({}, [("number", "error", said)])


@pytest.mark.parametrize("key", PAPER)
def test_a_sheet_does_not_rewrite_an_issued_paper(key: str) -> None:
    said = "郑金教改〔2022〕12号 已经下达，这一项不能再改"
    assert absorb({key: "别的"}, ISSUED) == ({}, [(key, "error", said)])


# --- what contradicts itself -----------------------------------------------------------------------------------------
_NUMBERED: dict[str, Value] = {**NUMBER, "issued_on": DAY}
_VISITED: dict[str, Value] = {**_NUMBERED, "served_on": DAY, "reinspected_on": DAY}


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({**NUMBER, "deadline": None}, "deadline", "下达的通知书须有整改期限"),
        ({"served_on": DAY}, "served_on", "尚未下达，不能送达"),
        ({**_NUMBERED, "reinspection_result": "合格"}, "reinspected_on", "有复查结果，缺少复查日期"),
        ({**_VISITED, "reinspection_result": "不合格", "closed_on": DAY}, "closed_on", "复查合格后才能结案"),
        ({**_VISITED, "closed_on": DAY}, "closed_on", "复查合格后才能结案"),
        ({**_NUMBERED, "voided_on": DAY}, "void_reason", "作废须写明理由"),
        ({"institution": None}, "institution", "机构名称与受送达对象须填一个，且只填一个"),
        ({**_NUMBERED, "served_on": date(2022, 1, 31)}, "served_on", "早于下达日期 2022-02-01"),
        ({**_VISITED, "reinspected_on": date(2022, 1, 31)}, "reinspected_on", "早于送达日期 2022-02-01"),
        ({**_NUMBERED, "deadline": date(2022, 1, 31)}, "deadline", "早于下达日期 2022-02-01"),
    ],
)
def test_a_contradiction_is_told_once_and_in_words(changed: Values, field: str, said: str) -> None:
    found = check_record(NOTICE, {**PAPER, **changed}, lambda _key: None)
    assert [(problem.field, problem.message) for problem in found] == [(field, said)]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        _NUMBERED,
        {**_NUMBERED, "deadline": DAY},  # all on one day
        {**_VISITED, "reinspection_result": "合格", "closed_on": DAY},
        {**_NUMBERED, "reinspected_on": DAY},
        {**_NUMBERED, "void_reason": "写错"},
        {"institution": None, "addressee": "a"},
        {"deadline": None},
    ],
)
def test_what_fits_together_is_not_spoken_of(changed: Values) -> None:
    assert check_record(NOTICE, {**PAPER, **changed}, lambda _key: None) == []
