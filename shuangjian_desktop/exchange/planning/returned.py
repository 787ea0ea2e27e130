"""Workbooks that the program wrote and that come back: error workbooks to be mended, exports edited in Excel.

Hidden columns say which row is which. 行键 (error workbooks) holds `待:uid` for a held row, or `已:uid:digest` for a
row that went in, with a digest of its cells as they went out. 记录标识 (exports) holds the uid of the record.

The rule of an error workbook: personal fields are masked in it, in the cells with problems too, unless it was asked for
unmasked (then that is on record). Nothing is lost by that, because the tray keeps every held row whole: a cell that
comes back as it went out (masked, shortened, or simply untouched) means the cell that the tray holds; any other content
is what the clerk mended, and a wrong phone number is mended by writing the right one over its mask. A row that went in
and stands as it went out is 无变化; one that was edited is planned as an update of its record, masked cells untouched.

A row that was copied carries its identity along: the second of two equal identities is a new row, and said so. So is a
row that was moved without its key, as a sort of the visible columns does: its masks are those of another row, and the
personal values of the row that the key names must not get into it.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from shuangjian_desktop.core.cells import Cell, CellFault
from shuangjian_desktop.core.kinds import ValueProblem, cell_text
from shuangjian_desktop.core.masking import mask_text
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.core.texts import clean_block
from shuangjian_desktop.exchange.planning.headwords import RECORD_HEAD, ROW_KEY_HEAD
from shuangjian_desktop.exchange.planning.held import HeldRow, cells_of, twin_of
from shuangjian_desktop.exchange.planning.location import mask_for, mask_name
from shuangjian_desktop.exchange.planning.mapping import Mapping, target_fields
from shuangjian_desktop.exchange.planning.rows import Table

MOST_SHOWN = 5_000  # of a text that no field would take: the tray holds the whole
Mask = Callable[[str], str]
_HELD, _BOOKED = "待", "已"
COPIED = "这一行是复制出来的，按新行处理"
MOVED = "这一行的内容与隐藏的行键对不上（可能只排序了一部分列），按新行处理"


def held_key(uid: str) -> str:
    """Return the row key of a held row."""
    return f"{_HELD}:{uid}"


def booked_key(uid: str, cells: Sequence[Cell]) -> str:
    """Return the row key of a row that went in as record `uid`, with the digest of its cells as they go out."""
    return f"{_BOOKED}:{uid}:{row_digest(cells)}"


def row_digest(cells: Sequence[Cell]) -> str:
    """Return a digest of what a row shows, the same after Excel or LibreOffice saved the file again."""
    texts = [_plain(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]


def _plain(cell: Cell) -> str:
    """Return a cell as text without what a spreadsheet program may change in it when it saves."""
    if isinstance(cell, CellFault):
        return cell.text
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.12g}"
    try:
        return clean_block(cell_text(cell))
    except ValueProblem:
        return repr(cell)


def held_uids(table: Table) -> list[str]:
    """Return the uids of the held rows that a returned table speaks of: their payloads are wanted by `take_back`."""
    identities = _identities(table).values()
    return list(dict.fromkeys(uid for state, uid, _digest in identities if state == _HELD))


def shown_cell(cell: Cell, mask: Mask | None = None) -> Cell:
    """Return what a workbook shows of a cell: masked, or shortened where Excel or no field would take it whole."""
    if mask is not None and cell is not None:
        text = _plain(cell)  # what clears a field, or says nothing, stays
        return cell if not text or text in ("（清空）", "(清空)") else mask(text)
    if isinstance(cell, str) and len(cell) > MOST_SHOWN:
        return f"{cell[:MOST_SHOWN]}…（原文共 {len(cell)} 字，全文在“待处理”中）"
    return cell


def masks(register: Register, mapping: Mapping) -> dict[int, Mask]:
    """Return how the cells of the columns that hold personal values are masked, by column index."""
    targets = target_fields(register)
    personal = ((column.index, targets[column.field]) for column in mapping.columns)
    return {index: partial(mask_for, item) for index, item in personal if mask_for(item, "1")}


def take_back(table: Table, held: Sequence[HeldRow], booked: Sequence[HeldRow] = ()) -> Table:
    """Return a returned table with its identities understood and the cells that stand as they went out made whole.

    `held` are the rows of the tray that `held_uids` asked for and that still wait; a row whose held row went in
    meanwhile (`booked`) is made whole too, and planned like any other: its record is found by its keys.
    """
    waiting, gone = {row.uid: row for row in held}, {row.uid: row for row in booked}
    rows = list(table.rows)
    back = _Back()
    for index, (state, uid, digest) in sorted(_identities(table).items()):
        mine = waiting.get(uid) if state == _HELD else None
        settled = bool(digest) and digest == row_digest(rows[index])
        if mine and _moved(rows[index], cells_of(mine)):
            back.notes[index] = MOVED
            continue
        if mine:
            rows[index] = _whole(rows[index], cells_of(mine))
        elif state == _HELD and uid in gone and not _moved(rows[index], cells_of(gone[uid])):
            rows[index] = _whole(rows[index], cells_of(gone[uid]))
        if (state, uid) in back.used:
            back.notes[index] = COPIED
        elif mine:
            back.held[index] = uid
            if twin := twin_of(mine):
                back.twins[index] = twin
        elif state == _BOOKED:
            back.known[index] = uid
            back.settled |= {index} if settled else set()
        back.used.add((state, uid))
    return replace(
        table,
        rows=rows,
        held=back.held,
        known=back.known,
        settled=frozenset(back.settled),
        notes=back.notes,
        twins=back.twins,
    )


@dataclass
class _Back:
    """What the identities of a returned table come to, by row; see `Table`."""

    held: dict[int, str] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)
    notes: dict[int, str] = field(default_factory=dict)
    twins: dict[int, tuple[int, Sequence[str | None]]] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)


def _identities(table: Table) -> dict[int, tuple[str, str, str]]:
    """Return (state, uid, digest) of the rows that carry an identity; the digest is '' where there is none."""
    records = {index: (_BOOKED, uid, "") for index, uid in table.keys.get(RECORD_HEAD, {}).items()}
    for index, key in table.keys.get(ROW_KEY_HEAD, {}).items():
        state, _, rest = key.partition(":")
        uid, _, digest = rest.partition(":")
        if state in (_HELD, _BOOKED) and uid:
            records[index] = (state, uid, digest)
    return records


def _moved(returned: Sequence[Cell], held: Sequence[Cell]) -> bool:
    """Whether a masked cell of a row is that of another row than the held one."""
    pairs = zip(returned, (*held, *[None] * (len(returned) - len(held))), strict=False)
    return any(_looks_masked(cell) and not _as_sent(cell, raw) for cell, raw in pairs)


def _looks_masked(cell: Cell) -> bool:
    """Whether a cell is what a mask leaves of a value: letters or figures, and stars for the rest."""
    return isinstance(cell, str) and "*" in cell and bool(cell.strip("* "))


def _whole(returned: Sequence[Cell], held: Sequence[Cell]) -> list[Cell]:
    """Return a held row as it came back, the cells that stand as they went out replaced by what the tray holds."""
    width = max(len(returned), len(held))
    pairs = zip((*returned, *[None] * (width - len(returned))), (*held, *[None] * (width - len(held))), strict=True)
    return [raw if _as_sent(cell, raw) else cell for cell, raw in pairs]


def _as_sent(cell: Cell, raw: Cell) -> bool:
    """Whether a cell is what a workbook shows of the raw one, masked or not."""
    text = _plain(cell)
    if text == _plain(shown_cell(raw)):
        return True
    return "*" in text and any(text == _plain(shown_cell(raw, mask)) for mask in (mask_text, mask_name))
