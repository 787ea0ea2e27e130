"""The layout of a package: sheets, heads, hidden columns. `package-format.md` says the same for other programs."""

from dataclasses import dataclass
from functools import cached_property

from shuangjian_desktop.core.kinds import Ref
from shuangjian_desktop.core.person import PERSON_KEY
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.registers import REGISTERS

VERSION = 1
COVER = "封面"
FULL, INCREMENT = "全量", "增量"
UID, REVISION, OFFICE, CHANGE, SEAL = "记录标识", "版本", "所属", "变更", "行校验"
DELETED = "已删除"
REF_SUFFIX = "·标识"


@dataclass(frozen=True)
class PackageColumn:
    """A visible column: the head and the field. `ref` is the head of the hidden column with the uid behind a name."""

    head: str
    field: Field
    ref: str = ""


@dataclass(frozen=True)
class SheetLayout:
    """The sheet of one register: its name, its visible columns; the hidden ones follow in the order of `hidden`."""

    register: Register
    name: str
    columns: tuple[PackageColumn, ...]

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The heads of the hidden columns."""
        refs = tuple(column.ref for column in self.columns if column.ref)
        return (*refs, UID, REVISION, OFFICE, CHANGE, SEAL)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """All heads, the visible ones first."""
        return (*(column.head for column in self.columns), *self.hidden)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields whose values travel."""
        return tuple(column.field for column in self.columns)


def travelling() -> tuple[Register, ...]:
    """Return the registers that packages carry, in the order of their sheets: parents before their children."""
    return tuple(register for register in REGISTERS if register.travels)


def sheet_layout(register: Register, *, personal: bool) -> SheetLayout:
    """Return the sheet of a register, with or without the personal columns.

    Derived values do not travel: the receiver computes them from the same declaration. Without names the person's key
    travels, with names it does not.
    """
    fields = [item for item in register.entered if _travels(item, personal)]
    columns = tuple(
        PackageColumn(item.label, item, item.label + REF_SUFFIX if isinstance(item.kind, Ref) else "")
        for item in fields
    )
    return SheetLayout(register, register.title[:31], columns)


def _travels(item: Field, personal: bool) -> bool:
    """Return whether a field's values go into the package."""
    return not personal if item.key == PERSON_KEY else personal or not item.personal
