"""An institution that moves district passes to the office there, with what stands under it, as one step."""

from datetime import date

import pytest

from shuangjian_desktop.analysis.figures import find as find_figure
from shuangjian_desktop.core.errors import RefusedError, UsageError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import BY_KEY, REGISTERS
from shuangjian_desktop.registers.handover import FAMILY
from shuangjian_desktop.services import deeds, figures, records, steps
from shuangjian_desktop.services.desk import Desk
from tests.services.entries import change, enter, notice, payment, refund, school

HERE, THERE = "410105", "410102"
ASKED = {"handed_to": "中原区教育局", "handed_on": date(2022, 3, 1), "handover_reason": "郑教〔2022〕7号"}


@pytest.fixture
def institution(desk: Desk) -> str:
    return school(desk, "育才学校", licence_no="教民141010570001239")


def hand_over(desk: Desk, uid: str, **asked: object) -> int:
    step = deeds.act(desk, "institution", uid, "hand_over", {**ASKED, **asked}).step
    assert step is not None
    return step.number


def offices(desk: Desk) -> dict[str, set[str]]:
    """Whose the living records of each book are."""
    books = (register.key for register in REGISTERS if register.group == "book")
    found = {key: {one.office for one in desk.ledger.reader.first(Query(key), 100)} for key in books}
    return {key: held for key, held in found.items() if held}


def test_what_goes_along_is_declared() -> None:
    for key, (field, to) in FAMILY.items():
        assert {item.key: target for item, target in BY_KEY[key].refs}[field] == to
    assert {register.key for register in REGISTERS if register.parent_register in ("institution", *FAMILY)} <= set(
        FAMILY
    )
    assert [key for key in BY_KEY if key in FAMILY] == list(FAMILY)  # parents first


def test_the_whole_family_goes_and_papers_stay(desk: Desk, institution: str) -> None:
    change(desk, "institution", institution, notes="待移交")
    enter(desk, "disposition", {"institution": institution, "kind": "规范保留", "on": date(2021, 9, 30)})
    enter(desk, "former_name", {"institution": institution, "name": "育才补习班"})
    refund(desk, institution, payments=[payment(50_000)])
    wage = {"institution": institution, "staff": "李老师", "owed_wage": 100_000}
    enter(desk, "wage_settlement", wage, {"wage_payment": [{"on": date(2021, 10, 1), "amount": 20_000}]})
    notice(desk, institution)
    school(desk, "另一学校")
    number = hand_over(desk, institution)
    assert offices(desk) == {
        "institution": {HERE, THERE},
        **{key: {THERE} for key in FAMILY},
        "rectification_notice": {HERE},
    }
    assert desk.ledger.reader.step(number).title == "移交机构台账：育才学校"
    assert desk.ledger.reader.step(number).rows == 7
    steps.undo(desk)
    assert set.union(*offices(desk).values()) == {HERE}
    assert desk.record("institution", institution).values["handed_to"] is None
    steps.redo(desk)
    assert offices(desk)["refund_payment"] == {THERE}


def test_the_history_says_whose_it_became(desk: Desk, institution: str) -> None:
    contract = refund(desk, institution)
    hand_over(desk, institution)
    line = steps.history(desk, "refund", contract)[0]
    assert line.changes == (("所属单位", "金水区教育局", "中原区教育局"),)
    whole = {label: (old, new) for label, old, new in steps.history(desk, "institution", institution)[0].changes}
    assert whole == {
        "移交自": ("", "金水区教育局"),
        "移交至": ("", "中原区教育局"),
        "移交日期": ("", "2022-03-01"),
        "移交依据": ("", "郑教〔2022〕7号"),
        "移交次数": ("", "1"),
        "所属单位": ("金水区教育局", "中原区教育局"),
    }


def test_here_it_can_only_be_read_from_now_on(desk: Desk, institution: str) -> None:
    contract = refund(desk, institution, payments=[payment(50_000)])
    [paid] = desk.ledger.reader.children("refund_payment", [contract])[contract]
    gone = refund(desk, institution, contract_no="QH-9")
    records.remove(desk, "refund", [gone])
    hand_over(desk, institution)
    for refused in (
        lambda: change(desk, "institution", institution, name="改名"),
        lambda: change(desk, "refund", contract, course="数学"),
        lambda: deeds.act(desk, "refund_payment", paid.uid, "reverse", {"on": desk.day, "reverse_reason": "错"}),
        lambda: records.remove(desk, "refund", [contract]),
        lambda: enter(desk, "refund_payment", {"refund": contract, **payment(10_000)}),
        lambda: refund(desk, institution, "李子轩"),
        lambda: records.bring_back(desk, "refund", [gone]),
        lambda: hand_over(desk, institution, handed_to="二七区教育局"),
    ):
        with pytest.raises(RefusedError, match="中原区教育局的记录"):
            refused()
    notice(desk, institution)  # a paper about it may still be made


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"handed_to": "金水区教育局"}, "就在金水区教育局"),
        ({"handed_to": None}, "还缺：移交至"),
        ({"handed_on": None}, "还缺：移交日期"),
    ],
)
def test_where_to_and_when_must_be_said(desk: Desk, institution: str, asked: dict, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        hand_over(desk, institution, **asked)


def test_an_office_that_is_none_is_refused(desk: Desk, institution: str) -> None:
    with pytest.raises(UsageError):
        hand_over(desk, institution, handed_to="某区教育局")


def test_a_campus_does_not_go_without_its_head(desk: Desk, institution: str) -> None:
    campus = school(desk, "育才学校", campus="二部", parent_institution=institution)
    with pytest.raises(RefusedError, match="“育才学校 二部”的“所属总部”是“育才学校”，不能移交"):
        hand_over(desk, campus)
    hand_over(desk, institution)
    assert desk.record("institution", campus).office == HERE


def test_figures_count_it_where_it_is_now(desk: Desk, institution: str) -> None:
    kept = school(desk, "另一学校")
    for uid, amount in ((institution, 50_000), (kept, 30_000)):
        refund(desk, uid, payments=[payment(amount)])
    asked = [find_figure("refunds_paid")]
    hand_over(desk, institution)
    for day in (date(2021, 12, 31), date(2022, 12, 31)):  # as of before the handing over too
        [counted] = figures.count(desk, day, asked)
        assert (counted.total.value, counted.total.rows, list(counted.offices)) == (30_000, 1, [HERE])
        assert len(desk.ledger.reader.ids(figures.rows(desk, counted))) == 1
    assert figures.table(desk, [counted]) == [("", "合计"), (HERE, "金水区")]
    steps.undo(desk)
    assert figures.count(desk, date(2022, 12, 31), asked)[0].total.value == 80_000
