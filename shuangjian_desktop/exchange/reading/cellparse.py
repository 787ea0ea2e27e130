"""What a sheet really uses, found by parsing its XML: for sheets whose form `cellscan` does not know.

Some ten times slower than the search, and the reference for it: a test holds the two against each other.
"""

import re
from collections.abc import Iterable
from xml.parsers import expat

from shuangjian_desktop.exchange.reading.cellscan import SheetUse, column_number, error_fault, formula_fault
from shuangjian_desktop.exchange.reading.package import parse
from shuangjian_desktop.exchange.reading.refusal import unsound

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_AREA = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})")
_LONGEST_SHOWN = 1000


def parse_cells(chunks: Iterable[bytes]) -> SheetUse:
    """Return what the sheet uses; cells that are only formatted do not count.

    Raises:
        Refusal: the sheet is not XML, or a cell lies outside of any sheet.
    """
    cells = _Cells()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = cells.start
    parser.EndElementHandler = cells.end
    parser.CharacterDataHandler = cells.text
    parse(parser, chunks)
    return cells.use


class _Cells:
    """The handlers of the parser. A cell or row without a reference follows the one before it, as in calamine."""

    def __init__(self) -> None:
        self.use = SheetUse()
        self._row = self._column = -1
        self._kind = ""
        self._into: list[str] | None = None
        self._value: list[str] = []
        self._formula: list[str] = []
        self._has_value = self._has_formula = self._has_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(" ")[2]
        if element == "c":
            self._start_cell(attributes)
        elif element == "v":
            self._has_value, self._into = True, self._value
        elif element == "f":
            self._has_formula, self._into = True, self._formula
        elif element == "is":
            self._has_text = True
        elif element == "row":
            self._row = int(attributes["r"][:9]) - 1 if attributes.get("r", "").isdecimal() else self._row + 1
            self._column = -1
        elif element == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        element = name.rpartition(" ")[2]
        if element in ("v", "f"):
            self._into = None
        elif element == "c":
            self._end_cell()

    def text(self, text: str) -> None:
        if self._into is not None and len(self._into) < _LONGEST_SHOWN:
            self._into.append(text)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise unsound("有单元格的位置写法不对")
            self._row, self._column = int(match[2]) - 1, column_number(match[1].upper().encode()) - 1
        self._kind = attributes.get("t", "")
        self._value, self._formula = [], []
        self._has_value = self._has_formula = self._has_text = False

    def _end_cell(self) -> None:
        value = "".join(self._value)
        if self._kind == "e":
            if value:
                self.use.note(self._row, self._column, error_fault(value))
        elif self._has_formula and not value and not (self._kind == "str" and self._has_value):
            self.use.note(self._row, self._column, formula_fault("".join(self._formula)))
        if value or self._has_text or (self._kind == "str" and self._has_value) or self._has_formula:
            self.use.reach(self._row + 1, self._column + 1)

    def _merge(self, area: str) -> None:
        match = _AREA.fullmatch(area)
        if match:
            left, right = (column_number(match[group].upper().encode()) for group in (1, 3))
            self.use.merge(int(match[2]), int(match[4]), left, right)
