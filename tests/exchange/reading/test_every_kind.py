"""What a workbook holds is read alike from every format it is kept in."""

import shutil
from pathlib import Path

import pytest

from shuangjian_desktop.exchange.reading import read_workbook
from tests.exchange.reading import every_kind
from tests.exchange.reading.every_kind import DATA, MERGED, ROWS
from tests.exchange.workbooks import through_libreoffice


def check(path: Path, kind: str) -> None:
    book = read_workbook(path)
    first, empty, hidden = book.sheets
    assert book.kind == kind
    assert (first.name, first.hidden, first.merged) == ("台账 & 表", False, MERGED)
    assert first.rows == ROWS
    assert [[type(cell) for cell in row] for row in first.rows] == [[type(cell) for cell in row] for row in ROWS]
    assert (empty.name, empty.rows) == ("空", [])
    assert (hidden.name, hidden.hidden, hidden.rows) == ("字典", True, [[None, "字典"]])


@pytest.mark.parametrize("name", ["every_kind.xls", "every_kind.ods", "day_count_1904.xls"])
def test_files_that_libreoffice_wrote(name: str) -> None:
    check(DATA / name, name[-3:])


def test_a_sheet_of_wps_is_an_old_workbook_of_another_name(tmp_path: Path) -> None:
    check(Path(shutil.copy(DATA / "every_kind.xls", tmp_path / "台账.et")), "xls")


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
@pytest.mark.parametrize("from_1904", [False, True])
def test_files_that_libreoffice_writes(kind: str, from_1904: bool, tmp_path: Path) -> None:
    path = every_kind.write(tmp_path / "台账.xlsx", from_1904=from_1904)
    check(through_libreoffice(path, kind), kind)


@pytest.mark.parametrize("name", ["台账.xls", "台账.et", "台账.ods", "台账.csv"])
@pytest.mark.parametrize("real", ["every_kind.xls", "every_kind.ods"])
def test_what_a_file_is_called_does_not_matter(name: str, real: str, tmp_path: Path) -> None:
    assert read_workbook(Path(shutil.copy(DATA / real, tmp_path / name))).sheets[0].rows == ROWS
