"""The executors and the session of the window, at the ledger of `tests/conftest.py`."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from shiboken6 import delete, isValid

from shuangjian_desktop.registers import find
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.form.record_form import RecordForm
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.register_page import RegisterPage
from shuangjian_desktop.ui.session import Session


@pytest.fixture(autouse=True)
def no_key_held(qtbot) -> None:
    """Let no test begin with a key held: after another's Ctrl+Z, selecting a row would take the selection back."""
    nowhere = QWidget()
    qtbot.addWidget(nowhere)
    QTest.keyClick(nowhere, Qt.Key.Key_A)


@pytest.fixture
def jobs(qapp):
    """The executors; what was asked is finished before the ledger is closed."""
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def session(desk: Desk, jobs: Jobs) -> Session:
    """The session of the window."""
    return Session(desk, jobs)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> None:
    """Let each test begin with a user who has chosen no columns yet."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture
def settle(qtbot, jobs: Jobs):
    """Wait until no job is left, those included that the answers asked for."""
    return lambda: qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)


@pytest.fixture
def page_of(session, settle, qtbot):
    """Show the page of a register and wait for its rows."""

    def make(key: str) -> RegisterPage:
        page = RegisterPage(find(key), session)
        qtbot.addWidget(page)
        page.resize(1180, 620)
        page.show()
        qtbot.waitExposed(page)
        settle()
        page.view.setFocus()
        return page

    return make


@pytest.fixture
def form_of(session, settle, qtbot):
    """Open the form of a record, or of a new one, and wait until it shows what the ledger holds."""
    forms = []

    def make(register: str, uid: str | None = None) -> RecordForm:
        form = RecordForm(find(register), session, uid)
        forms.append(form)
        form.open()
        qtbot.waitExposed(form)
        settle()
        return form

    yield make
    for form in forms:
        if isValid(form):
            delete(form)  # before the jobs are closed: a form that loses the focus may still ask for something
