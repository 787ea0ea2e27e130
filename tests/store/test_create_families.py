"""Records made together with the rows under them stand as if the rows had been added one after another."""

from datetime import date

import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.register import Child
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.writer import Writer
from tests.store import trial

PUPILS = [{"name": "王芳", "fee": 500_00}, {"name": "李明", "fee": 300_00}, {"name": "赵云"}]
PAYMENTS = [
    [
        Child("payment", {"amount": 100_00}),
        Child("payment", {"day": date(2022, 3, 1), "amount": 200_00}),
        Child("payment", {"day": date(2021, 9, 1), "amount": 50_00}),
    ],
    [Child("payment", {"day": date(2021, 9, 2), "amount": 1})],
    [],
]


def together(writer: Writer) -> list[str]:
    return writer.create_many("pupil", PUPILS, children=PAYMENTS)


def one_by_one(writer: Writer) -> list[str]:
    uids = writer.create_many("pupil", PUPILS)
    for uid, some in zip(uids, PAYMENTS, strict=True):
        for child in some:
            writer.create(child.register, {**child.values, "pupil": uid})
    return uids


def test_families_stand_as_if_made_one_by_one(trial_ledger: Ledger) -> None:
    both = [trial_ledger.transact(trial.operation(), way) for way in (together, one_by_one)]
    made, other = (trial_ledger.reader.get_many("pupil", uids) for uids, _changes in both)
    assert [record.values for record in made.values()] == [record.values for record in other.values()]
    assert [record.values["last_paid"] for record in made.values()] == [date(2022, 3, 1), date(2021, 9, 2), None]
    assert [record.values["paid"] for record in made.values()] == [350_00, 1, 0]
    assert {record.revision for record in made.values()} == {1}
    (uids, changes), (others, _other_changes) = both
    rows, other_rows = (trial_ledger.reader.children("payment", found) for found in (uids, others))
    assert [[one.values["amount"] for one in rows[uid]] for uid in uids[:2]] == [[50_00, 200_00, 100_00], [1]]
    assert [len(rows.get(uid, ())) for uid in uids] == [len(other_rows.get(uid, ())) for uid in others]
    assert changes.count == 7
    assert changes.step is not None
    assert changes.step.rows == 7
    assert len(trial_ledger.reader.ids(Query("payment", "王芳"))) == 6
    assert trial.faults(trial_ledger.path) == []


def test_a_family_is_taken_back_and_brought_back_whole(trial_ledger: Ledger) -> None:
    number = trial.done(trial_ledger, together)
    before = trial_ledger.reader.rows("pupil", trial_ledger.reader.ids(Query("pupil")))
    assert trial_ledger.undo(number, "张三").undone == 7
    assert trial_ledger.reader.count(Query("pupil")) == trial_ledger.reader.count(Query("payment")) == 0
    trial_ledger.redo(number, "张三")
    after = trial_ledger.reader.rows("pupil", trial_ledger.reader.ids(Query("pupil")))
    assert [record.values for record in after] == [record.values for record in before]
    assert trial.faults(trial_ledger.path) == []


def test_a_row_of_a_family_may_not_point_to_what_is_not_there(trial_ledger: Ledger) -> None:
    lost = [[Child("payment", {"amount": -1, "reverses": "01a20cf0-a36d-757a-914a-f890025ef6d5"})]]
    with pytest.raises(RefusedError, match="冲正"):
        trial_ledger.transact(trial.operation(), lambda writer: writer.create_many("pupil", PUPILS[:1], children=lost))
    assert trial_ledger.reader.count(Query("pupil")) == 0
