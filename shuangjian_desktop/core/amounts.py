"""Money and plain numbers in clerks' cells: exact to the fen, never through binary fractions."""

import re
from decimal import Decimal, InvalidOperation

from shuangjian_desktop.core.texts import half_width

_DRESS = re.compile(r"[\s,，¥￥]")
_MONEY = re.compile(r"^([-+]?)(\d+(?:\.\d+)?)(亿|万)?(元|圆|块)?整?$")
_UNITS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NOISE = Decimal("0.000001")  # what binary fractions leave behind the digits that were meant
_PLAIN, _PLAIN_NOISE = 10**8, 1e-5  # yuan up to which a float holds them far finer than the noise, in fen
LARGEST_FEN = 10**15  # ten trillion yuan: beyond it a float has lost its fen


def without_measure(text: str, measures: str) -> str:
    """Return the text without the measure word behind its number; `measures` have spaces between them."""
    text = text.strip()
    measure = max((word for word in measures.split() if text.endswith(word)), key=len, default="")
    return text.removesuffix(measure)


def parse_decimal(text: str, places: int) -> Decimal:
    """Return a plain number with at most `places` decimals.

    Raises:
        ValueError: not a number, or more decimals (the message is Chinese).

    """
    plain = _DRESS.sub("", half_width(text))
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise ValueError("不是数字") from None
    if not number.is_finite():
        raise ValueError("不是数字")
    return exact(number, places)


def exact(number: Decimal, places: int) -> Decimal:
    """Return the number at `places` decimals, forgiving the noise of binary fractions.

    Raises:
        ValueError: the number has more decimals than that, or more digits than any (the message is Chinese).

    """
    step = Decimal(1).scaleb(-places)
    try:
        rounded = number.quantize(step)
    except InvalidOperation:  # more digits than a Decimal keeps
        raise ValueError("数字过大") from None
    if abs(rounded - number) > _NOISE:
        raise ValueError(f"小数超过 {places} 位" if places else "不是整数")
    return rounded


def parse_money(text: str, unit: int = 1) -> int:
    """Return the fen that `text` writes: 1,200.50 ¥1200 1200元 1.2万元 （1.2亿）; a bare number counts in `unit` yuan.

    Raises:
        ValueError: not an amount, or finer than a fen (the message is Chinese).

    """
    plain = _DRESS.sub("", half_width(text))
    if plain.startswith("(") and plain.endswith(")"):  # accountants write a negative amount in brackets
        plain = "-" + plain[1:-1]
    match = _MONEY.match(plain)
    if match is None:
        raise ValueError("不是金额")
    sign, digits, scale, yuan = match.groups()
    factor = _UNITS[scale or ""] if scale or yuan else Decimal(unit)
    return money_of(Decimal(sign + digits) * factor)


def plain_fen(yuan: float) -> int | None:
    """Return what `parse_money` makes of a number's digits, in a tenth of the time; None where it has to tell."""
    if not 0.01 <= yuan < _PLAIN:
        return None
    fen = round(yuan * 100)
    return fen if abs(yuan * 100 - fen) < _PLAIN_NOISE else None


def money_of(yuan: Decimal) -> int:
    """Return the fen of an amount in yuan.

    Raises:
        ValueError: finer than a fen or out of range (the message is Chinese).

    """
    if abs(yuan) * 100 >= LARGEST_FEN:
        raise ValueError("金额过大")
    try:
        return int(exact(yuan, 2) * 100)
    except ValueError:
        raise ValueError("金额精确到分，小数不能超过两位") from None


def show_money(fen: int) -> str:
    """Return the amount as people read it: 1,234.50."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"
