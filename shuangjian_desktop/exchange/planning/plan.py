"""What an import would do: the plan that is shown is the plan that is applied."""

from collections import Counter
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from shuangjian_desktop.core.register import Child, Register, Values
from shuangjian_desktop.exchange.planning.mapping import Mapping
from shuangjian_desktop.exchange.planning.parsed import ParsedTable
from shuangjian_desktop.exchange.planning.rows import Skipped, Table

Fate = Literal["create", "update", "unchanged", "doubtful", "error", "left"]
FATES: Mapped[Fate, str] = {
    "create": "新增",
    "update": "更新",
    "unchanged": "无变化",
    "doubtful": "存疑",
    "error": "有误",
    "left": "不导入",
}
Level = Literal["error", "doubt", "notice"]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell, so that a clerk finds and mends it.

    `column` is the letter ('' where no cell is to blame), `value` what stands in the cell, `masked` what may be seen of
    it where it is personal: show it by `shown`. `level`: error keeps the row out, doubt asks a person, notice tells.
    """

    sheet: str
    row: int
    column: str
    field: str
    label: str
    value: str
    message: str
    allowed: str = ""
    level: Level = "error"
    masked: str = ""

    def shown(self, *, unmasked: bool = False) -> str:
        """Return the value as it may be seen."""
        return self.value if unmasked else self.masked or self.value

    def sentence(self, *, unmasked: bool = False) -> str:
        """Return the whole message: C12 机构状态＝营业中，不在：正常、停办、注销."""
        where = f"{self.column}{self.row}" if self.column else f"第 {self.row} 行"
        value = self.shown(unmasked=unmasked)
        said = f"{self.label}＝{value}，{self.message}" if value else f"{self.label}：{self.message}".lstrip("：")
        hint = f"（应为：{self.allowed}）" if self.allowed and self.allowed not in self.message else ""
        return f"{where} {said}{hint}"


class PlannedRow(NamedTuple):
    """What becomes of one data row.

    `place` is its index among the data rows of the table, `uid` the record that it is (for update and unchanged).
    `values` are what will be written: everything for a new record, only what changes for an update, with the old values
    in `before`. `children` are the new rows under the record, `candidates` the records that a doubtful row may be,
    `twin` the number of the row in the sheet that a held row repeats (0: none), with the `keys` that the two share.
    """

    place: int
    fate: Fate
    uid: str = ""
    values: Values = {}  # noqa: RUF012 - shared and never written to
    before: Values = {}  # noqa: RUF012
    children: tuple[Child, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    candidates: tuple[str, ...] = ()
    twin: int = 0
    keys: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything that an import would do with a table, row by row, in the order of the sheet.

    `unknown_words` are the words that the clerk may say the meaning of, once each: (field, word) → numbers of the rows.
    `skipped` are the rows that hold no record. `basis` is the number of the ledger's newest step when the plan was
    made: it holds as long as nothing was written since.
    """

    register: Register
    table: Table
    mapping: Mapping
    parsed: ParsedTable = field(repr=False)
    rows: Sequence[PlannedRow] = field(repr=False)
    unknown_words: Mapped[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()
    basis: int = 0

    @cached_property
    def counts(self) -> Mapped[Fate, int]:
        """How many rows have each fate; every fate is there."""
        counted = Counter(row.fate for row in self.rows)
        return {fate: counted[fate] for fate in FATES}

    @cached_property
    def problems(self) -> list[CellProblem]:
        """All problems of all rows, none left out."""
        return [problem for row in self.rows for problem in row.problems]

    @property
    def held(self) -> list[PlannedRow]:
        """The rows that wait for a person: doubtful ones and those with errors."""
        return [row for row in self.rows if row.fate in ("doubtful", "error")]

    def number(self, row: PlannedRow) -> int:
        """Return the row's number in the sheet."""
        return self.table.numbers[row.place]
