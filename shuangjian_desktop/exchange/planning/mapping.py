"""Which column of a sheet fills which field, how certain that is, and which values hold for all rows."""

from collections.abc import Iterable
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from typing import Any

from shuangjian_desktop.core.cells import column_letter
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.kinds import Money, Ref
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.core.texts import same_text
from shuangjian_desktop.exchange.planning.heads import Head, dictionary_of, own_columns
from shuangjian_desktop.exchange.planning.headwords import (
    Dictionary,
    Meaning,
    counts_otherwise,
    unit_of,
    unit_said,
)
from shuangjian_desktop.exchange.planning.lookup import Lookup
from shuangjian_desktop.exchange.planning.parents import parent_fields
from shuangjian_desktop.registers import find

REMEMBERED = 1.0
_PARENT = 0.85  # a head that names a field of the record above counts less than one of the register's own


@dataclass(frozen=True)
class Column:
    """A column that fills a field. `field` is its key; `parent.key` for a field of the record that the row hangs under.

    `unit` is how many yuan one in a money column stands for.
    """

    index: int
    head: str
    field: str
    certainty: float
    unit: int = 1

    @property
    def letter(self) -> str:
        """The column's letter in the sheet."""
        return column_letter(self.index)


@dataclass(frozen=True)
class Mapping:
    """The columns of a sheet and their fields, each field once.

    `fixed` gives one raw text for all rows by field and outranks a column; `left_out` are the (index, head) of the
    columns that fill nothing.
    """

    register: str
    columns: tuple[Column, ...]
    fixed: Mapped[str, str] = field(default_factory=dict)
    left_out: tuple[tuple[int, str], ...] = ()

    @property
    def fields(self) -> dict[str, Column]:
        """The mapped columns by field."""
        return {column.field: column for column in self.columns}

    def as_json(self) -> dict[str, Any]:
        """Return the mapping as the ledger remembers it: head → field, '' for a column that was left out.

        A column that only gave way to a value for all rows is not remembered as left out.
        """
        words = Dictionary.of(target_fields(find(self.register)).items())
        heads = {head: words.exact(head) for _index, head in self.left_out if head}
        columns = {head: "" for head, meaning in heads.items() if meaning is None or meaning.field not in self.fixed}
        columns |= {column.head: column.field for column in self.columns}
        return {"columns": columns, "fixed": dict(self.fixed)}


@dataclass(frozen=True)
class Proposal:
    """A value that a title row proposes for all rows: the record `uid` of what the Ref field points to, its name."""

    field: str
    uid: str
    name: str


def target_fields(register: Register) -> dict[str, Field]:
    """Return what a column may fill: the register's own fields, and `parent.key` for those that name its parent."""
    return {item.key: item for item in register.importable} | parent_fields(register)


def map_columns(register: Register, head: Head, remembered: Mapped[str, str] | None = None) -> Mapping:
    """Return the likeliest mapping of a head: what was remembered, then labels, synonyms, likeness."""
    remembered = remembered or {}
    offers = sorted(_offers(register, head, remembered), key=lambda offer: (-offer[1].certainty, offer[0]))
    taken: dict[int, Meaning] = {}
    for index, meaning in offers:
        if index not in taken and all(other.field != meaning.field for other in taken.values()):
            taken[index] = meaning
    return _mapping(register, head, taken)


def _mapping(
    register: Register, head: Head, taken: Mapped[int, Meaning], fixed: Mapped[str, str] | None = None
) -> Mapping:
    """Return the mapping of these columns; the rest of the head is left out."""
    targets, said = target_fields(register), unit_said(head.titles)
    columns = []
    for index, meaning in sorted(taken.items()):
        text = head.columns[index]
        unit = (unit_of(text) or said) if isinstance(targets[meaning.field].kind, Money) else 1
        columns.append(Column(index, text, meaning.field, meaning.certainty, unit))
    used = {*taken, *own_columns(head).values()}
    left_out = tuple((index, text) for index, text in enumerate(head.columns) if index not in used)
    return Mapping(register.key, tuple(columns), dict(fixed or {}), left_out)


