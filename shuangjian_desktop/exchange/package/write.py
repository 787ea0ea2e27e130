"""Writing a package: cover, a sheet per register, pick lists; read back and compared before it takes its place."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter as writer
from python_calamine import CalamineWorkbook

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.kinds import Date
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.exchange.package.content import Cover, SentRows
from shuangjian_desktop.exchange.package.cover import HEADS, cover_rows
from shuangjian_desktop.exchange.package.digest import digest
from shuangjian_desktop.exchange.package.layout import COVER, SheetLayout, sheet_layout, travelling
from shuangjian_desktop.exchange.package.sheet import Sheet, shown_as
from shuangjian_desktop.exchange.writing.lists import LIST_SHEET, add_rules, list_rows, rules_xml
from shuangjian_desktop.exchange.writing.place import written_to
from shuangjian_desktop.exchange.writing.table import cell_format, head_format

Options = Mapping[str, Mapping[str, Sequence[str]]]
"""register → field → the words of its pick list"""
_READERS = 2  # sheets that are read back side by side; calamine works without Python's lock


def write_package(
    path: Path,
    cover: Cover,
    rows: Mapping[str, SentRows],
    offices: Mapping[str, str],
    options: Options,
    progress: Progress | None = None,
) -> Cover:
    """Write a package to `path` and return its cover with the digest: `package_draft`, put in its place at once."""
    with package_draft(path, cover, rows, offices, options, progress) as draft:
        return draft.cover


@dataclass(frozen=True)
class Draft:
    """A package that is being written beside its place: its cover with the digest."""

    cover: Cover
    made: "Future[None]"

    def require_good(self) -> None:
        """Wait until it is written and read back; raises as `package_draft` does."""
        self.made.result()


@contextmanager
def package_draft(
    path: Path,
    cover: Cover,
    rows: Mapping[str, SentRows],
    offices: Mapping[str, str],
    options: Options,
    progress: Progress | None = None,
) -> Iterator[Draft]:
    """Have a package written beside `path`, and put the file in its place afterwards, when it is good.

    A thread of its own writes it and reads it back, most of that outside of Python's lock: meanwhile there is other
    work to do. `rows` are by register; one that lacks is empty. `offices` calls offices by their codes.

    Raises:
        FileError: the file cannot be written, a text is too long for a cell, or what was written does not read back.
        Cancelled: the clerk pressed cancel; nothing is left.

    """
    progress = progress or Progress()
    sheets = [Sheet(sheet_layout(register, personal=cover.personal)) for register in travelling()]
    for sheet in sheets:
        if sent := rows.get(sheet.layout.register.key):
            progress.step(f"读取{sheet.layout.name}", 0, len(sent))
            sheet.take(sent)
    seals = {sheet.layout.register.key: sheet.seals for sheet in sheets}
    sealed = replace(cover, digest=digest(cover, seals))
    facts = cover_rows(sealed, offices, [sheet.total() for sheet in sheets])
    lists = _lists(sheets, options)
    with written_to(path) as file, ThreadPoolExecutor(1) as worker:
        draft = Draft(sealed, worker.submit(_make, file, path.name, facts, sheets, lists, progress))
        del sheets, sheet, seals  # the file may wait for others
        yield draft
        draft.require_good()


def _make(
    file: Path,
    name: str,
    facts: Sequence[Sequence[str]],
    sheets: Sequence[Sheet],
    lists: Mapping[tuple[str, int], Sequence[str]],
    progress: Progress,
) -> None:
    """Write the workbook, read it back and compare it."""
    with written_to(file) as body:
        progress.step("写入文件", 0, len(sheets))
        _write_sheets(body, facts, sheets, lists)
        add_rules(body, file, _rules(sheets, lists))
    progress.step("核对写好的文件", 0, len(sheets))
    if not _reads_back(file, sheets):
        raise FileError(f"写好的“{name}”读回来与台账不一致，没有保存。", "请再做一次，或换个位置。")


def _lists(sheets: Sequence[Sheet], options: Options) -> dict[tuple[str, int], Sequence[str]]:
    """Return the pick list of each column that has one: (register, index of the column) → words."""
    found = {}
    for sheet in sheets:
        words = options.get(sheet.layout.register.key, {})
        for index, column in enumerate(sheet.layout.columns):
            if words.get(column.field.key):
                found[sheet.layout.register.key, index] = words[column.field.key]
    return found


def _rules(sheets: Sequence[Sheet], lists: Mapping[tuple[str, int], Sequence[str]]) -> dict[int, bytes]:
    """Return the rules of each sheet, by its number in the workbook (the cover is 1)."""
    places = {key: place for place, key in enumerate(lists)}
    rules = {}
    for number, sheet in enumerate(sheets, 2):
        register = sheet.layout.register.key
        mine = {index: (places[register, index], words) for (key, index), words in lists.items() if key == register}
        if mine:
            rules[number] = rules_xml(mine, len(sheet.seals))
    return rules


def _write_sheets(
    draft: Path,
    facts: Sequence[Sequence[str]],
    sheets: Sequence[Sheet],
    lists: Mapping[tuple[str, int], Sequence[str]],
) -> None:
    """Write the workbook without its rules."""
    named = {sheet.layout.name: sheet for sheet in sheets}
    covers = [dict(zip_longest(facts[0], row)) for row in facts[1:]]
    books: list[tuple[str, Any]] = [(COVER, iter(covers))]
    books += [(name, sheet.records()) for name, sheet in named.items()]
    books.append((LIST_SHEET, list_rows(list(lists.values()))))
    try:
        writer.write_worksheets(
            books,
            str(draft),
            freeze_panes={name: {"row": 1, "col": 1} for name in named},
            autofilter=dict.fromkeys(named, True),
            column_widths={COVER: _COVER_WIDTHS, **{name: _widths(sheet.layout) for name, sheet in named.items()}},
            column_formats={name: _formats(sheet.layout) for name, sheet in named.items()},
            header_format=dict.fromkeys((COVER, *named), head_format()),
            ignore_errors={name: _texts(sheet.layout) for name, sheet in named.items()},
            sheet_view={LIST_SHEET: {"hidden": True}},
        )
    except RuntimeError as problem:
        raise OSError(str(problem)) from problem


_COVER_WIDTHS: dict[str, float] | list[float] = dict(zip(HEADS, (22.0, 44.0, 14.0, 60.0), strict=True))


def _widths(layout: SheetLayout) -> dict[str, float] | list[float]:
    """Return the width of each column in characters, 0 for the hidden ones."""
    shown = {one.head: float(one.field.width or one.field.kind.width) for one in layout.columns}
    return shown | dict.fromkeys(layout.hidden, 0.0)


def _formats(layout: SheetLayout) -> dict[str, writer.Format]:
    """Return the format of each column."""
    return {one.head: cell_format(shown_as(one)) for one in layout.columns}


def _texts(layout: SheetLayout) -> list[str]:
    """Return the heads of the columns that hold text, where Excel's warnings on numbers as text are not wanted."""
    return [one.head for one in layout.columns if not one.field.kind.numeric and not isinstance(one.field.kind, Date)]


def _reads_back(draft: Path, sheets: Sequence[Sheet]) -> bool:
    """Whether the written file holds just the cells that were meant, every one of them.

    That a receiver makes of each cell the value that it was made of is known since the sheet was taken.
    """

    def found(sheet: Sheet) -> bool:
        rows = CalamineWorkbook.from_path(draft).get_sheet_by_name(sheet.layout.name)
        return sheet.is_in(rows.iter_rows())

    largest_first = sorted(sheets, key=lambda sheet: -len(sheet.seals) * len(sheet.layout.heads))
    with ThreadPoolExecutor(_READERS) as readers:
        return all(readers.map(found, largest_first))
