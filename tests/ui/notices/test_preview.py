"""The preview of papers, and the ways out of it."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from shuangjian_desktop.services import papers, steps
from tests.documents.paper import running
from tests.services.entries import notice
from tests.ui.boxes import box, press, said
from tests.ui.printers import with_dialog, without_dialog

NOTICE = papers.NOTICE


def prints(desk, uids):
    return [desk.record(NOTICE, uid).values["prints"] for uid in uids]


def test_the_pages_are_shown_and_looking_is_on_record(preview_of, desk, issued, draft):
    dialog = preview_of(*issued, draft)
    assert dialog.words.text() == "4 份，12 页"
    assert dialog.document.pageCount() == 12
    assert dialog.document.getAllText(0).text().count("郑州育才学校") == 1
    assert "草稿" in dialog.document.getAllText(9).text()
    assert [step.title for step in steps.steps(desk, 1)] == ["查看个人信息：预览整改通知书"]


def test_pages_grow_and_shrink(preview_of, issued):
    dialog = preview_of(issued[0])
    dialog.zoom(2.0)
    wide = dialog.view.zoomFactor()
    QTest.keyClick(dialog, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.zoomMode() == QPdfView.ZoomMode.Custom
    assert dialog.view.zoomFactor() < wide
    QTest.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.zoomMode() == QPdfView.ZoomMode.FitToWidth


def test_what_was_printed_is_counted_and_shown_as_a_reprint(preview_of, desk, issued, draft, printer, settle, tmp_path):
    dialog = preview_of(*issued, draft)
    dialog.print_on(printer)
    settle()
    assert prints(desk, issued) == [1, 1, 1]
    assert prints(desk, [draft]) == [None]
    assert "第2次打印" in dialog.document.getAllText(0).text()
    assert (tmp_path / "printed.pdf").stat().st_size > 10_000
    assert steps.steps(desk, 1)[0].title == "打印整改通知书：郑金教改〔2022〕1号 郑州育才学校 等 4 条"


def test_a_printer_that_fails_is_told_and_nothing_counted(preview_of, desk, issued, printer, settle, qtbot):
    dialog = preview_of(*issued)
    printer.setOutputFileName("/没有这个文件夹/一.pdf")
    dialog.print_on(printer)
    settle()
    assert "打印机没有响应" in said(qtbot)
    assert prints(desk, issued) == [None] * 3
    assert dialog.print_button.isEnabled()


@pytest.fixture
def busy(jobs):
    """From the call on the pool for files has no hand free, until the event is set that it returns."""
    held = Event()

    def hold() -> Event:
        for _hand in range(2):
            jobs.files(lambda _progress: held.wait())
        return held

    yield hold
    held.set()


def test_a_preview_is_not_closed_over_a_printing_without_a_question(
    preview_of, desk, issued, printer, settle, qtbot, busy
):
    dialog = preview_of(*issued)
    held = busy()
    dialog.print_on(printer)
    dialog.reject()
    assert "“打印”还没有完成，要停下来吗？" in said(qtbot)
    held.set()
    settle()
    assert dialog.isVisible()
    assert prints(desk, issued) == [1, 1, 1]


def test_a_printing_that_is_stopped_before_it_began_leaves_the_preview_usable(
    preview_of, desk, issued, printer, settle, qtbot, busy
):
    dialog = preview_of(*issued)
    held = busy()
    dialog.print_on(printer)
    dialog.close_button.click()
    press(box(qtbot), "停下来")
    held.set()
    settle()
    assert prints(desk, issued) == [None] * 3
    assert dialog.print_button.isEnabled()
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())


@with_dialog
def test_the_system_is_asked_for_a_printer(preview_of, issued):
    asked = preview_of(issued[0]).print_()
    assert isinstance(asked, QPrintDialog)
    asked.reject()


@without_dialog
def test_without_a_printer_the_clerk_is_told(preview_of, issued, qtbot):
    assert preview_of(issued[0]).print_() is None
    assert "没有装打印机" in said(qtbot)


def test_the_system_is_asked_for_a_file(preview_of, issued):
    asked = preview_of(issued[0]).save()
    assert isinstance(asked, QFileDialog)
    assert asked.defaultSuffix() == "pdf"
    asked.reject()


def test_papers_are_saved_and_then_shown_as_printed(preview_of, desk, issued, settle, qtbot, tmp_path):
    dialog = preview_of(*issued[:2])
    dialog.save_to(tmp_path / "通知书.pdf")
    settle()
    assert said(qtbot).startswith("已把 2 份（6 页）存到“通知书.pdf”。")
    text = running((tmp_path / "通知书.pdf").read_bytes())
    assert "郑金教改〔2022〕2号" in text
    assert "次打印" not in text
    assert "第2次打印" in dialog.document.getAllText(0).text()


def test_a_file_that_cannot_be_written_is_told(preview_of, desk, issued, settle, qtbot, tmp_path):
    dialog = preview_of(issued[0])
    dialog.save_to(tmp_path / "没有" / "通知书.pdf")
    settle()
    assert "不存在" in said(qtbot)
    assert prints(desk, issued) == [None] * 3
    assert dialog.save_button.isEnabled()


def test_a_character_that_cannot_be_printed_is_named_and_the_preview_goes(preview_of, desk, institution, qtbot):
    dialog = preview_of(notice(desk, institution, facts="王😀"))
    assert "“😀”（U+1F600）没有可用的字形" in said(qtbot)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())


def test_a_preview_that_is_closed_at_once_leaves_nothing_behind(session, settle, issued, qtbot):
    from shuangjian_desktop.ui.notices.preview_dialog import PreviewDialog

    dialog = PreviewDialog(issued, session)
    dialog.open()
    dialog.reject()
    settle()
    qtbot.waitUntil(lambda: not isValid(dialog))
