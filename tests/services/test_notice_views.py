"""The questions that the page of notices answers at one click, asked of a real ledger."""

from datetime import date, timedelta
from itertools import product

import pytest

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from tests.services.entries import school

NOTICE = "rectification_notice"
TODAY = date(2022, 3, 10)
ISSUED = {"prefix": "郑金教改", "year": 2022, "issued_on": date(2022, 3, 1)}
SERVED = {**ISSUED, "served_on": date(2022, 3, 2), "service_way": "直接送达"}
VISITED = {**SERVED, "reinspected_on": date(2022, 3, 8)}
LIVES = {
    "草稿": {},
    "已下达": ISSUED,
    "已送达": SERVED,
    "复查不合格": {**VISITED, "reinspection_result": "不合格"},
    "复查合格": {**VISITED, "reinspection_result": "合格"},
    "结案": {**VISITED, "reinspection_result": "合格", "closed_on": date(2022, 3, 9)},
    "作废": {**SERVED, "voided_on": date(2022, 3, 9), "void_reason": "写错"},
}


@pytest.fixture
def lived(desk):
    """Notices in every state, each with a deadline so many days from today: uid -> (state, days)."""
    institution = school(desk)
    known, rows = list(product(LIVES, (-1, 0, 3, 4))), []
    for serial, (state, days) in enumerate(known, 1):
        paper = {"institution": institution, "facts": f"问题{serial}", "requirements": "改"}
        number = {"serial": serial} if LIVES[state] else {}
        rows.append({**paper, "deadline": TODAY + timedelta(days=days), **LIVES[state], **number})
    operation = desk.operation("import", "导入")
    uids = desk.ledger.transact(operation, lambda writer: writer.create_many(NOTICE, rows))[0]
    return dict(zip(uids, known, strict=True))


WAITING = ("已下达", "已送达", "复查不合格")
VIEWS = {
    "草稿": {("草稿", days) for days in (-1, 0, 3, 4)},
    "待送达": {("已下达", days) for days in (-1, 0, 3, 4)},
    "三天内到期": {(state, days) for state in WAITING for days in (0, 3)},
    "已逾期": {(state, -1) for state in WAITING},
    "复查不合格": {("复查不合格", days) for days in (-1, 0, 3, 4)},
    "复查合格待结案": {("复查合格", days) for days in (-1, 0, 3, 4)},
}


def test_each_view_finds_the_notices_that_it_names(desk, lived):
    register, reader = find(NOTICE), desk.ledger.reader
    found = {
        view.title: {lived[one.uid] for one in reader.first(Query(NOTICE, filters=view.filters(TODAY)), 100)}
        for view in register.views
    }
    assert found == VIEWS
    assert list(found) == list(VIEWS)  # in the order in which they are offered


def test_what_a_view_of_deadlines_finds_is_marked_in_the_table(desk, lived):
    remarks = find(NOTICE).remarks
    said = {
        known: {key: remark.text for key, remark in remarks(desk.record(NOTICE, uid).values, TODAY).items()}
        for uid, known in lived.items()
    }
    spoken = {known: words["deadline"] for known, words in said.items() if "deadline" in words}
    assert spoken.keys() == VIEWS["三天内到期"] | VIEWS["已逾期"]
    assert {words for (_state, days), words in spoken.items() if days == 3} == {"还有 3 天"}
    assert {state for (state, _days), words in said.items() if "state" in words} == {"复查合格", "复查不合格"}
