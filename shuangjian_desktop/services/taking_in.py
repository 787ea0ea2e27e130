"""Writing what a package brings, inside its step: the good rows go in, what the ledger refuses is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.exchange.package.layout import travelling
from shuangjian_desktop.exchange.package.plan import PackagePlan
from shuangjian_desktop.exchange.package.planned import PlannedRow
from shuangjian_desktop.registers import find, pointed_to_first
from shuangjian_desktop.registers.system import RECEIVED
from shuangjian_desktop.services.agreeing import Agreed, agree, agree_on_handed
from shuangjian_desktop.services.office import office
from shuangjian_desktop.services.series import district_of, side, write_down
from shuangjian_desktop.store.writer import Writer

_AT_ONCE = 2_000
Place = tuple[str, str, int]
Write = Callable[[str, Sequence[PlannedRow]], None]
New = tuple[str, str, Values]
"""(uid, office, values)"""


class TakingIn:
    """Writes one plan."""

    def __init__(self, writer: Writer, plan: PackagePlan, progress: Progress) -> None:
        self._writer, self._plan, self._progress = writer, plan, progress
        self._office = district_of(plan.received.cover)
        self._refused: dict[Place, PlannedRow] = {}
        self._under: Mapping[str, Sequence[PlannedRow]] = {}
        self._in: set[str] = set()

    def run(self) -> PackagePlan:
        """Write the rows and what is remembered of the package; return the plan as it was carried out.

        What is pointed to goes in before what points to it; what is deleted goes last, the other way round.
        """
        keys = [register.key for register in pointed_to_first(travelling())]
        by_fate = _by_fate(self._plan.rows)
        new = {key: by_fate.get((key, "create"), []) for key in keys}
        self._under = _under_what_is_new(new)
        for key in keys:
            left = [row for row in new[key] if row.uid not in self._in] if self._in else new[key]
            self._each(key, _pointed_to_first(key, left), self._create)
            self._each(key, by_fate.get((key, "revive"), ()), self._revive)
        for key in keys:
            self._each(key, by_fate.get((key, "update"), ()), self._update)
        self._delete([row for key in reversed(keys) for row in by_fate.get((key, "delete"), ())])
        done = self._plan
        if self._refused:
            done = replace(done, rows=tuple(self._refused.get(_place(row), row) for row in done.rows))
        self._remember(done)
        return done

    def _each(self, key: str, rows: Sequence[PlannedRow], write: Write) -> None:
        """Write rows together; where one of them is refused, one by one."""
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            self._progress.step("写入台账", start, len(rows))
            try:
                write(key, some)
            except RefusedError:
                for row in some:
                    self._alone(key, row, write)

    def _alone(self, key: str, row: PlannedRow, write: Write) -> bool:
        """Write one row; return whether the ledger took it."""
        try:
            write(key, [row])
        except RefusedError as problem:
            self._refused[_place(row)] = row.refused("", problem.sentence.removesuffix("。"))
            return False
        self._refused.pop(_place(row), None)
        return True

    def _create(self, key: str, rows: Sequence[PlannedRow]) -> None:
        """Add new records, together with what comes under them; after a refusal each comes alone."""
        below = [] if len(rows) == 1 else [row for one in rows for row in self._under.get(one.uid, ())]
        under: dict[str, list[New]] = {}
        for row in below:
            under.setdefault(row.register, []).append(self._new(row))
        self._writer.take_in(key, [self._new(row) for row in rows], under)
        self._in.update(row.uid for row in below)

    def _new(self, row: PlannedRow) -> New:
        return row.uid, row.passes[1] if row.passes else self._office, row.values

    def _update(self, key: str, rows: Sequence[PlannedRow]) -> None:
        self._writer.update_many(key, [(row.uid, row.values) for row in rows if not row.passes])
        self._writer.hand_over(key, [(row.uid, row.passes[1], row.values) for row in rows if row.passes])

    def _revive(self, key: str, rows: Sequence[PlannedRow]) -> None:
        for row in rows:
            self._writer.revive(key, row.uid, row.values)
        self._writer.hand_over(key, [(row.uid, row.passes[1], {}) for row in rows if row.passes])

    def _delete(self, rows: Sequence[PlannedRow]) -> None:
        """Delete what can be; what is refused because another still points at it is tried again when that is gone."""

        def delete(key: str, some: Sequence[PlannedRow]) -> None:
            for row in some:
                self._writer.delete(key, row.uid)

        left = list(rows)
        while left:
            again = [row for row in left if not self._alone(row.register, row, delete)]
            if len(again) == len(left):
                return
            left = again

    def _remember(self, done: PackagePlan) -> None:
        """Write down that the package came, and what both offices know from now on."""
        cover = done.received.cover
        received = done.received
        write_down(self._writer, RECEIVED, cover, received.file, received.digest, len(done.rows))
        by_register: dict[str, list[PlannedRow]] = {register.key: [] for register in travelling()}
        for row in filter(_taken, done.rows):
            by_register[row.register].append(row)
        for register in travelling():
            taken = by_register[register.key]
            agree(self._writer, cover.sender, side(cover.sender), register, map(_agreed, taken))
            if office(cover.sender).is_city:  # which has the whole of what it hands on
                got = [(row.uid, row.revision, row.sent) for row in taken if row.passes]
                self._writer.agree(cover.sender, register.key, got)
            else:
                passed = ((row.uid, row.passes[1]) for row in taken if row.passes)
                agree_on_handed(self._writer, register.key, passed)


def _by_fate(rows: Sequence[PlannedRow]) -> dict[tuple[str, str], list[PlannedRow]]:
    """Return the rows by register and fate; those that bring a tombstone back have a fate of their own, revive."""
    found: dict[tuple[str, str], list[PlannedRow]] = {}
    for row in rows:
        fate = "revive" if row.restores and row.fate == "create" else row.fate
        found.setdefault((row.register, fate), []).append(row)
    return found


def _taken(row: PlannedRow) -> bool:
    """Return whether the sender holds a record of what was taken in; it knows nothing of one that somebody typed."""
    return row.fate in ("create", "update", "unchanged") and bool(row.sent) and not row.fresh


def _agreed(row: PlannedRow) -> Agreed:
    """Return what the sender is known to hold of a record; nothing is where somebody changed the row on its way."""
    return row.uid, row.revision, None if row.by_hand else row.sent


def _under_what_is_new(new: Mapping[str, Sequence[PlannedRow]]) -> dict[str, list[PlannedRow]]:
    """Return the new rows that can go in together with the new record that they come under, by its uid.

    `new` are the rows by register, what is pointed to first. Only where something is derived of the record from its
    rows, and where these point to nothing that goes in later.
    """
    keys = list(new)
    found: dict[str, list[PlannedRow]] = {}
    for key in keys:
        register = find(key)
        above = register.parent_register
        earlier = {key, *keys[: keys.index(above) + 1]} if above else set()
        if above and find(above).derive and all(to in earlier or to not in new for _item, to in register.refs):
            for row in new[key]:
                found.setdefault(str(row.values.get(register.parent)), []).append(row)
    return found


def _pointed_to_first(key: str, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
    """Return new rows of a register so that one which another of them points to (a head office) comes before that."""
    own = [item.key for item, to in find(key).refs if to == key]
    if not any(row.values.get(item) for item in own for row in rows):
        return list(rows)
    ordered: dict[str, PlannedRow] = {}
    left = {row.uid: row for row in rows}
    while left:
        free = {uid: row for uid, row in left.items() if not any(row.values.get(item) in left for item in own)}
        ordered |= free or left  # in a circle there is no such order
        left = {uid: row for uid, row in left.items() if uid not in ordered}
    return list(ordered.values())


def _place(row: PlannedRow) -> Place:
    return row.register, row.uid, row.place
