"""The floors of packing and receiving: the same tables, selected and written, read and inserted, and nothing else."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter
from python_calamine import CalamineWorkbook
from sqlcipher3 import dbapi2

from shuangjian_desktop.core.kinds import Date, Kind, Money, Number, Ref
from shuangjian_desktop.core.person import PERSON_KEY
from shuangjian_desktop.core.register import Field
from shuangjian_desktop.exchange.package.layout import SheetLayout, sheet_layout, travelling
from shuangjian_desktop.exchange.writing.table import Column, cell_format, head_format
from shuangjian_desktop.registers import find
from tests.benchmark.floors import plain

LAYOUTS = [sheet_layout(register, personal=False) for register in travelling()]


def select_and_write(ledger: Path, workbook: Path) -> None:
    """Select what a package has of the ledger with the ledger's driver, write it with the same formats.

    What stands in no ledger, persons' keys and seals, is any text of their length: the table written is the same.
    """
    connection = dbapi2.connect(ledger)
    names = [layout.name for layout in LAYOUTS]
    rustpy_xlsxwriter.write_worksheets(
        [(layout.name, _records(connection, layout)) for layout in LAYOUTS],
        str(workbook),
        freeze_panes={name: {"row": 1, "col": 1} for name in names},
        autofilter=dict.fromkeys(names, True),
        column_widths={layout.name: dict.fromkeys(layout.hidden, 0.0) for layout in LAYOUTS},
        column_formats={layout.name: _formats(layout) for layout in LAYOUTS},
        header_format=dict.fromkeys(names, head_format()),
    )
    connection.close()


def _records(connection: Any, layout: SheetLayout) -> Iterator[dict[str, object]]:
    """Yield the rows of a sheet, a head alone where there are none."""
    days = [at for at, one in enumerate(layout.columns) if isinstance(one.field.kind, Date)]
    filled = False
    for row in connection.execute(_statement(layout)):
        cells, filled = list(row), True
        for at in days:
            if cells[at] is not None:
                cells[at] = date.fromisoformat(cells[at])
        yield dict(zip(layout.heads, cells, strict=True))
    if not filled:
        yield dict.fromkeys(layout.heads)


def _statement(layout: SheetLayout) -> str:
    """Return the statement that selects the cells of a sheet."""
    shown = [_expression(one.field) for one in layout.columns]
    uids = [f'own."{one.field.key}"' for one in layout.columns if one.ref]
    return (
        f"SELECT {', '.join([*shown, *uids])}, uid, revision, office, NULL, {_any_text(24)} "
        f'FROM "{layout.register.key}" AS own WHERE deleted = 0'
    )


def _expression(item: Field) -> str:
    """Return what gives a cell: yuan, decimals, what a record that is pointed to is called."""
    if item.key == PERSON_KEY:
        return _any_text(64)
    column, kind = f'own."{item.key}"', item.kind
    if isinstance(kind, Ref):
        called = next(key for key in (*find(kind.to).name_fields, "uid") if key == "uid" or _open(kind.to, key))
        return f'(SELECT "{called}" FROM "{kind.to}" AS other WHERE other.uid = {column})'
    return f"{column} / {_scale(kind)}" if isinstance(kind, Money | Number) else column


def _any_text(digits: int) -> str:
    """Return what gives hexadecimal digits, others for each row."""
    return f"lower(hex(randomblob({digits // 2})))"


def _open(register: str, field: str) -> bool:
    """Return whether a field goes into every package."""
    return not find(register)[field].personal


def _scale(kind: Kind) -> str:
    """Return how many of what is stored make one."""
    return f"{10**kind.places}.0" if isinstance(kind, Number) else "100.0"


def _formats(layout: SheetLayout) -> dict[str, rustpy_xlsxwriter.Format]:
    """Return the format of each column."""
    return {one.head: cell_format(Column(one.head, one.field.kind)) for one in layout.columns}


def read_and_insert(package: Path, database: Path) -> None:
    """Read a package with calamine, insert with sqlite3's executemany into bare tables: no check, history, index."""
    book = CalamineWorkbook.from_path(str(package))
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("BEGIN")
    for layout in LAYOUTS:
        rows = book.get_sheet_by_name(layout.name).to_python(skip_empty_area=False)
        columns = ", ".join(f"c{number}" for number in range(len(layout.heads)))
        connection.execute(f"CREATE TABLE {layout.register.key} (id INTEGER PRIMARY KEY, {columns})")
        statement = f"INSERT INTO {layout.register.key} ({columns}) VALUES ({','.join('?' * len(layout.heads))})"
        connection.executemany(statement, ([plain(cell) for cell in row] for row in rows[1:]))
    connection.execute("COMMIT")
    connection.close()
