"""What a ledger should come to: every change in order, and whether it is in force; and steps written into both."""

from dataclasses import dataclass, field

from shuangjian_desktop.store.writer import Writer
from tests.store import trial

REFS = {(register.key, item.key): to for register in trial.REGISTERS for item, to in register.refs}
PARENT = {register.key: register.parent for register in trial.REGISTERS}
EMPTY = {register.key: {item.key: None for item in register.entered} for register in trial.REGISTERS}


@dataclass
class Written:
    """A change of a step: `patch` is what it sets, `found` what it found there."""

    step: int
    uid: str
    action: str
    patch: dict[str, object] = field(default_factory=dict)
    found: dict[str, object] = field(default_factory=dict)
    active: bool = True


@dataclass
class State:
    living: bool
    values: dict[str, object]


class Model:
    """What was written, in order; a record stands as the changes in force made it."""

    def __init__(self) -> None:
        self.registers: dict[str, str] = {}
        self.log: list[Written] = []

    def state(self, uid: str) -> State:
        state = State(False, dict(EMPTY[self.registers[uid]]))
        for change in self.log:
            if change.uid == uid and change.active:
                state.living = change.action != "delete"
                state.values.update(change.patch)
            elif change.uid == uid and change.action == "create":
                state.values.update(change.patch)  # a tombstone keeps its values
        return state

    def add(self, step: int, uid: str, action: str, patch: dict[str, object] | None = None) -> None:
        found = {} if action == "create" else dict(self.state(uid).values)
        self.log.append(Written(step, uid, action, patch or {}, found))

    def living(self, register: str | None = None) -> list[str]:
        return [uid for uid, key in self.registers.items() if register in (None, key) and self.state(uid).living]

    def under(self, uid: str) -> list[str]:
        """The record with all living rows under it."""
        found = [uid]
        for other in self.living():
            parent = PARENT[self.registers[other]]
            if parent and self.state(other).values[parent] == uid:
                found += self.under(other)
        return found

    def pointers(self, uid: str) -> set[str]:
        values, key = self.state(uid).values, self.registers[uid]
        return {str(values[name]) for (register, name) in REFS if register == key and values[name] is not None}

    def lost(self) -> set[tuple[str, str]]:
        """The (living record, record that is not living) pairs that should not be."""
        living = set(self.living())
        return {(uid, to) for uid in living for to in self.pointers(uid) if to not in living}

    def candidates(self, step: int, back: bool) -> dict[str, list[Written]]:
        found: dict[str, list[Written]] = {}
        for change in self.log:
            if change.step == step and change.active == back:
                found.setdefault(change.uid, []).append(change)
        return found

    def built_upon(self, uid: str, step: int) -> bool:
        return any(change.uid == uid and change.step > step and change.active for change in self.log)


class Draft:
    """A step as it is written, into the ledger and noted for the model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.registers: dict[str, str] = {}
        self.wrote: list[tuple[str, str, dict[str, object]]] = []
        self.deeds: list[tuple[str, str, str, dict[str, object]]] = []
        self.refusable = False
        self.values: dict[str, dict[str, object]] = {}

    def create(self, register: str, values: dict[str, object]) -> str:
        uid = f"{register}-{len(self.model.registers) + len(self.registers)}"
        self.registers[uid] = register
        self.values[uid] = {**EMPTY[register], **values}
        self.deeds.append(("create", register, uid, values))
        self.wrote.append((uid, "create", self.values[uid].copy()))
        return uid

    def update(self, uid: str, values: dict[str, object]) -> None:
        register = self.registers.get(uid) or self.model.registers[uid]
        held = self.values.setdefault(uid, dict(self.model.state(uid).values) if uid in self.model.registers else {})
        changed = {key: value for key, value in values.items() if held[key] != value}
        self.deeds.append(("update", register, uid, values))
        if uid in self.model.registers and not self.model.state(uid).living:
            self.refusable = True
        elif changed:
            held.update(changed)
            self.wrote.append((uid, "update", changed))

    def touch(self, uid: str, name: str, note: str) -> None:
        """Change what the register of a record has to be changed."""
        register = self.registers.get(uid) or self.model.registers[uid]
        values: dict[str, dict[str, object]] = {
            "school": {"name": name, "note": note},
            "pupil": {"name": name},
            "nick": {"nick": name},
            "payment": {"amount": len(note) + ord(name) % 5},
        }
        self.update(uid, values[register])

    def delete(self, uid: str) -> None:
        if self.model.state(uid).living:
            going = self.model.under(uid)
            self.refusable = any(
                other not in going and set(going) & self.model.pointers(other) for other in self.model.living()
            )
            self.wrote += [(one, "delete", {}) for one in going]
        self.deeds.append(("delete", self.model.registers[uid], uid, {}))

    def restore(self, uid: str) -> None:
        self.deeds.append(("restore", self.model.registers[uid], uid, {}))
        self.refusable = True
        self.model_restores = uid

    def write(self, writer: Writer) -> None:
        for deed, register, uid, values in self.deeds:
            if deed == "create":
                writer.create(register, values, uid=uid)  # type: ignore[arg-type]
            elif deed == "update":
                writer.update(register, uid, values)  # type: ignore[arg-type]
            elif deed == "delete":
                writer.delete(register, uid)
            else:
                self._restored(writer, register, uid)

    def _restored(self, writer: Writer, register: str, uid: str) -> None:
        """Restore, and note which tombstones came back: the rows under it that were written last in the same step."""
        dead = [one for one in self.model.registers if not self.model.state(one).living]
        writer.restore(register, uid)
        back = [one for one in dead if not writer.get(self.model.registers[one], one).deleted]  # type: ignore[union-attr]
        for one in back:
            if one != uid:
                parent = PARENT[self.model.registers[one]]
                assert self.model.state(one).values[parent] in back
        self.wrote = [(one, "restore", {}) for one in back]
