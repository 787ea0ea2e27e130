"""What a person corrected in a package stays until its sender writes the field anew: nothing is overwritten unsaid.

What two offices agreed on last is what both had. Of a field in which the ledger has another value now and the sender
has not, the ledger's stays and the sender's is told. Where both have another one the field is its owner's, the sender;
that is asked about. A field that is the receiver's own is never taken; a value that the two never agreed on is told.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.person import PERSON_KEY
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Field, Register, Values
from shuangjian_desktop.exchange.package.planned import Lookup, PlannedRow


def merged(
    register: Register, rows: Sequence[PlannedRow], held: Mapping[str, Record], own: Sequence[Field], lookup: Lookup
) -> list[PlannedRow]:
    """Return the rows of a sheet beside what was agreed on. `own`: what the receiver writes."""
    compared = frozenset(item.key for item in register.entered if not item.personal and item.key != PERSON_KEY)
    owned = [item.key for item in own if item.key in compared]
    foreign = {row.uid: _differing(row, held.get(row.uid), owned) for row in rows} if owned else {}
    wanted = [row.uid for row in rows if row.fate == "update" or foreign.get(row.uid)]
    agreements = lookup.agreements(register.key, wanted) if wanted else {}
    return [
        _told(_settled(row, said[-1], compared), held.get(row.uid), foreign.get(row.uid, {}), said)
        if (said := agreements.get(row.uid))
        else row
        for row in rows
    ]


def _differing(row: PlannedRow, held: Record | None, owned: Sequence[str]) -> Values:
    """Return what the sender says of the receiver's own fields where the ledger says otherwise."""
    if held is None or held.deleted or row.fate not in ("update", "unchanged") or not row.sent:
        return {}
    return {key: value for key in owned if (value := row.sent.get(key)) != held.values.get(key)}


def _settled(row: PlannedRow, base: Values, compared: Set[str]) -> PlannedRow:
    """Return a row that changes a record, without what takes back a correction that the sender does not know of."""
    if row.fate != "update":
        return row
    corrected = {key for key, value in row.before.items() if key in compared and value != base.get(key)}
    stays = {key for key in corrected if row.values[key] == base.get(key)}
    overruled = () if row.by_hand else tuple(key for key in row.values if key in corrected - stays)
    values: dict[str, Value] = {key: value for key, value in row.values.items() if key not in stays}
    kept: dict[str, Value] = {key: row.values[key] for key in row.values if key in stays}
    return replace(
        row,
        fate="update" if values else "unchanged",
        values=values,
        before={key: row.before[key] for key in values},
        kept=kept,
        ours={key: row.before[key] for key in kept},
        overruled=overruled,
    )


def _told(row: PlannedRow, held: Record | None, foreign: Values, agreements: Sequence[Values]) -> PlannedRow:
    """Return the row with the sender's values of the receiver's fields that are no older state of them."""
    new = {key: value for key, value in foreign.items() if all(value != agreed.get(key) for agreed in agreements)}
    if not new or held is None:
        return row
    return replace(row, kept={**row.kept, **new}, ours={**row.ours, **{key: held.values.get(key) for key in new}})
