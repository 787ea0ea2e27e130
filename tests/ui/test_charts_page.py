"""图表: what a clerk sees and does there: a mark is clicked, its rows open; filters, the clipboard, files, paper."""

import itertools
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip, QWidget

from shuangjian_desktop.analysis.charts import CHARTS
from shuangjian_desktop.analysis.drawing.picture import Place
from shuangjian_desktop.services.office import found_office, open_desk
from shuangjian_desktop.ui.charts.page import ChartsPage
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.rows_dialog import RowsDialog
from shuangjian_desktop.ui.session import Session
from tests.services.charted import DAY, fill
from tests.ui import clerk
from tests.ui.boxes import said
from tests.ui.printers import with_dialog, without_dialog

KEYS = [chart.key for chart in CHARTS]


@pytest.fixture(scope="session")
def charted_city(tmp_path_factory) -> Path:
    """The city's ledger with the rows of `charted`, closed."""
    path = tmp_path_factory.mktemp("city") / "台账.db"
    desk = found_office(path, "4101", "王芳")
    fill(desk)
    desk.ledger.close()
    return path


@pytest.fixture
def city(charted_city, tmp_path, jobs: Jobs):
    """The session of the city on 2022-02-15."""
    desk = replace(open_desk(Path(shutil.copy(charted_city, tmp_path / "全市.db")), "王芳"), day=DAY)
    yield Session(desk, jobs)
    jobs.close()
    desk.ledger.close()


@pytest.fixture
def open_page(qtbot, settle):
    """Show the page of a session and a chart on it, and wait until it is drawn."""

    def open_page(session: Session, key: str = KEYS[0]) -> ChartsPage:
        page = ChartsPage(session)
        qtbot.addWidget(page)
        page.list.setCurrentRow(KEYS.index(key))
        page.resize(1250, 800)
        page.show()
        qtbot.waitExposed(page)
        drawn(page, qtbot)
        return page

    return open_page


def drawn(page: ChartsPage, qtbot) -> None:
    """Wait until what is wanted is shown in the size of the page."""
    qtbot.waitUntil(lambda: page.plot is not None and page.canvas.fits and not page.session.jobs.busy, timeout=20_000)


def test_nothing_lies_over_another_in_the_smallest_window(city, qtbot):
    window = QWidget()  # as in the program, where the page takes what the window leaves to it
    qtbot.addWidget(window)
    page = ChartsPage(city, window)
    page.resize(932, 500)
    window.show()
    drawn(page, qtbot)
    shown = [one for one in page.filters.findChildren(QWidget) if one.parent() is page.filters and one.isVisible()]
    shown.sort(key=lambda one: one.x())
    assert all(one.geometry().right() < after.x() for one, after in itertools.pairwise(shown))
    assert page.filters.geometry().right() < page._outputs[0].x()


def choose(page: ChartsPage, key: str, qtbot) -> None:
    page.list.setCurrentRow(KEYS.index(key))
    drawn(page, qtbot)


def names(page: ChartsPage) -> list[str]:
    return [page.plot.name(mark) for mark in page.plot.marks]


def place(page: ChartsPage, name: str) -> Place:
    """Where the mark of that name is."""
    [found] = [one for one in page.canvas.picture.places if page.plot.name(one.mark) == name]
    return found


def middle(one: Place) -> QPoint:
    return QPoint(round(one.left + one.width / 2), round(one.top + one.height / 2))


def hover(canvas: QWidget, at: QPoint) -> None:
    where, on_screen = QPointF(at), QPointF(canvas.mapToGlobal(at))
    nothing = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, where, on_screen, nothing, nothing, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def rows_dialog(qtbot, settle) -> RowsDialog:
    dialog = clerk.dialog(qtbot)
    assert isinstance(dialog, RowsDialog)
    settle()
    return dialog


# --- marks -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", KEYS)
def test_a_click_on_each_mark_opens_exactly_its_rows(city, open_page, qtbot, settle, key):
    page = open_page(city, key)
    assert page.plot.marks
    for one in page.canvas.picture.places:
        QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=middle(one))
        dialog = rows_dialog(qtbot, settle)
        mark = one.mark
        assert dialog.windowTitle().startswith(f"{page.plot.title} · {page.plot.name(mark)}：")
        wanted = {record.uid for record in city.desk.ledger.reader.first(mark.query, 100)}
        shown = set(dialog.page.model.ids(range(dialog.page.model.rowCount())))
        assert shown == set(city.desk.ledger.reader.numbers(mark.query.register, wanted))
        assert len(shown) == mark.rows
        dialog.reject()
        settle()


