"""Where the time goes: functions wrapped inside the benchmark's own process, each moment counted to one share."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import local
from time import perf_counter
from typing import Any


class _Clock(local):
    """What runs in a thread: the shares entered and not left, and since when the innermost one runs."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.since = 0.0


class Shares:
    """Counts time to the innermost wrapped function that runs; `seconds` are exclusive, so they add up to the whole.

    What runs in other threads goes on beside that: its names are not those of the thread that waits for it.
    """

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._clock = _Clock()

    @contextmanager
    def counted(self, share: str) -> Iterator[None]:
        """Count the time inside to a share."""
        self._enter(share)
        try:
            yield
        finally:
            self._leave()

    def wrap(self, owner: Any, name: str, share: str | Callable[..., str | None]) -> None:
        """Count the time in the function `owner.name` to a share.

        `share` may be a function of the call's arguments; where it gives None the caller's share goes on.
        """
        function = getattr(owner, name)

        @wraps(function)
        def timed(*args: Any, **facts: Any) -> Any:
            found = share if isinstance(share, str) else share(*args, **facts)
            if found is None:
                return function(*args, **facts)
            self._enter(found)
            try:
                return function(*args, **facts)
            finally:
                self._leave()

        setattr(owner, name, timed)

    def move(self, seconds: float, share: str, to: str) -> None:
        """Count some of a share to another: what is known only afterwards."""
        self.seconds[share] -= seconds
        self.seconds[to] += seconds

    def _enter(self, share: str) -> None:
        now, clock = perf_counter(), self._clock
        if clock.stack:
            self.seconds[clock.stack[-1]] += now - clock.since
        clock.stack.append(share)
        clock.since = now

    def _leave(self) -> None:
        now, clock = perf_counter(), self._clock
        self.seconds[clock.stack.pop()] += now - clock.since
        clock.since = now
