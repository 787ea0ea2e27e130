"""The kinds of field: how a value is read from a cell, shown, stored and masked.

A value is text, an integer (money: fen), a Decimal, a date, or None. Every kind reads the cells of a workbook and the
text of a form by the same `parse`, so that both give the same value or the same Chinese reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal

from shuangjian_desktop.core import amounts, dates
from shuangjian_desktop.core.cells import Cell, CellFault
from shuangjian_desktop.core.masking import mask_text
from shuangjian_desktop.core.texts import (
    NOTHING_WORDS,
    UNKNOWN_WORDS,
    clean_block,
    clean_line,
    half_width,
    says_nothing,
)

Value = str | int | Decimal | date | None
Stored = str | int | None
External = str | int | float | None
_EXACT_FLOAT = 10**15


class ValueProblem(Exception):  # noqa: N818 - a reason shown beside the value
    """Why a cell is no value of its field: `reason` in Chinese, `allowed` what would be accepted (may be empty)."""

    def __init__(self, reason: str, allowed: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.allowed = allowed


def cell_text(cell: Cell) -> str:
    """Return a cell as the text a clerk sees in it; numbers without a needless `.0`.

    Raises:
        ValueProblem: the reader could not give the content truthfully.

    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, CellFault):
        if cell.kind == "rounded":
            raise ValueProblem("Excel 已丢失尾数，请把单元格设为文本后重新填写")
        if cell.kind == "no_value":
            raise ValueProblem("公式没有保存下结果，请用 Excel 打开这个文件，保存后再试")
        raise ValueProblem(f"单元格是错误值 {cell.text}，请先在表中改正")
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        if not abs(cell) < _EXACT_FLOAT:  # also what is no number at all
            raise ValueProblem("Excel 已丢失尾数，请把单元格设为文本后重新填写")
        return str(int(cell)) if cell == int(cell) else repr(cell)
    return (cell.date() if isinstance(cell, datetime) else cell).isoformat()


@dataclass(frozen=True)
class Kind:
    """What a field holds.

    `storage` is the column's type in the ledger; a `numeric` kind stands to the right; `width` is a column's in
    characters; `nothing` are the words that mean a blank cell (办理中, / …).
    """

    storage: ClassVar[Literal["text", "integer"]] = "text"
    numeric: ClassVar[bool] = False
    width: ClassVar[int] = 16
    nothing: ClassVar[frozenset[str]] = frozenset()

    def parse(self, cell: Cell, unit: int = 1) -> Value:
        """Return the value of a cell or of typed text, None for an empty one; `unit` matters to money alone.

        Raises:
            ValueProblem: with the reason and what is allowed.

        """
        text = cell_text(cell)
        return None if says_nothing(text, self.nothing) else self.read(text)

    def read(self, text: str) -> Value:
        """Return the value that a text that is not blank writes."""
        raise NotImplementedError

    def show(self, value: Value) -> str:
        """Return the value as people read it; empty for None."""
        return "" if value is None else str(value)

    def typed(self, value: Value) -> str:
        """Return the value as a form field holds it for editing: `parse` gives it back."""
        return self.show(value)

    def store(self, value: Value) -> Stored:
        """Return the value as the ledger's column and the history hold it."""
        return value  # type: ignore[return-value]

    def load(self, stored: Stored) -> Value:
        """Return the value that `store` made."""
        return stored

    def external(self, value: Value) -> External:
        """Return the value as JSON gives it to other programs: money in yuan, dates as YYYY-MM-DD."""
        return value  # type: ignore[return-value]

    def mask(self, value: Value) -> str:
        """Return what may be seen of a personal value."""
        return mask_text(self.show(value))


