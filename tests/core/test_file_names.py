"""Names of files that people hand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.file_names import clean_name, is_program, kind_of, size_text


@pytest.mark.parametrize(
    ("given_", "cleaned"),
    [
        ("现场照片.jpg", "现场照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\用户\\协议.pdf", "协议.pdf"),
        ('a<b>:"c"|?*.png', "a_b_c_.png"),
        ("  .. ", "附件"),
        ("", "附件"),
        ("报告\u202egpj.exe.jpg", "报告gpj.exe.jpg"),
        ("\u200b.jpg", "jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("com1", "_com1"),
        ("console.jpg", "console.jpg"),
        ("很" * 120 + ".jpg", "很" * 78 + ".jpg"),
    ],
)
def test_names_that_every_system_takes(given_: str, cleaned: str) -> None:
    assert clean_name(given_) == cleaned


@given(st.text(max_size=300))
def test_no_name_is_a_way_out_or_too_long(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= 120
    assert len(cleaned.encode()) <= 240
    assert not set(cleaned) & set('/\\:*?"<>|\0\n')
    assert cleaned not in (".", "..")
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize("name", ["a.exe", "照片.jpg.EXE", "b.lnk", "c.js ", "d.bat.", "e.exe\u200b", "f.e\u202exe"])
def test_programs_are_told(name: str) -> None:
    assert is_program(name)
    assert not is_program("照片.jpg")


def test_kinds_go_by_content_first() -> None:
    assert kind_of(b"%PDF-1.7", "扫描.jpg") == "PDF"
    assert kind_of(b"\xff\xd8\xff\xe0", "没有扩展名") == "图片"
    assert [kind_of(b"", name) for name in ("a.et", "b.wps", "c.MP4", "d")] == ["表格", "文档", "音视频", "其他"]


def test_sizes_as_people_read_them() -> None:
    assert [size_text(size) for size in (1, 1500, 999_000, 3_240_000)] == ["1 KB", "2 KB", "999 KB", "3.2 MB"]
