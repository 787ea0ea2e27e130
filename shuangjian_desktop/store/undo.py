"""Taking a step back, or doing it again, as a new step.

A change is flipped by a change that points at it through `takes_back`, and in force unless an odd number of flips point
at it. Flips themselves are never flipped: undoing an undo flips the same changes once more. A record always stands as
its changes in force, in their order, made it; so a change may go or come back only where no later change of the record
is in force, and come back only where the record stands as the change found it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import Action, Changes, Kept, Undone
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.store.editor import Edit
from shuangjian_desktop.store.rows import Row
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable
from shuangjian_desktop.store.writer import Writer

_OPPOSITE: Mapping[str, Action] = {"create": "delete", "restore": "delete", "delete": "restore", "update": "update"}
_AGAIN: Mapping[str, Action] = {"create": "restore", "restore": "restore", "delete": "delete", "update": "update"}
_CHANGED_SINCE = "之后被修改"
_IN_FORCE = "(SELECT count(*) % 2 FROM change AS flip WHERE flip.takes_back = {0}.number) = 0"
_LATER = (
    "SELECT max(later.step) FROM change AS later WHERE later.uid = change.uid AND later.step > change.step "
    f"AND later.takes_back IS NULL AND {_IN_FORCE.format('later')}"
)
_PRIMARY = (
    f'SELECT number, register, uid, action, "before", "after", {_IN_FORCE.format("change")}, ({_LATER}) '
    "FROM change WHERE step = ? AND takes_back IS NULL ORDER BY number"
)


@dataclass(frozen=True, slots=True)
class Flip:
    """One change that is to be flipped: what to do, the values that it sets, those that it must find (None: any)."""

    number: int
    action: Action
    patch: Values
    expected: Values | None


@dataclass(slots=True)
class Turn:
    """A record of the step: the flips of its changes in their order, its row, and how it stands after each flip.

    `blocked` says why it is left alone, `impossible` that its register's guard says so, `later` is the number of the
    step that changed it since.
    """

    table: RegisterTable
    uid: str
    flips: list[Flip] = field(default_factory=list)
    row: Row = field(init=False)
    states: list[Values] = field(default_factory=list)
    blocked: str = ""
    impossible: bool = False
    later: int = 0

    @property
    def first(self) -> int:
        """The number of the record's first change in the step: the order in which the step went."""
        return min(flip.number for flip in self.flips)

    @property
    def dies(self) -> bool:
        """Whether the record is a tombstone afterwards."""
        return self.flips[-1].action == "delete"

    @property
    def parent(self) -> str:
        """The uid of the record that this one hangs under, or ''."""
        key = self.table.register.parent
        return str(self.states[-1].get(key) or "") if key else ""

    def targets(self) -> dict[str, str]:
        """Return, by field, what the record points at afterwards."""
        values = self.states[-1]
        return {key: str(values[key]) for key, _to in self.table.pointers() if values.get(key) is not None}

    def stand(self, row: Row) -> None:
        """Walk through the flips from how the record stands; it is blocked where a flip does not find what it must."""
        self.row = row
        living, values = not row.deleted, self.table.values(row.cells)
        for flip in self.flips:
            astray = living == (flip.action == "restore")
            if astray or any(values.get(key) != value for key, value in (flip.expected or {}).items()):
                self.blocked = self.blocked or _CHANGED_SINCE
            living, values = flip.action != "delete", {**values, **flip.patch}
            self.states.append(values)


