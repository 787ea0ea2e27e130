"""A street office's roster, from the clerk's file to the ledger and back: the first thing the program must do."""

from pathlib import Path

import openpyxl

from shuangjian_desktop.core.texts import clean_line
from tests.acceptance import roster
from tests.acceptance.shell import Shell, counted, counts


def test_roster_goes_in_once_and_changes_nothing_again(shell: Shell, tmp_path: Path):
    path = roster.write(tmp_path / "摸排表.xlsx")
    code, answer = shell.json("import", path, "--into", "institution")
    assert code == 0
    assert counts(answer) == counted(rows=114, created=114)
    _code, listed = shell.json("list", "institution")
    stray = [name for name in roster.names() if name != name.strip() or "  " in name]
    assert stray, "the real list has stray spaces"
    assert sorted(row["name"] for row in listed) == sorted(clean_line(name) for name in roster.names())
    untouched = [name for name in roster.names() if " " not in name]
    assert set(untouched) <= {row["name"] for row in listed}
    code, answer = shell.json("import", path, "--into", "institution")
    assert code == 0
    assert counts(answer) == counted(rows=114, unchanged=114)


def test_values_arrive_as_they_were_written(shell: Shell, tmp_path: Path):
    shell("import", roster.write(tmp_path / "摸排表.xlsx"), "--into", "institution")
    _code, listed = shell.json("list", "institution", "--personal")
    by_licence = {row["licence_no"]: row for row in listed}
    for made in roster.rows():
        row = by_licence[made[5]]
        assert (row["uscc"], row["phone"], row["area"]) == (made[4], made[6], made[7])
        assert row["licensed_on"] == made[9].isoformat()
        assert row["community"] == made[1]


def test_ten_spoiled_cells_wait_and_come_in_once_mended(shell: Shell, tmp_path: Path):
    path = roster.write(tmp_path / "摸排表.xlsx", spoil=True)
    code, answer = shell.json("import", path, "--into", "institution")
    assert code == 1
    assert counts(answer) == counted(rows=115, created=105, doubtful=1, held=9)
    spoiled = {(one.row, roster.HEADS.index(one.head)) for one in roster.spoiled_cells(roster.rows())}
    found = {(one["row"], "ABCDEFGHIJK".index(one["column"])) for one in answer["problems"] if one["column"]}
    assert spoiled - found <= {(roster.HEAD_ROW + 54, 2)}, "an empty name has no cell to blame but its row"
    assert {one["row"] for one in answer["problems"]} >= {row for row, _column in spoiled}
    assert all(one["sheet"] == "四季青街道" and one["message"] for one in answer["problems"])

    book = mend(Path(answer["error_workbook"]))
    code, answer = shell.json("import", book, "--into", "institution")
    assert code == 0
    assert counts(answer) == counted(rows=115, created=10, unchanged=105)
    assert len(shell.json("list", "institution")[1]) == 115
    code, answer = shell.json("import", book, "--into", "institution")
    assert counts(answer)["created"] == 0, "the mended workbook once more changes nothing"


def mend(book: Path) -> Path:
    """Write the right values over the ten spoiled cells, as a clerk does in Excel."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["四季青街道"]
    right = roster.rows()
    for one in roster.spoiled_cells(right):
        column = roster.HEADS.index(one.head)
        sheet.cell(one.row, column + 1).value = right[one.row - roster.HEAD_ROW - 1][column]
    double = roster.HEAD_ROW + 115
    for column, text in (
        ("C", "杭州市江干区新开的培训学校"),
        ("E", None),
        ("F", "教民133010499999999"),
        ("D", "天虹C座1号"),
    ):
        sheet[f"{column}{double}"] = text
    workbook.save(book)
    return book
