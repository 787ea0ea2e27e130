"""What undo and redo do to one record: the changes of a step that are flipped, and where that leads it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import OFFICE, Action
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.store.history import packed_list
from shuangjian_desktop.store.rows import Row, Rows
from shuangjian_desktop.store.tables import RegisterTable

AT_ONCE = 2000  # records whose values are in memory together: a step may have hundreds of thousands
CHANGED_SINCE = "之后被修改"
_OPPOSITE: Mapping[str, Action] = {"create": "delete", "restore": "delete", "delete": "restore", "update": "update"}
_AGAIN: Mapping[str, Action] = {"create": "restore", "restore": "restore", "delete": "delete", "update": "update"}
_SIDES = f'SELECT number, "before", "after" FROM change WHERE number {Rows.LISTED}'


@dataclass(slots=True)
class Turn:
    """A record of the step with its changes (numbers and actions) in the order in which they are flipped.

    `blocked` says why it is left alone, `impossible` that its register's guard says so, `later` is the number of the
    step that changed it since. Afterwards it hangs under the record `parent` and, if living, points at `targets` by
    their fields; by those `gained` it did not point there as a living record before. Then it is of `office`; `passes`
    says that it comes there from another.
    """

    table: RegisterTable
    uid: str
    numbers: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    blocked: str = ""
    impossible: bool = False
    later: int = 0
    parent: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)
    gained: Sequence[str] = ()
    office: str = ""
    passes: bool = False

    def dies(self, back: bool) -> bool:
        """Return whether the record is a tombstone afterwards."""
        return flipped(self.actions[-1], back) == "delete"


@dataclass(frozen=True, slots=True)
class Standing:
    """A record's row, and its values after each flip: None where they are as the row has them.

    `astray`: a flip does not find the record as it must.
    """

    turn: Turn
    row: Row
    states: Sequence[Values | None]
    astray: bool

    def end(self) -> Values:
        """Return the values to which the flips lead."""
        return self.states[-1] or self.turn.table.values(self.row.cells)


def flipped(action: str, back: bool) -> Action:
    """Return what flipping a change does to its record."""
    return (_OPPOSITE if back else _AGAIN)[action]


def by_table(turns: Iterable[Turn]) -> dict[RegisterTable, list[Turn]]:
    """Return the records by register."""
    found: dict[RegisterTable, list[Turn]] = {}
    for turn in turns:
        found.setdefault(turn.table, []).append(turn)
    return found


def walks(
    rows: Rows, turns: Iterable[Turn], back: bool, *, check: bool
) -> Iterator[tuple[RegisterTable, list[Standing]]]:
    """Walk through the flips of records from how they stand now; give them by register, some at a time.

    With `check` it is looked whether what comes back finds the record as it must; an undo finds what the change left,
    for nothing later is in force.
    """
    check = check and not back
    for table, some in by_table(turns).items():
        for start in range(0, len(some), AT_ONCE):
            part = some[start : start + AT_ONCE]
            held = rows.load_listed(table, f"uid {Rows.LISTED}", (turn.uid for turn in part))
            sides = _sides(rows, part, check)
            yield table, [_walk(turn, held[turn.uid], sides, back, check) for turn in part]


def _sides(rows: Rows, turns: Sequence[Turn], check: bool) -> Mapping[int, tuple[str | None, str | None]]:
    """Return before and after of the changes for which they matter: all to check, else those of updates."""
    numbers = [
        number
        for turn in turns
        for number, action in zip(turn.numbers, turn.actions, strict=True)
        if action == "update" or check
    ]
    found = rows.fetch(_SIDES, packed_list(numbers)) if numbers else []
    return {number: (before, after) for number, before, after in found}


def _walk(
    turn: Turn, row: Row, sides: Mapping[int, tuple[str | None, str | None]], back: bool, check: bool
) -> Standing:
    """Walk through the flips of one record."""
    living, astray = not row.deleted, False
    values: Values | None = None
    states = []
    for number, action in zip(turn.numbers, turn.actions, strict=True):
        before, after = sides.get(number, (None, None))
        if check:
            astray = astray or not _finds(turn.table, row, values, action, before, after)
        if action == "update":
            patch = turn.table.unpacked(before if back else after)
            values = {**(values or turn.table.values(row.cells)), **patch}
        deed = flipped(action, back)
        astray = astray or living == (deed == "restore")
        living = deed != "delete"
        states.append(values)
    return Standing(turn, row, states, astray)


def _finds(
    table: RegisterTable, row: Row, values: Values | None, action: str, before: str | None, after: str | None
) -> bool:
    """Return whether a record, with `values` or those of its row, stands as the change to be done again found it."""
    if action == "update":
        expected: Mapping[str, Value] = table.unpacked(before)
    elif values is None and table.filled(row.cells) == (before or after):
        return True  # to the letter, as nearly always
    else:
        expected = {**dict.fromkeys(table.entered_keys), **table.unpacked(before or after)}
    held = {OFFICE: row.office, **(values or table.values(row.cells))}
    return all(held[key] == value for key, value in expected.items())
