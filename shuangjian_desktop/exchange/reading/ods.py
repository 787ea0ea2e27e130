"""An OpenDocument spreadsheet (.ods): the zip is checked as that of an .xlsx, the content read by our own parser.

calamine is not used here: in an .ods it makes nothing of error cells, loses tabs and line breaks, gives durations past
a day as they are coded, knows no merged cells, and takes the cached sheets of linked workbooks for sheets. What would
put all that right has to walk through the same XML; so that walk gives the rows as well (see `odscells`).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat
from zipfile import ZipInfo

from shuangjian_desktop.exchange.reading.archive import Inflater, read_directory
from shuangjian_desktop.exchange.reading.kinds import REFUSED
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.odscells import Tables
from shuangjian_desktop.exchange.reading.package import by_name, plain_xml
from shuangjian_desktop.exchange.reading.refusal import INTO_NEW_BOOK, Refusal, damaged, unsound
from shuangjian_desktop.exchange.reading.rows import SheetRows, Tell

_CONTENT = "content.xml"
_MANIFEST = "meta-inf/manifest.xml"
_WHOLE_ENCRYPTED = "encrypted-package"
_ENCRYPTED = b"encryption-data"
_MACROS = re.compile(r"(?:basic|scripts)/.+")
_LONGEST_MANIFEST = 20_000_000


def read_ods(path: Path, limits: Limits, tell: Tell) -> Iterator[SheetRows]:
    """Yield the sheets of the spreadsheet at `path`, hidden ones too, in its order.

    Raises:
        Refusal: the spreadsheet is damaged, encrypted, holds macros, or uses more cells than may be read.
    """
    entries = by_name(read_directory(path, limits))
    with path.open("rb") as source:
        inflater = Inflater(source, limits)
        if _WHOLE_ENCRYPTED in entries or _is_encrypted(inflater, entries):
            raise Refusal(*REFUSED["encrypted"])
        if any(_MACROS.fullmatch(name) for name in entries):
            raise Refusal(*REFUSED["xlsm"])
        if _CONTENT not in entries:
            raise unsound("找不到内容部件")
        yield from _sheets(inflater, entries[_CONTENT], limits, tell)


def _is_encrypted(inflater: Inflater, entries: dict[str, ZipInfo]) -> bool:
    if _MANIFEST not in entries:
        return False
    if entries[_MANIFEST].file_size > _LONGEST_MANIFEST:
        raise unsound("部件的目录过大")
    return _ENCRYPTED in b"".join(inflater.chunks(entries[_MANIFEST]))


def _sheets(inflater: Inflater, part: ZipInfo, limits: Limits, tell: Tell) -> Iterator[SheetRows]:
    """Yield the sheets as the parser comes to the end of each; all rows of one are held at a time."""
    tables = Tables(limits)
    before = inflater.total
    found = False
    try:
        for chunk in plain_xml(inflater.chunks(part)):
            tell("检查文件", min(inflater.total - before, part.file_size), part.file_size)
            tables.parser.Parse(chunk, False)
            for sheet in tables.take():
                found = True
                yield sheet
        tables.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged("内容不是完整的 XML") from error
    if not found:
        raise Refusal("里没有任何工作表。", INTO_NEW_BOOK)
