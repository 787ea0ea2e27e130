"""Offices that send each other packages, each with its real ledger."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.services import packing, receiving
from shuangjian_desktop.services.backups import check
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import found_office, open_desk
from shuangjian_desktop.services.receiving import Receipt

JINSHUI, ERQI, CITY = "410105", "410103", "4101"
OPERATORS = {JINSHUI: "王芳", ERQI: "李强", CITY: "赵敏"}
Offices = dict[str, Desk]


@pytest.fixture(scope="session")
def founded_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledgers of two districts and the city, as founded."""
    folder = tmp_path_factory.mktemp("offices")
    for code, operator in OPERATORS.items():
        found_office(folder / f"{code}.db", code, operator).ledger.close()
    return folder


def open_offices(founded: Path, folder: Path) -> Offices:
    """Copies of the founded ledgers, open."""
    found = {}
    for code, operator in OPERATORS.items():
        place = folder / code
        place.mkdir()
        found[code] = open_desk(Path(shutil.copy(founded / f"{code}.db", place / f"{code}.db")), operator)
    return found


@pytest.fixture
def offices(founded_offices: Path, tmp_path: Path) -> Iterator[Offices]:
    """Two districts and the city; every ledger is whole when the test is over."""
    found = open_offices(founded_offices, tmp_path)
    yield found
    for desk in found.values():
        desk.ledger.close()
        assert check(desk.ledger.path) == []


@pytest.fixture
def jinshui(offices: Offices) -> Desk:
    return offices[JINSHUI]


@pytest.fixture
def erqi(offices: Offices) -> Desk:
    return offices[ERQI]


@pytest.fixture
def city(offices: Offices) -> Desk:
    return offices[CITY]


@pytest.fixture
def send(tmp_path: Path) -> Callable[..., Path]:
    """Make a package; return the file."""
    count = iter(range(1, 1000))

    def make(desk: Desk, to: str = CITY, **how: bool) -> Path:
        return packing.pack(desk, to, tmp_path / f"包{next(count)}.xlsx", **how).file

    return make


def look(desk: Desk, path: Path) -> Receipt:
    """What receiving would do."""
    return receiving.plan(desk, receiving.read(path))


def receive(desk: Desk, path: Path, *, confirmed: bool = False) -> Receipt:
    """Receive a package."""
    return receiving.apply(desk, look(desk, path), confirmed=confirmed)


def fates(receipt: Receipt) -> dict[str, int]:
    """How many rows have each fate but unchanged."""
    return {fate: count for fate, count in receipt.plan.counts.items() if fate != "unchanged"}


def all_of(desk: Desk, register: str = "institution") -> dict[str, Record]:
    """The living records, by uid."""
    return {one.uid: one for one in desk.ledger.reader.first(Query(register), 1000)}


def names(desk: Desk) -> list[str]:
    """The names of the institutions, sorted."""
    return sorted(str(one.values["name"]) for one in all_of(desk).values())


def edit(path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    """Let a person change a package and save it as another file."""
    book = openpyxl.load_workbook(path)
    change(book)
    edited = path.with_stem(path.stem + "-改")
    book.save(edited)
    return edited
