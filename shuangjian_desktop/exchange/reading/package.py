"""The parts of a workbook: which sheets there are, in which part each lies, and how their XML is written."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat
from zipfile import ZipInfo

from shuangjian_desktop.exchange.reading.archive import Inflater, part_name
from shuangjian_desktop.exchange.reading.refusal import INTO_NEW_BOOK, Refusal, damaged, unsound

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_XML_PART = re.compile(r"(?:xl/|_rels/).*\.(?:xml|rels)|\[content_types\]\.xml")
_DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)""")
_READABLE_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_DOCTYPE = b"<!DOCTYPE"
_SHARED_HEAD = re.compile(rb"<(?:[\w.\-]+:)?sst\b[^>]*>")
_CLAIM = re.compile(rb"""\b(?:count|uniqueCount)\s*=\s*["']\s*([0-9]+)""")
_CLAIM_DIGITS = 18


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it; `part` is the name of its part in lower case, "" if it has none."""

    name: str
    part: str


def is_xml(part: str) -> bool:
    """Whether `part` is XML that calamine, or a later look into the workbook, may parse."""
    return _XML_PART.fullmatch(part) is not None


def plain_xml(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on the chunks of an XML part.

    Raises:
        Refusal: it declares entities, or is in an encoding that calamine reads as an empty sheet or not at all.
    """
    tail = b""
    first = True
    for chunk in chunks:
        if first:
            _check_encoding(chunk)
            first = False
        if _DOCTYPE in chunk or _DOCTYPE in tail + chunk[: len(_DOCTYPE)]:
            raise unsound("其中声明了 XML 实体")
        tail = chunk[-len(_DOCTYPE) :]
        yield chunk


def _check_encoding(head: bytes) -> None:
    declared = _DECLARED_ENCODING.search(head[:512])
    if b"\x00" in head[:512] or (declared and declared[1].strip().lower() not in _READABLE_ENCODINGS):
        raise unsound("内部文字不是 UTF-8 编码")


def check_shared_strings(chunks: Iterable[bytes], tolerated: int) -> None:
    """Refuse a table of shared strings that claims more strings than it has bytes.

    calamine makes room for as many as are claimed. Some writers claim too many, harmlessly: up to `tolerated`.
    """
    claimed: list[int] = []
    size = 0
    for chunk in chunks:
        head = _SHARED_HEAD.search(chunk[:8192]) if size == 0 else None
        if head:
            claimed = [int(digits[:_CLAIM_DIGITS]) for digits in _CLAIM.findall(head[0])]
        size += len(chunk)
    if any(claim > max(size, tolerated) for claim in claimed):
        raise unsound("声明的文字数量远多于实有的")


def sheet_parts(inflater: Inflater, entries: dict[str, ZipInfo]) -> list[SheetPart]:
    """Return the sheets in the order of the workbook, charts among them.

    Raises:
        Refusal: the workbook's own parts are missing, not XML, or list no sheet.
    """
    if _WORKBOOK not in entries or _RELATIONS not in entries:
        raise unsound("找不到工作簿的目录部件")
    listed = _elements(inflater, entries[_WORKBOOK], "sheet")
    if not listed:
        raise Refusal("里没有任何工作表。", INTO_NEW_BOOK)
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _elements(inflater, entries[_RELATIONS], "Relationship")
    }
    return [SheetPart(sheet.get("name", ""), _resolve(targets.get(sheet.get("id", ""), ""))) for sheet in listed]


def _resolve(target: str) -> str:
    """Return the part that a relation of the workbook points to, as `part_name` writes it."""
    if not target:
        return ""
    return posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).lstrip("/").lower()


def _elements(inflater: Inflater, entry: ZipInfo, wanted: str) -> list[dict[str, str]]:
    """Return the attributes of all elements called `wanted`, namespaces left off."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == wanted:
            found.append({key.rpartition(" ")[2]: value for key, value in attributes.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parse(parser, plain_xml(inflater.chunks(entry)))
    return found


def parse(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Feed all `chunks` to `parser`.

    Raises:
        Refusal: they are not well-formed XML.
    """
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged("内容不是完整的 XML") from error


def by_name(entries: Iterable[ZipInfo]) -> dict[str, ZipInfo]:
    """Return the entries by the name under which parts are looked up."""
    return {part_name(entry): entry for entry in entries}
