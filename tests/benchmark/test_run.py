"""The benchmark itself, at a tiny scale: it runs through and prints its table. How long anything took is not asked."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARES = ("check", "child", "checks", "backup", "rows", "derived", "history", "search", "rest")


def test_the_benchmark_prints_its_table() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    script = [sys.executable, str(ROOT / "tests" / "benchmark" / "run.py"), "--rows", "120"]
    done = subprocess.run(script, env=environment, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    table = done.stdout.splitlines()
    for title in ("start to usable window", "import of 120 refunds ÷ calamine", "import of 120 refunds ÷ openpyxl"):
        assert any(re.match(rf"{title}.* \d+\.\d+ +\d+\.\d+ +\d+\.\d+", line) for line in table), title
    shares = {words[0]: float(words[-2]) for line in table if line.endswith("%") and (words := line.split())}
    assert tuple(shares) == SHARES
    assert 99 < sum(shares.values()) < 101
    assert len([line for line in table if line.startswith("search, ") and "(0 found)" not in line]) == 3
    assert any(line.startswith("memory") for line in table)
