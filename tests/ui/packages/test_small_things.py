"""The small parts of the dialogs about packages: sentences to tick, tables of a few lines, numbers in large type."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from shuangjian_desktop.ui.packages.plain_table import Numbers, cell, fill, plain_table
from shuangjian_desktop.ui.packages.ticks import Tick, Ticks


@pytest.fixture
def ticks(qtbot):
    found = Ticks()
    qtbot.addWidget(found)
    found.resize(500, 200)
    found.show()
    qtbot.waitExposed(found)
    return found


# --- ticks -----------------------------------------------------------------------------------------------------------
def test_where_nothing_is_asked_nothing_is_missing(ticks):
    ticks.ask([])
    assert (ticks.complete, ticks.isVisible()) == (True, False)


def test_each_sentence_is_ticked_by_itself(ticks, qtbot):
    ticks.ask(["删去 3 行", "手工新增 1 行"])
    one, other = ticks.ticks
    assert one.words.text() == one.box.accessibleName() == "我已核对，同意接收：删去 3 行"
    assert not ticks.complete
    with qtbot.waitSignal(ticks.changed):
        one.box.click()
    assert not ticks.complete
    other.box.click()
    assert ticks.complete
    one.box.click()  # thought better of it
    assert not ticks.complete


def test_a_click_on_the_sentence_ticks_too(ticks):
    ticks.ask(["删去 3 行"])
    [tick] = ticks.ticks
    inside = QPoint(tick.width() - 5, tick.height() // 2)
    QTest.mouseClick(tick, Qt.MouseButton.RightButton, pos=inside)
    assert not ticks.complete
    QTest.mousePress(tick, Qt.MouseButton.LeftButton, pos=inside)
    QTest.mouseRelease(tick, Qt.MouseButton.LeftButton, pos=QPoint(-20, -20))  # let go elsewhere
    assert not ticks.complete
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=inside)
    assert ticks.complete


def test_what_was_ticked_for_one_package_does_not_hold_for_the_next(ticks):
    ticks.ask(["删去 3 行"])
    ticks.ticks[0].box.click()
    ticks.ask(["删去 3 行", "更正 1 行"])
    assert (len(ticks.ticks), ticks.complete, ticks.isVisible()) == (2, False, True)


def test_what_is_asked_stands_line_by_line_and_nothing_of_before(ticks, qtbot):
    ticks.ask(["删去 3 行"])
    ticks.ask(["更正 1 行", "新增 2 行"])
    qtbot.waitUntil(lambda: ticks.findChildren(Tick) == ticks.ticks)
    for one in ticks.ticks:
        assert one.box.isVisible()
        assert one.words.isVisible()
        assert one.box.geometry().right() < one.words.geometry().left()
    upper, lower = ticks.ticks
    assert upper.geometry().bottom() < lower.geometry().top()


# --- tables and numbers ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "right"), [("12", True), ("1,234", True), ("", False), ("12 行", False), ("2022-03-01", False)]
)
def test_numbers_stand_to_the_right(text, right):
    assert bool(cell(text).textAlignment() & Qt.AlignmentFlag.AlignRight.value) == right


def test_a_text_that_may_not_fit_is_told_whole(qtbot):
    assert cell("长" * 14).toolTip() == ""
    assert cell("长" * 15).toolTip() == "长" * 15


def test_other_lines_take_the_place_of_those_before(qtbot):
    table = plain_table()
    qtbot.addWidget(table)
    for lines in ([("甲", "1"), ("乙", "2")], [("丙", "3")]):
        fill(table, (("名称", 20), ("行", 6)), lines)
        assert table.rowCount() == len(lines)
        assert [table.item(row, column).text() for row in range(len(lines)) for column in (0, 1)] == [
            text for line in lines for text in line
        ]
    assert [table.horizontalHeaderItem(column).text() for column in (0, 1)] == ["名称", "行"]
    table.show()
    table.setCurrentCell(0, 0)
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert not table.findChildren(QLineEdit)  # it is there to be read


@pytest.mark.parametrize(("count", "urgent"), [(3, True), (0, False)])
def test_what_did_not_go_in_stands_out(qtbot, count, urgent):
    numbers = Numbers()
    qtbot.addWidget(numbers)
    numbers.show()
    numbers.show_numbers([("更新", 7)])
    numbers.show_numbers([("新增", 1234), ("没有接收", count)])
    qtbot.waitUntil(lambda: len(numbers.findChildren(QLabel)) == 4)
    shown = {one.text(): one for one in numbers.findChildren(QLabel) if one.isVisible()}
    assert shown["1,234"].property("role") == "count"
    assert shown[str(count)].property("role") == ("urgent-count" if urgent else "count")
    for number, words in (("1,234", "新增"), (str(count), "没有接收")):
        assert shown[number].geometry().bottom() < shown[words].geometry().top()
    numbers.show_numbers([])
    assert not numbers.isVisible()
