"""Records for the tests of register pages, and what a clerk does there: typing, clicking, waiting for the answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.services import records
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui.form.record_form import RecordForm
from shuangjian_desktop.ui.table_view import TableView

NAMES = ("郑州市金水区启航教育培训学校", "郑州爱乐艺术中心", "博学堂", "安心托管", "重庆路少年宫")


def institutions(desk: Desk, *names: str, **values: object) -> list[str]:
    """Enter institutions and return their uids."""
    return _enter(desk, "institution", [{"name": name, **values} for name in names or NAMES])


def many(desk: Desk, count: int) -> list[str]:
    """Enter numbered institutions: 机构00001 …"""
    return institutions(desk, *(f"机构{number:05}" for number in range(1, count + 1)))


def refunds(desk: Desk, institution: str, *students: str, **values: object) -> list[str]:
    """Enter refunds of 1 000.00 yuan due each (contract 2 000.00, half of 40 lessons left)."""
    return _enter(
        desk,
        "refund",
        [
            {
                "institution": institution,
                "student": student,
                "guardian_phone": "13800000001",
                "contract_no": f"HT-{number}",
                "paid_amount": 200_000,
                "paid_hours": Decimal(40),
                "remaining_hours": Decimal(20),
                "signed_on": date(2021, 3, number),
                **values,
            }
            for number, student in enumerate(students, 1)
        ],
    )


def payment(desk: Desk, refund: str, amount: int, **values: object) -> str:
    """Enter one payment in fen."""
    row = {"refund": refund, "on": date(2021, 9, 1), "amount": amount, "payee": "王建国", **values}
    return _enter(desk, "refund_payment", [row])[0]


def _enter(desk: Desk, register: str, rows: list[dict[str, object]]) -> list[str]:
    operation = desk.operation("save", "准备")
    return desk.ledger.transact(operation, lambda writer: list(writer.create_many(register, rows)))[0]


def change(desk: Desk, register: str, uid: str, **values: object) -> None:
    """Change a record as somebody else would."""
    draft = records.edit_draft(desk, register, uid)
    records.save(desk, replace(draft, values={**draft.values, **values}))


def column(view: TableView, key: str) -> list[str]:
    """Return what the table shows in a column, from top to bottom."""
    model = view.table()
    number = [item.key for item in model.fields].index(key)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def wait_for(qtbot, view: TableView, row: int, text: str) -> None:
    """Wait until the first column of a row shows the text."""
    qtbot.waitUntil(lambda: view.table().index(row, 0).data() == text)


def place(view: TableView, row: int, key: str) -> QPoint:
    """Return where a cell is in the table's viewport."""
    model = view.table()
    index = model.index(row, [item.key for item in model.fields].index(key))
    view.scrollTo(index)
    return view.visualRect(index).center()


def click_head(view: TableView, key: str) -> None:
    """Click the head of a column."""
    heads = view.horizontalHeader()
    number = [item.key for item in view.table().fields].index(key)
    view.scrollTo(view.table().index(0, number))
    at = QPoint(heads.sectionViewportPosition(number) + 30, heads.height() // 2)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=at)


def type_text(widget: QWidget, text: str) -> None:
    """Type; Chinese as an input method commits it."""
    if text.isascii():
        QTest.keyClicks(widget, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)


def dialog(qtbot) -> QDialog:
    """Wait for the dialog on top."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


# --- in a form ------------------------------------------------------------------------------------------------------
def line(form: RecordForm, key: str) -> QWidget:
    """The widget that is typed in."""
    return form.body.boxes[key].editor.focusProxy()


def enter(form: RecordForm, key: str, text: str) -> None:
    """Put other text into a field, as a clerk does: mark all, type, leave."""
    widget = line(form, key)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(widget, text)


def shown(form: RecordForm, key: str) -> str:
    """What a field shows."""
    return form.body.boxes[key].editor.text()


def note(form: RecordForm, key: str) -> str:
    """What stands beside a field."""
    return form.body.boxes[key].note.text()


def first(desk: Desk, register: str) -> Record:
    """The first record of a register."""
    return desk.ledger.reader.first(Query(register), 1)[0]
