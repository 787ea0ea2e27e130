"""A paper as the services hand it over, and what can be measured on a page of PDF."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from shuangjian_desktop.documents.notice import NoticePaper

MM = 72 / 25.4  # points
PAGE_HEIGHT = 297.0

PAPER = NoticePaper(
    office="郑州市金水区教育局",
    title="责令限期整改通知书",
    number="郑金教改〔2024〕12号",
    addressee="金水区启明星教育培训学校有限公司",
    identity=(
        (("统一社会信用代码", "91410105MA45TQ8W0R"), ("法定代表人（负责人）", "欧阳喆玥")),
        (("办学地址", "郑州市金水区文昌路188号锦绣大厦B座3层"),),
    ),
    place="郑州市金水区文昌路188号锦绣大厦B座3层",
    opening=("我局于2024年10月16日对你单位开展专项检查，发现存在以下问题：",),
    facts=("未按要求公示收费。未公示收费项目。", "培训结束时间超过规定。"),
    facts_numbered=True,
    order="现责令你单位于2024年11月15日前完成整改，整改要求如下：",
    requirements=("立即公示；", "调整课程安排。"),
    requirements_numbered=True,
    closing=("请于整改期限届满之日起3个工作日内将书面整改报告报送我局。",),
    contact="联系人：陈小燚，联系电话：0371-00000000",
    issued_on="2024年10月18日",
    inspected_on="2024年10月16日",
    deadline="2024年11月15日",
    subjects=("1.未按要求公示收费", "2.培训结束时间超过规定"),
    case="未按要求公示收费",
    operator="李昇",
)
STUB, FIRST, SECOND = 0, 1, 2
"""Pages of a set whose 正本 has two."""


@dataclass(frozen=True)
class Sign:
    """A character on a page, in millimetres from its top left corner: its origin on the base line and its ink."""

    text: str
    x: float
    base: float
    size: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def em_top(self) -> float:
        """The upper edge of the em box, 0.88 of the size over the base line."""
        return self.base - 0.88 * self.size


def dots(pdf: bytes) -> list[bytes]:
    """Return what each page shows, as a picture of 144 dots per inch."""
    return [bytes(page.render(scale=2).buffer) for page in pypdfium2.PdfDocument(pdf)]


def pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def text_of(pdf: bytes, *numbers: int) -> str:
    """Return the text of some pages, all of them if none is named, line by line."""
    document = pypdfium2.PdfDocument(pdf)
    found = [document[number].get_textpage().get_text_range() for number in numbers or range(len(document))]
    return "\n".join(found).replace("\r\n", "\n")


def running(pdf: bytes, *numbers: int) -> str:
    """Return the text of some pages without its line breaks."""
    return text_of(pdf, *numbers).replace("\n", "")


def signs(pdf: bytes, number: int) -> list[Sign]:
    """Return the printed characters of a page."""
    page = pypdfium2.PdfDocument(pdf)[number]
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (10, 13, 32) or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        left, bottom, right, top = (value / MM for value in text.get_charbox(index))
        size = pdfium.FPDFText_GetFontSize(text, index) / MM
        base, upper, lower = (PAGE_HEIGHT - value for value in (y.value / MM, top, bottom))
        found.append(Sign(chr(code), x.value / MM, base, size, left, right, upper, lower))
    return found


def lines(pdf: bytes, number: int, size: float = 16.0) -> list[list[Sign]]:
    """Return the lines of a page that are set in this size (points), from above, each from the left."""
    by_base: dict[int, list[Sign]] = {}
    for sign in signs(pdf, number):
        if abs(sign.size * MM - size) < 0.1:
            by_base.setdefault(round(sign.base), []).append(sign)
    return [sorted(by_base[base], key=lambda sign: sign.x) for base in sorted(by_base)]


def rules(pdf: bytes, number: int) -> list[tuple[float, float, float, float]]:
    """Return the drawn lines of a page as (left, top, right, bottom) in millimetres."""
    page = pypdfium2.PdfDocument(pdf)[number]
    found = []
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,)):
        left, bottom, right, top = (value / MM for value in item.get_bounds())
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(item, width)
        pad = width.value / MM / 2  # PDFium's bounds are half a stroke too wide
        found.append((left + pad, PAGE_HEIGHT - top + pad, right - pad, PAGE_HEIGHT - bottom - pad))
    return found
