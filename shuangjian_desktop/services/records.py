"""One record at a time: drafts of the form, their problems, saving, deleting, deeds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.core.register import Action, Children, Problem, Register, Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers import children_of, find
from shuangjian_desktop.services.desk import Desk, titled
from shuangjian_desktop.store.writer import Writer


@dataclass(frozen=True)
class ChildDraft:
    """A row under a record as the form holds it; `uid` is None for a new one."""

    uid: str | None
    values: Values
    deleted: bool = False


@dataclass(frozen=True)
class Draft:
    """A record as the form holds it; `uid` and `revision` are None for a new one."""

    register: str
    uid: str | None
    revision: int | None
    values: Values
    children: Mapping[str, Sequence[ChildDraft]] = field(default_factory=dict)

    def living(self) -> Children:
        """Return the values of the child rows that are not to be deleted."""
        return {key: [row.values for row in rows if not row.deleted] for key, rows in self.children.items()}


@dataclass(frozen=True)
class DraftProblem:
    """A problem of a draft. `child` is (child register, index) or None for the record itself."""

    child: tuple[str, int] | None
    problem: Problem


@dataclass(frozen=True)
class Saved:
    """What was saved: the record's uid and what the step touched."""

    uid: str
    changes: Changes


def new_draft(desk: Desk, register_key: str, values: Values | None = None) -> Draft:
    """Return an empty draft with the declared defaults."""
    register = find(register_key)
    defaults = {item.key: item.default for item in register.entered if item.default is not None}
    return Draft(
        register_key, None, None, defaults | dict(values or {}), {c.key: [] for c in children_of(register_key)}
    )


def edit_draft(desk: Desk, register_key: str, uid: str) -> Draft:
    """Return the draft of a record as the ledger holds it now, with its child rows."""
    record = desk.record(register_key, uid)
    children = {
        child.key: [
            ChildDraft(row.uid, row.values) for row in desk.ledger.reader.children(child.key, [uid]).get(uid, [])
        ]
        for child in children_of(register_key)
    }
    return Draft(register_key, uid, record.revision, record.values, children)


def computed(draft: Draft) -> Values:
    """Return the derived values of the draft as it stands."""
    return find(draft.register).compute(draft.values, draft.living())


def check(desk: Desk, draft: Draft) -> list[DraftProblem]:
    """Return every problem of a draft and its child rows, under the rules that the office has not switched off."""
    register, off = find(draft.register), desk.switched_off()
    whole = {**draft.values, **computed(draft)}
    problems = check_record(register, whole, lambda key: _related(desk, register, whole, key), off)
    found = [DraftProblem(None, problem) for problem in problems]
    for child_key, index, row in _living_rows(draft):
        child = find(child_key)
        values = {**row.values, child.parent: draft.uid or "new"}

        def related(key: str, child: Register = child, values: Values = values) -> Values | None:
            return whole if key == child.parent else _related(desk, child, values, key)

        found += [DraftProblem((child_key, index), problem) for problem in check_record(child, values, related, off)]
    return found


def _living_rows(draft: Draft) -> Iterator[tuple[str, int, ChildDraft]]:
    """Yield (child register, index, row) of the child rows that stay."""
    for child_key, rows in draft.children.items():
        for index, row in enumerate(rows):
            if not row.deleted:
                yield child_key, index, row


def _related(desk: Desk, register: Register, values: Values, key: str) -> Values | None:
    """Return the values of the record that a reference points to."""
    uid = values.get(key)
    target = {item.key: to for item, to in register.refs}.get(key)
    record = desk.ledger.reader.get(target, uid) if target and isinstance(uid, str) else None
    return record.values if record else None


def save(desk: Desk, draft: Draft) -> Saved:
    """Write a draft as one step.

    Raises:
        RefusedError: it has errors; the sentence names the fields.
        StaleError: the record was written since the draft was read.
    """
    errors = [found for found in check(desk, draft) if found.problem.level == "error"]
    if errors:
        raise RefusedError("没有保存：" + "；".join(_said(draft, found) for found in errors[:5]) + "。")
    register = find(draft.register)
    values = {item.key: draft.values.get(item.key) for item in register.entered}

    def write(writer: Writer) -> str:
        uid = draft.uid
        if uid is None:
            uid = writer.create(register.key, values)
        else:
            writer.update(register.key, uid, values, revision=draft.revision)
        for child_key, rows in draft.children.items():
            for row in rows:
                _save_child(writer, find(child_key), uid, row)
        return uid

    verb = "修改" if draft.uid else "新增"
    names = [" ".join(str(draft.values.get(key) or "") for key in register.name_fields)]
    uid, changes = desk.ledger.transact(desk.operation("save", titled(register, verb, names)), write)
    return Saved(uid, changes)


