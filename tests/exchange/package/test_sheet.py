"""A sheet of a package knows its cells again, every one of them; what would not read back is not written."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.kinds import Stored
from shuangjian_desktop.core.records import StoredRows
from shuangjian_desktop.exchange.package.content import SentRows
from shuangjian_desktop.exchange.package.layout import sheet_layout
from shuangjian_desktop.exchange.package.sheet import Sheet
from shuangjian_desktop.registers import find

PAYMENTS = {"on": ["2021-09-28", "2021-12-20"], "amount": [125_000, 36_050], "way": ["原路", "数字人民币"]}


def taken(stored: dict[str, list[Stored]]) -> Sheet:
    """Return the sheet of two payments."""
    sheet = Sheet(sheet_layout(find("refund_payment"), personal=False))
    rows = StoredRows(["a", "b"], ["410105"] * 2, [1, 3], [False, True], stored)
    sheet.take(SentRows(rows, {"refund": ["王* QH2021-0311", None]}))
    return sheet


def read(sheet: Sheet) -> list[list[Any]]:
    """Return the rows of a sheet as a reader gives them: numbers as floats, blank cells as empty texts."""
    rows = [["" if cell is None else cell for cell in record.values()] for record in sheet.records()]
    return [list(sheet.layout.heads), *([float(cell) if type(cell) is int else cell for cell in row] for row in rows)]


def test_the_cells_are_yuan_days_and_words_and_stand_under_their_heads():
    first = next(iter(taken(PAYMENTS).records()))
    assert (first["付款金额"], first["付款日期"], first["付款方式"]) == (1250.0, date(2021, 9, 28), "原路")
    assert (first["退费记录"], first["记录标识"], first["版本"]) == ("王* QH2021-0311", "a", 1)


def test_a_sheet_is_in_the_rows_that_were_written_of_it():
    sheet = taken(PAYMENTS)
    assert sheet.is_in(read(sheet))
    assert (sheet.deleted, sheet.sums) == (1, {"付款金额": 125_000})


@given(st.data())
def test_one_cell_that_is_other_is_noticed(data: st.DataObject):
    sheet = taken(PAYMENTS)
    rows = read(sheet)
    row = rows[data.draw(st.integers(0, len(rows) - 1))]
    at = data.draw(st.integers(0, len(row) - 1))
    row[at] = data.draw(st.sampled_from(["", "别的", 7.0, date(2020, 1, 1), "a "]).filter(lambda cell: cell != row[at]))
    assert not sheet.is_in(rows)


@pytest.mark.parametrize(
    "change", [lambda rows: rows.pop(), lambda rows: rows.append(rows[1]), lambda rows: rows.clear()]
)
def test_rows_that_are_missing_or_too_many_are_noticed(change):
    sheet = taken(PAYMENTS)
    rows = read(sheet)
    change(rows)
    assert not sheet.is_in(rows)


@pytest.mark.parametrize(
    ("key", "label", "value"),
    [("batch", "批次", " 第一批"), ("on", "付款日期", "2021-02-30"), ("reverse_reason", "冲正理由", "重" * 40_000)],
)
def test_what_would_not_be_read_again_is_named_by_row_and_column(key: str, label: str, value: str):
    with pytest.raises(FileError) as refusal:
        taken({**PAYMENTS, key: [None, value]})
    assert f"第 2 行的“{label}”" in refusal.value.text
