"""Taking a step back and doing it again: what goes, what stays, what the clerk is told."""

from pathlib import Path

import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.writer import Writer
from tests.store import trial
from tests.store.trial import done, made

IMPORT = [{"name": f"第{number}小学", "fund": number} for number in range(5)]


def taken_in(ledger: Ledger) -> tuple[int, list[str]]:
    """An import of five schools: (number of the step, uids)."""
    uids: list[str] = []
    return done(ledger, lambda writer: uids.extend(writer.create_many("school", IMPORT)), "导入名单"), uids


def names(ledger: Ledger) -> list[str]:
    return [str(record.values["name"]) for record in ledger.reader.first(Query("school"), 99)]


def test_undo_is_a_step_of_its_own(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才", fund=1)
    number = done(trial_ledger, lambda writer: writer.update("school", uid, {"name": "启航", "fund": 2}), "改名")
    undone = trial_ledger.undo(number, "李四")
    step = undone.changes.step
    assert step is not None
    assert (undone.undone, undone.kept, undone.impossible) == (1, (), ())
    assert (step.verb, step.title, step.operator, step.takes_back, step.rows) == (
        "undo",
        "撤销：改名",
        "李四",
        number,
        1,
    )
    assert undone.changes.touched == {"school": frozenset({uid})}
    record = trial_ledger.reader.get("school", uid)
    assert record is not None
    assert (record.values["name"], record.values["fund"], record.revision) == ("育才", 1, 3)
    back, _changed, _created = trial_ledger.reader.history("school", uid)
    assert (back.action, back.before, back.after) == (
        "update",
        {"name": "启航", "fund": 2},
        {"name": "育才", "fund": 1},
    )
    assert [one.undone for one in trial_ledger.reader.steps()] == [False, True, False]
    assert list(trial_ledger.reader.ids(Query("school", "启航"))) == []
    assert len(trial_ledger.reader.ids(Query("school", "yc"))) == 1


def test_a_step_of_one_record_is_refused_when_a_later_one_touched_it(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "pupil", name="欧阳明", fee=1)
    done(trial_ledger, lambda writer: writer.update("pupil", uid, {"fee": 2}), "改学费")
    with pytest.raises(RefusedError) as refused:
        trial_ledger.undo(1, "李四")
    assert refused.value.sentence == "不能撤销：“欧**”在第 2 步（改学费，张三）又被修改。"
    assert refused.value.hint == "请先撤销第 2 步。"
    trial_ledger.undo(2, "李四")
    trial_ledger.undo(1, "李四")
    assert trial_ledger.reader.count(Query("pupil")) == 0
    with pytest.raises(RefusedError, match="第 2 步已经撤销过了"):
        trial_ledger.undo(2, "李四")


def test_a_record_with_its_child_rows_is_one(trial_ledger: Ledger) -> None:
    payments: list[str] = []

    def settle(writer: Writer) -> None:
        uid = writer.create("pupil", {"name": "王"})
        payments.extend(writer.create_many("payment", [{"pupil": uid, "amount": n} for n in (1, 2)]))

    number = done(trial_ledger, settle)
    done(trial_ledger, lambda writer: writer.update("payment", payments[0], {"amount": 9}))
    with pytest.raises(RefusedError, match="又被修改"):
        trial_ledger.undo(number, "李四")
    assert trial_ledger.reader.totals(Query("payment")) == {"amount": 11}
    trial_ledger.undo(number + 1, "李四")
    assert trial_ledger.undo(number, "李四").undone == 3


def test_an_import_gives_back_what_nobody_touched(trial_ledger: Ledger) -> None:
    made(trial_ledger, "school", name="早就有")
    number, uids = taken_in(trial_ledger)
    done(trial_ledger, lambda writer: writer.update("school", uids[0], {"name": "改过的"}))
    pupil = made(trial_ledger, "pupil", name="王", school=uids[1])
    later = done(trial_ledger, lambda writer: writer.update("school", uids[2], {"fund": 77}))
    undone = trial_ledger.undo(number, "李四")
    assert undone.undone == 2
    assert {(one.name, one.reason) for one in undone.kept} == {
        ("改过的", "之后被修改"),
        ("第1小学", "被学生引用"),
        ("第2小学", "之后被修改"),
    }
    assert sorted(names(trial_ledger)) == sorted(["早就有", "改过的", "第1小学", "第2小学"])
    step = trial_ledger.reader.step(number)
    assert step is not None
    assert step.undone
    # What is left can go later, when nothing stands in its way any more.
    done(trial_ledger, lambda writer: writer.delete("pupil", pupil))
    trial_ledger.undo(later, "李四")
    assert trial_ledger.undo(number, "李四").undone == 2
    assert trial_ledger.redo(number, "李四").undone == 4
    assert trial.faults(trial_ledger.path) == []


def test_what_has_left_the_house_is_told_apart(trial_ledger: Ledger) -> None:
    rows = [{"name": "草稿"}, {"name": "发出", "sent": "是"}]
    number = done(trial_ledger, lambda writer: writer.create_many("school", rows))
    undone = trial_ledger.undo(number, "李四")
    assert [(one.name, one.reason) for one in undone.impossible] == [("发出", trial.SENT)]
    assert undone.kept == ()
    assert names(trial_ledger) == ["发出"]
    alone = done(trial_ledger, lambda writer: writer.create("school", {"name": "一", "sent": "是"}))
    with pytest.raises(RefusedError, match=trial.SENT):
        trial_ledger.undo(alone, "李四")


def test_where_nothing_can_go_there_is_no_step(trial_ledger: Ledger) -> None:
    number, uids = taken_in(trial_ledger)
    done(trial_ledger, lambda writer: writer.update_many("school", [(uid, {"fund": 9}) for uid in uids]))
    undone = trial_ledger.undo(number, "李四")
    assert (undone.undone, undone.changes.step, len(undone.kept)) == (0, None, 5)
    assert len(trial_ledger.reader.steps()) == 2


def test_a_kept_record_is_kept_whole(trial_ledger: Ledger) -> None:
    pupils: list[str] = []

    def take_in(writer: Writer) -> None:
        pupils.extend(writer.create_many("pupil", [{"name": "王"}, {"name": "李"}]))
        writer.create_many("payment", [{"pupil": uid, "amount": 5} for uid in pupils])

    number = done(trial_ledger, take_in)
    done(trial_ledger, lambda writer: writer.update("pupil", pupils[0], {"fee": 9}))
    undone = trial_ledger.undo(number, "李四")
    assert undone.undone == 2
    assert [one.reason for one in undone.kept] == ["之后被修改", "所属的学生保留"]
    record = trial_ledger.reader.get("pupil", pupils[0])
    assert record is not None
    assert record.values["paid"] == 5


def test_a_deletion_does_not_come_undone_under_a_deleted_parent(trial_ledger: Ledger) -> None:
    school = made(trial_ledger, "school", name="育才")
    pupil = made(trial_ledger, "pupil", name="王", school=school)
    number = done(trial_ledger, lambda writer: writer.delete("pupil", pupil))
    done(trial_ledger, lambda writer: writer.delete("school", school))
    with pytest.raises(RefusedError, match="它的“学校”已被删除"):
        trial_ledger.undo(number, "李四")
    trial_ledger.undo(number + 1, "李四")
    trial_ledger.undo(number, "李四")
    assert trial_ledger.reader.referrers("school", school) == [("pupil", pupil)]


def test_redo_and_undo_of_an_undo_do_the_step_again(trial_ledger: Ledger) -> None:
    number, uids = taken_in(trial_ledger)
    done(trial_ledger, lambda writer: writer.delete("school", uids[0]))
    trial_ledger.undo(2, "李四")
    undo = trial_ledger.undo(number, "李四").changes.step
    assert undo is not None
    assert trial_ledger.redo(undo.number, "王五").undone == 5
    with pytest.raises(RefusedError, match="没有被撤销"):
        trial_ledger.redo(number, "王五")
    trial_ledger.undo(number, "李四")
    again = trial_ledger.undo(undo.number, "王五").changes.step  # an undo is undone by doing its step again
    assert again is not None
    assert (again.verb, again.takes_back) == ("redo", number)
    assert len(names(trial_ledger)) == 5
    assert trial_ledger.redo(2, "王五").undone == 1
    trial_ledger.undo(2, "李四")
    trial_ledger.undo(again.number, "李四")  # and a redo by taking its step back
    assert names(trial_ledger) == []


def test_redo_stays_away_from_what_stands_otherwise_now(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="一")
    done(trial_ledger, lambda writer: writer.update("school", uid, {"name": "二"}))
    trial_ledger.undo(2, "李四")
    later = done(trial_ledger, lambda writer: writer.update("school", uid, {"name": "三"}), "又改")
    with pytest.raises(RefusedError, match="又被修改"):
        trial_ledger.redo(2, "李四")
    trial_ledger.undo(later, "李四")
    trial_ledger.redo(2, "李四")
    with pytest.raises(RefusedError, match="之后被修改"):
        trial_ledger.redo(later, "李四")  # it changed 一 to 三; now it is 二
    assert names(trial_ledger) == ["二"]


def test_several_changes_of_one_record_in_a_step_go_together(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="一", fund=1)

    def work(writer: Writer) -> None:
        writer.update("school", uid, {"name": "二"})
        writer.update("school", uid, {"name": "三", "fund": 3})
        writer.delete("school", uid)
        writer.restore("school", uid)
        writer.update("school", uid, {"fund": 4})

    number = done(trial_ledger, work)
    trial_ledger.undo(number, "李四")
    record = trial_ledger.reader.get("school", uid)
    assert record is not None
    assert (record.values["name"], record.values["fund"], record.deleted) == ("一", 1, False)
    trial_ledger.redo(number, "李四")
    record = trial_ledger.reader.get("school", uid)
    assert record is not None
    assert (record.values["name"], record.values["fund"], record.deleted) == ("三", 4, False)
    assert trial.faults(trial_ledger.path) == []


def test_a_big_step_goes_back_and_comes_again_whole(trial_ledger: Ledger) -> None:
    """It is done a part at a time: more records than one part holds, with rows under them in other parts."""

    def take_in(writer: Writer) -> None:
        uids = writer.create_many("pupil", [{"name": f"学生{number}", "fee": number} for number in range(4500)])
        writer.create_many("payment", [{"pupil": uid, "amount": 1} for uid in uids[::-1]])
        writer.update_many("pupil", [(uid, {"fee": 7}) for uid in uids[::2]])

    number = done(trial_ledger, take_in)
    sums = trial_ledger.reader.totals(Query("pupil"))
    touched = trial_ledger.reader.first(Query("pupil", "学生4321"), 1)[0].uid
    done(trial_ledger, lambda writer: writer.update("pupil", touched, {"fee": 8}))
    undone = trial_ledger.undo(number, "李四")
    assert (undone.undone, len(undone.kept)) == (8998, 2)
    assert trial_ledger.reader.totals(Query("pupil")) == {"fee": 8, "paid": 1}
    trial_ledger.undo(number + 1, "李四")
    assert trial_ledger.redo(number, "李四").undone == 8998
    assert trial_ledger.reader.totals(Query("pupil")) == sums
    assert trial.faults(trial_ledger.path) == []


def test_undo_works_days_later_in_another_session(trial_file: Path, versions: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    path.write_bytes(trial_file.read_bytes())
    with trial.reopen(path, versions) as ledger:
        number, _uids = taken_in(ledger)
    with trial.reopen(path, versions) as ledger:
        ledger.undo(number, "李四")
    with trial.reopen(path, versions) as ledger:
        assert names(ledger) == []
        ledger.redo(number, "李四")
        assert len(names(ledger)) == 5


def test_a_step_that_is_not_there(trial_ledger: Ledger) -> None:
    for flip in (trial_ledger.undo, trial_ledger.redo):
        with pytest.raises(RefusedError, match="没有第 7 步"):
            flip(7, "李四")
