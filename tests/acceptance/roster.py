"""A street office's roster as it arrives: merged title, a line of remarks, the head in row 3, a remark below.

Names, communities and addresses are those of `tests/data/roster-sijiqing.csv`; codes, phones, areas and dates are
invented but valid.
"""

import csv
import random
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font
from stdnum.cn import uscc

SOURCE = Path(__file__).parents[1] / "data" / "roster-sijiqing.csv"
HEADS = (
    "序号",
    "所属社区",
    "机构名称",
    "地址",
    "统一社会信用代码",
    "办学许可证号",
    "联系电话",
    "建筑面积\n（平方米）",
    "成立时间",
    "发证日期",
    "机构状态",
)
HEAD_ROW = 3
LONG = "LONG-TEXT"  # ASCII: openpyxl writes other characters by their numbers
LONGEST = 40_000  # characters: more than Excel, or openpyxl, puts into a cell


@dataclass(frozen=True)
class Spoiled:
    """One cell spoiled: the row's number in the sheet, the head, what stands there now."""

    row: int
    head: str
    cell: object


def names() -> list[str]:
    """Return the names as the list has them, stray spaces and all."""
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        return [row["机构名称"] for row in csv.DictReader(lines)]


def rows(seed: int = 4) -> list[list[object]]:
    """Return the 114 rows under HEADS."""
    rng = random.Random(seed)
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    made: list[list[object]] = []
    for number, one in enumerate(listed, 1):
        founded = date(2012, 3, 1) + timedelta(days=rng.randrange(3000))
        body = f"52330104MJ{rng.randrange(10**7):07d}"
        made.append(
            [
                number,
                one["所属社区"],
                one["机构名称"],
                one["地址"],
                body + uscc.calc_check_digit(body),
                f"教民1330104{number:08d}",
                f"1{rng.choice('3578')}{rng.randrange(10**9):09d}",
                rng.randrange(60, 900) + rng.choice((0, 0.5)),
                _written(founded, number),
                founded + timedelta(days=90),
                rng.choice(("正常", "正常", "停业")),
            ]
        )
    return made


def _written(day: date, number: int) -> object:
    """Return a day in one of the forms that real sheets hold."""
    forms = (
        f"{day.year}-{day.month}-{day.day}",
        f"{day:%Y.%m.%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        day,
    )
    return forms[number % len(forms)]


def spoiled_cells(made: list[list[object]]) -> list[Spoiled]:
    """Return ten ways to spoil a cell, each in a row of its own (the last repeats a row)."""
    code = str(made[4][4])
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    return [
        Spoiled(HEAD_ROW + 5, "统一社会信用代码", wrong),
        Spoiled(HEAD_ROW + 12, "办学许可证号", 133010400000000120),
        Spoiled(HEAD_ROW + 19, "地址", "=#REF!"),
        Spoiled(HEAD_ROW + 26, "成立时间", "2019-2-30"),
        Spoiled(HEAD_ROW + 33, "机构状态", "营业中"),
        Spoiled(HEAD_ROW + 40, "联系电话", "13x00138000"),
        Spoiled(HEAD_ROW + 47, "建筑面积\n（平方米）", -120),
        Spoiled(HEAD_ROW + 54, "机构名称", None),
        Spoiled(HEAD_ROW + 61, "地址", LONG),
    ]


def write(path: Path, *, spoil: bool = False) -> Path:
    """Write the roster; with `spoil`, ten cells or rows of it are wrong, the tenth a row that is there twice."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "四季青街道"
    sheet.append(["四季青街道校外培训机构摸排登记表"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    sheet.append(["填报单位：四季青街道办事处", None, None, "填报日期：2021年8月2日"])
    sheet.append(list(HEADS))
    made = rows()
    if spoil:
        made.append(list(made[70]))
    for row in made:
        sheet.append(row)
    if spoil:
        for one in spoiled_cells(made):
            sheet.cell(one.row, HEADS.index(one.head) + 1).value = one.cell
        _as_error(sheet.cell(HEAD_ROW + 19, HEADS.index("地址") + 1))
    sheet.append([])
    sheet.append(["备注：以上数据由各社区摸排上报，如有变动另行报送。"])
    book.save(path)
    if spoil:
        _lengthen(path)
    return path


def _lengthen(path: Path) -> None:
    """Put a text that no spreadsheet program would write into the cell that is to hold it."""
    with zipfile.ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, data in content.items():
            parts.writestr(name, data.replace(LONG.encode(), ("长" * LONGEST).encode()))


def _as_error(cell: object) -> None:
    """Make a cell hold Excel's error #REF!, as a lost formula leaves it."""
    cell.value, cell.data_type = "#REF!", "e"  # type: ignore[attr-defined]
