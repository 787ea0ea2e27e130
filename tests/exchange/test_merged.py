"""Cells that a clerk merged over several rows: words hold for all of the rows, amounts are counted once."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.exchange.workbooks import Office, edit

HEADS = ["序号", "社区", "机构名称", "地址", "联系电话", "基准日预收费余额", "面积"]


def merged_roster(path: Path, *, phone: str = "13800010002") -> Path:
    """Save a roster whose community (B3:B5), address (D4:D5) and balance (F3:F4) are merged; so are head and title."""
    book = Workbook()
    page: Any = book.active
    page.append(["花名册"])
    page.append(HEADS)
    page.append([1, "群英社区", "甲校", "一号", "13800010001", 9000, 12])
    page.append([2, None, "乙校", "二号", phone, None, 13])
    page.append([3, None, "丙校", None, "13800010003", 500, 14])
    page.append([4, None, "丁校", "四号", "13800010004", 600, 15])
    for cells in ("A1:G1", "B3:B5", "D4:D5", "F3:F4"):
        page.merge_cells(cells)
    book.save(path)
    return path


def values_of(office: Office, key: str) -> dict[str, object]:
    return {str(one.values["name"]): one.values.get(key) for one in office.ledger.tables["institution"].values()}


def test_words_are_filled_down_and_amounts_are_not(tmp_path: Path) -> None:
    office = Office("institution")
    plan, held, _booked = office.take_in(merged_roster(tmp_path / "a.xlsx"))
    assert not held
    assert values_of(office, "community") == {"甲校": "群英社区", "乙校": "群英社区", "丙校": "群英社区", "丁校": None}
    assert values_of(office, "address") == {"甲校": "一号", "乙校": "二号", "丙校": "二号", "丁校": "四号"}
    balances = values_of(office, "prepaid_balance")
    assert (balances["甲校"], balances["乙校"]) == (900_000, None)
    told = [one.sentence() for row in plan.rows for one in row.problems]
    assert len(told) == 1
    assert "F3:F4 是合并的单元格" in told[0]


def test_a_held_row_takes_its_merged_words_along(tmp_path: Path) -> None:
    office = Office("institution")
    book = office.send_back(merged_roster(tmp_path / "a.xlsx", phone="打不通"), tmp_path / "出错.xlsx")
    page: Any = load_workbook(book).active
    assert page["B4"].value == "群英社区"
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:G1"]
    _plan, held, _booked = office.take_in(edit(book, {"E4": "13800010002"}))
    assert not held
    assert values_of(office, "community")["乙校"] == "群英社区"
    assert values_of(office, "prepaid_balance")["乙校"] is None


def test_again_changes_nothing(tmp_path: Path) -> None:
    office = Office("institution")
    path = merged_roster(tmp_path / "a.xlsx")
    office.take_in(path)
    plan, held, _booked = office.take_in(path)
    assert not held
    assert {row.fate for row in plan.rows} == {"unchanged"}


def test_a_name_merged_over_two_rows_is_asked_about(tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["机构名称", "办学许可证号", "地址"])
    page.append(["甲校", "教民141010570001001", "一号"])
    page.append([None, None, "二号"])
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")
    book.save(tmp_path / "a.xlsx")
    office = Office("institution")
    plan, _held, _booked = office.take_in(tmp_path / "a.xlsx")
    assert [row.fate for row in plan.rows] == ["create", "doubtful"]
    assert "与第 2 行是同一条记录" in plan.rows[1].problems[-1].message
