"""OpenDocument spreadsheets (.ods) are read as workbooks are: the same cells, the same refusals."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import Cell, CellFault
from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.exchange.reading import Limits, Workbook, read_workbook
from shuangjian_desktop.exchange.reading.ods import read_ods
from shuangjian_desktop.exchange.reading.refusal import Refusal
from tests.exchange.reading.every_kind import DATA
from tests.exchange.reading.open_document import ods, ods_cell, ods_table, ods_xml
from tests.exchange.reading.test_odd_files import refused
from tests.exchange.reading.workbooks import packed, read_children, unpacked, written

STRING = 'office:value-type="string"'


def rows_of(folder: Path, rows: str, limits: Limits | None = None) -> list[list[Cell]]:
    path = written(folder, ods(ods_xml(ods_table(rows))), "名单.ods")
    return read_workbook(path, limits=limits).sheets[0].rows


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def typed(kind: str, value: str, shown: str = "", more: str = "") -> str:
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
    inside = f"<text:p>{shown}</text:p>" if shown else ""
    return ods_cell(inside, f'office:value-type="{kind}" office:{name.get(kind, "value")}="{value}" {more}')


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (typed("float", "1.5"), 1.5),
        (typed("float", "4.10101199001011E+017"), CellFault("rounded", "410101199001011000")),
        (typed("float", "1", "TRUE"), True),
        (typed("percentage", "0.125", "12.5%"), 0.125),
        (typed("currency", "1234.5", "￥1,234.50"), 1234.5),
        (typed("boolean", "true", "TRUE"), True),
        (typed("date", "2021-07-04"), date(2021, 7, 4)),
        (typed("date", "2021-07-04T00:00:00"), date(2021, 7, 4)),
        (typed("date", "2021-07-04T08:30:00.5"), datetime(2021, 7, 4, 8, 30, 0, 500_000)),
        (typed("date", "1899-12-30T08:30:00"), "08:30:00"),
        (typed("date", "-0044-03-15"), "-0044-03-15"),
        (typed("time", "PT08H30M00S"), "08:30:00"),
        (typed("time", "PT30H00M00.25S"), "30:00:00"),
        (typed("time", "-P1DT0H90M"), "-25:30:00"),
        (typed("time", "半天"), "半天"),
        (typed("string", "值", "所见"), "值"),
        (ods_cell("<text:p>没有类型</text:p>"), "没有类型"),
        (typed("string", "", "#N/A", 'table:formula="of:=NA()"'), CellFault("error", "#N/A")),
        (typed("string", "", "Err:502", 'table:formula="of:=1"'), CellFault("error", "Err:502")),
        (ods_cell("<text:p>#REF!</text:p>", STRING), "#REF!"),
        (ods_cell("", 'table:formula="of:=SUM([.A1])"'), CellFault("no_value", "=SUM([.A1])")),
        (ods_cell("<text:p/>", 'table:formula="of:=&quot;&quot;"'), None),
        (typed("string", "", "", 'table:formula="of:=A1"'), None),
    ],
)
def test_each_kind_of_cell(cell: str, value: Cell, tmp_path: Path) -> None:
    [[read, last]] = rows_of(tmp_path, row(cell, typed("float", "9")))
    assert (read, type(read), last) == (value, type(value), 9)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<text:p>甲</text:p><text:p/><text:p>乙</text:p>", "甲\n\n乙"),
        ("<text:p>甲<text:line-break/>乙<text:tab/>丙</text:p>", "甲\n乙\t丙"),
        ("<text:p>甲<text:s text:c='3'/>乙</text:p>", "甲   乙"),
        ("<text:p>甲<text:span>乙<text:a>丙</text:a></text:span>\n    丁</text:p>\n  ", "甲乙丙 丁"),
        ("<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>", "甲"),
        ("<text:p>甲<drawing:frame><text:p>图</text:p></drawing:frame></text:p>", "甲"),
    ],
)
def test_the_text_of_a_cell(inside: str, text: str, tmp_path: Path) -> None:
    assert rows_of(tmp_path, row(ods_cell(inside, STRING))) == [[text]]


def test_repeats_put_cells_and_rows_in_their_places(tmp_path: Path) -> None:
    seven, nothing = typed("float", "7", more='table:number-columns-repeated="2"'), "table:number-columns-repeated"
    rows = (
        row(ods_cell("", f'{nothing}="16384"'), attributes='table:number-rows-repeated="2"')
        + row(ods_cell(attributes=f'{nothing}="2"'), ods_cell(), seven, attributes='table:number-rows-repeated="2"')
        + "<table:table-header-rows>" + row(typed("float", "1")) + "</table:table-header-rows>"
        + row(ods_cell("", f'{nothing}="16384"'), attributes='table:number-rows-repeated="1048571"')
    )  # fmt: skip
    assert rows_of(tmp_path, rows, Limits(cells=25)) == [[], [], [None] * 3 + [7, 7], [None] * 3 + [7, 7], [1]]


def test_merged_cells_are_told(tmp_path: Path) -> None:
    spanned = 'table:number-rows-spanned="3" table:number-columns-spanned="2"'
    rows = row(ods_cell(), typed("float", "1", more=spanned)) + row(typed("float", "2")) * 2
    [sheet] = read_workbook(written(tmp_path, ods(ods_xml(ods_table(rows))))).sheets
    assert sheet.merged == ((1, 3, 1),)


def test_hidden_sheets_links_and_notes(tmp_path: Path) -> None:
    """The cached sheet of a linked workbook is none of this one; a sheet within a sheet's drawings neither."""
    one = row(typed("float", "1"))
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    tables = (
        f"<table:table table:name='甲'><table:shapes>{ods_table(one, '图')}</table:shapes>{one}</table:table>"
        + f"<table:table table:name='乙' table:style-name='ta2'>{one}</table:table>"
        + f"<table:table table:name='外'><table:table-source/>{one}</table:table>"
    )
    sheets = read_workbook(written(tmp_path, ods(ods_xml(tables, styles)))).sheets
    assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in sheets] == [("甲", False, [[1]]), ("乙", True, [[1]])]


