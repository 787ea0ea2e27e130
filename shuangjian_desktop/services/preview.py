"""A plan as people read it before it is applied: a list for each fate, made page by page from the plan itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian_desktop.core.register import Child, Register, Values
from shuangjian_desktop.exchange.planning.plan import CellProblem, Fate, Plan, PlannedRow
from shuangjian_desktop.exchange.planning.rows import Skipped
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import names_in, shown

BLANK = "（空）"
Item = tuple[PlannedRow, CellProblem | None] | Skipped


@dataclass(frozen=True)
class Listing:
    """One list of a preview: heads, their widths in half-width characters, and what it has a line for."""

    tab: Fate
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    items: Sequence[Item]
    fields: tuple[str, ...] = ()


def listing(plan: Plan, tab: Fate) -> Listing:
    """Return the list of the rows with one fate; 不导入 also lists the rows that hold no record."""
    rows = [row for row in plan.rows if row.fate == tab]
    if tab == "create":
        return _new_records(plan.register, rows)
    if tab == "error":
        found = [(row, one) for row in rows for one in row.problems]
        return Listing(tab, ("工作表", "行", "列", "栏目", "值", "问题", "应为"), (12, 6, 5, 16, 24, 40, 30), found)
    items: list[Item] = [(row, None) for row in rows]
    if tab == "left":
        return Listing(tab, ("行", "原因", "内容"), (6, 16, 60), [*items, *plan.skipped])
    heads, widths = {
        "update": (("行", "记录", "改动（旧 → 新）", "提示"), (6, 34, 70, 40)),
        "unchanged": (("行", "记录"), (6, 60)),
        "doubtful": (("行", "列", "记录", "疑问", "可能是"), (6, 5, 34, 50, 40)),
    }[tab]
    return Listing(tab, heads, widths, items)


def _new_records(register: Register, rows: Sequence[PlannedRow]) -> Listing:
    """Return the list of the new records with a column for each field that any of them fills."""
    filled = {key for row in rows for key in row.values}
    fields = tuple(item for item in register.fields if item.key in filled)
    heads = ["行", *(item.label for item in fields)]
    widths = [6, *(item.width or item.kind.width for item in fields)]
    if any(row.children for row in rows):
        heads.append("一并记入")
        widths.append(40)
    if any(row.problems for row in rows):
        heads.append("提示")
        widths.append(40)
    items: list[Item] = [(row, None) for row in rows]
    return Listing("create", tuple(heads), tuple(widths), items, tuple(item.key for item in fields))


def lines(desk: Desk, plan: Plan, made: Listing, start: int, stop: int) -> list[tuple[str, ...]]:
    """Return the texts of some lines of a list; personal values masked unless the desk is unmasked."""
    items = made.items[start:stop]
    page = _Page(desk, plan, made, [item[0] for item in items if not isinstance(item, Skipped)])
    return [page.line(item) for item in items]


class _Page:
    """The texts of the rows of one page, with the names that they need read in bulk."""

    def __init__(self, desk: Desk, plan: Plan, made: Listing, rows: Sequence[PlannedRow]) -> None:
        self._desk, self._plan, self._made = desk, plan, made
        register = plan.register
        self._called = desk.names(
            register.key, sorted({uid for row in rows for uid in (row.uid, *row.candidates) if uid})
        )
        sides = [side for row in rows for side in (row.values, row.before, plan.parsed.values(row.place))]
        self._names = names_in(desk, register, sides)

    def line(self, item: Item) -> tuple[str, ...]:
        """Return the texts of one line."""
        if isinstance(item, Skipped):
            return str(item.row), item.reason, item.text
        row, problem = item
        number = str(self._plan.number(row))
        if problem is not None:
            value = problem.shown(unmasked=self._desk.unmasked)
            return problem.sheet, number, problem.column, problem.label, value, problem.message, problem.allowed
        return (number, *self._told(row))

    def _told(self, row: PlannedRow) -> tuple[str, ...]:
        """Return what a list tells of a row behind its number."""
        tab = self._made.tab
        if tab == "create":
            return self._new(row)
        if tab == "update":
            return self._name(row), self._changes(row), _said(row)
        if tab == "doubtful":
            letters = "、".join(dict.fromkeys(one.column for one in row.problems if one.column))
            return letters, self._name(row), _said(row), "；".join(map(self.name_of, row.candidates))
        return ("不导入", self._name(row)) if tab == "left" else (self._name(row),)

    def _new(self, row: PlannedRow) -> tuple[str, ...]:
        """Return the values of a new record."""
        texts = [self._shown(key, row.values) for key in self._made.fields]
        extra = len(self._made.heads) - 1 - len(texts)
        more = [self._children(row.children), _said(row)]
        if extra == 1:
            more = [more[0] if "一并记入" in self._made.heads else more[1]]
        return (*texts, *more[:extra])

    def _changes(self, row: PlannedRow) -> str:
        """Return what changes: 联系电话：（空） → 138…；…"""
        said = [
            f"{item.label}：{self._shown(item.key, row.before) or BLANK} → {self._shown(item.key, row.values) or BLANK}"
            for item in self._plan.register.fields
            if item.key in row.values
        ]
        return "；".join([*said, *filter(None, [self._children(row.children)])])

    def _children(self, children: Sequence[Child]) -> str:
        """Return the rows that come under a record: ＋退费付款 1,200.00 2021-09-28."""
        return "；".join(f"＋{find(child.register).title} {self._child(child)}" for child in children)

    def _child(self, child: Child) -> str:
        """Return the plain values of a child row; references and personal values stay out of so short a text."""
        register = find(child.register)
        return " ".join(
            item.kind.show(value)
            for item in register.fields
            if (value := child.values.get(item.key)) is not None and not item.personal and item.kind.width < 20
        )

    def _shown(self, key: str, values: Values) -> str:
        """Return a value as the table would show it."""
        return shown(self._desk, self._plan.register[key], values.get(key), self._names)

    def _name(self, row: PlannedRow) -> str:
        """Return what the record of a row is called: as the ledger has it, else as the sheet says it."""
        if name := self.name_of(row.uid):
            return name
        values, register = self._plan.parsed.values(row.place), self._plan.register
        parts = (shown(self._desk, register[key], values.get(key), self._names) for key in register.name_fields)
        return " ".join(filter(None, parts))

    def name_of(self, uid: str) -> str:
        """Return what a record of the ledger is called."""
        return self._called.get(uid, "")


def _said(row: PlannedRow) -> str:
    """Return what there is to tell of a row."""
    return "；".join(dict.fromkeys(one.message for one in row.problems))


def candidates(desk: Desk, plan: Plan, row: PlannedRow) -> list[tuple[str, str]]:
    """Return the records that a doubtful row may be, as (uid, name)."""
    page = _Page(desk, plan, listing(plan, "doubtful"), [row])
    uids = dict.fromkeys((*((row.uid,) if row.uid else ()), *row.candidates))
    return [(uid, page.name_of(uid)) for uid in uids]
