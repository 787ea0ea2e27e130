"""Tables kept as text: encoding and delimiter are found out, rows are those that Excel would show."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import CellFault
from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.exchange.reading import Limits, read_workbook
from shuangjian_desktop.exchange.reading.csvtext import read_csv
from shuangjian_desktop.exchange.reading.refusal import Refusal
from tests.exchange.reading.workbooks import written

TEXT = "机构,电话,备注\r\n郑州华春学校,03711234567,“一”\r\n\r\n启明𠮷,,\r\n"
ROWS = [["机构", "电话", "备注"], ["郑州华春学校", "03711234567", "“一”"], [], ["启明𠮷"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    read = read_workbook(written(tmp_path, (mark + TEXT).encode(encoding), "名单.csv"))
    assert read.kind == "csv"
    assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in read.sheets] == [("名单", False, ROWS)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter: str, tmp_path: Path) -> None:
    text = "某校退费名单\n" + TEXT.replace(",", delimiter) + f"注：应退{delimiter}已退, 未退; 见附件\n"
    rows = read_workbook(written(tmp_path, text, "名单.txt")).sheets[0].rows
    assert rows[:5] == [["某校退费名单"], *ROWS]
    assert len(rows[5]) == 2 or delimiter != "\t"


def test_one_column(tmp_path: Path) -> None:
    assert read_workbook(written(tmp_path, "机构\n甲\n乙\n", "名单.csv")).sheets[0].rows == [["机构"], ["甲"], ["乙"]]


def test_a_declared_delimiter_is_no_row(tmp_path: Path) -> None:
    text = "sep=;\r\n" + TEXT.replace(",", ";")
    assert read_workbook(written(tmp_path, text, "名单.csv")).sheets[0].rows == ROWS


def test_quoted_cells(tmp_path: Path) -> None:
    text = '机构,地址\n"甲,乙","一楼\n二楼"\n"引""号",丙\n'
    rows = read_workbook(written(tmp_path, text, "名单.csv")).sheets[0].rows
    assert rows == [["机构", "地址"], ["甲,乙", "一楼\n二楼"], ['引"号', "丙"]]


def test_what_excel_lost_when_it_saved_the_text(tmp_path: Path) -> None:
    text = '4.10101E+17,1.38E+10,#N/A,="0012",E+12楼,=A1,3E+05号,#1楼\n'
    assert read_workbook(written(tmp_path, text, "名单.csv")).sheets[0].rows == [
        [
            CellFault("rounded", "4.10101E+17"),
            CellFault("rounded", "1.38E+10"),
            CellFault("error", "#N/A"),
            "0012",
            "E+12楼",
            "=A1",
            "3E+05号",
            "#1楼",
        ]
    ]


def test_text_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    read = read_workbook(written(tmp_path, TEXT))
    assert (read.kind, read.sheets[0].rows) == ("csv", ROWS)


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(FileError) as caught:
        read_workbook(path, limits=limits)
    return caught.value.text


def test_no_encoding_that_we_read(tmp_path: Path) -> None:
    text = refused(written(tmp_path, "机构\n甲\n".encode() + b"\xff\xff\n", "名单.csv"))
    assert "第 3 行附近" in text
    assert "GB 18030" in text


def test_damaged_utf_8_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    whole = "郑州市金水区校外培训机构名单\n华春\n".encode()
    damaged = whole.replace("华".encode(), "华".encode()[:1])
    assert damaged.decode("gb18030"), "the damage is such that GB 18030 reads it"
    assert "第 2 行附近" in refused(written(tmp_path, damaged, "名单.csv"))


def test_a_quote_that_does_not_end(tmp_path: Path) -> None:
    assert "第 2 行起的引号没有配对" in refused(written(tmp_path, '机构\n"甲\n乙\n', "名单.csv"))


def test_a_cell_too_long_and_one_that_is_not(tmp_path: Path) -> None:
    path = written(tmp_path, "长" * 40_000, "名单.csv")
    assert read_workbook(path).sheets[0].rows == [["长" * 40_000]]
    assert "第 1 行起" in refused(path, Limits(field_size=30_000))


def test_too_much(tmp_path: Path) -> None:
    path = written(tmp_path, "甲,乙\n" * 1000, "名单.csv")
    assert "内容太多" in refused(path, Limits(cells=1999))
    assert "内容太多" in refused(path, Limits(output=500))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(st.sampled_from('甲乙,;\t"\r\n=#E+1.'), max_size=80).map(lambda text: text.encode("gb18030")),
    )
)
def test_any_bytes_are_rows_or_a_sentence(content: bytes, tmp_path: Path) -> None:
    """In this process: the reader itself, so that what it raises is seen."""
    path = written(tmp_path, content, "名单.csv")
    try:
        rows = [row for sheet in read_csv(path, Limits(), lambda *_: None) for row in sheet.rows]
    except Refusal:
        return
    assert all(isinstance(cell, str | CellFault) for row in rows for cell in row)