def repeated(columns: int, rows: int) -> str:
    cell = typed("float", "1", more=f'table:number-columns-repeated="{columns}"')
    return ods_xml(ods_table(row(cell, attributes=f'table:number-rows-repeated="{rows}"')))


ONE = ods_xml(ods_table(row(typed("float", "1"))))
SPACES = ods_cell(f"<text:p>{'<text:s text:c=' + chr(34) + '999999999' + chr(34) + '/>'}</text:p>", STRING)
ENCRYPTED = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
FAR = row(ods_cell(attributes='table:number-columns-repeated="16383"'), typed("float", "1"))
EMPTY_ROWS = row(attributes='table:number-rows-repeated="1048574"')
SPANNED = typed("float", "1", more='table:number-rows-spanned="1048576" table:number-columns-spanned="16384"')
ODD: dict[str, tuple[bytes, str]] = {
    "bomb of rows and columns": (ods(repeated(16_384, 1_048_576)), "“甲”范围过大，最远用到了单元格 XFD1048576"),
    "bomb past the sheet": (ods(repeated(999_999_999, 2)), "超出了工作表的范围"),
    "bomb of digits": (ods(repeated(10**12, 1)), "重复的次数写法不对"),
    "bomb of spaces": (ods(ods_xml(ods_table(row(SPACES)))), "有一格的文字过长"),
    "far cell": (ods(ods_xml(ods_table(row(typed("float", "1")) + EMPTY_ROWS + FAR))), "最远用到了单元格 XFD1048576"),
    "merge of everything": (ods(ods_xml(ods_table(row(SPANNED)))), "“甲”里合并的单元格范围过大"),
    "entities": (ods(f'<!DOCTYPE w [<!ENTITY a "aa">]>{ONE}'), "声明了 XML 实体"),
    "content in UTF-16": (ods(ONE.encode("utf-16")), "不是 UTF-8 编码"),
    "content cut short": (ods(ONE[:-30]), "不是完整的 XML"),
    "number that is none": (ods(ods_xml(ods_table(row(typed("float", "一"))))), "有单元格的数写法不对"),
    "no content": (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "找不到内容部件"),
    "no sheet": (ods(ods_xml("")), "没有任何工作表"),
    "password": (ods(ONE, {"META-INF/manifest.xml": ENCRYPTED}), "设了打开密码"),
    "password of newer LibreOffice": (ods(ONE, {"encrypted-package": b"x"}), "设了打开密码"),
    "macros": (ods(ONE, {"Basic/Standard/Module1.xml": "<x/>"}), "含有宏"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_spreadsheet_gets_its_own_sentence(kind: str, tmp_path: Path) -> None:
    content, words = ODD[kind]
    assert words in refused(written(tmp_path, content, "名单.ods"))


def test_what_inflates_too_far(tmp_path: Path) -> None:
    path = written(tmp_path, ods(ods_xml(ods_table(row(typed("float", "1"))) + " " * 5_000_000)), "名单.ods")
    assert "展开后过于庞大" in refused(path, Limits(inflated=4_000_000))
    assert "展开后过于庞大" in refused(path, Limits(ratio=100, ratio_from=1_000_000))
    assert read_workbook(path).sheets[0].rows == [[1]]


def test_a_text_document_is_not_a_sheet_however_it_is_packed(tmp_path: Path) -> None:
    """Packed anew by hand, the type of the document does not lie open at the beginning of the file."""
    assert read_workbook(written(tmp_path, packed(unpacked(ods(ONE)), zipfile.ZIP_DEFLATED))).kind == "ods"
    text = ods(ONE, {"mimetype": "application/vnd.oasis.opendocument.text"})
    assert "是 OpenDocument 文档" in refused(written(tmp_path, text))


TEXT = st.text(st.sampled_from("甲乙 ab\t\n<&"), max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.lists(st.one_of(st.just(""), TEXT), max_size=4), max_size=6))
def test_every_text_arrives_as_it_was_meant(table: list[list[str]], tmp_path: Path) -> None:
    """Blanks in a row are written as ODF wants them: what a writer means comes out."""

    def cell(text: str) -> str:
        lines = [escape(line).replace(" ", "<text:s/>").replace("\t", "<text:tab/>") for line in text.split("\n")]
        return ods_cell("".join(f"<text:p>{line}</text:p>" for line in lines), STRING)

    path = written(tmp_path, ods(ods_xml(ods_table("".join(row(*map(cell, cells)) for cells in table)))))
    [sheet] = read_ods(path, Limits(), lambda *_: None)
    trimmed = [list(cells) for cells in table]
    for cells in trimmed:
        while cells and cells[-1] == "":
            cells.pop()
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    assert list(sheet.rows) == trimmed


REAL = unpacked((DATA / "every_kind.ods").read_bytes())
TOKENS = [
    b"1048576",
    b"99999999999",
    b"-1",
    b"<table:table>",
    b"</text:p>",
    b"<!--",
    b"]]>",
    b"&a;",
    b"\x00",
    b"\xe4",
    b"",
]
PLACES = [b'repeated="', b'value="', b"<table:table-cell", b"<text:p>", b"table:", b"=", b">", b'"', b"office:"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound zip, in whose content some places are written over."""
    content = REAL["content.xml"]
    for _time in range(draw(st.integers(1, 4))):
        place, token = draw(st.sampled_from(PLACES)), draw(st.sampled_from(TOKENS))
        found = [at for at in range(len(content)) if content.startswith(place, at)] or [0]
        at = draw(st.sampled_from(found)) + len(place)
        content = content[:at] + token + content[at + draw(st.integers(0, 6)) :]
    return packed(REAL | {"content.xml": content})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_a_damaged_one_is_rows_or_a_refusal(content: bytes, tmp_path: Path) -> None:
    """In this process, so that anything but a refusal is seen."""
    try:
        for sheet in read_ods(written(tmp_path, content), Limits(), lambda *_: None):
            list(sheet.rows)
    except Refusal:
        return


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_a_damaged_spreadsheet_is_a_workbook_or_a_sentence(content: bytes, tmp_path: Path) -> None:
    outcome: object
    try:
        outcome = read_workbook(written(tmp_path, content, "名单.ods"), limits=Limits(idle_seconds=20))
    except FileError as error:
        outcome = error.sentence[-1:]
    assert outcome == "。" or isinstance(outcome, Workbook)
    assert read_children() == []
