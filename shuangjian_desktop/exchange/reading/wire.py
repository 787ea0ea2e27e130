"""Rows between child and parent: a batch of rows is one line of JSON, column by column.

A column of a batch is one of
- a list of plain values (text, number, bool, null);
- {"t": [...]}: the same, in which a list is a tagged value (see `_restore`);
- {"u": [...], "i": [...]}: the different values of the column, plain or tagged, and for each row the index of its
  own. Columns repeat themselves, and so a value that many rows share is sent, made and kept once a batch.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice, zip_longest
from math import isfinite
from typing import Any, cast

from shuangjian_desktop.core.cells import Cell, CellFault

_BATCH_CELLS = 20_000
_BATCH_ROWS = 1000
_EXACT = 10**15
"""Excel keeps 15 digits: of a whole number from here on the last ones are gone."""
_SHOWN_IN_FULL = 10**30
_SHARED_KINDS = {str, date, datetime}
"""Kinds whose equal values are the same value (1 == 1.0 == True are not)."""
_DATE = "date"
_MOMENT = "moment"


def batches(rows: Iterable[list[object]]) -> Iterator[list[list[object]]]:
    """Yield the rows by the thousand, fewer when they are wide."""
    source = iter(rows)
    size = 1
    while batch := list(islice(source, size)):
        yield batch
        size = max(1, min(_BATCH_ROWS, _BATCH_CELLS // max(1, len(batch[-1]))))


def encode(rows: list[list[object]]) -> dict[str, object]:
    """Return the batch as it is sent; rows may differ in length."""
    return {"rows": len(rows), "columns": [_encode_column(column) for column in zip_longest(*rows, fillvalue="")]}


def _encode_column(column: tuple[object, ...]) -> object:
    kinds = set(map(type, column))
    if kinds <= _SHARED_KINDS:
        index = {value: number for number, value in enumerate(dict.fromkeys(column))}
        if len(index) * 2 <= len(column):
            return {"u": [_plain(value) for value in index], "i": [index[value] for value in column]}
    if kinds == {float} and (numbers := _plain_floats(cast("tuple[float, ...]", column))) is not None:
        return numbers
    values = [value if value and type(value) is str else _plain(value) for value in column]
    return {"t": values} if list in set(map(type, values)) else values


def _plain(value: object) -> object:
    """Return `value` as JSON can hold it: dates and faults as [kind, text or number], times of day as text."""
    return _PLAIN[type(value)](value)


def _plain_floats(numbers: tuple[float, ...]) -> list[object] | None:
    """Return a column of numbers as JSON can hold it, in a quarter of the time; None where one needs a closer look."""
    if not isfinite(sum(numbers)) or min(numbers) <= -_EXACT or max(numbers) >= _EXACT:
        return None
    return [int(number) if number.is_integer() else number for number in numbers]


def _plain_float(value: float) -> object:
    if not isfinite(value):
        return ["error", "#NUM!"]
    if abs(value) >= _EXACT:
        return _rounded(value)
    return int(value) if value.is_integer() else value


def _rounded(value: float) -> object:
    """Return the fault of a number that has lost its tail; its text is what Excel shows: 15 digits, then zeros."""
    shown = Decimal(f"{value:.14e}")
    return ["rounded", f"{shown:f}" if abs(shown) < _SHOWN_IN_FULL else f"{shown:E}"]


def _plain_span(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


_PLAIN: dict[type, Callable[[Any], object]] = {
    str: lambda text: text or None,
    type(None): lambda nothing: nothing,
    float: _plain_float,
    int: lambda number: number if abs(number) < _EXACT else _rounded(number),
    bool: lambda flag: flag,
    date: lambda day: [_DATE, day.toordinal()],
    datetime: lambda moment: [_MOMENT, moment.isoformat()],
    time: lambda clock: clock.isoformat(timespec="seconds"),
    timedelta: _plain_span,
    CellFault: lambda fault: [fault.kind, fault.text],
}


def decode(batch: dict[str, Any]) -> list[list[Cell]]:
    """Return the rows of a batch, each without its empty cells at the right."""
    columns = [_decode_column(column) for column in batch["columns"]]
    if not columns:
        return [[] for _ in range(batch["rows"])]
    rows = [list(row) for row in zip(*columns, strict=True)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


def _decode_column(column: Any) -> list[Cell]:
    if type(column) is list:
        return column
    if "t" in column:
        return [_restore(value) if type(value) is list else value for value in column["t"]]
    values = [_restore(value) if type(value) is list else value for value in column["u"]]
    return [values[index] for index in column["i"]]


def _restore(tagged: list[Any]) -> Cell:
    kind, value = tagged
    if kind == _DATE:
        return date.fromordinal(value)
    if kind == _MOMENT:
        return datetime.fromisoformat(value)
    return CellFault(kind, value)
