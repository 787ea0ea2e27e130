"""The cells of a table as values of their fields, column by column."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from itertools import repeat

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.kinds import Choice, Ref, Value
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.exchange.planning.cells import (
    Bad,
    Clear,
    Masked,
    Reader,
    Special,
    choice_reader,
    has_personal_name,
    read_column,
    reference_reader,
    texts_of,
    value_reader,
    word_reader,
)
from shuangjian_desktop.exchange.planning.lookup import Lookup
from shuangjian_desktop.exchange.planning.mapping import Mapping, target_fields
from shuangjian_desktop.exchange.planning.rows import Table
from shuangjian_desktop.registers import find

Words = Mapped[tuple[str, str], str]


@dataclass(frozen=True)
class ParsedTable:
    """What the mapped cells read as. `columns[j][i]` is the value of field `keys[j]` in data row i, None for blank.

    Cells that are no plain value are in `specials` by row; `fixed` holds the values that stand for all rows.
    """

    keys: tuple[str, ...]
    columns: tuple[list[Value], ...]
    specials: Mapped[int, list[tuple[str, Special]]] = field(default_factory=dict)
    fixed: Mapped[str, Value] = field(default_factory=dict)

    def holds(self, index: int) -> bool:
        """Whether any mapped cell of a data row holds something."""
        return index in self.specials or any(column[index] is not None for column in self.columns)

    def odd_cells(self) -> Iterator[tuple[int, str, Special]]:
        """Yield (row, field, cell) of the cells that are no plain value."""
        return ((index, key, one) for index, cells in self.specials.items() for key, one in cells)

    def values(self, index: int) -> dict[str, Value]:
        """Return the filled fields of a data row."""
        return self.rows([index])[0]

    def rows(self, indexes: Sequence[int]) -> list[dict[str, Value]]:
        """Return the filled fields of data rows; a column that is blank in all of them is not looked at again."""
        parts = {key: [column[index] for index in indexes] for key, column in zip(self.keys, self.columns, strict=True)}
        filled = {key: cells for key, cells in parts.items() if cells.count(None) < len(cells)}
        filled |= {key: [value] * len(indexes) for key, value in self.fixed.items()}
        rows = zip(*filled.values(), strict=True) if filled else repeat((), len(indexes))
        return [{key: value for key, value in zip(filled, row, strict=False) if value is not None} for row in rows]


def column_cells(rows: Sequence[Sequence[Cell]], index: int) -> list[Cell]:
    """Return one column; short rows are blank there."""
    return [row[index] if len(row) > index else None for row in rows]


def parse_table(table: Table, register: Register, mapping: Mapping, lookup: Lookup, words: Words) -> ParsedTable:
    """Return the values of all mapped cells and of what is fixed for all rows.

    Raises:
        UsageError: a value that was given for all rows is none of its field.

    """
    targets = target_fields(register)
    specials: dict[int, list[tuple[str, Special]]] = defaultdict(list)
    columns: list[list[Value]] = []
    for column in mapping.columns:
        cells = column_cells(table.rows, column.index)
        reader = _reader(register, column.field, targets[column.field], column.unit, cells, lookup, words)
        values, odd = read_column(cells, reader)
        columns.append(values)
        for index, one in odd.items():
            specials[index].append((column.field, one))
    fixed = {
        key: _fixed(targets[key], text, _reader(register, key, targets[key], 1, [text], lookup, words))
        for key, text in mapping.fixed.items()
    }
    return ParsedTable(tuple(column.field for column in mapping.columns), tuple(columns), dict(specials), fixed)


def _reader(
    register: Register, key: str, item: Field, unit: int, cells: Sequence[Cell], lookup: Lookup, words: Words
) -> Reader:
    """Return what reads the cells of a field. The reference to the parent stays text: other columns may help there."""
    own = {word: text for (field_key, word), text in words.items() if field_key == key}
    if isinstance(item.kind, Choice):
        owner = register if "." not in key else find(register.parent_register)
        return choice_reader(item, lookup.options(owner, item.key), own)
    if isinstance(item.kind, Ref):
        target = find(item.kind.to)
        if key == register.parent:
            return word_reader(has_personal_name(target), own, lambda text: text)
        return reference_reader(target, lookup.resolve(target.key, texts_of(cells, own)), own)
    return value_reader(item, unit)


def _fixed(item: Field, text: str, read: Reader) -> Value:
    """Return the value of a text that stands for all rows."""
    value = read(text)
    if isinstance(value, Bad):
        allowed = f"可用：{value.allowed}。" if value.allowed else ""
        raise UsageError(f"“{item.label}”统一取值“{value.text}”不行：{value.reason}。", allowed)
    if isinstance(value, Masked | Clear):
        raise UsageError(f"“{item.label}”统一取值“{text}”不行。", "请写出完整的内容。")
    return value


def unknown_words(
    specials: Iterable[tuple[int, str, Special]], numbers: Sequence[int]
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the words that have no meaning yet: (field, word) → row numbers in the sheet."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, key, one in specials:
        if isinstance(one, Bad) and one.word:
            found[key, one.word].append(numbers[index])
    return {entry: tuple(sorted(rows)) for entry, rows in found.items()}
