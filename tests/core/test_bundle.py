"""A built program knows what it consists of, and says so when something of it was taken away."""

import os
from pathlib import Path

import pytest

from shuangjian_desktop.core import bundle
from shuangjian_desktop.core.errors import FileError


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    folder = tmp_path / "双减 台账"
    for place in ("resources/fonts/仿宋.ttf", "resources/papers/notice.typ", "libQt6Core.so.6"):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"0123456789")
    bundle.write_list(folder)
    return folder


def told(folder: Path) -> str:
    with pytest.raises(FileError) as refusal:
        bundle.require_whole(folder)
    return refusal.value.text


def test_what_was_built_is_whole(parts: Path) -> None:
    bundle.require_whole(parts)
    bundle.write_list(parts)  # built again
    (parts / "多出来的.txt").write_text("", encoding="utf-8")
    bundle.require_whole(parts)


def test_a_file_that_is_gone_or_cut_short_is_named(parts: Path) -> None:
    font = parts / "resources" / "fonts" / "仿宋.ttf"
    font.write_bytes(b"0123")
    assert told(parts).startswith("程序文件不完整：“resources/fonts/仿宋.ttf”缺失或被改动，程序不能启动。请重新复制")
    font.unlink()
    assert "“resources/fonts/仿宋.ttf”缺失" in told(parts)
    (parts / "resources" / "papers" / "notice.typ").unlink()
    assert "“resources/fonts/仿宋.ttf”等 2 个文件缺失" in told(parts)


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_goes_with_what_it_leads_to(parts: Path) -> None:
    (parts / "libQt6Core.so").symlink_to("libQt6Core.so.6")
    bundle.write_list(parts)
    bundle.require_whole(parts)
    (parts / "libQt6Core.so.6").unlink()
    assert "“libQt6Core.so”等 2 个文件" in told(parts)


def test_without_its_list_it_is_not_whole(parts: Path) -> None:
    (parts / bundle.LIST).unlink()
    assert f"“{bundle.LIST}”缺失" in told(parts)
