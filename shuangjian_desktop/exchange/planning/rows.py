"""Cutting the data out of a sheet: what lies under the head, without the remarks and totals that clerks write there.

Nothing is lost in silence: every row that is no data is reported with its text and the reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from shuangjian_desktop.core.cells import Cell, Merged, Sheet
from shuangjian_desktop.core.texts import clean_line, half_width, same_text
from shuangjian_desktop.exchange.planning.heads import Head, own_columns
from shuangjian_desktop.exchange.planning.headwords import head_text

BLANK, TOTAL, REMARK, REPEATED_HEAD, HEADING = "空行", "合计行", "备注行", "重复的表头", "分组标题"

_TOTAL = re.compile(
    r"^(?:本页|本表|本月|本期|全年|全部|以上)?(?:合计|总计|小计|共计|累计|总和)(?:[:：(（].*|金额|人数|元|家|数)?$"
)
_REMARK = re.compile(
    r"^(?:备注|附注|注|说明|填表说明|填表须知|数据来源|报送单位|经办人|联系人|联系电话|主管领导|日期"
    r"|(?:填表|填报|制表)(?:人|单位|日期|时间)?|(?:审核|复核|审批|负责)人?|单位负责人|负责人签字|领导签字|签字|签章|盖章)"
    r"\s*(?:\d+\s*)?[:：.、]"
)
_TOTAL_BEGINS = frozenset("本全以合总小共累")
_BEGINS = _TOTAL_BEGINS | frozenset("备附注说填数报经联主日制审复负单领签盖")
_REPEATED = re.compile(r"（\d+）$")
_SIGNED = re.compile(r"[:：]|^\d{4}\s*年|^\d{4}[-./]\d|[（(](?:公章|盖章|签字|签章)[)）]")
_SENTENCE = re.compile(r"[。；]|^(?:以上|上述|本表|截至|截止|数据截至|注[\d一二三四五六七八九])|(?:公章|盖章)[)）]?$")
_HEADING = re.compile(r"^(?:[（(]?[一二三四五六七八九十]+[)）]?[、.．:：]|第[一二三四五六七八九十]+[部章组类])\s*\S")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row below the head that holds no record: its number in the sheet, why, and what stands in it."""

    row: int
    reason: str
    text: str = ""


@dataclass(frozen=True)
class Table:
    """The data of a sheet. `numbers[i]` is the sheet's row number (1-based) of `rows[i]`; rows may differ in length.

    `keys` holds the texts of the program's own columns (head → index of the row → text): which held row or record a row
    is. `held` says which rows are held rows come back (index → uid of the held row), `known` which are records of the
    ledger (index → uid), `settled` which of those stand as they went out, `notes` what there is to tell of a row,
    `twins` which rows repeated another one of their file when they were held: (number of that row, natural keys),
    `merged` the cells that are merged over several rows below the head, and what stands in each.
    """

    file: str
    digest: str
    head: Head
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int]
    skipped: tuple[Skipped, ...] = ()
    keys: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    held: Mapping[int, str] = field(default_factory=dict)
    known: Mapping[int, str] = field(default_factory=dict)
    settled: frozenset[int] = frozenset()
    notes: Mapping[int, str] = field(default_factory=dict)
    twins: Mapping[int, tuple[int, Sequence[str | None]]] = field(default_factory=dict)
    merged: Sequence[tuple[Merged, Cell]] = ()

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.head.sheet


def cut_table(file: str, digest: str, sheet: Sheet, head: Head) -> Table:
    """Return the data rows under the head; blank rows, totals, remarks and repeated heads go to `skipped`."""
    own = own_columns(head)
    rows: list[Sequence[Cell]] = []
    numbers: list[int] = []
    skipped: list[Skipped] = []
    for number, row in enumerate(sheet.rows[head.last_row :], head.last_row + 1):
        reason = why_no_data(row, head, own)
        if reason:
            skipped.append(Skipped(number, reason, _text(row)))
        else:
            rows.append(row)
            numbers.append(number)
    keys = {text: _texts_of(rows, column) for text, column in own.items()}
    data = [_without(row, set(own.values())) for row in rows] if own else rows
    return Table(file, digest, head, data, numbers, tuple(skipped), keys, merged=_merged(sheet, head))


