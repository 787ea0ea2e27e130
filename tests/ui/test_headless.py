"""The main job without a display, as `dev.py run` does it on a machine that has none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage


@pytest.mark.slow
def test_the_demo_says_what_it_did_and_leaves_a_picture_of_every_tab(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "shuangjian_desktop", "--headless-demo", str(tmp_path), "0.002"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    [folder] = tmp_path.iterdir()
    assert str(folder) in done.stdout
    assert "共 115 行：新增 105，更新 0，无变化 0，存疑 1，有误 9。" in done.stdout
    assert "检查台账：完好" in done.stdout
    assert "第 0 步" not in done.stdout
    table = done.stdout[done.stdout.index("数据\t简报") :]
    assert table.count("\t一致\n") == 12
    assert "不一致" not in table
    pictures = sorted((folder / "截图").iterdir())
    titles = [path.stem.partition("-")[2] for path in pictures]
    assert titles[:5] == ["今日待办", "数据总览", "图表", "机构台账", "退费"]
    assert len(titles) == 13
    for path in pictures:
        image = QImage(str(path))
        assert image.width() >= 1280
        colours = {image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}
        assert len(colours) > 10, path.name  # something is drawn
    assert (folder / "机构台账.xlsx").stat().st_size > 5000
    assert (folder / "出错行.xlsx").exists()