def _said(draft: Draft, found: DraftProblem) -> str:
    """Return a problem with the name of its field."""
    register = find(found.child[0] if found.child else draft.register)
    where = f"{register.title}第 {found.child[1] + 1} 行的" if found.child else ""
    item = register.by_key.get(found.problem.field)
    return f"{where}“{item.label if item else register.title}”{found.problem.message}"


def _save_child(writer: Writer, child: Register, parent: str, row: ChildDraft) -> None:
    """Write one child row: new, changed or deleted."""
    values = {item.key: row.values.get(item.key) for item in child.entered} | {child.parent: parent}
    if row.uid is None:
        if not row.deleted:
            writer.create(child.key, values)
    elif row.deleted:
        writer.delete(child.key, row.uid)
    else:
        writer.update(child.key, row.uid, values)


def remove(desk: Desk, register_key: str, uids: Sequence[str]) -> Changes:
    """Move records into the recycle bin, with their child rows, as one step.

    Raises:
        RefusedError: other records refer to one of them, or it has left the house.
    """
    register = find(register_key)
    title = titled(register, "删除", desk.ledger.reader.names(register_key, uids).values())

    def write(writer: Writer) -> None:
        for uid in uids:
            writer.delete(register_key, uid)

    return desk.ledger.transact(desk.operation("delete", title), write)[1]


def bring_back(desk: Desk, register_key: str, uids: Sequence[str]) -> Changes:
    """Bring records back from the recycle bin as one step."""
    register = find(register_key)
    title = titled(register, "从回收站恢复", desk.ledger.reader.names(register_key, uids).values())

    def write(writer: Writer) -> None:
        for uid in uids:
            writer.restore(register_key, uid)

    return desk.ledger.transact(desk.operation("restore", title), write)[1]


def possible_actions(register: Register, record: Record) -> tuple[Action, ...]:
    """Return the deeds that can be done on a record as it stands."""
    return tuple(action for action in register.actions if action.possible(record.values))


def act(desk: Desk, register_key: str, uid: str, action_key: str, asked: Values) -> Changes:
    """Do a deed on a record: issue it with the next number, void it, reverse a payment.

    Raises:
        RefusedError: it cannot be done now, or something that must be given is missing.
    """
    register = find(register_key)
    action = next(one for one in register.actions if one.key == action_key)
    if "prefix" in action.asks:
        asked = {"prefix": desk.setting("number_prefix"), **asked}
    missing = [register[key].label for key in action.required if asked.get(key) is None]
    if missing:
        raise RefusedError(f"“{action.label}”还缺：{'、'.join(missing)}。")

    def write(writer: Writer) -> None:
        record = writer.get(register_key, uid)
        if record is None or record.deleted or not action.possible(record.values):
            raise RefusedError(f"这条{register.title}现在不能“{action.label}”。", "它可能刚被修改，请刷新后再看。")
        given = {**asked, **_number(writer, asked)} if action.numbered else asked
        values = action.apply(record.values, given)
        if action.reverses:
            writer.create(register_key, {**values, "reverses": uid})
        else:
            writer.update(register_key, uid, values)

    name = desk.name(register_key, uid)
    return desk.ledger.transact(desk.operation("action", titled(register, action.label, [name])), write)[1]


def _number(writer: Writer, asked: Values) -> dict[str, Value]:
    """Give the next number of the year's series, inside the transaction that issues the paper."""
    day, prefix = asked["issued_on"], str(asked["prefix"])
    year = day.year if isinstance(day, date) else 0
    return {"year": year, "serial": writer.next_serial(prefix, year)}


def with_values(draft: Draft, values: Values) -> Draft:
    """Return the draft with some values replaced."""
    return replace(draft, values={**draft.values, **values})
