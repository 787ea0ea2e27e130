"""Taking back and doing again: in any session, several in a row, and what 撤销 without a number means."""

from dataclasses import replace

import pytest

from shuangjian_desktop.core.errors import RefusedError, UsageError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import records, steps
from shuangjian_desktop.services.office import open_desk
from tests.services.entries import change, enter, payment, refund, school


def names(desk):
    return [record.values["name"] for record in desk.ledger.reader.first(Query("institution"), 99)]


def titles(desk):
    return [step.title for step in steps.steps(desk)]


def test_several_steps_go_back_one_by_one_and_come_again(desk):
    for name in ("甲", "乙", "丙"):
        school(desk, name)
    assert steps.next_redo(desk) is None
    for left in (["甲", "乙"], ["甲"], []):
        steps.undo(desk)
        assert sorted(names(desk)) == sorted(left)
    assert steps.next_undo(desk) is None
    with pytest.raises(RefusedError, match="没有可以撤销的步骤"):
        steps.undo(desk)
    for back in (["甲"], ["甲", "乙"], ["丙", "甲", "乙"]):
        steps.redo(desk)
        assert sorted(names(desk)) == sorted(back)
    assert steps.next_redo(desk) is None
    with pytest.raises(RefusedError, match="没有可以重做的步骤"):
        steps.redo(desk)
    assert steps.next_undo(desk).title == "新增机构台账：丙"


def test_undo_in_another_session_by_another_clerk(ledger_path):
    monday = open_desk(ledger_path, "王芳")
    school(monday, "甲")
    monday.ledger.close()
    friday = open_desk(ledger_path, "李建国")
    try:
        undone = steps.undo(friday)
        assert (undone.undone, names(friday)) == (1, [])
        newest = steps.steps(friday)[0]
        assert (newest.title, newest.operator, newest.takes_back) == ("撤销：新增机构台账：甲", "李建国", 2)
        assert [step.undone for step in steps.steps(friday)] == [False, True, False]
    finally:
        friday.ledger.close()


def test_after_a_new_step_nothing_is_done_again(desk):
    school(desk, "甲")
    steps.undo(desk)
    assert steps.next_redo(desk).title == "新增机构台账：甲"
    school(desk, "乙")
    assert steps.next_redo(desk) is None
    steps.redo(desk, 2)  # by its number it still can be
    assert sorted(names(desk)) == ["乙", "甲"]


def test_looking_at_personal_values_and_settings_in_between(desk):
    school(desk, "甲")
    steps.undo(desk)
    desk.unmask("机构台账")
    assert steps.next_redo(desk).title == "新增机构台账：甲"
    assert steps.next_undo(desk) is None
    steps.redo(desk)
    desk.unmask("机构台账")
    assert steps.next_undo(desk).title == "新增机构台账：甲"


def test_the_undo_of_an_undo_by_its_number(desk):
    school(desk, "甲")
    undo_step = steps.undo(desk).changes.step.number
    steps.undo(desk, undo_step)
    assert names(desk) == ["甲"]
    assert steps.next_undo(desk).title == "新增机构台账：甲"


def test_a_step_that_was_built_upon_is_refused_with_a_sentence(desk):
    uid = school(desk, "甲")
    change(desk, "institution", uid, notes="一")
    change(desk, "institution", uid, notes="二")
    with pytest.raises(RefusedError) as caught:
        steps.undo(desk, 3)
    assert caught.value.text == "不能撤销：“甲”在第 4 步（修改机构台账：甲，王芳）又被修改。请先撤销第 4 步。"


def test_a_sentence_about_a_person_is_masked(desk):
    uid = refund(desk, school(desk), "王梓涵")
    change(desk, "refund", uid, notes="一")
    change(desk, "refund", uid, notes="二")
    with pytest.raises(RefusedError) as caught:
        steps.undo(desk.unmask("退费"), 4)
    assert "王梓涵" not in caught.value.text
    assert "王**" in caught.value.text


def test_of_many_the_untouched_go_and_the_rest_is_told(desk):
    rows = [{"name": name} for name in ("甲", "乙", "丙")]
    uids, _changes = desk.ledger.transact(
        desk.operation("import", "导入"), lambda writer: writer.create_many("institution", rows)
    )
    change(desk, "institution", uids[0], notes="改过")
    refund(desk, uids[1])
    undone = steps.undo(desk, 2)
    assert undone.undone == 1
    assert sorted((kept.name, kept.reason) for kept in undone.kept) == [("乙", "被退费引用"), ("甲", "之后被修改")]
    assert sorted(names(desk)) == ["乙", "甲"]


def test_numbers_that_no_step_has(desk):
    for turn in (steps.undo, steps.redo):
        with pytest.raises(UsageError, match="没有第 99 步"):
            turn(desk, 99)


def test_the_founding_is_not_taken_back(desk):
    with pytest.raises(RefusedError, match="第 1 步是建立台账，不能撤销"):
        steps.undo(desk, 1)
    assert desk.setting("number_prefix") == "郑金教改"


def test_nobody_undoes_without_a_name(desk):
    school(desk, "甲")
    with pytest.raises(RefusedError, match="经办人"):
        steps.undo(replace(desk, operator=""))
    assert names(desk) == ["甲"]


def test_pages_of_steps(desk):
    for number in range(5):
        school(desk, f"机构{number}")
    first = steps.steps(desk, 2)
    assert [step.number for step in first] == [6, 5]
    assert [step.number for step in steps.steps(desk, 3, first[-1].number)] == [4, 3, 2]


def test_the_history_of_a_record_shows_what_became_of_what(desk):
    one, other = school(desk, "甲校"), school(desk, "乙校")
    uid = refund(desk, one, paid_amount=500_000)
    change(desk, "refund", uid, paid_amount=480_000, institution=other, student="王子涵")
    records.remove(desk, "refund", [uid])
    deleted, changed, created = steps.history(desk, "refund", uid)
    assert [line.action for line in (deleted, changed, created)] == ["删除", "修改", "新增"]
    assert changed.changes == (
        ("机构名称", "甲校", "乙校"),
        ("学生姓名", "王**", "王**"),
        ("合同金额", "5,000.00", "4,800.00"),
    )
    assert ("机构名称", "", "甲校") in created.changes
    assert all(new == "" for _label, _old, new in deleted.changes)
    assert ("学生姓名", "王梓涵", "王子涵") in steps.history(desk.unmask("历史"), "refund", uid)[1].changes


def test_the_history_masks_names_that_it_refers_to(desk):
    uid = refund(desk, school(desk), "王梓涵", [payment(100)])
    [row] = desk.ledger.reader.children("refund_payment", [uid])[uid]
    [line] = steps.history(desk, "refund_payment", row.uid)
    assert ("退费记录", "", "王** QH-1") in line.changes
    assert "王梓涵" not in str(line.changes)
    assert "王建国" not in str(line.changes)


def test_an_undo_is_in_the_history(desk):
    uid = school(desk, "甲")
    change(desk, "institution", uid, notes="一")
    steps.undo(desk)
    newest = steps.history(desk, "institution", uid)[0]
    assert newest.step.title == "撤销：修改机构台账：甲"
    assert newest.changes == (("备注", "一", ""),)


def test_titles_are_readable(desk):
    enter(desk, "legal_source", {"title": "某办法"})
    desk.set_setting("rules_off", "refund.hours")
    assert titles(desk)[:2] == ["设置：停用的检查规则", "新增法律依据：某办法"]
