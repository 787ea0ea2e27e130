"""How long work says how far it is, and learns that it was cancelled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from shuangjian_desktop.core.errors import Cancelled


def _silent(_part: str, _done: int, _total: int) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Progress:
    """Told at each piece of long work; `tell` runs in the worker's thread, never in the window's."""

    tell: Callable[[str, int, int], None] = _silent
    cancelled: Event = field(default_factory=Event)

    def step(self, part: str, done: int, total: int) -> None:
        """Report `done` of `total` of `part` (Chinese).

        Raises:
            Cancelled: the clerk pressed cancel.

        """
        if self.cancelled.is_set():
            raise Cancelled
        self.tell(part, done, total)
