"""A workbook with every kind of cell, and what LibreOffice makes of it in the other formats.

`data/every_kind.xls`, `data/every_kind.ods` and `data/day_count_1904.xls` were written by LibreOffice 7.4 from these;
so they are tested where there is no LibreOffice too.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from shuangjian_desktop.core.cells import Cell, CellFault, Merged

DATA = Path(__file__).parent / "data"

CELLS: dict[str, object] = {
    "B3": "机构",
    "C3": "410101199001010011",
    "D3": 410101199001010011,
    "E3": 13800000000,
    "F3": 0.3,
    "G3": -1234.56,
    "H3": True,
    "I3": False,
    "B4": date(2021, 7, 4),
    "C4": datetime(2021, 7, 4, 8, 30),
    "D4": time(8, 30),
    "E4": timedelta(hours=30),
    "F4": "第一行\n第二行",
    "G4": " 前后  两格 ",
    "H4": "甲\t乙",
    "I4": "#REF!文字",
    "B5": "=1+1",
    "C5": '="a"&"b"',
    "D5": "=1/0",
    "E5": "=NA()",
    "F5": '=""',
    "G5": "=DATE(2021,7,4)",
    "H5": "=1=1",
    "I5": 0.125,
    "B7": "合并",
    "D7": "并列",
    "F10": "末",
}
ROWS: list[list[Cell]] = [
    [],
    [],
    [
        None, "机构", "410101199001010011", CellFault("rounded", "410101199001010000"),
        13800000000, 0.3, -1234.56, True, False,
    ],
    [
        None, date(2021, 7, 4), datetime(2021, 7, 4, 8, 30), "08:30:00", "30:00:00", "第一行\n第二行",
        " 前后  两格 ", "甲\t乙", "#REF!文字",
    ],
    [
        None, 2, "ab", CellFault("error", "#DIV/0!"), CellFault("error", "#N/A"), None, date(2021, 7, 4), True, 0.125,
    ],
    [],
    [None, "合并", None, "并列"],
    [],
    [],
    [None, None, None, None, None, "末"],
]  # fmt: skip
MERGED = (Merged(7, 9, 1),)


def write(path: Path, *, from_1904: bool = False) -> Path:
    """Write the workbook: a sheet 台账 with every kind of cell, an empty one, a hidden one."""
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "台账 & 表"
    for place, value in CELLS.items():
        sheet[place] = value
    sheet["I5"].number_format = "0.0%"
    sheet["G5"].number_format = "yyyy-mm-dd"
    sheet.merge_cells("B7:B9")
    sheet.merge_cells("D7:E7")
    book.create_sheet("空")
    hidden = book.create_sheet("字典")
    hidden["B1"] = "字典"
    hidden.sheet_state = "hidden"
    book.save(path)
    return path
