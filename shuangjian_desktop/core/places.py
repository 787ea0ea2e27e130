"""Where the program's own files lie, run from its sources or built."""

import sys
from pathlib import Path


def resource_root() -> Path:
    """Return the folder that holds `db` and `resources`: of the sources, or of the built program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parents[2]
