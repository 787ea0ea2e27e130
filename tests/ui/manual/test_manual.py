"""The manual's window as a clerk uses it, and what F1 opens."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextLength
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from shuangjian_desktop.services import manual
from shuangjian_desktop.ui.backup_dialog import BackupDialog
from shuangjian_desktop.ui.import_dialog.dialog import ImportDialog
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.manual.help import PAGE_OF_TAB
from shuangjian_desktop.ui.manual.window import ManualWindow
from shuangjian_desktop.ui.packages.pack_dialog import PackDialog
from shuangjian_desktop.ui.packages.receive_dialog import ReceiveDialog
from tests.ui.clerk import type_text


def shown() -> list[ManualWindow]:
    """The manual's windows that are open."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, ManualWindow) and one.isVisible()]


@pytest.fixture(autouse=True)
def _closed():
    """Close the manual, which belongs to no other window."""
    yield
    for one in shown():
        one.close()


@pytest.fixture
def reader(qtbot) -> ManualWindow:
    """The manual, open at its contents."""
    reader = ManualWindow()
    reader.open_page("index")
    reader.come_forward()
    qtbot.waitExposed(reader)
    qtbot.waitUntil(reader.isActiveWindow)
    return reader


@pytest.fixture
def window(session, qtbot, settle) -> MainWindow:
    """The main window with an open ledger."""
    window = MainWindow(session.jobs)
    window.sit_down(session, "金水区教育局")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    settle()
    return window


