"""The cells of an OpenDocument spreadsheet (ISO/IEC 26300, OASIS ODF 1.3 part 3), from its content.xml.

Repeats are counted, and only made into rows and cells when a cell with something in it comes after them: a few bytes
can claim a sheet full of nothing, and pages of formats end nearly every real one.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from xml.parsers import expat

from shuangjian_desktop.exchange.reading.cellscan import SheetUse, error_fault, formula_fault
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import unsound
from shuangjian_desktop.exchange.reading.rows import SheetRows

_NAMESPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office:",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table:",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text:",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style:",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
}
_SHEET_PARTS = {"table:table-row-group", "table:table-header-rows", "table:table-rows"}
_CELLS = {"table:table-cell", "table:covered-table-cell"}
_PARAGRAPHS = {"text:p", "text:h"}
_AROUND = {"office:document-content", "office:automatic-styles", "office:styles", "office:body", "office:spreadsheet"}
_NOT_TEXT = {"office:annotation", "text:note", "text:ruby-text", "text:tracked-changes"}
_SPACE, _TAB, _LINE = "\x00", "\x01", "\x02"
"""Stand for a space, a tab and a new line that are meant: XML itself cannot hold these characters."""
_REAL = str.maketrans({_SPACE: " ", _TAB: "\t", _LINE: "\n"})
_SIGNS = {"text:tab": _TAB, "text:line-break": _LINE}
_BLANKS = re.compile(r"[ \t\r\n]+")
"""Blanks of the file itself; however many, they mean one (ODF 1.3 part 3, 6.1.2)."""
_TRUTH = {"TRUE": True, "FALSE": False, "真": True, "假": False}
"""LibreOffice keeps a truth value as the number 1 or 0 that is shown as a word."""
_DAY_ZERO = date(1899, 12, 30)
_LONGEST_ERROR = 30
_DURATION = re.compile(r"(-?)P(?:([0-9]{1,9})D)?T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:\.[0-9]*)?S)?")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|(?:Err|错误):[0-9]{3}")
_COUNT = re.compile(r"[0-9]{1,9}")
_FORMULA_PREFIX = re.compile(r"[a-z]+:(?==)")

Attributes = dict[str, str]


class Tables:
    """The handlers of the parser: `take` gives the sheets that have ended."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ended: list[SheetRows] = []
        self._hidden: set[str] = set()
        self._style = ""
        self._sheet: _Sheet | None = None
        self._cell: _Cell | None = None
        self._unread = 0
        """How deep inside of an element that is of no interest."""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def take(self) -> list[SheetRows]:
        """Return the sheets that have come to their end since the last time."""
        ended, self._ended = self._ended, []
        return ended

    def _start(self, name: str, raw: Attributes) -> None:
        if self._unread or not self._take_in(_short(name), raw):
            self._unread += 1

    def _take_in(self, name: str, raw: Attributes) -> bool:
        """Take in the start of an element; False if it is of no interest, with all that is in it."""
        if self._cell is not None:
            return self._cell.start(name, raw)
        if self._sheet is not None:
            return self._take_into_sheet(self._sheet, name, raw)
        if name == "table:table":
            attributes = _shortened(raw)
            hidden = attributes.get("table:style-name") in self._hidden
            self._sheet = _Sheet(attributes.get("table:name", ""), hidden, self._limits)
        elif name == "style:style":
            self._style = _shortened(raw).get("style:name", "")
        elif name == "style:table-properties":
            if _shortened(raw).get("table:display") == "false":
                self._hidden.add(self._style)
        elif name not in _AROUND:
            return False
        return True

    def _take_into_sheet(self, sheet: "_Sheet", name: str, raw: Attributes) -> bool:
        if name in _CELLS:
            self._cell = _Cell(_shortened(raw), self._limits)
        elif name == "table:table-row":
            sheet.start_row(_count(_shortened(raw), "table:number-rows-repeated"))
        elif name == "table:table-source":
            sheet.is_link = True  # a copy of another workbook's sheet, kept for formulas
        elif name not in _SHEET_PARTS:
            return False
        return True

    def _end(self, name: str) -> None:
        if self._unread:
            self._unread -= 1
            return
        name = _short(name)
        if self._sheet is None:
            return
        if self._cell is not None:
            if name in _CELLS:
                self._sheet.add(self._cell)
                self._cell = None
            else:
                self._cell.end()
        elif name == "table:table-row":
            self._sheet.end_row()
        elif name == "table:table":
            self._end_sheet(self._sheet)

    def _end_sheet(self, sheet: "_Sheet") -> None:
        self._sheet = None
        if not sheet.is_link:
            sheet.use.check(sheet.name, self._limits)
            areas = tuple(sheet.use.areas)
            self._ended.append(SheetRows(sheet.name, sheet.hidden, len(sheet.rows), iter(sheet.rows), areas))

    def _text(self, text: str) -> None:
        if self._cell is not None and not self._unread:
            self._cell.text(text)


