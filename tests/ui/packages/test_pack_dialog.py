"""Sending packages from the window, as the clerk does it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import receiving
from shuangjian_desktop.ui.packages.pack_dialog import PackDialog
from tests.services.entries import payment, refund, school
from tests.ui.boxes import box, press, said
from tests.ui.clerk import type_text
from tests.ui.packages.conftest import CITY, ERQI, JINSHUI


@pytest.fixture
def dialog(seat, settle):
    """Open the dialog at an office."""

    def dialog(code: str) -> PackDialog:
        seat(code).window.actions_.pack.trigger()
        settle()
        found = QApplication.activeModalWidget()
        assert isinstance(found, PackDialog)
        return found

    return dialog


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "发出"
    folder.mkdir()
    return folder


def sent(desk) -> int:
    return desk.ledger.reader.count(Query("package"))


def counts(shown: PackDialog) -> dict[str, str]:
    table = shown.result_page.table
    return {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}


def test_a_district_sends_its_first_package_to_the_city(district, dialog, settle, folder, city_desk):
    refund(district, school(district), payments=[payment(10_000)])
    shown = dialog(JINSHUI)
    assert shown.only.text() == "郑州市教育局（4101）"
    assert not shown.to.isVisible()
    assert "第 1 号" in shown.next_label.text()
    assert shown.full.isChecked()
    assert not shown.increment.isEnabled()
    assert "第一个数据包只能是全量" in shown.why.text()
    assert not shown.personal.isChecked()
    assert shown.file.path.name == "数据包-410105-4101-0001.xlsx"
    path = folder / shown.file.path.name
    shown.file.line.setText(str(path))
    shown.pack_button.click()
    settle()
    assert shown.result_page.heading.text() == "已做好给郑州市教育局的第 1 号全量数据包。"
    assert counts(shown) == {"合计": "3", "机构台账": "1", "退费": "1", "退费付款": "1"}
    assert str(path) in shown.result_page.place.text()
    received = receiving.read(path)
    assert received.cover.personal is False
    assert receiving.plan(city_desk, received).plan.counts["create"] == 3
    shown.close_button.click()
    later = dialog(JINSHUI)
    assert later.file.path == folder / "数据包-410105-4101-0002.xlsx"  # in the folder of the last one


def test_the_next_one_is_an_increment_unless_everything_is_wanted(district, dialog, settle, folder, send):
    school(district, "甲校")
    send(district)
    school(district, "乙校")
    shown = dialog(JINSHUI)
    assert shown.increment.isChecked()
    assert "上一个（第 1 号）是" in shown.next_label.text()
    shown.file.line.setText(str(folder / "a"))
    shown.pack_button.click()
    settle()
    assert counts(shown)["机构台账"] == "1"
    assert receiving.read(folder / "a.xlsx").cover.kind == "增量"
    shown.close_button.click()
    again = dialog(JINSHUI)
    again.full.setChecked(True)
    again.file.line.setText(str(folder / "b.xlsx"))
    again.pack_button.click()
    settle()
    assert counts(again)["机构台账"] == "2"


def test_names_go_along_only_when_the_clerk_says_so_and_that_is_on_record(district, dialog, settle, folder):
    refund(district, school(district), student="王梓涵")
    shown = dialog(JINSHUI)
    shown.personal.setChecked(True)
    shown.file.line.setText(str(folder / "a.xlsx"))
    shown.pack_button.click()
    settle()
    [row] = receiving.read(folder / "a.xlsx").rows["refund"]
    assert row.row.values["student"] == "王梓涵"
    assert "含个人信息" in district.ledger.reader.steps(limit=1)[0].title
    shown.close_button.click()
    # The city has no keys of these persons yet: without names it must get all of them.
    again = dialog(JINSHUI)
    assert again.full.isChecked()
    assert "只能发全量" in again.why.text()
    again.personal.setChecked(True)
    assert again.increment.isChecked()


def test_a_file_that_is_there_is_replaced_only_after_a_question(qtbot, district, dialog, settle, folder):
    path = folder / "a.xlsx"
    path.write_text("原来的文件")
    shown = dialog(JINSHUI)
    shown.file.line.setText(str(path))
    shown.pack_button.click()
    asked = box(qtbot)
    assert "已经有“a.xlsx”，要替换吗" in asked.text()
    asked.close()
    settle()
    assert path.read_text() == "原来的文件"
    assert sent(district) == 0
    shown.pack_button.click()
    press(box(qtbot), "替换")
    settle()
    assert receiving.read(path).cover.number == 1
    assert sent(district) == 1


def test_when_it_is_cancelled_nothing_is_left(district, dialog, settle, folder):
    for number in range(30):
        school(district, f"第{number}学校")
    shown = dialog(JINSHUI)
    shown.file.line.setText(str(folder / "a.xlsx"))
    shown.pack_button.click()
    shown.close_button.click()
    settle()
    assert shown.isVisible()
    assert shown.pack_button.isEnabled()
    assert list(folder.iterdir()) == []
    assert sent(district) == 0
    assert shown.file.line.text() == str(folder / "a.xlsx")


def test_a_folder_that_is_not_there_is_said_and_the_dialog_stays(qtbot, district, dialog, settle, folder):
    shown = dialog(JINSHUI)
    shown.file.line.setText(str(folder / "没有" / "a.xlsx"))
    shown.pack_button.click()
    assert "不存在" in said(qtbot)
    settle()
    assert shown.pack_button.isEnabled()
    assert sent(district) == 0


def test_the_city_writes_one_package_for_each_district_into_a_folder(qtbot, city_desk, dialog, settle, folder):
    shown = dialog(CITY)
    assert shown.to.currentText() == "全部区县（16 个，各发一个）"
    assert shown.to.count() == 17
    assert shown.folder.isVisible()
    assert not shown.file.isVisible()
    shown.folder.line.setText(str(folder))
    shown.pack_button.click()
    settle()
    assert len(list(folder.iterdir())) == 16
    assert (folder / f"数据包-4101-{ERQI}-0001.xlsx").exists()
    assert shown.result_page.table.rowCount() == 16
    assert sent(city_desk) == 16
    assert city_desk.ledger.reader.steps(limit=1)[0].title == "发出数据包：给 16 个区县"


def test_the_city_writes_for_one_district(city_desk, dialog, settle, folder):
    shown = dialog(CITY)
    shown.to.setCurrentIndex(shown.to.findData(ERQI))
    assert shown.file.isVisible()
    assert not shown.folder.isVisible()
    assert shown.file.path.name == f"数据包-4101-{ERQI}-0001.xlsx"
    shown.to.setCurrentIndex(shown.to.findData(JINSHUI))
    assert shown.file.path.name == f"数据包-4101-{JINSHUI}-0001.xlsx"
    shown.file.line.setText(str(folder / "我的名字.xlsx"))
    shown.to.setCurrentIndex(shown.to.findData(ERQI))
    assert shown.file.path.name == "我的名字.xlsx"  # what was typed stays
    shown.pack_button.click()
    settle()
    assert receiving.read(folder / "我的名字.xlsx").cover.receiver == ERQI


def test_it_goes_by_the_keyboard_alone(seat, district, settle, folder):
    window = seat(JINSHUI).window
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle()
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, PackDialog)
    shown.file.setFocus()
    QTest.keyClick(shown.file.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(shown.file.line, str(folder / "k.xlsx"))
    QTest.keyClick(shown.file.line, Qt.Key.Key_Return)
    settle()
    assert (folder / "k.xlsx").exists()
    assert shown.focusWidget() is shown.close_button
    QTest.keyClick(shown.focusWidget(), Qt.Key.Key_Escape)
    assert not shown.isVisible()
