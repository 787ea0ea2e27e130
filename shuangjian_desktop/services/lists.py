"""What tables show: rows in pages, references by name, personal values masked, totals, picking by typing."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.kinds import Choice, External, Ref, Value, ValueProblem, choose
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import OFFICE, Record
from shuangjian_desktop.core.register import Field, Register, Values
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.offices import column, columns_of
from shuangjian_desktop.services.desk import Desk

_NAMED = 1000  # how many records a condition may name by one text


@dataclass(frozen=True)
class Line:
    """One row of a table: the record and what each asked field shows."""

    record: Record
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Picked:
    """A record offered while a reference is typed: what it is called, and what tells it from its namesakes."""

    uid: str
    name: str
    detail: str


def spine(desk: Desk, query: Query) -> "array[int]":
    """Return the local row numbers of all records that a query finds, in its order: 8 bytes a row."""
    return desk.ledger.reader.ids(query)


def scan(desk: Desk, query: Query, progress: Progress) -> "array[int]":
    """Return the same beside whoever reads pages.

    Raises:
        Cancelled: it is no longer wanted.

    """
    return desk.ledger.scanner.ids(query, progress)


def beginning(desk: Desk, query: Query, limit: int) -> "array[int]":
    """Return the first of these row numbers: of 1 000 000 rows in a tenth of the time."""
    return desk.ledger.reader.first_ids(query, limit)


def numbers(desk: Desk, register_key: str, uids: Sequence[str]) -> list[int]:
    """Return the local row numbers of records, by which a table knows its rows."""
    return desk.ledger.reader.numbers(register_key, uids)


def lines(desk: Desk, register_key: str, ids: Sequence[int], fields: Sequence[Field]) -> list[Line]:
    """Return the rows with these local numbers, ready to be shown."""
    records = desk.ledger.reader.rows(register_key, ids)
    names = names_in(desk, find(register_key), (record.values for record in records))
    return [
        Line(record, tuple(shown(desk, item, value_of(record, item), names) for item in fields)) for record in records
    ]


def value_of(record: Record, item: Field) -> Value:
    """Return what a record holds in a column of its table."""
    return record.office if item.key == OFFICE else record.values.get(item.key)


def offered(desk: Desk, register: Register) -> tuple[Field, ...]:
    """Return the columns that tell records apart in this ledger: whose they are only where others' stand beside own.

    Whoever has records here has institutions: under those all else stands, and they are few.
    """
    others = Query("institution", filters=(Filter(OFFICE, "ne", desk.ledger.office),))
    return columns_of(register) if desk.ledger.reader.first(others, 1) else register.fields


def names_in(desk: Desk, register: Register, sides: Iterable[Values]) -> dict[str, str]:
    """Return what the records that these values refer to are called, by uid; personal parts masked."""
    sides = list(sides)
    names: dict[str, str] = {}
    for item, to in register.refs:
        names |= desk.names(to, sorted({str(uid) for values in sides if (uid := values.get(item.key)) is not None}))
    return names


def shown(desk: Desk, item: Field, value: Value, names: Mapping[str, str]) -> str:
    """Return what a table shows of a value."""
    if value is None:
        return ""
    if isinstance(item.kind, Ref):
        return names.get(str(value), "")
    if item.personal and not desk.unmasked:
        return item.kind.mask(value)
    return item.kind.show(value)


def external(desk: Desk, register: Register, records: Sequence[Record]) -> list[dict[str, External]]:
    """Return records as other programs read them: keyed by field identifiers, money in yuan, references by name.

    A reference `x` also gives `x_uid`. Personal values are masked unless the desk is unmasked.
    """
    names = names_in(desk, register, (record.values for record in records))
    out: list[dict[str, External]] = []
    for record in records:
        row: dict[str, External] = {"uid": record.uid, "office": record.office, "revision": record.revision}
        for item in register.fields:
            value = record.values.get(item.key)
            if isinstance(item.kind, Ref):
                row[item.key] = names.get(str(value)) if value else None
                row[f"{item.key}_uid"] = None if value is None else str(value)
            elif item.personal and not desk.unmasked:
                row[item.key] = item.kind.mask(value) if value is not None else None
            else:
                row[item.key] = item.kind.external(value)
        out.append(row)
    return out


def totals(desk: Desk, query: Query, progress: Progress | None = None) -> list[tuple[Field, str]]:
    """Return the sums of the total fields over everything a query finds, as text.

    Raises:
        Cancelled: they are no longer wanted.

    """
    register = find(query.register)
    sums = desk.ledger.scanner.totals(query, progress)
    return [(item, item.kind.show(item.kind.load(sums[item.key]))) for item in register.fields if item.key in sums]


def sums(
    desk: Desk, register_key: str, ids: "array[int]", fields: Sequence[Field], progress: Progress
) -> list[tuple[int, Value]]:
    """Return how many of these rows (local numbers) have something in each number field, and what it comes to.

    Raises:
        Cancelled: it is no longer wanted.

    """
    found = desk.ledger.scanner.sums(register_key, ids, [item.key for item in fields], progress)
    return [(count, item.kind.load(total)) for item, (count, total) in zip(fields, found, strict=True)]


def pick(desk: Desk, to: str, text: str, limit: int = 20) -> list[Picked]:
    """Return the records that a typed text may mean: by part of the name, pinyin initials or code, best first."""
    register = find(to)
    records = desk.ledger.reader.pick(to, text, limit)
    names = desk.names(to, [record.uid for record in records])
    details = [item for item in register.listed if item.key not in (*register.name_fields, "active")][:2]
    refs = names_in(desk, register, (record.values for record in records))
    return [
        Picked(
            record.uid,
            names.get(record.uid, ""),
            " · ".join(filter(None, (shown(desk, item, record.values.get(item.key), refs) for item in details))),
        )
        for record in records
    ]


def parse_filter(desk: Desk, register: Register, key: str, text: str) -> Filter:
    """Return the condition that a field is what a text says: nothing for a blank one; a reference by name, code or uid.

    Raises:
        UsageError: no such field, or the text is no value of it.

    """
    columns = columns_of(register)
    if key not in {one.key for one in columns}:
        known = "、".join(f"{one.key}（{one.label}）" for one in columns)
        raise UsageError(f"{register.title}没有“{key}”这一栏。", f"可用：{known}。")
    item = column(register, key)
    if not text.strip():
        return Filter(key, "blank")
    if isinstance(item.kind, Ref):
        return Filter(key, "in", _named(desk, item, item.kind.to, text.strip()))
    try:
        if isinstance(item.kind, Choice):
            words = desk.options(register, key, retired=True)
            return Filter(key, "eq", choose(text, words, item.kind.synonyms))
        return Filter(key, "eq", item.kind.parse(text))
    except ValueProblem as problem:
        raise UsageError(f"“{item.label}”的条件“{text}”不对：{problem.reason}。") from None


def _named(desk: Desk, item: Field, to: str, text: str) -> tuple[str, ...]:
    """Return the uids of the records that a text names: one by its uid, else those called so, else all it may mean.

    Raises:
        UsageError: it may mean too many.

    """
    if desk.ledger.reader.get(to, text) is not None:
        return (text,)
    if not any(map(str.isalnum, text)):
        return ()  # signs alone are no word: every record would do
    found = [record.uid for record in desk.ledger.reader.pick(to, text, _NAMED + 1)]
    names = desk.ledger.reader.names(to, found)
    exact = tuple(uid for uid in found if names[uid] == text)
    if not exact and len(found) > _NAMED:
        raise UsageError(f"“{item.label}”的条件“{text}”对应的{find(to).title}超过 {_NAMED} 条。", "请写得更完整。")
    return exact or tuple(found)
