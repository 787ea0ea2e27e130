"""Reading a package back: what a person did to its rows is found, row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.cells import Sheet as Cells
from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.kinds import Ref, Value, ValueProblem, cell_text
from shuangjian_desktop.core.register import Field, Problem
from shuangjian_desktop.exchange.package.content import Cover, PackageRow, Received, ReceivedRow
from shuangjian_desktop.exchange.package.cover import read_cover
from shuangjian_desktop.exchange.package.digest import digest, seal
from shuangjian_desktop.exchange.package.layout import (
    CHANGE,
    COVER,
    DELETED,
    OFFICE,
    REVISION,
    SEAL,
    UID,
    SheetLayout,
    sheet_layout,
    travelling,
)
from shuangjian_desktop.exchange.reading import Workbook

Read = Value | ValueProblem


def read_package(workbook: Workbook) -> Received:
    """Return what a package says.

    Raises:
        FileError: the workbook is no package, of a newer format, or a sheet or a column of it is missing.

    """
    cover = cover_of(workbook)
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    rows = {}
    for register in travelling():
        layout = sheet_layout(register, personal=cover.personal)
        rows[register.key] = read_sheet(layout, _sheet(sheets, layout).rows)
    found = _digest(cover, rows)
    changed = any(one.touched or one.copied or not one.row.uid for read in rows.values() for one in read)
    return Received(cover, rows, found == cover.digest and not changed, found, workbook.path.name)


def cover_of(workbook: Workbook) -> Cover:
    """Return the facts of a package's cover.

    Raises:
        FileError: the workbook is no package, or of a newer format.

    """
    for sheet in workbook.sheets:
        if sheet.name == COVER:
            return read_cover(sheet.rows)
    raise FileError(f"“{workbook.path.name}”不是数据包：没有“{COVER}”。", "普通表格请用“导入”。")


def _sheet(sheets: Mapping[str, Cells], layout: SheetLayout) -> Cells:
    """Return the sheet of a register."""
    if layout.name not in sheets:
        raise FileError(f"数据包里没有工作表“{layout.name}”。", "请对方重新制作数据包。")
    return sheets[layout.name]


def _digest(cover: Cover, rows: Mapping[str, Sequence[ReceivedRow]]) -> str:
    """Return the digest of what the package holds now."""
    return digest(cover, {key: [one.seal for one in found] for key, found in rows.items()})


def read_sheet(layout: SheetLayout, rows: Sequence[Sequence[Cell]]) -> list[ReceivedRow]:
    """Return the rows of a register's sheet (its head in row 1), in their order; blank ones are passed over.

    Raises:
        FileError: a column is missing.

    """
    heads = [cell_text(cell).strip() for cell in rows[0]] if rows else []
    lacking = [head for head in layout.heads if head not in heads]
    if lacking:
        raise FileError(f"数据包的工作表“{layout.name}”缺少列：{'、'.join(lacking)}。", "请对方重新制作数据包。")
    filled = [(place, row) for place, row in enumerate(rows[1:], 2) if any(cell not in (None, "") for cell in row)]
    by_head = {head: heads.index(head) for head in layout.heads}
    columns = {head: [row[at] if at < len(row) else None for _place, row in filled] for head, at in by_head.items()}
    read = [_read_column(one.field, columns[one.ref or one.head]) for one in layout.columns]
    return _told_apart(list(_rows(layout, [place for place, _row in filled], columns, read)))


def _told_apart(rows: list[ReceivedRow]) -> list[ReceivedRow]:
    """Return the rows, of those with one identity all but one as copies: the untouched one is no copy, else the first.

    A copy may stand above its original when somebody has sorted the sheet.
    """
    counts = Counter(one.row.uid for one in rows)
    repeated = {uid for uid, count in counts.items() if uid and count > 1}
    if not repeated:
        return rows
    among = [(at, one) for at, one in enumerate(rows) if one.row.uid in repeated]
    ranked = sorted(among, key=lambda place: place[1].touched)
    originals = {one.row.uid: at for at, one in reversed(ranked)}
    return [
        replace(one, touched=False, copied=True) if originals.get(one.row.uid, at) != at else one
        for at, one in enumerate(rows)
    ]


def _read_column(item: Field, cells: Sequence[Cell]) -> list[Read]:
    """Return the values of a column, each different cell read once; of a reference the uid."""
    known: dict[tuple[type, Cell], Read] = {}
    found: list[Read] = []
    for cell in cells:
        key = (cell.__class__, cell)
        if key not in known:
            known[key] = _read(item, cell)
        found.append(known[key])
    return found


def _read(item: Field, cell: Cell) -> Read:
    """Return the value of a cell, or why it is none."""
    try:
        return item.kind.parse(cell)
    except ValueProblem as problem:
        return problem


def _rows(
    layout: SheetLayout, places: Sequence[int], columns: Mapping[str, Sequence[Cell]], read: Sequence[Sequence[Read]]
) -> Iterator[ReceivedRow]:
    """Yield the rows, with what was done to each."""
    keys = [one.field.key for one in layout.columns]
    refs = [(one.field.key, columns[one.head]) for one in layout.columns if isinstance(one.field.kind, Ref)]
    for number, place in enumerate(places):
        values: dict[str, Value] = {}
        problems = []
        for key, column in zip(keys, read, strict=True):
            value = column[number]
            if isinstance(value, ValueProblem):
                problems.append(Problem(key, value.reason, "error", value.allowed))
            elif value is not None:
                values[key] = value
        names = {key: text for key, cells in refs if (text := cell_text(cells[number]).strip())}
        row = PackageRow(
            cell_text(columns[UID][number]).strip(),
            cell_text(columns[OFFICE][number]).strip(),
            _revision(columns[REVISION][number]),
            values,
            cell_text(columns[CHANGE][number]).strip() == DELETED,
            names,
        )
        found = seal(layout, row)
        touched = bool(row.uid) and (bool(problems) or found != cell_text(columns[SEAL][number]).strip())
        yield ReceivedRow(place, row, touched, problems=problems, seal=found)


def _revision(cell: Cell) -> int:
    """Return a revision, 0 for a row that has none."""
    text = cell_text(cell).strip()
    return int(text) if text.isdigit() else 0