@dataclass(frozen=True)
class Text(Kind):
    """One line of text, or a block of lines."""

    longest: int = 200
    block: bool = False

    def read(self, text: str) -> Value:
        """Clean the text of stray spaces; refuse one that is too long rather than cut it."""
        text = clean_block(text) if self.block else clean_line(text)
        if len(text) > self.longest:
            raise ValueProblem(f"共 {len(text)} 字，超过 {self.longest} 字", f"不超过 {self.longest} 字")
        return text or None


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number."""

    storage: ClassVar[Literal["text", "integer"]] = "integer"
    numeric: ClassVar[bool] = True
    width: ClassVar[int] = 10
    nothing: ClassVar[frozenset[str]] = NOTHING_WORDS
    minimum: int | None = 0
    maximum: int | None = 10**12
    suffixes: str = "人 名 家 所 份 个 次 户 节 天 年 号"

    def read(self, text: str) -> Value:
        """Read the number; a measure word behind it (人, 家 …) is understood."""
        try:
            number = int(amounts.parse_decimal(amounts.without_measure(text, self.suffixes), 0))
        except ValueError as problem:
            raise ValueProblem(str(problem), "整数") from None
        check_range(number, self.minimum, self.maximum)
        return number


@dataclass(frozen=True)
class Number(Kind):
    """A decimal number with at most `places` decimals; the ledger holds it as an integer of its last place."""

    storage: ClassVar[Literal["text", "integer"]] = "integer"
    numeric: ClassVar[bool] = True
    width: ClassVar[int] = 12
    nothing: ClassVar[frozenset[str]] = NOTHING_WORDS
    places: int = 2
    minimum: int | None = 0
    maximum: int | None = 10**12
    suffixes: str = "㎡ m² m2 平方米 平米 平方 课时 节课 课 节 小时 次"

    def read(self, text: str) -> Value:
        """Read the number exactly."""
        try:
            number = amounts.parse_decimal(amounts.without_measure(text, self.suffixes), self.places)
        except ValueError as problem:
            raise ValueProblem(str(problem), "数字") from None
        check_range(number, self.minimum, self.maximum)
        return number.normalize() if number else Decimal(0)

    def show(self, value: Value) -> str:
        """Show without trailing zeros."""
        return "" if value is None else f"{value:f}"

    def store(self, value: Value) -> Stored:
        """Return the number of last places."""
        return None if value is None else int(Decimal(value).scaleb(self.places))  # type: ignore[arg-type]

    def load(self, stored: Stored) -> Value:
        """Return the Decimal of a stored integer."""
        if stored is None:
            return None
        number = Decimal(stored).scaleb(-self.places)
        return number.normalize() if number else Decimal(0)

    def external(self, value: Value) -> External:
        """Return a float: two decimals are exact enough to read back."""
        return None if value is None else float(value)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Money(Kind):
    """An amount of money in fen."""

    storage: ClassVar[Literal["text", "integer"]] = "integer"
    numeric: ClassVar[bool] = True
    width: ClassVar[int] = 14
    nothing: ClassVar[frozenset[str]] = NOTHING_WORDS
    minimum: int | None = 0

    def parse(self, cell: Cell, unit: int = 1) -> Value:
        """Read an amount; a bare number counts in `unit` yuan (10000 under a head that says 万元)."""
        number = cell.__class__ is int or cell.__class__ is float
        fen = amounts.plain_fen(cell) if number and unit == 1 else None  # type: ignore[arg-type]
        if fen is None:
            text = cell_text(cell)
            if says_nothing(text, self.nothing):
                return None
            try:
                fen = amounts.parse_money(text, unit)
            except ValueError as problem:
                raise ValueProblem(str(problem), "金额，如 1200.50") from None
        if self.minimum is not None and fen < self.minimum:
            raise ValueProblem("金额不能为负" if self.minimum == 0 else f"小于 {amounts.show_money(self.minimum)}")
        return fen

    def read(self, text: str) -> Value:
        """Read an amount in yuan."""
        return self.parse(text)

    def show(self, value: Value) -> str:
        """Show with separators and two decimals."""
        return "" if value is None else amounts.show_money(int(value))  # type: ignore[arg-type]

    def external(self, value: Value) -> External:
        """Return yuan as a number with two decimals."""
        return None if value is None else int(value) / 100  # type: ignore[arg-type]


@dataclass(frozen=True)
class Date(Kind):
    """A day."""

    width: ClassVar[int] = 12
    nothing: ClassVar[frozenset[str]] = NOTHING_WORDS

    def parse(self, cell: Cell, unit: int = 1) -> Value:
        """Read a day from a date cell, a serial number (with a time of day or not) or any of the written forms."""
        if isinstance(cell, float) and not cell.is_integer() and abs(cell) < _EXACT_FLOAT:
            cell = int(cell)
        return super().parse(cell)

    def read(self, text: str) -> Value:
        """Read a written day."""
        try:
            return dates.parse_date(text)
        except ValueError as problem:
            raise ValueProblem(str(problem), "日期，如 2021-07-04") from None

    def store(self, value: Value) -> Stored:
        """Store as YYYY-MM-DD, which sorts as it should."""
        return value.isoformat() if isinstance(value, date) else None

    def load(self, stored: Stored) -> Value:
        """Return the day of a stored YYYY-MM-DD."""
        return None if stored is None else date.fromisoformat(str(stored))

    def external(self, value: Value) -> External:
        """Return YYYY-MM-DD."""
        return self.show(value) or None

    def mask(self, value: Value) -> str:
        """Show the year alone."""
        return f"{value.year}-**-**" if isinstance(value, date) else ""


@dataclass(frozen=True)
class Choice(Kind):
    """One word of a list; `synonyms` lead to it. The code table that `codes` names adds to `options`."""

    width: ClassVar[int] = 12
    options: tuple[str, ...] = ()
    codes: str = ""
    synonyms: tuple[tuple[str, str], ...] = ()

    def read(self, text: str) -> Value:
        """Read one of the options or a synonym of one; 不详, / and their like are a blank unless they are one."""
        try:
            return choose(text, self.options, self.synonyms)
        except ValueProblem:
            if says_nothing(text, UNKNOWN_WORDS):
                return None
            raise


def choose(text: str, options: Sequence[str], synonyms: Sequence[tuple[str, str]]) -> str:
    """Return the option that `text` names.

    Raises:
        ValueProblem: it names none; `allowed` lists them.

    """
    word = clean_line(text)
    if word in options:
        return word
    for other, option in synonyms:
        if word == other:
            return option
    plain = half_width(word)
    for option in options:
        if half_width(option) == plain:
            return option
    raise ValueProblem(f"不在：{'、'.join(options)}", "、".join(options))


@dataclass(frozen=True)
class Ref(Kind):
    """The uid of a record of register `to`. Text in a sheet is looked up by who plans; here it is only cleaned."""

    to: str = ""
    width: ClassVar[int] = 28

    def read(self, text: str) -> Value:
        """Return the cleaned text: a uid, or what a sheet calls the record."""
        return clean_line(text) or None


def check_range(number: int | Decimal, minimum: int | None, maximum: int | None) -> None:
    """Raise a ValueProblem if the number lies outside."""
    if minimum is not None and number < minimum:
        raise ValueProblem("不能为负数" if minimum == 0 else f"小于 {minimum}", f"不小于 {minimum}")
    if maximum is not None and number > maximum:
        raise ValueProblem(f"大于 {maximum}", f"不大于 {maximum}")
