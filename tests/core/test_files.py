"""A file is there wholly or not at all, and nothing is left beside it."""

import os
import time
from pathlib import Path

import pytest

from shuangjian_desktop.core.files import flush, swap_in, temporary


def test_the_finished_file_takes_the_place_and_nothing_is_left(tmp_path: Path):
    target = tmp_path / "名单.xlsx"
    target.write_text("旧")
    with temporary(target, ".xlsx") as draft:
        assert draft.parent == tmp_path
        assert draft.suffix == ".xlsx"
        draft.write_text("新")
        flush(draft)
        swap_in(draft, target, ())
    assert target.read_text() == "新"
    assert list(tmp_path.iterdir()) == [target]


def test_what_breaks_off_leaves_the_old_file_alone(tmp_path: Path):
    target = tmp_path / "台账.db"
    target.write_text("旧")

    def break_off() -> None:
        with temporary(target) as draft:
            draft.write_text("半")
            draft.with_name(draft.name + "-wal").write_text("库自己放在旁边的")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert target.read_text() == "旧"
    assert list(tmp_path.iterdir()) == [target]


def test_only_what_a_killed_program_left_long_ago_is_swept(tmp_path: Path):
    old, young, other = (tmp_path / name for name in ("~shuangjian-a.tmp", "~shuangjian-b.tmp.xlsx", "别人的.tmp"))
    for path in (old, young, other):
        path.write_text("")
    for path in (old, other):
        os.utime(path, (time.time() - 2 * 24 * 3600,) * 2)
    with temporary(tmp_path / "x.db"):
        pass
    assert sorted(tmp_path.iterdir()) == sorted([young, other])


def test_a_held_file_is_waited_for_as_long_as_was_said(tmp_path: Path):
    source, target = tmp_path / "新", tmp_path / "旧"
    source.write_text("新")
    asked: list[float] = []

    def wait(seconds: float) -> None:
        asked.append(seconds)

    swap_in(source, target, (0.1, 0.2), wait)
    assert (target.read_text(), asked) == ("新", [])
    with pytest.raises(FileNotFoundError):
        swap_in(source, target, (0.1, 0.2), wait)
    assert asked == [], "only a file that is held is worth waiting for"
