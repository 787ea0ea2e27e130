"""An institution that moves district goes through the city to the office there, with its history, and comes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.services import deeds, figures, packing, receipt_view, records, steps
from shuangjian_desktop.services.desk import Desk
from tests.packages.conftest import CITY, ERQI, JINSHUI, all_of, edit, fates, look, names, receive
from tests.services.entries import change, enter, notice, payment, refund, school

FAMILY = ("institution", "disposition", "former_name", "refund", "refund_payment", "wage_settlement", "wage_payment")
LICENCE = "教民141010570001239"
Send = Callable[..., Path]


def hand_over(desk: Desk, uid: str, to: str = "二七区教育局", on: date = date(2022, 3, 1)) -> None:
    asked = {"handed_to": to, "handed_on": on, "handover_reason": "区划调整"}
    deeds.act(desk, "institution", uid, "hand_over", asked)


def offices(desk: Desk) -> dict[str, set[str]]:
    """Whose the living records of the family are."""
    found = {key: {one.office for one in all_of(desk, key).values()} for key in FAMILY}
    return {key: held for key, held in found.items() if held}


def add_disposition(book: openpyxl.Workbook) -> None:
    """Copy the first disposition and make another kind of it."""
    sheet = book["处置"]
    for at, cell in enumerate(sheet[2], 1):
        sheet.cell(3, at).value = cell.value
    sheet.cell(3, [cell.value for cell in sheet[1]].index("处置方式") + 1).value = "其他"


@pytest.fixture
def family(jinshui: Desk) -> str:
    """An institution with something of everything under it, and a paper about it."""
    facts = {"category": "学科类", "licence_state": "有证有照", "principal": "李校长", "licence_no": LICENCE}
    uid = school(jinshui, "育才学校", **facts)
    enter(jinshui, "disposition", {"institution": uid, "kind": "规范保留", "on": date(2021, 9, 30)})
    enter(jinshui, "former_name", {"institution": uid, "name": "育才补习班"})
    refund(jinshui, uid, "王梓涵", [payment(50_000)])
    wage = {"institution": uid, "staff": "李老师", "owed_wage": 100_000}
    enter(jinshui, "wage_settlement", wage, {"wage_payment": [{"on": date(2021, 10, 1), "amount": 20_000}]})
    notice(jinshui, uid)
    return uid


@pytest.fixture
def handed(jinshui: Desk, city: Desk, send: Send, family: str) -> str:
    """The same, known at the city and then handed over to 二七."""
    receive(city, send(jinshui))
    hand_over(jinshui, family)
    return family


def amounts(desk: Desk) -> dict[str, dict[str, object]]:
    """The figures by office, those of all under ''."""
    counted = figures.count(desk, date(2022, 3, 31))
    return {
        one.figure.key: {
            "": one.total.value,
            **{code: found.value for code, found in one.offices.items() if found.rows},
        }
        for one in counted
        if one.total.rows
    }


def test_it_goes_to_the_city_and_on_to_the_office_there(jinshui, erqi, city, send, handed):
    before = amounts(city)
    assert before["refunds_paid"] == {"": 50_000, JINSHUI: 50_000}
    path = send(jinshui)
    receipt = look(city, path)
    assert fates(receipt) == {"update": 7}
    told = [line.text for line in receipt_view.lines(city, receipt)]
    assert told[0].startswith("机构台账 第 2 行 移交“育才学校”：")
    assert all("移交" in text and "所属单位：金水区教育局 → 二七区教育局" in text for text in told)
    assert receipt_view.summary(receipt).endswith("其中移交 7 条。")
    assert receipt_view.as_json(city, receipt)["handed_over"] == 7
    receive(city, path)
    assert offices(city) == {key: {ERQI} for key in FAMILY}
    assert {one.office for one in all_of(city, "rectification_notice").values()} == {JINSHUI}
    after = amounts(city)
    assert {key: found[""] for key, found in after.items()} == {key: found[""] for key, found in before.items()}
    assert after["refunds_paid"] == {"": 50_000, ERQI: 50_000}
    assert after["subject_before"] == {"": 1, ERQI: 1}
    line = steps.history(city, "institution", handed)[0]
    assert ("所属单位", "金水区教育局", "二七区教育局") in line.changes

    down = send(city, ERQI)
    arrives = look(erqi, down)
    assert fates(arrives) == {"create": 7}
    assert all("移交自金水区教育局" in line.text for line in receipt_view.lines(erqi, arrives))
    receive(erqi, down)
    assert offices(erqi) == {key: {ERQI} for key in FAMILY}
    record = erqi.record("institution", handed)
    kept = [record.values[key] for key in ("name", "handed_from", "handed_to", "handed_on", "handover_reason")]
    assert kept == ["育才学校", "金水区教育局", "二七区教育局", date(2022, 3, 1), "区划调整"]
    assert fates(look(jinshui, send(city, JINSHUI))) == {}  # the old office has nothing to learn


def test_there_it_is_worked_on_and_its_history_at_the_city_goes_on(jinshui, erqi, city, send, handed):
    receive(city, send(jinshui))
    receive(erqi, send(city, ERQI))
    [contract] = all_of(erqi, "refund")
    change(erqi, "institution", handed, notes="二七接管")
    draft = records.edit_draft(erqi, "refund", contract)
    assert [found.problem.field for found in records.check(erqi, draft) if found.problem.level == "error"] == [
        "student"
    ]
    paid = [*draft.children["refund_payment"], records.ChildDraft(None, payment(75_000))]
    whole = {**draft.values, "student": "王梓涵"}
    records.save(erqi, replace(draft, values=whole, children={"refund_payment": paid}))
    path = send(erqi)
    assert fates(look(city, path)) == {"create": 1, "update": 1}
    receive(city, path)
    assert city.record("refund", contract).values["balance"] == 0
    assert [line.action for line in steps.history(city, "institution", handed)] == ["修改", "修改", "新增"]
    assert amounts(city)["refunds_paid"] == {"": 125_000, ERQI: 125_000}


def test_what_is_deleted_there_is_deleted_at_the_city(jinshui, erqi, city, send, handed):
    receive(city, send(jinshui))
    receive(erqi, send(city, ERQI))
    [name] = all_of(erqi, "former_name")
    records.remove(erqi, "former_name", [name])
    receive(city, send(erqi))
    assert all_of(city, "former_name") == {}


def test_names_go_along_only_where_they_are_sent(jinshui, erqi, city, send, handed, tmp_path):
    without = packing.pack(jinshui, CITY, tmp_path / "甲.xlsx")
    assert without.notes[0].startswith("包里有移交给二七区教育局的 7 条记录，不含个人信息：接收方将看不到")
    whole = packing.pack(jinshui, CITY, tmp_path / "乙.xlsx", full=True, personal=True)
    assert whole.notes == ()
    receive(city, without.file)
    receive(city, whole.file)
    down = packing.pack(city, ERQI, tmp_path / "丙.xlsx")
    assert "移交给二七区教育局的 7 条记录" in down.notes[0]
    assert packing.pack(city, JINSHUI, tmp_path / "丁.xlsx").notes == ()
    receive(erqi, packing.pack(city, ERQI, tmp_path / "戊.xlsx", full=True, personal=True).file)
    assert [one.values["student"] for one in all_of(erqi, "refund").values()] == [None]  # the city had none before
    receive(city, packing.pack(erqi, CITY, tmp_path / "己.xlsx").file)


def test_with_names_it_comes_whole(jinshui, erqi, city, send, handed):
    receive(city, send(jinshui, personal=True))
    receive(erqi, send(city, ERQI, personal=True))
    assert [one.values["student"] for one in all_of(erqi, "refund").values()] == ["王梓涵"]
    assert erqi.record("institution", handed).values["principal"] == "李校长"


def test_later_full_packages_neither_delete_it_nor_take_it_back(jinshui, erqi, city, send, handed):
    receive(city, send(jinshui))
    # The other office does not have it yet, and says nothing of it, not even by an institution with its licence.
    school(erqi, "二七学校", licence_no=LICENCE)
    full = send(erqi, full=True)
    assert fates(look(city, full)) == {"create": 1}
    receive(city, full)
    assert names(city) == ["二七学校", "育才学校"]
    receive(erqi, send(city, ERQI))
    change(erqi, "institution", handed, notes="二七接管")
    receive(city, send(erqi))
    full = send(jinshui, full=True)
    assert fates(look(city, full)) == {}
    receive(city, full)
    assert city.record("institution", handed).values["notes"] == "二七接管"
    assert offices(city)["refund"] == {ERQI}
    # Once the other office has sent it, its absence from a full package means what it does for any record.
    full = send(erqi, full=True)
    lacking = look(city, edit(full, lambda book: book["曾用名"].delete_rows(2)))
    assert fates(lacking) == {"delete": 1}


def test_a_row_changed_by_hand_after_the_hand_over_is_a_strangers(jinshui, city, send, handed):
    receive(city, send(jinshui))

    def spoil(book):
        book["机构台账"].cell(2, 1).value = "改名学校"

    receipt = look(city, edit(send(jinshui, full=True), spoil))
    assert fates(receipt) == {"error": 1}
    [line] = receipt_view.lines(city, receipt)
    assert "这条记录属于其他单位，发送方不能修改" in line.text


def test_nothing_is_typed_under_what_is_anothers(jinshui, city, send, handed):
    receive(city, send(jinshui))
    receipt = look(city, edit(send(jinshui, full=True), add_disposition))
    assert fates(receipt) == {"error": 1}
    [line] = receipt_view.lines(city, receipt)
    assert "所属机构已移交给其他单位，不能在数据包里新增" in line.text


def test_an_office_typed_into_a_row_is_no_hand_over(jinshui, city, send, family):
    receive(city, send(jinshui))
    full = send(jinshui, full=True)

    def claim(book):
        sheet = book["机构台账"]
        head = [cell.value for cell in sheet[1]]
        sheet.cell(2, head.index("所属") + 1).value = ERQI

    receipt = look(city, edit(full, claim))
    assert fates(receipt) == {"error": 1}
    assert any("移交由发送方在程序里办" in line.text for line in receipt_view.lines(city, receipt))


def test_what_was_never_sent_before_comes_as_the_other_offices(jinshui, erqi, city, send, family):
    hand_over(jinshui, family)
    path = send(jinshui)
    assert fates(look(city, path)) == {"create": 8}
    receive(city, path)
    assert offices(city) == {key: {ERQI} for key in FAMILY}
    receive(erqi, send(city, ERQI))
    assert offices(erqi) == {key: {ERQI} for key in FAMILY}


def test_what_was_never_sent_before_comes_anew_after_it_was_taken_back(jinshui, erqi, city, send, family):
    hand_over(jinshui, family)
    path = send(jinshui)
    receive(city, path)
    steps.undo(city)
    assert offices(city) == {}
    assert fates(look(city, path)) == {"create": 8}
    receive(city, path)
    assert offices(city) == {key: {ERQI} for key in FAMILY}
    receive(erqi, send(city, ERQI))
    assert offices(erqi) == {key: {ERQI} for key in FAMILY}


def test_a_row_typed_under_it_passes_along(jinshui, city, send, family):
    """One that the old office's ledger does not know, for somebody typed it into its package."""
    receive(city, edit(send(jinshui), add_disposition), confirmed=True)
    assert len(all_of(city, "disposition")) == 2
    hand_over(jinshui, family)
    receive(city, send(jinshui))
    assert offices(city)["disposition"] == {ERQI}


