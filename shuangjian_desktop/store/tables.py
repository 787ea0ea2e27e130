"""One register in the ledger: its table, made from the declaration, and the way of its values in and out of it.

A row of the table is `HEAD`, then its cells: entered fields, derived fields, a `_sort` column for each field sorted by
pinyin, a `key_` column for each natural key (a hash of office and folded text). `id` is local to the file and never
leaves it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import repeat
from typing import Any

import orjson
import sqlalchemy as sa

from shuangjian_desktop.core import pinyin
from shuangjian_desktop.core.kinds import Kind, Ref, Stored, Value
from shuangjian_desktop.core.natural_key import Columns, columns_of
from shuangjian_desktop.core.person import PERSON_KEY
from shuangjian_desktop.core.records import OFFICE, Record
from shuangjian_desktop.core.register import Field, Register, Values
from shuangjian_desktop.store.faults import GARBAGE, garbled
from shuangjian_desktop.store.search import grams, joined

HEAD = ("id", "uid", "office", "revision", "deleted")
_KEY_BYTES = 16
Cell = Stored | bytes
_sort_key = lru_cache(maxsize=65536)(pinyin.sort_key)
_initials = lru_cache(maxsize=65536)(pinyin.initials)


def packed(stored: Mapping[str, Cell]) -> str:
    """Return stored values as the history holds them."""
    return orjson.dumps(stored).decode()


class RegisterTable:
    """The table of a register. All values that come in or go out pass here."""

    def __init__(self, register: Register, metadata: sa.MetaData) -> None:
        self.register = register
        self.key = register.key
        self.fields = register.entered + register.derived
        self.positions = {item.key: number for number, item in enumerate(self.fields)}
        self.entered = len(register.entered)
        self.entered_keys = tuple(item.key for item in register.entered)
        self._open = tuple(item.key for item in register.entered if not item.personal and item.key != PERSON_KEY)
        self.sorted = tuple(item.key for item in self.fields if item.pinyin)
        self.searched = tuple(
            item.key for item in self.fields if (item.search or item.pinyin) and not isinstance(item.kind, Ref)
        )
        self.columns = (
            *self.positions,
            *(f"{key}_sort" for key in self.sorted),
            *(f"key_{number}" for number in range(len(register.keys))),
        )
        self.table = self._declare(metadata)
        self.text_table = f"{self.key}_text" if self.searched else ""
        self.field_columns = ", ".join(f'"{key}"' for key in self.positions)
        self._found_by = frozenset(self.searched)
        self._enterable = frozenset(self.entered_keys)
        stores = _own(self.fields, lambda kind: kind.store, Kind.store)
        self._stores = [(self.fields[number].key, store) for number, store in stores]
        self._loads = _own(self.fields, lambda kind: kind.load, Kind.load)
        self._shows = tuple(
            (item.key, item.search, item.pinyin, item.kind.show) for item in self.fields if item.key in self.searched
        )

    def _declare(self, metadata: sa.MetaData) -> sa.Table:
        """Declare the table and its indexes, which hold the living alone."""
        targets = {item.key: to for item, to in self.register.refs}
        columns: list[sa.Column[Any]] = [
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("uid", sa.Text, nullable=False, unique=True),
            sa.Column("office", sa.Text, nullable=False),
            sa.Column("revision", sa.Integer, nullable=False),
            sa.Column("deleted", sa.Integer, nullable=False),
        ]
        for item in self.fields:
            points = [_points_to(targets[item.key])] if item.key in targets else []
            kind = sa.Integer if item.kind.storage == "integer" else sa.Text
            columns.append(sa.Column(item.key, kind, *points))
        columns += [sa.Column(f"{key}_sort", sa.Text) for key in self.sorted]
        columns += [sa.Column(f"key_{number}", sa.LargeBinary) for number in range(len(self.register.keys))]
        table = sa.Table(self.key, metadata, *columns, sqlite_strict=True)
        living = table.c.deleted == sa.literal_column("0")
        for names in self._indexed(targets):
            sa.Index(f"ix_{self.key}_{'_'.join(names)}", *(table.c[name] for name in names), sqlite_where=living)
        return table

    def _indexed(self, targets: Iterable[str]) -> dict[tuple[str, ...], None]:
        """Return the columns of each index: keys, references, pinyin, as-of, and the order that a table is shown in."""
        single = [*self.columns[len(self.fields) :], *targets, *filter(None, [self.register.as_of])]
        order = tuple(self.sort_column(key) for key, _descending in self.register.order)
        return dict.fromkeys([*((name,) for name in single), *([order] if order else [])])

    @property
    def living_children(self) -> str:
        """The condition and order of the living rows under listed parents: by their date, then as they were made."""
        by = f'"{self.register.as_of}" NULLS LAST, ' if self.register.as_of else ""
        return f'"{self.register.parent}" IN (SELECT value FROM json_each(?)) AND deleted = 0 ORDER BY {by}id'

    def by_day(self, rows: Iterable[Values]) -> list[Values]:
        """Return the values of child rows, given as they were made, in the order that `living_children` has."""
        day = self.register.as_of
        return sorted(rows, key=lambda values: (values[day] is None, str(values[day]))) if day else list(rows)

    def sort_column(self, key: str) -> str:
        """Return the column by which a field is sorted."""
        return f"{key}_sort" if key in self.sorted else key

    def entered_values(self, values: Values) -> Values:
        """Return the values without the derived ones, which nobody sets; KeyError for what is no field at all."""
        if values.keys() <= self._enterable:
            return values
        if not values.keys() <= self.positions.keys():
            raise KeyError(f"{self.key} has no {sorted(values.keys() - self.positions.keys())}")
        return {key: value for key, value in values.items() if key in self._enterable}

    def pointers(self, among: Collection[str] | None = None) -> list[tuple[str, str]]:
        """Return (field, register it points to) of the references, of those `among` some fields if given."""
        return [(item.key, to) for item, to in self.register.refs if among is None or item.key in among]

    def cells_of(self, records: Sequence[tuple[str, Values]]) -> list[tuple[Cell, ...]]:
        """Return the cells of records (office, values with the derived ones): column by column, in half the time."""
        rows = [values for _office, values in records]
        columns = self.stored_columns([office for office, _values in records], columns_of(rows, self.positions))
        blank = [None] * len(records)
        return list(zip(*(columns.get(name, blank) for name in self.columns), strict=True))

    def stored_columns(self, offices: Sequence[str], values: Columns) -> dict[str, Sequence[Cell]]:
        """Return the columns of records of these offices, of those of their values; blank ones are left out."""
        found: dict[str, Sequence[Cell]] = dict(values)  # type: ignore[arg-type]
        for key, store in self._stores:
            if key in values:
                found[key] = _stored(store, values[key])
        for key in self.sorted:
            if key in values:
                found[f"{key}_sort"] = [None if text is None else _sort_key(str(text)) for text in found[key]]
        folded: dict[str, list[str]] = {}
        for number, natural in enumerate(self.register.keys):
            texts = zip(offices, natural.texts_of(values, len(offices), folded), strict=True)
            found[f"key_{number}"] = [None if text is None else self.key_cell(office, text) for office, text in texts]
        return {name: cells for name, cells in found.items() if cells.count(None) < len(cells)}

    @staticmethod
    def key_cell(office: str, text: str) -> bytes:
        """Return how a natural key stands in its column: two offices may each have one of the same text.

        A hash that no two texts share: the texts themselves, of some hundred bytes, would be a fifth of the file.
        """
        return blake2b(f"{office}|{text}".encode(), digest_size=_KEY_BYTES).digest()

    def filled(self, cells: Sequence[Cell]) -> str:
        """Return a whole record as the history holds it: entered fields, but for the empty ones."""
        return packed({key: cell for key, cell in zip(self.entered_keys, cells, strict=False) if cell is not None})

    def filled_columns(self, columns: Mapping[str, Sequence[Cell]], count: int) -> list[str]:
        """Return the same of `count` records by their stored columns."""
        keys = [key for key in self.entered_keys if key in columns]
        rows = zip(*(columns[key] for key in keys), strict=True) if keys else repeat((), count)
        whole = [dict(zip(keys, row, strict=True)) for row in rows]
        if any(None in columns[key] for key in keys):
            whole = [{key: cell for key, cell in row.items() if cell is not None} for row in whole]
        return list(map(packed, whole))

    def derived_changes(self, held: Sequence[Cell], values: Values) -> tuple[tuple[str, ...], tuple[Cell, ...]]:
        """Return the columns of derived fields, with their new cells, that are other by these values than held."""
        new: dict[str, Cell] = {}
        for number, item in enumerate(self.register.derived, self.entered):
            value = values.get(item.key)
            cell = None if value is None else item.kind.store(value)
            if cell != held[number]:
                new[item.key] = cell
                if item.pinyin:
                    new[f"{item.key}_sort"] = None if cell is None else _sort_key(str(cell))
        return tuple(new), tuple(new.values())

    def finds_by(self, columns: Iterable[str]) -> bool:
        """Return whether a record is found by any of these columns."""
        return not self._found_by.isdisjoint(columns)

    def values(self, cells: Sequence[Cell]) -> dict[str, Value]:
        """Return the values of all fields that these cells hold.

        Raises:
            DamagedError: nobody wrote these.

        """
        found: dict[str, Any] = dict(zip(self.positions, cells, strict=False))
        try:
            for number, load in self._loads:
                if cells[number] is not None:
                    found[self.fields[number].key] = load(cells[number])
        except GARBAGE as error:
            raise garbled(self.register.title) from error
        return found

    def packed_rows(self, rows: Sequence[Values]) -> list[str]:
        """Return the entered values of many records as the history holds them; `unpacked` gives them back.

        Personal ones, and what is made of them, are left out: they do not always travel.
        """
        columns: dict[str, Sequence[Any]] = dict(columns_of(rows, self._open))
        for key, store in self._stores:
            if key in columns:
                columns[key] = _stored(store, columns[key])
        return self.packed_columns(len(rows), columns)

    def packed_columns(self, count: int, columns: Mapping[str, Sequence[Stored]]) -> list[str]:
        """Return the same of values in stored form, column by column."""
        filled = {key: columns[key] for key in self._open if key in columns and columns[key].count(None) < count}
        cells = zip(*filled.values(), strict=True) if filled else repeat((), count)
        return [
            packed({key: cell for key, cell in zip(filled, row, strict=False) if cell is not None}) for row in cells
        ]

    def unpacked(self, entry: str | None) -> dict[str, Value]:
        """Return the values of one side of a history entry, with OFFICE if the record passed to another.

        Fields that a later version dropped are left out.

        Raises:
            DamagedError: nobody wrote that.

        """
        try:
            stored = dict(orjson.loads(entry)) if entry else {}
            kinds = ((key, self.register.by_key.get(key), value) for key, value in stored.items())
            values = {key: item.kind.load(value) for key, item, value in kinds if item is not None}
            return {**values, OFFICE: str(stored[OFFICE])} if OFFICE in stored else values
        except GARBAGE as error:
            raise garbled(self.register.title) from error

    def record(self, row: Sequence[Any]) -> Record:
        """Return the record of a database row: HEAD and at least the fields' cells."""
        _id, uid, office, revision, deleted = row[:5]
        return Record(self.key, str(uid), str(office), int(revision or 0), self.values(row[5:]), bool(deleted))

    def document(self, values: Values) -> str:
        """Return what the search index holds of a record: its searched fields, and initials of what is read aloud."""
        return self.documents({key: [values.get(key)] for key in self.searched}, 1)[0]

    def documents(self, values: Columns, count: int) -> list[str]:
        """Return the same of `count` records by the columns of their values, each different value cut once."""
        columns: list[list[str | None]] = []
        for key, searched, spoken, show in self._shows:
            column, cut = values.get(key, ()), _CUTS[searched, spoken]
            known = {value: cut(show(value)) for value in set(column) if value is not None}
            if known:
                columns.append([None if value is None else known[value] for value in column])
        rows = zip(*columns, strict=True) if columns else repeat((), count)
        return [joined([text for text in row if text is not None]) for row in rows]


