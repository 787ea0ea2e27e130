"""A clerk's sheet goes in: read, propose, plan, apply. What is applied is the very plan that was shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from shuangjian_desktop.core.errors import FileError, LedgerError, UsageError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.planning.decide import Decision, decide
from shuangjian_desktop.exchange.planning.heads import Head, find_table
from shuangjian_desktop.exchange.planning.mapping import Mapping as Columns
from shuangjian_desktop.exchange.planning.mapping import Proposal as Proposed
from shuangjian_desktop.exchange.planning.mapping import map_columns, proposals, remap, target_fields, with_fixed
from shuangjian_desktop.exchange.planning.parsed import Words
from shuangjian_desktop.exchange.planning.plan import CellProblem, Plan
from shuangjian_desktop.exchange.planning.planner import make_plan
from shuangjian_desktop.exchange.planning.rows import Table, cut_table
from shuangjian_desktop.exchange.reading import Workbook, read_workbook
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import backups, held_rows
from shuangjian_desktop.services.applying import Application
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lookup import LedgerLookup
from shuangjian_desktop.store.writer import Writer

_ROW_NUMBERS = ("序号", "编号", "行号", "No.")  # heads of columns that number the rows: nobody misses them


@dataclass(frozen=True)
class Proposal:
    """What the program takes a workbook for, before the clerk changes any of it.

    `table` is what was cut out under the head; `proposed` are the values for all rows that the title rows suggest:
    they are in the mapping already.
    """

    workbook: Workbook
    register: Register
    table: Table
    mapping: Columns
    proposed: tuple[Proposed, ...] = ()

    @property
    def head(self) -> Head:
        """The head of the table."""
        return self.table.head


@dataclass(frozen=True)
class ImportResult:
    """What an import came to. `rows` = created + updated + unchanged + doubtful + held + left out.

    `batch` is the uid of the import ('' for a dry run or where nothing was written), `held` counts the rows with
    errors; they and the doubtful ones wait in the tray. `no_book` says why there is no error workbook of them.
    """

    batch: str
    rows: int
    created: int
    updated: int
    unchanged: int
    doubtful: int
    held: int
    left: int
    problems: Sequence[CellProblem]
    error_workbook: Path | None = None
    no_book: str = ""
    changes: Changes = field(default_factory=lambda: Changes(None))

    @property
    def complete(self) -> bool:
        """Whether no row waits for a person."""
        return not (self.doubtful or self.held)


def read(path: Path, progress: Progress | None = None) -> Workbook:
    """Read a clerk's file in the capped child.

    Raises:
        FileError: it cannot be read; the sentence says why and what to do.

    """
    return read_workbook(path, progress=progress or Progress())


def propose(
    desk: Desk,
    workbook: Workbook,
    register_key: str,
    sheet: str | None = None,
    head_row: int | None = None,
    columns: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
) -> Proposal:
    """Find the table and say which column is which field.

    `columns` (field → head) and `fixed` (field → text for all rows) are what the clerk wants; they outrank what the
    program remembers, knows or finds in the title rows.

    Raises:
        UsageError: no such sheet, row, field or head.
        FileError: the workbook holds no table.

    """
    register, lookup = find(register_key), LedgerLookup(desk)
    head = find_table(workbook.sheets, register, sheet, head_row)
    found = next(one for one in workbook.sheets if one.name == head.sheet)
    cut = cut_table(workbook.path.name, workbook.digest, found, head)
    table, earlier = held_rows.take_known(desk, cut)
    remembered = earlier.get("columns") or lookup.remembered_columns(register_key, head.columns)
    mapping = with_fixed(register, head, map_columns(register, head, remembered), earlier.get("fixed", {}))
    mapping = with_fixed(register, head, remap(register, head, mapping, columns or {}), fixed or {})
    proposed = proposals(register, head, mapping, lookup)
    mapping = with_fixed(register, head, mapping, {one.field: one.name for one in proposed})
    return Proposal(workbook, register, table, mapping, proposed)


def plan(desk: Desk, proposal: Proposal, words: Words | None = None, progress: Progress | None = None) -> Plan:
    """Return what the import would do. `words`: (field, word of the sheet) → what it stands for, '' for blank.

    Raises:
        UsageError: no column is recognised, or a value for all rows is none of its field.
        Cancelled: the clerk pressed cancel.

    """
    register, mapping, head = proposal.register, proposal.mapping, proposal.head
    if not mapping.columns:
        wanted = "、".join(item.label for item in register.fields if item.required)
        raise UsageError(
            f"工作表“{head.sheet}”第 {head.row} 行里没有认出{register.title}的任何一栏。",
            f"请确认表头行，或指明各列对应的栏目（至少要有：{wanted}）。",
        )
    return plan_table(desk, proposal.table, register, mapping, words, progress)


def plan_table(
    desk: Desk,
    table: Table,
    register: Register,
    mapping: Columns,
    words: Words | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return the plan of a table against the ledger as it is now; raises as `plan` does."""
    newest = desk.ledger.reader.steps(limit=1)
    made = make_plan(table, register, mapping, LedgerLookup(desk), words, progress)
    return replace(made, basis=newest[0].number if newest else 0)


