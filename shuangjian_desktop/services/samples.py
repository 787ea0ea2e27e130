"""A register's samples as the sheet of a clerk: for the self-test and the demo."""

import csv
from pathlib import Path

from shuangjian_desktop.core.register import Register


def write_samples(register: Register, path: Path) -> Path:
    """Write the samples under the register's labels as a .csv of a Chinese Excel; return its path."""
    keys = list(dict.fromkeys(key for sample in register.samples for key in sample))
    with path.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(register[key].label for key in keys)
        writer.writerows([sample.get(key, "") for key in keys] for sample in register.samples)
    return path
