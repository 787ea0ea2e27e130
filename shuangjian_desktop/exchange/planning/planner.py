"""Planning: every data row of a table gets its fate. Nothing is written, and the ledger is asked in bulk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from shuangjian_desktop.core.collector import without_collector
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.planning.cells import Special
from shuangjian_desktop.exchange.planning.chunk import BY_IDENTITY, Chunk, Gatherer
from shuangjian_desktop.exchange.planning.location import Locator
from shuangjian_desktop.exchange.planning.lookup import Lookup
from shuangjian_desktop.exchange.planning.mapping import Mapping
from shuangjian_desktop.exchange.planning.matching import Keys, Match, Seen, keys_contradict, shared
from shuangjian_desktop.exchange.planning.merged import fill_merged
from shuangjian_desktop.exchange.planning.outcome import NO_CHILDREN, RowProblem, fate_of, outcome
from shuangjian_desktop.exchange.planning.parsed import ParsedTable, Words, parse_table, unknown_words
from shuangjian_desktop.exchange.planning.plan import Plan, PlannedRow
from shuangjian_desktop.exchange.planning.rows import Skipped, Table
from shuangjian_desktop.exchange.planning.similar import Likeness

_CHUNK = 4_000
_EMPTY = "没有可导入的内容"


def make_plan(
    table: Table,
    register: Register,
    mapping: Mapping,
    lookup: Lookup,
    words: Words | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return what an import of the table would do.

    `words` are what the clerk said in this import that words stand for: (field, word) → text of the value, '' for
    blank; they outrank the remembered ones.

    Raises:
        UsageError: a value given for all rows is none of its field.
        Cancelled: the clerk pressed cancel.

    """
    progress = progress or Progress()
    table = fill_merged(table, register, mapping)
    known = {**lookup.remembered_words(register.key), **(words or {})}
    with without_collector():
        progress.step("读取各栏", 0, len(table.rows))
        return _planned(
            Planner(table, register, mapping, parse_table(table, register, mapping, lookup, known), lookup), progress
        )


def _planned(planner: "Planner", progress: Progress) -> Plan:
    """Return the plan of a table, row by row in chunks."""
    table, parsed = planner.table, planner.parsed
    filled: Sequence[int] = range(len(table.rows))
    if not any(column and None not in column for column in parsed.columns):  # else every row holds something
        filled = [index for index in filled if index in table.settled or parsed.holds(index)]
    rows: list[PlannedRow] = []
    for start in range(0, len(filled), _CHUNK):
        progress.step("逐行核对", start, len(filled))
        rows += planner.plan(filled[start : start + _CHUNK])
    progress.step("逐行核对", len(filled), len(filled))
    empty = [Skipped(table.numbers[index], _EMPTY) for index in sorted(set(range(len(table.rows))) - set(filled))]
    skipped = tuple(sorted((*table.skipped, *empty), key=lambda one: one.row))
    words = unknown_words([*parsed.odd_cells(), *planner.orphans()], table.numbers)
    return Plan(planner.register, table, planner.mapping, parsed, planner.with_twins(rows), words, skipped)


