"""How a row of a child register names the record that it hangs under: by name, code, or the fields of its keys."""

from collections.abc import Iterator, Mapping, Sequence

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.core.texts import same_text
from shuangjian_desktop.exchange.planning.cells import Bad
from shuangjian_desktop.exchange.planning.lookup import Lookup
from shuangjian_desktop.registers import find


class _Recorder(Mapping[str, Value]):
    """Values that are all there, and that note which of them were asked for."""

    def __init__(self) -> None:
        self.asked: dict[str, None] = {}

    def __getitem__(self, key: str) -> Value:
        self.asked[key] = None
        return "1"

    def __iter__(self) -> Iterator[str]:
        return iter(self.asked)

    def __len__(self) -> int:
        return len(self.asked)


def parent_of(register: Register) -> Register | None:
    """Return the register whose records these rows hang under, None for a register of its own."""
    return find(register.parent_register) if register.parent else None


def key_fields(register: Register) -> tuple[str, ...]:
    """Return the fields that the natural keys of a register are made of."""
    recorder = _Recorder()
    for key in register.keys:
        key.make(recorder)
    return tuple(recorder.asked)


def parent_fields(register: Register) -> dict[str, Field]:
    """Return the columns by which a row may name its parent: `parent.key` for each field of the parent's keys."""
    parent = parent_of(register)
    if parent is None:
        return {}
    return {f"{register.parent}.{key}": parent[key] for key in key_fields(parent) if parent[key].typed}


def find_parents(
    register: Register, rows: Sequence[dict[str, Value]], lookup: Lookup
) -> tuple[list[dict[str, Value]], dict[int, Bad]]:
    """Return the rows with the uid of the record that each hangs under, and what is wrong by the place of the row.

    A row names its parent by the text of the reference or by the parent's key fields. Whatever it says must agree: a
    student's name with another contract's number finds nothing.
    """
    parent = parent_of(register)
    if parent is None:
        return list(rows), {}
    texts = {text for row in rows for text in _names(register, parent, row)}
    found = {text: [uid for uid, _name in named] for text, named in lookup.resolve(parent.key, sorted(texts)).items()}
    records = lookup.records(parent.key, sorted({uid for uids in found.values() for uid in uids}))
    resolved: list[dict[str, Value]] = []
    bad: dict[int, Bad] = {}
    for place, row in enumerate(rows):
        fitting = [uid for uid in _candidates(register, parent, row, found) if _agrees(register, row, records.get(uid))]
        own = {key: value for key, value in row.items() if "." not in key and key != register.parent}
        if len(fitting) == 1:
            own[register.parent] = fitting[0]
        elif names := _names(register, parent, row):
            bad[place] = _not_one(parent, " ".join(names[:1]), fitting, mappable=register.parent in row)
        resolved.append(own)
    return resolved, bad


def _names(register: Register, parent: Register, row: Mapping[str, Value]) -> list[str]:
    """Return the texts by which a row calls its parent: the reference's own, else name and codes."""
    if text := row.get(register.parent):
        return [str(text)]
    given = {key: row.get(f"{register.parent}.{key}") for key in key_fields(parent)}
    parts = [str(given[key]) for key in parent.name_fields if given.get(key) is not None]
    codes = [str(value) for key, value in given.items() if value is not None and isinstance(parent[key].kind, Code)]
    return list(dict.fromkeys([" ".join(parts), *parts[:1], *codes] if parts else codes))


def _candidates(
    register: Register, parent: Register, row: Mapping[str, Value], found: Mapping[str, list[str]]
) -> list[str]:
    """Return the records that the texts of a row may mean."""
    return list(dict.fromkeys(uid for text in _names(register, parent, row) for uid in found.get(text, ())))


def _agrees(register: Register, row: Mapping[str, Value], record: Record | None) -> bool:
    """Whether a record is what the row says of its parent; where either says nothing there is nothing to disagree."""
    if record is None:
        return False
    prefix = f"{register.parent}."
    said = ((key.removeprefix(prefix), value) for key, value in row.items() if key.startswith(prefix))
    return all(
        (held := record.values.get(key)) is None or same_text(str(held)) == same_text(str(value))
        for key, value in said
        if value is not None
    )


def _not_one(parent: Register, text: str, fitting: Sequence[str], *, mappable: bool) -> Bad:
    """Return why a row has no parent: none fits, or several."""
    word = text if mappable else ""
    if fitting:
        reason = f"{parent.title}里有 {len(fitting)} 条都可能是它，请补充能区分的栏目"
        return Bad(text, reason, "", word, tuple(fitting))
    return Bad(text, f"{parent.title}里没有这一条，请先导入它或核对各栏", "", word)
