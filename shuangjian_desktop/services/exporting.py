"""A table goes out as a workbook: what is seen, masked unless the desk is unmasked."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from shuangjian_desktop.core.kinds import Ref, Text, Value
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.exchange.writing.table import IDENTITY, Column, write_table
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.offices import OfficeCode
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import names_in, value_of

_PAGE = 2_000
_MOST_OPTIONS = 500


def export(
    desk: Desk, query: Query, path: Path, fields: Sequence[Field] | None = None, progress: Progress | None = None
) -> int:
    """Write what a query finds, these fields (all by default); return how many rows. The file imports back unchanged.

    Raises:
        FileError: the file cannot be written, or a text is too long for a cell.
        Cancelled: the clerk pressed cancel; nothing is left.

    """
    register = find(query.register)
    chosen = list(fields or register.fields)
    columns = [*(_column(desk, register, item) for item in chosen), IDENTITY]
    return write_table(path, register.title, columns, _rows(desk, query, chosen, progress or Progress()), progress)


def _column(desk: Desk, register: Register, item: Field) -> Column:
    """Return the sheet's column of a field; a reference and an office stand there by their names."""
    kind = Text(longest=1000) if isinstance(item.kind, Ref | OfficeCode) else item.kind
    options = desk.options(register, item.key) if item.typed else ()
    personal = item.personal and not desk.unmasked
    return Column(item.label, kind, item.width, personal, options if len(options) <= _MOST_OPTIONS else ())


def _rows(desk: Desk, query: Query, fields: Sequence[Field], progress: Progress) -> Iterator[list[Value]]:
    """Yield the rows page by page."""
    reader = desk.ledger.reader
    ids = reader.ids(query)
    for start in range(0, len(ids), _PAGE):
        progress.step("读取台账", start, len(ids))
        records = reader.rows(query.register, ids[start : start + _PAGE])
        names = names_in(desk, find(query.register), (record.values for record in records))
        for record in records:
            yield [*(_cell(item, value_of(record, item), names) for item in fields), record.uid]


def _cell(item: Field, value: Value, names: Mapping[str, str]) -> Value:
    """Return what stands in the sheet for a value."""
    if isinstance(item.kind, Ref):
        return names.get(str(value)) if value else None
    return item.kind.show(value) if isinstance(item.kind, OfficeCode) else value
