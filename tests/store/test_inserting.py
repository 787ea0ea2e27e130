"""Many rows are put in beside whoever prepares them: all of a step or nothing, and nobody sees a part of it."""

import sys
from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2

from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.store.connection import pragma
from shuangjian_desktop.store.faults import DiskFullError
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.writer import Writer
from tests.store import trial
from tests.store.trial import operation

MANY = 2000  # rows at a time: more than one statement takes
BROKEN = (IntegrityError, dbapi2.IntegrityError)


def pupils(first: int = 0, rows: int = MANY) -> list[dict[str, object]]:
    return [{"name": f"学生{number}", "fee": number} for number in range(first, first + rows)]


def take_in(writer: Writer, first: int = 0) -> list[str]:
    """Make pupils and a payment of each."""
    uids = writer.create_many("pupil", pupils(first))  # type: ignore[arg-type]
    writer.create_many("payment", [{"pupil": uid, "amount": 100} for uid in uids])
    return uids


def counts(ledger: Ledger) -> tuple[int, int, int]:
    reader = ledger.reader
    return reader.count(Query("pupil")), reader.count(Query("payment")), len(reader.steps())


def test_whoever_asks_within_the_step_sees_all_that_was_put_in(trial_ledger: Ledger) -> None:
    def change(writer: Writer) -> None:
        for lot in range(3):
            take_in(writer, lot * MANY)
            assert writer.count(Query("payment")) == (lot + 1) * MANY
        assert writer.count(Query("pupil", "学生5999")) == 1
        assert trial_ledger.reader.count(Query("pupil")) == 0

    trial_ledger.transact(operation(), change)
    assert counts(trial_ledger) == (3 * MANY, 3 * MANY, 1)
    assert trial_ledger.reader.totals(Query("pupil"))["paid"] == 3 * MANY * 100
    assert trial.faults(trial_ledger.path) == []


def fails(writer: Writer) -> None:
    """Put in the same records twice; what comes after them is put in by nobody."""
    uids = take_in(writer)
    writer.create_many("pupil", pupils(), uids=uids)  # type: ignore[arg-type]
    writer.create_many("school", [{"name": f"第{number}"} for number in range(MANY)])


def fails_and_asks(writer: Writer) -> None:
    """Do the same, and go on asking although the answer is an error."""
    fails(writer)
    for _time in range(2):
        with pytest.raises(BROKEN):
            writer.count(Query("school"))
    writer.create_many("school", [{"name": f"又{number}"} for number in range(MANY)])


@pytest.mark.parametrize("change", [fails, fails_and_asks])
def test_what_cannot_be_put_in_takes_the_whole_step_back(
    trial_ledger: Ledger, change: Callable[[Writer], None]
) -> None:
    trial_ledger.transact(operation(), take_in)
    with pytest.raises(BROKEN, match="UNIQUE"):
        trial_ledger.transact(operation(), change)
    assert (counts(trial_ledger), trial_ledger.reader.count(Query("school"))) == ((MANY, MANY, 1), 0)
    trial_ledger.transact(operation(), lambda writer: take_in(writer, MANY))
    assert counts(trial_ledger) == (2 * MANY, 2 * MANY, 2)
    assert trial.faults(trial_ledger.path) == []


def test_a_step_that_is_cancelled_midway_leaves_nothing(trial_ledger: Ledger) -> None:
    def change(writer: Writer) -> None:
        for lot in count():
            take_in(writer, lot * MANY)
            if lot == 2:
                raise Cancelled

    before = sys.getswitchinterval()
    with pytest.raises(Cancelled):
        trial_ledger.transact(operation(), change)
    assert counts(trial_ledger) == (0, 0, 0)
    assert sys.getswitchinterval() == before
    trial_ledger.transact(operation(), take_in)
    assert counts(trial_ledger) == (MANY, MANY, 1)


def test_a_file_that_gets_full_meanwhile_is_told_and_nothing_of_the_step_is_there(trial_ledger: Ledger) -> None:
    """SQLite rolls back by itself then: what is put in after that would be there for good."""

    def change(writer: Writer) -> None:
        held = pragma(writer.editor.rows.connection, "PRAGMA page_count")
        pragma(writer.editor.rows.connection, f"PRAGMA max_page_count={int(str(held)) + 500}")
        for lot in range(4):
            take_in(writer, lot * MANY)
        writer.create_many("school", [{"name": f"第{number}"} for number in range(MANY)])

    with pytest.raises(DiskFullError, match="没有写入"):
        trial_ledger.transact(operation(), change)
    assert (counts(trial_ledger), trial_ledger.reader.count(Query("school"))) == ((0, 0, 0), 0)
    assert trial.faults(trial_ledger.path) == []
