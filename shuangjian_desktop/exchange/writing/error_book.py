"""The error workbook: what could not be taken in, so that a clerk mends it in Excel and imports it again.

It is a marked copy of the clerk's own .xlsx up to 20 000 rows, else a new sheet with the clerk's titles and columns
that holds only the held rows. What of it is masked, and what its hidden row keys mean when it comes back, is the rule
of `planning.returned`.
"""

import hashlib
import zipfile
from collections.abc import Mapping as Mapped
from pathlib import Path

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.exchange.planning.heads import find_table
from shuangjian_desktop.exchange.planning.headwords import ROW_KEY_HEAD
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.exchange.planning.returned import row_digest
from shuangjian_desktop.exchange.planning.rows import cut_table
from shuangjian_desktop.exchange.reading import read_workbook
from shuangjian_desktop.exchange.writing.held_sheet import write_held_sheet
from shuangjian_desktop.exchange.writing.marked_copy import write_marked_copy
from shuangjian_desktop.exchange.writing.place import written_to
from shuangjian_desktop.exchange.writing.sent import Sent

MOST_ROWS = 20_000  # 100 000 rows take openpyxl 44 s and 737 MB (measured)
_MOST_XML = 40_000_000  # the same bound for what stands in other sheets and columns: about 500 000 cells


def write_error_book(
    path: Path,
    plan: Plan,
    held: Mapped[int, str],
    booked: Mapped[int, str],
    source: Path | None = None,
    *,
    unmasked: bool = False,
) -> None:
    """Write the error workbook of an import to `path` (.xlsx).

    `held` gives the uid of the held row, `booked` that of the record, by the place of the row in the plan's table;
    `source` is the file that was imported. The workbook is read back, and only kept when every key and every row that
    went in is found again.

    Raises:
        FileError: the file cannot be written.

    """
    sent = Sent(plan, held, booked, unmasked)
    with written_to(path) as draft:
        if source is not None and _may_be_copied(source, plan):
            copied = write_marked_copy(draft, sent, source)
            if copied and _reads_back(draft, sent, whole=True):
                return
        write_held_sheet(draft, sent)
        if not _reads_back(draft, sent, whole=False):
            raise FileError(f"写好的“{path.name}”读回来不完整，没有保存。", "有误的行都在“待处理”中，可在那里改正。")


def _may_be_copied(source: Path, plan: Plan) -> bool:
    """Whether the clerk's file is still the one that was read, and small enough for a copy with marks."""
    if not plan.table.digest or len(plan.table.rows) > MOST_ROWS or not zipfile.is_zipfile(source):
        return False
    with source.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != plan.table.digest:
            return False
    with zipfile.ZipFile(source) as parts:
        return sum(part.file_size for part in parts.infolist() if part.filename.endswith(".xml")) <= _MOST_XML


def _reads_back(draft: Path, sent: Sent, *, whole: bool) -> bool:
    """Whether the written workbook is recognised with the keys and the rows that it should hold."""
    try:
        workbook = read_workbook(draft)
    except FileError:
        return False
    head = find_table(workbook.sheets, sent.plan.register)
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == head.sheet)
    table = cut_table(draft.name, "", sheet, head)
    keys = table.keys.get(ROW_KEY_HEAD, {})
    found = {key: row_digest(table.rows[index]) for index, key in keys.items()}
    wanted = {row.key: row_digest(row.cells) for row in sent.rows(whole=whole) if row.key}
    return found == wanted