def _offers(register: Register, head: Head, remembered: Mapped[str, str]) -> Iterable[tuple[int, Meaning]]:
    """Yield every field that a column may fill, with its certainty."""
    targets, words = target_fields(register), dictionary_of(register)
    above = Dictionary.of(parent_fields(register).items())
    own = own_columns(head).values()
    for index, text in enumerate(head.columns):
        if not text or index in own:
            continue
        if counts_otherwise(text) and text not in remembered:
            continue
        known = remembered.get(text)
        if known is not None:
            if known in targets:
                yield index, Meaning(known, REMEMBERED)
            continue
        exact, named = words.exact(text), above.exact(text)
        if exact:
            yield index, exact
        if named and (exact is None or exact.field == register.parent):
            yield index, Meaning(named.field, named.certainty * _PARENT)
        if exact is None and named is None and (like := words.like(text)):
            yield index, like


def remap(register: Register, head: Head, mapping: Mapping, wanted: Mapped[str, str]) -> Mapping:
    """Return the mapping with FIELD=HEADER as the clerk wants it; an empty header leaves the field out.

    A field is named as `field_named` knows it, a header by its text or, where no head is called so, its letter.

    Raises:
        UsageError: there is no such field or header.

    """
    taken = {column.index: Meaning(column.field, column.certainty) for column in mapping.columns}
    for name, header in wanted.items():
        key = field_named(register, name)
        taken = {index: meaning for index, meaning in taken.items() if meaning.field != key}
        if header:
            taken[_column_named(head, header)] = Meaning(key, REMEMBERED)
    return with_fixed(register, head, _mapping(register, head, taken), mapping.fixed)


def with_fixed(register: Register, head: Head, mapping: Mapping, fixed: Mapped[str, str]) -> Mapping:
    """Return the mapping with one value for all rows for these fields; their columns are left out.

    Raises:
        UsageError: there is no such field.

    """
    values = dict(mapping.fixed) | {field_named(register, name): text for name, text in fixed.items()}
    values = {key: text for key, text in values.items() if text}
    taken = {
        column.index: Meaning(column.field, column.certainty)
        for column in mapping.columns
        if column.field not in values
    }
    return _mapping(register, head, taken, values)


def field_named(register: Register, name: str) -> str:
    """Return the key of the field that is called so, by its identifier, label or a synonym.

    Raises:
        UsageError: there is none that a sheet may fill.

    """
    targets = target_fields(register)
    if name in targets:
        return name
    if meant := Dictionary.of(targets.items()).exact(name):
        return meant.field
    raise UsageError(f"{register.title}没有可导入的栏目“{name}”。", "可用：" + "、".join(targets))


def _column_named(head: Head, header: str) -> int:
    """Return the index of the column with this head, or with this letter."""
    for index, text in enumerate(head.columns):
        if text == header or (text and same_text(text) == same_text(header)):
            return index
    for index in range(len(head.columns)):
        if column_letter(index) == header.strip().upper():
            return index
    raise UsageError(f"表头里没有“{header}”这一列。", "可用：" + "、".join(filter(None, head.columns)))


def proposals(register: Register, head: Head, mapping: Mapping, lookup: Lookup) -> tuple[Proposal, ...]:
    """Return the institution that the title rows or the sheet's name give for all rows, where no column names it.

    Nothing is proposed where the titles name several; a name that lies in a longer one is not another.
    """
    filled = mapping.fields.keys() | mapping.fixed.keys()
    wanted = [key for key, item in target_fields(register).items() if _names_institution(item) and key not in filled]
    if not wanted:
        return ()
    found = {uid: name for text in (*head.titles, head.sheet) for uid, name in lookup.institutions_in(text)}
    longest = {
        uid: name
        for uid, name in found.items()
        if not any(name != other and same_text(name) in same_text(other) for other in found.values())
    }
    if len(longest) != 1:
        return ()
    uid, name = next(iter(longest.items()))
    return tuple(Proposal(key, uid, name) for key in wanted)


def _names_institution(item: Field) -> bool:
    """Whether the field says which institution a record belongs to."""
    return item.required and isinstance(item.kind, Ref) and item.kind.to == "institution"
