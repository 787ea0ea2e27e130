"""The form of a record: typing, problems, computing, child rows, saving, what others wrote meanwhile."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QDialog, QToolButton
from shiboken6 import delete, isValid

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.ui.form.record_form import RecordForm
from tests.ui import boxes, clerk

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form_of(session, settle, qtbot):
    """Open the form of a record, or of a new one, and wait until it shows what the ledger holds."""
    forms = []

    def make(register: str, uid: str | None = None) -> RecordForm:
        form = RecordForm(find(register), session, uid)
        forms.append(form)
        form.open()
        qtbot.waitExposed(form)
        settle()
        return form

    yield make
    for form in forms:
        if isValid(form):
            delete(form)  # before the jobs are closed: a form that loses the focus may still ask for something


def line(form: RecordForm, key: str):
    """The widget that is typed in."""
    return form.body.boxes[key].editor.focusProxy()


def enter(form: RecordForm, key: str, text: str) -> None:
    """Put other text into a field, as a clerk does: mark all, type, leave."""
    widget = line(form, key)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, CONTROL)
    clerk.type_text(widget, text)


def shown(form: RecordForm, key: str) -> str:
    return form.body.boxes[key].editor.text()


def note(form: RecordForm, key: str) -> str:
    return form.body.boxes[key].note.text()


def first(desk, register: str):
    return desk.ledger.reader.first(Query(register), 1)[0]


# --- typing --------------------------------------------------------------------------------------------------------
def test_a_new_record_is_typed_and_saved_with_the_key(desk, form_of, settle, qtbot):
    form = form_of("institution")
    assert QApplication.focusWidget() is line(form, "name")
    enter(form, "name", "  新华 培训学校 ")
    enter(form, "area", "120.50平方米")
    enter(form, "established_on", "20190305")
    enter(form, "prepaid_balance", "1.2万")
    QTest.keyClick(form, Qt.Key.Key_S, CONTROL)
    settle()
    values = first(desk, "institution").values
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
    enter(form, key, typed)
    assert note(form, key).startswith(said)
    QTest.keyClick(line(form, key), Qt.Key.Key_A, CONTROL)
    QTest.keyClick(line(form, key), Qt.Key.Key_Delete)
    assert note(form, key) == ""


@pytest.mark.parametrize("typed", ["2021-7-4", "2021.07.04", "2021年7月4日", "20210704", "44381", "２０２１／７／４"])
def test_a_day_is_typed_in_any_form_and_written_in_one(form_of, typed):
    form = form_of("institution")
    enter(form, "established_on", typed)
    QTest.keyClick(line(form, "established_on"), Qt.Key.Key_Tab)
    assert shown(form, "established_on") == "2021-07-04"


def test_a_day_is_picked_from_the_calendar(form_of, qtbot):
    form = form_of("institution")
    enter(form, "established_on", "2021-07-04")
    QTest.keyClick(line(form, "established_on"), Qt.Key.Key_F4)
    calendar = form.findChild(QCalendarWidget)
    assert calendar.selectedDate().toString(Qt.DateFormat.ISODate) == "2021-07-04"
    QTest.keyClick(calendar.focusProxy() or calendar, Qt.Key.Key_Right)
    calendar.activated.emit(calendar.selectedDate())
    assert shown(form, "established_on") == "2021-07-05"


def test_a_word_is_chosen_by_a_synonym(form_of):
    form = form_of("institution")
    enter(form, "category", "艺术")
    QTest.keyClick(line(form, "category"), Qt.Key.Key_Escape)
    QTest.keyClick(line(form, "category"), Qt.Key.Key_Tab)
    assert shown(form, "category") == "非学科类（文化艺术）"


def test_the_words_of_the_office_are_offered_too(desk, form_of, settle):
    row = {"table": "operating_state", "word": "整改中", "active": "是"}
    desk.ledger.transact(desk.operation("save", "字典"), lambda writer: writer.create("code", row))
    form = form_of("institution")
    enter(form, "name", "新校")
    enter(form, "operating_state", "整改中")
    assert note(form, "operating_state") == ""
    form.save()
    settle()
    assert first(desk, "institution").values["operating_state"] == "整改中"


def test_a_rule_is_told_after_a_pause(desk, form_of, qtbot):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    form = form_of("refund", uid)
    enter(form, "due_override", "800")
    qtbot.waitUntil(lambda: "核定理由" in note(form, "due_reason"))
    enter(form, "due_reason", "合同约定")
    qtbot.waitUntil(lambda: note(form, "due_reason") == "")


def test_a_reference_is_picked_by_initials_and_not_by_any_text(desk, form_of, settle, qtbot):
    clerk.institutions(desk)
    form = form_of("refund")
    picker = line(form, "institution")
    clerk.type_text(picker, "zzal")
    qtbot.waitUntil(lambda: picker.offers.isVisible())
    assert note(form, "institution") == "请从列表里选一个"
    QTest.keyClick(picker.offers, Qt.Key.Key_Return)
    assert shown(form, "institution") == "郑州爱乐艺术中心"
    assert note(form, "institution") == ""
    enter(form, "institution", "没有的学校")
    qtbot.waitUntil(lambda: note(form, "institution").startswith("没有找到"))


def test_a_name_typed_in_full_is_taken_on_leaving(desk, form_of, settle, qtbot):
    [uid] = clerk.institutions(desk, "博学堂")
    form = form_of("refund")
    enter(form, "institution", "博学堂")
    line(form, "student").setFocus()
    qtbot.waitUntil(lambda: form.body.draft().values["institution"] == uid)


# --- computing and child rows --------------------------------------------------------------------------------------
def test_amounts_and_state_follow_while_typing(desk, form_of):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    form = form_of("refund", uid)
    assert [shown(form, key) for key in ("due", "paid", "balance", "state")] == ["1,000.00", "0.00", "1,000.00", "未退"]
    enter(form, "remaining_hours", "10")
    assert [shown(form, key) for key in ("due", "balance")] == ["500.00", "500.00"]
    row = form.body.children_["refund_payment"].add()
    clerk.type_text(row.line[0].editor.focusProxy(), "2021-10-1")
    clerk.type_text(row.line[1].editor.focusProxy(), "500")
    assert [shown(form, key) for key in ("paid", "balance", "state")] == ["500.00", "0.00", "已退清"]


def test_child_rows_are_added_changed_and_deleted_in_one_step(desk, form_of, settle):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    kept, gone = clerk.payment(desk, uid, 10_000), clerk.payment(desk, uid, 20_000, voucher_no="V2")
    form = form_of("refund", uid)
    rows = form.body.children_["refund_payment"]
    assert [row.draft.uid for row in rows.rows] == [kept, gone]
    amount = rows.rows[0].line[1].editor.focusProxy()
    QTest.keyClick(amount, Qt.Key.Key_A, CONTROL)
    clerk.type_text(amount, "150")
    rows.remove(rows.rows[1])
    new = rows.add()
    clerk.type_text(new.line[0].editor.focusProxy(), "20211101")
    clerk.type_text(new.line[1].editor.focusProxy(), "33.5")
    steps_before = desk.ledger.reader.steps(1)[0].number
    form.save()
    settle()
    held = desk.ledger.reader.children("refund_payment", [uid])[uid]
    assert [(row.values["on"], row.values["amount"]) for row in held] == [
        (date(2021, 9, 1), 15_000),
        (date(2021, 11, 1), 3_350),
    ]
    assert desk.ledger.reader.steps(1)[0].number == steps_before + 1


def test_a_problem_of_a_child_row_stands_under_the_row_and_keeps_it_out(desk, form_of, settle, qtbot):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    form = form_of("refund", uid)
    row = form.body.children_["refund_payment"].add()
    clerk.type_text(row.line[0].editor.focusProxy(), "2020-1-1")
    clerk.type_text(row.line[1].editor.focusProxy(), "12a")
    assert row.note.text() == "付款金额：不是金额"
    form.save()
    assert "退费付款第 1 行付款金额" in form.banner.text()
    QTest.keyClick(row.line[1].editor.focusProxy(), Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: row.note.text() == "付款日期：早于合同签订日期 2021-03-01")
    form.save()
    settle()
    assert form.isVisible()
    assert "早于合同签订日期" in form.banner.text()
    assert desk.ledger.reader.children("refund_payment", [uid]) == {}


def test_tab_walks_into_a_new_row_and_on_to_the_next_section(desk, form_of):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    form = form_of("refund", uid)
    form.body.children_["refund_payment"].add_button.click()
    [row] = form.body.children_["refund_payment"].rows
    assert QApplication.focusWidget() is row.line[0].editor.inner
    line(form, "due_reason").setFocus()
    walked = []
    while QApplication.focusWidget() is not line(form, "promised_on"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    editors = [box.editor.inner for box in row.line]
    assert [widget for widget in walked if any(widget is one or one.isAncestorOf(widget) for one in editors)] == [
        editor.focusProxy() or editor for editor in editors
    ]


def test_what_does_not_fit_a_row_stands_behind_more(desk, form_of, settle):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    clerk.payment(desk, uid, 10_000)
    form = form_of("refund", uid)
    [row] = form.body.children_["refund_payment"].rows
    notes = row.more[0].editor
    assert not notes.isVisible()
    form.body.findChild(QToolButton, "more").click()
    assert notes.isVisible()
    clerk.type_text(notes.focusProxy(), "现场核对")
    form.save()
    settle()
    [held] = desk.ledger.reader.children("refund_payment", [uid])[uid]
    assert held.values["notes"] == "现场核对"


def test_personal_values_of_rows_are_covered_too(desk, form_of, settle):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    clerk.payment(desk, uid, 10_000)
    form = form_of("refund", uid)
    [row] = form.body.children_["refund_payment"].rows
    payee = next(box for box in row.boxes if box.item.key == "payee")
    assert payee.editor.text() == "王**"
    form.unmask_button.click()
    settle()
    assert payee.editor.text() == "王建国"


# --- saving and closing --------------------------------------------------------------------------------------------
def test_what_is_required_is_said_at_saving_and_not_before(form_of, settle, qtbot):
    form = form_of("refund")
    assert note(form, "student") == ""
    form.save()
    settle()
    assert "机构名称" in form.banner.text()
    assert "学生姓名" in form.banner.text()
    qtbot.waitUntil(lambda: note(form, "student") == "必填，不能为空")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line(form, "institution"))


def test_save_and_new_begins_an_empty_form(desk, form_of, settle):
    form = form_of("institution")
    enter(form, "name", "甲校")
    QTest.keyClick(form, Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert form.isVisible()
    assert shown(form, "name") == ""
    enter(form, "name", "乙校")
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
    enter(form, "name", "别的名字")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    box = boxes.box(qtbot)
    assert form.isVisible()
    with qtbot.waitSignal(form.finished):
        boxes.press(box, "不保存")
    assert first(desk, "institution").values["name"] == "博学堂"


def test_closing_can_save(desk, form_of, settle, qtbot):
    [uid] = clerk.institutions(desk, "博学堂")
    form = form_of("institution", uid)
    enter(form, "name", "博学堂二校")
    form.close()
    boxes.press(boxes.box(qtbot), "保存")
    settle()
    assert first(desk, "institution").values["name"] == "博学堂二校"


def test_what_others_wrote_meanwhile_is_shown_and_the_typing_kept(desk, form_of, settle):
    [uid] = clerk.institutions(desk, "博学堂", community="五福", operating_state="正常")
    form = form_of("institution", uid)
    enter(form, "community", "文化路")
    clerk.change(desk, "institution", uid, community="花园路", operating_state="停业")
    form.save()
    settle()
    assert form.isVisible()
    assert "社区（村） 由“五福”改为“花园路”" in form.banner.text()
    assert "机构状态 由“正常”改为“停业”" in form.banner.text()
    assert shown(form, "community") == "文化路"
    assert shown(form, "operating_state") == "停业"
    assert note(form, "community") == "别人已改为“花园路”"
    form.save()
    settle()
    values = first(desk, "institution").values
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
    assert shown(form, "course") == "英语"
    assert shown(form, "paid") == "300.00"
    form.save()
    settle()
    held = desk.ledger.reader.children("refund_payment", [uid])[uid]
    assert [payment.values["amount"] for payment in held] == [20_000, 10_000]


# --- personal values -----------------------------------------------------------------------------------------------
def test_personal_values_stay_covered_and_as_they_are(desk, form_of, session, settle):
    [uid] = clerk.institutions(desk, "博学堂", phone="13800001234", contact="李梅")
    form = form_of("institution", uid)
    assert [shown(form, key) for key in ("phone", "contact")] == ["138****1234", "李*"]
    clerk.type_text(line(form, "phone"), "999")
    assert shown(form, "phone") == "138****1234"
    enter(form, "community", "五福")
    form.save()
    settle()
    values = first(desk, "institution").values
    assert (values["phone"], values["contact"], values["community"]) == ("13800001234", "李梅", "五福")


def test_unmasking_uncovers_them_and_is_on_record(desk, form_of, settle):
    [uid] = clerk.institutions(desk, "博学堂", phone="13800001234")
    form = form_of("institution", uid)
    form.unmask_button.click()
    settle()
    assert shown(form, "phone") == "13800001234"
    assert not form.unmask_button.isVisible()
    assert desk.ledger.reader.steps(1)[0].verb == "unmask"
    enter(form, "phone", "13900005678")
    form.save()
    settle()
    assert first(desk, "institution").values["phone"] == "13900005678"


# --- deeds ---------------------------------------------------------------------------------------------------------
def test_a_payment_is_reversed_from_its_row(desk, form_of, settle, qtbot):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    clerk.payment(desk, uid, 30_000)
    form = form_of("refund", uid)
    assert shown(form, "balance") == "700.00"
    form.body.findChild(QToolButton, "deed_reverse").click()
    settle()
    deed = QApplication.activeModalWidget()
    assert isinstance(deed, QDialog)
    boxes.press(deed, "冲正")
    assert "冲正理由" in deed.problem.text()  # the day is given as today, the reason is not
    clerk.type_text(deed.boxes[1].editor.focusProxy(), "账号填错")
    boxes.press(deed, "冲正")
    settle()
    assert shown(form, "balance") == "1,000.00"
    amounts = [shown_row.line[1].editor.text() for shown_row in form.body.children_["refund_payment"].rows]
    assert amounts == ["300.00", "-300.00"]


def test_a_notice_is_issued_with_a_number_and_then_offers_what_follows(desk, form_of, settle, qtbot):
    clerk.institutions(desk, "博学堂")
    form = form_of("rectification_notice")
    enter(form, "institution", "博学堂")
    line(form, "facts").setFocus()
    qtbot.waitUntil(lambda: note(form, "institution") == "")
    clerk.type_text(line(form, "facts"), "超范围办学")
    clerk.type_text(line(form, "requirements"), "停止招生")
    enter(form, "deadline", "2099-12-31")
    form.save()
    settle()
    notice = first(desk, "rectification_notice")
    form = form_of("rectification_notice", notice.uid)
    assert [shown(form, key) for key in ("state", "number")] == ["草稿", "—"]
    boxes.press(form, "下达…")
    settle()
    boxes.press(QApplication.activeModalWidget(), "下达")
    settle()
    assert shown(form, "state") == "已下达"
    assert shown(form, "number").endswith("1号")
    words = [button.text() for button in form.deed_buttons()]
    assert words == ["送达…", "作废…"]


def test_a_deed_waits_until_what_is_typed_is_saved(desk, form_of, settle, qtbot):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    clerk.payment(desk, uid, 30_000)
    form = form_of("refund", uid)
    enter(form, "course", "英语")
    form.body.findChild(QToolButton, "deed_reverse").click()
    assert "请先保存" in boxes.said(qtbot)
