"""What is in the cells of a workbook comes out of the reader: at its place, as what it is, or as a fault."""

import hashlib
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import Cell, CellFault
from shuangjian_desktop.exchange.reading import read_workbook, wire
from tests.exchange.reading.workbooks import one_cell, sheet_xml, workbook, written

CARD_NO = "41010119900101001X"


def rows_of(folder: Path, cells: dict[str, object]) -> list[list[Cell]]:
    """The rows that are read of a sheet which openpyxl wrote with these cells."""
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    book.save(folder / "名单.xlsx")
    return read_workbook(folder / "名单.xlsx").sheets[0].rows


def test_each_kind_of_cell(tmp_path: Path) -> None:
    cells = {
        "A1": "机构",
        "B1": CARD_NO,
        "C1": "410101199001010011",
        "D1": 13800000000,
        "E1": 0.3,
        "F1": 1234.56,
        "G1": True,
        "H1": date(2021, 7, 4),
        "I1": datetime(2021, 7, 4, 8, 30),
        "J1": time(8, 30),
        "K1": timedelta(hours=30),
        "L1": "第一行\n第二行",
        "M1": " 前后 ",
        "N1": -3,
    }
    row = rows_of(tmp_path, cells)[0]
    wanted: list[Cell] = list(cells.values())  # type: ignore[arg-type]
    wanted[9:11] = ["08:30:00", "30:00:00"]
    assert row == wanted
    assert [type(cell) for cell in row] == [type(cell) for cell in wanted]


def test_rows_and_columns_keep_their_places(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"C3": "表头", "B6": 7, "E6": 8})
    assert rows == [[], [], [None, None, "表头"], [], [], [None, 7, None, None, 8]]


def test_rows_empty_at_the_end_are_left_off(tmp_path: Path) -> None:
    empty = '<row r="2"><c r="A2" t="str"><v></v></c></row>' + one_cell("D900", "<v></v>", ' t="str"')
    path = written(tmp_path, workbook(sheet_xml(one_cell("A1") + empty)))
    assert read_workbook(path).sheets[0].rows == [[1]]


def test_error_cells_come_as_faults_at_their_places(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"B2": 1, "C2": "#REF!", "D2": 2, "F4": "#N/A", "A5": "#DIV/0!"})
    assert rows == [
        [],
        [None, 1, CellFault("error", "#REF!"), 2],
        [],
        [None, None, None, None, None, CellFault("error", "#N/A")],
        [CellFault("error", "#DIV/0!")],
    ]


def test_a_text_that_looks_like_an_error_is_a_text(tmp_path: Path) -> None:
    path = written(tmp_path, workbook(sheet_xml(one_cell("A1", "<is><t>#REF!</t></is>", ' t="inlineStr"'))))
    assert read_workbook(path).sheets[0].rows == [["#REF!"]]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("410101199001010000", "410101199001010000"),
        ("4.10101199001011E+17", "410101199001011000"),
        ("410101199001010011", "410101199001010000"),
        ("-1000000000000000", "-1000000000000000"),
        ("1E+300", "1.00000000000000E+300"),
    ],
)
def test_a_number_past_fifteen_digits_is_a_fault(stored: str, shown: str, tmp_path: Path) -> None:
    path = written(tmp_path, workbook(sheet_xml(one_cell("A1", f"<v>{stored}</v>"))))
    assert read_workbook(path).sheets[0].rows == [[CellFault("rounded", shown)]]


@pytest.mark.parametrize(
    "stored", ["999999999999999", "1.1000000000000001", "0.30000000000000004", "123456.789012345678"]
)
def test_a_number_that_excel_holds_is_none(stored: str, tmp_path: Path) -> None:
    path = written(tmp_path, workbook(sheet_xml(one_cell("A1", f"<v>{stored}</v>"))))
    assert read_workbook(path).sheets[0].rows == [[float(stored)]]


