"""Which columns a table shows: chosen, moved, kept in sight, remembered; and what a selection comes to."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget

from shuangjian_desktop.core.kinds import Integer, Money, Number
from shuangjian_desktop.core.register import Field
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.offices import columns_of
from shuangjian_desktop.ui.columns import (
    Columns,
    ColumnsDialog,
    declared,
    load,
    load_width,
    save,
    save_width,
)
from shuangjian_desktop.ui.sums import sum_text
from tests.ui import boxes

REFUND = find("refund")
OFFERED = REFUND.fields
NAMES = ("institution", "student", "due")
THREE = Columns(tuple(REFUND[key] for key in NAMES), 2)


def keys(columns: Columns) -> list[str]:
    return [item.key for item in columns.fields]


# --- remembered ------------------------------------------------------------------------------------------------------
def test_at_first_a_table_shows_what_the_register_lists():
    assert load(REFUND, OFFERED) == declared(OFFERED)
    assert keys(declared(OFFERED)) == [item.key for item in REFUND.listed]
    assert declared(OFFERED).frozen == 1


def test_whose_a_record_is_stands_second_though_nobody_lists_it():
    shown = keys(declared(columns_of(REFUND)))
    assert shown[:3] == [REFUND.listed[0].key, "office", REFUND.listed[1].key]
    assert shown.count("office") == 1


def test_what_was_chosen_is_there_the_next_time():
    save(REFUND, THREE)
    assert load(REFUND, OFFERED) == THREE
    assert load(find("institution"), find("institution").fields).frozen == 1  # each register has its own
    save(REFUND, Columns(THREE.fields, 0))
    assert load(REFUND, OFFERED).frozen == 0


def test_a_column_that_is_no_more_is_passed_over():
    save(REFUND, THREE)
    less = tuple(item for item in OFFERED if item.key != "student")
    assert keys(load(REFUND, less)) == ["institution", "due"]
    nothing = tuple(item for item in OFFERED if item.key not in NAMES)
    assert load(REFUND, nothing) == declared(nothing)


@pytest.mark.parametrize(("written", "read"), [("180", 180), (180, 180), ("", 0), ("宽", 0), ("-5", 0), (None, 0)])
def test_a_width_is_a_number_of_pixels_or_none(written, read):
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "shuangjian", "tables")
    settings.setValue("refund/width/due", written)
    settings.sync()
    assert load_width(REFUND, REFUND["due"]) == read
    save_width(REFUND, REFUND["due"], 90)
    assert (load_width(REFUND, REFUND["due"]), load_width(REFUND, REFUND["paid"])) == (90, 0)


# --- chosen ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def dialog(qtbot):
    """Open the dialog with three columns shown; what it hands over comes into the list."""
    taken: list[Columns] = []
    page = QWidget()
    qtbot.addWidget(page)
    found = ColumnsDialog("退费", OFFERED, THREE, taken.append, page)
    found.open()
    yield found, taken
    assert page  # which takes the dialog along, if that was not answered


def row_of(dialog: ColumnsDialog, label: str):
    [row] = dialog.list.findItems(label, Qt.MatchFlag.MatchExactly)
    return row


def test_the_shown_ones_come_first_and_all_others_are_offered(dialog):
    shown, taken = dialog
    labels = [shown.list.item(row).text() for row in range(shown.list.count())]
    assert labels[:3] == [item.label for item in THREE.fields]
    assert shown.list.currentRow() == 0
    assert shown.list.isVisible()
    assert (shown.frozen.isVisible(), shown.frozen.value()) == (True, 2)
    assert sorted(labels) == sorted(item.label for item in OFFERED)
    boxes.press(shown, "确定")
    assert taken == [THREE]


def test_ticks_and_order_are_handed_over(dialog):
    shown, taken = dialog
    row_of(shown, REFUND["student"].label).setCheckState(Qt.CheckState.Unchecked)
    row_of(shown, REFUND["notes"].label).setCheckState(Qt.CheckState.Checked)
    shown.list.setCurrentItem(row_of(shown, REFUND["due"].label))
    for _twice in range(2):
        boxes.press(shown, "上移")
    boxes.press(shown, "上移")  # it is on top already
    boxes.press(shown, "确定")
    assert [item.key for item in taken[0].fields] == ["due", "institution", "notes"]


def test_the_last_one_moves_no_further_down(dialog):
    shown, _taken = dialog
    last = shown.list.count() - 1
    shown.list.setCurrentRow(last)
    before = shown.list.item(last).text()
    boxes.press(shown, "下移")
    assert shown.list.item(last).text() == before
    boxes.press(shown, "上移")
    assert shown.list.item(last - 1).text() == before
    assert shown.list.currentRow() == last - 1
    boxes.press(shown, "下移")
    assert shown.list.item(last).text() == before


def test_no_more_stay_in_sight_than_are_shown(dialog):
    shown, taken = dialog
    assert shown.windowTitle() == "退费：显示哪些列"
    shown.frozen.setValue(-1)
    assert shown.frozen.value() == 0
    shown.frozen.setValue(9)
    assert shown.frozen.value() == 4
    boxes.press(shown, "确定")
    assert taken[0].frozen == 3


def test_a_table_without_columns_is_none(dialog):
    shown, taken = dialog
    for item in THREE.fields:
        row_of(shown, item.label).setCheckState(Qt.CheckState.Unchecked)
    boxes.press(shown, "确定")
    assert (taken, shown.isVisible()) == ([], True)
    boxes.press(shown, "恢复默认")
    assert shown.list.count() == len(OFFERED)
    boxes.press(shown, "确定")
    assert (taken, shown.isVisible()) == ([declared(OFFERED)], False)


def test_what_was_called_off_changes_nothing(dialog):
    shown, taken = dialog
    row_of(shown, REFUND["student"].label).setCheckState(Qt.CheckState.Unchecked)
    boxes.press(shown, "取消")
    assert (taken, shown.isVisible()) == ([], False)


# --- what a selection comes to ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "filled", "total", "mean", "said"),
    [
        (Money(), 2, 125_001, True, "数合计 1,250.01，平均 625.00"),  # half a fen goes to the even one
        (Money(), 3, 100, True, "数合计 1.00，平均 0.33"),
        (Money(), 1, 100, True, "数合计 1.00"),
        (Money(), 2, 100, False, "数合计 1.00"),
        (Money(), 0, None, True, "数合计 "),
        (Money(minimum=None), 2, -300, True, "数合计 -3.00，平均 -1.50"),
        (Integer(), 3, 10, True, "数合计 10，平均 3.33"),
        (Number(), 2, Decimal("7.5"), True, "数合计 7.5，平均 3.75"),
    ],
)
def test_sum_and_mean_of_a_column(kind, filled, total, mean, said):
    assert sum_text(Field(key="n", label="数", kind=kind), filled, total, mean=mean) == said
