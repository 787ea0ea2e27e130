"""The search of a sheet's bytes finds what parsing its XML finds, however the bytes come."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import CellFault
from shuangjian_desktop.exchange.reading.cellparse import parse_cells
from shuangjian_desktop.exchange.reading.cellscan import column_number, scan
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.package import plain_xml
from shuangjian_desktop.exchange.reading.refusal import Refusal
from tests.exchange.reading.workbooks import one_cell, sheet_xml

VALUE = st.sampled_from(["<v>1</v>", "<v></v>", "<v/>", "<v />", "", "<v>#N/A</v>", "<v>410101199001010011</v>"])
FORMULA = st.sampled_from(
    ["", "", "<f>A1&gt;B1</f>", '<f t="shared" si="0"/>', '<f t="array" ref="A1">1</f>', "<f></f>"]
)
TYPE = st.sampled_from(["", ' t="n"', ' t="str"', ' t="e"', ' s="3" t="e"', ' t="e" s="3"', ' t="s"', ' s="1"'])
COLUMN = st.sampled_from(["A", "B", "Z", "AA", "XFD"])
CELL = st.tuples(COLUMN, TYPE, FORMULA, VALUE)
EMPTY = st.builds(lambda column, kind: (column, kind, None, None), COLUMN, TYPE)
MERGES = st.lists(st.sampled_from(["A1:B2", "C3", "A1:A1048576"]), max_size=3)


@st.composite
def sheets(draw: st.DrawFn) -> str:
    rows = []
    for number in draw(st.lists(st.sampled_from([1, 2, 3, 70, 1_048_576]), max_size=4, unique=True)):
        cells = ""
        for column, kind, formula, value in draw(
            st.lists(st.one_of(CELL, EMPTY), max_size=5, unique_by=lambda c: c[0])
        ):
            inside = "/>" if formula is None else f">{formula}{value}</c>"
            cells += f'<c r="{column}{number}"{kind}{inside}'
        rows.append(f'<row r="{number}">{cells}</row>')
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in draw(MERGES))
    return sheet_xml("".join(rows), f"<mergeCells>{merged}</mergeCells>")


def pieces(content: bytes, sizes: list[int]) -> Iterator[bytes]:
    """`content` in pieces; the first holds the root, as it does in a file."""
    at = content.index(b"sheetData>")
    yield content[:at]
    for size in sizes:
        yield content[at : at + size]
        at += size
    yield content[at:]


def prefixed(xml: str) -> str:
    return xml.replace("xmlns=", "xmlns:x=").replace("<", "<x:").replace("<x:/", "</x:")


@settings(max_examples=400)
@given(sheets(), st.lists(st.integers(1, 300), max_size=12), st.booleans())
def test_search_and_parse_agree(xml: str, sizes: list[int], with_prefix: bool) -> None:
    content = (prefixed(xml) if with_prefix else xml).encode()
    found = scan(pieces(content, sizes))
    parsed = parse_cells(pieces(content, sizes))
    assert found is not None
    assert found.faults == parsed.faults
    assert found.merged == parsed.merged
    assert found.rows >= parsed.rows
    assert found.columns >= parsed.columns


@pytest.mark.parametrize(
    "row",
    [
        "<row><c><v>1</v></c></row>",
        '<row r="1"><c s="1" r="A1"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row>",
        '<row r="1"><c\nr="A1"><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t=\'e\'><v>#N/A</v></c></row>',
        '<row r="1"><c r="A1" t = "e"><v>#N/A</v></c></row>',
        '<row r="1"><c r="A1" t="e"><!-- --><v>#N/A</v></c></row>',
        '<row r="1"><c r="A1" t="e"><v>#N/A</v><extLst/></c></row>',
        '<row r="1"><c r="A1" t="e"><v xml:space="preserve">#N/A</v></c></row>',
    ],
)
def test_what_the_search_does_not_know_it_leaves_to_the_parser(row: str) -> None:
    content = sheet_xml(row).encode()
    assert scan(iter([content])) is None
    use = parse_cells(iter([content]))
    assert (use.rows, use.columns) == (1, 1)
    assert use.faults == ({0: {0: CellFault("error", "#N/A")}} if "#N/A" in row else {})


def test_a_sheet_larger_than_any_piece() -> None:
    """Also where the end of the sheet is long: what follows the cells is not carried along."""
    cells = "".join(one_cell(f"B{number}", "<v>#N/A</v>", ' t="e"') for number in range(1, 40_001))
    merges = "".join(f'<mergeCell ref="A{number}:B{number}"/>' for number in range(1, 80_001))
    content = sheet_xml(cells, f"<mergeCells>{merges}</mergeCells>").encode()
    use = scan(content[at : at + 65_536] for at in range(0, len(content), 65_536))
    assert use is not None
    assert (len(use.faults), use.rows, use.columns, use.merged) == (40_000, 40_000, 26, 160_000)


def test_a_text_without_end_is_not_kept() -> None:
    content = sheet_xml(one_cell("A1", f"<is><t>{'长' * 2_000_000}</t></is>", ' t="inlineStr"')).encode()
    use = scan(content[at : at + 65_536] for at in range(0, len(content), 65_536))
    assert use is not None
    assert use.rows == 1


@pytest.mark.parametrize("at", range(1, 12))
def test_a_doctype_cut_in_two(at: int) -> None:
    content = b"<!DOCTYPE w []><w/>"
    with pytest.raises(Refusal):
        list(plain_xml([content[:at], content[at:]]))


def test_columns() -> None:
    assert [column_number(letters) for letters in (b"A", b"Z", b"AA", b"XFD")] == [1, 26, 27, 16_384]


def test_the_area_that_is_refused_is_the_area_that_is_used() -> None:
    """Formats alone do not make a sheet too large, and the sentence names the last cell with something in it."""
    formats = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    use = parse_cells(iter([sheet_xml(one_cell("C9") + formats).encode()]))
    use.check("甲", Limits(cells=27))
    with pytest.raises(Refusal, match="“甲”范围过大，最远用到了单元格 C9"):
        use.check("甲", Limits(cells=26))
