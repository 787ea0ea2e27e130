"""A district's record in the city's window: it says whose it is, and nothing can be typed into it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from shiboken6 import delete, isValid

from shuangjian_desktop.registers import find
from shuangjian_desktop.services import receiving
from shuangjian_desktop.ui.form.record_form import RecordForm
from tests.services.entries import payment, refund, school
from tests.ui import clerk
from tests.ui.packages.conftest import CITY


@pytest.fixture
def received(district, city_desk, send) -> str:
    """A contract of the district that the city has: its uid."""
    uid = refund(district, school(district, "甲校"), payments=[payment(10_000)])
    path = send(district, personal=True)
    receiving.apply(city_desk, receiving.plan(city_desk, receiving.read(path)))
    return uid


@pytest.fixture
def form_at_city(seat, settle, qtbot):
    forms = []
    at_city = seat(CITY)

    def make(register: str, uid: str) -> RecordForm:
        form = RecordForm(find(register), at_city.session, uid)
        forms.append(form)
        form.open()
        qtbot.waitExposed(form)
        settle()
        return form

    yield make
    for form in forms:
        if isValid(form):
            delete(form)


def buttons(form: RecordForm) -> set[str]:
    return {one.text() for kind in (QPushButton, QToolButton) for one in form.findChildren(kind) if one.isVisible()}


def test_the_form_says_whose_it_is_and_lets_nothing_be_typed(form_at_city, received, city_desk):
    form = form_at_city("refund", received)
    assert form.windowTitle() == "查看：退费"
    told = "这是金水区教育局的记录，这里只能查看。要修改，请由金水区教育局改好后再发数据包。"
    assert form.banner.isVisible()
    assert form.banner.text() == told
    assert not buttons(form) & {"保存", "保存并新建", "取消", "＋ 添加退费付款", "删除", "冲正"}
    assert "关闭" in buttons(form)
    clerk.enter(form, "contract_no", "HT-9")
    clerk.enter(form, "student", "Li Lei")
    [row] = form.body.children_["refund_payment"].rows
    for box in row.boxes:
        clerk.type_text(box.editor.focusProxy(), "9")
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert form.isVisible()
    assert not form.body.dirty
    assert clerk.shown(form, "contract_no") == "QH-1"
    form.reject()
    assert not form.isVisible()  # without a question: there is nothing to lose


def test_of_an_institution_the_city_writes_what_is_its_own(form_at_city, received, city_desk, settle):
    uid = clerk.first(city_desk, "institution").uid
    form = form_at_city("institution", uid)
    assert "这里只能填写“市局核查意见”、“市局核查日期”" in form.banner.text()
    clerk.enter(form, "address", "Huayuan Road 1")
    assert not form.body.dirty
    clerk.enter(form, "city_opinion", "ok")
    form.save()
    settle()
    assert city_desk.record("institution", uid).values["city_opinion"] == "ok"
    assert city_desk.record("institution", uid).office == "410105"


def test_a_record_of_the_city_is_typed_in_as_ever(form_at_city, city_desk, settle):
    uid = school(city_desk, "市属学校")
    form = form_at_city("institution", uid)
    assert not form.banner.isVisible()
    assert buttons(form) >= {"保存", "取消", "＋ 添加处置"}
    clerk.enter(form, "name", "市属学校二")
    form.save()
    settle()
    assert city_desk.record("institution", uid).values["name"] == "市属学校二"