class Flipping:
    """Flips the changes of one step: back (撤销) or forward again (重做)."""

    def __init__(self, writer: Writer, schema: Schema, step: int, back: bool) -> None:
        self._writer = writer
        self._schema = schema
        self._step = step
        self._back = back
        self._turns: dict[str, Turn] = {}

    def run(self) -> Undone:
        """Flip what can be flipped; the step that this makes is not yet told in the answer.

        Raises:
            RefusedError: nothing is left to flip, or the step is about one record and that cannot be flipped.

        """
        self._find()
        for table, turns in self._by_table(self._turns.values()).items():
            rows = self._writer.editor.load(table, [turn.uid for turn in turns])
            for turn in turns:
                turn.stand(rows[turn.uid])
                self._ask_guard(turn)
        Entanglement(self._writer, self._schema, self._turns).block()
        left = sorted((turn for turn in self._turns.values() if turn.blocked), key=lambda turn: turn.first)
        if left and len(set(map(self._top, self._turns.values()))) == 1:
            raise self._refusal(next((turn for turn in left if turn.later or turn.impossible), left[0]))
        going = [turn for turn in self._turns.values() if not turn.blocked]
        self._write(going)
        kept, impossible = (self._told(turn for turn in left if turn.impossible is which) for which in (False, True))
        return Undone(Changes(None), len(going), kept, impossible)

    def _find(self) -> None:
        """Find the changes of the step that are to be flipped.

        Raises:
            RefusedError: there are none.

        """
        rows = self._writer.editor.rows.connection.exec_driver_sql(_PRIMARY, (self._step,)).all()
        # Of several changes of one record the last goes first, and comes back last.
        for number, register, uid, action, before, after, in_force, later in reversed(rows) if self._back else rows:
            if register in self._schema.tables and bool(in_force) == self._back:
                table = self._schema[register]
                turn = self._turns.setdefault(uid, Turn(table, uid))
                turn.flips.append(self._flip(table, number, action, before, after))
                if later is not None:
                    turn.blocked, turn.later = _CHANGED_SINCE, later
        if not rows:
            raise RefusedError(f"第 {self._step} 步没有改动任何记录，没有可{self._word}的内容。")
        if not self._turns:
            raise RefusedError(f"第 {self._step} 步{'已经撤销过了' if self._back else '没有被撤销，不用重做'}。")

    @property
    def _word(self) -> str:
        """What the deed is called."""
        return "撤销" if self._back else "重做"

    def _flip(self, table: RegisterTable, number: int, action: str, before: str | None, after: str | None) -> Flip:
        """Return the flip of a change. An undo finds what the change left, for nothing later is in force."""
        if self._back:
            patch = table.unpacked(before if action == "update" else None)
            return Flip(number, _OPPOSITE[action], patch, None)
        if action == "update":
            return Flip(number, "update", table.unpacked(after), table.unpacked(before))
        whole = table.unpacked(before or after)
        empty: dict[str, Value] = {item.key: None for item in table.register.entered}
        return Flip(number, _AGAIN[action], {}, empty | whole)

    def _ask_guard(self, turn: Turn) -> None:
        """Ask the register whether the record may be taken where the flips lead."""
        guard = turn.table.register.guard
        if guard is None or turn.row.deleted or turn.blocked:
            return
        sentence = guard(turn.table.values(turn.row.cells), None if turn.dies else turn.states[-1])
        if sentence:
            turn.blocked, turn.impossible = sentence, True

    def _top(self, turn: Turn) -> str:
        """Return the uid of the record that a record belongs to in the end: its own, or that of what it hangs under."""
        above = self._turns.get(turn.parent)
        return self._top(above) if above else turn.parent or turn.uid

    def _refusal(self, turn: Turn) -> RefusedError:
        """Return why a step about one record stays."""
        name = self._writer.label(turn.table.key, turn.uid)
        if turn.impossible:
            return RefusedError(f"不能{self._word}：{turn.blocked}")
        later = self._writer.step(turn.later) if turn.later else None
        if later is not None:
            since = f"“{name}”在第 {later.number} 步（{later.title}，{later.operator}）又被修改"
            return RefusedError(f"不能{self._word}：{since}。", f"请先撤销第 {later.number} 步。")
        return RefusedError(f"不能{self._word}：“{name}”{turn.blocked}。", "请先查看它的修改记录。")

    def _write(self, turns: list[Turn]) -> None:
        """Write the flips: first the first of each record, then the second of those that have one."""
        number = 0
        while turns:
            for table, some in self._by_table(turns).items():
                rows = self._writer.editor.load(table, [turn.uid for turn in some]) if number else {}
                self._writer.editor.write(
                    table,
                    [
                        Edit(rows.get(turn.uid, turn.row), turn.states[number], flip.action, flip.number)
                        for turn in some
                        for flip in [turn.flips[number]]
                    ],
                )
            number += 1
            turns = [turn for turn in turns if len(turn.flips) > number]

    def _told(self, turns: Iterable[Turn]) -> tuple[Kept, ...]:
        """Return the records that stay, with their reasons."""
        found: list[Kept] = []
        for table, some in self._by_table(turns).items():
            names = self._writer.labels(table.key, [turn.uid for turn in some])
            found += [Kept(table.key, turn.uid, names[turn.uid], turn.blocked) for turn in some]
        return tuple(found)

    @staticmethod
    def _by_table(turns: Iterable[Turn]) -> dict[RegisterTable, list[Turn]]:
        """Return the records by register."""
        found: dict[RegisterTable, list[Turn]] = {}
        for turn in turns:
            found.setdefault(turn.table, []).append(turn)
        return found


