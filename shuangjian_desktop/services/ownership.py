"""Whose records these are: an office writes its own; of the others' the city writes the fields that are the city's."""

from collections.abc import Iterable

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Field, Register, Values
from shuangjian_desktop.registers.handover import FAMILY
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import office


def foreign(desk: Desk, register: Register, record: Record | None) -> bool:
    """Return whether a record is another office's, and so to be read only."""
    return record is not None and register.travels and record.office != desk.ledger.office


def passed_to(desk: Desk, register: Register, record: Record) -> str:
    """Return the name of the office that has a record which a district handed over, '' for one that it has itself."""
    away = foreign(desk, register, record) and not office(desk.ledger.office).is_city
    return office(record.office).name if away else ""


def open_fields(desk: Desk, register: Register, record: Record | None) -> frozenset[str]:
    """Return the fields that may be typed in: the city's by the city alone, the others by the record's office."""
    city, own = office(desk.ledger.office).is_city, not foreign(desk, register, record)
    typed = (item for item in register.fields if item.typed)
    return frozenset(item.key for item in typed if (city if _is_citys(register, item) else own))


def _is_citys(register: Register, item: Field) -> bool:
    """Return whether only the city writes a field; reference data each office keeps for itself."""
    return item.owner == "city" and register.group == "book"


def told_whose(desk: Desk, register: Register, record: Record) -> str:
    """Return the sentence that says whose a record is and what can be done with it here, '' for an own one."""
    if passed := passed_to(desk, register, record):
        return f"这条记录已移交给{passed}，只能查看。"
    if not foreign(desk, register, record):
        return ""
    whose = office(record.office).name
    mine = "、".join(f"“{register[key].label}”" for key in sorted(open_fields(desk, register, record)))
    here = f"这里只能填写{mine}，其余只能查看。" if mine else "这里只能查看。"
    return f"这是{whose}的记录，{here}要修改，请由{whose}改好后再发数据包。"


def closed(desk: Desk, register: Register, record: Record) -> str:
    """Return the sentence that says why nothing can be done to a record here but look at it, '' for an own one."""
    if not foreign(desk, register, record):
        return ""
    whose = office(record.office).name
    return f"这是{whose}的记录，只能由{whose}删除或办理。"


def require_own(desk: Desk, register: Register, records: Iterable[Record]) -> None:
    """Refuse to change records of another office.

    Raises:
        RefusedError: one is; the sentence names it and its office.

    """
    for record in records:
        if foreign(desk, register, record):
            raise _refusal(desk, register, record)


def require_own_fields(desk: Desk, register: Register, record: Record | None, values: Values) -> None:
    """Refuse values, of a record or a new one, that are not the own office's to write.

    Raises:
        RefusedError: one would change; the sentence names whose it is.

    """
    mine, held = open_fields(desk, register, record), record.values if record else {}
    for item in register.fields:
        if item.typed and item.key not in mine and values.get(item.key) != held.get(item.key):
            if record is not None and foreign(desk, register, record):
                raise _refusal(desk, register, record)
            raise RefusedError(f"“{item.label}”由市局填写，没有保存。", "请把这一栏改回原样。")


def require_own_parent(desk: Desk, register: Register, values: Values) -> None:
    """Refuse a row under another office's record, and at a district what goes along with another's institution.

    Raises:
        RefusedError: the record that it would hang under, or go along with, is another office's.

    """
    goes_along = not office(desk.ledger.office).is_city and register.key in FAMILY
    key, to = FAMILY[register.key] if goes_along else (register.parent, register.parent_register)
    above = values.get(key) if key else None
    record = desk.ledger.reader.get(to, str(above)) if above is not None else None
    if record is not None and record.office != desk.ledger.office:
        raise RefusedError(f"不能在{office(record.office).name}的记录下面新增{register.title}。", _ASK)


_ASK = "本台账只能查看，请由该单位修改后再发数据包。"


def _refusal(desk: Desk, register: Register, record: Record) -> RefusedError:
    """Return the sentence that names the record and its office."""
    label = desk.ledger.reader.label(register.key, record.uid)
    return RefusedError(f"{register.title}“{label}”是{office(record.office).name}的记录。", _ASK)
