"""What goes into the built program, under which licences, and how it is tried."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from release import check, contents, licences
from shuangjian_desktop.ui.attachments.pictures import FORMATS

ROOT = Path(licences.__file__).parents[1]
DPKG = Path("/usr/bin/dpkg")
posix_only = pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        (r"PySide6\plugins\platforms\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", False),
        ("PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        (r"PySide6\translations\qtbase_de.qm", False),
        ("PySide6/Qt/translations/qt_zh_CN.qm", False),
        ("stdnum/cn/loc.dat", True),
        ("stdnum/isbn.dat", False),
        ("pypinyin/phrases_dict.json", True),
        ("matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf", True),
        ("matplotlib/mpl-data/sample_data/goog.npz", False),
        ("db/migrations/versions/0001_first_registers.py", True),
    ],
)
def test_what_is_of_use_goes_in(place: str, wanted: bool) -> None:
    assert contents.is_wanted(place) is wanted


def test_every_kind_of_picture_that_is_shown_can_be_read_there() -> None:
    without_plugin = {b"png", b"bmp"}
    for kind in FORMATS - without_plugin:
        assert contents.is_wanted(f"PySide6/Qt/plugins/imageformats/libq{kind.decode()}.so")
    assert not contents.is_wanted("PySide6/Qt/plugins/imageformats/libqpdf.so")


def test_every_file_that_the_program_reads_goes_in() -> None:
    places = {path.relative_to(ROOT).as_posix() for path in contents.own_files(ROOT)}
    assert {"db/migrations/env.py", "db/reference/offices.csv", "resources/style/light.qss"} <= places
    assert not [place for place in places if "__pycache__" in place]


def test_libraries_go_in_that_something_asks_for() -> None:
    modules = []
    for name in ("sqlalchemy.engine._util_cy", "sqlalchemy.sql._util_cy", "PySide6.QtCore"):
        origin = getattr(find_spec(name), "origin", None)
        assert origin
        modules.append((f"{name.rsplit('.', 1)[0].replace('.', '/')}/{Path(origin).name}", origin, "EXTENSION"))
    qt = Path(modules[-1][1]).parent
    core, quick = ("Qt6Core.dll", "Qt6Quick.dll") if os.name == "nt" else ("libQt6Core.so.6", "libQt6Quick.so.6")
    folder = qt if os.name == "nt" else qt / "Qt" / "lib"
    libraries = [(f"PySide6/{name}", str(folder / name), "BINARY") for name in (core, quick)]
    kept = {place for place, _source, _kind in contents.reachable([*modules, *libraries])}
    assert kept == {*(place for place, _source, _kind in modules), f"PySide6/{core}"}  # two of them of one name


def test_a_link_goes_in_with_what_it_leads_to() -> None:
    link = ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK")
    dangling = ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK")
    data = ("db/a.csv", "/src/db/a.csv", "DATA")
    library = ("PySide6/Qt/lib/libQt6Core.so.6", "/somewhere", "BINARY")
    assert contents.without_dangling([link, dangling, data], [library]) == [link, data]


def test_all_that_is_shipped_has_its_licence(tmp_path: Path) -> None:
    font = tmp_path / "_internal" / "resources" / "fonts" / "OFL.txt"
    font.parent.mkdir(parents=True)
    font.write_text("SIL OPEN FONT LICENSE", encoding="utf-8")
    places = [
        "openpyxl.cell",
        "matplotlib",
        "PySide6/QtCore.abi3.so",
        "sqlcipher3/_sqlite3.so",
        "shuangjian_desktop.app",
        "json",
    ]
    folder = licences.collect(places, [], tmp_path)
    names = {path.name for path in folder.iterdir()}
    assert {"openpyxl", "PySide6_Essentials", "sqlcipher3", "pyinstaller", "Python", "PDFium", "fonts"} <= names
    assert not {name for name in names if name.startswith("shuangjian")}
    assert {"LGPL-3.0.txt", "Qt-third-parties.txt"} <= {path.name for path in (folder / "PySide6_Essentials").iterdir()}
    assert {"pdfium.txt", "icu.txt", "freetype.txt"} <= {path.name for path in (folder / "PDFium").iterdir()}
    assert (folder / "matplotlib" / "LICENSE_DEJAVU").is_file()  # a font of its own
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in next((folder / "Python").iterdir()).read_text(encoding="utf-8")


@pytest.mark.skipif(
    os.name == "nt" or not DPKG.is_file(), reason="the licences of Debian's libraries are asked of Debian"
)
def test_libraries_of_debian_bring_the_texts_that_their_own_name(tmp_path: Path) -> None:
    font = tmp_path / "fonts" / "OFL.txt"
    font.parent.mkdir()
    font.write_text("SIL OPEN FONT LICENSE", encoding="utf-8")
    folder = licences.collect([], [str(DPKG)], tmp_path)
    assert "dpkg" in (folder / "debian-dpkg" / "copyright").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in (folder / "common-licenses" / "GPL-2").read_text(encoding="utf-8")


def test_nothing_is_shipped_without_a_licence(tmp_path: Path) -> None:
    with pytest.raises(licences.NoLicenceError, match="no licence text for: fonts"):
        licences.collect([], [], tmp_path)


@posix_only
@pytest.mark.parametrize(("code", "told"), [(0, "passed"), (1, "FAILED")])
def test_a_self_test_is_run_offscreen_and_in_a_window(tmp_path, monkeypatch, capsys, code: int, told: str) -> None:
    monkeypatch.setenv("DISPLAY", ":77")
    program = tmp_path / "shuangjian"
    program.write_text(f'#!/bin/sh\necho "$@ $QT_QPA_PLATFORM"\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)
    assert check.main(tmp_path) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("MB in 1 files; the largest:")
    for name in ("offscreen", "in a window"):
        assert any(line.startswith(f"self-test {name}: {told} (") for line in lines)
    assert ("--self-test --window offscreen" in lines) is bool(code)  # what it said is shown where it failed
