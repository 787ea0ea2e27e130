"""Where a command works, for whom, and how it answers."""

from dataclasses import dataclass
from pathlib import Path

LOCK_WAIT_SECONDS = 10


@dataclass(frozen=True)
class Call:
    """The ledger's path, the operator on record, and whether the answer is JSON."""

    path: Path
    operator: str
    json: bool
