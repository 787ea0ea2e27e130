"""What the pictures show: the ledger of a district, a city's with packages to come. All of it is invented."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.demo.city import make_city
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import attachments, deeds, importing, notice_words, packing, records
from shuangjian_desktop.services.attachments import Incoming
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import CITY, open_desk
from shuangjian_desktop.services.records import ChildDraft
from shuangjian_desktop.services.samples import write_samples

OPERATOR = "王芳"
ROSTER = "花园路街道摸排表.xlsx"
DISTRICT = "410105"
DRAFT = "超时段上课"
"""What the one notice that stays a draft is about."""
_SCALE = 0.01
_NAMES = ("明德", "育英", "星河", "朝阳", "立人", "春晖", "博雅", "知行", "新苗", "润泽", "启明", "远航")


@dataclass(frozen=True)
class Ledgers:
    """Where they lie: a district's ledger, the city's, the district's next package, a street office's sheet."""

    district: Path
    city: Path
    package: Path
    roster: Path


def make_ledgers(folder: Path) -> Ledgers:
    """Make all of it in a folder (a minute)."""
    city = folder / "全市"
    make_city(city, _SCALE)
    package = _package_to_come(city)
    ledger = city / f"{DISTRICT}.db"
    desk = open_desk(ledger, OPERATOR)
    try:
        for key in ("institution", "refund", "wage_settlement", "inspection"):
            _import_samples(desk, key, folder)
        _live(desk, folder)
        gone = uid_of(desk, "institution", "培训中心")
        records.remove(desk, "institution", [gone])
    finally:
        desk.ledger.close()
    return Ledgers(ledger, city / f"{CITY}.db", package, _roster(folder))


def _import_samples(desk: Desk, key: str, folder: Path) -> None:
    """Import the samples that a register declares."""
    path = write_samples(find(key), folder / f"样例-{find(key).title}.csv")
    proposal = importing.propose(desk, importing.read(path), key)
    importing.apply(desk, importing.plan(desk, proposal), source=path)


def _roster(folder: Path) -> Path:
    """Write the sheet of a street office: most rows are good, some are not."""
    book = Workbook()
    sheet = book.active
    sheet.title = "花园路街道"
    sheet.append(["花园路街道校外培训机构摸排登记表"])
    sheet.append(["序号", "机构名称", "类别", "地址", "联系人", "联系电话", "成立时间", "机构状态"])
    kinds = ("艺术培训中心", "文化培训学校", "篮球俱乐部", "少儿编程中心")
    for number, name in enumerate(_NAMES, 1):
        kind = kinds[number % 4]
        category = "学科类" if kind == "文化培训学校" else "艺术" if kind == "艺术培训中心" else "体育"
        place = f"金水区花园路 {number * 7} 号"
        sheet.append(
            [number, f"金水区{name}{kind}", category, place, "李某", f"1380000{number:04}", "2018.5.6", "正常"]
        )
    sheet["G5"], sheet["F8"], sheet["H10"] = "2019-2-30", "1380000", "营业中"
    sheet.append([13, *(cell.value for cell in sheet[4][1:])])  # the same institution twice
    path = folder / ROSTER
    book.save(path)
    return path


def uid_of(desk: Desk, register: str, text: str) -> str:
    """Return the record that a text finds."""
    return desk.ledger.reader.first(Query(register, text=text), 1)[0].uid


def _live(desk: Desk, folder: Path) -> None:
    """Let notices stand in every state, promises come due, and photos hang on an inspection."""
    notice_words.set_settings(desk, {"number_prefix": "郑金教改"})
    visit = records.new_draft(
        desk,
        "inspection",
        {
            "on": desk.day - timedelta(days=2),
            "place": "文化路街道",
            "officers": "刘洋（豫A-10231）、周敏（豫A-10232）",
            "departments": "教育局、市场监管局",
            "findings": "居民楼内开设数学辅导班，未公示收费标准",
            "result": "责令整改",
        },
    )
    schools = desk.ledger.reader.first(Query("institution", filters=(Filter("category", "eq", "学科类"),)), 3)
    found = ("未取得办学许可开展数学辅导", "未公示收费标准和退费办法", DRAFT)
    rows = [
        ChildDraft(None, {"institution": one.uid, "findings": words}) for one, words in zip(schools, found, strict=True)
    ]
    saved = records.save(desk, replace(visit, children={"inspection_target": rows}))
    for number, photo in enumerate(_photos(folder), 1):
        attachments.attach(desk, "inspection", saved.uid, [Incoming(photo, f"现场照片{number}.png")])
    deeds.act(desk, "inspection", saved.uid, "draft_notices", {})
    for words in found[:2]:
        uid = uid_of(desk, "rectification_notice", words)
        deeds.act(desk, "rectification_notice", uid, "issue", {"issued_on": desk.day})


def _photos(folder: Path) -> list[Path]:
    """Draw two photos that show nothing."""
    paths = []
    for number, words in enumerate(("门口无招牌", "教室内景"), 1):
        image = QImage(800, 600, QImage.Format.Format_RGB32)
        image.fill(QColor("#9fb4c4"))
        painter = QPainter(image)
        painter.fillRect(QRectF(0, 380, 800, 220), QColor("#7d6b58"))
        painter.fillRect(QRectF(290, 120, 220, 300), QColor("#e8edf1"))
        painter.setFont(QFont(painter.font().family(), 40))
        painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, f"（示意）{words}")
        painter.end()
        paths.append(folder / f"photo{number}.png")
        image.save(str(paths[-1]))
    return paths


def _package_to_come(folder: Path) -> Path:
    """Change some records of a district, pack what changed, and mend a cell of the package by hand."""
    path = folder / f"数据包-{DISTRICT}-4101-0002.xlsx"
    desk = open_desk(folder / f"{DISTRICT}.db", OPERATOR)
    try:
        for one in desk.ledger.reader.first(Query("institution"), 6):
            draft = records.edit_draft(desk, "institution", one.uid)
            records.save(desk, replace(draft, values={**draft.values, "notes": "已电话核对"}))
        records.save(desk, records.new_draft(desk, "institution", {"name": "郑州市金水区明德艺术培训中心"}))
        packing.pack(desk, CITY, path)
    finally:
        desk.ledger.close()
    book = load_workbook(path)
    sheet = book["机构台账"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(3, heads.index("备注") + 1).value = "市局来电更正"
    book.save(path)
    return path
