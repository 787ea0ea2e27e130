"""A ledger with notices, and the preview of some."""

from datetime import date

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from shiboken6 import delete, isValid

from shuangjian_desktop.services import deeds, papers
from shuangjian_desktop.ui.notices.preview_dialog import PreviewDialog
from tests.services.entries import notice, school

DAY = date(2022, 3, 1)


@pytest.fixture
def institution(desk):
    return school(desk, "郑州育才学校", legal_representative="王建军")


@pytest.fixture
def issued(desk, institution):
    """Three notices with their numbers, 1 to 3."""
    uids = [notice(desk, institution, facts=f"问题{number}") for number in "甲乙丙"]
    for uid in uids:
        deeds.act(desk, papers.NOTICE, uid, "issue", {"issued_on": DAY})
    return uids


@pytest.fixture
def draft(desk, institution):
    return notice(desk, institution, facts="未拟完")


@pytest.fixture
def preview_of(session, settle, qtbot):
    """Open the preview of some notices and wait for their papers."""
    dialogs = []

    def make(*uids: str) -> PreviewDialog:
        dialog = PreviewDialog(uids, session)
        dialogs.append(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        settle()
        return dialog

    yield make
    for dialog in dialogs:
        if isValid(dialog):
            dialog.done(0)
            delete(dialog)


@pytest.fixture
def printer(tmp_path, qapp):
    """A printer that writes what it gets into `printed.pdf`."""
    made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    return made


def previews() -> list[PreviewDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, PreviewDialog) and one.isVisible()]
