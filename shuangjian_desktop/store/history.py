"""The history: every write of every record, in steps; and reading it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import orjson
import sqlalchemy as sa

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import Action, Change, Changes, Step
from shuangjian_desktop.store.inserting import insert
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable

_STEP = "SELECT number, verb, title, operator, at, rows, takes_back FROM step"
_CHANGE = 'SELECT number, step, register, uid, action, "before", "after" FROM change'
_ADD_CHANGE = "INSERT INTO change VALUES (?,?,?,?,?,?,?,?,?)"
_ADD_STEP = "INSERT INTO step VALUES (?,?,?,?,?,?,?)"


@dataclass(frozen=True)
class Operation:
    """What is written down about a step: its kind, a title for people, who does it.

    With `always` it is on record also when nothing was changed (personal data were unmasked).
    """

    verb: str
    title: str
    operator: str
    always: bool = False


Entry = tuple[str, Action, str | None, str | None, int, int | None]
"""(uid, action, before, after, revision, number of the change that it takes back) as the history holds them"""
_StepRow = tuple[int, str, str, str, str, int, int | None]
_ChangeRow = tuple[int, int, str, str, Action, str | None, str | None]


@dataclass
class Journal:
    """Writes one step. `changed` are the records that it wrote, `touched` also those whose derived values followed."""

    connection: sa.Connection
    step: int
    next_change: int
    changed: dict[str, set[str]] = field(default_factory=dict)
    touched: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def begin(cls, connection: sa.Connection) -> "Journal":
        """Return the journal of the step that comes next."""
        top = connection.exec_driver_sql(
            "SELECT (SELECT coalesce(max(number), 0) FROM step), (SELECT coalesce(max(number), 0) FROM change)"
        ).one()
        return cls(connection, top[0] + 1, top[1] + 1)

    def add(self, register: str, entries: Sequence[Entry]) -> None:
        """Write down changes of one register."""
        first = self.next_change
        self.next_change += len(entries)
        rows = [(first + number, self.step, register, *entry) for number, entry in enumerate(entries)]
        self.connection.exec_driver_sql(_ADD_CHANGE, rows)
        self._note(register, [entry[0] for entry in entries])

    def add_new(self, register: str, uids: Sequence[str], after: Sequence[str]) -> None:
        """Write down that records of one register were made, and with which values."""
        count, first = len(uids), self.next_change
        self.next_change += count
        columns = {
            "number": range(first, first + count),
            "step": [self.step] * count,
            "register": [register] * count,
            "uid": uids,
            "action": ["create"] * count,
            "after": after,
            "revision": [1] * count,
        }
        insert(self.connection, "change", columns, count)
        self._note(register, uids)

    def _note(self, register: str, uids: Sequence[str]) -> None:
        """Note which records the step wrote."""
        self.changed.setdefault(register, set()).update(uids)
        self.touched.setdefault(register, set()).update(uids)

    def finish(self, operation: Operation, takes_back: int | None = None) -> Changes:
        """Write the step itself, unless nothing was changed; return what it touched."""
        rows = sum(map(len, self.changed.values()))
        if not rows and not operation.always:
            return Changes(None)
        at = datetime.now().astimezone()
        values = (operation.verb, operation.title, operation.operator, at.isoformat(timespec="milliseconds"))
        self.connection.exec_driver_sql(_ADD_STEP, (self.step, *values, rows, takes_back))
        step = Step(self.step, *values[:3], at=datetime.fromisoformat(values[3]), rows=rows, takes_back=takes_back)
        return Changes(step, {register: frozenset(uids) for register, uids in self.touched.items()})


def steps(connection: sa.Connection, limit: int, before: int | None) -> list[Step]:
    """Return the newest steps first, those with numbers under `before` if one is given."""
    where, values = ("", ()) if before is None else (" WHERE number < ?", (before,))
    rows = connection.exec_driver_sql(f"{_STEP}{where} ORDER BY number DESC LIMIT ?", (*values, limit)).all()
    return _steps(connection, rows)


def steps_by_number(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, Step]:
    """Return the steps with these numbers."""
    wanted = packed_list(numbers)
    rows = connection.exec_driver_sql(f"{_STEP} WHERE number IN (SELECT value FROM json_each(?))", (wanted,)).all()
    return {step.number: step for step in _steps(connection, rows)}


def packed_list(items: Iterable[object]) -> str:
    """Return a list as one value of a statement, read there by json_each."""
    return orjson.dumps(list(items)).decode()


def _steps(connection: sa.Connection, rows: Sequence[object]) -> list[Step]:
    """Return steps of their rows, each told whether it is taken back now."""
    found = cast("Sequence[_StepRow]", rows)
    undone = _undone(connection, [row[0] for row in found])
    return [
        Step(number, verb, title, operator, datetime.fromisoformat(at), count, takes_back, number in undone)
        for number, verb, title, operator, at, count, takes_back in found
    ]


def _undone(connection: sa.Connection, numbers: Iterable[object]) -> set[int]:
    """Return which of the steps are taken back now, wholly or in part.

    After an undo a step is: at least that is taken back. After a redo it is if that left something, which is counted.
    """
    flips = connection.exec_driver_sql(
        "SELECT takes_back, verb, max(number) FROM step WHERE takes_back IN (SELECT value FROM json_each(?)) "
        "GROUP BY takes_back",
        (packed_list(numbers),),
    ).all()
    return {number for number, verb, _last in flips if verb == "undo" or _left_by_redo(connection, number)}


def _left_by_redo(connection: sa.Connection, step: int) -> bool:
    """Return whether a change of the step is still taken back."""
    return bool(
        connection.exec_driver_sql(
            "SELECT 1 FROM change WHERE step IN (SELECT number FROM step WHERE takes_back = ?) "
            "GROUP BY takes_back HAVING count(*) % 2 = 1 LIMIT 1",
            (step,),
        ).first()
    )


def changes(connection: sa.Connection, schema: Schema, step: int, limit: int, after: int) -> list[Change]:
    """Return changes of a step in their order, those with numbers above `after`."""
    rows = connection.exec_driver_sql(
        f"{_CHANGE} WHERE step = ? AND number > ? ORDER BY number LIMIT ?", (step, after, limit)
    ).all()
    return _changes(connection, schema, rows)


def history(connection: sa.Connection, schema: Schema, register: str, uid: str) -> list[Change]:
    """Return every write of a record, the newest first."""
    rows = connection.exec_driver_sql(
        f"{_CHANGE} WHERE uid = ? AND register = ? ORDER BY number DESC", (uid, register)
    ).all()
    return _changes(connection, schema, rows)


def _changes(connection: sa.Connection, schema: Schema, rows: Sequence[object]) -> list[Change]:
    """Return changes of their rows, but for those of a register that is no more and of the step that is not done."""
    found = cast("Sequence[_ChangeRow]", rows)
    steps = steps_by_number(connection, {row[1] for row in found})
    return [
        Change(number, steps[step], register, uid, action, _side(table, before), _side(table, after))
        for number, step, register, uid, action, before, after in found
        if step in steps and (table := schema.tables.get(register)) is not None
    ]


def _side(table: RegisterTable, text: str | None) -> Mapping[str, Value] | None:
    """Return the values of one side of a change."""
    return None if text is None else table.unpacked(text)
