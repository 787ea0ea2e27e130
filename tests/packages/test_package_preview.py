"""A package as it is looked at before it goes in."""

from shuangjian_desktop.services import package_preview
from shuangjian_desktop.services.package_preview import lines, outline
from tests.packages.conftest import edit, look, receive
from tests.packages.test_by_hand import SHEET, cell_of
from tests.services.entries import change, payment, refund, school


def told(desk, receipt, register="", kind=""):
    made = outline(receipt)
    return lines(desk, made.made, made.rows(register, kind))


def test_new_records_show_what_they_hold_and_call_what_is_new_too_by_name(jinshui, city, send):
    refund(jinshui, school(jinshui, "甲校"), payments=[payment(10_000)])
    receipt = look(city, send(jinshui))
    made = outline(receipt)
    assert [one.key for one in made.registers] == ["institution", "refund", "refund_payment"]
    assert [made.count("", kind) for kind in package_preview.KINDS] == [0, 0, 0, 0, 0, 3, 0]
    [line] = told(city, receipt, "refund")
    assert line[:4] == ("退费", "2", "新增", "QH-1")
    assert "机构名称：甲校" in line[4]
    assert "→" not in line[4]


def test_kinds_are_told_apart_and_what_needs_a_look_stands_first(jinshui, city, send):
    uids = [school(jinshui, f"第{number}学校", notes="原样") for number in range(7)]
    receive(city, send(jinshui))
    change(jinshui, "institution", uids[0], notes="区里改的")
    path = send(jinshui, full=True)

    def work(book):
        cell_of(book, "第1学校", "备注").value = "手工改的"
        cell_of(book, "第2学校", "发证日期").value = "2019-02-30"
        sheet = book[SHEET]
        sheet.cell(9, 1).value = "手工学校"
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == "第3学校":
                sheet.delete_rows(row[0].row)
                break

    receipt = look(city, edit(path, work))
    found = told(city, receipt)
    assert [line[2] for line in found] == ["有误", "更正", "删除", "更新", "新增（手工）"]
    assert [line[3] for line in found] == ["第2学校", "第1学校", "第3学校", "第0学校", "手工学校"]
    assert "2019-02-30" in found[0][4] or "发证日期" in found[0][4]
    assert found[1][4] == "备注：原样 → 手工改的"
    assert found[2][1:5:3] == ("", "全量数据包里没有这条记录")
    assert found[3][4] == "备注：原样 → 区里改的"
    assert {line[3] for line in told(city, receipt, "institution", "unchanged")} == {"第4学校", "第5学校", "第6学校"}


def test_a_correction_that_the_sender_does_not_know_of_is_kept_and_said(jinshui, city, send):
    school(jinshui, "甲校", notes="原样")
    path = send(jinshui)

    def work(book):
        cell_of(book, "甲校", "备注").value = "手工改的"

    receive(city, path)
    receive(city, edit(path, work), confirmed=True)
    receipt = look(city, send(jinshui, full=True))
    made = outline(receipt)
    assert {kind: made.count("", kind) for kind in package_preview.KINDS if made.count("", kind)} == {"keep": 1}
    [line] = told(city, receipt)
    assert line[2:] == ("保留", "甲校", "备注：本台账是 手工改的，发送方是 原样，没有采用")
