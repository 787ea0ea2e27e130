"""What cannot be flipped because of what stays.

No living record may point at one that is not living; a row is of the same office as the record that it hangs under;
what was handed over together goes back together.
"""

from collections.abc import Mapping

from shuangjian_desktop.store.bonds import Bonds
from shuangjian_desktop.store.turns import Turn, by_table


class Entanglement:
    """Blocks records of a step (by uid) whose flips would leave a reference that leads nowhere."""

    def __init__(self, bonds: Bonds, turns: Mapping[str, Turn], back: bool) -> None:
        self._turns = turns
        self._back = back
        dying = by_table(turn for turn in turns.values() if turn.dies(back))
        self._bonds = [
            (turns[bond.target], bond)
            for table, some in dying.items()
            for bond in bonds.pointing_at(table, [turn.uid for turn in some])
        ]
        self._gaining = [turn for turn in turns.values() if turn.gained]
        wanted: dict[str, set[str]] = {}
        for turn in self._gaining:
            for key, to in turn.table.pointers(turn.gained):
                wanted.setdefault(to, set()).add(turn.targets[key])
        self._living = {to: bonds.living(to, uids) for to, uids in wanted.items()}
        self._offices = bonds.offices(wanted)
        self._passing = [turn for turn in turns.values() if turn.passes]

    def block(self) -> None:
        """Block until nothing more follows from what is blocked."""
        self._block_under_others()
        while any([self._block_pointed_at(), self._block_lost(), self._block_under_kept(), self._block_parted()]):
            pass

    def _block_under_others(self) -> None:
        """Block what would come to life under a record that was handed over since."""
        for turn in self._gaining:
            office = self._offices.get(turn.parent) if turn.parent not in self._turns else None
            if office not in (None, turn.office) and not turn.blocked:
                turn.blocked = "所属的记录已移交给其他单位"

    def _block_parted(self) -> bool:
        """Block what passes to another office with something that stays. Return whether that blocked any."""
        stays = any(turn.blocked for turn in self._passing)
        going = [turn for turn in self._passing if not turn.blocked] if stays else []
        for turn in going:
            turn.blocked = "一起移交的记录保留"
        return bool(going)

    def _block_pointed_at(self) -> bool:
        """Block the death of records that a record which lives on points at. Return whether that blocked any."""
        found = False
        for turn, bond in self._bonds:
            if turn.blocked:
                continue
            other = self._turns.get(bond.uid)
            stays = other is None or bool(other.blocked)
            if stays or (other is not None and other.targets.get(bond.field) == turn.uid):
                turn.blocked, found = f"被{bond.table.register.title}引用", True
        return found

    def _block_lost(self) -> bool:
        """Block the records that would come to point at one that is not living then."""
        found = False
        for turn in self._gaining:
            for key, to in turn.table.pointers(turn.gained) if not turn.blocked else ():
                if not self._lives(to, turn.targets[key]):
                    turn.blocked, found = f"它的“{turn.table.register[key].label}”已被删除", True
        return found

    def _lives(self, register: str, uid: str) -> bool:
        """Return whether a record is living afterwards."""
        turn = self._turns.get(uid)
        if turn is None or turn.blocked:
            return uid in self._living[register]
        return not turn.dies(self._back)

    def _block_under_kept(self) -> bool:
        """Block the death of child rows whose parent, part of the same step, stays: a kept record is kept whole."""
        found = False
        for turn in self._turns.values():
            above = self._turns.get(turn.parent)
            if above is not None and above.blocked and not turn.blocked and turn.dies(self._back):
                turn.blocked, found = f"所属的{above.table.register.title}保留", True
        return found
