"""Institutions that stand in the books of several offices, as it seems: to be settled between them, not by the program.

The districts of a city do not see each other's books, so two of them may list one school. A number that both give tells
it: the licence's, or the uscc, which may rightly be that of one legal body with places in two districts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.texts import same_text
from shuangjian_desktop.exchange.package.planned import PlannedRow
from shuangjian_desktop.registers import find
from shuangjian_desktop.store.reader import Reader

_NUMBERS = ("licence_no", "uscc")


@dataclass(frozen=True)
class Double:
    """One institution in the books of several offices, as it seems: what is equal, and the records."""

    key: str
    records: tuple[Record, ...]


def double_identities(reader: Reader, office: str = "", rows: Iterable[PlannedRow] = ()) -> list[Double]:
    """Return the institutions whose licence number or uscc stands in the books of several offices.

    With the planned `rows` of a package of `office` as they would stand when it is in the ledger.
    """
    institution = find("institution")
    planned = {
        row.uid: row for row in rows if row.register == institution.key and row.fate in ("create", "update", "delete")
    }
    held = reader.get_many(institution.key, planned)
    new = {uid: record for uid, row in planned.items() if (record := _after(row, held.get(uid), office))}
    found = []
    for name in _NUMBERS:
        numbers = {str(record.values[name]) for record in new.values() if record.values.get(name)}
        there = [*reader.shared(institution.key, name), *reader.holding(institution.key, name, numbers)]
        standing = {one.uid: one for one in there if one.uid not in planned} | new
        found += [Double(institution[name].label, group) for group in _of_several_offices(name, standing)]
    return found


def _after(row: PlannedRow, held: Record | None, office: str) -> Record | None:
    """Return the record that a row leaves in the ledger, None where it deletes it."""
    if row.fate == "delete":
        return None
    if held is None:
        return Record(row.register, row.uid, office, row.revision, row.values)
    return replace(held, values={**held.values, **row.values}, deleted=False)


def _of_several_offices(name: str, records: Mapping[str, Record]) -> Iterator[tuple[Record, ...]]:
    """Yield the records that have a number in common, where they are of several offices."""
    groups: dict[str, list[Record]] = {}
    for record in records.values():
        if number := record.values.get(name):
            groups.setdefault(same_text(str(number)), []).append(record)
    for group in groups.values():
        if len({record.office for record in group}) > 1:
            yield tuple(group)
