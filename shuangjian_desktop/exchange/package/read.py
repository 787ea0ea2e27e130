"""Reading a package back: what a person did to its rows is found, row by row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.cells import Sheet as Cells
from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.exchange.package.content import Cover, Received, ReceivedRow
from shuangjian_desktop.exchange.package.cover import read_cover, rows_written
from shuangjian_desktop.exchange.package.digest import digest
from shuangjian_desktop.exchange.package.layout import COVER, SheetLayout, sheet_layout, travelling
from shuangjian_desktop.exchange.package.rows import columns_of, rows_of, texts
from shuangjian_desktop.exchange.reading import Workbook

_TOP = 20  # rows in which the heads are looked for when row 1 lacks them
_MOST_NAMED = 6


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
    said = rows_written(sheets[COVER].rows)
    written = {one.key: said[name] for one in travelling() if (name := sheet_layout(one, personal=True).name) in said}
    return Received(cover, rows, found == cover.digest and not changed, found, workbook.path.name, written)


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
        raise FileError(
            f"数据包里没有工作表“{layout.name}”：被改名或删除了。", "请改回原来的表名，或请对方重新制作数据包。"
        )
    return sheets[layout.name]


def _digest(cover: Cover, rows: Mapping[str, Sequence[ReceivedRow]]) -> str:
    """Return the digest of what the package holds now."""
    return digest(cover, {key: [one.seal for one in found] for key, found in rows.items()})


def read_sheet(layout: SheetLayout, rows: Sequence[Sequence[Cell]]) -> list[ReceivedRow]:
    """Return the rows of a register's sheet (its head in row 1), in their order; blank ones are passed over.

    Raises:
        FileError: a column is missing.

    """
    heads = texts(rows[0]) if rows else []
    lacking = [head for head in layout.heads if head not in heads]
    if lacking:
        raise _lacking(layout, lacking, rows)
    places = [place for place, row in enumerate(rows[1:], 2) if row.count(None) + row.count("") < len(row)]
    columns = columns_of([rows[place - 1] for place in places], heads, layout.heads)
    return _told_apart(list(rows_of(layout, places, columns)))


def _lacking(layout: SheetLayout, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> FileError:
    """Return what to tell of a sheet without these columns: they may stand lower, below rows that were inserted."""
    for place, row in enumerate(rows[1:_TOP], 2):
        if set(layout.heads) <= set(texts(row)):
            return FileError(
                f"数据包的工作表“{layout.name}”第 1 行应是列名，现在列名在第 {place} 行。",
                "请删去列名上面插入的行，保存后再接收。",
            )
    named = "、".join(heads[:_MOST_NAMED]) + (f"等 {len(heads)} 列" if len(heads) > _MOST_NAMED else "")
    return FileError(
        f"数据包的工作表“{layout.name}”缺少列：{named}。", "列名改过的请改回来，列删掉的请对方重新制作数据包。"
    )


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
