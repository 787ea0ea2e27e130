"""A ledger in memory: what a plan asks is answered from the records that applied plans really made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from shuangjian_desktop.core.kinds import Choice, Value
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Children, Register, Values
from shuangjian_desktop.core.texts import same_text
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.registers import children_of, find

TODAY = date(2022, 2, 15)
CODES = ("licence_no", "uscc", "code", "contract_no")


class MemoryLedger:
    """Records by register in the order they were made, with their derived values; implements `Lookup`."""

    def __init__(self, today: date = TODAY) -> None:
        self.tables: dict[str, dict[str, Record]] = defaultdict(dict)
        self.words: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        self.columns: dict[str, dict[str, str]] = defaultdict(dict)
        self.day = today
        self.off: frozenset[str] = frozenset()
        self._last = 0

    # writing

    def create(self, register: str, values: Values) -> str:
        self._last += 1
        uid = f"u{self._last:06d}"
        self.tables[register][uid] = Record(
            register, uid, "410105", 1, {k: v for k, v in values.items() if v is not None}
        )
        self._derive(register, uid)
        return uid

    def update(self, register: str, uid: str, values: Values) -> None:
        record = self.tables[register][uid]
        merged = {k: v for k, v in {**record.values, **values}.items() if v is not None}
        self.tables[register][uid] = replace(record, values=merged, revision=record.revision + 1)
        self._derive(register, uid)

    def apply(self, plan: Plan) -> dict[int, str]:
        """Write the good rows as the services do; return the uid of each row that is in the ledger now, by place."""
        register, booked = plan.register, {}
        for row in plan.rows:
            if row.fate not in ("create", "update", "unchanged"):
                continue
            uid = row.uid
            if row.fate == "create":
                uid = self.create(register.key, row.values)
            elif row.values:
                self.update(register.key, uid, row.values)
            for child in row.children:
                self.create(child.register, {**child.values, find(child.register).parent: uid})
            self._derive(register.key, uid)
            booked[row.place] = uid
        return booked

    def _derive(self, register_key: str, uid: str) -> None:
        register = find(register_key)
        record = self.tables[register_key][uid]
        entered = {item.key: record.values.get(item.key) for item in register.entered}
        derived = register.compute(entered, self.children(register_key, [uid])[uid])
        values = {k: v for k, v in {**entered, **derived}.items() if v is not None}
        self.tables[register_key][uid] = replace(record, values=values)
        parent = record.values.get(register.parent)
        if isinstance(parent, str) and parent in self.tables[register.parent_register]:
            self._derive(register.parent_register, parent)

    # Lookup

    def options(self, register: Register, field: str) -> tuple[str, ...]:
        kind = register[field].kind
        return kind.options if isinstance(kind, Choice) else ()

    def resolve(self, to: str, texts: Sequence[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        known: dict[str, dict[str, str]] = defaultdict(dict)
        for uid, record in self.tables[to].items():
            name = self.name(record)
            first = record.values.get(find(to).name_fields[0])
            codes = [record.values.get(key) for key in CODES if key in find(to).by_key]
            former = [row["name"] for row in self.children(to, [uid])[uid].get("former_name", ())]
            for text in (uid, name, first, *codes, *former):
                if text is not None:
                    known[same_text(str(text))][uid] = name
        return {text: list(known.get(same_text(text), {}).items()) for text in texts}

    def name(self, record: Record) -> str:
        parts = (record.values.get(key) for key in find(record.register).name_fields)
        return " ".join(str(part) for part in parts if part is not None)

    def institutions_in(self, text: str) -> Sequence[tuple[str, str]]:
        named = ((uid, str(record.values["name"])) for uid, record in self.tables["institution"].items())
        return [(uid, name) for uid, name in named if same_text(name) in same_text(text)]

    def match(self, register: str, key_index: int, texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {text: [] for text in texts}
        key = find(register).keys[key_index]
        for uid, record in self.tables[register].items():
            text = key.text(record.values)
            if text in found:
                found[text].append(uid)
        return found

    def records(self, register: str, uids: Sequence[str]) -> Mapping[str, Record]:
        return {uid: self.tables[register][uid] for uid in uids if uid in self.tables[register]}

    def children(self, register: str, uids: Sequence[str]) -> Mapping[str, Children]:
        found: dict[str, dict[str, list[Values]]] = {uid: {} for uid in uids}
        for child in children_of(register):
            for record in self.tables[child.key].values():
                parent = record.values.get(child.parent)
                if parent in found:
                    found[parent].setdefault(child.key, []).append(record.values)
        return found

    def described(self, register: str, fields: Sequence[str]) -> Iterable[tuple[str, Sequence[Value]]]:
        for uid, record in self.tables[register].items():
            yield uid, tuple(record.values.get(key) for key in fields)

    def remembered_words(self, register: str) -> Mapping[tuple[str, str], str]:
        return self.words[register]

    def remembered_columns(self, register: str, heads: Sequence[str]) -> Mapping[str, str]:
        return {head: self.columns[register][head] for head in heads if head in self.columns[register]}

    def rules_off(self) -> frozenset[str]:
        return self.off

    def today(self) -> date:
        return self.day
