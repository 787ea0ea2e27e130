"""Papers to a printer: page by page as pictures, in jobs of at most 50 pages, no set ever split.

QtPdf paints no vectors, and Windows loses jobs of hundreds of pages; what went through is known set by set.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter

from shuangjian_desktop.core.errors import Cancelled, FileError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.documents.typesetting import Bundle

MOST_PAGES = 50  # in one job
MOST_DPI = 600
_STRIP = 512  # lines of dots that are in memory at once: a whole page of 600 dpi would take 139 MB
_SMALL = QSize(420, 594)  # a page, to see whether it has any colour


@dataclass(frozen=True)
class Sent:
    """How far a printing came: how many sets went to the printer, and why it went no further (None: it is done)."""

    sets: int
    error: Exception | None = None
    told: list[object] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """One job: the sets it holds (first, and the one after the last) and their pages, likewise."""

    sets: tuple[int, int]
    pages: tuple[int, int]


def batches(pages: Sequence[int]) -> Iterator[Batch]:
    """Yield the jobs that sets of so many pages make."""
    first, start, count = 0, 0, 0
    for number, more in enumerate(pages):
        if count and count + more > MOST_PAGES:
            yield Batch((first, number), (start, start + count))
            first, start, count = number, start + count, 0
        count += more
    if count:
        yield Batch((first, len(pages)), (start, start + count))


def prepared(printer: QPrinter, name: str) -> QPrinter:
    """Return the printer ready for whole pages of A4, as many dots as are of use."""
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setDuplex(QPrinter.DuplexMode.DuplexNone)  # a receipt is no back of an original
    printer.setResolution(min(printer.resolution(), MOST_DPI))
    printer.setDocName(name)
    return printer


def send(
    bundle: Bundle, printer: QPrinter, record: Callable[[int, int], object], progress: Progress | None = None
) -> Sent:
    """Print sets of papers; not on the main thread. `record` writes down that sets (first, one after the last) went.

    What went wrong, or that the clerk cancelled, is told in the answer: what went before stays on record.
    """
    progress, told = progress or Progress(), []
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(bundle.pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    sets = 0
    try:
        for batch in batches(bundle.pages):
            _print(document, printer, range(*batch.pages), progress)
            told.append(record(*batch.sets))
            sets = batch.sets[1]
    except (FileError, Cancelled) as error:
        return Sent(sets, error, told)
    finally:
        document.close()
    return Sent(sets, None, told)


def _print(document: QPdfDocument, printer: QPrinter, pages: range, progress: Progress) -> None:
    """Print one job.

    Raises:
        FileError: the printer refused.
        Cancelled: the clerk cancelled; the job is thrown away as far as the printer allows.

    """
    painter = QPainter()
    if not painter.begin(printer):
        raise _refusal()
    try:
        for number in pages:
            progress.step("打印", number, document.pageCount())
            if number > pages.start and not printer.newPage():
                raise _refusal()
            _draw(document, number, painter, printer)
        progress.step("打印", pages.stop, document.pageCount())
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise _refusal()


def _draw(document: QPdfDocument, number: int, painter: QPainter, printer: QPrinter) -> None:
    """Draw a page strip by strip, in grey unless it has colour."""
    paper = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
    size = QSize(round(paper.width()), round(paper.height()))
    coloured = not _on_white(document.render(number, _SMALL)).allGray()
    for top in range(0, size.height(), _STRIP):
        part = QRect(0, top, size.width(), min(_STRIP, size.height() - top))
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(size)
        options.setScaledClipRect(part)
        strip = _on_white(document.render(number, part.size(), options))
        painter.drawImage(part, strip if coloured else strip.convertToFormat(QImage.Format.Format_Grayscale8))


def _on_white(image: QImage) -> QImage:
    """Return a picture on white: what is empty in it would be black without."""
    whole = QImage(image.size(), QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.white)
    painter = QPainter(whole)
    painter.drawImage(0, 0, image)
    painter.end()
    return whole


def _refusal() -> FileError:
    return FileError("打印机没有响应，或打印被取消了。", "请检查打印机，再打印没有打完的；已经打出的会标明第几次打印。")
