"""The format as it is written down for other programs' authors is the format that is written."""

import json
import re
from hashlib import sha256
from pathlib import Path

import openpyxl

from shuangjian_desktop.exchange.package import cover, layout
from tests.packages.conftest import JINSHUI
from tests.services.entries import payment, refund, school

MANUAL = Path(__file__).parents[2] / "resources" / "manual" / "package-format.md"
ROW = re.compile(r"^\| (.+?) \| `(\w+)` \| (.+?) \| (.+?) \|$", re.M)
SHEET = re.compile(r"^### (\S+) `(\w+)`\n(.*?)(?=^### |\Z)", re.M | re.S)


def sheets() -> dict[str, tuple[str, list[tuple[str, str, str, str]]]]:
    """What the manual says: key of the register → (sheet, [(head, field, kind, when)])."""
    text = MANUAL.read_text(encoding="utf-8")
    return {key: (name, ROW.findall(body)) for name, key, body in SHEET.findall(text)}


def columns(rows: list[tuple[str, str, str, str]], *, personal: bool) -> list[tuple[str, str, str, str]]:
    return [row for row in rows if row[3] == "总有" or (row[3] == "含个人信息时") == personal]


def test_every_sheet_and_head_is_in_the_manual():
    told = sheets()
    assert list(told) == [register.key for register in layout.travelling()]
    for register in layout.travelling():
        for personal in (False, True):
            mine = layout.sheet_layout(register, personal=personal)
            name, rows = told[register.key]
            listed = columns(rows, personal=personal)
            assert (name, [row[0] for row in listed]) == (mine.name, [one.head for one in mine.columns])
            assert [row[1] for row in listed] == [item.key for item in mine.fields]
            refs = [row[0] + layout.REF_SUFFIX for row in listed if row[2].startswith("引用")]
            assert [*refs, *hidden()] == list(mine.hidden)


def hidden() -> list[str]:
    """The hidden columns that the manual lists."""
    text = MANUAL.read_text(encoding="utf-8")
    return re.findall(r"^\| `(\S+)` \|", text.partition("每张表最后是隐藏列")[2].partition("接收时：")[0], re.M)


def test_every_label_of_the_cover_is_in_the_manual():
    text = MANUAL.read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\S+)` \|", text.partition("## 二、")[2].partition("## 三、")[0], re.M)
    assert told == list(cover._LABELS.values())
    assert f"`{cover.TITLE}`" in text
    assert f"（版本 {layout.VERSION}）" in text
    assert {layout.FULL, layout.INCREMENT, layout.DELETED} <= set(re.findall(r"`(\S+?)`", text))


def stored(cell: object, kind: str) -> object:
    """The stored form of a cell by the words of the manual."""
    if cell is None:
        return None
    if kind == "日期":
        return cell.date().isoformat()
    if kind == "整数":
        return int(cell)
    if kind.startswith(("金额", "数")):
        places = int(kind.partition("^")[2].rstrip("）") or 2)
        return round(cell * 10**places)
    return str(cell)


def packed(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def test_another_program_finds_the_same_digests(jinshui, city, send):
    institution = school(jinshui, "育才“一”学校", area=None, prepaid_balance=12_345_67, notes="第一行\n第二行")
    refund(jinshui, institution, "王梓涵", [payment(50_000)])
    for desk, to, personal in ((jinshui, "4101", False), (jinshui, "4101", True), (city, JINSHUI, False)):
        book = openpyxl.load_workbook(send(desk, to, personal=personal, full=True))
        facts = {row[0].value: row[1].value or "" for row in book["封面"].iter_rows(max_row=20)}
        total = sha256(
            packed(
                [
                    int(facts["格式版本"]),
                    facts["发送方代码"],
                    facts["接收方代码"],
                    int(facts["序号"]),
                    int(facts["上一序号"]),
                    facts["包类型"],
                ]
            )
        )
        total.update(packed([facts["含个人信息"] == "是", facts.get("人员标识密钥", "")]))
        for key, (name, rows) in sorted(sheets().items()):
            total.update(key.encode())
            lines = [[cell.value for cell in row] for row in book[name].iter_rows()]
            for seal in sorted(
                seal_of(key, dict(zip(lines[0], line, strict=True)), rows, personal) for line in lines[1:]
            ):
                total.update(seal.encode())
        assert total.hexdigest() == facts["内容摘要"]


def seal_of(key: str, cells: dict, rows: list[tuple[str, str, str, str]], personal: bool) -> str:
    """Make the seal of a row by the manual; it is the one that stands in the row."""
    listed = columns(rows, personal=personal)
    refs = {row[0] for row in listed if row[2].startswith("引用")}
    values = [stored(cells[f"{row[0]}·标识" if row[0] in refs else row[0]], row[2]) for row in listed]
    names = [cells[row[0]] for row in listed if row[0] in refs]
    deleted = cells["变更"] == "已删除"
    facts = [key, cells["记录标识"], cells["所属"], int(cells["版本"]), deleted, values, names]
    made = sha256(packed(facts)).hexdigest()[:24]
    assert made == cells["行校验"]
    return made