def press_f1(qtbot, widget: QWidget) -> ManualWindow:
    """Press F1 in a window that is in front; return the manual, of which there is one."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    QTest.keyClick(widget, Qt.Key.Key_F1)
    [reader] = shown()
    return reader


def entries(contents: QListWidget) -> list[str]:
    """The lines of the list at the left."""
    return [contents.item(row).text() for row in range(contents.count())]


def click(reader: ManualWindow, title: str) -> None:
    """Click an entry of the list at the left."""
    [item] = [one for one in map(reader.contents.item, range(reader.contents.count())) if one.text().startswith(title)]
    place = reader.contents.visualItemRect(item).center()
    QTest.mouseClick(reader.contents.viewport(), Qt.MouseButton.LeftButton, pos=place)


# --- the window ------------------------------------------------------------------------------------------------------
def test_an_entry_opens_its_page_and_back_and_forward_lead_through_what_was_read(reader):
    assert not reader.back_button.isEnabled()
    click(reader, "退费与付款")
    click(reader, "撤销、重做和回收站")
    assert "任何一步都可以撤销" in reader.browser.toPlainText()
    reader.back_button.click()
    assert reader.browser.page == "refunds"
    assert reader.contents.currentItem().text() == "退费与付款"
    QTest.keyClick(reader.browser, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert reader.browser.page == "index"
    QTest.keyClick(reader.browser, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert reader.browser.page == "refunds"
    assert reader.forward_button.isEnabled()


def test_a_page_comes_back_where_it_was_left(reader):
    reader.open_page("refunds")
    reader.browser.verticalScrollBar().setValue(300)
    reader.open_page("undo")
    assert reader.browser.verticalScrollBar().value() == 0
    reader.back_button.click()
    assert reader.browser.verticalScrollBar().value() == 300
    assert reader.browser.document().find("添加退费付款").charFormat().fontWeight() > 500  # dressed as at first


def test_a_link_in_a_page_leads_to_another(reader):
    reader.open_page("wages")
    found = reader.browser.document().find("退费")
    found.setPosition(found.selectionStart() + 1)  # inside the word: its end may be where the line breaks
    anchor = reader.browser.cursorRect(found).center()
    QTest.mouseClick(reader.browser.viewport(), Qt.MouseButton.LeftButton, pos=anchor)
    assert reader.browser.page == "refunds"


def test_words_are_found_on_every_page_the_one_about_them_first(reader):
    QTest.keyClick(reader, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_text(reader.search, "冲正")
    assert "refunds" in [one.page.name for one in manual.find("冲正")]
    assert len(entries(reader.contents)) == len(manual.find("冲正")) > 1
    assert all("冲正" in one for one in entries(reader.contents))
    QTest.keyClick(reader.search, Qt.Key.Key_Return)
    assert reader.browser.page == manual.find("冲正")[0].page.name
    marked = reader.browser.extraSelections()
    assert {one.cursor.selectedText() for one in marked} == {"冲正"}
    first = reader.browser.textCursor().selectionStart()
    QTest.keyClick(reader, Qt.Key.Key_F3)
    assert reader.browser.textCursor().selectionStart() > first
    reader.search.clear()
    assert len(entries(reader.contents)) == len(manual.pages())


def test_what_the_manual_does_not_hold_is_said(reader):
    type_text(reader.search, "航天飞机")
    assert entries(reader.contents) == []
    assert "没有“航天飞机”" in reader.found.text()


def test_pictures_are_there_and_never_wider_than_the_page(reader):
    reader.open_page("refunds")
    reader.resize(800, 600)
    document = reader.browser.document()
    formats = _pictures(document)
    assert len(formats) == 2
    for one in formats:
        assert one.maximumWidth().type() == QTextLength.Type.PercentageLength
        image = document.resource(document.ResourceType.ImageResource.value, QUrl(one.name()))
        room = reader.browser.viewport().width()
        assert room - 50 < image.deviceIndependentSize().width() < room  # made smaller once, smoothly
    assert reader.browser.horizontalScrollBar().maximum() == 0


def _pictures(document) -> list:
    """The formats of the pictures of a page."""
    found = []
    block = document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            style = place.fragment().charFormat()
            if style.isImageFormat():
                found.append(style.toImageFormat())
            place += 1
        block = block.next()
    return found


def test_what_the_program_says_stands_out_on_the_page(reader):
    reader.open_page("undo")
    place = reader.browser.document().find("撤销这一步")
    assert place.charFormat().fontWeight() > 500


def test_escape_lets_the_search_go_then_closes(reader):
    type_text(reader.search, "备份")
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert reader.isVisible()
    assert reader.search.text() == ""
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert not reader.isVisible()


# --- F1 --------------------------------------------------------------------------------------------------------------
def test_f1_opens_the_page_of_every_tab(window, settle, qtbot):
    assert set(window.tabs.keys) == set(PAGE_OF_TAB)
    for key in window.tabs.keys:
        window.tabs.open(key)
        settle()
        reader = press_f1(qtbot, window)
        assert reader.browser.page == PAGE_OF_TAB[key]
        assert manual.path_of(PAGE_OF_TAB[key]).exists()


def test_f1_opens_the_page_of_a_dialog_that_stands_before_the_window(window, session, settle, qtbot):
    dialogs = {
        "import": ImportDialog(session, "institution", None, window),
        "send": PackDialog(session, window),
        "receive": ReceiveDialog(session, (), window),
        "backup": BackupDialog(session, window),
    }
    for page, dialog in dialogs.items():
        dialog.open()
        qtbot.waitExposed(dialog)
        settle()
        assert press_f1(qtbot, dialog).browser.page == page
        dialog.reject()


def test_without_a_ledger_f1_tells_how_to_begin(session, qtbot):
    window = MainWindow(session.jobs)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    assert press_f1(qtbot, window).browser.page == "start"


def test_about_is_in_the_menu_of_help_without_a_key(window):
    [menu] = [one for one in window.menuBar().actions() if one.text().startswith("帮助")]
    keys = {one.text(): one.shortcut().toString() for one in menu.menu().actions() if one.text()}
    assert keys == {"使用手册": "F1", "关于": ""}


def test_the_manual_does_not_keep_the_program_open(window):
    window.help()
    [reader] = shown()
    assert not reader.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
