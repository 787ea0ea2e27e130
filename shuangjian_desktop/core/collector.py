"""Python's collector of cycles, kept still while long work makes millions of objects and no cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep the collector still: it would look through all that is there again and again.

    Measured with 100 000 refunds: 22 % of the time of a plan, 7 % of that of writing it.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
