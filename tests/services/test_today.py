"""今日待办: what makes each thing appear, and on which day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import backups, deeds, lists
from shuangjian_desktop.services.today import todo
from tests.services.entries import change, enter, notice, payment, refund, school


def waiting(desk, day):
    """The keys and counts of what waits on a day, without the backup."""
    return {one.key: one.count for one in todo(replace(desk, day=day)) if one.key != "backup"}


@pytest.fixture
def issued(desk):
    """A notice issued on 2022-03-01 with the deadline 2022-03-20."""
    uid = notice(desk, school(desk), deadline=date(2022, 3, 20))
    deeds.act(desk, "rectification_notice", uid, "issue", {"issued_on": date(2022, 3, 1)})
    return uid


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2022, 3, 16), {}),
        (date(2022, 3, 17), {"notices_due": 1}),
        (date(2022, 3, 20), {"notices_due": 1}),
        (date(2022, 3, 21), {"notices_overdue": 1}),
    ],
)
def test_a_notice_is_soon_due_and_then_overdue(desk, issued, day, found):
    assert waiting(desk, day) == found


def test_a_notice_that_is_done_with_does_not_wait(desk, issued):
    late = date(2022, 5, 1)
    notice(desk, school(desk, "乙校"), deadline=date(2022, 3, 1))  # a draft is no notice yet
    assert waiting(desk, late) == {"notices_overdue": 1}
    deed = "rectification_notice", issued
    deeds.act(desk, *deed, "serve", {"served_on": date(2022, 3, 2), "service_way": "直接送达"})
    deeds.act(desk, *deed, "reinspect", {"reinspected_on": date(2022, 4, 1), "reinspection_result": "不合格"})
    assert waiting(desk, late) == {"notices_overdue": 1}
    deeds.act(desk, *deed, "reinspect", {"reinspected_on": date(2022, 4, 9), "reinspection_result": "合格"})
    assert waiting(desk, late) == {}


def test_a_promised_refund_waits_until_it_is_paid_or_settled_otherwise(desk):
    day = date(2022, 1, 31)
    uid = refund(desk, school(desk), payments=[payment(50_000)], promised_on=day)
    assert waiting(desk, day - timedelta(days=1)) == {}
    assert waiting(desk, day) == {"refund_promised": 1}
    change(desk, "refund", uid, settled_otherwise="转课")
    assert waiting(desk, day) == {}
    change(desk, "refund", uid, settled_otherwise="诉讼/仲裁")
    assert waiting(desk, day) == {}
    change(desk, "refund", uid, settled_otherwise=None, due_override=50_000, due_reason="协商")
    assert waiting(desk, day) == {}


def test_promised_wages(desk):
    values = {"institution": school(desk), "staff": "陈晓燕", "owed_wage": 1_500_000, "promised_on": date(2022, 1, 20)}
    enter(desk, "wage_settlement", values)
    assert waiting(desk, date(2022, 1, 20)) == {"wage_settlement_promised": 1}


def test_what_waits_opens_the_records_that_were_counted(desk, issued):
    refund(desk, school(desk, "乙校"), promised_on=date(2022, 1, 31))
    for one in todo(replace(desk, day=date(2022, 3, 21))):
        if one.query:
            assert len(lists.spine(desk, one.query)) == one.count
            assert one.text.startswith(f"{one.count} ")


def test_held_rows_wait(desk):
    batch = {"file_name": "名单.xlsx", "register": "refund"}
    row = {"into": "refund", "row": 7, "cells": "[]", "problems": "[]"}

    def write(writer):
        uid = writer.create("import_batch", batch)
        writer.create_many("held_row", [{**row, "batch": uid, "state": state} for state in ("待处理", "已放弃")])

    desk.ledger.transact(desk.operation("import", "导入"), write)
    [held] = [one for one in todo(desk) if one.key == "held_rows"]
    assert (held.count, held.text, held.urgent) == (1, "1 行等待处理", False)
    assert desk.ledger.reader.count(Query("held_row")) == 2


def test_the_age_of_the_last_backup(desk):
    now = datetime.now().astimezone()

    def reminder(hours):
        return [one.title for one in todo(desk, now + timedelta(hours=hours)) if one.key == "backup"]

    assert reminder(0) == ["还没有备份"]
    backups.backup(desk)
    assert reminder(23) == []
    assert reminder(25) == ["备份已旧"]


def test_the_urgent_stand_first(desk, issued):
    day = date(2022, 3, 18)
    refund(desk, school(desk, "乙校"), promised_on=day)
    assert [one.urgent for one in todo(replace(desk, day=day))] == [True, True, False]
