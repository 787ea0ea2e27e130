"""Workbooks for the tests of the reader, made at run time: sound ones, odd ones, and hostile ones."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import psutil

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'

SHEET_PART = "xl/worksheets/sheet1.xml"


def sheet_xml(rows: str, after: str = "", before: str = "") -> str:
    return f"<worksheet {NAMESPACES}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def one_cell(reference: str, inside: str = "<v>1</v>", attributes: str = "") -> str:
    digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{digits}"><c r="{reference}"{attributes}>{inside}</c></row>'


def parts(sheet: str) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet, called 甲."""
    relation = f"{_OFFICE}/worksheet"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NAMESPACES}><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{relation}" Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET_PART: sheet,
    }


def packed(contents: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(sheet: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook of one sheet; `more` adds parts or takes the place of some."""
    return packed(parts(sheet) | dict(more or {}))


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(folder: Path, content: bytes | str, name: str = "名单.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_children() -> list[psutil.Process]:
    """The children of this process that read a file."""
    return [child for child in psutil.Process().children() if "--read-child" in child.cmdline()]