def _spoken(text: str) -> str:
    """Return what the index holds of a field that a record is found by as it is read aloud."""
    return grams(_initials(text))


def _both(text: str) -> str:
    """Return what the index holds of a field that a record is found by as it is written and as it is read aloud."""
    return joined((grams(text), _spoken(text)))


_CUTS: Mapping[tuple[bool, bool], Callable[[str], str]] = {
    (True, False): grams,
    (False, True): _spoken,
    (True, True): _both,
}
"""What cuts a field for the index: whether its text is searched, whether it is read aloud."""


def _stored(store: Callable[..., Value], values: Sequence[Value]) -> list[Any]:
    """Return the stored forms of a column, each different value made once: days and hours repeat themselves."""
    known = {value: None if value is None else store(value) for value in set(values)}
    return list(map(known.__getitem__, values))


def _own(
    fields: Sequence[Field], method: Callable[[Kind], Callable[..., Value]], default: object
) -> tuple[tuple[int, Callable[..., Value]], ...]:
    """Return (position, method) of the fields whose kind has a method of its own; the default one changes nothing."""
    methods = ((number, method(item.kind)) for number, item in enumerate(fields))
    return tuple((number, own) for number, own in methods if getattr(own, "__func__", None) is not default)


def _points_to(register: str) -> sa.ForeignKey:
    """Return the foreign key of a reference; looked at when the step is complete."""
    return sa.ForeignKey(f"{register}.uid", deferrable=True, initially="DEFERRED")
