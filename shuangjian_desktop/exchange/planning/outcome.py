"""What one row comes to, once it is known which record it is: values to write, child rows, problems, fate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from shuangjian_desktop.core.kinds import Ref, Value
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Absorbed, Children, Problem, Register, Related, Values
from shuangjian_desktop.core.validate import check_at
from shuangjian_desktop.exchange.planning.cells import Bad, Masked, Special
from shuangjian_desktop.exchange.planning.plan import Fate
from shuangjian_desktop.registers import find

NOTHING: Values = {}
NO_CHILDREN: Children = {}
UNREAD = "?"
NOTHING_ABSORBED = Absorbed()


@dataclass(frozen=True)
class RowProblem:
    """A problem of a row before it is known where in the sheet it stands; `text` is what the cell holds, if known."""

    field: str
    message: str
    level: str
    allowed: str = ""
    text: str | None = None


@dataclass(frozen=True)
class Facts:
    """What all rows of an import share: the register, the day, the switched-off rules, the records referred to."""

    register: Register
    today: date
    rules_off: frozenset[str]
    related: Mapping[str, Values] = field(default_factory=dict)

    @cached_property
    def statements(self) -> frozenset[str]:
        """The fields that are no values of the record by themselves."""
        return frozenset(item.key for item in self.register.fields if item.statement)

    @cached_property
    def defaults(self) -> Values:
        """The values that a new record has where the sheet says nothing."""
        return {item.key: item.default for item in self.register.entered if item.default is not None}

    def relation(self, values: Values) -> Related:
        """Return the function by which rules see what a record points to."""

        def related(key: str) -> Values | None:
            uid = values.get(key)
            return self.related.get(uid) if isinstance(uid, str) else None

        return related


class Outcome(NamedTuple):
    """A row's values to write, the old values of what changes, new child rows and problems."""

    values: Values
    before: Values
    absorbed: Absorbed
    problems: Sequence[RowProblem]


def outcome(
    facts: Facts,
    values: Values,
    specials: Sequence[tuple[str, Special]],
    target: Record | None,
    children: Children = NO_CHILDREN,
) -> Outcome:
    """Return what a row does to the record `target`, or to the ledger as a new one."""
    register = facts.register
    held = target.values if target else NOTHING
    cleared, problems = _specials(register, specials, held if target else None) if specials else ([], [])
    own = dict(values)
    stated = {key: own.pop(key) for key in facts.statements if key in own}
    merged = {**(_entered(register, target) if target else facts.defaults), **own, **dict.fromkeys(cleared)}
    absorbed = NOTHING_ABSORBED
    if register.absorb and stated:
        row = {**merged, **stated}
        for key in facts.statements:
            if key not in stated:
                row.pop(key, None)
        absorbed = register.absorb(row, held, children, facts.today)
        merged.update(absorbed.values)
        problems += [RowProblem(one.field, one.message, one.level, one.allowed) for one in absorbed.problems]
    if target is None:
        written = without_blanks(merged)
        before: Values = NOTHING
    else:
        touched = {*own, *cleared, *absorbed.values}
        written = {key: merged.get(key) for key in touched if merged.get(key) != held.get(key)}
        before = {key: held.get(key) for key in written}
    if target is None or written or absorbed.children:
        problems += _checked(facts, merged, target, with_children(children, absorbed), absorbed, problems)
        if target is not None and register.guard and (refused := register.guard(held, {**held, **written})):
            problems.append(RowProblem("", refused, "error"))
    return Outcome(written, before, absorbed, problems)


def without_blanks(values: Values) -> Values:
    """Return the filled ones of some values; mostly all of them are."""
    return {key: value for key, value in values.items() if value is not None} if None in values.values() else values


def _entered(register: Register, target: Record) -> dict[str, Value]:
    """Return the entered values of a record: they stand where the sheet says nothing."""
    return {item.key: target.values.get(item.key) for item in register.entered}


