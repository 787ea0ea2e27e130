"""The papers of some notices as they would be printed now; from here they go to the printer or into a PDF."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.documents.typesetting import Bundle
from shuangjian_desktop.services import papers
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui import messages, theme
from shuangjian_desktop.ui.job_bar import JobBar
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.manual.help import help_key
from shuangjian_desktop.ui.notices.printing import Sent, prepared, send
from shuangjian_desktop.ui.printer import ask_printer
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label

_STEP = 1.25  # of zooming
_TITLE = "整改通知书"
_MAKING = "排版"


class PreviewDialog(QDialog):
    """A view of the pages. Who looks sees names: that is on record, as everywhere."""

    def __init__(self, uids: Sequence[str], session: Session, parent: QWidget | None = None) -> None:
        """Have the papers of the notices `uids` made and show them."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"预览：{_TITLE}")
        self._uids, self._session = tuple(uids), session
        self._desk: Desk | None = None  # at which names are readable: that was put on record once
        self._bundle: Bundle | None = None
        self._job: Job | None = None
        self._buffer = QBuffer()  # no child of the dialog: it has to outlive the document that reads from it
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self.view.setAccessibleName(_TITLE)
        self.words = label("正在排版…", "soft")
        self.print_button = button("打印…", "print", self.print_, "Ctrl+P")
        self.save_button = button("存为 PDF…", "save_pdf", self.save, "Ctrl+S")
        self.close_button = button("关闭", "close", self.reject, "Esc")
        self._zooms = [
            button("缩小", "zoom_out", lambda: self.zoom(1 / _STEP), "Ctrl+-"),
            button("放大", "zoom_in", lambda: self.zoom(_STEP), "Ctrl++"),
            button("页宽", "zoom_width", lambda: self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth), "Ctrl+0"),
            button("整页", "zoom_page", lambda: self.view.setZoomMode(QPdfView.ZoomMode.FitInView)),
        ]
        help_key(self, "notices")
        self._lay_out()
        for keys, call in (("Ctrl+P", self.print_), ("Ctrl+S", self.save)):
            QShortcut(QKeySequence(keys), self, call)
        for keys, one in zip(("Ctrl+-", "Ctrl++", "Ctrl+0"), self._zooms, strict=False):
            QShortcut(QKeySequence(keys), self, one.click)
        self._offer()
        self.make()

    def _lay_out(self) -> None:
        """Put what can be done over the pages, what is being done under them."""
        bar = QHBoxLayout()
        for widget in (self.print_button, self.save_button, *self._zooms):
            bar.addWidget(widget)
        bar.addSpacing(12)
        bar.addWidget(self.words, 1)
        bar.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        column.addWidget(JobBar(self._session.jobs))
        self.resize(theme.dialog_size(QSize(1000, 860)))

    def _offer(self) -> None:
        """Enable what can be done with what is there."""
        for widget in (self.print_button, self.save_button, *self._zooms):
            widget.setEnabled(self._bundle is not None and self._job is None)

    # --- making --------------------------------------------------------------------------------------------------
    def make(self) -> None:
        """Have the papers made as they are now: after a printing they say so."""
        desk = self._desk or self._session.desk
        if desk.unmasked:
            self._make(desk)
        else:
            self._session.write(
                lambda desk: desk.unmask(f"预览{_TITLE}"), self._make, failed=self._not_made, receiver=self
            )

    def _make(self, desk: Desk) -> None:
        self._desk, uids = desk, self._uids
        self._job = self._session.read_long(
            _MAKING,
            lambda _desk, progress: papers.preview(desk, uids, progress),
            self._show,
            failed=self._not_made,
            cancelled=self.reject,
            receiver=self,
        )
        self._offer()

    def _show(self, bundle: Bundle) -> None:
        """Show the pages; the place stays."""
        self._job = None
        self._bundle = bundle
        place = self.view.verticalScrollBar().value()
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(bundle.pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.view.verticalScrollBar().setValue(place)
        self.words.setText(f"{len(bundle.pages)} 份，{sum(bundle.pages)} 页")
        self._offer()
        self.view.setFocus()

    def _not_made(self, error: Exception) -> None:
        """Say why there is nothing to see; the dialog goes when that was read."""
        self._job = None
        messages.tell(self, error, self.reject)

    def zoom(self, factor: float) -> None:
        """Show the pages larger or smaller."""
        width = self.document.pagePointSize(0).width() * self.logicalDpiX() / 72
        fitted = self.view.viewport().width() / width if width else 1.0
        held = self.view.zoomFactor() if self.view.zoomMode() == QPdfView.ZoomMode.Custom else fitted
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(5.0, max(0.2, held * factor)))

    # --- out of the house ----------------------------------------------------------------------------------------
    def print_(self) -> QPrintDialog | None:
        """Ask for a printer by the system's dialog."""
        if self._bundle is None or self._job is not None:
            return None
        printer = prepared(QPrinter(QPrinter.PrinterMode.HighResolution), _TITLE)
        return ask_printer(printer, lambda: self.print_on(printer), self)

    def print_on(self, printer: QPrinter) -> None:
        """Print the papers in the background, and write down each that went to the printer."""
        bundle, uids = self._bundle, self._uids
        if bundle is None:
            return
        prepared(printer, printer.docName())  # the system's dialog may have set another paper

        def work(desk: Desk, progress: Progress) -> Sent:
            return send(bundle, printer, lambda first, last: papers.printed(desk, uids[first:last]), progress)

        self._job = self._session.read_long(
            "打印", work, self._printed, failed=self._not_printed, cancelled=self._cancelled, receiver=self
        )
        self._offer()

    def _printed(self, sent: Sent) -> None:
        """Say how far it came, and show the papers as they are now."""
        self._job = None
        self._session.tell(sent.told)
        if isinstance(sent.error, Cancelled):
            messages.inform(self, f"打印已取消：{len(self._uids)} 份中有 {sent.sets} 份已送到打印机。")
        elif sent.error:
            messages.tell(self, sent.error)
        self.make()

    def _not_printed(self, error: Exception) -> None:
        self._job = None
        self._offer()
        messages.tell(self, error)

    def save(self) -> QFileDialog | None:
        """Ask where the PDF is to be written."""
        if self._bundle is None or self._job is not None:
            return None
        dialog = QFileDialog(self, "存为 PDF", f"{_TITLE}.pdf", "PDF 文件 (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()
        return dialog

    def save_to(self, path: Path) -> None:
        """Write the papers into a PDF; it counts as a printing."""
        uids = self._uids
        self._job = self._session.write_long(
            "存为 PDF",
            lambda desk, progress: papers.save_pdf(desk, uids, path, progress),
            self._saved,
            failed=self._not_printed,
            cancelled=self._cancelled,
            receiver=self,
        )
        self._offer()

    def _saved(self, saved: papers.SavedPapers) -> None:
        self._job = None
        messages.inform(self, f"已把 {saved.notices} 份（{saved.pages} 页）存到“{saved.file.name}”。", str(saved.file))
        self.make()

    def _cancelled(self) -> None:
        self._job = None
        self._offer()

    def reject(self) -> None:
        """Close; ask first while papers are on their way out: closing would stop them without a word."""
        job = self._job
        if job is None or job.title == _MAKING:
            super().reject()
        else:
            messages.ask(self, f"“{job.title}”还没有完成，要停下来吗？", "停下来", job.cancel, danger=True)

    # --- Qt's side -----------------------------------------------------------------------------------------------
    def done(self, result: int) -> None:
        """Stop what is under way, and let go of the document before its buffer."""
        if self._job is not None:
            self._job.cancel()
        self.document.close()
        super().done(result)
