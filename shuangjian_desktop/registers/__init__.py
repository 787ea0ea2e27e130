"""All registers, in the order of tabs and sheets: the only place that lists them."""

from collections.abc import Sequence

from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.registers import reference, system
from shuangjian_desktop.registers.inspection import ADDRESSEE, INSPECTION, INSPECTION_TARGET
from shuangjian_desktop.registers.institution import INSTITUTION
from shuangjian_desktop.registers.institution_children import DISPOSITION_ROWS, FORMER_NAME
from shuangjian_desktop.registers.rectification_notice import RECTIFICATION_NOTICE
from shuangjian_desktop.registers.refund import REFUND, REFUND_PAYMENT
from shuangjian_desktop.registers.wage_settlement import WAGE_PAYMENT, WAGE_SETTLEMENT

REGISTERS: tuple[Register, ...] = (
    INSTITUTION,
    DISPOSITION_ROWS,
    FORMER_NAME,
    REFUND,
    REFUND_PAYMENT,
    WAGE_SETTLEMENT,
    WAGE_PAYMENT,
    INSPECTION,
    INSPECTION_TARGET,
    ADDRESSEE,
    RECTIFICATION_NOTICE,
    reference.CODE,
    reference.DIVISION,
    reference.DELEGATION,
    reference.HOLIDAY,
    reference.LEGAL_SOURCE,
    reference.VIOLATION_CODE,
    *system.SYSTEM,
)
BY_KEY = {register.key: register for register in REGISTERS}


def find(key: str) -> Register:
    """Return the register of that key.

    Raises:
        UsageError: there is none; the sentence lists those there are, but for the program's own.

    """
    if key not in BY_KEY:
        known = "、".join(f"{item.key}（{item.title}）" for item in REGISTERS if item.group != "system")
        raise UsageError(f"没有名为“{key}”的台账。", f"可用的有：{known}。")
    return BY_KEY[key]


def children_of(key: str) -> tuple[Register, ...]:
    """Return the registers whose rows hang under records of the register `key`, in the order of tabs."""
    return tuple(item for item in REGISTERS if item.parent_register == key)


def pointed_to_first(registers: Sequence[Register]) -> list[Register]:
    """Return the registers in an order in which records can be added: each after those that its own point to."""
    left, ordered = list(registers), list[Register]()
    while left:
        keys = {one.key for one in left}
        free = [one for one in left if not any(to in keys and to != one.key for _item, to in one.refs)]
        ordered += free or left  # in a circle there is no such order
        left = [one for one in left if one not in ordered]
    return ordered
