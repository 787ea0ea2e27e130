"""An old workbook (.xls, and .et of WPS): its stream is checked and made harmless, then read by calamine."""

import io
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from shuangjian_desktop.exchange.reading import biff
from shuangjian_desktop.exchange.reading.compound import Compound, container
from shuangjian_desktop.exchange.reading.kinds import REFUSED, WORKBOOK_STREAMS
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import SAVE_AS_XLSX, Refusal, damaged, unsound
from shuangjian_desktop.exchange.reading.rows import SheetRows, Tell, rows_of, with_faults

_MACROS = "_VBA_PROJECT_CUR"


def read_xls(path: Path, limits: Limits, tell: Tell) -> Iterator[SheetRows]:
    """Yield the worksheets of the old workbook at `path`, hidden ones too, in its order.

    Raises:
        Refusal: the check refuses the workbook, or calamine cannot read it.
    """
    stream = workbook_stream(path, limits)
    sheets = biff.check(stream, limits, tell)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(container("Workbook", bytes(stream))))
        listed = book.sheets_metadata
        if len(listed) != len(sheets):
            raise unsound("工作表的目录前后不一")
        for index, (sheet, told) in enumerate(zip(listed, sheets, strict=True)):
            if sheet.typ == SheetTypeEnum.WorkSheet and told.use is not None:
                read = book.get_sheet_by_index(index)
                rows = with_faults(rows_of(read), told.use.faults)
                hidden = sheet.visible != SheetVisibleEnum.Visible
                yield SheetRows(sheet.name, hidden, read.total_height, rows, tuple(told.use.areas))
    except CalamineError as error:
        raise Refusal("的内容不合规范，读不出来。", SAVE_AS_XLSX) from error


def workbook_stream(path: Path, limits: Limits) -> bytearray:
    """Return the stream of the workbook, which lies in the root of the compound file.

    Raises:
        Refusal: there is none, it is not whole, or there are macros beside it.
    """
    compound = Compound(path, limits)
    if _MACROS in compound.entries:
        raise Refusal(*REFUSED["xlsm"])
    for name in WORKBOOK_STREAMS:
        entry = compound.entries.get(name)
        if entry is not None and entry.is_stream:
            return bytearray(compound.stream(entry))
    raise damaged("找不到工作簿的内容")
