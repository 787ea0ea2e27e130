"""A small ledger with something of everything in it, and what a file holds, for comparing."""

from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from shuangjian_desktop.store.ledger import Ledger, Operation
from shuangjian_desktop.store.writer import Writer

OFFICE = "410105"
SERIES = ("郑金教改", 2024)


def operation(title: str = "登记", verb: str = "save") -> Operation:
    return Operation(verb, title, "张三")


def write(ledger: Ledger, change: Callable[[Writer], object], title: str = "登记") -> int:
    """Do one step; return its number."""
    step = ledger.transact(operation(title), change)[1].step
    assert step is not None
    return step.number


def fill(ledger: Ledger, refunds: int = 40) -> None:
    """Make institutions with their rows, refunds with payments, a number, tombstones, and a step taken back."""
    institutions: list[str] = []
    made: list[str] = []

    def found(writer: Writer) -> None:
        rows = [{"name": f"郑州育才{number}培训学校", "address": f"花园路{number}号"} for number in range(8)]
        institutions.extend(writer.create_many("institution", rows))

    def claim(writer: Writer) -> None:
        rows = [
            {"institution": institutions[number % 8], "student": f"王小{number}", "paid_amount": 100_000 + number}
            for number in range(refunds)
        ]
        made.extend(writer.create_many("refund", rows))

    def pay(writer: Writer) -> None:
        writer.create_many("refund_payment", [{"refund": uid, "amount": 5_000} for uid in made[::3]])

    write(ledger, found)
    write(ledger, claim)
    write(ledger, pay)
    write(ledger, lambda writer: writer.update("refund", made[1], {"student": "欧阳明"}))
    write(ledger, lambda writer: writer.delete("refund", made[3]))
    ledger.undo(write(ledger, lambda writer: writer.update("institution", institutions[0], {"name": "改名"})), "李四")
    write(ledger, lambda writer: [writer.create("operator", {"name": "张三"}), writer.next_serial(*SERIES)])


def make(path: Path, refunds: int = 40) -> Path:
    """Make the ledger at `path` and close it."""
    with Ledger.create(path, OFFICE) as ledger:
        fill(ledger, refunds)
    return path


def add(path: Path, name: str) -> int:
    """Add an institution to the ledger and take a number; return the number."""
    numbers: list[int] = []

    def change(writer: Writer) -> None:
        writer.create("institution", {"name": name})
        numbers.append(writer.next_serial(*SERIES))

    with Ledger.open(path) as ledger:
        write(ledger, change)
    return numbers[0]


def names(path: Path) -> list[str]:
    """Return what the institutions of a ledger are called."""
    connection = dbapi2.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT name FROM institution ORDER BY id")]
    finally:
        connection.close()


def content(path: Path, leave_out: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables of a file."""
    connection = dbapi2.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'")]
        return {
            table: sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
            for table in tables
            if table not in leave_out
        }
    finally:
        connection.close()


def execute(path: Path, *statements: str) -> None:
    """Change a file behind the program's back: no triggers, no foreign keys."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def break_index(path: Path) -> None:
    """Change one of the places where the file holds a record's uid: a table and its index no longer agree."""
    text = str(content(path)["refund_payment"][2][1]).encode()
    data = path.read_bytes()
    assert data.count(text) > 1
    place = data.rindex(text)
    path.write_bytes(data[:place] + b"\x01" + data[place + 1 :])
