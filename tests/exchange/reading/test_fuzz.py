"""Whatever is done to a workbook, reading it ends in a workbook or in a sentence."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.exchange.reading import Limits, Workbook, read_workbook
from shuangjian_desktop.exchange.reading.kinds import kind_of
from shuangjian_desktop.exchange.reading.refusal import Refusal
from shuangjian_desktop.exchange.reading.xlsx import check
from tests.exchange.reading.workbooks import NAMESPACES, packed, read_children, unpacked, written

TOKENS = [
    b"XFD1048576", b"A0", b"ZZZZ9", b"2000000000", b"-1", b"1e999", b't="e"', b't="s"', b't="zz"', b"<c>", b"</row>",
    b"<!DOCTYPE a>", b"<!--", b"]]>", b"&a;", b"\x00", b"\xff\xfe", b"\xe4", b"'", b'"', b"/", b"<x:c ", b"",
]  # fmt: skip
PLACES = [b'r="', b'ref="', b"<v>", b"<c ", b"<row ", b"count", b"=", b">", b'"', b"Target", b"name", b"Id", b"s="]


def base() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.merge_cells("A1:E1")
    sheet["A1"] = "郑州华春学校退费名单"
    sheet.append(["学生姓名", "电话", "签订日期", "应退", "备注"])
    for number in range(20):
        sheet.append([f"学生{number}", f"1380000{number:04}", date(2021, 7, 4), number + 0.5, "=D3*2"])
    sheet.append(["#REF!", 410101199001010000, True, None, "末"])
    book.create_sheet("隐").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    parts = unpacked(stream.getvalue())
    parts["xl/sharedStrings.xml"] = f'<sst {NAMESPACES} count="1" uniqueCount="1"><si><t>甲</t></si></sst>'.encode()
    return packed(parts)


BASE = base()
PARTS = unpacked(BASE)


@st.composite
def damaged_bytes(draw: st.DrawFn) -> bytes:
    """The file with some bytes smashed, or a piece cut out, or doubled."""
    content = bytearray(BASE)
    for at, value in draw(st.lists(st.tuples(st.integers(0, len(BASE) - 1), st.integers(0, 255)), max_size=8)):
        content[at] = value
    start, length = draw(st.integers(0, len(BASE))), draw(st.sampled_from([0, 0, 1, 30, 500]))
    piece = content[start : start + length] * draw(st.sampled_from([0, 2]))
    return bytes(content[:start] + piece + content[start + length :])


@st.composite
def damaged_parts(draw: st.DrawFn) -> bytes:
    """A sound zip, in one of whose parts some places are written over."""
    parts = dict(PARTS)
    name = draw(st.sampled_from([name for name in parts if name.startswith(("xl/", "_rels", "["))]))
    content = parts[name]
    for _time in range(draw(st.integers(1, 4))):
        place, token = draw(st.sampled_from(PLACES)), draw(st.sampled_from(TOKENS))
        found = [at for at in range(len(content)) if content.startswith(place, at)] or [0]
        at = draw(st.sampled_from(found)) + len(place)
        content = content[:at] + token + content[at + draw(st.integers(0, 6)) :]
    return packed(parts | {name: content})


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(damaged_bytes(), damaged_parts(), damaged_parts()))
def test_a_damaged_workbook_is_a_workbook_or_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, content)
    outcome: object
    try:
        outcome = read_workbook(path, limits=Limits(idle_seconds=20))
    except FileError as error:
        outcome = error.sentence[-1:]
    assert outcome == "。" or isinstance(outcome, Workbook)
    assert read_children() == []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(damaged_bytes(), damaged_parts(), damaged_parts()))
def test_the_check_passes_or_refuses_and_never_breaks(content: bytes, tmp_path: Path) -> None:
    """In this process, so that anything but a refusal is seen."""
    path = written(tmp_path, content)
    try:
        if content and kind_of(path, Limits()) == "xlsx":
            check(path, Limits(), lambda *_: None)
    except Refusal:
        return


def test_the_undamaged_one_is_read(tmp_path: Path) -> None:
    first, second = read_workbook(written(tmp_path, BASE)).sheets
    assert first.rows[2][:4] == ["学生0", "13800000000", date(2021, 7, 4), 0.5]
    assert (second.hidden, second.rows) == (True, [])
