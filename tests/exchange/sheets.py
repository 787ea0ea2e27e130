"""Sheets as clerks lay them out, and the way from a sheet to a plan, as the services go it."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from stdnum.cn import uscc

from shuangjian_desktop.core.cells import Cell, Sheet
from shuangjian_desktop.exchange.planning.heads import find_table
from shuangjian_desktop.exchange.planning.mapping import map_columns, proposals, remap, with_fixed
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.exchange.planning.planner import make_plan
from shuangjian_desktop.exchange.planning.rows import Table, cut_table
from shuangjian_desktop.registers import find
from tests.exchange.memory_ledger import MemoryLedger

Rows = Sequence[Sequence[Cell]]
ROSTER = Path(__file__).parent.parent / "data" / "roster-sijiqing.csv"
ROSTER_HEADS = ["序号", "所属社区", "机构名称", "实际经营地址", "统一社会信用代码", "联系电话"]
ROSTER_HEADS += ["建筑面积（平方米）", "设立时间", "办学许可证号", "机构状态"]


def sheet_of(rows: Rows, name: str = "Sheet1") -> Sheet:
    """Return a sheet as the reader gives it: no blank cells at the end of a row."""
    trimmed = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        trimmed.append(cells)
    return Sheet(name, trimmed)


def table_of(register: str, sheet: Sheet) -> Table:
    head = find_table([sheet], find(register))
    return cut_table("表.xlsx", "", sheet, head)


def plan_of(
    ledger: MemoryLedger,
    register: str,
    sheet: Sheet,
    *,
    columns: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
    words: Mapping[tuple[str, str], str] | None = None,
) -> Plan:
    """Plan a sheet with the proposed mapping; what a title row proposes is taken."""
    return plan_table(ledger, register, table_of(register, sheet), columns=columns, fixed=fixed, words=words)


def plan_table(
    ledger: MemoryLedger,
    register: str,
    table: Table,
    *,
    columns: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
    words: Mapping[tuple[str, str], str] | None = None,
) -> Plan:
    target, head = find(register), table.head
    remembered = ledger.remembered_columns(register, head.columns)
    mapping = remap(target, head, map_columns(target, head, remembered), columns or {})
    proposed = {one.field: one.uid for one in proposals(target, head, mapping, ledger)}
    mapping = with_fixed(target, head, mapping, {**proposed, **(fixed or {})})
    return make_plan(table, target, mapping, ledger, words)


def names_of_roster() -> list[tuple[str, str, str]]:
    """Return (community, name, address) of the real roster, as published."""
    with ROSTER.open(encoding="utf-8-sig", newline="") as lines:
        return [(row["所属社区"], row["机构名称"], row["地址"]) for row in csv.DictReader(lines)]


def invented_uscc(number: int) -> str:
    """Return a unified social credit code with its right check character."""
    body = f"52330104MJ8{number:06d}"
    return body + uscc.calc_check_digit(body)


def roster_rows() -> list[list[Cell]]:
    """Return the roster's data rows, widened by invented codes, phones, areas, dates and licences."""
    forms = ("2019-{m}-{d}", "2019.{m:02d}.{d:02d}", "2019年{m}月{d}日", "2019{m:02d}{d:02d}")
    rows: list[list[Cell]] = []
    for number, (community, name, address) in enumerate(names_of_roster(), 1):
        day = forms[number % 4].format(m=number % 12 + 1, d=number % 28 + 1)
        own = [invented_uscc(number), f"1380571{number:04d}", 120 + number / 2, day]
        rows.append([number, community, name, address, *own, f"教民1330104700{number:05d}", "正常"])
    return rows


def roster_sheet(rows: Rows | None = None) -> Sheet:
    """Return the roster as a street office lays it out: merged title, head in row 3, a remark below."""
    return sheet_of(
        [
            ["四季青街道校外培训机构名单"],
            ["填报单位：四季青街道办事处", None, None, None, None, None, None, "2020年9月"],
            ROSTER_HEADS,
            *(rows or roster_rows()),
            ["备注：以上为2020年9月登记在册的机构。"],
        ],
        "名单",
    )


REFUND_HEADS = ["序号", "学生姓名", "家长电话", "合同编号", "应退金额", "已退金额", "未退金额"]


def refund_sheet(name: str, rows: Rows) -> Sheet:
    """Return a refund list as an institution sends it: its name only in the title, a total and signatures below."""
    total = ["合  计", None, None, None, *(sum(row[place] for row in rows) for place in (4, 5, 6))]
    return sheet_of(
        [
            [f"{name}学员退费情况统计表"],
            ["单位：元"],
            REFUND_HEADS,
            *rows,
            total,
            ["填表人：", "张三", None, "审核人：李四", None, "2022年1月5日"],
        ],
        "退费",
    )