def with_children(children: Children, absorbed: Absorbed) -> Children:
    """Return the child rows as they will be."""
    if not absorbed.children:
        return children
    rows = {key: list(held) for key, held in children.items()}
    for child in absorbed.children:
        rows.setdefault(child.register, []).append(child.values)
    return rows


def _specials(
    register: Register, specials: Sequence[tuple[str, Special]], held: Values | None
) -> tuple[list[str], list[RowProblem]]:
    """Return the fields that the row clears, and the problems of its cells. `held` is None for a new record."""
    cleared: list[str] = []
    problems: list[RowProblem] = []
    for key, one in specials:
        if isinstance(one, Bad):
            if held is not None and held.get(key) in one.candidates:
                continue  # the record points to one of those that bear this name already
            problems.append(RowProblem(key, one.reason, "error", one.allowed, one.text))
        elif isinstance(one, Masked):
            if not _untouched(register, key, one.text, held):
                problems.append(RowProblem(key, "内容已遮盖，请填写完整的内容", "error", "", one.text))
        elif key not in register.by_key or register[key].statement:
            problems.append(RowProblem(key, "这一栏不能清空", "error"))
        else:
            cleared.append(key)
    return cleared, problems


def _untouched(register: Register, key: str, text: str, held: Values | None) -> bool:
    """Whether a masked cell is what went out of the record: then it says nothing. Of a reference only that is known."""
    item = register.by_key.get(key)
    if held is None or item is None or isinstance(item.kind, Ref):
        return held is not None
    return item.kind.mask(held.get(key)) == text


def _checked(
    facts: Facts,
    merged: Values,
    target: Record | None,
    children: Children,
    absorbed: Absorbed,
    known: Sequence[RowProblem],
) -> list[RowProblem]:
    """Return what the register's checks say of the record as it will be, without what they said of it before.

    A cell that could not be read is named once: to the checks it is filled, with nothing that they could judge.
    """
    register = facts.register
    whole = {**merged, **register.compute(merged, children)}
    whole.update((one.field, UNREAD) for one in known if one.text is not None)
    found = _found(facts, register, whole, facts.relation(whole))
    if absorbed.children:
        found += _checked_children(facts, whole, absorbed)
    if not found:
        return []
    old: set[tuple[str, str]] = set()
    if target is not None:
        before = _found(facts, register, target.values, facts.relation(target.values))
        old = {(one.field, one.message) for one in before}
    named = {one.field for one in known}
    return [
        RowProblem(one.field, one.message, one.level, one.allowed)
        for one in found
        if one.field not in named and (one.field, one.message) not in old
    ]


def _found(facts: Facts, register: Register, values: Values, related: Related) -> list[Problem]:
    """Return what is wrong with a whole record by itself."""
    return check_at(register, values, related, facts.rules_off, facts.today)


def _checked_children(facts: Facts, whole: Values, absorbed: Absorbed) -> list[Problem]:
    """Return what the checks of their own register say of the new child rows; no cell of theirs is in the sheet."""
    found: list[Problem] = []
    for child in absorbed.children:
        register = find(child.register)
        values = {**child.values, register.parent: UNREAD}

        def related(key: str, parent: str = register.parent) -> Values | None:
            return whole if key == parent else None

        for one in _found(facts, register, values, related):
            label = register[one.field].label if one.field in register.by_key else ""
            found.append(Problem("", f"{register.title}的{label}：{one.message}", one.level, one.allowed))
    return found


def fate_of(result: Outcome, problems: Sequence[RowProblem], target: Record | None) -> Fate:
    """Return what becomes of a row with this outcome and these problems."""
    if problems:
        levels = {one.level for one in problems}
        if "error" in levels:
            return "error"
        if "doubt" in levels:
            return "doubtful"
    if target is None:
        return "create"
    return "update" if result.values or result.absorbed.children else "unchanged"
