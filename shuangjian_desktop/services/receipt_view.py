"""What receiving a package comes to, for people and for other programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from shuangjian_desktop.core.kinds import Ref
from shuangjian_desktop.core.register import Register, Values
from shuangjian_desktop.exchange.package.planned import PlannedRow
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.doubles import Double
from shuangjian_desktop.services.lists import names_in, shown
from shuangjian_desktop.services.office import office
from shuangjian_desktop.services.receiving import Receipt
from shuangjian_desktop.services.steps import OFFICE_LABEL

_FATES = {"create": "新增", "update": "更新", "delete": "删除", "error": "有误"}
_STAYS, _COMES_BACK, _CORRECTED, _HANDED_OVER = "保留", "恢复", "更正", "移交"
Shown = tuple[tuple[str, str, str, str], ...]
"""(field, label, old, new) as people read them"""


@dataclass(frozen=True)
class ReceiptLine:
    """A row that is not as the ledger has it: register, row of the sheet (0: none), what becomes of it, its name.

    `changes` are what goes in, `kept` what the ledger has (old) and keeps and the sender has (new),
    `overruled` fields in which a correction gives way. `problems` are (field, sentence), `note` is a sentence.
    `by_hand`: it was changed or typed after the package was written. `handed`: from whom to whom it is handed over.
    """

    register: str
    title: str
    row: int
    uid: str
    fate: str
    name: str
    changes: Shown = ()
    problems: tuple[tuple[str, str], ...] = ()
    by_hand: bool = False
    copied: bool = False
    restores: bool = False
    kept: Shown = ()
    overruled: tuple[str, ...] = ()
    note: str = ""
    handed: str = ""

    @property
    def word(self) -> str:
        """What becomes of the row."""
        if self.fate == "unchanged":
            return _STAYS
        if self.by_hand and self.fate == "update":
            return _CORRECTED
        if self.handed:
            return _HANDED_OVER
        return _COMES_BACK if self.restores else _FATES[self.fate]

    @property
    def told(self) -> str:
        """What there is to say of the row beside its fate; '' for nothing."""
        if self.problems:
            return "；".join(sentence for _field, sentence in self.problems)
        said = [self.handed] if self.handed else []
        said += [
            f"{label}：{_or_empty(old)} → {_or_empty(new)}"
            + ("（此前的更正不再保留）" if key in self.overruled else "")
            for key, label, old, new in self.changes
        ]
        said += [
            f"{label}：本台账是 {_or_empty(old)}，发送方是 {_or_empty(new)}，没有采用"
            for _, label, old, new in self.kept
        ]
        return "；".join([*said, self.note] if self.note else said)

    @property
    def text(self) -> str:
        """The line as one sentence."""
        place = f"第 {self.row} 行 " if self.row else ""
        copied = "（与另一行的标识相同，作为新行）" if self.copied else ""
        name = f"“{self.name}”" if self.name else ""  # personal names stay in their office
        return f"{self.title} {place}{self.word}{copied}{name}" + (f"：{self.told}" if self.told else "")


def _or_empty(text: str) -> str:
    """Return a value as a line of text names it."""
    return text or "（空）"


def lines(desk: Desk, receipt: Receipt) -> Iterator[ReceiptLine]:
    """Yield the rows that are not as the ledger has them, by register; personal values masked unless unmasked."""
    made = new_records(receipt)
    for key, rows in groupby(filter(worth_telling, receipt.plan.rows), lambda row: row.register):
        yield from described(desk, find(key), list(rows), made)


def worth_telling(row: PlannedRow) -> bool:
    """Return whether a row is not as the ledger has it, or something is to be said of it."""
    return row.fate != "unchanged" or bool(row.kept or row.note)


def new_records(receipt: Receipt) -> dict[str, PlannedRow]:
    """Return the rows that the ledger does not have yet, by uid: others of the package may point to them."""
    return {row.uid: row for row in receipt.plan.rows if row.fate == "create"}


def described(
    desk: Desk, register: Register, rows: Sequence[PlannedRow], made: Mapping[str, PlannedRow]
) -> list[ReceiptLine]:
    """Return rows of one register as people read them; `made` are the records that are new in the package."""
    names = pointed_at(desk, register, rows, made)
    called = desk.names(register.key, [row.uid for row in rows])
    return [_line(desk, register, row, called.get(row.uid, ""), names) for row in rows]


def pointed_at(
    desk: Desk, register: Register, rows: Sequence[PlannedRow], made: Mapping[str, PlannedRow]
) -> dict[str, str]:
    """Return what the records are called that rows of one register point to: by the ledger, else by the package."""
    names = names_in(desk, register, (side for row in rows for side in (row.before, row.values, row.sent, row.ours)))
    uids = {str(uid) for row in rows for item, _to in register.refs if (uid := row.sent.get(item.key)) in made}
    return names | {uid: desk.label(find(made[uid].register), made[uid].sent) for uid in uids - names.keys()}


def _line(desk: Desk, register: Register, row: PlannedRow, name: str, names: Mapping[str, str]) -> ReceiptLine:
    """Return one row as people read it."""
    keys = row.values if row.fate == "update" else ()

    def text(key: str, values: Values) -> str:
        item, value = register[key], values.get(key)
        told = shown(desk, item, value, names)
        return told or (str(value) if isinstance(item.kind, Ref) and value else told)

    changes = tuple((key, register[key].label, text(key, row.before), text(key, row.values)) for key in keys)
    kept = tuple((key, register[key].label, text(key, row.ours), text(key, row.kept)) for key in row.kept)
    problems = tuple((one.field, _said(register, one.field, one.message)) for one in row.problems)
    sent = (shown(desk, register[key], row.sent.get(key), names) for key in register.name_fields)
    name = name or " ".join(filter(None, sent))
    return ReceiptLine(
        row.register,
        register.title,
        row.place,
        row.uid,
        row.fate,
        name,
        changes,
        problems,
        row.by_hand,
        row.copied,
        row.restores,
        kept,
        row.overruled,
        row.note,
        _handed(desk, row),
    )


def _handed(desk: Desk, row: PlannedRow) -> str:
    """Return from whom to whom a record is handed over, '' for one that stays."""
    if row.passes is None:
        return ""
    before, after = (office(code) for code in row.passes)
    if row.fate == "update":
        return f"{OFFICE_LABEL}：{before.name} → {after.name}"
    return f"移交自{before.name}" + ("" if after.code == desk.ledger.office else f"，给{after.name}")


def _said(register: Register, field: str, message: str) -> str:
    """Return a problem with the name of its field."""
    return f"“{register[field].label}”{message}" if field else message


def summary(receipt: Receipt) -> str:
    """Return what came of a package, or would, as one sentence."""
    cover, counts = receipt.cover, receipt.plan.counts
    head = f"{office(cover.sender).name}第 {cover.number} 号{cover.kind}数据包"
    if receipt.again:
        return f"{head}已经接收过，没有改动。"
    parts = "，".join(f"{word} {counts[fate]}" for fate, word in (*_FATES.items(), ("unchanged", "无变化")))  # type: ignore[index]
    handed = _handed_over(receipt)
    return f"{head}：{parts}。" + (f"其中移交 {handed} 条。" if handed else "")


def _handed_over(receipt: Receipt) -> int:
    """Return how many records pass to another office."""
    return sum(row.passes is not None for row in receipt.plan.rows)


def doubles_text(double: Double) -> str:
    """Return an institution that stands in several offices' books, as one line."""
    told = "、".join(f"{office(one.office).name}“{one.values.get('name')}”" for one in double.records)
    return f"{double.key}相同，请核对：{told}"


