"""Records pass to another office in one step, which is in their history, goes back and comes again."""

from collections.abc import Sequence
from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.records import OFFICE
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.writer import Writer
from tests.store import trial
from tests.store.trial import done, made

OTHER = "410102"


@pytest.fixture
def school(trial_ledger: Ledger) -> tuple[str, str]:
    """A school and another name of it."""
    uid = made(trial_ledger, "school", name="育才", code="s-1")
    return uid, made(trial_ledger, "nick", school=uid, nick="小育才")


def hand_over(ledger: Ledger, school: Sequence[str], **values: object) -> int:
    """Let the school and its names pass to the other office."""

    def change(writer: Writer) -> None:
        writer.hand_over("school", [(school[0], OTHER, values)])  # type: ignore[list-item]
        writer.hand_over("nick", [(uid, OTHER, {}) for uid in school[1:]])

    return done(ledger, change, "移交：育才")


def offices(ledger: Ledger, school: Sequence[str]) -> list[str]:
    found = [ledger.reader.get("school", school[0]), *(ledger.reader.get("nick", uid) for uid in school[1:])]
    return [record.office for record in found if record]


def test_it_is_one_step_and_in_the_history_of_each(trial_ledger: Ledger, school: tuple[str, str]) -> None:
    number = hand_over(trial_ledger, school, note="移交文件")
    assert offices(trial_ledger, school) == [OTHER, OTHER]
    change = trial_ledger.reader.history("school", school[0])[0]
    assert change.step.number == number
    assert (change.before, change.after) == (
        {"note": None, OFFICE: trial.OFFICE},
        {"note": "移交文件", OFFICE: OTHER},
    )
    name = trial_ledger.reader.history("nick", school[1])[0]
    assert (name.before, name.after) == ({OFFICE: trial.OFFICE}, {OFFICE: OTHER})
    assert trial.faults(trial_ledger.path) == []


def test_its_natural_key_is_free_again(trial_ledger: Ledger, school: tuple[str, str]) -> None:
    number = hand_over(trial_ledger, school)
    assert trial_ledger.reader.match("school", 0, ["s-1"]) == {}
    trial_ledger.undo(number, "李四")
    assert trial_ledger.reader.match("school", 0, ["s-1"]) == {"s-1": [school[0]]}


def test_it_goes_back_and_comes_again(trial_ledger: Ledger, school: tuple[str, str]) -> None:
    number = hand_over(trial_ledger, school, note="移交文件")
    assert trial_ledger.undo(number, "李四").undone == 2
    assert offices(trial_ledger, school) == [trial.OFFICE, trial.OFFICE]
    assert trial_ledger.redo(number, "李四").undone == 2
    assert offices(trial_ledger, school) == [OTHER, OTHER]
    assert trial_ledger.undo(number, "李四").undone == 2
    assert trial.faults(trial_ledger.path) == []


def test_what_was_handed_over_together_stays_together(trial_ledger: Ledger, school: tuple[str, str]) -> None:
    pupil = made(trial_ledger, "pupil", name="欧阳明", school=school[0])

    def change(writer: Writer) -> None:
        writer.hand_over("school", [(school[0], OTHER, {})])
        writer.hand_over("pupil", [(pupil, OTHER, {})])

    number = done(trial_ledger, change, "移交：育才")
    later = done(trial_ledger, lambda writer: writer.update("school", school[0], {"note": "已看"}))
    left = trial_ledger.undo(number, "李四")
    assert (left.undone, [kept.reason for kept in left.kept]) == (0, ["之后被修改", "一起移交的记录保留"])
    trial_ledger.undo(later, "李四")
    assert trial_ledger.undo(number, "李四").undone == 2


def test_nothing_comes_back_under_what_another_has_now(trial_ledger: Ledger, school: tuple[str, str]) -> None:
    deleted = done(trial_ledger, lambda writer: writer.delete("nick", school[1]))
    hand_over(trial_ledger, school[:1])
    with pytest.raises(RefusedError, match="所属的记录已移交给其他单位"):
        trial_ledger.undo(deleted, "李四")


def test_a_check_notices_an_office_that_nobody_wrote(trial_ledger: Ledger, school: tuple[str, str]) -> None:
    hand_over(trial_ledger, school)
    trial_ledger.close()
    with closing(dbapi2.connect(str(trial_ledger.path), isolation_level=None)) as connection:
        connection.execute("UPDATE school SET office = '410199'")
    assert any("与操作历史不一致" in sentence for sentence in trial.faults(trial_ledger.path))
