"""What a sheet really uses, found by searching its bytes: quick, for XML of the form that programs write.

Nearly every program writes a cell as `<c r="B7" ...>`. For such a sheet some searches per megabyte tell the last
row and column, the error cells and the formulas without a value; parsing it takes ten times as long. A sheet of
any other form is "not plain": it is left to `cellparse`, which reads XML as XML and gives the same answer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from shuangjian_desktop.core.cells import CellFault, Merged, column_letter
from shuangjian_desktop.exchange.reading.limits import MAX_COLUMNS, MAX_ROWS, Limits
from shuangjian_desktop.exchange.reading.refusal import INTO_NEW_BOOK, Refusal, unsound

Faults = dict[int, dict[int, CellFault]]
"""Faults by row and column, both from 0."""

_LONGEST_CELL = 1 << 20
_NARROW = 26
_FORMULA_SHOWN = 100
_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.\-]*):)?worksheet[\s>]")


@dataclass
class SheetUse:
    """What a sheet uses: rows and columns up to the last cell, cells under merged ranges, and its faults.

    `areas` are the merged ranges of more than one row.
    """

    rows: int = 0
    columns: int = 0
    merged: int = 0
    areas: list[Merged] = field(default_factory=list)
    faults: Faults = field(default_factory=dict)

    def note(self, row: int, column: int, fault: CellFault) -> None:
        """Keep `fault`, of the cell at `row` and `column` (from 0)."""
        self.faults.setdefault(row, {})[column] = fault

    def merge(self, first: int, last: int, left: int, right: int) -> None:
        """Count the cells of a merged range (rows and columns from 1), and keep it where it spans rows."""
        height = last - first + 1
        self.merged += max(height, 1) * max(right - left + 1, 1)
        if height > 1:
            self.areas.append(Merged(first, last, left - 1))

    def reach(self, rows: int, columns: int) -> None:
        """Stretch the used area to `rows` and `columns`.

        Raises:
            Refusal: no sheet has so many.
        """
        if rows > MAX_ROWS or columns > MAX_COLUMNS:
            raise unsound("有单元格的位置超出了工作表的范围")
        self.rows = max(self.rows, rows)
        self.columns = max(self.columns, columns)

    def too_wide(self, limits: Limits) -> bool:
        """Whether the used area has more cells than may be read."""
        return self.rows * self.columns > limits.cells

    def check(self, sheet: str, limits: Limits) -> None:
        """Refuse an area that no reader has memory for.

        Raises:
            Refusal: it says in which sheet (by its name), and which cell is the last.
        """
        if self.merged > limits.merged_cells:
            raise Refusal(f"的工作表“{sheet}”里合并的单元格范围过大。", INTO_NEW_BOOK)
        if self.too_wide(limits):
            last = f"{column_letter(self.columns - 1)}{self.rows}"
            raise Refusal(f"的工作表“{sheet}”范围过大，最远用到了单元格 {last}。", INTO_NEW_BOOK)


@lru_cache(maxsize=4096)
def error_fault(text: str) -> CellFault:
    """Return the fault of an error cell that shows `text`; equal ones are one object."""
    return CellFault("error", text)


def formula_fault(formula: str) -> CellFault:
    """Return the fault of a formula whose value was never computed."""
    return CellFault("no_value", f"={formula}"[:_FORMULA_SHOWN])


def column_number(letters: bytes) -> int:
    """Return the number, from 1, of the column with these letters, A to Z."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _Patterns:
    """The searches for cells whose elements have the prefix `prefix` (b"" or b"x:").

    None crosses a `<` that it does not name, so that no text can make a search long; and each begins with letters
    that are rare, so that what is rare is found without looking at every cell.
    """

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        no_value = rb"<%bv ?/>|<%bv></%bv>" % (p, p, p)
        self.cell = b"<" + prefix + b"c "
        self.formula = b"<" + prefix + b"f"
        self.merge = b"<" + prefix + b"mergeCell "
        self.odd_cell = re.compile(rb"<%bc[\t\r\n/>]" % p)
        self.rows = re.compile(rb'<%bc r="[A-Z]{1,3}([0-9]{1,7})"' % p)
        self.wide = re.compile(rb'<%bc r="([A-Z]{2,3})' % p)
        self.head = re.compile(rb'<%bc r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>' % p)
        self.error = re.compile(rb' t="e"')
        self.shown = re.compile(
            rb"(?:<%bf(?:[^<>]*/>|[^<>]*>[^<]*</%bf>))?(?:%b|<%bv>([^<]*)</%bv>)?</%bc>" % (p, p, no_value, p, p, p)
        )
        self.no_values = [
            re.compile(end + rb"(%b)?</%bc>" % (no_value, p)) for end in (rb"</%bf>" % p, rb"<%bf[^<>]*/>" % p)
        ]
        self.merged = re.compile(rb'<%bmergeCell [^<>]*ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"' % p)

    def head_before(self, text: bytes, at: int) -> re.Match[bytes] | None:
        """Return the start tag of the cell in which `at` lies: groups are letters, digits, other attributes."""
        return self.head.match(text, max(text.rfind(self.cell, 0, at), 0))


