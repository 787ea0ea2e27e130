"""What the clerk decides about doubtful rows, many at once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from shuangjian_desktop.exchange.planning.chunk import Gatherer
from shuangjian_desktop.exchange.planning.location import Locator
from shuangjian_desktop.exchange.planning.lookup import Lookup
from shuangjian_desktop.exchange.planning.outcome import NO_CHILDREN, fate_of, outcome
from shuangjian_desktop.exchange.planning.plan import CellProblem, Plan, PlannedRow


@dataclass(frozen=True)
class Decision:
    """What to do with doubtful rows: take them as new, as updates of a record, or leave them out.

    An update without `uid` takes each row as the record that it was found to be, where that is exactly one.
    """

    kind: Literal["new", "update", "leave"]
    uid: str = ""


def decide(plan: Plan, indexes: Collection[int], decision: Decision, lookup: Lookup) -> Plan:
    """Return the plan with the decision for those of the rows with these indexes that are doubtful.

    Rows with errors can only be left out. A doubtful row stays so where there is no one record to update, or where
    another row of the plan updates that record already.
    """
    wanted = set(indexes)
    open_fates = ("doubtful", "error") if decision.kind == "leave" else ("doubtful",)
    chosen = [row for row in plan.rows if row.place in wanted and row.fate in open_fates]
    if decision.kind == "leave":
        new = {row.place: PlannedRow(row.place, "left", problems=row.problems) for row in chosen}
    else:
        new = {row.place: row for row in _decided(plan, chosen, decision, lookup)}
    return replace(plan, rows=[new.get(row.place, row) for row in plan.rows])


def _decided(plan: Plan, chosen: list[PlannedRow], decision: Decision, lookup: Lookup) -> list[PlannedRow]:
    """Return the rows as the clerk wants them, doubts turned into what there is to tell."""
    aims = {row.place: _aim(row, decision) for row in chosen}
    chosen = [row for row in chosen if decision.kind == "new" or aims[row.place]]
    taken = {row.uid for row in plan.rows if row.fate == "update"}
    gatherer = Gatherer(plan.table, plan.register, plan.parsed, lookup)
    chunk = gatherer.chunk([row.place for row in chosen], [uid for uid in aims.values() if uid])
    locator = Locator(plan.table, plan.register, plan.mapping)
    rows: list[PlannedRow] = []
    for number, row in enumerate(chosen):
        target = chunk.records.get(aims[row.place])
        uid = target.uid if target else ""
        if (decision.kind == "update" and target is None) or (uid and uid in taken):
            continue
        taken.add(uid)
        children = chunk.children.get(uid, NO_CHILDREN)
        result = outcome(chunk.facts, chunk.values[number], chunk.specials[number], target, children)
        told = [replace(one, level="notice") if one.level == "doubt" else one for one in result.problems]
        fate = fate_of(result, told, target)
        problems = (*(_told(one) for one in row.problems), *(locator.locate(row.place, one) for one in told))
        rows.append(
            PlannedRow(
                row.place,
                fate,
                uid,
                result.values,
                result.before,
                result.absorbed.children,
                tuple(dict.fromkeys(problems)),
                row.candidates,
            )
        )
    return rows


def _aim(row: PlannedRow, decision: Decision) -> str:
    """Return the uid of the record that a row shall update, '' for none."""
    if decision.kind == "new":
        return ""
    if decision.uid:
        return decision.uid
    known = tuple(dict.fromkeys((*((row.uid,) if row.uid else ()), *row.candidates)))
    return known[0] if len(known) == 1 else ""


def _told(problem: CellProblem) -> CellProblem:
    """Return a doubt as what a person has seen and decided."""
    return replace(problem, level="notice") if problem.level == "doubt" else problem