@dataclass
class Planner:
    """Plans the rows of one table in their order; later rows are held against earlier ones."""

    table: Table
    register: Register
    mapping: Mapping
    parsed: ParsedTable
    lookup: Lookup

    @cached_property
    def _gatherer(self) -> Gatherer:
        return Gatherer(self.table, self.register, self.parsed, self.lookup)

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.table, self.register, self.mapping)

    @cached_property
    def _seen(self) -> Seen:
        known = self.table.known
        return Seen(self.register, uids={known[index]: index for index in self.table.settled})

    @cached_property
    def _likeness(self) -> Likeness:
        """The known records by name and address; asked for at the first row that no key finds."""
        return Likeness(self.lookup.described(self.register.key, self.register.similar))

    def orphans(self) -> Iterator[tuple[int, str, Special]]:
        """Yield the references to a parent that found none, as `ParsedTable.odd_cells` does."""
        return ((index, self.register.parent, bad) for index, bad in self._gatherer.orphans.items())

    def with_twins(self, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
        """Return all rows, those with errors knowing which other row, earlier or later, they repeat.

        Mended, such a row would find the record that the other one became; two rows of a file are never one in silence.
        """
        return [self._with_twin(row) if row.fate == "error" else row for row in rows]

    def _with_twin(self, row: PlannedRow) -> PlannedRow:
        other = self._seen.repeated(row.keys, row.uid)
        return row._replace(keys=()) if other is None else row._replace(twin=self.table.numbers[other])

    def plan(self, indexes: Sequence[int]) -> list[PlannedRow]:
        """Return the fates of the next rows."""
        settled = [index for index in indexes if index in self.table.settled]
        open_rows = [index for index in indexes if index not in self.table.settled] if settled else indexes
        chunk = self._gatherer.chunk(open_rows)
        planned = [self._row(chunk, place) for place in range(len(open_rows))]
        planned += [PlannedRow(index, "unchanged", self.table.known.get(index, "")) for index in settled]
        return sorted(planned) if settled else planned

    def _row(self, chunk: Chunk, place: int) -> PlannedRow:
        """Return the fate of one row."""
        index, keys = chunk.indexes[place], chunk.keys[place]
        match = self._seen.nth(chunk.matches[place], keys)
        target = chunk.records.get(match.uids[0]) if len(match.uids) == 1 else None
        uid = target.uid if target else ""
        children = chunk.children.get(uid, NO_CHILDREN)
        result = outcome(chunk.facts, chunk.values[place], chunk.specials[place], target, children)
        problems, candidates = list(result.problems), match.uids
        if note := self.table.notes.get(index):
            problems.append(RowProblem("", note, "notice"))
        earlier = self._seen.repeated(keys, uid)
        fate = fate_of(result, problems, target)
        if fate != "error":  # a row that cannot go in raises no further question yet
            doubts, candidates = self._doubts(chunk, place, match, target, earlier)
            problems += doubts
            fate = fate_of(result, problems, target) if doubts else fate
        self._seen.note(index, keys, uid, fate)
        if fate == "unchanged" and not problems:
            return PlannedRow(index, fate, uid)
        located = tuple([self._locator.locate(index, problem) for problem in problems])
        twin = self.table.numbers[earlier] if earlier is not None and fate == "doubtful" else 0
        row = PlannedRow(index, fate, uid, result.values, result.before, result.absorbed.children, located, candidates)
        return row._replace(twin=twin, keys=keys) if twin or fate == "error" else row

    def _doubts(
        self, chunk: Chunk, place: int, match: Match, target: Record | None, earlier: int | None
    ) -> tuple[list[RowProblem], tuple[str, ...]]:
        """Return why it is not plain which record a row is, and the records that it may be.

        `earlier` is the index of the row before it that it repeats.
        """
        index, keys, values = chunk.indexes[place], chunk.keys[place], chunk.values[place]
        doubts: list[RowProblem] = []
        candidates = match.uids
        if len(match.uids) > 1:
            title = self.register.keys[match.key].title
            doubts.append(RowProblem("", f"台账中有 {len(match.uids)} 条记录与它相同（{title}）", "doubt"))
        elif target is not None and (said := self._same_but(index, keys, match, target)):
            doubts.append(RowProblem("", said, "doubt"))
        elif target is None and self.register.keys and not any(keys):
            titles = "；".join(key.title for key in self.register.keys)
            doubts.append(RowProblem("", f"缺少能与台账核对的栏目（{titles}），请确认是新的一条", "doubt"))
        elif target is None and len(self.register.similar) == 2:
            first, second = self.register.similar
            for uid, other, where in self._likeness.find(values.get(first), values.get(second)):
                said = f"与台账中“{other}”（{where}）名称、地址相近，请确认是否同一家"
                doubts.append(RowProblem(first, said, "doubt"))
                candidates = (*candidates, uid)
        twin = self.table.numbers[earlier] if earlier is not None else self._held_twin(index, keys)
        if twin:
            doubts.append(RowProblem("", f"与第 {twin} 行是同一条记录", "doubt"))
        return doubts, candidates

    def _held_twin(self, index: int, keys: Keys) -> int:
        """Return the number of the row that this held row repeated in its file and still does, 0 for none."""
        number, then = self.table.twins.get(index, (0, ()))
        return number if then and shared(keys, tuple(then)) else 0

    def _same_but(self, index: int, keys: Keys, match: Match, target: Record) -> str:
        """Return why a row may not be the record that was found after all, '' where nothing speaks against it."""
        if match.key == BY_IDENTITY and (title := keys_contradict(self.register, keys, target)):
            return f"记录标识与内容不符：{title}已不是原来那条记录的"
        if match.key >= 0 and self.register.keys[match.key].ordinal and index in self.table.held:
            return f"台账中已有相同的一笔（{self.register.keys[match.key].title}），请确认是否另一笔"
        return ""