def test_a_mark_under_the_pointer_tells_its_figures(city, open_page, qtbot):
    page = open_page(city, "refunds_by_month")
    at = middle(place(page, "2021年9月 · 已退（按付款日期） 700.00元"))
    hover(page.canvas, at)
    assert QToolTip.text() == "2021年9月 · 已退（按付款日期） 700.00元\n2 条记录"
    assert page.canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    hover(page.canvas, QPoint(3, 3))
    assert page.canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert QApplication.activeModalWidget() is None


def test_the_sum_of_a_bar_is_told_with_its_parts(city, open_page):
    page = open_page(city, "institutions_by_disposition")
    hover(page.canvas, middle(place(page, "金水区 · 取缔关停 1家")))
    assert page.canvas.accessibleDescription() == "金水区 · 取缔关停 1家\n合计 3家"


def test_keys_go_from_mark_to_mark_and_open(city, open_page, qtbot, settle):
    page = open_page(city, "institutions_by_state")
    page.canvas.setFocus()
    told = []
    for _step in range(5):
        QTest.keyClick(page.canvas, Qt.Key.Key_Right)
        told.append(page.canvas.accessibleDescription().splitlines()[0])
    assert told == [*names(page), names(page)[0]]
    QTest.keyClick(page.canvas, Qt.Key.Key_Return)
    dialog = rows_dialog(qtbot, settle)
    assert clerk.column(dialog.page.view, "name") == ["丁"]
    dialog.reject()


# --- what is asked for -----------------------------------------------------------------------------------------------
def test_filters_narrow_and_a_chart_takes_only_its_own(city, open_page, qtbot):
    page = open_page(city, "refunds_by_month")
    page.filters.office.setCurrentIndex(page.filters.office.findText("金水区"))
    drawn(page, qtbot)
    assert page.plot.note.startswith("金水区 · 截至")
    page.filters.category.setCurrentIndex(page.filters.category.findText("非学科类"))
    drawn(page, qtbot)
    assert names(page) == ["2021年9月 · 已退（按付款日期） 200.00元", "无日期 · 应退（按合同签订日期） 1,250.00元"]
    page.filters.since.setFocus()
    clerk.type_text(page.filters.since.line, "2021-09-01")
    qtbot.waitUntil(lambda: page.plot is not None and len(page.plot.marks) == 1)
    drawn(page, qtbot)
    choose(page, "subject_reduction", qtbot)
    enabled = [one.isEnabled() for one in (page.filters.category, page.filters.since, page.filters.until)]
    assert enabled == [False, False, True]
    choose(page, "institutions_by_state", qtbot)
    assert page.plot.title == "机构状态（按乡镇、街道）"
    assert not page.filters.until.isEnabled()


def test_an_earlier_day_and_a_day_that_is_none(city, open_page, qtbot):
    page = open_page(city, "subject_reduction")
    assert "3家 → 2家" in page.plot.title
    page.filters.until.line.clear()
    clerk.type_text(page.filters.until.line, "2021-09-30")
    qtbot.waitUntil(lambda: page.plot is not None and "3家 → 3家" in page.plot.title)
    page.filters.until.write("2021-02-30")
    page.ask()
    assert page.filters.problem.text() == "没有 2021年2月30日 这一天"
    assert "3家 → 3家" in page.plot.title


def test_only_what_was_asked_for_last_is_shown(city, open_page, qtbot):
    page = open_page(city)
    titles = []
    page.drawing.drawn.connect(lambda picture, _shown: titles.append(picture.plot.chart.key))
    for key in KEYS[1:]:
        page.list.setCurrentRow(KEYS.index(key))
        assert page.plot is None
        assert not any(one.isEnabled() for one in page._outputs)
    drawn(page, qtbot)
    assert titles == [KEYS[-1]]


def test_what_is_written_is_counted_at_once(desk, session, open_page, settle, qtbot):
    page = open_page(session, "institutions_by_state")
    assert page.plot.marks == ()
    clerk.institutions(desk, "甲", operating_state="正常")
    [step] = desk.ledger.reader.steps(1)
    session.undo(step.number, lambda _done: None)
    settle()
    drawn(page, qtbot)
    assert page.plot.marks == ()
    session.redo(step.number, lambda _done: None)
    settle()
    drawn(page, qtbot)
    assert names(page) == ["未填写乡镇（街道） · 正常 1家"]
    assert not page.filters.office.isVisible()


