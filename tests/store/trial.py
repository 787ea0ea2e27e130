"""Small registers with something of everything, and ledgers of them, made by migrations as real ones are."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy.dialects import sqlite

from db.make_migration import write
from shuangjian_desktop.core.guard import Guard
from shuangjian_desktop.core.kinds import Choice, Date, Integer, Money, Number, Ref, Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.register import Children, Field, Register, Values
from shuangjian_desktop.store.connection import connect_reader
from shuangjian_desktop.store.consistency import inconsistencies
from shuangjian_desktop.store.ledger import Ledger, Operation
from shuangjian_desktop.store.queries import ids, near
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.writer import Writer

OFFICE = "410105"
SENT = "已发出，只能作废"


def _sent(values: Values) -> bool:
    return values.get("sent") == "是"


# What was sent may be changed in its note alone.
_GUARD = Guard(
    frozen=lambda values: dict.fromkeys(("name", "code", "fund", "sent"), SENT) if _sent(values) else {},
    stays=lambda values: SENT if _sent(values) else "",
)


def _school(_values: Values, children: Children) -> Values:
    nicks = [str(row["nick"]) for row in children.get("nick", ()) if row.get("nick")]
    return {"nicks": "、".join(nicks) or None}


def _pupil(values: Values, children: Children) -> Values:
    rows = children.get("payment", ())
    paid = sum(row["amount"] or 0 for row in rows)  # type: ignore[misc]
    days = [row["day"] for row in rows if isinstance(row["day"], date)]
    return {"paid": paid, "last_paid": days[-1] if days else None, "state": "清" if paid else "欠"}


SCHOOL = Register(
    key="school",
    title="学校",
    fields=(
        Field(key="name", label="名称", kind=Text(), search=True, pinyin=True),
        Field(key="code", label="代码", kind=Text(), search=True),
        Field(key="head", label="总校", kind=Ref(to="school"), search=True),
        Field(key="opened", label="设立", kind=Date()),
        Field(key="area", label="面积", kind=Number()),
        Field(key="fund", label="资金", kind=Money(), total=True),
        Field(key="places", label="座位", kind=Integer(), total=True),
        Field(key="sent", label="已发出", kind=Choice(options=("是", "否"))),
        Field(key="note", label="备注", kind=Text(block=True)),
        Field(key="nicks", label="别名", kind=Text(), derived=True, search=True, pinyin=True),
    ),
    keys=(key_of("代码", "code"), key_of("名称", "name", also=("opened",))),
    name_fields=("name",),
    as_of="opened",
    order=(("opened", True), ("name", False)),
    derive=_school,
    guard=_GUARD,
)
NICK = Register(
    key="nick",
    title="别名",
    parent="school",
    fields=(
        Field(key="school", label="学校", kind=Ref(to="school"), search=True),
        Field(key="nick", label="别名", kind=Text()),
    ),
    keys=(key_of("学校＋别名", "school", "nick"),),
    name_fields=("school", "nick"),
)
PUPIL = Register(
    key="pupil",
    title="学生",
    fields=(
        Field(key="name", label="姓名", kind=Text(), search=True, pinyin=True, personal=True),
        Field(key="from", label="入学", kind=Date()),  # a word of SQL
        Field(key="school", label="学校", kind=Ref(to="school"), search=True),
        Field(key="fee", label="学费", kind=Money(minimum=None), total=True),
        Field(key="paid", label="已付", kind=Money(), derived=True, total=True),
        Field(key="last_paid", label="末次", kind=Date(), derived=True),
        Field(key="state", label="状态", kind=Choice(options=("清", "欠")), derived=True),
    ),
    keys=(key_of("学校＋姓名", "school", "name"),),
    name_fields=("name", "school"),
    order=(("name", False),),
    derive=_pupil,
)
PAYMENT = Register(
    key="payment",
    title="付款",
    parent="pupil",
    fields=(
        Field(key="pupil", label="学生", kind=Ref(to="pupil"), search=True),
        Field(key="day", label="日期", kind=Date()),
        Field(key="amount", label="金额", kind=Money(minimum=None), total=True),
        Field(key="reverses", label="冲正", kind=Ref(to="payment")),
    ),
    keys=(),
    name_fields=("day", "amount"),
    as_of="day",
)
REGISTERS = (SCHOOL, NICK, PUPIL, PAYMENT)


def migrations(folder: Path, registers: tuple[Register, ...] = REGISTERS) -> Path:
    """Write the migration that makes the trial registers; return its folder."""
    folder.mkdir()
    write("trial registers", registers, folder)
    return folder


def create(path: Path, versions: Path) -> Ledger:
    """Make a ledger of the trial registers and open it."""
    return Ledger.create(path, OFFICE, registers=REGISTERS, versions=versions)


def reopen(path: Path, versions: Path, **how: bool) -> Ledger:
    """Open one."""
    return Ledger.open(path, registers=REGISTERS, versions=versions, **how)


def operation(title: str = "登记", verb: str = "save", *, always: bool = False) -> Operation:
    return Operation(verb, title, "张三", always)


def done(ledger: Ledger, change: Callable[[Writer], object], title: str = "登记") -> int:
    """Do one step; return its number."""
    step = ledger.transact(operation(title), change)[1].step
    assert step is not None
    return step.number


def made(ledger: Ledger, register: str, **values: object) -> str:
    """Create one record in a step of its own; return its uid."""
    return ledger.transact(operation(), lambda writer: writer.create(register, values))[0]  # type: ignore[arg-type]


def faults(path: Path, registers: tuple[Register, ...] = REGISTERS) -> list[str]:
    """Return what in the file does not agree: history, derived values, search index, references."""
    connection = connect_reader(path)
    try:
        with connection.begin():
            broken = [str(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
            found = inconsistencies(connection, Schema(registers), Progress())
        return broken + [one.sentence for one in found]
    finally:
        connection.close()


def plan(ledger: Ledger, query: Query) -> str:
    """Return how SQLite goes about a query."""
    asked = ids(Schema(REGISTERS), query).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    connection = connect_reader(ledger.path)
    try:
        with connection.begin():
            return "\n".join(str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}"))
    finally:
        connection.close()


def both_ways(ledger: Ledger, query: Query) -> list[list[int]]:
    """Return the row numbers that a query finds, led by indexes and by looking at every row."""
    schema = Schema(REGISTERS)
    with closing(connect_reader(ledger.path)) as connection:
        return [list(connection.execute(ids(schema, query, led=led)).scalars()) for led in (True, False)]


def near_beginning(ledger: Ledger, query: Query, many: int) -> list[int]:
    """Return the row numbers of a query that are among the first `many` of all in its order."""
    with closing(connect_reader(ledger.path)) as connection:
        return list(connection.execute(near(Schema(REGISTERS), query, many)).scalars())
