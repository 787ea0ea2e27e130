"""Where the time goes: functions wrapped inside the benchmark's own process, each moment counted to one share."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from time import perf_counter
from typing import Any


class Shares:
    """Counts time to the innermost wrapped function that runs; `seconds` are exclusive, so they add up to the whole."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._stack: list[str] = []
        self._since = 0.0

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
        now = perf_counter()
        if self._stack:
            self.seconds[self._stack[-1]] += now - self._since
        self._stack.append(share)
        self._since = now

    def _leave(self) -> None:
        now = perf_counter()
        self.seconds[self._stack.pop()] += now - self._since
        self._since = now
