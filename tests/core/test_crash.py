"""What is told of a fault of ours: where it was, and never what a clerk typed."""

from pathlib import Path

import pytest

from shuangjian_desktop import __version__
from shuangjian_desktop.core.crash import crash_text
from shuangjian_desktop.core.errors import (
    ClerkError,
    FileError,
    LedgerError,
    RefusedError,
    StaleError,
    UsageError,
)

TYPED = "王梓涵 13800138000"


def _fail(*, cause: bool, hide: bool = False) -> None:
    try:
        int(TYPED)
    except ValueError as problem:
        if cause:
            raise KeyError(TYPED) from problem
        if hide:
            raise KeyError(TYPED) from None
        raise KeyError(TYPED)  # noqa: B904 - the way that is told here


def told(**how: bool) -> list[str]:
    with pytest.raises(KeyError) as caught:
        _fail(**how)
    return crash_text(caught.value).split("\n")


@pytest.mark.parametrize(
    ("how", "kinds"),
    [
        ({"cause": True}, ["KeyError", "ValueError"]),
        ({"cause": False}, ["KeyError", "ValueError"]),
        ({"cause": False, "hide": True}, ["KeyError"]),
    ],
)
def test_kinds_and_lines_are_told_and_no_message(how: dict[str, bool], kinds: list[str]) -> None:
    lines = told(**how)
    assert lines[0] == f"双减治理台账 {__version__}"
    assert [line for line in lines[1:] if not line.startswith("  ")] == kinds
    assert any(line.startswith("  core/test_crash.py:") and line.endswith(" _fail") for line in lines)
    assert not any("王梓涵" in line or "138" in line for line in lines)


def test_the_folder_of_a_user_is_not_named() -> None:
    assert not any(str(Path(__file__).parents[2]) in line for line in told(cause=True))


@pytest.mark.parametrize(
    ("kind", "code"),
    [(ClerkError, 3), (FileError, 3), (LedgerError, 3), (UsageError, 2), (RefusedError, 1), (StaleError, 1)],
)
def test_what_a_clerk_can_mend_says_what_to_do(kind: type[ClerkError], code: int) -> None:
    error = kind("文件打不开。", "请关闭 Excel 后再试。")
    assert (error.text, error.exit_code, str(error)) == ("文件打不开。请关闭 Excel 后再试。", code, "文件打不开。")
    assert kind("文件打不开。").text == "文件打不开。"
