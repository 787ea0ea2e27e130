"""Windows of several offices, each at its real ledger, and packages that go between them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shuangjian_desktop.services import packing
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import found_office, open_desk, title
from shuangjian_desktop.ui.jobs import Jobs
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.session import Session

JINSHUI, ERQI, CITY = "410105", "410103", "4101"


@dataclass
class Seat:
    """A clerk's window in one office."""

    desk: Desk
    session: Session
    window: MainWindow


@pytest.fixture(scope="session")
def founded_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledgers of two districts and the city, as founded."""
    folder = tmp_path_factory.mktemp("offices")
    for code in (JINSHUI, ERQI, CITY):
        found_office(folder / f"{code}.db", code, "王芳").ledger.close()
    return folder


@pytest.fixture
def office_desks(founded_offices: Path, tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """Open the ledger of an office."""
    found: dict[str, Desk] = {}

    def make(code: str) -> Desk:
        if code not in found:
            place = tmp_path / code
            place.mkdir()
            found[code] = open_desk(Path(shutil.copy(founded_offices / f"{code}.db", place / "台账.db")), "王芳")
        return found[code]

    yield make
    for desk in found.values():
        desk.ledger.close()


@pytest.fixture
def district(office_desks) -> Desk:
    return office_desks(JINSHUI)


@pytest.fixture
def city_desk(office_desks) -> Desk:
    return office_desks(CITY)


@pytest.fixture
def seat(office_desks, jobs: Jobs, qtbot, settle) -> Iterator[Callable[[str], Seat]]:
    """Open the window of an office. The jobs end before the ledgers are closed."""

    def make(code: str) -> Seat:
        desk = office_desks(code)
        session = Session(desk, jobs)
        window = MainWindow(jobs)
        window.sit_down(session, title(desk))
        qtbot.addWidget(window)
        window.show()
        settle()
        return Seat(desk, session, window)

    yield make
    settle()


@pytest.fixture
def send(tmp_path: Path) -> Callable[..., Path]:
    """Make a package; return the file."""
    count = iter(range(1, 1000))

    def make(desk: Desk, to: str = CITY, **how: bool) -> Path:
        return packing.pack(desk, to, tmp_path / f"包{next(count)}.xlsx", **how).file

    return make
