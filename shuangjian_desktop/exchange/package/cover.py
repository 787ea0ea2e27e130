"""The cover sheet: what a person reads first, and all that the program trusts about a package's place in its series."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shuangjian_desktop.core.amounts import show_money
from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.errors import FileError, UsageError
from shuangjian_desktop.core.kinds import cell_text
from shuangjian_desktop.exchange.package.content import Cover
from shuangjian_desktop.exchange.package.layout import FULL, INCREMENT, VERSION
from shuangjian_desktop.registers.offices import office

TITLE = "双减治理台账数据包"
HEADS = (TITLE, "内容", "其中已删除", "金额合计（元）")
_LABELS = {
    "version": "格式版本",
    "kind": "包类型",
    "sender": "发送方代码",
    "sender_name": "发送方",
    "receiver": "接收方代码",
    "receiver_name": "接收方",
    "number": "序号",
    "previous": "上一序号",
    "period": "期间",
    "made": "制作时间",
    "operator": "经办人",
    "personal": "含个人信息",
    "secret": "人员标识密钥",
    "digest": "内容摘要",
}
_TO, _BEGINNING = " 至 ", "最初"
_SHEET, _ROWS = "工作表", "行数"
_WHOLE = re.compile(r"[0-9]{1,9}")
_SECRET = re.compile(r"[0-9a-f]{64}")
_ANEW = "请对方重新制作数据包。"


@dataclass(frozen=True)
class SheetSum:
    """What the cover says of a sheet: rows, deleted ones among them, sums of money in fen by head."""

    name: str
    rows: int
    deleted: int
    sums: Mapping[str, int]


def cover_rows(cover: Cover, names: Mapping[str, str], sheets: Sequence[SheetSum]) -> list[list[str]]:
    """Return the rows of the cover sheet as texts. `names` calls offices by their codes."""
    since = cover.since.isoformat() if cover.since else _BEGINNING
    facts = {
        "version": str(cover.version),
        "kind": cover.kind,
        "sender": cover.sender,
        "sender_name": names.get(cover.sender, ""),
        "receiver": cover.receiver,
        "receiver_name": names.get(cover.receiver, ""),
        "number": str(cover.number),
        "previous": str(cover.previous),
        "period": f"{since}{_TO}{cover.made.date().isoformat()}",
        "made": cover.made.isoformat(sep=" ", timespec="seconds"),
        "operator": cover.operator,
        "personal": "是" if cover.personal else "否",
        "secret": cover.secret,
        "digest": cover.digest,
    }
    rows = [list(HEADS), *([label, facts[key]] for key, label in _LABELS.items() if facts[key] or key != "secret")]
    rows += [[""], [_SHEET, _ROWS, *HEADS[2:]]]
    for sheet in sheets:
        money = "；".join(f"{head} {show_money(fen)}" for head, fen in sheet.sums.items())
        rows.append([sheet.name, str(sheet.rows), str(sheet.deleted), money])
    return rows


def read_cover(rows: Sequence[Sequence[Cell]]) -> Cover:
    """Return the facts of a cover sheet.

    Raises:
        FileError: it is no cover, lacks a fact, or is of a newer format.

    """
    texts = [[cell_text(cell).strip() for cell in row] for row in rows]
    by_label = {row[0]: row[1] for row in texts if len(row) > 1}
    if not texts or not texts[0] or texts[0][0] != TITLE:
        raise FileError("这个文件不是数据包：没有数据包的封面。", "普通表格请用“导入”。")
    found = {key: by_label.get(label, "") for key, label in _LABELS.items()}
    version = _whole(found["version"], "格式版本")
    if version > VERSION:
        raise FileError(f"数据包是用新版本的程序做的（格式 {version}，本程序 {VERSION}）。", "请升级本程序后再接收。")
    missing = [_LABELS[key] for key in ("sender", "receiver", "made", "digest") if not found[key]]
    if missing or found["kind"] not in (FULL, INCREMENT):
        raise FileError(f"数据包封面缺少：{'、'.join(missing) or '包类型'}。", _ANEW)
    if found["secret"] and not _SECRET.fullmatch(found["secret"]):
        raise FileError(f"数据包封面的“{_LABELS['secret']}”被改动过，不能用。", _ANEW)
    return Cover(
        sender=_code(found["sender"], "sender"),
        receiver=_code(found["receiver"], "receiver"),
        number=_whole(found["number"], "序号"),
        previous=_whole(found["previous"], "上一序号"),
        kind=found["kind"],
        made=_moment(found["made"]),
        operator=found["operator"],
        since=_since(found["period"]),
        personal=found["personal"] == "是",
        secret=found["secret"],
        version=version,
        digest=found["digest"],
    )


def rows_written(rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Return how many rows each sheet had when the package was written, by its name, as far as the cover says so."""
    texts = [[cell_text(cell).strip() for cell in row[:2]] for row in rows]
    head = next((at for at, row in enumerate(texts) if row == [_SHEET, _ROWS]), len(texts))
    return {row[0]: int(row[1]) for row in texts[head + 1 :] if len(row) > 1 and _WHOLE.fullmatch(row[1])}


def _whole(text: str, label: str) -> int:
    """Return a whole number of the cover."""
    if not _WHOLE.fullmatch(text):
        raise FileError(f"数据包封面的“{label}”不是整数。", _ANEW)
    return int(text)


def _code(text: str, key: str) -> str:
    """Return the code of an office that the cover names."""
    try:
        return office(text).code
    except UsageError:
        raise FileError(f"数据包封面的“{_LABELS[key]}”是“{text}”，没有代码是它的教育局。", _ANEW) from None


def _moment(text: str) -> datetime:
    """Return when a package was made."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise FileError("数据包封面的“制作时间”不是时间。", _ANEW) from None


def _since(period: str) -> date | None:
    """Return the first day of the period, None for the beginning."""
    first = period.partition(_TO)[0]
    try:
        return date.fromisoformat(first)
    except ValueError:
        return None
