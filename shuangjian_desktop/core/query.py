"""What is asked of a register, as plain values; the store makes SQL of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from shuangjian_desktop.core.kinds import Value

Operator = Literal["eq", "ne", "lt", "le", "gt", "ge", "contains", "blank", "filled", "in"]


@dataclass(frozen=True)
class Filter:
    """A condition on one field. `value` is a value of the field's kind; for "in" a tuple of them."""

    field: str
    op: Operator
    value: Value | tuple[Value, ...] = None


@dataclass(frozen=True)
class AnyOf:
    """At least one of the conditions holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """The conditions do not all hold."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class Has:
    """The record has a row for which all conditions hold: a living one of `register` that points to it.

    It points by its field `by`: the one by which rows hang under their parent if nothing is said.
    """

    register: str
    conditions: tuple["Condition", ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Last:
    """All conditions hold for the last of the record's rows of `register` until a day: of one day the one made last.

    The rows go by the as-of date of their register. Without a row until that day nothing holds.
    """

    register: str
    until: date
    conditions: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class To:
    """The record points by a field to a living one for which all conditions hold."""

    field: str
    conditions: tuple["Condition", ...]


Condition = Filter | AnyOf | Not | Has | Last | To
"""What is said of one record: of its own fields, of the rows that hang under it, of what it points to."""


@dataclass(frozen=True)
class Order:
    """Sorted by one field; Chinese by pinyin."""

    field: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """Which records of a register, in which order. `text` is what the search box holds.

    `where` are conditions that a clerk does not type: what a figure counts. `office` asks for the records of one office
    alone, '' for those of all. `deleted` asks for the tombstones instead of the living.
    """

    register: str
    text: str = ""
    filters: tuple[Filter, ...] = ()
    order: tuple[Order, ...] = field(default=())
    deleted: bool = False
    where: tuple[Condition, ...] = ()
    office: str = ""
