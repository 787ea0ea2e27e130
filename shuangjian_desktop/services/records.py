"""One record at a time: drafts of the form, their problems, saving, deleting."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.core.register import Children, Problem, Register, Values
from shuangjian_desktop.core.validate import check_at
from shuangjian_desktop.registers import children_of, find
from shuangjian_desktop.services.desk import Desk, titled
from shuangjian_desktop.services.ownership import foreign, require_own, require_own_fields, require_own_parent
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.writer import Writer


@dataclass(frozen=True)
class ChildDraft:
    """A row under a record as the form holds it; `uid` and `revision` are None for a new one."""

    uid: str | None
    values: Values
    deleted: bool = False
    revision: int | None = None


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
    defaults = {item.key: item.default for item in find(register_key).entered if item.default is not None}
    children: dict[str, list[ChildDraft]] = {child.key: [] for child in children_of(register_key)}
    return Draft(register_key, None, None, {**defaults, **(values or {})}, children)


def edit_draft(desk: Desk, register_key: str, uid: str) -> Draft:
    """Return the draft of a record as the ledger holds it now, with its child rows.

    Raises:
        UsageError: there is no such record.

    """
    record = desk.record(register_key, uid)
    children = {
        child.key: [
            ChildDraft(row.uid, row.values, revision=row.revision)
            for row in desk.ledger.reader.children(child.key, [uid]).get(uid, [])
        ]
        for child in children_of(register_key)
    }
    return Draft(register_key, uid, record.revision, record.values, children)


def computed(draft: Draft) -> Values:
    """Return the derived values of the draft as it stands."""
    return find(draft.register).compute(draft.values, draft.living())


def check(desk: Desk, draft: Draft) -> list[DraftProblem]:
    """Return every problem of a draft and its child rows, under the rules that the office has not switched off."""
    register, off, reader = find(draft.register), desk.switched_off(), desk.ledger.reader
    whole = {**draft.values, **computed(draft)}
    problems = check_at(register, whole, lambda key: related(reader, register, whole, key), off, desk.day)
    found = [DraftProblem(None, problem) for problem in problems + _known_already(desk, register, draft.uid, whole)]
    drafted = {row.uid: row.values for _key, _index, row in _living_rows(draft) if row.uid}
    for child_key, index, row in _living_rows(draft):
        child = find(child_key)
        values = {**row.values, child.parent: draft.uid or "new"}

        def of_row(key: str, child: Register = child, values: Values = values) -> Values | None:
            if key == child.parent:
                return whole
            # A payment and its reversal stand in the same draft: what counts is what is typed, not what was saved.
            return drafted.get(str(values.get(key))) or related(reader, child, values, key)

        problems = check_at(child, values, of_row, off, desk.day)
        found += [DraftProblem((child_key, index), problem) for problem in problems]
    return found


def _living_rows(draft: Draft) -> Iterator[tuple[str, int, ChildDraft]]:
    """Yield (child register, index, row) of the child rows that stay."""
    for child_key, rows in draft.children.items():
        for index, row in enumerate(rows):
            if not row.deleted:
                yield child_key, index, row


def _known_already(desk: Desk, register: Register, uid: str | None, values: Values) -> list[Problem]:
    """Return a doubt where the ledger holds the same record already, by the register's natural keys."""
    reader = desk.ledger.reader
    for number, text in enumerate(register.key_texts(values)):
        if text is None or register.keys[number].ordinal:
            continue
        uids = [one for one in reader.match(register.key, number, [text]).get(text, []) if one != uid]
        for other in reader.get_many(register.key, uids).values():
            if register.same(values, other.values):
                place = next((key for key in register.name_fields if register[key].typed), register.name_fields[0])
                name, key = desk.label(register, other.values), register.keys[number].title
                return [Problem(place, f"台账里已有“{name}”，{key}相同，请核对是否重复", "doubt")]
    return []


def related(reader: Reader, register: Register, values: Values, key: str) -> Values | None:
    """Return the values of the record that a reference points to."""
    uid, target = values.get(key), {item.key: to for item, to in register.refs}.get(key)
    record = reader.get(target, uid) if target and isinstance(uid, str) else None
    return record.values if record else None


def refusal(draft: Draft, problems: Sequence[DraftProblem]) -> str:
    """Return the sentence that says why a draft with these problems is not saved, '' where none is an error."""
    errors = [_said(draft, found) for found in problems if found.problem.level == "error"]
    return f"没有保存：{'；'.join(errors[:5])}。" if errors else ""


