"""Doubtful rows, decided in bulk; held rows, kept and planned again."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import CellFault
from shuangjian_desktop.exchange.planning.decide import Decision, decide
from shuangjian_desktop.exchange.planning.held import (
    HeldRow,
    cell_from_json,
    cell_to_json,
    held_payload,
    problem_from_json,
    tables_of_held,
    with_cell,
)
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.exchange.planning.planner import make_plan
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.sheets import plan_of, roster_rows, roster_sheet, sheet_of

HEADS = ["机构名称", "地址", "办学许可证号", "联系电话"]
KNOWN = ["利普培训学校", "景昙路9号3楼301室", "教民1", "13800000001"]
LIKE = ["利普教育培训学校", "景昙路9号三楼301室", "教民2", "13900000002"]


@pytest.fixture
def ledger() -> MemoryLedger:
    ledger = MemoryLedger()
    ledger.apply(institutions(ledger, KNOWN))
    return ledger


def institutions(ledger: MemoryLedger, *rows) -> Plan:
    return plan_of(ledger, "institution", sheet_of([HEADS, *rows]))


def fates(plan: Plan) -> list[str]:
    return [row.fate for row in plan.rows]


def test_as_new_as_the_one_it_is_like_or_not_at_all(ledger: MemoryLedger) -> None:
    (known,) = ledger.tables["institution"]
    plan = institutions(ledger, LIKE)
    assert fates(plan) == ["doubtful"]

    new = decide(plan, [0], Decision("new"), ledger)
    assert fates(new) == ["create"]
    assert new.rows[0].values["licence_no"] == "教民2"

    same = decide(plan, [0], Decision("update"), ledger)
    assert (same.rows[0].fate, same.rows[0].uid) == ("update", known)
    assert same.rows[0].before["licence_no"] == "教民1"
    assert [problem.level for problem in same.problems] == ["notice"]

    left = decide(plan, [0], Decision("leave"), ledger)
    assert fates(left) == ["left"]
    assert left.held == []
    assert fates(plan) == ["doubtful"]  # the plan itself stays


def test_only_doubtful_rows_are_decided(ledger: MemoryLedger) -> None:
    plan = institutions(ledger, LIKE, [None, "别处", "教民3", None], ["树人学校", "一路1号", "教民4", None])
    assert fates(plan) == ["doubtful", "error", "create"]
    assert fates(decide(plan, range(3), Decision("new"), ledger)) == ["create", "error", "create"]
    assert fates(decide(plan, range(3), Decision("leave"), ledger)) == ["left", "left", "create"]


def test_two_rows_never_update_one_record(ledger: MemoryLedger) -> None:
    (known,) = ledger.tables["institution"]
    other = [*LIKE]
    other[3] = "13700000003"
    plan = institutions(ledger, LIKE, other)
    assert fates(plan) == ["doubtful", "doubtful"]
    assert fates(decide(plan, [0, 1], Decision("update", known), ledger)) == ["update", "doubtful"]


def test_a_chosen_record_that_is_gone_leaves_the_row_doubtful(ledger: MemoryLedger) -> None:
    plan = institutions(ledger, LIKE)
    assert fates(decide(plan, [0], Decision("update", "gone"), ledger)) == ["doubtful"]


def test_a_decision_does_not_hide_an_error(ledger: MemoryLedger) -> None:
    notices = sheet_of([["存在问题", "整改要求", "整改期限"], ["未公示", "公示", "2022-3-1"]])
    plan = plan_of(ledger, "rectification_notice", notices)
    (row,) = plan.rows
    assert row.fate == "error"  # neither institution nor addressee
    assert fates(decide(plan, [0], Decision("new"), ledger)) == ["error"]


def test_a_row_that_no_key_can_find_again_is_a_question(ledger: MemoryLedger) -> None:
    sheet = sheet_of([["机构名称", "存在问题", "整改要求"], ["利普培训学校", "未公示", "公示"]])
    plan = plan_of(ledger, "rectification_notice", sheet)
    assert fates(plan) == ["doubtful"]
    ledger.apply(decide(plan, [0], Decision("new"), ledger))
    assert fates(plan_of(ledger, "rectification_notice", sheet)) == ["doubtful"]


# Held rows.


def test_a_held_row_is_kept_mended_and_planned_again() -> None:
    ledger = MemoryLedger()
    rows = roster_rows()
    rows[3][7] = "2019年2月30日"
    rows[5][9] = "营业中"
    plan = plan_of(ledger, "institution", roster_sheet(rows))
    kept = [HeldRow(f"h{row.place}", json.loads(json.dumps(held_payload(plan, row)))) for row in plan.held]
    assert [row.payload["row"] for row in kept] == [7, 9]
    assert [row.payload["level"] for row in kept] == ["有误", "有误"]
    told = problem_from_json(kept[0].payload["problems"][0])
    assert told == plan.problems[0]
    ledger.apply(plan)

    (table,) = tables_of_held(kept)
    assert table.numbers == [7, 9]
    assert table.held == {0: "h3", 1: "h5"}
    again = make_plan(table, plan.register, plan.mapping, ledger)
    assert fates(again) == ["error", "error"]
    assert [problem.sentence() for problem in again.problems] == [problem.sentence() for problem in plan.problems]

    mended = [HeldRow("h3", with_cell(kept[0].payload, 7, "2019-2-28")), kept[1]]
    (table,) = tables_of_held(mended)
    words = {("operating_state", "营业中"): "正常"}
    last = make_plan(table, plan.register, plan.mapping, ledger, words)
    assert fates(last) == ["create", "create"]
    assert last.rows[0].values["established_on"] == date(2019, 2, 28)
    ledger.apply(last)
    assert plan_of(ledger, "institution", roster_sheet()).counts["unchanged"] == 113  # one date is another now


def test_twins_of_one_file_are_never_one_later_either() -> None:
    ledger = MemoryLedger()
    first = ["育才培训学校", "花园路1号", "教民7", "13800000001"]
    broken = ["育才培训学校", "花园路1号", "教民7", "1380000000O"]
    other = ["育才培训学校", "花园路1号", "教民7", "13900000002"]
    plan = institutions(ledger, broken, first, other)
    assert fates(plan) == ["error", "create", "doubtful"]
    assert [row.twin for row in plan.rows] == [3, 0, 3]
    ledger.apply(plan)
    payloads = [json.loads(json.dumps(held_payload(plan, row))) for row in plan.held]

    def again(*cells: tuple[int, str]) -> Plan:
        mended = [HeldRow(f"h{place}", payload) for place, payload in enumerate(payloads)]
        for place, (column, text) in enumerate(cells):
            mended[place] = HeldRow(f"h{place}", with_cell(payloads[place], column, text))
        (table,) = tables_of_held(mended)
        return make_plan(table, plan.register, plan.mapping, ledger)

    same = again((3, "13700000003"))
    assert fates(same) == ["doubtful", "doubtful"]  # the mended one too: its twin is in the ledger by now
    assert "与第 3 行是同一条记录" in same.problems[0].message
    apart = again((2, "教民8"), (2, "教民9"))
    assert fates(apart) == ["error", "doubtful"]  # another licence, but name and address are those of the first


def test_held_rows_of_other_sheets_are_other_tables(ledger: MemoryLedger) -> None:
    one = institutions(ledger, [None, "甲", "教民7", None])
    two = plan_of(ledger, "institution", sheet_of([["机构名称", "电话"], [None, "13800000009"]], "另一张"))
    kept = [HeldRow("a", held_payload(one, one.rows[0])), HeldRow("b", held_payload(two, two.rows[0]))]
    assert [table.sheet for table in tables_of_held(kept)] == ["Sheet1", "另一张"]


def test_equal_payments_from_the_tray_are_asked_about(ledger: MemoryLedger) -> None:
    refund = ["利普培训学校", "王一", "HT1", 500]
    ledger.apply(plan_of(ledger, "refund", sheet_of([["机构名称", "学生姓名", "合同编号", "应退金额"], refund])))
    heads = ["学生姓名", "合同编号", "付款日期", "付款金额", "批次"]
    good, bad = ["王一", "HT1", "2022-1-5", 100, "一"], ["王一", "HT1", "2022-1-5", 100, "批" * 99]
    plan = plan_of(ledger, "refund_payment", sheet_of([heads, bad, bad, good]))
    assert fates(plan) == ["error", "error", "create"]
    ledger.apply(plan)
    kept = [HeldRow(f"h{row.place}", with_cell(held_payload(plan, row), 4, "二")) for row in plan.held]
    (table,) = tables_of_held(kept)
    again = make_plan(table, plan.register, plan.mapping, ledger)
    assert fates(again) == ["doubtful", "doubtful"]
    assert "请确认是否另一笔" in again.problems[0].message
    ledger.apply(decide(again, [0, 1], Decision("new"), ledger))
    assert len(ledger.tables["refund_payment"]) == 3


CELLS = st.one_of(
    st.none(),
    st.text(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.builds(CellFault, st.sampled_from(["error", "rounded", "no_value"]), st.text()),
)


@given(CELLS)
def test_a_cell_keeps_its_type_in_the_tray(cell) -> None:
    back = cell_from_json(json.loads(json.dumps(cell_to_json(cell))))
    assert back == cell
    assert type(back) is type(cell)
    assert isinstance(back, datetime) == isinstance(cell, datetime)
