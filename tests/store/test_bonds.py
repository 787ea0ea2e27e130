"""Records that point at each other: references, child rows, tombstones."""

from datetime import date

import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.store.ledger import Ledger
from tests.store import trial
from tests.store.trial import done, made, operation


def test_only_what_is_there_can_be_pointed_at(trial_ledger: Ledger) -> None:
    with pytest.raises(RefusedError, match="学生的“学校”指向的学校不在台账里"):
        made(trial_ledger, "pupil", name="王", school="没有")
    school = made(trial_ledger, "school", name="育才")
    done(trial_ledger, lambda writer: writer.delete("school", school))
    pupil = made(trial_ledger, "pupil", name="王")
    with pytest.raises(RefusedError, match="学生的“学校”“育才”已被删除") as refused:
        done(trial_ledger, lambda writer: writer.update("pupil", pupil, {"school": school}))
    assert "回收站" in refused.value.hint
    with pytest.raises(RefusedError, match="已被删除"):
        trial_ledger.transact(
            operation(), lambda writer: writer.create_many("pupil", [{"name": "李"}, {"name": "赵", "school": school}])
        )
    assert trial_ledger.reader.count(Query("pupil")) == 1


def test_records_made_together_may_point_at_each_other(trial_ledger: Ledger) -> None:
    rows = [{"name": "分校", "head": "a"}, {"name": "总校"}]
    trial_ledger.transact(operation(), lambda writer: writer.create_many("school", rows, uids=["b", "a"]))
    assert trial_ledger.reader.referrers("school", "a") == [("school", "b")]


def test_what_is_pointed_at_cannot_be_deleted(trial_ledger: Ledger) -> None:
    school = made(trial_ledger, "school", name="育才")
    made(trial_ledger, "pupil", name="王小明", school=school)
    pupil = made(trial_ledger, "pupil", name="李小红", school=school)
    with pytest.raises(RefusedError) as refused:
        done(trial_ledger, lambda writer: writer.delete("school", school))
    # The names of people are masked: a sentence may be printed and logged.
    assert refused.value.sentence == "“育才”还被2 条学生引用（如“王** 育才”），不能删除。"
    assert set(trial_ledger.reader.referrers("school", school)) >= {("pupil", pupil)}


def test_child_rows_go_and_come_with_their_parent(trial_ledger: Ledger) -> None:
    pupil = made(trial_ledger, "pupil", name="王小明", fee=900)
    gone_before = made(trial_ledger, "payment", pupil=pupil, amount=100, day=date(2021, 9, 1))
    kept = [made(trial_ledger, "payment", pupil=pupil, amount=n, day=date(2021, 9, n)) for n in (3, 2)]
    made(trial_ledger, "payment", pupil=pupil, amount=-3, day=date(2021, 9, 5), reverses=kept[0])
    done(trial_ledger, lambda writer: writer.delete("payment", gone_before))
    with pytest.raises(RefusedError, match="还被1 条付款引用"):
        done(trial_ledger, lambda writer: writer.delete("payment", kept[0]))
    number = done(trial_ledger, lambda writer: writer.delete("pupil", pupil))
    step = trial_ledger.reader.step(number)
    assert step is not None
    assert step.rows == 4
    assert trial_ledger.reader.count(Query("payment")) == 0
    assert trial_ledger.reader.count(Query("payment", deleted=True)) == 4
    with pytest.raises(RefusedError, match="付款的“学生”“王"):
        done(trial_ledger, lambda writer: writer.restore("payment", kept[0]))
    done(trial_ledger, lambda writer: writer.restore("pupil", pupil))
    rows = trial_ledger.reader.children("payment", [pupil])[pupil]
    assert [row.values["amount"] for row in rows] == [2, 3, -3]  # by their date
    record = trial_ledger.reader.get("pupil", pupil)
    assert record is not None
    assert (record.values["paid"], record.values["last_paid"]) == (2, date(2021, 9, 5))
    assert trial.faults(trial_ledger.path) == []


