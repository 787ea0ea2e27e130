"""At the city a district's record is seen, and only what is the city's typed; at the district it is the other way."""

from datetime import date

import pytest
from uuid_utils import uuid7

from shuangjian_desktop.services.office import found_office
from tests.ui import boxes, clerk

OWN = {"city_opinion", "city_reviewed_on"}


@pytest.fixture
def desk(request, tmp_path):
    """A ledger of the office that the test names, with an institution of 金水区教育局."""
    desk = found_office(tmp_path / "台账.db", request.param, "赵敏")
    yield desk
    desk.ledger.close()


@pytest.fixture
def school(desk) -> str:
    """The institution, with a disposition under it."""
    uid, values = str(uuid7()), {"name": "甲校", "notes": "区里写的"}
    under = {"institution": uid, "kind": "规范保留", "on": date(2021, 9, 30)}

    def write(writer) -> None:
        writer.take_in("institution", [(uid, "410105", values)])
        writer.take_in("disposition", [(str(uuid7()), "410105", under)])

    desk.ledger.transact(desk.operation("receive", "接收"), write)
    return uid


def open_boxes(form) -> set[str]:
    return {key for key, box in form.body.boxes.items() if box.open}


@pytest.mark.parametrize("desk", ["4101"], indirect=True)
def test_the_city_types_its_opinion_and_nothing_else(desk, form_of, settle, school):
    form = form_of("institution", school)
    assert "这是金水区教育局的记录，这里只能填写“市局核查意见”、“市局核查日期”" in form.banner.text()
    assert open_boxes(form) == OWN
    assert form.body.boxes["notes"].editor.block.isReadOnly()
    [rows] = [one for one in form.body.children_.values() if one.rows]
    assert (rows.register.key, rows.add_button.isVisible()) == ("disposition", False)
    assert not any(box.open for box in rows.rows[0].boxes)
    clerk.enter(form, "city_opinion", "限期补齐")
    boxes.press(form, "保存")
    settle()
    held = desk.record("institution", school)
    assert (held.values["city_opinion"], held.values["notes"], held.office) == ("限期补齐", "区里写的", "410105")


@pytest.mark.parametrize("desk", ["410105"], indirect=True)
def test_the_district_types_all_but_that(desk, form_of, settle, school):
    form = form_of("institution", school)
    typed = {key for key, box in form.body.boxes.items() if box.item.typed}
    assert open_boxes(form) == typed - OWN
    clerk.enter(form, "notes", "改过")
    boxes.press(form, "保存并新建")
    settle()
    assert desk.record("institution", school).values["notes"] == "改过"
    assert open_boxes(form) == typed - OWN


@pytest.mark.parametrize("desk", ["4101"], indirect=True)
def test_a_new_record_of_the_city_is_wholly_its_own(form_of):
    form = form_of("institution")
    assert open_boxes(form) == {key for key, box in form.body.boxes.items() if box.item.typed}
