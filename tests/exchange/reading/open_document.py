"""OpenDocument spreadsheets made at run time."""

from collections.abc import Mapping

from tests.exchange.reading.workbooks import packed

OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def ods_xml(tables: str, styles: str = "") -> str:
    names = " ".join(
        f'xmlns:{name}="{OPEN_DOCUMENT}:{name}:1.0"' for name in ("office", "table", "text", "style", "drawing")
    )
    return (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def ods_table(rows: str, name: str = "甲") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def ods_cell(inside: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def ods(content: str | bytes, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet with this content.xml; `more` adds parts or takes the place of some."""
    manifest = f'<m:manifest xmlns:m="{OPEN_DOCUMENT}:manifest:1.0"/>'
    return packed(
        {"mimetype": SPREADSHEET, "content.xml": content, "META-INF/manifest.xml": manifest} | dict(more or {})
    )
