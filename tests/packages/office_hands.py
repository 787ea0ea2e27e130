"""What a clerk does to a package in LibreOffice; run by a Python that has LibreOffice's `uno`, outside the project.

    python3 office_hands.py PACKAGE PROFILE      works on the workbook PACKAGE, which LibreOffice saves in its place

Changes 7 cells on four sheets, adds 3 rows (one copied whole and altered, one inserted in the middle, one typed at the
bottom), deletes one, sorts a sheet by its first column, and filters another so that rows are hidden.
"""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.table import TableSortField

TRIES, PAUSE = 300, 0.2  # a first start makes the profile and takes some seconds


def main(book: Path, profile: Path) -> None:
    """Work on the workbook and save it."""
    pipe = f"hands{time.time_ns()}"
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"),
    ]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        context = _connect(pipe, office)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        document = desktop.loadComponentFromURL(book.as_uri(), "_blank", 0, (_property("Hidden", True),))
        work(document)
        document.storeToURL(book.as_uri(), (_property("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)
        with suppress(Exception):  # it answers no more once it is going
            desktop.terminate()
        office.wait(60)
    finally:
        office.kill()


def _connect(pipe: str, office: "subprocess.Popen[bytes]") -> object:
    """Return the context of the LibreOffice that was started, as soon as it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _try in range(TRIES):
        with suppress(Exception):
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        if office.poll() not in (None, 81):  # 81: it starts itself anew
            break
        time.sleep(PAUSE)
    sys.exit("LibreOffice did not answer")


def _property(name: str, value: object) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


class Page:
    """A sheet of the package, by heads and by what stands in its cells."""

    def __init__(self, document: object, name: str) -> None:
        self.sheet = document.Sheets.getByName(name)
        self.document = document
        heads = self.rows()[0]
        self.columns = {head: number for number, head in enumerate(heads) if head}

    def rows(self) -> list[tuple[object, ...]]:
        """The values of the used area."""
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        self.last = cursor.RangeAddress
        return self.sheet.getCellRangeByPosition(0, 0, self.last.EndColumn, self.last.EndRow).DataArray

    def find(self, head: str, value: str) -> int:
        """The row in which a value stands under a head."""
        return next(number for number, row in enumerate(self.rows()) if row[self.columns[head]] == value)

    def type(self, row: int, head: str, text: str) -> None:
        """Type into a cell as from the keyboard."""
        self.sheet.getCellByPosition(self.columns[head], row).setFormula(text)

    def put(self, row: int, head: str, text: str) -> None:
        """Type a text that stays text."""
        self.sheet.getCellByPosition(self.columns[head], row).setString(text)

    def area(self) -> object:
        """Head and rows."""
        self.rows()
        return self.sheet.getCellRangeByPosition(0, 0, self.last.EndColumn, self.last.EndRow)


def work(document: object) -> None:
    """All that the clerk does."""
    institutions, refunds = Page(document, "机构台账"), Page(document, "退费")
    payments, visits = Page(document, "退费付款"), Page(document, "巡查")
    _change(institutions, refunds, payments, visits)
    _add(institutions, visits)
    institutions.sheet.Rows.removeByIndex(institutions.find("机构名称", "第07学校"), 1)
    _sort(institutions)
    _filter(refunds, "课程", "数学")


def _change(institutions: Page, refunds: Page, payments: Page, visits: Page) -> None:
    """Change 7 cells: two texts, a number, a date, a word of a list, an amount, the name behind a reference."""
    institutions.put(institutions.find("机构名称", "第01学校"), "备注", "改过的备注\n第二行")
    institutions.type(institutions.find("机构名称", "第02学校"), "建筑面积（平方米）", "88.5")
    institutions.type(institutions.find("机构名称", "第03学校"), "发证日期", "2020-02-29")
    institutions.put(institutions.find("机构名称", "第04学校"), "机构状态", "停业")
    refunds.type(refunds.find("合同编号", "QH-1"), "合同金额", "6000.5")
    refunds.put(refunds.find("合同编号", "QH-2"), "机构名称", "第05学校")
    visits.put(visits.find("巡查地点", "花园路"), "处理结果", "移送")
    assert payments.find("凭证号", "000123")  # text that looks like a number stays text


def _add(institutions: Page, visits: Page) -> None:
    """Add a copied row, one in the middle, one at the bottom."""
    sheet = institutions.sheet
    bottom = len(institutions.rows())
    source = institutions.find("机构名称", "第06学校")
    width = institutions.last.EndColumn
    row = sheet.getCellRangeByPosition(0, source, width, source)
    sheet.copyRange(sheet.getCellByPosition(0, bottom).CellAddress, row.RangeAddress)
    institutions.put(bottom, "机构名称", "抄来的学校")
    institutions.put(bottom, "办学许可证号", "教民141010570009999")
    sheet.Rows.insertByIndex(4, 1)
    institutions.put(4, "机构名称", "中间新校")
    institutions.type(4, "设立时间", "2019-03-01")
    institutions.type(4, "基准日预收费余额", "1234.56")
    bottom = len(visits.rows())
    visits.type(bottom, "巡查日期", "2021-11-20")
    visits.put(bottom, "巡查地点", "未来路")
    visits.put(bottom, "检查人员", "刘洋、周敏")


def _sort(page: Page) -> None:
    """Sort by the first column."""
    field = TableSortField()
    field.Field, field.IsAscending = 0, True
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    area = page.area()
    area.sort((_property("SortFields", fields), _property("ContainsHeader", True)))


def _filter(page: Page, head: str, value: str) -> None:
    """Show only the rows with a value, by the filter in the head."""
    area = page.area()
    condition = TableFilterField()
    condition.Field, condition.Operator, condition.StringValue = page.columns[head], EQUAL, value
    wanted = area.createFilterDescriptor(True)
    wanted.ContainsHeader = True
    wanted.setFilterFields((condition,))
    area.filter(wanted)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
