"""What tells that two rows are the same record (glossary: who is the same)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.texts import same_text

Columns = Mapping[str, Sequence[Value]]
"""Rows column by column: field -> values, all of one length; a field that is blank in all rows may be missing"""


@dataclass(frozen=True)
class NaturalKey:
    """One way to tell that two rows are the same.

    `make` gives the parts, as many for each row, or None where the row lacks what this key needs. With `ordinal`, equal
    rows of one file are told apart by their order: the n-th of the file is the n-th of the ledger; without it they are
    doubtful. `fields` are the fields whose values are the parts, the first `needed` of them all filled; none where the
    parts are made in another way.
    """

    title: str
    make: Callable[[Mapping[str, Value]], tuple[Value, ...] | None]
    ordinal: bool = False
    fields: tuple[str, ...] = ()
    needed: int = 0

    def text(self, values: Mapping[str, Value]) -> str | None:
        """Return the key folded to one text that equal rows share, or None."""
        return self.texts([values])[0]

    def texts(self, rows: Sequence[Mapping[str, Value]]) -> list[str | None]:
        """Return the text of each row; of thousands each in half the time, for their parts repeat themselves."""
        if self.fields:
            return self.texts_of({key: [values.get(key) for values in rows] for key in self.fields}, len(rows))
        made = [self.make(values) for values in rows]
        columns = zip(*(parts for parts in made if parts is not None), strict=True)
        texts = map("|".join, zip(*map(_folded, columns), strict=True))
        return [None if parts is None else next(texts) for parts in made]

    def texts_of(self, columns: Columns, count: int, folded: dict[str, list[str]] | None = None) -> list[str | None]:
        """Return the text of each of `count` rows, column by column; without `fields` the rows are put together.

        `folded` keeps the columns as they are folded, for the next key of the same rows.
        """
        if not self.fields:
            return self.texts(_rows(columns, count))
        blank = [part for key in self.fields[: self.needed] if None in (part := columns.get(key) or [None] * count)]
        if any(part.count(None) == count for part in blank):
            return [None] * count
        folded = {} if folded is None else folded
        for key in self.fields:
            if key not in folded:
                folded[key] = _folded(columns[key]) if key in columns else [""] * count
        texts: list[str | None] = list(map("|".join, zip(*(folded[key] for key in self.fields), strict=True)))
        for part in blank:
            texts = [None if one is None else text for one, text in zip(part, texts, strict=True)]
        return texts


def _rows(columns: Columns, count: int) -> list[dict[str, Value]]:
    """Return the rows of some columns."""
    if not columns:
        return [{} for _row in range(count)]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _folded(parts: Sequence[Value]) -> list[str]:
    """Return each of many parts of keys as equal ones share it."""
    known = {part: "" if part is None else same_text(str(part)) for part in set(parts)}
    return list(map(known.__getitem__, parts))


def columns_of(rows: Sequence[Mapping[str, Value]], keys: Iterable[str]) -> dict[str, list[Value]]:
    """Return those of some columns of rows that any row has."""
    present: set[str] = set().union(*rows)
    return {key: [values.get(key) for values in rows] for key in keys if key in present}


def texts_of_keys(keys: Sequence[NaturalKey], rows: Sequence[Mapping[str, Value]]) -> list[tuple[str | None, ...]]:
    """Return the texts of all keys of each row."""
    columns = columns_of(rows, dict.fromkeys(field for key in keys for field in key.fields))
    folded: dict[str, list[str]] = {}
    texts = (key.texts_of(columns, len(rows), folded) if key.fields else key.texts(rows) for key in keys)
    return list(zip(*texts, strict=True)) if keys else [()] * len(rows)


def key_of(title: str, *needed: str, also: tuple[str, ...] = (), ordinal: bool = False) -> NaturalKey:
    """Return the key made of the `needed` fields, all filled, and the `also` fields, filled or not."""
    keys, count = needed + also, len(needed)

    def make(values: Mapping[str, Value]) -> tuple[Value, ...] | None:
        parts = tuple(map(values.get, keys))
        return None if None in parts[:count] else parts

    return NaturalKey(title, make, ordinal, keys, count)