class _Cell:
    """A cell while its element is open; its paragraphs are its text."""

    def __init__(self, attributes: Attributes, limits: Limits) -> None:
        self.attributes = attributes
        self._longest = limits.field_size
        self._length = 0
        self._pieces: list[str] = []
        self._depth = 0

    def start(self, name: str, raw: Attributes) -> bool:
        """Take in the start of an element; False if nothing in it is text of the cell."""
        if self._depth == 0:
            if name not in _PARAGRAPHS:
                return False
            if self._pieces:
                self._add(_LINE)
            self._pieces.append("")  # so that a paragraph without text is one
        elif name in _NOT_TEXT or not name.startswith("text:"):
            return False
        elif name == "text:s":
            self._add(_SPACE * min(_count(_shortened(raw), "text:c"), self._longest + 1))
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        self._depth += 1
        return True

    def end(self) -> None:
        """Take in the end of an element that was started."""
        self._depth -= 1

    def text(self, text: str) -> None:
        """Take in text; between paragraphs there is none."""
        if self._depth:
            self._add(text)

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._longest:
            raise unsound("有一格的文字过长")
        self._pieces.append(text)

    def value(self) -> object:
        """Return what the cell holds: what xlsx would give for it, "" for nothing.

        Raises:
            Refusal: it says that it is a number, and is none.
        """
        shown = "".join(self._pieces)
        if "  " in shown or not shown.isprintable():  # most texts hold neither blanks to draw together nor signs
            shown = _BLANKS.sub(" ", shown).translate(_REAL)
        formula = self.attributes.get("table:formula")
        kind = self.attributes.get("office:value-type", "")
        if self.attributes.get("calcext:value-type") == "error" or (formula is not None and _ERROR.fullmatch(shown)):
            return error_fault(shown[:_LONGEST_ERROR] or "#VALUE!")
        if formula is not None and not kind and not self._pieces:  # an empty result is an empty paragraph
            return formula_fault(_FORMULA_PREFIX.sub("", formula).removeprefix("="))
        if kind == "float" and shown in _TRUTH:
            return _TRUTH[shown]
        read = _VALUES.get(kind)
        coded = self.attributes.get(read[0]) if read else None
        return shown if read is None or coded is None else read[1](coded)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise unsound("有单元格的数写法不对") from error


def _moment(text: str) -> object:
    """Return a date, a date with a time, or the text that no calendar has."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    if moment.date() == _DAY_ZERO:  # a time of day, shown as a date
        return moment.time().isoformat(timespec="seconds")
    return moment if moment.time() != time() else moment.date()


def _duration(text: str) -> str:
    """Return a time of day or a duration as "08:30:00" or "30:00:00"."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    hours += days * 24 + (minutes + seconds // 60) // 60
    return f"{match[1]}{hours:02}:{(minutes + seconds // 60) % 60:02}:{seconds % 60:02}"


_VALUES: dict[str, tuple[str, Callable[[str], object]]] = {
    "float": ("office:value", _number),
    "percentage": ("office:value", _number),
    "currency": ("office:value", _number),
    "date": ("office:date-value", _moment),
    "time": ("office:time-value", _duration),
    "boolean": ("office:boolean-value", lambda text: text.strip().lower() in ("true", "1")),
    "string": ("office:string-value", str),
}
"""For each type of value: the attribute that holds it, and how it is read; without it the text counts."""


class _Sheet:
    """A sheet while its element is open."""

    def __init__(self, name: str, hidden: bool, limits: Limits) -> None:
        self.name = name
        self.hidden = hidden
        self.is_link = False
        self.use = SheetUse()
        self.rows: list[list[object]] = []
        self._limits = limits
        self._number = 0
        """Rows before the one that is open, empty ones too."""
        self._row: list[object] = []
        self._column = 0
        """Columns before the next cell, empty ones too."""
        self._repeated = 1

    def start_row(self, repeated: int) -> None:
        """Begin a row that stands for `repeated` equal ones."""
        self._row, self._column, self._repeated = [], 0, repeated

    def add(self, cell: _Cell) -> None:
        """Put a cell into the row that is open, as often as it repeats itself."""
        repeated = _count(cell.attributes, "table:number-columns-repeated")
        self._merge(cell.attributes)
        value = cell.value()
        if value != "":
            self._reach(self._number + 1, self._column + repeated)
            self._row += [""] * (self._column - len(self._row))
            self._row += [value] * repeated
        self._column += repeated

    def end_row(self) -> None:
        """Put the row in its place, as often as it repeats itself, and the empty ones before it."""
        if self._row:
            self._reach(self._number + self._repeated, len(self._row))
            self.rows += [[]] * (self._number - len(self.rows))
            self.rows += [self._row] * self._repeated
        self._number += self._repeated

    def _reach(self, rows: int, columns: int) -> None:
        """Stretch the used area, before anything is made of it."""
        self.use.reach(rows, columns)
        self.use.check(self.name, self._limits)

    def _merge(self, attributes: Attributes) -> None:
        height = _count(attributes, "table:number-rows-spanned")
        width = _count(attributes, "table:number-columns-spanned")
        if height > 1 or width > 1:
            first, left = self._number + 1, self._column + 1
            self.use.merge(first, first + height - 1, left, left + width - 1)


@lru_cache(maxsize=4096)
def _short(name: str) -> str:
    """Return a name with the usual prefix of its namespace instead of its address."""
    space, _blank, local = name.rpartition(" ")
    return _NAMESPACES.get(space, f"{space} ") + local


def _shortened(attributes: Attributes) -> Attributes:
    return {_short(name): value for name, value in attributes.items()}


def _count(attributes: Attributes, name: str) -> int:
    """Return a count that is 1 where it is not given.

    Raises:
        Refusal: it is no number, or has more digits than any sheet has cells.
    """
    text = attributes.get(name)
    if text is None:
        return 1
    if not _COUNT.fullmatch(text.strip()):
        raise unsound("重复的次数写法不对")
    return max(int(text), 1)
