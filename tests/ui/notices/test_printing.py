"""Papers on their way to the printer: jobs, pictures of pages, what went through."""

from threading import Event

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps
from PySide6.QtPrintSupport import QPrinter

from shuangjian_desktop.core.errors import Cancelled, FileError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.documents.joining import Part, joined
from shuangjian_desktop.documents.notice import typeset_notices
from shuangjian_desktop.ui.notices.printing import MOST_DPI, MOST_PAGES, Batch, batches, prepared, send
from tests.documents.paper import PAPER

CELLS = (42, 60)  # squares of 5 mm


@pytest.fixture(scope="module")
def papers():
    return typeset_notices([PAPER] * 3)[0]


def seen(pdf, number):
    """Return how dark each square of a page is (0 … 255), and whether it has any red."""
    picture = pypdfium2.PdfDocument(pdf)[number].render(scale=150 / 72).to_pil().convert("RGB")
    red, green, _blue = picture.split()
    darkness = ImageOps.invert(picture.convert("L")).resize(CELLS, Image.Resampling.BOX)
    return list(darkness.tobytes()), ImageChops.subtract(red, green).getextrema()[1] > 60


@pytest.mark.parametrize(
    ("pages", "jobs"),
    [
        ((4,), [Batch((0, 1), (0, 4))]),
        ((20, 20, 20), [Batch((0, 2), (0, 40)), Batch((2, 3), (40, 60))]),
        ((MOST_PAGES + 9, 3), [Batch((0, 1), (0, 59)), Batch((1, 2), (59, 62))]),
        ((3,) * 17, [Batch((0, 16), (0, 48)), Batch((16, 17), (48, 51))]),
        ((), []),
    ],
)
def test_a_job_holds_at_most_fifty_pages_and_whole_sets(pages, jobs):
    assert list(batches(pages)) == jobs


def test_pages_come_out_as_they_are_in_the_pdf(papers, printer, tmp_path):
    told = []
    printer.setResolution(300)
    sent = send(papers, prepared(printer, "通知书"), lambda first, last: told.append((first, last)))
    assert (sent.sets, sent.error, told) == (3, None, [(0, 3)])
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert len(pypdfium2.PdfDocument(printed)) == sum(papers.pages)
    for number in (0, 1, 2):
        (was, red_before), (now, red_now) = seen(papers.pdf, number), seen(printed, number)
        assert max(abs(one - two) for one, two in zip(was, now, strict=True)) < 0.3 * max(was)
        assert red_before is red_now is (number == 1)  # the red line of the original


def test_more_dots_than_paper_shows_are_not_asked_for(printer):
    printer.setResolution(1200)
    assert prepared(printer, "通知书").resolution() == MOST_DPI


class Failing(QPrinter):
    """A printer that takes no further page after some."""

    def __init__(self, path, after):
        super().__init__(QPrinter.PrinterMode.ScreenResolution)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(path))
        self._left = after

    def newPage(self):
        self._left -= 1
        return self._left >= 0 and super().newPage()


@pytest.mark.parametrize(("after", "sets"), [(0, 0), (10, 0), (47, 16), (48, 16)])
def test_what_went_before_a_printer_failed_is_on_record(tmp_path, after, sets):
    paper = typeset_notices([PAPER])[0]
    many = joined([Part(paper) for _number in range(17)])  # two jobs, of 48 pages and of 3
    told = []
    sent = send(many, Failing(tmp_path / "一.pdf", after), lambda first, last: told.append((first, last)))
    assert sent.sets == sets
    assert told == ([(0, 16)] if sets else [])
    assert isinstance(sent.error, FileError)
    assert "打印机没有响应" in sent.error.sentence


def test_a_printing_can_be_cancelled_between_two_pages(papers, printer):
    stop, told = Event(), []
    progress = Progress(lambda _part, done, _total: stop.set() if done == 2 else None, stop)
    sent = send(papers, prepared(printer, "通知书"), lambda *sets: told.append(sets), progress)
    assert isinstance(sent.error, Cancelled)
    assert (sent.sets, told) == (0, [])


def test_a_printer_that_does_not_begin_is_told(papers, printer):
    printer.setOutputFileName("/没有这个文件夹/一.pdf")
    sent = send(papers, prepared(printer, "通知书"), lambda *_sets: None)
    assert (sent.sets, type(sent.error)) == (0, FileError)
