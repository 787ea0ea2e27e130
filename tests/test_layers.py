"""The import contracts of pyproject.toml hold, and each of them would notice a breach."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = (
    "demo",
    "__main__",
    "app",
    "cli",
    "headless",
    "ui",
    "services",
    "exchange",
    "store",
    "documents",
    "analysis",
    "registers",
    "core",
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in `folder`, in a process of its own, without a cache."""
    code = "from importlinter.cli import lint_imports_command as main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A package with the layers of ours and nothing in them."""
    package = tmp_path / "shuangjian_desktop"
    package.mkdir()
    for module in ("__init__", *MODULES):
        (package / f"{module}.py").touch()
    return package


def test_imports_go_downward_only() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_an_empty_house_keeps_the_contracts(house: Path) -> None:
    assert "0 broken" in lint_imports(house.parent).stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("core", "from shuangjian_desktop import registers", "imports go downward only"),
        ("services", "from shuangjian_desktop import ui", "imports go downward only"),
        ("exchange", "from shuangjian_desktop import store", "imports go downward only"),
        ("store", "from shuangjian_desktop import exchange", "imports go downward only"),
        ("analysis", "from shuangjian_desktop import store", "imports go downward only"),
        ("app", "from shuangjian_desktop import cli", "imports go downward only"),
        ("helpers", "", "imports go downward only"),  # a module that belongs to no layer
        ("services", "def f():\n    import PySide6.QtCore", "no Qt below ui"),
        ("services", "from sqlalchemy import select", "the database only in store"),
        ("ui", "import sqlcipher3", "the database only in store"),
        ("cli", "import openpyxl", "workbooks only in exchange"),
        ("store", "import python_calamine", "workbooks only in exchange"),
        ("ui", "def f():\n    import matplotlib.figure", "matplotlib only in analysis"),
        ("documents", "from shuangjian_desktop import store", "imports go downward only"),
        ("documents", "def f():\n    import PySide6.QtPdf", "no Qt below ui"),
        ("services", "import typst", "typesetting only in documents"),
    ],
)
def test_a_breach_is_noticed(house: Path, module: str, line: str, contract: str) -> None:
    (house / f"{module}.py").write_text(line + "\n", encoding="utf-8")
    done = lint_imports(house.parent)
    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("ui", "import PySide6.QtWidgets\nfrom shuangjian_desktop import services"),
        ("services", "from shuangjian_desktop import exchange, store"),
        ("store", "import sqlalchemy, sqlcipher3"),
        ("exchange", "import openpyxl, python_calamine"),
        ("analysis", "import matplotlib"),
        ("documents", "import typst"),
    ],
)
def test_what_a_layer_is_for_is_allowed(house: Path, module: str, line: str) -> None:
    (house / "store.py").write_text("import sqlalchemy\n", encoding="utf-8")
    (house / f"{module}.py").write_text(line + "\n", encoding="utf-8")
    done = lint_imports(house.parent)
    assert done.returncode == 0, done.stdout
