"""Refunds as institutions send them: running totals that become payments; and lists of the payments themselves."""

from datetime import date

import pytest

from shuangjian_desktop.core.cells import Sheet
from shuangjian_desktop.exchange.planning.plan import Plan
from tests.exchange.memory_ledger import TODAY, MemoryLedger
from tests.exchange.sheets import plan_of, refund_sheet, sheet_of

NAME = "金水区育才培训学校"
FIRST = [
    [1, "王一", "13800000001", "HT001", 1000, 300, 700],
    [2, "李二", "13800000002", "HT002", 2000.5, 0, 2000.5],
    [3, "张三", "13800000003", "HT003", 500, 500, 0],
]


@pytest.fixture
def ledger() -> MemoryLedger:
    ledger = MemoryLedger()
    ledger.create("institution", {"name": NAME})
    return ledger


def refunds(ledger: MemoryLedger, rows) -> Plan:
    return plan_of(ledger, "refund", refund_sheet(NAME, rows))


def fates(plan: Plan) -> list[str]:
    return [row.fate for row in plan.rows]


def payments(ledger: MemoryLedger) -> list[tuple[str, int]]:
    """Return (student, amount in yuan) of every payment, by student."""
    students = {uid: str(record.values["student"]) for uid, record in ledger.tables["refund"].items()}
    rows = ledger.tables["refund_payment"].values()
    return sorted((students[str(row.values["refund"])], int(row.values["amount"]) // 100) for row in rows)


def test_the_list_goes_in_and_again_is_nothing(ledger: MemoryLedger) -> None:
    plan = refunds(ledger, FIRST)
    assert fates(plan) == ["create"] * 3
    assert plan.problems == []
    assert [one.reason for one in plan.skipped] == ["合计行", "备注行"]
    ledger.apply(plan)
    assert payments(ledger) == [("张三", 500), ("王一", 300)]
    record = next(iter(ledger.tables["refund"].values()))
    assert (record.values["due"], record.values["paid"], record.values["balance"]) == (100_000, 30_000, 70_000)
    assert fates(refunds(ledger, FIRST)) == ["unchanged"] * 3


def test_grown_totals_make_one_more_payment_each(ledger: MemoryLedger) -> None:
    ledger.apply(refunds(ledger, FIRST))
    grown = [[*row] for row in FIRST]
    grown[0][5:] = [800, 200]
    grown[1][5:] = [2000.5, 0]
    plan = refunds(ledger, grown)
    assert fates(plan) == ["update", "update", "unchanged"]
    assert plan.rows[0].children[0].values == {"on": TODAY, "amount": 50_000, "notes": "名单未写付款日期，按导入日期记"}
    ledger.apply(plan)
    assert payments(ledger) == [("张三", 500), ("李二", 2000), ("王一", 300), ("王一", 500)]
    assert fates(refunds(ledger, grown)) == ["unchanged"] * 3
    assert len(payments(ledger)) == 4


def test_a_smaller_total_is_a_question_and_a_wrong_rest_a_problem(ledger: MemoryLedger) -> None:
    ledger.apply(refunds(ledger, FIRST))
    less = [[*row] for row in FIRST]
    less[0][5:] = [100, 900]
    less[1][6] = 1
    plan = refunds(ledger, less)
    assert fates(plan) == ["doubtful", "error", "unchanged"]
    told = [(one.column, one.row, one.level, one.message) for one in plan.problems]
    assert told[0][:3] == ("F", 4, "doubt")
    assert "100.00 少于台账已记的 300.00" in told[0][3]
    assert told[1][:3] == ("G", 5, "error")
    assert "≠" in told[1][3]


def test_amounts_under_a_head_in_ten_thousands(ledger: MemoryLedger) -> None:
    sheet = sheet_of(
        [
            ["机构名称", "学生姓名", "合同编号", "应退金额（万元）", "已退金额（万元）"],
            [NAME, "王一", "A1", 0.36, "0.1"],
            [NAME, "李二", "A2", "3600元", None],
        ]
    )
    ledger.apply(plan_of(ledger, "refund", sheet))
    values = [(record.values["due"], record.values["paid"]) for record in ledger.tables["refund"].values()]
    assert values == [(360_000, 100_000), (360_000, 0)]


def test_an_institution_that_is_not_in_the_ledger_is_named_once(ledger: MemoryLedger) -> None:
    sheet = sheet_of(
        [["机构名称", "学生姓名", "合同编号"], ["育才（金水）", "王一", "A1"], ["育才（金水）", "李二", "A2"]]
    )
    plan = plan_of(ledger, "refund", sheet)
    assert plan.unknown_words == {("institution", "育才（金水）"): (2, 3)}
    assert fates(plan) == ["error", "error"]
    assert [(one.row, one.field) for one in plan.problems] == [(2, "institution"), (3, "institution")]
    assert fates(plan_of(ledger, "refund", sheet, words={("institution", "育才（金水）"): NAME})) == ["create"] * 2


def test_a_name_that_several_institutions_bear_is_asked_for(ledger: MemoryLedger) -> None:
    other = ledger.create("institution", {"name": NAME, "licence_no": "教民2"})
    sheet = sheet_of([["机构名称", "学生姓名"], [NAME, "王一"]])
    plan = plan_of(ledger, "refund", sheet)
    assert fates(plan) == ["error"]
    assert "有 2 条都叫这个名字" in plan.problems[0].message
    settled = plan_of(ledger, "refund", sheet, words={("institution", NAME): other})
    assert settled.rows[0].values["institution"] == other


# A list of the payments themselves.

PAID_HEADS = ["机构名称", "学生姓名", "合同编号", "付款日期", "付款金额", "凭证号"]


def paid_sheet(*rows) -> Sheet:
    return sheet_of([["退费付款明细"], PAID_HEADS, *([NAME, *row] for row in rows)])


def paid(ledger: MemoryLedger, *rows) -> Plan:
    return plan_of(ledger, "refund_payment", paid_sheet(*rows))


@pytest.fixture
def owed(ledger: MemoryLedger) -> MemoryLedger:
    rows = [[number, student, phone, contract, due, 0, due] for number, student, phone, contract, due, *_ in FIRST]
    ledger.apply(refunds(ledger, rows))
    return ledger


def test_payments_find_their_refunds_by_what_names_them(owed: MemoryLedger) -> None:
    plan = paid(owed, ["王一", "HT001", "2022-1-5", 300, "V1"], ["李二", None, "2022.1.6", "1,000.00", None])
    assert fates(plan) == ["create", "create"]
    owed.apply(plan)
    assert payments(owed) == [("李二", 1000), ("王一", 300)]
    again = paid(owed, ["王一", "HT001", "2022-1-5", 300, "V1"], ["李二", None, "2022.1.6", "1,000.00", None])
    assert fates(again) == ["unchanged", "unchanged"]


def test_what_a_payment_says_of_its_refund_must_agree(owed: MemoryLedger) -> None:
    plan = paid(owed, ["王一", "HT002", "2022-1-5", 300, None], ["赵六", "HT009", "2022-1-5", 300, None])
    assert fates(plan) == ["error", "error"]
    assert all("退费里没有这一条" in problem.message for problem in plan.problems)


def test_a_student_with_two_contracts_needs_the_contract(owed: MemoryLedger) -> None:
    owed.apply(refunds(owed, [[1, "王一", "13800000001", "HT777", 50, 0, 50]]))
    plan = paid(owed, ["王一", None, "2022-1-5", 300, None], ["王一", "HT777", "2022-1-5", 20, None])
    assert fates(plan) == ["error", "create"]
    assert "有 2 条都可能是它" in plan.problems[0].message


def test_equal_payments_of_one_file_are_told_apart_by_their_order(owed: MemoryLedger) -> None:
    row = ["王一", "HT001", "2022-1-5", 100, None]
    plan = paid(owed, row, row)
    assert fates(plan) == ["create", "create"]
    owed.apply(plan)
    assert fates(paid(owed, row, row)) == ["unchanged", "unchanged"]
    assert fates(paid(owed, row, row, row)) == ["unchanged", "unchanged", "create"]
    assert fates(paid(owed, row)) == ["unchanged"]


def test_an_equal_payment_that_was_held_does_not_shift_the_others(owed: MemoryLedger) -> None:
    good = ["王一", "HT001", "2022-1-5", 100, None]
    bad = ["王一", "HT001", "2022-1-5", 100, "凭" * 100]
    plan = paid(owed, bad, good)
    assert fates(plan) == ["error", "create"]
    owed.apply(plan)
    assert fates(paid(owed, bad, good)) == ["error", "unchanged"]


def test_a_payment_of_a_missing_day_is_a_problem_of_its_cell(owed: MemoryLedger) -> None:
    plan = paid(owed, ["王一", "HT001", "2022年1月", 300, None])
    assert [one.sentence() for one in plan.problems] == [
        "D3 付款日期＝2022年1月，缺少日，请写到年月日（应为：日期，如 2021-07-04）"
    ]


def test_a_payment_before_the_contract_is_a_problem_of_the_row(ledger: MemoryLedger) -> None:
    heads = ["机构名称", "学生姓名", "合同编号", "签订日期", "应退金额", "已退金额", "退费日期"]
    sheet = sheet_of([heads, [NAME, "王一", "A1", "2021-9-1", 100, 40, "2021-8-1"]])
    plan = plan_of(ledger, "refund", sheet)
    assert fates(plan) == ["error"]
    assert "早于合同签订日期 2021-09-01" in plan.problems[0].message


def test_a_parent_that_is_not_found_is_named_once(ledger: MemoryLedger) -> None:
    heads = ["机构名称", "处置方式", "处置日期"]
    sheet = sheet_of([heads, ["育才（老）", "取缔关停", "2021-9-1"], ["育才（老）", "其他", "2021-9-2"]])
    plan = plan_of(ledger, "disposition", sheet)
    assert fates(plan) == ["error", "error"]
    assert plan.unknown_words == {("institution", "育才（老）"): (2, 3)}
    mapped = plan_of(ledger, "disposition", sheet, words={("institution", "育才（老）"): NAME})
    assert fates(mapped) == ["create", "create"]


def test_the_day_of_a_payment_may_stand_in_the_list(ledger: MemoryLedger) -> None:
    sheet = sheet_of(
        [
            ["机构名称", "学生姓名", "合同编号", "应退金额", "已退金额", "退费日期"],
            [NAME, "王一", "A1", 100, 40, "2022/1/3"],
        ]
    )
    ledger.apply(plan_of(ledger, "refund", sheet))
    (payment,) = ledger.tables["refund_payment"].values()
    assert payment.values["on"] == date(2022, 1, 3)
    assert fates(plan_of(ledger, "refund", sheet)) == ["unchanged"]