_patterns = lru_cache(maxsize=16)(_Patterns)


def scan(chunks: Iterable[bytes]) -> SheetUse | None:
    """Return what the sheet uses, or None when it is not plain. `columns` is rounded up to 26.

    Raises:
        Refusal: a cell lies outside of any sheet.
    """
    use = SheetUse()
    patterns: _Patterns | None = None
    carry = b""
    for chunk in chunks:
        if patterns is None:
            root = _ROOT.search(chunk)
            if root is None:
                return None
            patterns = _patterns(root[1] + b":" if root[1] else b"")
        text = carry + chunk
        cut = _cut(text, patterns)
        if not _feed(use, patterns, text[:cut]):
            return None
        carry = text[cut:]
    return use if patterns is not None and _feed(use, patterns, carry) else None


def _cut(text: bytes, patterns: _Patterns) -> int:
    """Return where the last, perhaps incomplete, cell of `text` begins."""
    start = text.rfind(patterns.cell)
    if len(text) - start > _LONGEST_CELL:
        # No cell is as long: what follows the last one is the rest of the sheet, and only a tag may be cut.
        start = text.rfind(b"<", start + 1)
        return start if start > 0 else len(text)
    return max(start, 0)


def _feed(use: SheetUse, patterns: _Patterns, text: bytes) -> bool:
    """Take in whole cells; False when they are not plain."""
    rows = patterns.rows.findall(text)
    if len(rows) != text.count(patterns.cell) or b"<!" in text or b"'e'" in text or patterns.odd_cell.search(text):
        return False
    if rows:
        wide = set(patterns.wide.findall(text))
        columns = max(map(column_number, wide)) if wide else _NARROW
        use.reach(max(map(int, set(rows))), columns)
    if patterns.merge in text:
        _feed_merged(use, patterns, text)
    if patterns.formula in text:
        _feed_formulas(use, patterns, text)
    return _feed_errors(use, patterns, text) if b'"e"' in text else True


def _feed_errors(use: SheetUse, patterns: _Patterns, text: bytes) -> bool:
    """Note the error cells; False when one of them is of another form."""
    found = 0
    for sign in patterns.error.finditer(text):
        head = patterns.head_before(text, sign.start())
        if head is None or head.end() < sign.end():
            return False
        found += 1
        if not head[3].endswith(b"/"):
            shown = patterns.shown.match(text, head.end())
            if shown is None:
                return False
            if shown[1]:
                _note(use, head, error_fault(_text(shown[1])))
    return found == text.count(b'"e"')


def _feed_formulas(use: SheetUse, patterns: _Patterns, text: bytes) -> None:
    """Note the formulas without a value, `</f></c>` or `<f .../></c>`, an empty value between or not."""
    for ends in patterns.no_values:
        for end in ends.finditer(text):
            head = patterns.head_before(text, end.start())
            # A formula may well give an empty text; Excel then writes the type "str" and an empty value.
            if head is None or b't="e"' in head[3] or (b't="str"' in head[3] and end[1]):
                continue
            formula = text[head.end() : end.start()].partition(b">")[2]
            _note(use, head, formula_fault(_text(formula)))


def _note(use: SheetUse, head: re.Match[bytes], fault: CellFault) -> None:
    use.note(int(head[2]) - 1, column_number(head[1]) - 1, fault)


def _text(raw: bytes) -> str:
    return unescape(raw.decode(errors="replace"))


def _feed_merged(use: SheetUse, patterns: _Patterns, text: bytes) -> None:
    for left, top, right, bottom in patterns.merged.findall(text):
        use.merge(int(top[:9]), int(bottom[:9]), column_number(left[:4]), column_number(right[:4]))
