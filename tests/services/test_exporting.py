"""Exports: what is seen goes out as a workbook, masked until unmasked, and comes in again unchanged."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from shuangjian_desktop.core.errors import Cancelled, FileError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import exporting
from tests.services.entries import enter, payment, refund, school
from tests.services.sheets import plan


def rows_of(path):
    """Heads and rows of the sheet as Excel shows them, without the hidden column."""
    workbook = openpyxl.load_workbook(path)
    return [row[:-1] for row in workbook.worksheets[0].iter_rows(values_only=True)]


@pytest.fixture
def book(desk):
    institution = school(desk, "郑州育才学校", contact="王敏", township=None)
    for number, student in enumerate(("王梓涵", "李沐宸", "张一诺"), 1):
        refund(desk, institution, student, [payment(50_000)], contract_no=f"00{number}", paid_hours=Decimal("40.5"),
               remaining_hours=None, due_override=125_000, due_reason="=1+1")  # fmt: skip
    return desk


def test_what_is_seen_goes_out(book, tmp_path):
    register, out = find("refund"), tmp_path / "退费.xlsx"
    fields = [
        register[key] for key in ("contract_no", "institution", "student", "paid_amount", "signed_on", "due_reason")
    ]
    query = Query(
        "refund", filters=(Filter("contract_no", "ne", "002"),), order=(Order("contract_no", descending=True),)
    )
    assert exporting.export(book, query, out, fields) == 2
    heads, *rows = rows_of(out)
    assert heads == tuple(item.label for item in fields)
    assert [row[0] for row in rows] == ["003", "001"]  # text stays text
    _contract, institution, student, amount, day, reason = rows[1]
    assert (institution, student, amount, reason) == ("郑州育才学校", "王**", 5000, "=1+1")
    assert getattr(day, "date", lambda: day)() == date(2021, 3, 11)


@pytest.mark.parametrize("unmasked", [False, True])
def test_an_export_comes_in_again_unchanged(book, tmp_path, unmasked):
    desk = book.unmask("导出") if unmasked else book
    for register in ("institution", "refund", "refund_payment"):
        out = tmp_path / f"{register}.xlsx"
        count = exporting.export(desk, Query(register), out)
        assert plan(desk, out, register).counts == {
            **dict.fromkeys(("create", "update", "doubtful", "error", "left"), 0),
            "unchanged": count,
        }


def test_a_masked_export_holds_no_personal_value(book, tmp_path):
    enter(book, "addressee", {"kind": "个人", "name": "钱某某", "address": "花园路85号", "phone": "13800000011"})
    for register in ("refund", "refund_payment", "addressee", "institution"):
        out = tmp_path / f"{register}.xlsx"
        exporting.export(book, Query(register), out)
        text = str(rows_of(out))
        assert not [value for value in ("王梓涵", "王建国", "钱某某", "13800000011", "王敏") if value in text]
    exporting.export(book.unmask("导出"), Query("refund"), tmp_path / "u.xlsx")
    assert "王梓涵" in str(rows_of(tmp_path / "u.xlsx"))


def test_every_register_can_go_out(book, tmp_path):
    for register in ("inspection", "rectification_notice", "division", "holiday", "held_row", "setting"):
        exporting.export(book, Query(register), tmp_path / f"{register}.xlsx")


def test_where_it_cannot_be_written(book, tmp_path):
    with pytest.raises(FileError):
        exporting.export(book, Query("refund"), tmp_path / "没有" / "x.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_cancelled_export_leaves_the_old_file(book, tmp_path):
    out = tmp_path / "区划.xlsx"
    exporting.export(book, Query("refund"), out)
    before = out.read_bytes()
    progress = Progress()
    progress.cancelled.set()
    with pytest.raises(Cancelled):
        exporting.export(book, Query("division"), out, progress=progress)
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "xlsx" in path.name] == ["区划.xlsx"]
