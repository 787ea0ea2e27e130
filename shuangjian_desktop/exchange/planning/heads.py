"""Finding the table in a clerk's workbook: which sheet, which row is its head, what stands above it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuangjian_desktop.core.cells import Cell, Sheet
from shuangjian_desktop.core.errors import FileError, UsageError
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.planning.headwords import (
    ERROR_HEAD,
    RECORD_HEAD,
    ROW_KEY_HEAD,
    Dictionary,
    head_text,
)

_WIDEST = 120  # how many words of a row are held against the dictionary: no register has as many fields
_SEARCHED = 40  # a head lies under some title rows, never under a page of them
_CONTAINED = 0.3  # what a word that is only like a label counts, beside 1 for a label
_OWN_BOOK = 1000.0  # a head that carries our row keys is the one that was sent out to be mended


@dataclass(frozen=True)
class Head:
    """The head of a table: `row` is its first row (1-based), `depth` how many rows it takes (1 or 2).

    `titles` are the texts of the rows above, `columns` the head of each column ('' where there is none), `hits` how
    many fields of the register are named, `others` the further visible sheets that hold such a table too.
    """

    sheet: str
    row: int
    depth: int
    titles: tuple[str, ...]
    columns: tuple[str, ...]
    hits: int = 0
    others: tuple[str, ...] = ()

    @property
    def last_row(self) -> int:
        """The last row of the head (1-based): data begin below it."""
        return self.row + self.depth - 1


@dataclass(frozen=True)
class _Guess:
    """A possible head and how well it fits."""

    head: Head
    score: float


def dictionary_of(register: Register) -> Dictionary:
    """Return the head words of the fields that a sheet may fill."""
    return Dictionary.of((item.key, item) for item in register.importable)


def find_table(
    sheets: Sequence[Sheet], register: Register, sheet: str | None = None, head_row: int | None = None
) -> Head:
    """Return the head that names most fields of the register; `sheet` and `head_row` narrow the choice.

    Raises:
        UsageError: there is no such sheet or row.
        FileError: the workbook holds no text at all.

    """
    words = dictionary_of(register)
    wanted = [one for one in sheets if one.name == sheet] if sheet is not None else list(sheets)
    if not wanted:
        raise UsageError(f"没有名为“{sheet}”的工作表。", "可用：" + "、".join(one.name for one in sheets))
    guesses = [guess for one in wanted if (guess := _best(one, words, head_row))]
    if not guesses:
        raise FileError("这个文件里没有找到表格。", "请确认选对了文件；表头应是文字。")
    hidden = {one.name for one in sheets if one.hidden}
    best = max(guesses, key=lambda guess: guess.score - (0.5 if guess.head.sheet in hidden else 0))
    others = tuple(
        guess.head.sheet
        for guess in guesses
        if guess is not best and guess.head.sheet not in hidden and 2 * guess.score >= best.score > 0
    )
    rows = next(one.rows for one in wanted if one.name == best.head.sheet)
    titles = tuple(title for row in rows[: best.head.row - 1] if (title := _title(row)))
    return replace(best.head, titles=titles, columns=_told_apart(best.head.columns), others=others)


def _best(sheet: Sheet, words: Dictionary, head_row: int | None) -> _Guess | None:
    """Return the best head of one sheet, None where it has no text."""
    rows = range(len(sheet.rows[:_SEARCHED]))
    if head_row is not None:
        if not 1 <= head_row <= len(sheet.rows):
            raise UsageError(f"工作表“{sheet.name}”没有第 {head_row} 行。")
        rows = range(head_row - 1, head_row)
    guesses = [guess for index in rows for guess in _guesses(sheet, index, words)]
    return max(guesses, key=lambda guess: guess.score, default=None)


def _guesses(sheet: Sheet, index: int, words: Dictionary) -> list[_Guess]:
    """Return the heads that may begin in a row: the row alone, and with the row below as its second half."""
    upper = [head_text(cell) for cell in sheet.rows[index]]
    if not any(upper):
        return []
    guesses = [_guess(sheet, index, 1, upper, words)]
    below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else []
    if sum(map(bool, upper)) > 1 and _may_be_lower_half(upper, below):
        joined = _joined(upper, [head_text(cell) for cell in below], words)
        guesses.append(_guess(sheet, index, 2, joined, words))
    return guesses


def _guess(sheet: Sheet, index: int, depth: int, heads: list[str], words: Dictionary) -> _Guess:
    """Score a head: a label counts one, a likeness less, a text below the number of columns almost nothing."""
    filled = sum(map(bool, heads))
    spoken = [head for head in heads if head][:_WIDEST]
    exact = {found.field for head in spoken if (found := words.exact(head))}
    like = {near.field for head in spoken if not words.exact(head) and (near := words.like(head))}
    score = len(exact) + _CONTAINED * len(like - exact) + 0.001 * filled - 0.01 * (depth - 1) - 0.0001 * index
    if ERROR_HEAD in heads and ROW_KEY_HEAD in heads:
        score += _OWN_BOOK
    return _Guess(Head(sheet.name, index + 1, depth, (), tuple(heads), len(exact | like)), score)


def _told_apart(heads: Sequence[str]) -> tuple[str, ...]:
    """Return the heads with a number at each that stood there before: 联系电话, 联系电话（2）."""
    seen: Counter[str] = Counter()
    apart = []
    for head in heads:
        seen[head] += bool(head)
        apart.append(f"{head}（{seen[head]}）" if seen[head] > 1 else head)
    return tuple(apart)


def _title(row: Sequence[Cell]) -> str:
    """Return the texts of a row above the head."""
    return " ".join(text for cell in row if (text := head_text(cell)))


def _may_be_lower_half(upper: Sequence[str], below: Sequence[Cell]) -> bool:
    """Whether the row below can belong to the head: text only, and blank under at least one upper cell or group."""
    lower = [head_text(cell) for cell in below]
    if not any(lower) or any(cell is not None and not text for cell, text in zip(below, lower, strict=True) if cell):
        return False
    width = max(len(upper), len(lower))
    pairs = zip((*upper, *[""] * (width - len(upper))), (*lower, *[""] * (width - len(lower))), strict=True)
    return any(bool(one) != bool(other) for one, other in pairs)


def _joined(upper: Sequence[str], lower: Sequence[str], words: Dictionary) -> list[str]:
    """Return the heads of two rows: a merged cell above is a group for the cells below it.

    A group is spoken only where the lower word alone names no field, or the two together name one.
    """
    heads: list[str] = []
    group = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        group = above or (group if below else "")
        whole = f"{group}{below}"
        known = column < _WIDEST and bool(below)
        alone = known and words.exact(whole) is None and words.exact(below) is not None
        taken = below in heads
        heads.append(below if alone and not taken else whole)
    return heads


def own_columns(head: Head) -> dict[str, int]:
    """Return the columns that the program itself added: head → column index.

    错误信息 is ours where it stands before 行键; elsewhere it is the clerk's.
    """
    found = {text: index for index, text in enumerate(head.columns) if text in (ROW_KEY_HEAD, RECORD_HEAD)}
    before = found.get(ROW_KEY_HEAD, 0) - 1
    if before >= 0 and head.columns[before].startswith(ERROR_HEAD):
        found[ERROR_HEAD] = before
    return found
