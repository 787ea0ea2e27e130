"""The city bureau and its 16 district offices, by `db/reference/offices.csv`; the column of whose a record is."""

import csv
from dataclasses import dataclass
from functools import cache

from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.kinds import Choice, Value
from shuangjian_desktop.core.places import resource_root
from shuangjian_desktop.core.records import OFFICE
from shuangjian_desktop.core.register import Field, Register

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

    @property
    def place(self) -> str:
        """The place that it answers for: 金水区."""
        return self.name.removesuffix("教育局")


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


@dataclass(frozen=True)
class OfficeCode(Choice):
    """The code of an office, shown as the place that it answers for and read from that, its name or its code."""

    def show(self, value: Value) -> str:
        """Return the place; the code itself where no office has it."""
        return next((one.place for one in offices() if one.code == value), super().show(value))


_KIND = OfficeCode(
    options=tuple(one.code for one in offices()),
    synonyms=tuple((word, one.code) for one in offices() for word in (one.place, one.name)),
)
OFFICE_COLUMN = Field(key=OFFICE, label="所属单位", kind=_KIND, locked=True, width=14)
"""Whose a record is: no field of any register, but shown, filtered, sorted and exported like one."""


def columns_of(register: Register) -> tuple[Field, ...]:
    """Return the columns that a table of the register can have: its fields, and whose a record is if that differs."""
    return (*register.fields, OFFICE_COLUMN) if register.travels else register.fields


def column(register: Register, key: str) -> Field:
    """Return one of the columns by its identifier; KeyError if there is none."""
    return OFFICE_COLUMN if key == OFFICE and register.travels else register[key]
