"""A chart out of the program: on the clipboard, in a file, on paper. All of it is drawn anew, in the background."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QToolTip, QWidget

from shuangjian_desktop.analysis.plot import Plot
from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.services import charts
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.charts.canvas import image
from shuangjian_desktop.ui.printer import ask_printer
from shuangjian_desktop.ui.session import Session

_FILTERS = {"PNG 图片 (*.png)": "png", "SVG 矢量图 (*.svg)": "svg", "PDF 文件 (*.pdf)": "pdf"}
_COPY_WIDTH, _COPY_HEIGHT, _COPY_RATIO = 1000, 600, 2.0
_DPI, _MARGIN = 300, 12  # dots an inch on paper; millimetres
_PIXELS = 96  # an inch


def copy(session: Session, plot: Plot, parent: QWidget) -> None:
    """Put a picture of the chart on the clipboard."""

    def put(shown: QImage) -> None:
        shown.setDevicePixelRatio(1)
        QGuiApplication.clipboard().setImage(shown)
        QToolTip.showText(QCursor.pos(), "图片已复制，可以粘贴到文档里。", parent)

    def work(_desk: object, _progress: object) -> QImage:
        return image(charts.picture(plot, _COPY_WIDTH, _COPY_HEIGHT, _COPY_RATIO))

    session.read_long("复制图表", work, put, receiver=parent)


def ask_file(parent: QWidget, name: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask where a picture is to be written, and of which kind; `name` is what it may be called."""
    dialog = QFileDialog(parent, "导出图表", f"{name}.png")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(_FILTERS))
    dialog.setDefaultSuffix("png")
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_FILTERS[chosen]))
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def export(session: Session, plot: Plot, path: Path, parent: QWidget) -> None:
    """Write the chart into a file of the kind that its name ends with."""
    session.read_long(
        "导出图表",
        lambda _desk, _progress: charts.export(plot, path),
        lambda _nothing: messages.inform(parent, f"已导出到“{path.name}”。", str(path)),
        receiver=parent,
    )


def print_out(session: Session, plot: Plot, parent: QWidget) -> None:
    """Ask for a printer by the system's dialog and print the chart on a page that lies."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
            QPageLayout.Unit.Millimeter,
        )
    )
    printer.setDocName(plot.title)
    ask_printer(printer, lambda: print_on(session, plot, printer, parent), parent)


def print_on(session: Session, plot: Plot, printer: QPrinter, parent: QWidget) -> None:
    """Print the chart as large as the page."""
    session.read_long("打印图表", lambda _desk, _progress: _print(plot, printer), receiver=parent)


def _print(plot: Plot, printer: QPrinter) -> None:
    """Draw with as many dots as paper shows and hand them to the printer.

    Raises:
        FileError: the printer takes nothing.

    """
    page = printer.pageLayout().paintRect(QPageLayout.Unit.Inch)
    width, height = page.width() * _PIXELS, page.height() * _PIXELS
    picture = charts.picture(plot, width, height, _DPI / _PIXELS)
    painter = QPainter()
    if not painter.begin(printer):
        raise FileError("打印机没有响应，没有打印。", "请检查打印机，或换一台打印机再试。")
    shown = image(picture)
    size = shown.size().scaled(painter.viewport().size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # a PDF printer would blur letters by JPEG
    painter.drawImage(QRect(QPoint(0, 0), size), shown)
    painter.end()
