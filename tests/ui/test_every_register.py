"""What every register has for its declaration alone: a page and a form. A new register is covered by being listed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete, isValid

from shuangjian_desktop.core.kinds import Choice, Date, Ref
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import REGISTERS, children_of, find
from shuangjian_desktop.ui.form.body import sections_of
from shuangjian_desktop.ui.form.editor import Shown
from shuangjian_desktop.ui.form.record_form import RecordForm
from shuangjian_desktop.ui.register_page import RegisterPage

SHOWN = [register for register in REGISTERS if register.group != "system"]


@pytest.fixture(params=SHOWN, ids=lambda register: register.key)
def register(request):
    return request.param


def test_its_page_shows_the_listed_columns_and_sorts_by_each(register, session, settle, qtbot):
    page = RegisterPage(register, session)
    qtbot.addWidget(page)
    page.show()
    settle()
    model = page.model
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert heads == [item.label for item in register.listed]
    for column in range(model.columnCount()):
        page.heads.sort(column)
        settle()
        assert model.query.order[0].field == register.listed[column].key


def test_its_form_holds_every_field_once_and_closes_without_a_question(register, session, settle, qtbot):
    form = RecordForm(register, session)
    form.open()
    settle()
    assert set(form.body.boxes) == {item.key for item in register.fields}
    typed = [box.item.key for box in form.body.boxes.values() if not isinstance(box.editor, Shown)]
    assert typed == [item.key for item in register.fields if item.typed]
    assert all(box.editor.isVisible() for box in form.body.boxes.values() if box.item.typed)
    assert list(form.body.children_) == [child.key for child in children_of(register.key)]
    assert form.body.faults() == []
    with qtbot.waitSignal(form.finished):
        QTest.keyClick(form, Qt.Key.Key_Escape)


def test_tab_walks_through_its_form_as_the_eye_does(register, session, settle):
    form = RecordForm(register, session)
    form.open()
    settle()
    boxes = {box.editor: box for box in form.body.boxes.values()}
    form.body.boxes[_typed_in_order(register)[0]].editor.setFocus()
    walked = []
    while len(walked) < len(_typed_in_order(register)):
        here = QApplication.focusWidget()
        editor = next((widget for widget in boxes if widget is here or widget.isAncestorOf(here)), None)
        if editor is not None:
            walked.append(boxes[editor].item.key)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    assert walked == _typed_in_order(register)
    delete(form)


def _typed_in_order(register) -> list[str]:
    return [key for section in sections_of(register) for key in section.fields if register[key].typed]


def test_saving_what_was_not_changed_writes_nothing(register, session, desk, settle):
    record = _any_record(desk, register)
    before = desk.ledger.reader.steps(1)[0].number
    form = RecordForm(register, session, record)
    form.open()
    settle()
    assert not form.body.dirty
    form.save()
    settle()
    assert desk.ledger.reader.steps(1)[0].number == before
    if isValid(form):
        delete(form)


def _any_record(desk, register) -> str:
    """Return the uid of a record: one of the reference data, or a new one with what is required."""
    found = desk.ledger.reader.first(Query(register.key), 1)
    if found:
        return found[0].uid
    values = {item.key: _value(desk, item) for item in register.entered if item.required}
    return desk.ledger.transact(desk.operation("save", "准备"), lambda writer: writer.create(register.key, values))[0]


def _value(desk, item):
    """Return some value of a field."""
    if isinstance(item.kind, Ref):
        return _any_record(desk, find(item.kind.to))
    if isinstance(item.kind, Choice):
        return item.kind.options[0]
    if isinstance(item.kind, Date):
        return date(2021, 9, 1)
    return 100 if item.kind.storage == "integer" else "甲、乙"