def _merged(sheet: Sheet, head: Head) -> list[tuple[Merged, Cell]]:
    """Return the ranges below the head that hold a value and are merged over several rows, with that value."""
    below = (area for area in sheet.merged if head.last_row < area.first <= len(sheet.rows))
    values = ((area, sheet.rows[area.first - 1][area.column : area.column + 1]) for area in below)
    return [(area, value[0]) for area, value in values if value and _holds(value[0])]


def _without(row: Sequence[Cell], columns: set[int]) -> list[Cell]:
    """Return a row whose cells in these columns are blank."""
    return [None if column in columns else cell for column, cell in enumerate(row)]


def _texts_of(rows: Sequence[Sequence[Cell]], column: int) -> dict[int, str]:
    """Return the texts of one column by the index of the row."""
    found = ((index, row[column]) for index, row in enumerate(rows) if column < len(row))
    return {index: cell.strip() for index, cell in found if isinstance(cell, str) and cell.strip()}


def _text(row: Sequence[Cell]) -> str:
    """Return what stands in a row, shortened."""
    return clean_line(" ".join(cell for cell in row if isinstance(cell, str)))[:120]


def why_no_data(row: Sequence[Cell], head: Head, own: Mapping[str, int]) -> str:
    """Return the reason why a row below the head is no data row, '' for a data row."""
    lead = next((column for column, cell in enumerate(row) if _holds(cell)), None)
    if lead is None:
        return BLANK
    if _begins_as_data(row, lead, head):
        return ""
    filled = [(column, cell) for column, cell in enumerate(row) if _holds(cell) and column not in own.values()]
    texts = [cell for _column, cell in filled if isinstance(cell, str)]
    if not texts:
        return "" if filled else BLANK
    if _TOTAL.match(_bare(texts[0])) and _leads(filled, texts[0]):
        return TOTAL
    if len(filled) > 1 and all(_same_head(cell, head, column) for column, cell in filled):
        return REPEATED_HEAD
    return _remark(filled, texts)


def _begins_as_data(row: Sequence[Cell], lead: int, head: Head) -> bool:
    """Whether the first cell already shows that a row is data: the common case, told fast.

    A running number may stand before a total; of a text that begins none of the known words nothing else can come,
    but a sentence alone in its row.
    """
    first = row[lead]
    if not isinstance(first, str):
        second = row[lead + 1] if lead + 1 < len(row) else None
        return isinstance(second, str) and second.strip()[:1] not in _TOTAL_BEGINS
    alone = all(cell is None for cell in row[lead + 1 :])
    return not alone and first.strip()[:1] not in _BEGINS and not _same_head(first, head, lead)


def _bare(text: str) -> str:
    """Return a text without any space: clerks write 合　　计."""
    return re.sub(r"\s+", "", half_width(text))


def _holds(cell: Cell) -> bool:
    """Whether a cell shows anything."""
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _leads(filled: Sequence[tuple[int, Cell]], text: str) -> bool:
    """Whether the text is the first cell of the row, a running number aside."""
    cells = [cell for _column, cell in filled]
    return cells[0] is text or (len(cells) > 1 and isinstance(cells[0], int | float) and cells[1] is text)


def _same_head(cell: Cell, head: Head, column: int) -> bool:
    """Whether a cell repeats the head of its column (sheets printed page by page and put together)."""
    return (
        isinstance(cell, str)
        and column < len(head.columns)
        and bool(head.columns[column])
        and same_text(head_text(cell)) == _folded_head(head.columns[column])
    )


@lru_cache(maxsize=256)
def _folded_head(text: str) -> str:
    """Return a head as another one of the same column would be; remembered, for each row is held against it."""
    return same_text(_REPEATED.sub("", text))


def _remark(filled: Sequence[tuple[int, Cell]], texts: Sequence[str]) -> str:
    """Return whether a row is a remark, a line of signatures or a group's title, '' for a data row."""
    first = filled[0][1]
    if not isinstance(first, str):
        return ""
    text = clean_line(first)
    if len(filled) == 1:
        if _HEADING.match(text) and len(text) <= 40:
            return HEADING
        return REMARK if _REMARK.match(text) or _SENTENCE.search(text) else ""
    if not _REMARK.match(text) or len(texts) != len(filled):
        return ""
    answered = [bool(_SIGNED.search(one)) for one in texts]
    # 填表人： | 张三 | 审核人： | 李四: a text that follows a colon is its answer.
    paired = [
        signed or (place > 0 and texts[place - 1].rstrip().endswith((":", "：")))
        for place, (signed, one) in enumerate(zip(answered, texts, strict=True))
    ]
    return REMARK if all(paired) else ""