def test_undone_before_it_is_packed_nothing_ever_was(jinshui, city, send, handed):
    steps.undo(jinshui)
    assert offices(jinshui) == {key: {JINSHUI} for key in FAMILY}
    change(jinshui, "institution", handed, notes="留下")
    path = send(jinshui)
    assert fates(look(city, path)) == {"update": 1}
    receive(city, path)
    assert offices(city) == {key: {JINSHUI} for key in FAMILY}


def test_once_packed_it_is_not_undone(jinshui, city, send, handed):
    send(jinshui)
    [step] = [one for one in steps.steps(jinshui) if one.title.startswith("移交")]
    with pytest.raises(RefusedError, match="“育才学校”的移交已随第 2 号数据包发给郑州市教育局，不能撤销") as refused:
        steps.undo(jinshui, step.number)
    assert "请由二七区教育局再移交回来" in refused.value.text


def test_the_city_takes_it_back_as_long_as_it_has_not_passed_it_on(jinshui, erqi, city, send, handed):
    first = send(jinshui)
    done = receive(city, first)
    steps.undo(city)
    assert offices(city) == {key: {JINSHUI} for key in FAMILY}
    assert amounts(city)["refunds_paid"] == {"": 50_000, JINSHUI: 50_000}
    assert fates(look(erqi, send(city, ERQI))) == {}
    steps.redo(city)
    assert offices(city) == {key: {ERQI} for key in FAMILY}
    steps.undo(city)
    receive(city, first)  # or it comes anew
    assert offices(city) == {key: {ERQI} for key in FAMILY}
    receive(erqi, send(city, ERQI, full=True))
    with pytest.raises(RefusedError, match="已随第 2 号数据包发给二七区教育局"):
        steps.undo(city)
    assert done.changes.step is not None


