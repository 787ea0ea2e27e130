"""Writing a plan into the ledger: records, child rows, held rows, fates, what is remembered; all in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import orjson

from shuangjian_desktop.core.collector import without_collector
from shuangjian_desktop.core.errors import StaleError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.exchange.planning.parsed import Words
from shuangjian_desktop.exchange.planning.plan import FATES, Plan, PlannedRow
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import held_rows
from shuangjian_desktop.services.lookup import key_of_heads
from shuangjian_desktop.store.writer import Writer

_CHUNK = 2_000


@dataclass
class Application:
    """One application of a plan, inside one transaction.

    Afterwards `held` and `booked` tell which held row or record each place of the table became.
    """

    plan: Plan
    words: Words
    progress: Progress
    held: dict[int, str] = field(default_factory=dict)
    booked: dict[int, str] = field(default_factory=dict)

    @without_collector()
    def write(self, writer: Writer) -> str:
        """Write everything; return the uid of the batch."""
        self._require_fresh(writer)
        batch = writer.create("import_batch", self._facts())
        created = [row for row in self.plan.rows if row.fate == "create"]
        updated = [row for row in self.plan.rows if row.fate == "update"]
        for part in self._parts("写入新增", created):
            values, children = [row.values for row in part], [row.children for row in part]
            uids = writer.create_many(self.plan.register.key, values, children=children)
            self.booked.update((row.place, uid) for row, uid in zip(part, uids, strict=True))
        for part in self._parts("写入更新", updated):
            writer.update_many(self.plan.register.key, [(row.uid, row.values) for row in part if row.values])
        settled = ("update", "unchanged")
        self.booked.update((row.place, row.uid) for row in self.plan.rows if row.fate in settled)
        self._write_children(writer, updated)
        self.held = held_rows.write(writer, batch, self.plan)
        self._remember(writer)
        writer.log_fates(batch, self._fates())
        return batch

    def _require_fresh(self, writer: Writer) -> None:
        """Refuse a plan that was made before something else was written, or that was applied already."""
        if any(step.rows for step in writer.steps(limit=100) if step.number > self.plan.basis):
            raise StaleError("核对之后台账有过改动，没有导入。", "请返回上一步重新核对，再导入。")

    def _parts(self, said: str, rows: Sequence[PlannedRow]) -> Iterator[Sequence[PlannedRow]]:
        """Yield the rows in parts, and let the clerk cancel between them."""
        for start in range(0, len(rows), _CHUNK):
            self.progress.step(said, start, len(rows))
            yield rows[start : start + _CHUNK]

    def _write_children(self, writer: Writer, rows: Sequence[PlannedRow]) -> None:
        """Write the child rows that statements came to under records of the ledger."""
        by_register: dict[str, list[Values]] = {}
        for row in rows:
            for child in row.children:
                parent = find(child.register).parent
                values = {**child.values, parent: self.booked[row.place]}
                by_register.setdefault(child.register, []).append(values)
        for register, children in by_register.items():
            for start in range(0, len(children), _CHUNK):
                self.progress.step(f"写入{find(register).title}", start, len(children))
                writer.create_many(register, children[start : start + _CHUNK])

    def _facts(self) -> Values:
        """Return what is on record about the import."""
        counts, table = self.plan.counts, self.plan.table
        return {
            "file_name": table.file,
            "digest": table.digest,
            "register": self.plan.register.key,
            "sheet": table.sheet,
            "head_row": table.head.row,
            "mapping": orjson.dumps(self.plan.mapping.as_json()).decode(),
            "rows": len(self.plan.rows),
            "created": counts["create"],
            "updated": counts["update"],
            "unchanged": counts["unchanged"],
            "doubtful": counts["doubtful"],
            "held": counts["error"],
        }

    def _fates(self) -> Iterator[tuple[str, int, str, str, str]]:
        """Yield what became of every row, the skipped ones too."""
        table, register = self.plan.table, self.plan.register.key
        for row in self.plan.rows:
            yield table.sheet, self.plan.number(row), FATES[row.fate], register, self.booked.get(row.place, "")
        for skipped in self.plan.skipped:
            yield table.sheet, skipped.row, skipped.reason, register, ""

    def _remember(self, writer: Writer) -> None:
        """Remember the mapping of these heads, and the words that were mapped."""
        register, heads = self.plan.register.key, self.plan.table.head.columns
        mapping = orjson.dumps(self.plan.mapping.as_json()).decode()
        _put(writer, "column_map", {"register": register, "heads": key_of_heads(heads)}, {"mapping": mapping})
        for (key, word), value in self.words.items():
            _put(writer, "value_map", {"register": register, "field": key, "word": word}, {"value": value or None})


def _put(writer: Writer, register_key: str, key: Values, values: Values) -> None:
    """Create or update the record with this key."""
    text = find(register_key).keys[0].text(key) or ""
    found = writer.match(register_key, 0, [text]).get(text)
    if found:
        writer.update(register_key, found[0], values)
    else:
        writer.create(register_key, {**key, **values})
