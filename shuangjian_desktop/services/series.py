"""The series of packages between two offices: which number comes next, which was received, whose rows travel."""

from secrets import token_hex

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.person import PERSON_SECRET
from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Owner
from shuangjian_desktop.exchange.package.content import Cover
from shuangjian_desktop.registers.system import RECEIVED, SENT
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import CITY, office
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.writer import Writer


def last_package(reader: Reader, direction: str, partner: str) -> Record | None:
    """Return the newest package to or from a partner, None before the first."""
    filters = (Filter("direction", "eq", direction), Filter("partner", "eq", partner))
    found = reader.first(Query("package", filters=filters, order=(Order("number", descending=True),)), 1)
    return found[0] if found else None


def number_of(package: Record | None) -> int:
    """Return a package's number in its series, 0 before the first."""
    number = package.values["number"] if package else 0
    assert isinstance(number, int)
    return number


def previous_of(package: Record) -> int:
    """Return the number of the package before one, 0 for the first of a series."""
    number = package.values["previous"] or 0
    assert isinstance(number, int)
    return number


def received_packages(reader: Reader, partner: str) -> dict[int, Record]:
    """Return the packages that came from a partner, by number; those whose step was taken back are not among them."""
    filters = (Filter("direction", "eq", RECEIVED), Filter("partner", "eq", partner))
    query = Query("package", filters=filters)
    return {number_of(one): one for one in reader.rows("package", reader.ids(query))}


def write_down(
    writer: Writer, direction: str, cover: Cover, file: str, digest: str, rows: int, change: int | None = None
) -> None:
    """Write down that a package was sent or received; `change` is the newest change that a sent one carries."""
    values: dict[str, Value] = {
        "direction": direction,
        "partner": cover.receiver if direction == SENT else cover.sender,
        "number": cover.number,
        "previous": cover.previous or None,
        "kind": cover.kind,
        "digest": digest,
        "file_name": file,
        "since": cover.since,
        "made_on": cover.made.date(),
        "change": change,
        "rows": rows,
    }
    writer.create("package", values)


def require_partner(desk: Desk, code: str) -> str:
    """Return the code of an office that packages go to or come from.

    Raises:
        UsageError: there is no such office.
        RefusedError: it is the own one, or neither of the two is the city.

    """
    partner, mine = office(code), office(desk.ledger.office)
    if partner == mine:
        raise RefusedError(f"数据包不能由{mine.name}发给自己。")
    if not (partner.is_city or mine.is_city):
        raise RefusedError("数据包只在区县与市局之间交换。", f"请选择市局（{CITY}）。")
    return partner.code


def side(sender: str) -> Owner:
    """Return whether a district or the city sends."""
    return "city" if office(sender).is_city else "district"


def district_of(cover: Cover) -> str:
    """Return the district of whose rows a package is."""
    return cover.receiver if office(cover.sender).is_city else cover.sender


def person_secret(writer: Writer) -> str:
    """Return the secret under which persons get their keys; a ledger without one makes its own.

    The city's is sent to the districts with its packages and takes the place of theirs.
    """
    secret = writer.meta(PERSON_SECRET)
    if not secret:
        secret = token_hex(32)
        writer.set_meta(PERSON_SECRET, secret)
    return secret
