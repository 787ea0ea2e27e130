"""Files that came in together: which are packages, and in what order they are received."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.exchange.package.content import Cover
from shuangjian_desktop.exchange.package.layout import COVER
from shuangjian_desktop.exchange.package.read import cover_of
from shuangjian_desktop.exchange.reading import read_workbook


@dataclass(frozen=True)
class Arrival:
    """A file that came in: what its cover says, or why it says nothing. `is_package`: it has a cover, good or not."""

    path: Path
    cover: Cover | None = None
    problem: FileError | None = None
    is_package: bool = False


def arrivals(paths: Iterable[Path], progress: Progress | None = None) -> list[Arrival]:
    """Return the files as they are to be received: by sender and number, what is no package at the end.

    Raises:
        Cancelled: the clerk pressed cancel.

    """
    progress = progress or Progress()
    wanted = list(dict.fromkeys(paths))
    found = []
    for done, path in enumerate(wanted):
        progress.step("读取封面", done, len(wanted))
        found.append(_arrival(path, progress))
    return sorted(found, key=_place)


def _arrival(path: Path, progress: Progress) -> Arrival:
    """Read the cover of a file: its first sheet, so the others are left unread unless somebody moved it."""
    quiet = Progress(cancelled=progress.cancelled)
    try:
        book = read_workbook(path, progress=quiet, most=1)
        if not any(sheet.name == COVER for sheet in book.sheets):
            book = read_workbook(path, progress=quiet)
    except FileError as problem:
        return Arrival(path, problem=problem)
    try:
        return Arrival(path, cover_of(book), is_package=True)
    except FileError as problem:
        return Arrival(path, problem=problem, is_package=any(sheet.name == COVER for sheet in book.sheets))


def _place(arrival: Arrival) -> tuple[bool, str, int]:
    cover = arrival.cover
    return (False, cover.sender, cover.number) if cover else (True, arrival.path.name, 0)