def decided(desk: Desk, plan: Plan, places: Sequence[int], decision: Decision) -> Plan:
    """Return the plan with a decision for these doubtful rows."""
    return decide(plan, places, decision, LedgerLookup(desk))


def preview(plan: Plan) -> ImportResult:
    """Return what the plan would come to, nothing written."""
    return _result(plan, "")


def apply(
    desk: Desk,
    plan: Plan,
    *,
    words: Words | None = None,
    progress: Progress | None = None,
    error_book: Path | None = None,
    source: Path | None = None,
    with_book: bool = True,
) -> ImportResult:
    """Write a plan as one step, committed after a verified backup: good rows into the register, the rest into the tray.

    `words` are remembered, as is the mapping. The error workbook goes to `error_book` or beside the ledger;
    without `with_book` none is written. That it cannot be written undoes nothing: the result says why.

    Raises:
        StaleError: something was written since the plan was made, so it may no longer be what was shown.
        LedgerError: the ledger cannot be written, or no backup can be made; nothing is written.
        Cancelled: the clerk pressed cancel; nothing is written.

    """
    progress = progress or Progress()
    created, updated, waiting = plan.counts["create"], plan.counts["update"], len(plan.held)
    nothing = not (created or updated or waiting)
    title = f"导入{plan.register.title}：{plan.table.file}（新增 {created}，更新 {updated}，待处理 {waiting}）"
    operation = desk.operation("import_nothing" if nothing else "import", title, always=True)
    application = Application(plan, words or {}, progress)
    with backups.backup_meanwhile(desk, "导入前", progress) as backed_up:

        def write(writer: Writer) -> str:
            batch = application.write(writer)
            backed_up()
            return batch

        batch, changes = desk.ledger.transact(operation, write)
    result = replace(_result(plan, batch), changes=changes)
    if not (plan.held and with_book):
        return result
    try:
        book = held_rows.error_book(desk, plan, application.held, application.booked, error_book, source)
    except (FileError, LedgerError) as problem:
        return replace(result, no_book=problem.text)
    return replace(result, error_workbook=book)


def _result(plan: Plan, batch: str) -> ImportResult:
    """Return the counts of a plan."""
    counts = plan.counts
    return ImportResult(
        batch,
        len(plan.rows),
        counts["create"],
        counts["update"],
        counts["unchanged"],
        counts["doubtful"],
        counts["error"],
        counts["left"],
        plan.problems,
    )


def told(proposal: Proposal) -> list[str]:
    """Return what the program took the sheet for, in sentences."""
    head, register = proposal.head, proposal.register
    said = [f"工作表“{head.sheet}”第 {head.row} 行被认作表头。"]
    targets = target_fields(register)
    said += [f"所有行的“{targets[one.field].label}”取自标题：{one.name}。" for one in proposal.proposed]
    unused = [text for _index, text in proposal.mapping.left_out if text and text not in _ROW_NUMBERS]
    if unused:
        said.append("没有导入的列：" + "、".join(unused) + "。")
    if head.others:
        said.append("另有工作表也像这样的表：" + "、".join(head.others) + "。")
    return said


def summary(result: ImportResult) -> str:
    """Return the counts as one sentence; never "success" with nothing done."""
    parts = [
        f"新增 {result.created}",
        f"更新 {result.updated}",
        f"无变化 {result.unchanged}",
        f"存疑 {result.doubtful}",
        f"有误 {result.held}",
    ]
    said = f"共 {result.rows} 行：" + "，".join(parts) + "。"
    if result.error_workbook:
        said += f"存疑和有误的行在“待处理”里，也写进了：{result.error_workbook}"
    elif result.no_book:
        said += f"存疑和有误的行在“待处理”里；出错工作簿没有写成：{result.no_book}"
    return said


def as_json(result: ImportResult, *, unmasked: bool = False) -> dict[str, Any]:
    """Return the result as other programs read it; personal values masked."""
    return {
        "batch": result.batch or None,
        "rows": result.rows,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "doubtful": result.doubtful,
        "held": result.held,
        "problems": [
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "field": problem.field,
                "value": problem.shown(unmasked=unmasked),
                "message": problem.message,
            }
            for problem in result.problems
        ],
        "error_workbook": str(result.error_workbook) if result.error_workbook else None,
    }
