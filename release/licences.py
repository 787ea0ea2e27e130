"""The licence texts of all that is shipped, collected into the folder of the built program.

A distribution without a text, and without one held here, is an error: nothing is passed on without its conditions.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
_HELD = {
    "pyside6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-parties.txt", "Apache-2.0.txt"),
    "pyside6-addons": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "sqlcipher3": ("SQLCipher.txt", "Apache-2.0.txt"),  # its wheel holds SQLCipher and OpenSSL
}
"""Texts that wheels come without; LGPL: Qt's libraries lie in the folder as files that may be exchanged."""
_WORDS = ("licen", "copying", "notice", "authors")
_PDFIUM = "pypdfium2"
"""It holds PDFium, too, as Qt's PDF library does, and its wheel has the texts of PDFium and of what that is made of."""
_COMMON = Path("/usr/share/common-licenses")
"""Where Debian keeps the long texts that its packages' copyright files only name."""


class NoLicenceError(Exception):
    """Something would be shipped without a licence text."""


def collect(modules: Iterable[str], sources: Iterable[str], program: Path) -> Path:
    """Copy the texts of all that was bundled to `licences` in the program's folder; return where.

    `modules` are the places of what was collected (their first part names the package), `sources` the files that
    binaries were copied from: on Debian they tell the system's packages.

    Raises:
        NoLicenceError: there is no text for something.

    """
    folder = program / "licences"
    texts = {name: list(_texts_of(name)) for name in distributions(modules)}
    texts["Python"] = list(_python())
    texts["PDFium"] = list(_texts_of(_PDFIUM))
    texts.update(_debian(sources))
    texts["fonts"] = [path for path in (program).rglob("OFL.txt") if "fonts" in path.parts]
    without = sorted(name for name, files in texts.items() if not files)
    if without:
        raise NoLicenceError(f"no licence text for: {', '.join(without)}")
    for name, files in texts.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number, path in enumerate(files):
            other = any(path.name == before.name for before in files[:number])
            shutil.copyfile(path, folder / name / (f"{number}-{path.name}" if other else path.name))
    return folder


def distributions(modules: Iterable[str]) -> set[str]:
    """Return the names of the distributions that modules or files come from, with PyInstaller, which starts them."""
    owners: Mapping[str, list[str]] = metadata.packages_distributions()
    tops = {module.replace("\\", "/").split("/")[0].split(".")[0] for module in modules}
    return {owner for top in tops for owner in owners.get(top, ())} - {"shuangjian-desktop"} | {"pyinstaller"}


def _texts_of(name: str) -> Iterator[Path]:
    """Yield the licence files of a distribution and of fonts in it, and those held here for it."""
    yield from (TEXTS / text for text in _HELD.get(name.lower().replace("_", "-"), ()))
    for file in metadata.files(name) or ():
        is_text = "licenses" in file.parts or any(word in file.name.lower() for word in _WORDS)
        if is_text and (".dist-info" in file.parts[0] or "fonts" in file.parts):
            yield Path(str(file.locate()))


def _python() -> Iterator[Path]:
    """Yield Python's own licence."""
    for folder in (sys.base_prefix, sysconfig.get_path("stdlib"), str(Path(sysconfig.get_path("stdlib")).parent)):
        path = Path(folder) / "LICENSE.txt"
        if path.is_file():
            yield path
            return


def _debian(sources: Iterable[str]) -> dict[str, list[Path]]:
    """Return the copyright files of the Debian packages that libraries were copied from, and what those name."""
    system = [source for source in sources if source.startswith(("/usr/", "/lib/"))]
    if not system or not shutil.which("dpkg"):
        return {}
    # Both names: the packages' lists know the files as they lay before /lib became a part of /usr.
    names = {name for source in system for name in (source, source.removeprefix("/usr"), str(Path(source).resolve()))}
    found = subprocess.run(["dpkg", "-S", *sorted(names)], capture_output=True, text=True, check=False).stdout
    packages = {line.split(":")[0] for line in found.splitlines()}
    texts = {f"debian-{name}": Path("/usr/share/doc", name, "copyright") for name in sorted(packages)}
    said = "".join(path.read_text(encoding="utf-8", errors="replace") for path in texts.values())
    named = {_COMMON / name for name in re.findall(rf"{_COMMON}/([\w.-]*\w)", said)}
    common = sorted(path for path in named if path.is_file())
    return {**{name: [path] for name, path in texts.items()}, **({_COMMON.name: common} if common else {})}
