"""图表: a list of charts, what they are narrowed to, the chart; a click on a mark opens its rows."""

from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from shuangjian_desktop.analysis.charts import CHARTS
from shuangjian_desktop.analysis.drawing.picture import Picture
from shuangjian_desktop.analysis.plot import Mark, Plot
from shuangjian_desktop.services import charts
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.charts import output
from shuangjian_desktop.ui.charts.canvas import LEAST, ChartCanvas
from shuangjian_desktop.ui.charts.drawing import Drawing, Wanted
from shuangjian_desktop.ui.charts.filters import ChartFilters
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.table_view import ROW_HEIGHT
from shuangjian_desktop.ui.widgets import button, label, shortcut

_PAUSE = 400  # milliseconds without a keystroke before the chart is counted
_LIST = 25  # characters that the list of charts is wide


class ChartsPage(Page):
    """One chart at a time. It is counted anew after each write, when the page is in sight."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the page; it counts when it is first shown."""
        super().__init__(session, parent)
        self.list = QListWidget()
        self.list.setAccessibleName("图表")
        for chart in CHARTS:
            item = QListWidgetItem(chart.title, self.list)
            item.setSizeHint(QSize(0, round(self.fontMetrics().height() * ROW_HEIGHT)))
        self.list.setCurrentRow(0)
        self.filters = ChartFilters(session.desk)
        self.canvas = ChartCanvas()
        self.view = QScrollArea(widgetResizable=True)
        self.drawing = Drawing(session, self)
        self._turn = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._outputs = [
            button("复制", "copy", self.copy, "复制图片（Ctrl+C）"),
            button("导出…", "export", self.export, "导出为 PNG、SVG 或 PDF（Ctrl+E）"),
            button("打印…", "print", self.print, "Ctrl+P"),
        ]
        self._lay_out()
        self._connect()
        self._offer()

    # --- drawing -------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        """Put the filters over the chart, the list of charts beside it."""
        bar = QHBoxLayout()
        bar.addWidget(label("图表", "title"))
        bar.addSpacing(24)
        bar.addWidget(self.filters, 1)
        for one in self._outputs:
            bar.addWidget(one)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setWidget(self.canvas)
        self.list.setFixedWidth(theme.characters(self, _LIST))
        below = QHBoxLayout()
        below.addWidget(self.list)
        below.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 6)
        column.addLayout(bar)
        column.addLayout(below, 1)
        column.addWidget(label("点击图中的条块，查看所数的记录；鼠标停在上面显示数字。", "soft-note", wrap=True))

    def _connect(self) -> None:
        """Draw what is asked for; open the rows behind what is clicked."""
        self.list.currentRowChanged.connect(lambda _row: self.ask())
        self.filters.chosen.connect(self.ask)
        self.filters.typed.connect(self._pause.start)
        self._pause.timeout.connect(self.ask)
        self.canvas.resized.connect(self._fit)
        self.canvas.opened.connect(self.open_rows)
        self.drawing.drawn.connect(self._put)
        self.drawing.failed.connect(lambda: self.canvas.wait(""))
        for keys, call in (("F5", self.refresh), ("Ctrl+P", self.print), ("Ctrl+C", self.copy)):
            shortcut(keys, self, call)

    @property
    def plot(self) -> Plot | None:
        """What is shown, None while something else is asked for."""
        return self.drawing.plot

    # --- asking --------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Count anew."""
        self._turn += 1
        self.session.read(charts.categories, self.filters.offer_categories, receiver=self)
        self.ask()

    def ask(self) -> None:
        """Show the chart that is chosen, narrowed as the filters say; a day that is none is told, nothing changes."""
        self._pause.stop()
        chart = CHARTS[self.list.currentRow()]
        self.filters.follow(chart)
        scope = self.filters.scope(self.session.desk)
        if scope is not None and self.isVisible():
            room = self.view.viewport().size().expandedTo(LEAST)
            self.drawing.want(Wanted(chart, scope, self._turn), room, self.devicePixelRatioF())
            if not self.drawing.counted:
                self.canvas.wait("正在统计…")
        self._offer()

    def _fit(self) -> None:
        """Draw again in another size, once the page has settled in it."""
        if not self.canvas.fits and not self._stale:
            self._pause.start()

    def _put(self, picture: Picture, shown: QImage) -> None:
        """Show what was drawn."""
        height = round(picture.height / picture.ratio)
        self.canvas.setMinimumHeight(height if height > self.view.viewport().height() else LEAST.height())
        self.canvas.show_picture(picture, shown)
        self._offer()

    def _offer(self) -> None:
        """Enable what can be done with the chart that is shown."""
        for one in self._outputs:
            one.setEnabled(self.plot is not None)

    # --- rows ----------------------------------------------------------------------------------------------------
    def open_rows(self, mark: Mark) -> None:
        """Open the rows behind a mark."""
        from shuangjian_desktop.ui.rows_dialog import RowsDialog  # a whole register page: not when this one is built

        if self.plot:
            RowsDialog(f"{self.plot.title} · {self.plot.name(mark)}", mark.query, self.session, self.window()).open()

    # --- out of the program --------------------------------------------------------------------------------------
    def copy(self) -> None:
        """Put a picture of the chart on the clipboard."""
        if self.plot:
            output.copy(self.session, self.plot, self)

    def export(self) -> None:
        """Ask for a file and write the chart into it."""
        if self.plot:
            output.ask_file(self, self.plot.title, self.export_to)

    def export_to(self, path: Path) -> None:
        """Write the chart into a file."""
        if self.plot:
            output.export(self.session, self.plot, path, self)

    def print(self) -> None:
        """Ask for a printer and print the chart."""
        if self.plot:
            output.print_out(self.session, self.plot, self)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a small screen: the chart scrolls."""
        return QSize(640, 320)
