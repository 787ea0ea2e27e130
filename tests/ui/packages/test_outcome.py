"""What is told of one package after another: gone in, known, refused, left out, taken back and done again."""

import openpyxl
import pytest

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.services import receiving, steps
from shuangjian_desktop.services.arrivals import arrivals
from shuangjian_desktop.ui.packages.outcome import Outcome, cells
from tests.services.entries import change, school


@pytest.fixture
def take_in(city_desk):
    """Receive a file at the city, whatever is asked."""

    def make(path) -> Outcome:
        [arrival] = arrivals([path])
        receipt = receiving.plan(city_desk, receiving.read(path))
        return Outcome(arrival, receiving.apply(city_desk, receipt, confirmed=True))

    return make


def test_a_package_goes_in_is_taken_back_and_done_again(district, city_desk, send, take_in):
    school(district, "甲校")
    school(district, "乙校")
    path = send(district)
    done = take_in(path)
    package = "金水区教育局第 1 号全量数据包"
    went_in = ("接收完成", f"{package}。整个数据包是一步，随时可以撤销。")
    assert (done.state, done.told, done.can_be_undone) == ("已接收", went_in, True)
    assert done.numbers == (("新增", 2), ("更新", 0), ("删除", 0))
    assert done.lacking == 0

    again = take_in(path)
    told = ("这个数据包已经接收过，没有改动", "文件：包1.xlsx")
    assert (again.state, again.told, again.numbers, again.can_be_undone) == ("已经接收过", told, (), False)

    done.follow(steps.undo(city_desk, done.step.number).changes)
    told = ("这次接收已撤销", f"{package}：台账回到了接收以前的样子。以后可以重做，也可以再接收它。")
    assert (done.state, done.told, done.numbers, done.can_be_undone) == ("已撤销", told, (), False)
    done.follow(steps.redo(city_desk).changes)
    assert (done.state, done.told) == ("已接收", went_in)


def test_the_undo_of_something_else_is_none_of_this(district, city_desk, send, take_in):
    school(district, "甲校")
    done = take_in(send(district))
    other = school(city_desk, "市属学校")
    change(city_desk, "institution", other, notes="改")
    done.follow(steps.undo(city_desk).changes)
    assert done.state == "已接收"


def test_each_row_is_counted_once_by_what_became_of_it(district, city_desk, send, take_in):
    uids = [school(district, f"第{number}学校", licence_no=f"教民14101057000000{number}") for number in range(4)]
    take_in(send(district))
    change(district, "institution", uids[0], notes="改")
    school(district, "新校")
    path = send(district, full=True)
    book = openpyxl.load_workbook(path)
    sheet = book["机构台账"]
    heads = [cell.value for cell in sheet[1]]
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    sheet.cell(rows["第1学校"], heads.index("备注") + 1).value = "手改的"
    sheet.cell(rows["第2学校"], heads.index("发证日期") + 1).value = "2019-02-30"
    book.save(path)
    done = take_in(path)
    assert dict(done.numbers) == {"新增": 1, "更新": 1, "更正": 1, "删除": 0, "无变化": 1, "没有接收": 1}
    assert done.lacking == 1


def test_what_was_refused_or_left_out_changed_nothing(district, send, tmp_path):
    school(district, "甲校")
    [arrival] = arrivals([send(district)])
    refused = Outcome(arrival, error=FileError("文件打不开。", "请关闭 Excel 后再试。"))
    assert (refused.state, refused.told) == (
        "没有接收",
        ("没有接收“包1.xlsx”", "文件打不开。请关闭 Excel 后再试。"),
    )
    left = Outcome(arrival, left_out=True)
    assert (left.state, left.told) == ("跳过", ("跳过了“包1.xlsx”", "台账没有改动。以后可以再接收它。"))
    for one in (refused, left):
        assert (one.numbers, one.step, one.can_be_undone, one.lacking) == ((), None, False, 0)
    made = f"{arrival.cover.made:%Y-%m-%d}"
    assert cells(arrival, "可以接收") == ("包1.xlsx", "金水区教育局", "1", "全量", made, "可以接收")
    (tmp_path / "别的.xlsx").write_text("不是工作簿", encoding="utf-8")
    [other] = arrivals([tmp_path / "别的.xlsx"])
    assert cells(other, "不是数据包") == ("别的.xlsx", "", "", "", "", "不是数据包")
