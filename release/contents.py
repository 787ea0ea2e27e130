"""What goes into the built program, and what PyInstaller would put there but nothing uses."""

import os
import posixpath
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

Entry = tuple[str, str, str]
"""What PyInstaller collects: (place in the folder, source, kind)."""
WINDOWS = os.name == "nt"
HIDDEN = ["alembic.context", "alembic.op", "sqlcipher3.dbapi2"]
"""What only migrations import, which are files of their own, or SQLAlchemy by name."""
METADATA = ["rustpy-xlsxwriter"]
"""Distributions that ask the system for their own version when they are imported."""
EXCLUDED = [
    # Other databases than SQLite. Alembic itself imports PostgreSQL's dialect.
    *(f"sqlalchemy.dialects.{name}" for name in ("mssql", "mysql", "oracle")),
    *("MySQLdb", "pysqlite2", "psycopg2", "sqlite3"),
    # Other windows than Qt's, and what draws into them.
    *("tkinter", "PIL.ImageTk", "PIL.ImageQt", "IPython", "PIL._avif", "PIL._webp", "PIL._imagingcms"),
    # Optional to libraries, and here only for development.
    *("lxml", "psutil", "pypdfium2", "pypdfium2_raw", "hypothesis", "pytest", "setuptools", "pkg_resources"),
    *("pygments", "rich", "click", "yaml", "pydoc_data", "lib2to3", "numpy.f2py", "sqlalchemy.testing"),
    "readline",  # nothing is typed here, and GNU Readline would put the whole program under its licence
]
UNWANTED_HOOKS = {
    "pyi_rth_mplconfig",  # makes a folder at each start, in which matplotlib's list of fonts is lost
}
"""What PyInstaller would run at every start of the program."""
_QT_PLUGINS = {
    *("platforms/qxcb", "platforms/qoffscreen", "platforms/qwindows"),
    *(
        "platforminputcontexts/composeplatforminputcontextplugin",
        "platforminputcontexts/ibusplatforminputcontextplugin",
    ),
    "platformthemes/qxdgdesktopportal",  # the desktop's own file dialogs
    "printsupport/cupsprintersupport",
    *("imageformats/qgif", "imageformats/qjpeg", "imageformats/qwebp"),  # beside those that Qt reads without a plugin
}
_UNWANTED = re.compile(
    r"""
    PySide6/(Qt/)?translations/(?!qtbase_zh_CN\.qm)
    | PySide6/.*\.(pyi|qml|json|txt)$
    | stdnum/(?!cn/).*\.dat$
    | matplotlib/mpl-data/(sample_data|images|plot_directive|fonts/pdfcorefonts|fonts/afm)/
    | matplotlib/mpl-data/fonts/ttf/(?!(DejaVuSans(-Bold)?|LastResortHE-Regular)\.ttf)
    | pypinyin/(?!.*\.json$)
    | dateutil/zoneinfo/
    | (tzdata|pytz)/
    """,
    re.VERBOSE,
)


def own_files(root: Path) -> Iterator[Path]:
    """Yield the files of `resources` and `db` that the program reads."""
    for folder in ("resources", "db/reference", "db/migrations"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def is_wanted(place: str) -> bool:
    """Return whether what PyInstaller collected for a place in the folder is of use there."""
    place = place.replace("\\", "/")
    plugin = re.search(r"PySide6/(?:Qt/)?plugins/([\w-]+)/(?:lib)?([\w-]+)", place)
    if plugin:
        return f"{plugin[1]}/{plugin[2]}" in _QT_PLUGINS
    return not _UNWANTED.match(place)


def reachable(binaries: Sequence[Entry]) -> list[Entry]:
    """Return the libraries that an extension module, a plugin or Python itself asks for, directly or through others.

    PyInstaller collects what all plugins need, also those that were left out: Qt's QML, 3D, OpenGL.
    """
    from PyInstaller.depend.bindepend import get_imports

    by_name: dict[str, list[Entry]] = {}  # of one name there may be some, each beside those that ask for it
    for entry in (*binaries, *_visual_c(binaries)):
        by_name.setdefault(_name(entry[0]), []).append(entry)
    waiting = [entry for entries in by_name.values() for entry in entries if _is_root(*entry)]
    kept = {entry[0]: entry for entry in waiting}
    while waiting:
        for name, _path in get_imports(waiting.pop()[1]):
            asked = [entry for entry in by_name.get(_name(name), ()) if entry[0] not in kept]
            kept.update((entry[0], entry) for entry in asked)
            waiting += asked
    return sorted(kept.values())


def _visual_c(binaries: Sequence[Entry]) -> list[Entry]:
    """Return Microsoft's libraries that lie in PySide6's folder alone, for the top: matplotlib asks for them, too.

    Where PyInstaller finds them in the system it takes them itself, but not every Windows has them.
    """
    places = {place.lower() for place, _source, _kind in binaries}
    return [
        (_name(place), source, kind)
        for place, source, kind in binaries
        if place.startswith("PySide6\\MSVCP140") and _name(place) not in places
    ]


def _name(place: str) -> str:
    """Return the name of a library, as Windows compares it."""
    return place.replace("\\", "/").rsplit("/", 1)[-1].lower()


def without_dangling(datas: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """Return what was collected without the links to libraries that were left out."""
    there = {place for place, _source, _kind in binaries}

    def leads_to(place: str, source: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(place), source))  # Windows has no such links

    return [entry for entry in datas if entry[2] != "SYMLINK" or leads_to(entry[0], entry[1]) in there]


def strip_debugging(program: Path) -> None:
    """Take what only a debugger reads out of the libraries in the program's folder, where the system has `strip`.

    The libraries that wheels bring along in *.libs were edited after they were linked, which may be beyond `strip`.
    """
    strip = None if WINDOWS else shutil.which("strip")
    for path in program.rglob("*.so*") if strip else ():
        if path.is_file() and not path.is_symlink() and not any(part.endswith(".libs") for part in path.parts):
            subprocess.run([str(strip), "--strip-debug", str(path)], check=True)


def _is_root(place: str, _source: str, kind: str) -> bool:
    """Return whether a binary is loaded by what no import table tells."""
    return kind == "EXTENSION" or "plugins" in Path(place).parts or _name(place).startswith(("libpython", "python"))
