"""What a form needs from the ledger before it can be shown, read in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from shuangjian_desktop.core.guard import Frozen
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Register, Values
from shuangjian_desktop.registers import children_of, find
from shuangjian_desktop.services import attachments, lists, ownership, records
from shuangjian_desktop.services.deeds import possible_actions
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.guarding import Guarded, guarded, told_frozen
from shuangjian_desktop.services.records import Draft
from shuangjian_desktop.ui.form.child_rows import Options


@dataclass(frozen=True)
class Loaded:
    """A draft with the names of the records it points to (by uid) and the words of its choices.

    `open` are the fields that may be typed in; `told` says why not all of them and what can be done, '' where all may.
    `frozen` are those that no one can change any more, `rows` what is frozen of the rows under the record, by uid.
    `foreign`: it is another office's. `attachable`: photos and scans may be added.
    """

    draft: Draft
    names: Mapping[str, str]
    options: Options
    open: frozenset[str]
    record: Record | None = None
    told: str = ""
    frozen: Frozen = field(default_factory=dict)
    rows: Mapping[str, Guarded] = field(default_factory=dict)
    foreign: bool = False
    attachable: bool = False

    def beside(self, typed: Draft) -> "Loaded":
        """Return the same with what a clerk has typed meanwhile still open: it can be seen, copied and taken back."""
        held = self.draft
        own = {key for key in self.frozen if typed.values.get(key) != held.values.get(key)}
        rows = [row for key, under in held.children.items() for row in under if row in typed.children.get(key, ())]
        left = {row.uid for row in rows}
        return replace(self, open=self.open | own, rows={uid: one for uid, one in self.rows.items() if uid in left})


def load(desk: Desk, register_key: str, uid: str | None, values: Values) -> Loaded:
    """Read what a form shows: the record `uid`, or a new one that begins with `values`."""
    register = find(register_key)
    if uid is None:
        draft = records.new_draft(desk, register_key, values)
        free = ownership.open_fields(desk, register, None)
        return Loaded(draft, names_of(desk, draft), _options(desk, register_key), free)
    draft, record = records.edit_draft(desk, register_key, uid), desk.record(register_key, uid)
    kept = guarded(desk, register, {uid: record.values}).get(uid)
    frozen = kept.frozen if kept else {}
    left = ownership.open_fields(desk, register, record) - frozen.keys()
    deeds = possible_actions(desk, register, record)
    return Loaded(
        draft,
        names_of(desk, draft),
        _options(desk, register_key),
        left,
        record,
        ownership.told_whose(desk, register, record) or told_frozen(register, frozen, left, deeds),
        frozen,
        _kept_rows(desk, draft),
        ownership.foreign(desk, register, record),
        attachments.is_open(desk, register, record),
    )


def _kept_rows(desk: Desk, draft: Draft) -> dict[str, Guarded]:
    """Return what is frozen of the rows under a record, by uid."""
    kept: dict[str, Guarded] = {}
    for key, rows in draft.children.items():
        kept |= guarded(desk, find(key), {row.uid: row.values for row in rows if row.uid})
    return kept


def names_of(desk: Desk, draft: Draft) -> dict[str, str]:
    """Return what the records that a draft and its child rows point to are called."""
    names = lists.names_in(desk, find(draft.register), [draft.values])
    for key, rows in draft.children.items():
        names |= lists.names_in(desk, find(key), [row.values for row in rows])
    return names


def _options(desk: Desk, register_key: str) -> Options:
    """Return the words of all choices of a register and its child registers."""
    registers: Iterable[Register] = (find(register_key), *children_of(register_key))
    return {
        (register.key, item.key): options
        for register in registers
        for item in register.fields
        if (options := desk.options(register, item.key))
    }