class Entanglement:
    """Blocks what cannot be flipped because of what stays: no living record may point at one that is not living."""

    def __init__(self, writer: Writer, schema: Schema, turns: Mapping[str, Turn]) -> None:
        self._turns = turns
        self._bonds = [
            (turns[bond.target], bond)
            for table, some in Flipping._by_table(turn for turn in turns.values() if turn.dies).items()
            for bond in writer.bonds.pointing_at(table, [turn.uid for turn in some])
        ]
        wanted: dict[str, set[str]] = {}
        for turn in turns.values():
            for key, to in turn.table.pointers() if not turn.dies else ():
                if turn.states[-1].get(key) is not None:
                    wanted.setdefault(to, set()).add(str(turn.states[-1][key]))
        self._living = {to: writer.bonds.living(to, uids) for to, uids in wanted.items()}

    def block(self) -> None:
        """Block until nothing more follows from what is blocked."""
        while any([self._block_pointed_at(), self._block_lost(), self._block_under_kept()]):
            pass

    def _block_pointed_at(self) -> bool:
        """Block the death of records that a record which lives on points at. Return whether that blocked any."""
        found = False
        for turn, bond in self._bonds:
            other = self._turns.get(bond.uid)
            stays = other is None or bool(other.blocked)
            points = stays or (other is not None and not other.dies and other.targets().get(bond.field) == turn.uid)
            if points and not turn.blocked:
                turn.blocked, found = f"被{bond.table.register.title}引用", True
        return found

    def _block_lost(self) -> bool:
        """Block the records that would come to point at one that is not living then."""
        found = False
        for turn in self._turns.values():
            if turn.blocked or turn.dies:
                continue
            held = turn.table.values(turn.row.cells)
            for key, to in turn.table.pointers():
                uid = turn.states[-1].get(key)
                if uid is not None and (turn.row.deleted or held[key] != uid) and not self._lives(to, str(uid)):
                    turn.blocked, found = f"它的“{turn.table.register[key].label}”已被删除", True
        return found

    def _lives(self, register: str, uid: str) -> bool:
        """Return whether a record is living afterwards."""
        turn = self._turns.get(uid)
        if turn is None or turn.blocked:
            return uid in self._living[register]
        return not turn.dies

    def _block_under_kept(self) -> bool:
        """Block the death of child rows whose parent, part of the same step, stays: a kept record is kept whole."""
        found = False
        for turn in self._turns.values():
            above = self._turns.get(turn.parent)
            if turn.dies and not turn.blocked and above is not None and above.blocked:
                turn.blocked, found = f"所属的{above.table.register.title}保留", True
        return found
