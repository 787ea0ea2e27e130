"""The ledger as a plan of an import sees it (`exchange.planning.lookup.Lookup`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import orjson

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Children, Register
from shuangjian_desktop.core.texts import same_text
from shuangjian_desktop.registers import children_of, find
from shuangjian_desktop.services.desk import Desk

_PAGE = 5000
_SHORTEST_NAME = 4  # characters: a shorter name in a title row is a chance hit


class LedgerLookup:
    """Answers a plan's questions from the desk's ledger; what is asked of a whole register is read once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._reader = desk.ledger.reader
        self._called: dict[str, dict[str, list[tuple[str, str]]]] = {}

    def options(self, register: Register, field: str) -> tuple[str, ...]:
        """Return the words that a choice field allows."""
        return self._desk.options(register, field)

    def resolve(self, to: str, texts: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """Return the records that each text names exactly, by uid, name, former name or code."""
        called = self._names_of(to)
        known = self._reader.names(to, self.records(to, [text for text in texts if len(text) == 36]))
        return {text: [(text, known[text])] if text in known else called.get(same_text(text), []) for text in texts}

    def institutions_in(self, text: str) -> list[tuple[str, str]]:
        """Return the institutions whose whole name stands in the text."""
        folded = same_text(text)
        if len(folded) < _SHORTEST_NAME:
            return []
        return [
            one
            for name, records in self._names_of("institution").items()
            if len(name) >= _SHORTEST_NAME and name in folded
            for one in records
        ]

    def match(self, register: str, key_index: int, texts: Sequence[str]) -> dict[str, list[str]]:
        """Return the uids of the records that have each natural key text."""
        return self._reader.match(register, key_index, texts)

    def records(self, register: str, uids: Sequence[str]) -> dict[str, Record]:
        """Return the living records."""
        return {uid: record for uid, record in self._reader.get_many(register, uids).items() if not record.deleted}

    def children(self, register: str, uids: Sequence[str]) -> Mapping[str, Children]:
        """Return the child rows of each record by child register."""
        found: dict[str, dict[str, Sequence[Mapping[str, Value]]]] = {uid: {} for uid in uids}
        for child in children_of(register):
            for uid, records in self._reader.children(child.key, uids).items():
                found[uid][child.key] = [record.values for record in records]
        return found

    def described(self, register: str, fields: Sequence[str]) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """Yield every living record's values of these fields, page by page."""
        ids = self._reader.ids(Query(register))
        for start in range(0, len(ids), _PAGE):
            for record in self._reader.rows(register, ids[start : start + _PAGE]):
                yield record.uid, tuple(record.values.get(key) for key in fields)

    def remembered_words(self, register: str) -> dict[tuple[str, str], str]:
        """Return the words that clerks mapped once."""
        query = Query("value_map", filters=(Filter("register", "eq", register),))
        rows = self._reader.rows("value_map", self._reader.ids(query))
        return {(str(r.values["field"]), str(r.values["word"])): str(r.values["value"] or "") for r in rows}

    def remembered_columns(self, register: str, heads: Sequence[str]) -> dict[str, str]:
        """Return how a sheet with these heads was mapped last."""
        uids = self._reader.match("column_map", 0, [key_text_of_heads(register, heads)])
        for found in uids.values():
            record = self._reader.get("column_map", found[0])
            if record and record.values["mapping"]:
                columns = orjson.loads(str(record.values["mapping"])).get("columns", {})
                return {str(head): str(field) for head, field in columns.items()}
        return {}

    def rules_off(self) -> frozenset[str]:
        """Return the rules that the office has switched off."""
        return self._desk.switched_off()

    def today(self) -> date:
        """Return the day at the desk."""
        return self._desk.day

    def _names_of(self, to: str) -> dict[str, list[tuple[str, str]]]:
        """Return the records of a register by everything that names one exactly, folded."""
        if to not in self._called:
            self._called[to] = self._read_names(to)
        return self._called[to]

    def _read_names(self, to: str) -> dict[str, list[tuple[str, str]]]:
        """Read the names and codes of a whole register."""
        register = find(to)
        codes = [item.key for item in register.fields if isinstance(item.kind, Code) and item.search]
        naming = [key for key in register.name_fields if key not in codes]
        former = [key for key in ("former_names",) if key in register.by_key]
        called: dict[str, list[tuple[str, str]]] = {}
        for uid, values in self.described(to, [*naming, *codes, *former]):
            shown = dict(zip([*naming, *codes, *former], map(_text, values), strict=True))
            name = " ".join(filter(None, (shown[key] for key in register.name_fields if key in shown)))
            # The first part alone too: a list seldom names the campus; several hits become a doubt.
            spellings = {name, *(shown[key] for key in naming[:1]), *(shown[key] for key in codes), *_former(shown)}
            for spelling in {same_text(one) for one in spellings if one}:
                called.setdefault(spelling, []).append((uid, name))
        return called


def _text(value: Value) -> str:
    """Return a value as text, '' for none."""
    return "" if value is None else str(value)


def _former(shown: Mapping[str, str]) -> Iterable[str]:
    """Return the former names of an institution."""
    return shown.get("former_names", "").split("、")


def key_of_heads(heads: Sequence[str]) -> str:
    """Return the text by which a set of heads is remembered."""
    return "|".join(heads)


def key_text_of_heads(register: str, heads: Sequence[str]) -> str:
    """Return the natural key text of a remembered mapping."""
    key = find("column_map").keys[0].text({"register": register, "heads": key_of_heads(heads)})
    return key or ""
