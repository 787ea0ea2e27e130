"""Old workbooks (.xls, .et) are read as new ones are: the same cells, the same refusals, nothing lost in silence."""

import struct
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import CellFault
from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.exchange.reading import Limits, Workbook, biff, read_workbook
from shuangjian_desktop.exchange.reading.compound import Compound, container
from shuangjian_desktop.exchange.reading.refusal import Refusal
from shuangjian_desktop.exchange.reading.xls import workbook_stream
from tests.exchange.reading import old_books
from tests.exchange.reading.every_kind import DATA
from tests.exchange.reading.old_books import (
    BOF,
    EOF,
    ONE_STRING,
    compound,
    formula_record,
    number_record,
    record,
    xls,
)
from tests.exchange.reading.test_odd_files import refused
from tests.exchange.reading.workbooks import read_children, written

NOT_COMPUTED = formula_record(1, 1, bytes(8), flags=3)
ERROR = formula_record(1, 2, b"\x02\0\x17\0\0\0\xff\xff")
MERGED = record(0x00E5, struct.pack("<HHHHH", 1, 0, 2, 0, 0))
HUGE = record(0x0200, struct.pack("<LLHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
BAD_NAME = record(0x0018, b"\0" * 14)
LONG_TEXT = formula_record(2, 0, b"\0" * 6 + b"\xff\xff") + record(0x0207, struct.pack("<HB", 3, 0) + b"abc")


def stream_of(cells: bytes = b"", more: bytes = b"", **facts: object) -> bytes:
    return old_books.biff(cells, more, **facts)  # type: ignore[arg-type]


def test_cells_come_to_their_places_and_faults_with_them(tmp_path: Path) -> None:
    cells = number_record(0, 1, 2.5) + NOT_COMPUTED + ERROR + LONG_TEXT + record(0x003C, b"\0def") + MERGED
    book = read_workbook(written(tmp_path, xls(stream_of(cells)), "名单.xls"))
    assert book.kind == "xls"
    [sheet] = book.sheets
    assert sheet.rows == [
        [None, 2.5],
        [None, CellFault("no_value", "="), CellFault("error", "#REF!")],
        [CellFault("no_value", "=")],
    ]
    assert sheet.merged == ((1, 3, 0),)


def test_what_a_formula_came_to_counts_and_its_tokens_do_not(tmp_path: Path) -> None:
    """Tokens that no parser likes, in a formula that has been computed."""
    cells = formula_record(0, 0, struct.pack("<d", 7.0), tokens=b"\x01") + formula_record(0, 1, struct.pack("<d", 0.0))
    cells += formula_record(0, 2, b"\x01\0\x01\0\0\0\xff\xff", tokens=b"\xff" * 9)
    assert read_workbook(written(tmp_path, xls(stream_of(cells)))).sheets[0].rows == [[7, 0, True]]


def test_claims_are_not_believed(tmp_path: Path) -> None:
    """Dimensions of four thousand million rows, and a name cut short, beside a cell."""
    stream = stream_of(HUGE + number_record(0, 0), BAD_NAME)
    assert read_workbook(written(tmp_path, xls(stream))).sheets[0].rows == [[1]]


def test_the_date_formats_of_chinese_excel_are_dates(tmp_path: Path) -> None:
    """Built-in format 31 (2012年3月14日) is declared nowhere in the file."""
    stream = stream_of(number_record(0, 0, 44381.0), record(0x00E0, struct.pack("<HH", 0, 31) + b"\0" * 16))
    [[day]] = read_workbook(written(tmp_path, xls(stream))).sheets[0].rows
    assert str(day) == "2021-07-04"


def test_a_workbook_inside_of_another_document_is_not_taken_for_it(tmp_path: Path) -> None:
    """Embedded in a storage: of the root only what lies in the root itself counts."""
    content = bytearray(compound({"Workbook": stream_of(number_record(0, 0)), "WordDocument": b"w"}))
    entry = content.index("WordDocument".encode("utf-16-le"))
    root = content.index("Root Entry".encode("utf-16-le"))
    struct.pack_into("<L", content, root + 76, (entry - root) // 128)
    assert "是 Word 文档" in refused(written(tmp_path, bytes(content), "名单.xls"))


SOUND = stream_of(number_record(0, 0))
FILE_PASS = record(0x002F, b"\0\0\0\0\0\0")
FAR = number_record(0, 0) + number_record(65_535, 16_383)
PAST_THE_END = SOUND[: len(BOF) + 4] + struct.pack("<L", 100_000) + SOUND[len(BOF) + 8 :]
ODD: dict[str, tuple[bytes, str]] = {
    "password": (xls(stream_of(more=FILE_PASS)), "设了打开密码或工作簿保护"),
    "macros": (compound({"Workbook": SOUND, "_VBA_PROJECT_CUR": b"x"}), "含有宏"),
    "macro sheet": (xls(stream_of(kind=1)), "含有宏"),
    "far cell": (xls(stream_of(FAR)), "“Sheet1”范围过大，最远用到了单元格 XFD65536"),
    "column outside the sheet": (xls(stream_of(number_record(0, 40_000))), "超出了工作表的范围"),
    "merge of everything": (
        xls(stream_of(record(0x00E5, struct.pack("<HHHHH", 1, 0, 65_535, 0, 255)))),
        "“Sheet1”里合并的单元格范围过大",
    ),
    "string that is not there": (
        xls(stream_of(record(0x00FD, struct.pack("<HHHL", 0, 0, 0, 1)), ONE_STRING)),
        "有单元格的文字找不到",
    ),
    "unknown error value": (
        xls(stream_of(record(0x0205, struct.pack("<HHHBB", 6, 2, 0, 0x63, 1)))),
        "单元格 C7 是读不了的错误值",
    ),
    "two sheets of one name": (xls(stream_of(names=("A", "A"))), "目录前后不一"),
    "no sheet": (xls(BOF + EOF), "没有任何工作表"),
    "sheet outside of the stream": (xls(PAST_THE_END), "目录前后不一"),
    "end missing": (xls(SOUND[: -len(EOF)] + b"\xff\xff\xff\xff"), "结尾缺失"),
    "truncated": (xls(SOUND)[:900], "文件的一部分缺失"),
    "cut in the header": (xls(SOUND)[:300], "没有下载完或复制完"),
    "number cut short": (xls(stream_of(record(0x0203, b"\0" * 9))), "单元格的内容不完整"),
    "formula cut short": (xls(stream_of(record(0x0006, b"\0" * 20))), "公式的内容不完整"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_workbook_gets_its_own_sentence(kind: str, tmp_path: Path) -> None:
    content, words = ODD[kind]
    assert words in refused(written(tmp_path, content, "名单.xls"))


def test_all_sheets_together_may_not_be_too_large(tmp_path: Path) -> None:
    """calamine keeps all of them at once."""
    path = written(tmp_path, (DATA / "every_kind.xls").read_bytes())
    assert "合起来范围过大" in refused(path, Limits(cells=92))
    assert len(read_workbook(path, limits=Limits(cells=93)).sheets) == 3


def circle_in_the_chain(content: bytearray) -> None:
    """The first sector of the stream is followed by itself."""
    struct.pack_into("<L", content, len(content) - 512 + 4, 1)


def circle_in_the_list_of_tables(content: bytearray) -> None:
    """A sector that lists more sectors of the table goes on in itself."""
    struct.pack_into("<LL", content, 68, 1, 1)
    content[1024:1536] = struct.pack("<128L", *[1] * 128)


def circle_in_the_directory(content: bytearray) -> None:
    """An entry is its own neighbour."""
    struct.pack_into("<LL", content, 512 + 128 + 68, 1, 1)


@pytest.mark.parametrize("spoil", [circle_in_the_chain, circle_in_the_list_of_tables, circle_in_the_directory])
def test_what_runs_in_a_circle_ends(spoil: Callable[[bytearray], None], tmp_path: Path) -> None:
    content = bytearray(xls(stream_of(number_record(0, 0))))
    spoil(content)
    path = written(tmp_path, bytes(content), "名单.xls")
    outcome: object
    try:
        outcome = read_workbook(path, limits=Limits(idle_seconds=5)).sheets[0].rows
    except FileError as error:
        outcome = error.sentence
    assert outcome == [[1]] or "已损坏" in str(outcome)


@settings(max_examples=60)
@given(st.integers(0, 30_000), st.integers(0, 255))
def test_the_container_that_is_written_holds_the_stream(size: int, byte: int) -> None:
    stream = bytes([byte]) * size
    with tempfile.TemporaryDirectory() as folder:
        compound_ = Compound(written(Path(folder), container("Workbook", stream)), Limits())
        [entry] = compound_.entries.values()
        assert compound_.stream(entry)[:size] == stream
        assert entry.size >= 4096


REAL = (DATA / "every_kind.xls").read_bytes()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The file with some bytes smashed, or a piece cut out, or doubled."""
    content = bytearray(REAL)
    for at, value in draw(st.lists(st.tuples(st.integers(0, len(REAL) - 1), st.integers(0, 255)), max_size=12)):
        content[at] = value
    start, length = draw(st.integers(0, len(REAL))), draw(st.sampled_from([0, 0, 1, 30, 512]))
    piece = content[start : start + length] * draw(st.sampled_from([0, 2]))
    return bytes(content[:start] + piece + content[start + length :])


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_the_check_passes_or_refuses_and_never_breaks(content: bytes, tmp_path: Path) -> None:
    """In this process, so that anything but a refusal is seen."""
    path = written(tmp_path, content, "名单.xls")
    try:
        biff.check(workbook_stream(path, Limits()), Limits(), lambda *_: None)
    except Refusal:
        return


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_a_damaged_workbook_is_a_workbook_or_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, content, "名单.xls")
    outcome: object
    try:
        outcome = read_workbook(path, limits=Limits(idle_seconds=20))
    except FileError as error:
        outcome = error.sentence[-1:]
    assert outcome == "。" or isinstance(outcome, Workbook)
    assert read_children() == []
