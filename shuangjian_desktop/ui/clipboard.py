"""Rows on the clipboard as spreadsheets take them: TSV with quoted lines, and HTML that keeps long codes as text."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from shuangjian_desktop.core.kinds import Date
from shuangjian_desktop.core.register import Field

# Excel's own style words: a text cell that is never turned into a number, and a line break inside one cell.
_AS_TEXT = "mso-number-format:'\\@'"
_BREAK = '<br style="mso-data-placement:same-cell">'


def tsv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return heads and rows as tab-separated text; cells of several lines are quoted."""
    return "".join("\t".join(map(_quoted, row)) + "\r\n" for row in (heads, *rows))


def _quoted(text: str) -> str:
    """Return a cell as Excel reads it from plain text."""
    if any(sign in text for sign in '\t\r\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def html(fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows under their labels as an HTML table; codes, phones and other text stay text in Excel."""
    styles = ["" if item.kind.numeric or isinstance(item.kind, Date) else f' style="{_AS_TEXT}"' for item in fields]
    heads = "".join(f"<th>{escape(item.label)}</th>" for item in fields)
    body = "".join(
        "<tr>" + "".join(f"<td{style}>{_lines(text)}</td>" for style, text in zip(styles, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f'<html><head><meta charset="utf-8"></head><body><table><tr>{heads}</tr>{body}</table></body></html>'


def _lines(text: str) -> str:
    """Return a cell's text for HTML, its line breaks inside the one cell."""
    return escape(text).replace("\n", _BREAK)


def put(fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> None:
    """Put rows with their heads on the clipboard."""
    data = QMimeData()
    data.setText(tsv([item.label for item in fields], rows))
    data.setHtml(html(fields, rows))
    QGuiApplication.clipboard().setMimeData(data)
