"""The floors: the bare libraries doing nothing but the job. Each function returns its seconds."""

import sqlite3
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import openpyxl
import sqlalchemy as sa
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.benchmark.material import HEADS


def timed(job: Callable[[], object]) -> float:
    """Return how many seconds a job takes."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def plain(cell: object) -> object:
    """Return a cell as sqlite3 takes it."""
    return cell.isoformat() if isinstance(cell, date) else cell


def calamine_and_sqlite(workbook: Path, database: Path) -> None:
    """Read with calamine, insert with sqlite3's executemany into one bare table: no check, no history, no index."""
    rows = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    columns = ", ".join(f"c{number}" for number in range(len(HEADS)))
    connection.execute(f"CREATE TABLE refund (id INTEGER PRIMARY KEY, {columns})")
    connection.execute("BEGIN")
    marks = ",".join("?" * len(HEADS))
    statement = f"INSERT INTO refund ({columns}) VALUES ({marks})"
    connection.executemany(statement, ([plain(cell) for cell in row] for row in rows[1:]))
    connection.execute("COMMIT")
    connection.close()


class Base(DeclarativeBase):
    """The ORM's base."""


class Refund(Base):
    """A refund as an ORM would hold it."""

    __tablename__ = "refund"
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str]
    student: Mapped[str]
    guardian: Mapped[str]
    phone: Mapped[str]
    contract_no: Mapped[str]
    course: Mapped[str]
    signed_on: Mapped[str]
    price: Mapped[float]
    paid_hours: Mapped[float]
    consumed_hours: Mapped[float]
    remaining_hours: Mapped[float]
    due: Mapped[float]
    paid: Mapped[float]
    balance: Mapped[float]
    notes: Mapped[str | None]


def openpyxl_and_orm(workbook: Path, database: Path) -> None:
    """Read with openpyxl (read-only), insert with the ORM's add_all: how such programs are usually written."""
    engine = sa.create_engine(f"sqlite:///{database}")
    Base.metadata.create_all(engine)
    keys = [key for key in Refund.__mapper__.columns.keys() if key not in ("id", "uid")]  # noqa: SIM118
    book = openpyxl.load_workbook(workbook, read_only=True)
    rows = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    with Session(engine) as session:
        session.add_all(
            Refund(uid=str(uuid4()), **{key: _cell(cell) for key, cell in zip(keys, row, strict=False)}) for row in rows
        )
        session.commit()
    book.close()
    engine.dispose()


def _cell(cell: object) -> object:
    """Return a cell of openpyxl as the ORM's columns take it."""
    return cell.isoformat()[:10] if isinstance(cell, date) else cell


def bare_search(connection: sqlite3.Connection, text: str, limit: int) -> list[tuple[object, ...]]:
    """Return the first refunds, newest contract first, that hold the text in one of the four columns searched."""
    columns = ("student", "guardian", "guardian_phone", "contract_no")
    where = " OR ".join(f"{column} LIKE ?" for column in columns)
    statement = f"SELECT * FROM refund WHERE deleted = 0 AND ({where}) ORDER BY signed_on DESC LIMIT {limit}"
    return connection.execute(statement, [f"%{text}%"] * len(columns)).fetchall()
