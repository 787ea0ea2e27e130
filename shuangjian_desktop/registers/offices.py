"""The city bureau and its 16 district offices, by `db/reference/offices.csv`."""

import csv
from dataclasses import dataclass
from functools import cache

from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.places import resource_root

CITY = "4101"


@dataclass(frozen=True)
class Office:
    """An office that keeps a ledger: its division code, its name, the 代字 of its notices."""

    code: str
    name: str
    number_prefix: str

    @property
    def is_city(self) -> bool:
        """Whether it is the city bureau, which adds the districts up."""
        return self.code == CITY


@cache
def offices() -> tuple[Office, ...]:
    """Return the city bureau and its 16 district offices, in the order of their codes."""
    path = resource_root() / "db" / "reference" / "offices.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(Office(row["代码"], row["名称"], row["代字"]) for row in csv.DictReader(lines))


def office(code: str) -> Office:
    """Return the office with this division code.

    Raises:
        UsageError: there is none; the sentence lists the codes.

    """
    for one in offices():
        if one.code == code.strip():
            return one
    raise UsageError(
        f"没有代码为“{code}”的教育局。", "可用：" + "、".join(f"{one.code} {one.name}" for one in offices())
    )


def code_of(name: object) -> str:
    """Return the code of the office of that name, '' where there is none."""
    return next((one.code for one in offices() if one.name == name), "")