def test_another_size_is_drawn_anew(city, open_page, qtbot):
    page = open_page(city, "refunds_by_month")
    before = page.canvas.picture
    page.resize(900, 620)
    qtbot.waitUntil(lambda: page.canvas.picture is not before)
    drawn(page, qtbot)
    assert page.canvas.picture.plot is before.plot
    assert page.canvas.picture.width < before.width


def test_districts_scroll_where_there_is_no_room(city, open_page, qtbot):
    page = open_page(city, "institutions_by_state")
    page.resize(900, 440)
    drawn(page, qtbot)
    assert page.view.verticalScrollBar().maximum() > 0
    choose(page, "refunds_by_month", qtbot)
    assert page.view.verticalScrollBar().maximum() == 0


# --- out of the program ----------------------------------------------------------------------------------------------
def test_the_picture_is_copied(city, open_page, qtbot, settle):
    page = open_page(city, "refunds_by_month")
    QGuiApplication.clipboard().clear()
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle()
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (2000, 1200)
    assert {copied.pixelColor(x, 700).name() for x in range(2000)} >= {"#0b4f7d", "#ffffff"}


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_picture_is_exported(city, open_page, qtbot, settle, tmp_path, kind):
    page = open_page(city, "subject_reduction")
    page.export()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles()[0].endswith("学科类培训机构压减：3家 → 2家.png")
    chosen = next(one for one in dialog.nameFilters() if f".{kind})" in one)
    dialog.filterSelected.emit(chosen)
    assert dialog.defaultSuffix() == kind
    dialog.fileSelected.emit(str(tmp_path / f"图.{kind}"))
    dialog.reject()
    settle()
    assert f"已导出到“图.{kind}”" in said(qtbot)
    if kind == "pdf":
        assert "取缔关停" in pypdfium2.PdfDocument(tmp_path / "图.pdf")[0].get_textpage().get_text_range()
    else:
        assert not QImage(str(tmp_path / f"图.{kind}")).isNull()


def test_a_file_that_cannot_be_written_is_told(city, open_page, qtbot, settle, tmp_path):
    window = MainWindow(city.jobs)  # it tells what nobody else answers for
    qtbot.addWidget(window)
    page = open_page(city)
    page.export_to(tmp_path / "没有" / "图.png")
    settle()
    assert "不存在" in said(qtbot)


@with_dialog
def test_the_chart_is_printed_as_large_as_the_page(city, open_page, qtbot, settle, tmp_path):
    page = open_page(city, "institutions_by_disposition")
    page.print()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "印.pdf"))
    dialog.accepted.emit(printer)
    settle()
    dialog.reject()
    assert b"DCTDecode" not in (tmp_path / "印.pdf").read_bytes()  # JPEG would blur the letters
    paper = pypdfium2.PdfDocument(tmp_path / "印.pdf")
    assert len(paper) == 1
    assert [round(side) for side in paper[0].get_size()] == [842, 595]
    printed = paper[0].render(scale=2).to_pil().convert("RGB")
    assert printed.getpixel((842, 20)) == (255, 255, 255)
    assert (11, 79, 125) in {color for _count, color in printed.getcolors(1_000_000)}


@without_dialog
def test_without_a_printer_the_clerk_is_told(city, open_page, qtbot):
    open_page(city, "institutions_by_disposition").print()
    assert "没有装打印机" in said(qtbot)


# --- the window ------------------------------------------------------------------------------------------------------
def test_the_window_has_the_page_after_the_figures(city, qtbot, settle):
    window = MainWindow(city.jobs)
    qtbot.addWidget(window)
    window.sit_down(city, "郑州市教育局")
    window.show()
    keys = window.tabs.keys
    assert keys.index("charts") == keys.index("figures") + 1
    page = window.tabs.open("charts")
    assert isinstance(page, ChartsPage)
    drawn(page, qtbot)
    assert window.actions_.export.isEnabled()


def test_the_page_does_not_import_matplotlib():
    code = "import sys, shuangjian_desktop.ui.charts.page as page; sys.exit('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0


def test_every_day_until_today_if_nothing_is_said(session, open_page):
    page = open_page(session)
    assert page.filters.until.text() == date.today().isoformat()
