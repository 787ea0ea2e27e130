"""What holds for every sheet: nothing is lost, nothing is done twice, the order of the columns does not matter."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import CellFault, Sheet
from shuangjian_desktop.exchange.planning.decide import Decision, decide
from shuangjian_desktop.exchange.planning.plan import Plan
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.sheets import invented_uscc, plan_of

NAMES = st.sampled_from(["育才学校", "育 才学校", "树人学校（东区）", "树人学校(东区)", "启航", None, "（清空）", 12])
PLACES = st.sampled_from(["花园路1号3楼", "金水区花园路1号三层", "未来路2号", None, CellFault("error", "#N/A")])
LICENCES = st.sampled_from(["教民1", "教民2", "办理中", None, "（清空）", 4.1010520000000001e17])
USCCS = st.sampled_from([invented_uscc(1), invented_uscc(2), "913301", None])
PHONES = st.sampled_from(["13800000001", "１３８００００００２", "138****0001", "1380000000O", None, 13800000003])
STATES = st.sampled_from(["正常", "停办", "营业中", "不详", None, True])
AREAS = st.sampled_from([12.5, "100平方米", -1, "很大", None, "（清空）", float("nan")])
HEADS = ["机构名称", "地址", "办学许可证号", "统一社会信用代码", "联系电话", "机构状态", "建筑面积"]
ROWS = st.lists(st.tuples(NAMES, PLACES, LICENCES, USCCS, PHONES, STATES, AREAS).map(list), max_size=10)


def institutions(ledger: MemoryLedger, rows, order=None) -> Plan:
    order = order or range(len(HEADS))
    table = [[HEADS[place] for place in order], *([row[place] for place in order] for row in rows)]
    return plan_of(ledger, "institution", Sheet("s", [["名单"], *table]))


def fates(plan: Plan) -> list[str]:
    return [row.fate for row in plan.rows]


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_every_row_has_a_fate_or_a_reason(rows) -> None:
    plan = institutions(MemoryLedger(), rows)
    numbers = sorted([*(plan.number(row) for row in plan.rows), *(one.row for one in plan.skipped)])
    assert numbers == list(range(3, len(rows) + 3))
    assert sum(plan.counts.values()) == len(plan.rows)
    for row in plan.rows:
        levels = {problem.level for problem in row.problems}
        assert (row.fate == "error") == ("error" in levels)
        assert row.fate != "doubtful" or "doubt" in levels
        assert all(problem.message and problem.row == plan.number(row) for problem in row.problems)
        assert row.fate != "update" or (row.uid and row.values.keys() == row.before.keys())


def row(name, licence, uscc) -> list[object]:
    return [name, "花园路1号3楼", licence, invented_uscc(uscc), "13800000001", "正常", 12.5]


ONE, TWO = row("育才学校", "教民1", 1), row("育才学校", "教民2", 2)
TWO_RENUMBERED, ASKED_ABOUT = row("育才学校", "教民2", 1), row("树人学校（东区）", "办理中", 2)


@settings(max_examples=150, deadline=None)
@given(ROWS, ROWS)
@example([ONE, TWO], [ONE, TWO_RENUMBERED, ASKED_ABOUT])
def test_an_import_done_twice_is_done_once(first, second) -> None:
    ledger = MemoryLedger()
    for rows in (first, second):
        plan = institutions(ledger, rows)
        done = {row.place for row in plan.rows if row.fate in ("create", "update", "unchanged")}
        ledger.apply(plan)
        before = dict(ledger.tables["institution"])
        again = institutions(ledger, rows)
        # A row that was asked about was not done: it may be new once another row has renumbered what it resembled.
        assert done.isdisjoint(row.place for row in again.rows if row.fate == "create")
        ledger.apply(again)
        # A clearing mark beside another row's value is the one thing that may swing; it creates nothing.
        assert len(ledger.tables["institution"]) == len(before) + again.counts["create"]


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_two_records_never_share_a_key_unless_somebody_said_so(rows) -> None:
    ledger = MemoryLedger()
    ledger.apply(institutions(ledger, rows))
    records = [record.values for record in ledger.tables["institution"].values()]
    keys = [institution_keys(values) for values in records]
    for place, one in enumerate(keys):
        for other in keys[place + 1 :]:
            decisive = next((pair for pair in zip(one, other, strict=True) if None not in pair), (1, 2))
            assert decisive[0] != decisive[1]


def institution_keys(values):
    from shuangjian_desktop.registers import find

    return find("institution").key_texts(values)


@settings(max_examples=80, deadline=None)
@given(ROWS, st.permutations(range(len(HEADS))))
def test_the_order_of_the_columns_does_not_matter(rows, order) -> None:
    rows = [row for row in rows if any(cell is not None for cell in row)]
    plan, shuffled = institutions(MemoryLedger(), rows), institutions(MemoryLedger(), rows, order)
    told = {(one.row, one.field, one.message) for one in plan.problems}
    if len(plan.rows) == len(shuffled.rows):  # a lone word may stand first or not, and be taken for a remark
        assert fates(plan) == fates(shuffled)
        assert told == {(one.row, one.field, one.message) for one in shuffled.problems}


@settings(max_examples=80, deadline=None)
@given(ROWS, ROWS)
def test_a_blank_cell_never_changes_a_record(known, rows) -> None:
    ledger = MemoryLedger()
    ledger.apply(institutions(ledger, known))
    for row in institutions(ledger, [[*row[:4], None, None, None] for row in rows]).rows:
        if row.fate == "update":
            assert not {"phone", "operating_state", "area"} & row.values.keys()


@settings(max_examples=80, deadline=None)
@given(ROWS, ROWS, st.sampled_from(["new", "update", "leave"]))
def test_decisions_leave_no_doubt_and_update_no_record_twice(known, rows, kind) -> None:
    ledger = MemoryLedger()
    ledger.apply(institutions(ledger, known))
    plan = institutions(ledger, rows)
    decided = decide(plan, range(len(rows)), Decision(kind), ledger)
    updated = [row.uid for row in decided.rows if row.fate == "update"]
    assert len(updated) == len(set(updated))
    if kind != "update":
        assert decided.counts["doubtful"] == 0
    untouched = [row.fate for row in plan.rows if row.fate in ("create", "update", "unchanged")]
    assert [new.fate for old, new in zip(plan.rows, decided.rows, strict=True) if old.fate in untouched] == untouched


TOTALS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 900)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(TOTALS)
def test_payments_always_add_up_to_the_greatest_total(lists) -> None:
    ledger = MemoryLedger()
    ledger.create("institution", {"name": "育才学校"})
    highest: dict[int, int] = {}
    for student, total in lists:
        heads = ["机构名称", "学生姓名", "合同编号", "应退金额", "已退金额"]
        sheet = Sheet("s", [heads, ["育才学校", f"学生{student}", f"HT{student}", 1000, total]])
        plan = plan_of(ledger, "refund", sheet)
        assert fates(plan)[0] == ("doubtful" if total < highest.get(student, 0) else fates(plan)[0])
        ledger.apply(plan)
        assert fates(plan_of(ledger, "refund", sheet))[0] in ("unchanged", "doubtful")
        highest[student] = max(total, highest.get(student, 0))
    paid = {str(record.values["student"]): record.values["paid"] for record in ledger.tables["refund"].values()}
    assert paid == {f"学生{student}": total * 100 for student, total in highest.items()}
