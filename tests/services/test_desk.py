"""What a clerk is handed: settings, words, names, and the record of who looked at personal values."""

from dataclasses import replace

import pytest

from shuangjian_desktop.core.errors import RefusedError, UsageError
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import records, steps
from tests.services import entries


def test_a_setting_is_a_step_that_can_be_taken_back(desk):
    desk.set_setting("number_prefix", "郑金教整")
    assert desk.setting("number_prefix") == "郑金教整"
    assert steps.steps(desk, 1)[0].title == "设置：整改通知书的代字"
    assert desk.set_setting("number_prefix", "郑金教整").step is None  # nothing was changed
    steps.undo(desk)
    assert desk.setting("number_prefix") == "郑金教改"


def test_what_was_never_set_is_none(desk):
    assert desk.setting("rules_off") is None
    assert desk.switched_off() == frozenset()


def test_rules_are_switched_off_and_on(desk):
    uid = entries.school(desk)
    draft = records.new_draft(desk, "refund", {"institution": uid, "student": "王梓涵", "due_override": 100})
    [problem] = [found.problem for found in records.check(desk, draft)]
    assert problem.field == "due_reason"
    desk.set_setting("rules_off", "refund.due_reason,refund.overpaid")
    assert records.check(desk, draft) == []
    desk.set_setting("rules_off", "")
    assert len(records.check(desk, draft)) == 1


def test_options_are_the_declared_ones_and_the_offices(desk):
    institution = find("institution")
    assert desk.options(institution, "operating_state")[-3:] == ("搬迁", "转让", "筹建")
    entries.enter(desk, "code", {"table": "operating_state", "word": "暂停招生", "order": 0, "active": "是"})
    entries.enter(desk, "code", {"table": "operating_state", "word": "失联", "order": 9, "active": "否"})
    words = desk.options(institution, "operating_state")
    assert words[-4:] == ("暂停招生", "搬迁", "转让", "筹建")  # in the order of the table
    assert "失联" not in words
    assert "失联" in desk.options(institution, "operating_state", retired=True)
    assert desk.options(institution, "name") == ()


def test_unmasking_is_on_record_once(desk):
    seen = desk.unmask("机构台账")
    assert seen.unmasked
    assert not desk.unmasked
    assert seen.unmask("机构台账") is seen
    [unmasked, _founding] = steps.steps(desk)
    assert (unmasked.verb, unmasked.title, unmasked.operator) == ("unmask", "查看个人信息：机构台账", "王芳")
    assert not seen.masked().unmasked


def test_nobody_writes_without_a_name(desk):
    nobody = replace(desk, operator="")
    with pytest.raises(RefusedError, match="经办人"):
        nobody.unmask("机构台账")
    with pytest.raises(RefusedError, match="经办人"):
        entries.school(nobody)


def test_names_are_masked_where_they_are_personal(desk):
    uid = entries.refund(desk, entries.school(desk))
    assert desk.name("refund", uid) == "王** QH-1"
    assert desk.unmask("退费").name("refund", uid) == "王梓涵 QH-1"
    assert desk.name("refund", "nobody") == ""


def test_a_record_that_is_not_there(desk):
    with pytest.raises(UsageError, match="机构台账里没有编号为 x 的记录"):
        desk.record("institution", "x")


TITLED = {
    "institution": "新增机构台账：郑州育才学校",
    "refund": "新增退费：王** QH-1",
    "addressee": "新增受送达对象：钱* 花园路85号",
    "rectification_notice": "新增整改通知书：钱* 花园路85号",
}


def test_titles_of_steps_hold_no_personal_name(desk):
    entries.refund(desk, entries.school(desk))
    whom = entries.enter(desk, "addressee", {"kind": "个人", "name": "钱某", "address": "花园路85号"})
    paper = entries.notice(desk, addressee=whom)
    records.remove(desk, "rectification_notice", [paper])
    steps.undo(desk)
    titles = [step.title for step in steps.steps(desk.unmask("全部"))]
    assert titles[-2:0:-1] == [
        *TITLED.values(),
        "删除整改通知书：钱* 花园路85号",
        "撤销：删除整改通知书：钱* 花园路85号",
    ]
    assert not [title for title in titles if "王梓涵" in title or "钱某" in title]
