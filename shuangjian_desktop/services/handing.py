"""Handing an institution over to another office: what goes along, and whether it can be taken back."""

from collections.abc import Iterable, Mapping

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Action, Values
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.handover import FAMILY
from shuangjian_desktop.registers.offices import code_of
from shuangjian_desktop.registers.system import SENT
from shuangjian_desktop.services.agreeing import agree_on_handed
from shuangjian_desktop.services.office import CITY, office
from shuangjian_desktop.services.series import last_package, number_of
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.writer import Writer


def family(reader: Reader, uids: Iterable[str], office_code: str) -> Mapping[str, list[str]]:
    """Return the office's living records that stand under institutions, by register, parents before their children."""
    found = {"institution": list(uids)}
    for key, (field, to) in FAMILY.items():
        found[key] = reader.pointing(key, field, found[to], office_code)
    return {key: found[key] for key in FAMILY}


def hand_over(writer: Writer, action: Action, record: Record, asked: Values) -> None:
    """Let an institution pass to another office with all that stands under it, inside a step.

    Raises:
        UsageError: there is no such office.
        RefusedError: it would pass to the own office, or its head institution stays.

    """
    mine, to = office(record.office), office(code_of(asked.get("handed_to"))).code
    if to == mine.code:
        raise RefusedError(f"这个机构就在{mine.name}，不用移交。", "请选择另一个单位。")
    _require_head_goes(writer, record)
    values = action.apply(record.values, {**asked, "handed_from": mine.name})
    passing: dict[str, list[tuple[str, str, Values]]] = {record.register: [(record.uid, to, values)]}
    for key, uids in family(writer, [record.uid], mine.code).items():
        passing[key] = [(uid, to, {}) for uid in uids]
    for key, rows in passing.items():
        writer.hand_over(key, rows)
        if mine.is_city:
            agree_on_handed(writer, key, ((uid, to) for uid, _to, _values in rows))


def _require_head_goes(writer: Writer, record: Record) -> None:
    """Refuse to hand over a campus alone: the office that gets it does not have the institution that it points to."""
    head = record.values.get("parent_institution")
    if head is not None:
        name = writer.label(record.register, str(head))
        raise RefusedError(
            f"“{writer.label(record.register, record.uid)}”的“{_label('parent_institution')}”是“{name}”，不能移交。",
            "请先清空这一栏；对方接收后可以另填。",
        )


def _label(key: str) -> str:
    return find("institution")[key].label


def require_here(reader: Reader, step: int, mine: str) -> None:
    """Refuse to take back a hand-over that has left the house with a package.

    Raises:
        RefusedError: it has; the sentence names a record, the package and its receiver.

    """
    for register, uid, to, change in reader.passed(step):
        partner = to if office(mine).is_city else CITY
        package = last_package(reader, SENT, partner)
        carried = package.values["change"] if package else None
        if isinstance(carried, int) and carried >= change:
            name, number = reader.label(register, uid), number_of(package)
            raise RefusedError(
                f"“{name}”的移交已随第 {number} 号数据包发给{office(partner).name}，不能撤销。",
                f"要改回来，请由{office(to).name}再移交回来。",
            )
