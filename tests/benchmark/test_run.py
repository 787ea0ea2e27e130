"""The benchmark itself, at a tiny scale: it runs through and prints its table. How long anything took is not asked."""

import os
import re
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
LATER = {"alembic", "matplotlib", "openpyxl", "pypinyin", "python_calamine", "rustpy_xlsxwriter", "typst"}
SHARES = {
    "import of 120 refunds ÷ calamine": "check child checks backup rows derived history search insert rest",
    "120 refunds packed": "select names digest cells agreed file rest",
    "1 notices on paper": "words set aged joined",
    "120 refunds received": "child values plan backup rows derived history search agreed insert rest",
}


def test_the_benchmark_prints_its_table() -> None:
    script = [sys.executable, str(ROOT / "tests" / "benchmark" / "run.py"), "--rows", "120"]
    done = subprocess.run(script, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    table = done.stdout.splitlines()
    for title in ("start to usable window", "import of 120 refunds ÷ openpyxl", *SHARES):
        assert any(re.match(rf"{title}.* \d+\.\d+ +\d+\.\d+ +\d+\.\d+", line) for line in table), title
    for title, names in SHARES.items():
        at = next(number for number, line in enumerate(table, 1) if line.startswith(title))
        shares = [line.split() for line in takewhile(lambda line: line.endswith("%"), table[at:])]
        assert [words[0] for words in shares] == names.split()
        assert 99 < sum(float(words[-2]) for words in shares) < 101
    assert len([line for line in table if line.startswith("search, ") and "(0 found)" not in line]) == 3
    assert any(line.startswith("memory") for line in table)


def test_the_benchmark_of_a_province_prints_its_table() -> None:
    script = [sys.executable, str(ROOT / "tests" / "benchmark" / "run.py"), "--million", "--rows", "150"]
    done = subprocess.run(script, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    for title in ("first page", "a page anywhere", "search, first page", "totals", "the window stood still"):
        assert re.search(rf"^{title}.* \d+ +\d+ +\d+  <= \d+$", done.stdout, re.MULTILINE), title
    assert re.search(r"^import of 150 more ÷ .* \d+\.\d+  <= 1.3$", done.stdout, re.MULTILINE)


def test_the_window_is_usable_before_anything_heavy_is_imported(ledger_path: Path) -> None:
    start = [sys.executable, "-X", "importtime", "-m", "tests.benchmark.window_part", str(ledger_path)]
    done = subprocess.run(start, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout == "usable\n", done.stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "sqlalchemy" in imported
    assert not imported & LATER