def test_numbers_that_are_none(tmp_path: Path) -> None:
    row = "".join(
        f'<c r="{column}1"><v>{text}</v></c>' for column, text in zip("ABC", ("NaN", "INF", "1e999"), strict=True)
    )
    path = written(tmp_path, workbook(sheet_xml(f'<row r="1">{row}</row>')))
    assert read_workbook(path).sheets[0].rows == [[CellFault("error", "#NUM!")] * 3]


def test_formulas_have_the_value_they_were_saved_with(tmp_path: Path) -> None:
    row = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>SUM(A1:B1)&gt;2</f></c><c r="E1"><f>[1]外!A1</f><v/></c>'
        '<c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="G1"><v>1</v></c></row>'
    )
    assert read_workbook(written(tmp_path, workbook(sheet_xml(row)))).sheets[0].rows == [
        [
            2,
            "ab",
            None,
            CellFault("no_value", "=SUM(A1:B1)>2"),
            CellFault("no_value", "=[1]外!A1"),
            CellFault("error", "#DIV/0!"),
            1,
        ]
    ]


def test_a_sheet_of_unusual_xml_is_read_alike(tmp_path: Path) -> None:
    """Cells without references, a prefix, single quotes: nothing is lost, and no error becomes an empty cell."""
    plain = '<row r="2"><c><v>1</v></c><c t="e"><v>#N/A</v></c><c/><c><f>A1</f></c></row><row><c><v>3</v></c></row>'
    rows = [[], [1, CellFault("error", "#N/A"), None, CellFault("no_value", "=A1")], [3]]
    for xml in (plain, plain.replace('"', "'"), f"<!-- {one_cell('XFD1048576')} -->{plain}"):
        assert read_workbook(written(tmp_path, workbook(sheet_xml(xml)))).sheets[0].rows == rows


def test_hidden_sheets_are_read_and_marked_and_charts_are_left_off(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "机构 & 台账"
    book.active["A1"] = "甲"
    book.create_chartsheet("图")
    book.create_sheet("空")
    for name, state in (("字典", "hidden"), ("身份", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet["B1"] = name
        sheet.sheet_state = state
    book.save(tmp_path / "名单.xlsx")
    sheets = read_workbook(tmp_path / "名单.xlsx").sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("机构 & 台账", False),
        ("空", False),
        ("字典", True),
        ("身份", True),
    ]
    assert [sheet.rows for sheet in sheets] == [[["甲"]], [], [[None, "字典"]], [[None, "身份"]]]


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, workbook(sheet_xml(one_cell("A1"))))
    read = read_workbook(path)
    assert (read.path, read.kind) == (path, "xlsx")
    assert read.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_sheet_as_wide_as_can_be(tmp_path: Path) -> None:
    path = written(tmp_path, workbook(sheet_xml(one_cell("XFD2") + one_cell("A40"))))
    rows = read_workbook(path).sheets[0].rows
    assert [len(row) for row in rows] == [0, 16_384] + [0] * 37 + [1]


def test_equal_values_of_different_kinds_stay_what_they_are() -> None:
    column: list[Cell] = [1, True, 1.0, 0, False, 1.5, "1"] * 4
    received = wire.decode(wire.encode([[cell, "末"] for cell in column]))
    assert [repr(row[0]) for row in received] == ["1", "True", "1", "0", "False", "1.5", "'1'"] * 4


CELLS = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.sampled_from(["是", "否"]),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e14, 1e14).filter(lambda number: not number.is_integer()),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.builds(CellFault, st.sampled_from(["error", "no_value"]), st.text(max_size=5)),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, max_size=6), max_size=40))
def test_every_row_arrives_as_it_was_sent(rows: list[list[Cell]]) -> None:
    received: list[list[Cell]] = []
    for batch in wire.batches(list(row) for row in rows):
        received += wire.decode(wire.encode(batch))  # type: ignore[arg-type]
    wanted = [[None if cell == "" else cell for cell in row] for row in rows]
    for row in wanted:
        while row and row[-1] is None:
            row.pop()
    assert received == wanted
    assert [[type(cell) for cell in row] for row in received] == [[type(cell) for cell in row] for row in wanted]
