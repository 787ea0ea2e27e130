"""The bounds of the child: memory and processor time that the system enforces, whatever the reader does."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Bytes of memory and seconds of processor time."""

    memory: int
    cpu_seconds: int


def confine_self(bounds: Bounds) -> None:
    """Bound this process; under Windows its parent has done so (`windows_job`), and nothing happens."""
    if sys.platform == "win32":
        return
    import resource

    # A core file would hold the names and numbers of the sheet.
    wanted = {resource.RLIMIT_AS: bounds.memory, resource.RLIMIT_CPU: bounds.cpu_seconds, resource.RLIMIT_CORE: 0}
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, hard))
