"""What was done, by whom, and taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shuangjian_desktop.core.errors import RefusedError, UsageError
from shuangjian_desktop.core.records import OFFICE, Change, Step, Undone
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import handing
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import names_in, shown
from shuangjian_desktop.services.office import office

# Steps that a bare 撤销 passes over: they changed nothing that a clerk would want back.
PASSED_OVER = frozenset({"undo", "redo", "unmask", "setup", "restored", "import_nothing", "pack", "print"})
_LOOK_BACK = 500
# What the program remembers of imports and packages: taken back with them, but nobody counts it among the records.
_MEMORY = ("import_batch", "value_map", "column_map", "package")
OFFICE_LABEL = "所属单位"
_ACTIONS: Mapping[str, str] = {"create": "新增", "update": "修改", "delete": "删除", "restore": "恢复"}


@dataclass(frozen=True)
class HistoryLine:
    """One write of a record: when, by whom, in which step, and per field (label, old, new)."""

    step: Step
    action: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Touched:
    """A record that a step changed: its register's title, what it is called, and per field (label, old, new)."""

    register: str
    name: str
    action: str
    changes: tuple[tuple[str, str, str], ...]


def steps(desk: Desk, limit: int = 100, before: int | None = None) -> list[Step]:
    """Return the newest steps first, those with numbers under `before`."""
    return desk.ledger.reader.steps(limit=limit, before=before)


def next_undo(desk: Desk) -> Step | None:
    """Return the step that a bare 撤销 takes back: the newest that is not taken back yet."""
    return next((step for step in steps(desk, _LOOK_BACK) if step.verb not in PASSED_OVER and not step.undone), None)


def next_redo(desk: Desk) -> Step | None:
    """Return the step that a bare 重做 does again: the one taken back last, if nothing else was done since."""
    for step in steps(desk, _LOOK_BACK):
        if step.verb == "undo" and step.takes_back is not None:
            target = desk.ledger.reader.step(step.takes_back)
            if target is not None and target.undone:
                return target
        elif step.verb not in PASSED_OVER:
            return None
    return None


def undo(desk: Desk, number: int | None = None) -> Undone:
    """Take back a step, the newest if none is named, as a step of its own.

    Raises:
        RefusedError: there is none, or a later step built upon it.

    """
    step = _named(desk, number) if number is not None else next_undo(desk)
    if step is None:
        raise RefusedError("没有可以撤销的步骤。")
    desk.operation("undo", "")
    if step.verb != "undo":  # to undo an undo is to do its step again
        handing.require_here(desk.ledger.reader, step.takes_back or step.number, desk.ledger.office)
    return _told(desk.ledger.undo(step.number, desk.operator))


def redo(desk: Desk, number: int | None = None) -> Undone:
    """Do again a step that was taken back, the last one if none is named.

    Raises:
        RefusedError: there is none, or its records were changed since.

    """
    step = _named(desk, number) if number is not None else next_redo(desk)
    if step is None:
        raise RefusedError("没有可以重做的步骤。")
    desk.operation("redo", "")
    return _told(desk.ledger.redo(step.number, desk.operator))


def _told(done: Undone) -> Undone:
    """Return what a clerk is told of an undo or redo: the records, without what the program remembers beside."""
    remembered = sum(len(done.changes.touched.get(key, ())) for key in _MEMORY)
    kept, impossible = (
        tuple(one for one in left if one.register not in _MEMORY) for left in (done.kept, done.impossible)
    )
    return replace(done, undone=done.undone - remembered, kept=kept, impossible=impossible)


def _named(desk: Desk, number: int) -> Step:
    """Return the step with this number.

    Raises:
        UsageError: there is none.
        RefusedError: it is the one by which the ledger was founded: without it nothing could be written.

    """
    step = desk.ledger.reader.step(number)
    if step is None:
        raise UsageError(f"没有第 {number} 步。", "请在操作记录里查看步骤的编号。")
    if step.verb == "setup":
        raise RefusedError(f"第 {number} 步是建立台账，不能撤销。")
    return step


def history(desk: Desk, register_key: str, uid: str) -> list[HistoryLine]:
    """Return every write of a record, newest first; personal values masked unless the desk is unmasked."""
    register = find(register_key)
    found = desk.ledger.reader.history(register_key, uid)
    names = names_in(desk, register, (side for change in found for side in (change.before, change.after) if side))
    return [_line(desk, register, change, names) for change in found]


def touched(desk: Desk, number: int, limit: int = 200) -> list[Touched]:
    """Return the first records that a step changed, with what changed; personal values masked unless unmasked."""
    found = desk.ledger.reader.changes(number, limit)
    by_register: dict[str, list[Change]] = {}
    for change in found:
        by_register.setdefault(change.register, []).append(change)
    told: dict[int, Touched] = {}
    for key, changes in by_register.items():
        register = find(key)
        called = desk.names(key, [change.uid for change in changes])
        names = names_in(desk, register, (side for one in changes for side in (one.before, one.after) if side))
        for change in changes:
            line = _line(desk, register, change, names)
            changed = () if register.group == "system" else line.changes  # what the program keeps about itself
            told[change.number] = Touched(register.title, called.get(change.uid, ""), line.action, changed)
    return [told[change.number] for change in found]


def _line(desk: Desk, register: Register, change: Change, names: Mapping[str, str]) -> HistoryLine:
    """Return a change as people read it."""
    before, after = change.before or {}, change.after or {}
    rows = []
    for item in register.fields:
        old, new = before.get(item.key), after.get(item.key)
        if old != new:
            rows.append((item.label, shown(desk, item, old, names), shown(desk, item, new, names)))
    if OFFICE in after:
        rows.append((OFFICE_LABEL, office(str(before[OFFICE])).name, office(str(after[OFFICE])).name))
    return HistoryLine(change.step, _ACTIONS[change.action], tuple(rows))