def test_a_child_row_that_moves_changes_both_parents(trial_ledger: Ledger) -> None:
    one, other = (made(trial_ledger, "pupil", name=name) for name in "甲乙")
    payment = made(trial_ledger, "payment", pupil=one, amount=5)
    done(trial_ledger, lambda writer: writer.update("payment", payment, {"pupil": other}))
    found = trial_ledger.reader.get_many("pupil", [one, other])
    assert (found[one].values["paid"], found[other].values["paid"]) == (0, 5)
    done(trial_ledger, lambda writer: writer.delete("payment", payment))
    assert trial_ledger.reader.totals(Query("pupil"))["paid"] == 0


def test_tombstones_keep_their_values_and_match_nobody(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才", code="Ａ１", opened=date(2021, 1, 1))
    assert trial_ledger.reader.match("school", 0, ["a1", "b2"]) == {"a1": [uid]}
    assert trial_ledger.reader.match("school", 1, ["育才|2021-01-01"]) == {"育才|2021-01-01": [uid]}
    done(trial_ledger, lambda writer: writer.delete("school", uid))
    record = trial_ledger.reader.get("school", uid)
    assert record is not None
    assert record.deleted
    assert record.values["code"] == "Ａ１"
    assert trial_ledger.reader.match("school", 0, ["a1"]) == {}
    assert list(trial_ledger.reader.ids(Query("school", "育才"))) == []
    assert [one.uid for one in trial_ledger.reader.first(Query("school", "育才", deleted=True), 5)] == [uid]
    done(trial_ledger, lambda writer: writer.restore("school", uid))
    assert trial_ledger.reader.match("school", 0, ["a1"]) == {"a1": [uid]}


def test_another_offices_key_is_not_ours(trial_ledger: Ledger) -> None:
    trial_ledger.transact(operation(), lambda writer: writer.create("school", {"code": "1"}, office="410102"))
    mine = made(trial_ledger, "school", code="1")
    assert trial_ledger.reader.match("school", 0, ["1"]) == {"1": [mine]}


def test_deleting_and_restoring_twice_is_nothing_new(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才")
    assert trial_ledger.transact(operation(), lambda writer: writer.restore("school", uid))[1].step is None
    done(trial_ledger, lambda writer: writer.delete("school", uid))
    assert trial_ledger.transact(operation(), lambda writer: writer.delete("school", uid))[1].step is None


def test_names_are_put_together(trial_ledger: Ledger) -> None:
    school = made(trial_ledger, "school", name="育才")
    pupil = made(trial_ledger, "pupil", name="欧阳明", school=school)
    nameless = made(trial_ledger, "pupil")
    assert trial_ledger.reader.names("pupil", [pupil, nameless, "没有"]) == {pupil: "欧阳明 育才", nameless: ""}
    assert trial_ledger.reader.label("pupil", pupil) == "欧** 育才"
    assert trial_ledger.reader.label("pupil", nameless) == "学生"


def test_a_reference_is_picked_by_typing(trial_ledger: Ledger) -> None:
    names = ["郑州育才学校", "育才", "新育才", "启航", "育才小学"]
    uids = [made(trial_ledger, "school", name=name, code=f"41{number}") for number, name in enumerate(names)]

    def picked(text: str, limit: int = 20) -> list[str]:
        return [str(record.values["name"]) for record in trial_ledger.reader.pick("school", text, limit)]

    assert picked("育才")[:2] == ["育才", "育才小学"]
    assert set(picked("育才")) == {"育才", "育才小学", "新育才", "郑州育才学校"}
    assert picked("QH") == ["启航"]
    assert picked("413") == ["启航"]
    assert len(picked("", 3)) == 3
    assert picked("育才", 1) == ["育才"]
    done(trial_ledger, lambda writer: writer.delete("school", uids[1]))
    assert "育才" not in picked("育才")
