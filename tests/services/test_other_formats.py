"""A clerk's sheet comes in alike as .xlsx, .xls, .et and .ods; what is wrong with it goes back as .xlsx."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from shuangjian_desktop.core.places import resource_root
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.services import importing
from tests.acceptance import roster as made
from tests.exchange.reading.every_kind import DATA
from tests.exchange.workbooks import edit, through_libreoffice
from tests.services.sheets import plan

SAMPLES = resource_root() / "resources" / "samples"
ROSTER, REFUNDS = SAMPLES / "街道机构摸排表.xlsx", SAMPLES / "退费情况统计表.xlsx"


def essence(plan: Plan) -> object:
    """All that a plan is, but for the file that it came from."""
    table = plan.table
    found = (table.head, table.numbers, table.rows, table.keys)
    return (plan.rows, plan.mapping, plan.unknown_words, plan.skipped, plan.problems, found)


def as_held(source: Path, kind: str, folder: Path) -> Path:
    """The workbook with what its format can hold of it: a cell of an .xls has room for 32 767 characters."""
    held = Path(shutil.copy(source, folder / "所容.xlsx"))
    return edit(held, {"D64": "长" * 32_767}) if (kind, source) == ("xls", ROSTER) else held


@pytest.mark.parametrize(("kept", "name"), [("roster.xls", "a.xls"), ("roster.xls", "a.et"), ("roster.ods", "a.ods")])
def test_the_roster_is_the_same_plan_from_every_format(desk, kept: str, name: str, tmp_path: Path):
    path = Path(shutil.copy(DATA / kept, tmp_path / name))
    expected = plan(desk, as_held(ROSTER, kept[-3:], tmp_path))
    assert essence(plan(desk, path)) == essence(expected)
    assert expected.counts["create"] > 100


@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize(("source", "register"), [(ROSTER, "institution"), (REFUNDS, "refund")])
def test_the_samples_as_libreoffice_saves_them(desk, kind: str, source: Path, register: str, tmp_path: Path):
    path = through_libreoffice(Path(shutil.copy(source, tmp_path / "样表.xlsx")), kind)
    assert essence(plan(desk, path, register)) == essence(plan(desk, as_held(source, kind, tmp_path), register))


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_is_wrong_goes_back_as_a_new_workbook(desk, kind: str, tmp_path: Path):
    """A copy with marks is made of an .xlsx alone; of other files the rows that wait come in a new sheet."""
    path = through_libreoffice(made.write(tmp_path / "摸排表.xlsx", spoil=True), kind)
    result = importing.apply(desk, plan(desk, path), source=path)
    assert (result.created, result.doubtful, result.held, result.no_book) == (105, 1, 9, "")
    assert result.error_workbook is not None
    assert (result.error_workbook.suffix, result.error_workbook.stem[:6]) == (".xlsx", "摸排表-出错")
    sheet = openpyxl.load_workbook(result.error_workbook).active
    assert sheet["A1"].value == "四季青街道校外培训机构摸排登记表"
    assert "错误信息" in [cell.value for cell in sheet[made.HEAD_ROW]]
    back = plan(desk, result.error_workbook)
    assert (len(back.rows), sorted(back.table.held)) == (10, list(range(10)))
