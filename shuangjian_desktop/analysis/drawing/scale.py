"""The axis of values: its steps, and what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

_UNITS = ((100_000_000, "亿"), (10_000, "万"))
_MINUS = "−"


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high`, marked at `steps`; one step is written in units of `size`, called `unit`."""

    low: float
    high: float
    steps: tuple[float, ...]
    size: int
    unit: str

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def text(self, step: float) -> str:
        """Return what stands at a step."""
        text = f"{abs(step) / self.size:,.6f}".rstrip("0").rstrip(".")
        return _MINUS + text if step < 0 else text


def scale(values: Sequence[int], unit: str, most: int) -> Scale:
    """Return the axis for values (元: fen) with zero on it, with some `most` steps."""
    low, high = min(0, *values, 0), max(0, *values, 0)
    size, word = 1, ""
    if unit == "元":
        yuan = max(-low, high) // 100
        size, word = next(((each * 100, name) for each, name in _UNITS if yuan >= each), (100, ""))
    ticks = MaxNLocator(nbins=max(1, most), integer=size == 1, steps=[1, 2, 2.5, 5, 10]).tick_values(
        low / size, max(high / size, low / size + 1e-9)
    )
    steps = tuple(float(tick) * size for tick in ticks if size > 1 or float(tick).is_integer())
    return Scale(min(low, steps[0]), max(high, steps[-1]), steps, size, word + unit)
