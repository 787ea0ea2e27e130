"""Taking a step back, or doing it again, as a new step.

A change is flipped by a change that points at it through `takes_back`, and in force unless an odd number of flips point
at it. Flips themselves are never flipped: undoing an undo flips the same changes once more. A record always stands as
its changes in force, in their order, made it; so a change may go or come back only where no later change of the record
is in force, and come back only where the record stands as the change found it.
"""

from collections.abc import Iterable, Sequence

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.records import OFFICE, Changes, Kept, Undone
from shuangjian_desktop.store.editor import Edit
from shuangjian_desktop.store.entanglement import Entanglement
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable
from shuangjian_desktop.store.turns import CHANGED_SINCE, Standing, Turn, by_table, flipped, walks
from shuangjian_desktop.store.writer import Writer

_IN_FORCE = "(SELECT count(*) % 2 FROM change AS flip WHERE flip.takes_back = {0}.number) = 0"
_LATER = (
    "SELECT max(later.step) FROM change AS later WHERE later.uid = change.uid AND later.step > change.step "
    f"AND later.takes_back IS NULL AND {_IN_FORCE.format('later')}"
)
_PRIMARY = (
    f"SELECT number, register, uid, action, {_IN_FORCE.format('change')}, ({_LATER}) "
    "FROM change WHERE step = ? AND takes_back IS NULL ORDER BY number"
)


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
        for table, standings in walks(self._writer.editor.rows, self._turns.values(), self._back, check=True):
            sent = self._writer.guarded_as_sent(table, (one.turn.uid for one in standings), but=self._step)
            for standing in standings:
                self._look(standing, sent=standing.turn.uid in sent)
        Entanglement(self._writer.bonds, self._turns, self._back).block()
        left = sorted((turn for turn in self._turns.values() if turn.blocked), key=lambda turn: min(turn.numbers))
        if left and len(set(map(self._top, self._turns.values()))) == 1:
            raise self._refusal(next((turn for turn in left if turn.later or turn.impossible), left[0]))
        going = [turn for turn in self._turns.values() if not turn.blocked]
        for table, standings in walks(self._writer.editor.rows, going, self._back, check=False):
            self._write(table, standings)
        kept, impossible = (self._told(turn for turn in left if turn.impossible is which) for which in (False, True))
        return Undone(Changes(None), len(going), kept, impossible)

    def _find(self) -> None:
        """Find the changes of the step that are to be flipped.

        Raises:
            RefusedError: there are none.

        """
        rows = self._writer.editor.rows.fetch(_PRIMARY, self._step)
        # Of several changes of one record the last goes first, and comes back last.
        for number, register, uid, action, in_force, later in reversed(rows) if self._back else rows:
            if register in self._schema.tables and bool(in_force) == self._back:
                turn = self._turns.get(uid)
                if turn is None:
                    turn = self._turns[uid] = Turn(self._schema[register], uid)
                turn.numbers.append(number)
                turn.actions.append(action)
                if later is not None:
                    turn.blocked, turn.later = CHANGED_SINCE, later
        if not rows:
            raise RefusedError(f"第 {self._step} 步没有改动任何记录，没有可{self._word}的内容。")
        if not self._turns:
            raise RefusedError(f"第 {self._step} 步{'已经撤销过了' if self._back else '没有被撤销，不用重做'}。")

    @property
    def _word(self) -> str:
        """What the deed is called."""
        return "撤销" if self._back else "重做"

    def _look(self, standing: Standing, *, sent: bool) -> None:
        """Note of a record what decides whether it can be flipped, and forget the rest of it."""
        turn, row, table = standing.turn, standing.row, standing.turn.table
        if standing.astray:
            turn.blocked = turn.blocked or CHANGED_SINCE
        changed = standing.states[-1]
        turn.office = str((changed or {}).get(OFFICE, row.office))
        turn.passes = turn.office != row.office
        places = [(key, row.cells[table.positions[key]]) for key, _to in table.pointers()]
        held = {key: str(cell) for key, cell in places if cell is not None}
        points = held if changed is None else {key: str(changed[key]) for key in dict(places) if changed[key]}
        turn.parent = points.get(table.register.parent, "")
        if not turn.dies(self._back):
            turn.targets = points
            turn.gained = [key for key, uid in points.items() if row.deleted or held.get(key) != uid]
        # A guard answers for what left this house; what another office sent can be taken back here, it has it still.
        guarded = sent or table.register.guard is not None
        if guarded and row.office == self._writer.office and not row.deleted and not turn.blocked:
            end = None if turn.dies(self._back) else standing.end()
            if sentence := table.register.refusal(table.values(row.cells), end, sent=sent):
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

    def _write(self, table: RegisterTable, standings: Sequence[Standing]) -> None:
        """Write the flips of some records: first the first of each, then the second of those that have one."""
        rows = {standing.turn.uid: standing.row for standing in standings}
        for number in range(max(len(standing.states) for standing in standings)):
            some = [standing for standing in standings if len(standing.states) > number]
            if number:
                rows = self._writer.editor.load(table, [standing.turn.uid for standing in some])
            edits = []
            for standing in some:
                turn = standing.turn
                deed = flipped(turn.actions[number], self._back)
                edits.append(Edit(rows[turn.uid], standing.states[number], deed, turn.numbers[number]))
            self._writer.editor.write(table, edits)

    def _told(self, turns: Iterable[Turn]) -> tuple[Kept, ...]:
        """Return the records that stay, with their reasons, as the step had them by register."""
        found: list[Kept] = []
        for table, some in by_table(turns).items():
            names = self._writer.labels(table.key, [turn.uid for turn in some])
            found += [Kept(table.key, turn.uid, names[turn.uid], turn.blocked) for turn in some]
        return tuple(found)
