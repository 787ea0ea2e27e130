"""What a form needs from the ledger before it can be shown, read in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Register, Values
from shuangjian_desktop.registers import children_of, find
from shuangjian_desktop.services import attachments, lists, ownership, records
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.records import Draft
from shuangjian_desktop.ui.form.child_rows import Options


@dataclass(frozen=True)
class Loaded:
    """A draft with the names of the records it points to (by uid) and the words of its choices.

    `open` are the fields that may be typed in; `whose` says why not all of them, '' where all may. `attachable`: photos
    and scans may be added.
    """

    draft: Draft
    names: Mapping[str, str]
    options: Options
    open: frozenset[str]
    record: Record | None = None
    whose: str = ""
    attachable: bool = False


def load(desk: Desk, register_key: str, uid: str | None, values: Values) -> Loaded:
    """Read what a form shows: the record `uid`, or a new one that begins with `values`."""
    if uid is None:
        draft, record = records.new_draft(desk, register_key, values), None
    else:
        draft, record = records.edit_draft(desk, register_key, uid), desk.record(register_key, uid)
    register = find(register_key)
    return Loaded(
        draft,
        names_of(desk, draft),
        _options(desk, register_key),
        ownership.open_fields(desk, register, record),
        record,
        ownership.told_whose(desk, register, record) if record else "",
        record is not None and attachments.is_open(desk, register, record),
    )


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
