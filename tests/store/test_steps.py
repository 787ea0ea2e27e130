"""What a step is: all of it or nothing, on record with before and after, by whom."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from shuangjian_desktop.core.errors import Cancelled, RefusedError, StaleError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.store.connection import connect
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.writer import Writer
from tests.store import trial
from tests.store.trial import done, made, operation

WHOLE = {
    "name": "育才",
    "code": "0371",
    "opened": date(2021, 7, 24),
    "area": Decimal("12.5"),
    "fund": 123_456,
    "places": 30,
    "note": "一\n二",
}


def test_a_record_comes_back_as_it_went_in(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", **WHOLE)
    record = trial_ledger.reader.get("school", uid)
    assert record is not None
    assert (record.register, record.uid, record.office, record.revision, record.deleted) == (
        "school",
        uid,
        trial.OFFICE,
        1,
        False,
    )
    assert record.values == {**WHOLE, "head": None, "sent": None, "nicks": None}


def test_a_step_tells_what_was_done_by_whom(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才", fund=100)
    number = done(trial_ledger, lambda writer: writer.update("school", uid, {"name": "启航", "fund": 100}), "改名")
    newest, first = trial_ledger.reader.steps()
    assert (newest.number, newest.verb, newest.title, newest.operator, newest.rows) == (
        number,
        "save",
        "改名",
        "张三",
        1,
    )
    assert newest.at.tzinfo is not None
    assert newest.at >= first.at
    assert trial_ledger.reader.steps(before=newest.number) == [first]
    assert trial_ledger.reader.step(99) is None
    changed, created = trial_ledger.reader.history("school", uid)
    assert (changed.action, changed.before, changed.after) == ("update", {"name": "育才"}, {"name": "启航"})
    assert (created.action, created.before, created.after) == ("create", None, {"name": "育才", "fund": 100})
    assert trial_ledger.reader.changes(number) == [changed]


def test_changes_of_a_step_come_in_pages(trial_ledger: Ledger) -> None:
    rows = [{"name": f"第{number}"} for number in range(7)]
    number = done(trial_ledger, lambda writer: writer.create_many("school", rows))
    first = trial_ledger.reader.changes(number, limit=4)
    rest = trial_ledger.reader.changes(number, limit=4, after=first[-1].number)
    assert [change.after["name"] for change in first + rest if change.after] == [row["name"] for row in rows]


def test_an_error_inside_leaves_nothing(trial_ledger: Ledger) -> None:
    def breaks(writer: Writer) -> None:
        uid = writer.create("school", {"name": "半个"})
        writer.create("nick", {"school": uid, "nick": "半"})
        writer.next_serial("郑金教改", 2024)
        writer.set_meta("a", "b")
        raise Cancelled

    with pytest.raises(Cancelled):
        trial_ledger.transact(operation(), breaks)
    assert trial_ledger.reader.count(Query("school")) == trial_ledger.reader.count(Query("school", "半")) == 0
    assert trial_ledger.reader.steps() == []
    assert trial_ledger.reader.meta("a") is None
    assert trial_ledger.transact(operation(), lambda writer: writer.next_serial("郑金教改", 2024))[0] == 1
    assert trial.faults(trial_ledger.path) == []


def test_ddl_is_rolled_back(trial_ledger: Ledger) -> None:
    connection = connect(trial_ledger.path, "rw", "BEGIN IMMEDIATE")
    transaction = connection.begin()
    connection.exec_driver_sql("DROP TABLE school")
    connection.exec_driver_sql("CREATE TABLE other (id INTEGER)")
    transaction.rollback()
    with connection.begin():
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    connection.close()
    assert "school" in names
    assert "other" not in names


def test_a_step_inside_a_step_is_a_fault_of_the_caller(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才")
    with pytest.raises(RuntimeError, match="inside"):
        trial_ledger.transact(operation(), lambda _writer: trial_ledger.undo(1, "张三"))
    with pytest.raises(RuntimeError, match="inside"):
        trial_ledger.transact(operation(), lambda _writer: trial_ledger.transact(operation(), lambda writer: None))
    done(trial_ledger, lambda writer: writer.update("school", uid, {"name": "之后仍可写"}))


def test_where_nothing_changes_there_is_no_step(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才", area=Decimal("1.50"))
    same = {"name": "育才", "area": Decimal("1.5"), "nicks": "不能填", "fund": None}
    _value, changes = trial_ledger.transact(operation(), lambda writer: writer.update("school", uid, same))
    assert changes.step is None
    assert changes.count == 0
    record = trial_ledger.reader.get("school", uid)
    assert record is not None
    assert record.revision == 1
    seen = trial_ledger.transact(operation("查看个人信息", "unmask", always=True), lambda _writer: None)[1].step
    assert seen is not None
    assert [step.verb for step in trial_ledger.reader.steps()] == ["unmask", "save"]
    with pytest.raises(RefusedError, match="没有改动任何记录"):
        trial_ledger.undo(seen.number, "张三")


def test_a_step_counts_records_and_tells_whose_figures_followed(trial_ledger: Ledger) -> None:
    pupil = made(trial_ledger, "pupil", name="王小明")

    def pay_twice(writer: Writer) -> list[str]:
        rows = [{"pupil": pupil, "amount": 100}, {"pupil": pupil, "amount": 200}]
        made = writer.create_many("payment", rows)
        writer.update("payment", made[0], {"amount": 300})
        return made

    payments, changes = trial_ledger.transact(operation(), pay_twice)
    assert changes.step is not None
    assert changes.step.rows == 2
    assert changes.touched == {"payment": frozenset(payments), "pupil": frozenset({pupil})}
    record = trial_ledger.reader.get("pupil", pupil)
    assert record is not None
    assert (record.values["paid"], record.values["state"], record.revision) == (500, "清", 1)
    assert len(trial_ledger.reader.history("pupil", pupil)) == 1


def test_inside_a_step_one_sees_what_it_wrote(trial_ledger: Ledger) -> None:
    def look(writer: Writer) -> None:
        uid = writer.create("pupil", {"name": "王小明"})
        writer.create("payment", {"pupil": uid, "amount": 7})
        assert writer.get_many("pupil", [uid])[uid].values["paid"] == 7
        assert writer.totals(Query("pupil", "xm")) == {"fee": 0, "paid": 7}
        assert trial_ledger.reader.get("pupil", uid) is None
        assert writer.history("pupil", uid) == []

    trial_ledger.transact(operation(), look)


def test_a_stale_record_is_not_overwritten(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才")
    done(trial_ledger, lambda writer: writer.update("school", uid, {"fund": 1}, revision=1))
    with pytest.raises(StaleError, match="“育才”刚被别处修改过"):
        done(trial_ledger, lambda writer: writer.update("school", uid, {"fund": 2}, revision=1))
    done(trial_ledger, lambda writer: writer.delete("school", uid))
    with pytest.raises(StaleError, match="已被删除"):
        done(trial_ledger, lambda writer: writer.update("school", uid, {"fund": 2}))
    with pytest.raises(StaleError, match="找不到"):
        done(trial_ledger, lambda writer: writer.delete("school", "没有"))


def test_an_unknown_field_is_a_fault_of_the_caller(trial_ledger: Ledger) -> None:
    with pytest.raises(KeyError, match="colour"):
        made(trial_ledger, "school", name="育才", colour="红")


def test_a_guard_is_asked_at_change_and_deletion(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才", sent="是")
    done(trial_ledger, lambda writer: writer.update("school", uid, {"note": "可以"}))
    for change in (
        lambda writer: writer.update("school", uid, {"name": "改"}),
        lambda writer: writer.update_many("school", [(uid, {"note": "先"}), (uid, {"fund": 1})]),
        lambda writer: writer.delete("school", uid),
    ):
        with pytest.raises(RefusedError, match=trial.SENT):
            trial_ledger.transact(operation(), change)


def test_many_at_once_are_as_one_by_one(trial_ledger: Ledger) -> None:
    rows = [{"name": f"育才{number}", "code": str(number), "fund": number} for number in range(12_000)]
    uids, changes = trial_ledger.transact(operation(), lambda writer: writer.create_many("school", rows))
    assert changes.step is not None
    assert changes.step.rows == 12_000
    updates = [(uid, {"fund": 1, "name": "新"}) for uid in uids[:6_000]] + [(uids[0], {"name": "最后"})]
    done(trial_ledger, lambda writer: writer.update_many("school", updates))
    assert trial_ledger.reader.totals(Query("school")) == {"fund": 6_000 + sum(range(6_000, 12_000)), "places": 0}
    assert trial_ledger.reader.count(Query("school", "新")) == 5_999
    assert trial_ledger.reader.count(Query("school", "最后")) == 1
    assert trial.faults(trial_ledger.path) == []


def test_history_is_append_only(trial_ledger: Ledger) -> None:
    made(trial_ledger, "school", name="育才")
    connection = connect(trial_ledger.path, "rw", "BEGIN IMMEDIATE")
    for statement in ("UPDATE change SET after = '{}'", "DELETE FROM change", "UPDATE step SET operator = '李四'"):
        with pytest.raises(IntegrityError, match="append-only"), connection.begin():
            connection.exec_driver_sql(statement)
    connection.close()


def test_numbers_have_no_gap_and_never_come_twice(trial_ledger: Ledger) -> None:
    def take(writer: Writer) -> tuple[int, int]:
        return writer.next_serial("郑金教改", 2024), writer.next_serial("郑金教改", 2025)

    def take_and_break(writer: Writer) -> None:
        take(writer)
        raise Cancelled

    assert trial_ledger.transact(operation(), take)[0] == (1, 1)
    with pytest.raises(Cancelled):
        trial_ledger.transact(operation(), take_and_break)
    assert trial_ledger.transact(operation(), take)[0] == (2, 2)
    assert trial_ledger.transact(operation(), lambda writer: writer.next_serial("郑金督", 2024))[0] == 1
    above = trial_ledger.transact(operation(), lambda writer: writer.next_serial("郑金教改", 2024, above=40))[0]
    assert above == 41


def test_fates_of_rows_are_kept_in_their_order(trial_ledger: Ledger) -> None:
    fates = [
        ("名单", 4, "新增", "school", "u1"),
        ("名单", 5, "有误", "school", ""),
        ("名单", 3, "无变化", "school", "u2"),
    ]
    trial_ledger.transact(operation(), lambda writer: writer.log_fates("批次", fates))
    trial_ledger.transact(operation(), lambda writer: writer.log_fates("另一批", []))
    assert trial_ledger.reader.fates("批次") == fates
    assert trial_ledger.reader.fates("另一批") == []