def test_the_new_office_takes_the_receiving_back_and_gets_it_again(jinshui, erqi, city, send, handed):
    receive(city, send(jinshui))
    down = send(city, ERQI)
    receive(erqi, down)
    steps.undo(erqi)
    assert offices(erqi) == {}
    receive(city, send(erqi, full=True))  # says nothing of what it does not have
    assert offices(city) == {key: {ERQI} for key in FAMILY}
    assert fates(look(erqi, down)) == {"create": 7}
    receive(erqi, down)
    assert offices(erqi) == {key: {ERQI} for key in FAMILY}


def test_it_is_handed_back_with_what_was_done_there(jinshui, erqi, city, send, handed):
    receive(city, send(jinshui))
    receive(erqi, send(city, ERQI))
    change(erqi, "institution", handed, notes="二七经手")
    [name] = all_of(erqi, "former_name")
    records.remove(erqi, "former_name", [name])
    hand_over(erqi, handed, "金水区教育局", date(2022, 5, 1))
    receive(city, send(erqi))
    # A full package of the old office that was made before it knows of that is an older state.
    receive(city, send(jinshui, full=True))
    assert offices(city)["institution"] == {JINSHUI}
    back = send(city, JINSHUI)
    assert fates(look(jinshui, back)) == {"update": 6, "delete": 1}
    receive(jinshui, back)
    left = {key: {JINSHUI} for key in FAMILY if key != "former_name"}
    assert offices(jinshui) == offices(city) == left
    assert jinshui.record("institution", handed).values["notes"] == "二七经手"
    assert jinshui.record("institution", handed).values["handed_count"] == 2
    change(jinshui, "institution", handed, notes="又在金水")
    path = send(jinshui)
    assert set(fates(look(city, path))) == {"update"}
    receive(city, path)
    assert city.record("institution", handed).values["notes"] == "又在金水"
    assert fates(look(erqi, send(city, ERQI))) == {}


def test_the_city_may_hand_over_its_own(erqi, city, send):
    uid = school(city, "市属学校")
    refund(city, uid, payments=[payment(50_000)])
    hand_over(city, uid)
    school(erqi, "二七学校")
    receive(city, send(erqi, full=True))
    assert names(city) == ["二七学校", "市属学校"]
    receive(erqi, send(city, ERQI))
    assert offices(erqi)["refund_payment"] == {ERQI}
    change(erqi, "institution", uid, notes="二七接管")
    receive(city, send(erqi))
    assert city.record("institution", uid).values["notes"] == "二七接管"


def test_a_district_may_hand_over_to_the_city(jinshui, city, send, family):
    hand_over(jinshui, family, "郑州市教育局")
    receive(city, send(jinshui))
    assert offices(city) == {key: {CITY} for key in FAMILY}
    change(city, "institution", family, notes="市属")