def as_json(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    """Return what came of a package, or would, as other programs read it; personal values masked."""
    counts, cover = receipt.plan.counts, receipt.cover
    told = list(lines(desk, receipt))
    asked = bool(receipt.asks)
    return {
        "batch": None,
        "error_workbook": None,
        "rows": len(receipt.plan.rows),
        "created": counts["create"],
        "updated": counts["update"],
        "unchanged": counts["unchanged"],
        "deleted": counts["delete"],
        "handed_over": _handed_over(receipt),
        "doubtful": sum(line.by_hand for line in told) if asked else 0,
        "held": counts["error"],
        "corrections": [_correction(line) for line in told if line.by_hand and line.fate == "update"],
        "added": [_named(line) for line in told if line.by_hand and line.fate == "create"],
        "removed": [_named(line) for line in told if not line.row and line.fate == "delete"],
        "kept": [{**_named(line), "changes": _changes(line.kept), "note": line.note} for line in told if _stays(line)],
        "conflicts": [
            {
                "key": double.key,
                "records": [{"uid": one.uid, "office": one.office} for one in double.records],
            }
            for double in receipt.doubles
        ],
        "problems": [
            {
                "sheet": line.title,
                "row": line.row,
                "column": None,
                "field": field or None,
                "value": None,
                "message": sentence,
            }
            for line in told
            for field, sentence in line.problems
        ],
        "confirm": list(receipt.asks),
        "package": {"sender": cover.sender, "number": cover.number, "kind": cover.kind},
        "step": receipt.changes.step.number if receipt.changes.step else None,
    }


def _stays(line: ReceiptLine) -> bool:
    """Return whether something of the ledger stays that the sender has otherwise."""
    return bool(line.kept) or (line.fate == "unchanged" and bool(line.note))


def _correction(line: ReceiptLine) -> dict[str, Any]:
    """Return a correction by hand as other programs read it."""
    return {**_named(line), "changes": _changes(line.changes)}


def _named(line: ReceiptLine) -> dict[str, Any]:
    """Return which row a line is about."""
    return {"register": line.register, "row": line.row, "uid": line.uid, "name": line.name, "copied": line.copied}


def _changes(changes: Shown) -> list[dict[str, str]]:
    """Return fields with their old and new values as other programs read them."""
    return [{"field": key, "label": label, "old": old, "new": new} for key, label, old, new in changes]