def save(desk: Desk, draft: Draft) -> Saved:
    """Write what was typed into a draft, as one step.

    Raises:
        RefusedError: it has errors, the sentence names the fields; or it is another office's.
        StaleError: the record or one of its rows was written since the draft was read.

    """
    _require_own(desk, draft)
    if refused := refusal(draft, check(desk, draft)):
        raise RefusedError(refused)
    register = find(draft.register)
    values = _typed(register, draft.values)

    def write(writer: Writer) -> str:
        uid = draft.uid
        if uid is None:
            uid = writer.create(register.key, values)
        else:
            writer.update(register.key, uid, values, revision=draft.revision)
        for child_key, rows in draft.children.items():
            _save_rows(writer, find(child_key), uid, rows)
        return uid

    title = titled(register, "修改" if draft.uid else "新增", [desk.label(register, draft.values)])
    uid, changes = desk.ledger.transact(desk.operation("save", title), write)
    return Saved(uid, changes)


def _require_own(desk: Desk, draft: Draft) -> None:
    """Refuse a draft that would change what is another office's."""
    register = find(draft.register)
    record = desk.ledger.reader.get(register.key, draft.uid) if draft.uid else None
    require_own_fields(desk, register, record, draft.values)
    if record is None:
        require_own_parent(desk, register, draft.values)
        return
    if not foreign(desk, register, record):
        return
    held = edit_draft(desk, register.key, record.uid)
    for key, rows in draft.children.items():
        child = find(key)
        if [(row.uid, row.deleted, _typed(child, row.values)) for row in rows] != [
            (row.uid, row.deleted, _typed(child, row.values)) for row in held.children[key]
        ]:
            require_own(desk, register, [record])


def _typed(register: Register, values: Values) -> dict[str, Value]:
    """Return the values that a form may write; the locked ones are for deeds alone."""
    return {item.key: values.get(item.key) for item in register.fields if item.typed}


def said(register: Register, problem: Problem) -> str:
    """Return a problem with the name of its field."""
    item = register.by_key.get(problem.field)
    return f"“{item.label if item else register.title}”{problem.message}"


def _said(draft: Draft, found: DraftProblem) -> str:
    """Return a problem with the names of its row and field."""
    register = find(found.child[0] if found.child else draft.register)
    return (f"{register.title}第 {found.child[1] + 1} 行的" if found.child else "") + said(register, found.problem)


def _save_rows(writer: Writer, child: Register, parent: str, rows: Sequence[ChildDraft]) -> None:
    """Write the rows under a record: first those that go."""
    _delete(writer, child.key, [row.uid for row in rows if row.uid is not None and row.deleted])
    for row in rows:
        values = {**_typed(child, row.values), child.parent: parent}
        if row.uid is not None and not row.deleted:
            writer.update(child.key, row.uid, values, revision=row.revision)
        elif not row.deleted:
            writer.create(child.key, values)


def remove(desk: Desk, register_key: str, uids: Sequence[str]) -> Changes:
    """Move records into the recycle bin, with their child rows, as one step.

    Raises:
        RefusedError: other records refer to one of them, it has left the house, or it is another office's.

    """
    require_own(desk, find(register_key), desk.ledger.reader.get_many(register_key, uids).values())
    operation = desk.operation("delete", _titled(desk, register_key, "删除", uids))
    return desk.ledger.transact(operation, lambda writer: _delete(writer, register_key, uids))[1]


def _delete(writer: Writer, register_key: str, uids: Sequence[str]) -> None:
    """Delete records that may point at each other."""
    for uid in reversed(_pointed_at_first(writer, register_key, uids)):
        writer.delete(register_key, uid)


def bring_back(desk: Desk, register_key: str, uids: Sequence[str]) -> Changes:
    """Bring records back from the recycle bin as one step.

    Raises:
        RefusedError: a record that one of them refers to is in the recycle bin itself, or it is another office's.

    """
    records = desk.ledger.reader.get_many(register_key, uids).values()
    require_own(desk, find(register_key), records)
    for record in records:
        require_own_parent(desk, find(register_key), record.values)

    def write(writer: Writer) -> None:
        for uid in _pointed_at_first(writer, register_key, uids):
            writer.restore(register_key, uid)

    return desk.ledger.transact(desk.operation("restore", _titled(desk, register_key, "从回收站恢复", uids)), write)[1]


def _titled(desk: Desk, register_key: str, verb: str, uids: Sequence[str]) -> str:
    """Return the title of a step that is about these records."""
    return titled(find(register_key), verb, desk.ledger.reader.labels(register_key, uids).values())


def _pointed_at_first(writer: Writer, register_key: str, uids: Sequence[str]) -> list[str]:
    """Return the records so that one which another of them points to (总部 of a 教学点) stands before it."""
    own = [item.key for item, to in find(register_key).refs if to == register_key]
    records = writer.get_many(register_key, uids) if own else {}

    def depth(uid: str, above: tuple[str, ...] = ()) -> int:
        way = (*above, uid)
        targets = {str(records[uid].values.get(key)) for key in own if uid in records}
        return max((1 + depth(one, way) for one in targets if one in records and one not in way), default=0)

    return sorted(uids, key=depth)
