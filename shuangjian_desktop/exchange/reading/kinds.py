"""What a file is, told from its first bytes: its name is only what somebody called it.

Sources of the signatures: the formats' own specifications (ISO/IEC 29500 and 26300 for the zips, [MS-CFB] for
the compound files of Office 97).
"""

import re
from pathlib import Path
from zipfile import ZipInfo

from shuangjian_desktop.exchange.reading.archive import Inflater, part_name, read_directory
from shuangjian_desktop.exchange.reading.compound import SIGNATURE, Compound
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import SAVE_AS_XLSX

_CHOOSE = "请选择表格文件（.xlsx、.xls、.et、.ods 或 .csv）。"
_NOT_A_TABLE = "不是表格。"
_HEAD_SIZE = 4096
_PIECE = 1 << 20

REFUSED: dict[str, tuple[str, str]] = {
    "old_xls": ("是 Excel 4.0 及更早的格式，读不了。", SAVE_AS_XLSX),
    "xlsb": ("是二进制工作簿（.xlsb），读不了。", SAVE_AS_XLSX),
    "xlsm": ("里含有宏，为安全起见不读取。", SAVE_AS_XLSX),
    "encrypted": (
        "设了打开密码，读不出来。",
        "请用 Excel 或 WPS 打开它，取消密码后保存，再选这个文件。",
    ),
    "html": ("其实是网页（HTML），不是 Excel 工作簿。", SAVE_AS_XLSX),
    "xml_spreadsheet": ("其实是 XML 表格（Excel 2003 XML），不是 Excel 工作簿。", SAVE_AS_XLSX),
    "xml": ("是 XML 文件，不是 Excel 工作簿。", _CHOOSE),
    "docx": (f"是 Word 文档，{_NOT_A_TABLE}", "请把其中的表格复制到 Excel 里，保存为 .xlsx 后再选。"),
    "pptx": (f"是演示文稿（PPT），{_NOT_A_TABLE}", _CHOOSE),
    "odt": (f"是 OpenDocument 文档，{_NOT_A_TABLE}", _CHOOSE),
    "ofd": (f"是 OFD 版式文件，{_NOT_A_TABLE}", _CHOOSE),
    "pdf": (f"是 PDF 文件，{_NOT_A_TABLE}", _CHOOSE),
    "rtf": (f"是 RTF 文档，{_NOT_A_TABLE}", _CHOOSE),
    "picture": (f"是图片，{_NOT_A_TABLE}", _CHOOSE),
    "zip": ("是压缩包，里面不是工作簿。", "请先解压，再选其中的表格文件。"),
    "unknown": ("不是本程序认识的表格文件。", _CHOOSE),
}
"""What is said of each kind that no reader takes: a predicate to the file's name, and a hint."""

_MAGIC: list[tuple[bytes, str]] = [
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"\x1f\x8b", "zip"),
    (b"\x09\x00\x04\x00", "old_xls"),
    (b"\x09\x02\x06\x00", "old_xls"),
    (b"\x09\x04\x06\x00", "old_xls"),
]
WORKBOOK_STREAMS = ("WORKBOOK", "BOOK")
"""How the stream of a workbook is called in a compound file, in upper case: of Excel 97, of Excel 5."""
_STREAMS: list[tuple[str, str]] = [
    ("ENCRYPTEDPACKAGE", "encrypted"),
    *((name, "xls") for name in WORKBOOK_STREAMS),
    ("WORDDOCUMENT", "docx"),
    ("POWERPOINT DOCUMENT", "pptx"),
]
"""Streams in the root of a compound file, in upper case."""
_ZIP_PARTS: list[tuple[str, str]] = [
    (r"xl/vbaproject\.bin|xl/macrosheets/.*", "xlsm"),
    (r"xl/workbook\.bin", "xlsb"),
    (r"xl/workbook\d*\.xml", "xlsx"),
    (r"word/.*", "docx"),
    (r"ppt/.*", "pptx"),
    (r"ofd\.xml", "ofd"),
]
_WEB_PAGE = re.compile(rb"<!doctype\s+html|<html\b|<table\b|<head\b|^mime-version:", re.IGNORECASE)
_OPENING = re.compile(rb"<!--|<(?:meta|title|style|script|link|body|div|center|p|font|span)\b", re.IGNORECASE)
"""How a web page without a head begins: its table may come far behind, after pages of styles."""
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Control characters that no text file has (a tab, the line ends and the form feed are allowed)."""
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""The byte order marks of UTF-16."""


def kind_of(path: Path, limits: Limits) -> str:
    """Return "xlsx", "xls" (.et too), "ods", "csv" (any separated text), or one of the keys of `REFUSED`.

    Raises:
        Refusal: the file is a zip or a compound file that is damaged or not as Office writes one.
    """
    with path.open("rb") as source:
        head = source.read(_HEAD_SIZE)
    if head.startswith(b"PK"):
        return _kind_of_zip(path, read_directory(path, limits), limits)
    if head.startswith(SIGNATURE):
        return _kind_of_compound(path, limits)
    for magic, kind in _MAGIC:
        # "BM" alone begins many a word; a bitmap has zeros in its header.
        if head.startswith(magic) and (magic != b"BM" or b"\x00" in head[:16]):
            return kind
    return _kind_of_text(head)


def _kind_of_zip(path: Path, entries: list[ZipInfo], limits: Limits) -> str:
    names = {part_name(entry): entry for entry in entries}
    for pattern, kind in _ZIP_PARTS:
        if any(re.fullmatch(pattern, name) for name in names):
            return kind
    if "mimetype" in names:
        with path.open("rb") as source:
            declared = next(Inflater(source, limits).chunks(names["mimetype"]), b"")
        return "ods" if b"opendocument.spreadsheet" in declared else "odt"
    return "zip"


def _kind_of_compound(path: Path, limits: Limits) -> str:
    entries = Compound(path, limits).entries
    return next((kind for name, kind in _STREAMS if name in entries), "unknown")


def _kind_of_text(head: bytes) -> str:
    if head.startswith(_WIDE_MARKS):
        # An odd last byte can only come from the end of `head`.
        head = head.decode("utf-16", errors="ignore").encode()
    if _NO_TEXT.search(head):
        return "unknown"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and text.startswith(b"<?xml"):
        return "xml_spreadsheet"
    if _WEB_PAGE.match(text) or _OPENING.match(text) or (text.startswith(b"<") and _WEB_PAGE.search(text)):
        return "html"
    return "xml" if text.startswith(b"<?xml") else "csv"
