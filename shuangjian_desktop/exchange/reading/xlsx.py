"""A workbook's sheets: checked first, then read by calamine, with the faults that calamine hides put back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipInfo

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from shuangjian_desktop.core.cells import column_letter
from shuangjian_desktop.exchange.reading import cellparse, cellscan, package
from shuangjian_desktop.exchange.reading.archive import Inflater, read_directory
from shuangjian_desktop.exchange.reading.cellscan import SheetUse
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import SAVE_AS_XLSX, Refusal, unsound
from shuangjian_desktop.exchange.reading.rows import SheetRows, Tell, rows_of, with_faults

Chunks = Iterator[bytes]

_SHARED_STRINGS = "xl/sharedstrings.xml"
_CHECKING = "检查文件"
_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!", "#GETTING_DATA"}
"""The errors that calamine knows; at any other it gives up the whole workbook."""


def read_xlsx(path: Path, limits: Limits, tell: Tell) -> Iterator[SheetRows]:
    """Yield the worksheets of the workbook at `path`, hidden ones too, in its order.

    Raises:
        Refusal: the check refuses the workbook, or calamine cannot read it.
    """
    uses = check(path, limits, tell)
    try:
        with path.open("rb") as source:
            book = CalamineWorkbook.from_filelike(source)
        for index, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet:
                yield _sheet(book, index, sheet, uses)
    except CalamineError as error:
        raise Refusal("的内容不合规范，读不出来。", SAVE_AS_XLSX) from error


def _sheet(book: CalamineWorkbook, index: int, listed: SheetMetadata, uses: dict[str, SheetUse]) -> SheetRows:
    if listed.name not in uses:
        raise unsound("工作表的目录前后不一")
    sheet = book.get_sheet_by_index(index)
    hidden = listed.visible != SheetVisibleEnum.Visible
    use = uses[listed.name]
    rows = with_faults(rows_of(sheet), use.faults)
    return SheetRows(listed.name, hidden, sheet.total_height, rows, tuple(use.areas))


def check(path: Path, limits: Limits, tell: Tell) -> dict[str, SheetUse]:
    """Look through the whole workbook, with bounds; return what each sheet uses by its name.

    Raises:
        Refusal: the workbook is damaged, or no reader should touch it.
    """
    entries = package.by_name(read_directory(path, limits))
    claimed = sum(entry.file_size for entry in entries.values())
    uses: dict[str, SheetUse] = {}
    with path.open("rb") as source:
        inflater = Inflater(source, limits)
        sheets = package.sheet_parts(inflater, entries)
        of_sheets = {sheet.part: sheet.name for sheet in sheets}

        def told(chunks: Chunks) -> Chunks:
            for chunk in chunks:
                tell(_CHECKING, min(inflater.total, claimed), claimed)
                yield chunk

        for part, entry in entries.items():
            if part in of_sheets:
                uses[part] = _use(entry, inflater, limits, told)
                uses[part].check(of_sheets[part], limits)
            else:
                _check_part(part, told(inflater.chunks(entry)), limits)
    found = {sheet.name: uses[sheet.part] for sheet in sheets if sheet.part in uses}
    _check_errors(found)
    return found


def _check_part(part: str, chunks: Chunks, limits: Limits) -> None:
    """Take all of a part that is no sheet, so that its size and CRC are known."""
    if part == _SHARED_STRINGS:
        package.check_shared_strings(package.plain_xml(chunks), limits.cells)
    else:
        for _chunk in package.plain_xml(chunks) if package.is_xml(part) else chunks:
            pass


def _use(part: ZipInfo, inflater: Inflater, limits: Limits, told: Callable[[Chunks], Chunks]) -> SheetUse:
    """Return what the sheet in `part` uses: by searching it, else by parsing it."""
    before = inflater.total
    use = cellscan.scan(package.plain_xml(told(inflater.chunks(part))))
    if use is None or use.too_wide(limits):
        inflater.total = before
        use = cellparse.parse_cells(package.plain_xml(told(inflater.chunks(part))))
    return use


def _check_errors(uses: dict[str, SheetUse]) -> None:
    """Refuse error cells of a kind that calamine does not know, with the place of the first."""
    for sheet, use in uses.items():
        for row, cells in use.faults.items():
            for column, fault in cells.items():
                if fault.kind == "error" and fault.text not in _ERRORS:
                    cell = f"{column_letter(column)}{row + 1}"
                    raise Refusal(
                        f"的工作表“{sheet}”单元格 {cell} 是读不了的错误值（{fault.text[:20]}）。",
                        "请在 Excel 或 WPS 里改正这个单元格，保存后再试。",
                    )
