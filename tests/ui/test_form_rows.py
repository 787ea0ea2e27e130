"""The rows under a record in its form, what follows from them, and the deeds on both."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton

from tests.ui import boxes, clerk

CONTROL = Qt.KeyboardModifier.ControlModifier


# --- computing and child rows --------------------------------------------------------------------------------------
def test_amounts_and_state_follow_while_typing(desk, form_of):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    form = form_of("refund", uid)
    assert [clerk.shown(form, key) for key in ("due", "paid", "balance", "state")] == [
        "1,000.00",
        "0.00",
        "1,000.00",
        "未退",
    ]
    clerk.enter(form, "remaining_hours", "10")
    assert [clerk.shown(form, key) for key in ("due", "balance")] == ["500.00", "500.00"]
    row = form.body.children_["refund_payment"].add()
    clerk.type_text(row.line[0].editor.focusProxy(), "2021-10-1")
    clerk.type_text(row.line[1].editor.focusProxy(), "500")
    assert [clerk.shown(form, key) for key in ("paid", "balance", "state")] == ["500.00", "0.00", "已退清"]


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
    clerk.line(form, "due_reason").setFocus()
    walked = []
    while QApplication.focusWidget() is not clerk.line(form, "promised_on"):
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


# --- deeds ---------------------------------------------------------------------------------------------------------
def test_a_payment_is_reversed_from_its_row(desk, form_of, settle, qtbot):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    clerk.payment(desk, uid, 30_000)
    form = form_of("refund", uid)
    assert clerk.shown(form, "balance") == "700.00"
    form.body.findChild(QToolButton, "deed_reverse").click()
    settle()
    deed = QApplication.activeModalWidget()
    assert isinstance(deed, QDialog)
    boxes.press(deed, "冲正")
    assert "冲正理由" in deed.problem.text()  # the day is given as today, the reason is not
    clerk.type_text(deed.boxes[1].editor.focusProxy(), "账号填错")
    boxes.press(deed, "冲正")
    settle()
    assert clerk.shown(form, "balance") == "1,000.00"
    amounts = [shown_row.line[1].editor.text() for shown_row in form.body.children_["refund_payment"].rows]
    assert amounts == ["300.00", "-300.00"]


def test_a_notice_is_issued_with_a_number_and_then_offers_what_follows(desk, form_of, settle, qtbot):
    clerk.institutions(desk, "博学堂")
    form = form_of("rectification_notice")
    clerk.enter(form, "institution", "博学堂")
    clerk.line(form, "facts").setFocus()
    qtbot.waitUntil(lambda: clerk.note(form, "institution") == "")
    clerk.type_text(clerk.line(form, "facts"), "超范围办学")
    clerk.type_text(clerk.line(form, "requirements"), "停止招生")
    clerk.enter(form, "deadline", "2099-12-31")
    form.save()
    settle()
    notice = clerk.first(desk, "rectification_notice")
    form = form_of("rectification_notice", notice.uid)
    assert [clerk.shown(form, key) for key in ("state", "number")] == ["草稿", "—"]
    boxes.press(form, "下达…")
    settle()
    boxes.press(QApplication.activeModalWidget(), "下达")
    settle()
    assert clerk.shown(form, "state") == "已下达"
    assert clerk.shown(form, "number").endswith("1号")
    words = [button.text() for button in form.deed_buttons()]
    assert words == ["送达…", "作废…"]


def test_a_deed_waits_until_what_is_typed_is_saved(desk, form_of, settle, qtbot):
    [school] = clerk.institutions(desk, "博学堂")
    [uid] = clerk.refunds(desk, school, "张三")
    clerk.payment(desk, uid, 30_000)
    form = form_of("refund", uid)
    clerk.enter(form, "course", "英语")
    form.body.findChild(QToolButton, "deed_reverse").click()
    assert "请先保存" in boxes.said(qtbot)
