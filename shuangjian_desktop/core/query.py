"""What is asked of a register, as plain values; the store makes SQL of it."""

from dataclasses import dataclass, field
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
class Order:
    """Sorted by one field; Chinese by pinyin."""

    field: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """Which records of a register, in which order. `text` is what the search box holds.

    `deleted` asks for the tombstones instead of the living.
    """

    register: str
    text: str = ""
    filters: tuple[Filter, ...] = ()
    order: tuple[Order, ...] = field(default=())
    deleted: bool = False
