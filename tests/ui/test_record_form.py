"""The form of a record: typing, problems, computing, child rows, saving, what others wrote meanwhile."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget

from shuangjian_desktop.core.query import Query
from tests.ui import boxes, clerk

CONTROL = Qt.KeyboardModifier.ControlModifier


# --- typing --------------------------------------------------------------------------------------------------------
def test_a_new_record_is_typed_and_saved_with_the_key(desk, form_of, settle, qtbot):
    form = form_of("institution")
    assert QApplication.focusWidget() is clerk.line(form, "name")
    clerk.enter(form, "name", "  新华 培训学校 ")
    clerk.enter(form, "area", "120.50平方米")
    clerk.enter(form, "established_on", "20190305")
    clerk.enter(form, "prepaid_balance", "1.2万")
    QTest.keyClick(form, Qt.Key.Key_S, CONTROL)
    settle()
    values = clerk.first(desk, "institution").values
    assert values["name"] == "新华培训学校"
    assert values["area"] == Decimal("120.5")
    assert values["established_on"] == date(2019, 3, 5)
    assert values["prepaid_balance"] == 1_200_000


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("established_on", "2019-2-30", "没有 2019年2月30日 这一天"),
        ("area", "-5", "不能为负数"),
        ("phone", "1380000000a", "电话号码里有数字以外的字符"),
        ("uscc", "91410105MA3X4K2P7", "统一社会信用代码应为 18 位，这里是 17 位"),
        ("operating_state", "营业中", "不在：正常、停业"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_while_typing(form_of, key, typed, said):
    form = form_of("institution")
    clerk.enter(form, key, typed)
    assert clerk.note(form, key).startswith(said)
    QTest.keyClick(clerk.line(form, key), Qt.Key.Key_A, CONTROL)
    QTest.keyClick(clerk.line(form, key), Qt.Key.Key_Delete)
    assert clerk.note(form, key) == ""


@pytest.mark.parametrize("typed", ["2021-7-4", "2021.07.04", "2021年7月4日", "20210704", "44381", "２０２１／７／４"])
def test_a_day_is_typed_in_any_form_and_written_in_one(form_of, typed):
    form = form_of("institution")
    clerk.enter(form, "established_on", typed)
    QTest.keyClick(clerk.line(form, "established_on"), Qt.Key.Key_Tab)
    assert clerk.shown(form, "established_on") == "2021-07-04"


def test_a_day_is_picked_from_the_calendar(form_of, qtbot):
    form = form_of("institution")
    clerk.enter(form, "established_on", "2021-07-04")
    QTest.keyClick(clerk.line(form, "established_on"), Qt.Key.Key_F4)
    calendar = form.findChild(QCalendarWidget)
    assert calendar.selectedDate().toString(Qt.DateFormat.ISODate) == "2021-07-04"
    QTest.keyClick(calendar.focusProxy() or calendar, Qt.Key.Key_Right)
    calendar.activated.emit(calendar.selectedDate())
    assert clerk.shown(form, "established_on") == "2021-07-05"


def test_a_calendar_without_room_below_drops_up_and_leaves_its_field_in_sight(form_of, qtbot):
    form = form_of("refund")
    editor = form.body.boxes["signed_on"].editor
    room = form.screen().availableGeometry()
    form.resize(form.width(), 400)
    form.body.ensureWidgetVisible(editor)
    below = editor.mapTo(form, editor.rect().bottomLeft()).y()
    form.move(room.left(), room.bottom() - below - 20)
    editor.open_calendar()
    calendar = form.findChild(QCalendarWidget)
    shown = calendar.geometry()
    assert room.contains(shown)
    assert shown.bottom() <= editor.mapToGlobal(editor.rect().topLeft()).y()
    calendar.close()


def test_a_word_is_chosen_by_a_synonym(form_of):
    form = form_of("institution")
    clerk.enter(form, "category", "艺术")
    QTest.keyClick(clerk.line(form, "category"), Qt.Key.Key_Escape)
    QTest.keyClick(clerk.line(form, "category"), Qt.Key.Key_Tab)
    assert clerk.shown(form, "category") == "非学科类（文化艺术）"


def test_the_words_of_the_office_are_offered_too(desk, form_of, settle):
    row = {"table": "operating_state", "word": "整改中", "active": "是"}
    desk.ledger.transact(desk.operation("save", "字典"), lambda writer: writer.create("code", row))
    form = form_of("institution")
    clerk.enter(form, "name", "新校")
    clerk.enter(form, "operating_state", "整改中")
    assert clerk.note(form, "operating_state") == ""
    form.save()
    settle()
    assert clerk.first(desk, "institution").values["operating_state"] == "整改中"


def test_a_rule_is_told_after_a_pause(desk, form_of, qtbot):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    form = form_of("refund", uid)
    clerk.enter(form, "due_override", "800")
    qtbot.waitUntil(lambda: "核定理由" in clerk.note(form, "due_reason"))
    clerk.enter(form, "due_reason", "合同约定")
    qtbot.waitUntil(lambda: clerk.note(form, "due_reason") == "")


def test_a_day_that_is_still_to_come_is_told_and_kept_if_it_is_meant(desk, form_of, settle, qtbot):
    form = form_of("institution")
    clerk.enter(form, "name", "甲校")
    clerk.enter(form, "licensed_on", "2090-1-1")
    qtbot.waitUntil(lambda: clerk.note(form, "licensed_on") == "2090-01-01 晚于今天，请核对")
    clerk.enter(form, "licence_until", "2095-1-1")
    form.save()
    settle()
    assert clerk.first(desk, "institution").values["licensed_on"] == date(2090, 1, 1)


def test_a_reference_is_picked_by_initials_and_not_by_any_text(desk, form_of, settle, qtbot):
    clerk.institutions(desk)
    form = form_of("refund")
    picker = clerk.line(form, "institution")
    clerk.type_text(picker, "zzal")
    qtbot.waitUntil(lambda: picker.offers.isVisible())
    assert clerk.note(form, "institution") == "请从列表里选一个"
    QTest.keyClick(picker.offers, Qt.Key.Key_Return)
    assert clerk.shown(form, "institution") == "郑州爱乐艺术中心"
    assert clerk.note(form, "institution") == ""
    clerk.enter(form, "institution", "没有的学校")
    qtbot.waitUntil(lambda: clerk.note(form, "institution").startswith("没有找到"))


def test_a_name_typed_in_full_is_taken_on_leaving(desk, form_of, settle, qtbot):
    [uid] = clerk.institutions(desk, "博学堂")
    form = form_of("refund")
    clerk.enter(form, "institution", "博学堂")
    clerk.line(form, "student").setFocus()
    qtbot.waitUntil(lambda: form.body.draft().values["institution"] == uid)


# --- saving and closing --------------------------------------------------------------------------------------------
def test_what_is_required_is_said_at_saving_and_not_before(form_of, settle, qtbot):
    form = form_of("refund")
    assert clerk.note(form, "student") == ""
    form.save()
    settle()
    assert "机构名称" in form.banner.text()
    assert "学生姓名" in form.banner.text()
    qtbot.waitUntil(lambda: clerk.note(form, "student") == "必填，不能为空")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is clerk.line(form, "institution"))


def test_save_and_new_begins_an_empty_form(desk, form_of, settle):
    form = form_of("institution")
    clerk.enter(form, "name", "甲校")
    QTest.keyClick(form, Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert form.isVisible()
    assert clerk.shown(form, "name") == ""
    clerk.enter(form, "name", "乙校")
    QTest.keyClick(form, Qt.Key.Key_S, CONTROL)
    settle()
    names = [record.values["name"] for record in desk.ledger.reader.first(Query("institution"), 5)]
    assert sorted(names) == ["乙校", "甲校"]


def test_closing_asks_only_when_something_would_be_lost(desk, form_of, settle, qtbot):
    [uid] = clerk.institutions(desk, "博学堂")
    form = form_of("institution", uid)
    with qtbot.waitSignal(form.finished):
        QTest.keyClick(form, Qt.Key.Key_Escape)
    form = form_of("institution", uid)
    clerk.enter(form, "name", "别的名字")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    box = boxes.box(qtbot)
    assert form.isVisible()
    with qtbot.waitSignal(form.finished):
        boxes.press(box, "不保存")
    assert clerk.first(desk, "institution").values["name"] == "博学堂"


def test_closing_can_save(desk, form_of, settle, qtbot):
    [uid] = clerk.institutions(desk, "博学堂")
    form = form_of("institution", uid)
    clerk.enter(form, "name", "博学堂二校")
    form.close()
    boxes.press(boxes.box(qtbot), "保存")
    settle()
    assert clerk.first(desk, "institution").values["name"] == "博学堂二校"


def test_what_others_wrote_meanwhile_is_shown_and_the_typing_kept(desk, form_of, settle):
    [uid] = clerk.institutions(desk, "博学堂", community="五福", operating_state="正常")
    form = form_of("institution", uid)
    clerk.enter(form, "community", "文化路")
    clerk.change(desk, "institution", uid, community="花园路", operating_state="停业")
    form.save()
    settle()
    assert form.isVisible()
    assert "社区（村） 由“五福”改为“花园路”" in form.banner.text()
    assert "机构状态 由“正常”改为“停业”" in form.banner.text()
    assert clerk.shown(form, "community") == "文化路"
    assert clerk.shown(form, "operating_state") == "停业"
    assert clerk.note(form, "community") == "别人已改为“花园路”"
    form.save()
    settle()
    values = clerk.first(desk, "institution").values
    assert (values["community"], values["operating_state"]) == ("文化路", "停业")


def test_rows_that_others_added_meanwhile_stay_and_so_do_mine(desk, form_of, settle):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三", course="数学")
    form = form_of("refund", uid)
    row = form.body.children_["refund_payment"].add()
    clerk.type_text(row.line[0].editor.focusProxy(), "2021-10-1")
    clerk.type_text(row.line[1].editor.focusProxy(), "100")
    clerk.payment(desk, uid, 20_000)
    clerk.change(desk, "refund", uid, course="英语")
    form.save()
    settle()
    assert clerk.shown(form, "course") == "英语"
    assert clerk.shown(form, "paid") == "300.00"
    form.save()
    settle()
    held = desk.ledger.reader.children("refund_payment", [uid])[uid]
    assert [payment.values["amount"] for payment in held] == [20_000, 10_000]


# --- personal values -----------------------------------------------------------------------------------------------
def test_personal_values_stay_covered_and_as_they_are(desk, form_of, session, settle):
    [uid] = clerk.institutions(desk, "博学堂", phone="13800001234", contact="李梅")
    form = form_of("institution", uid)
    assert [clerk.shown(form, key) for key in ("phone", "contact")] == ["138****1234", "李*"]
    clerk.type_text(clerk.line(form, "phone"), "999")
    assert clerk.shown(form, "phone") == "138****1234"
    clerk.enter(form, "community", "五福")
    form.save()
    settle()
    values = clerk.first(desk, "institution").values
    assert (values["phone"], values["contact"], values["community"]) == ("13800001234", "李梅", "五福")


def test_unmasking_uncovers_them_and_is_on_record(desk, form_of, settle):
    [uid] = clerk.institutions(desk, "博学堂", phone="13800001234")
    form = form_of("institution", uid)
    form.unmask_button.click()
    settle()
    assert clerk.shown(form, "phone") == "13800001234"
    assert not form.unmask_button.isVisible()
    assert desk.ledger.reader.steps(1)[0].verb == "unmask"
    clerk.enter(form, "phone", "13900005678")
    form.save()
    settle()
    assert clerk.first(desk, "institution").values["phone"] == "13900005678"


# --- after a refusal -----------------------------------------------------------------------------------------------
def test_what_was_refused_is_said_anew_as_it_is_mended(form_of, settle, qtbot):
    form = form_of("refund")
    clerk.enter(form, "student", "张三")
    clerk.enter(form, "signed_on", "2021-2-30")
    form.save()
    assert form.banner.text() == "没有保存：签订日期还没有填对。"
    clerk.enter(form, "signed_on", "2021-2-28")
    qtbot.waitUntil(lambda: form.banner.text() == "没有保存：“机构名称”必填，不能为空。")
    clerk.enter(form, "signed_on", "2021-2-27")
    settle()
    assert form.banner.text() == "没有保存：“机构名称”必填，不能为空。"


def test_what_was_refused_is_said_no_more_when_all_is_mended(desk, form_of, settle, qtbot):
    form = form_of("institution")
    form.save()
    settle()
    assert form.banner.text() == "没有保存：“机构名称”必填，不能为空。"
    clerk.enter(form, "name", "甲校")
    qtbot.waitUntil(lambda: form.banner.text() == "已经改过，还没有保存。")
    form.save()
    settle()
    assert clerk.first(desk, "institution").values["name"] == "甲校"


def test_whom_it_concerns_is_not_asked_for_before_the_clerk_has_come_to_it(form_of, settle, qtbot):
    form = form_of("rectification_notice")
    with qtbot.waitSignal(form.checked):
        clerk.enter(form, "facts", "x")
    assert clerk.note(form, "institution") == ""
    form.save()
    settle()
    assert clerk.note(form, "institution") == "机构名称与受送达对象须填一个，且只填一个"
