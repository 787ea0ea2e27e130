"""A figure in words, as the bulletin writes it: 1.81亿元, 1300余份, 6.85万名, 91.93%."""

from decimal import ROUND_HALF_UP, Decimal

from shuangjian_desktop.analysis.figure import Figure, Prose
from shuangjian_desktop.core.kinds import Money, Value

NO_DATA = "无数据"
_SCALES = ((100_000_000, "亿"), (10_000, "万"))
_STEP = 10_000  # from one scale to the next
_SMALL_PLACES = 2  # decimals of what is too small for the scale that the bulletin uses


def written(figure: Figure, value: Value) -> str:
    """Return a value of the figure as the bulletin writes it."""
    return NO_DATA if value is None else _worded(_number(figure, value), figure.prose)


def shown(figure: Figure, value: Value) -> str:
    """Return a value exactly, as a table holds it: 181,000,000.00, 1,312, 91.93."""
    if value is None:
        return NO_DATA
    return f"{value:,}" if isinstance(value, int) and not isinstance(figure.kind, Money) else figure.kind.show(value)


def change(figure: Figure, value: Value, before: Value) -> str:
    """Return by how much a value grew or fell: +12家, −3.2万元, +4.07个百分点, 无变化; '' where one is not known."""
    if value is None or before is None:
        return ""
    difference = _number(figure, value) - _number(figure, before)
    if not difference:
        return "无变化"
    prose = Prose("个百分点" if figure.unit == "%" else figure.prose.word, figure.prose.scale, figure.prose.places)
    return ("+" if difference > 0 else "−") + _worded(abs(difference), prose)


def _number(figure: Figure, value: Value) -> Decimal:
    """Return a value in the figure's unit."""
    number = Decimal(value)  # type: ignore[arg-type]
    return number.scaleb(-2) if isinstance(figure.kind, Money) else number


def _worded(number: Decimal, prose: Prose) -> str:
    """Return a number with its word, in the scale of the prose or, where it is too small for that, in a smaller one."""
    if prose.about:
        return _about(int(number)) + prose.word
    for scale, name in _SCALES:
        smaller = _rounded(abs(number) / (scale // _STEP), _SMALL_PLACES)  # as it would stand in the scale below
        if prose.scale >= scale and smaller >= _STEP:
            places = prose.places if scale == prose.scale else _SMALL_PLACES
            return _plain(_rounded(number / scale, places)) + name + prose.word
    return _plain(number) + prose.word


def _about(number: int) -> str:
    """Return a whole number down to its leading two digits: 1300余 for 1312, 1300 for 1300, 97 for 97."""
    step: int = 10 ** max(0, len(str(number)) - 2)
    down = number // step * step
    return f"{down}余" if down < number else str(number)


def _rounded(number: Decimal, places: int) -> Decimal:
    """Return the number with so many decimals, rounded half up."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    """Return a number without needless zeros behind its point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
