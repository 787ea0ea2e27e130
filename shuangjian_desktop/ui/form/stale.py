"""When somebody else wrote a record while a clerk had it open: what changed meanwhile, and both sides together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuangjian_desktop.core.kinds import Ref, Value
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.services.records import ChildDraft, Draft


@dataclass(frozen=True)
class Meanwhile:
    """One field that somebody else changed. `both`: the clerk has typed in it too, and the typing is kept."""

    field: Field
    before: Value
    now: Value
    both: bool


def merge(register: Register, start: Draft, mine: Draft, now: Draft) -> tuple[Draft, list[Meanwhile]]:
    """Return the draft that holds what the clerk typed over what the ledger holds now, and what changed meanwhile.

    `start` is what the clerk saw first, `mine` what stands in the form.
    """
    changed: list[Meanwhile] = []
    values = dict(now.values)
    for item in register.fields:
        first, typed, held = (side.values.get(item.key) for side in (start, mine, now))
        if item.typed and typed != first:
            values[item.key] = typed
        if not item.derived and held != first and held != typed:
            changed.append(Meanwhile(item, first, held, item.typed and typed != first))
    children = {
        key: _merge_rows(start.children.get(key, ()), mine.children.get(key, ()), rows)
        for key, rows in now.children.items()
    }
    return Draft(now.register, now.uid, now.revision, values, children), changed


def _merge_rows(start: Sequence[ChildDraft], mine: Sequence[ChildDraft], now: Sequence[ChildDraft]) -> list[ChildDraft]:
    """Return the ledger's rows with the clerk's changes in them, and behind them the clerk's new rows.

    A row that somebody else deleted is gone, unless the clerk changed it: then it comes back as a new one.
    """
    first: dict[str | None, ChildDraft] = {row.uid: row for row in start if row.uid}
    typed: dict[str | None, ChildDraft] = {row.uid: row for row in mine if row.uid}
    merged = [_merge_row(first.get(row.uid), typed.get(row.uid), row) for row in now]
    here = {row.uid for row in now}
    for row in mine:
        if row.uid is None:
            merged.append(row)
        elif row.uid not in here and not row.deleted and row != first.get(row.uid):
            merged.append(ChildDraft(None, row.values))
    return merged


def _merge_row(first: ChildDraft | None, typed: ChildDraft | None, now: ChildDraft) -> ChildDraft:
    """Return one row: the clerk's changed values over the ledger's."""
    if first is None or typed is None:
        return now
    own = {key: value for key, value in typed.values.items() if value != first.values.get(key)}
    return ChildDraft(now.uid, {**now.values, **own}, typed.deleted, now.revision)


def said(changed: Sequence[Meanwhile], names: Mapping[str, str], *, masked: bool) -> str:
    """Return what changed meanwhile in a sentence: 联系电话 由“…”改为“…”."""
    parts = [
        f"{one.field.label} 由“{shown(one.field, one.before, names, masked=masked)}”"
        f"改为“{shown(one.field, one.now, names, masked=masked)}”"
        for one in changed
    ]
    return "；".join(parts) or "付款等明细行有变动"


def shown(item: Field, value: Value, names: Mapping[str, str], *, masked: bool) -> str:
    """Return a value as people read it, covered where it is personal."""
    if value is None:
        return "空白"
    if isinstance(item.kind, Ref):
        return names.get(str(value), "")
    return item.kind.mask(value) if masked and item.personal else item.kind.show(value)
