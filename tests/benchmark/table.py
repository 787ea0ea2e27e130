"""Lines of the benchmark's table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scale:
    """How much is measured: refunds in the list, imports and pairs of starts of which the median counts."""

    rows: int = 100_000
    imports: int = 3
    starts: int = 7


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    title: str
    ours: float
    floor: float
    aim: float | None = None

    def text(self) -> str:
        """Return the line; the last columns are the only ones that hold on another machine."""
        aim = f"<= {self.aim:g}" if self.aim else ""
        return f"{self.title:<44}{self.ours:>10.3f}{self.floor:>10.3f}{self.ours / self.floor:>9.2f}  {aim}"


def middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the run that took the median of the time."""
    return sorted(runs, key=lambda one: one["seconds"])[len(runs) // 2]


def shares(run: dict[str, Any], said: Mapping[str, str], beside: Mapping[str, str] | None = None) -> list[str]:
    """Return the shares of a run: those `said` are all of it together, those `beside` go on in other threads."""

    def line(share: str, what: str) -> str:
        return f"    {share:<8} {what:<47} {100 * run['shares'].get(share, 0) / run['seconds']:>6.1f} %"

    return [line(*one) for one in said.items()] + [f"{line(*one)} beside" for one in (beside or {}).items()]
