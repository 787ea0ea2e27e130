"""Each figure out of a real ledger, with what a person counts by hand: as of days, undone, redone, reversed, void."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from shuangjian_desktop.analysis.figures import FIGURES, find
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.person import PERSON_SECRET, key_of_person
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.registers import BY_KEY
from shuangjian_desktop.services import deeds, figures, lists, records, steps
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.figures import Counted
from shuangjian_desktop.services.office import found_office, open_desk
from tests.services.entries import change, notice, payment, refund, school
from tests.services.entries import enter as enter_record

END = date(2022, 2, 15)
LICENSED = {"category": "学科类", "licence_state": "有证有照", "licensed_on": date(2018, 5, 1)}
SECRET = "5e" * 32


@pytest.fixture(scope="session")
def founded_city(tmp_path_factory) -> Path:
    """The ledger of the city bureau, closed."""
    path = tmp_path_factory.mktemp("city") / "台账.db"
    found_office(path, "4101", "王芳").ledger.close()
    return path


@pytest.fixture
def city(founded_city: Path, tmp_path: Path):
    """王芳 at the city's open ledger."""
    desk = open_desk(Path(shutil.copy(founded_city, tmp_path / "全市.db")), "王芳")
    yield desk
    desk.ledger.close()


def counted(desk: Desk, key: str, day: date = END) -> Counted:
    return figures.count(desk, day, [find(key)])[0].total


def value(desk: Desk, key: str, day: date = END) -> Value:
    return counted(desk, key, day).value


def of(desk: Desk, key: str, day: date = END) -> tuple[Value, int, int]:
    """Value, rows counted, rows looked at."""
    found = counted(desk, key, day)
    return found.value, found.rows, found.population


def behind(desk: Desk, key: str, day: date = END, office: str = "") -> list[str]:
    """The uids of the rows that a click on the figure opens."""
    query = find(key).rows(day, office)
    return [record.uid for record in desk.ledger.reader.first(query, 1000)]


def disposed(desk: Desk, name: str, *dispositions: tuple[str, date], **values: object) -> str:
    """An institution with dispositions, entered in the given order."""
    rows = [{"kind": kind, "on": day} for kind, day in dispositions]
    return enter_record(desk, "institution", {"name": name, **values}, {"disposition": rows})


def wages(desk: Desk, institution: str, staff: str, payments: Sequence[Values], **values: object) -> str:
    person = {"institution": institution, "staff": staff, "phone": "13700000021", "months": "2021年8月"}
    return enter_record(desk, "wage_settlement", {**person, **values}, {"wage_payment": payments})


def received(desk: Desk, office: str, register: str, rows: Mapping[str, Values]) -> None:
    """Rows of another office, as a package brings them, by uid."""
    taken = [(uid, office, values) for uid, values in rows.items()]
    desk.ledger.transact(desk.operation("receive", "接收"), lambda writer: writer.take_in(register, taken))


# --- empty and zero --------------------------------------------------------------------------------------------------
def test_without_a_row_to_look_at_there_is_no_data(desk):
    for one in figures.count(desk, END):
        assert one.total == Counted(None, 0, 0, "无数据"), one.figure.key
        assert one.offices == {}


def test_zero_out_of_something_is_zero(desk):
    uid = school(desk, **LICENSED)
    refund(desk, uid)
    wages(desk, uid, "陈晓燕", ())
    notice(desk, uid)
    found = {one.figure.key: one.total for one in figures.count(desk, END)}
    for key in ("closed_illegal", "classified_disposed", "subject_new_licences", "notices_issued"):
        assert (found[key].value, found[key].rows, found[key].population) == (0, 0, 1), key
    for key in ("wages_settled", "wage_staff", "refunds_paid", "refund_students", "nonprofit_rate", "reduction_rate"):
        assert (found[key].value, found[key].rows, found[key].population) == (0, 0, 1), key
    assert found["refunds_paid"].text == "0元"
    assert found["nonprofit_rate"].text == "0%"


def test_a_rate_of_nothing_is_no_data(desk):
    school(desk, category="非学科类")
    assert of(desk, "subject_before") == (0, 0, 1)
    for key in ("subject_after", "reduction_rate", "nonprofit_rate"):
        assert of(desk, key) == (None, 0, 0)


# --- institutions ----------------------------------------------------------------------------------------------------
def test_closed_and_classified_never_overlap_and_go_by_the_last_disposition(desk):
    closed = disposed(desk, "无证甲", ("取缔关停", date(2021, 9, 1)), licence_state="无证无照")
    half = disposed(desk, "有照乙", ("取缔关停", date(2021, 10, 1)), licence_state="有照无证")
    unknown = disposed(desk, "丙", ("取缔关停", date(2021, 11, 1)))
    licensed = disposed(desk, "丁", ("取缔关停", date(2021, 9, 1)), **LICENSED)
    mended = disposed(
        desk, "戊", ("取缔关停", date(2021, 9, 1)), ("规范保留", date(2021, 12, 1)), licence_state="无证无照"
    )
    disposed(desk, "己", licence_state="无证无照")
    assert set(behind(desk, "closed_illegal")) == {closed, half, unknown}
    assert set(behind(desk, "classified_disposed")) == {licensed, mended}
    assert of(desk, "closed_illegal") == (3, 3, 6)
    assert of(desk, "classified_disposed") == (2, 2, 6)
    assert set(behind(desk, "closed_illegal", date(2021, 11, 30))) == {closed, half, unknown, mended}
    assert set(behind(desk, "closed_illegal", date(2021, 9, 1))) == {closed, mended}
    assert of(desk, "closed_illegal", date(2021, 8, 31)) == (0, 0, 6)
    assert of(desk, "classified_disposed", date(2021, 8, 31)) == (0, 0, 6)


def test_of_two_dispositions_of_one_day_the_one_entered_last_holds(desk):
    disposed(desk, "甲", ("规范保留", date(2021, 9, 1)), ("取缔关停", date(2021, 9, 1)))
    disposed(desk, "乙", ("取缔关停", date(2021, 9, 1)), ("规范保留", date(2021, 9, 1)))
    assert value(desk, "closed_illegal") == value(desk, "classified_disposed") == 1
    [uid] = behind(desk, "closed_illegal")
    assert desk.record("institution", uid).values["disposition"] == "取缔关停"


def test_subject_institutions_before_and_after(desk):
    kept = disposed(desk, "甲", ("规范保留", date(2021, 9, 30)), **LICENSED)
    turned = disposed(desk, "乙", ("营转非（营改非）", date(2021, 11, 1)), **LICENSED)
    running = disposed(desk, "丙", **LICENSED)
    gone = [
        disposed(desk, f"去{number}", (kind, date(2021, 10, number)), **LICENSED)
        for number, kind in enumerate(("注销（终止办学）", "转非学科", "转托管", "取缔关停", "其他"), 1)
    ]
    numbered = disposed(desk, "丁", category="学科类", licence_no="教民141010570001239号")
    on_the_day = disposed(desk, "戊", category="学科类", licence_state="有证无照", licensed_on=date(2021, 7, 24))
    for others in (
        {"category": "学科类", "licence_state": "有照无证"},
        {"category": "学科类", "licence_state": "有照无证", "licence_no": "教民1号"},
        {"category": "学科类"},
        {"category": "非学科类（体育）", "licence_state": "有证有照"},
        {"category": "学科类", "licence_state": "有证有照", "licensed_on": date(2021, 7, 25)},
        {"licence_state": "有证有照"},
    ):
        disposed(desk, f"其余{others}", **others)
    after = {kept, turned, running, numbered, on_the_day}
    assert set(behind(desk, "subject_before")) == {*after, *gone}
    assert of(desk, "subject_before") == (10, 10, 16)
    assert set(behind(desk, "subject_after")) == after
    assert of(desk, "subject_after") == (5, 5, 10)
    assert set(behind(desk, "reduction_rate")) == set(gone)
    assert of(desk, "reduction_rate") == (Decimal(50), 5, 10)
    assert of(desk, "subject_before", date(2021, 10, 2)) == (10, 10, 16)
    assert of(desk, "subject_after", date(2021, 10, 2)) == (8, 8, 10)
    assert of(desk, "reduction_rate", date(2021, 10, 3)) == (Decimal(30), 3, 10)


def test_new_subject_licences_by_their_day(desk):
    new = disposed(desk, "甲", category="学科类", licensed_on=date(2021, 7, 25))
    disposed(desk, "乙", category="学科类", licensed_on=date(2021, 7, 24))
    disposed(desk, "丙", category="非学科类", licensed_on=date(2021, 9, 1))
    disposed(desk, "丁", category="学科类")
    assert behind(desk, "subject_new_licences") == [new]
    assert of(desk, "subject_new_licences") == (1, 1, 4)
    assert of(desk, "subject_new_licences", date(2021, 7, 24)) == (0, 0, 4)


def test_the_share_of_non_profit_goes_by_the_day_of_the_turn(desk):
    turn = "营转非（营改非）"
    always = disposed(desk, "甲", organisation_nature="非营利性", **LICENSED)
    turned = disposed(desk, "乙", (turn, date(2021, 11, 1)), organisation_nature="非营利性", **LICENSED)
    behind_time = disposed(desk, "丙", (turn, date(2021, 11, 1)), organisation_nature="营利性", **LICENSED)
    confirmed = disposed(desk, "丁", (turn, date(2021, 11, 1)), ("规范保留", date(2021, 12, 1)), **LICENSED)
    disposed(desk, "戊", organisation_nature="营利性", **LICENSED)
    disposed(desk, "己", ("注销（终止办学）", date(2021, 10, 1)), organisation_nature="非营利性", **LICENSED)
    assert set(behind(desk, "nonprofit_rate")) == {always, turned, behind_time, confirmed}
    assert of(desk, "nonprofit_rate") == (Decimal(80), 4, 5)
    assert behind(desk, "nonprofit_rate", date(2021, 10, 31)) == [always]
    assert of(desk, "nonprofit_rate", date(2021, 10, 31)) == (Decimal(20), 1, 5)
    assert of(desk, "nonprofit_rate", date(2021, 9, 30)) == (Decimal("33.33"), 2, 6)


# --- notices ---------------------------------------------------------------------------------------------------------
def test_a_notice_counts_from_its_issue_until_it_is_void(desk):
    uid = school(desk)
    issued, void, _draft = (notice(desk, uid, facts=f"问题{number}") for number in range(3))
    for one, day in ((issued, date(2021, 9, 1)), (void, date(2021, 10, 1))):
        deeds.act(desk, "rectification_notice", one, "issue", {"issued_on": day})
    deeds.act(desk, "rectification_notice", void, "void", {"voided_on": date(2021, 11, 1), "void_reason": "写错"})
    assert behind(desk, "notices_issued") == [issued]
    assert of(desk, "notices_issued") == (1, 1, 3)
    assert of(desk, "notices_issued", date(2021, 10, 31)) == (2, 2, 3)
    assert of(desk, "notices_issued", date(2021, 11, 1)) == (1, 1, 3)
    assert of(desk, "notices_issued", date(2021, 8, 31)) == (0, 0, 3)


# --- money and persons -----------------------------------------------------------------------------------------------
def test_refunds_by_the_day_of_payment_less_what_was_reversed(desk):
    uid = school(desk)
    wang = refund(desk, uid, payments=[payment(50_000), payment(30_001, date(2021, 12, 1))])
    refund(desk, uid, "李沐宸", [payment(20_000)], contract_no="QH-2", guardian_phone="13800000012")
    refund(desk, uid, "张一诺", contract_no="QH-3", guardian_phone="13800000013")
    assert of(desk, "refunds_paid") == (100_001, 3, 4)  # three payments, and a contract without one
    assert counted(desk, "refunds_paid").text == "1000.01元"
    assert of(desk, "refunds_paid", date(2021, 11, 30)) == (70_000, 2, 4)
    assert of(desk, "refund_students") == (2, 2, 3)
    payments = desk.ledger.reader.children("refund_payment", [wang])[wang]
    for number, one in enumerate(payments):
        asked = {"on": date(2022, 1, 5 + number), "reverse_reason": "误付"}
        deeds.act(desk, "refund_payment", one.uid, "reverse", asked)
    assert of(desk, "refunds_paid") == (20_000, 5, 6)
    assert of(desk, "refunds_paid", date(2022, 1, 5)) == (50_001, 4, 6)
    assert of(desk, "refund_students") == (1, 1, 3)
    assert of(desk, "refund_students", date(2022, 1, 5)) == (2, 2, 3)
    assert wang not in behind(desk, "refund_students")
    assert len(behind(desk, "refunds_paid")) == 5


def test_wages_and_staff(desk):
    one, two = school(desk), school(desk, "郑州博学堂")
    identity = {"identity_no": "410105198503124823"}
    wages(desk, one, "陈晓燕", [payment(800_000, date(2021, 9, 3))], **identity)
    wages(desk, two, "陈晓燕", [payment(200_000, date(2021, 12, 3))], phone="13700000099", **identity)
    wages(desk, one, "赵磊", [payment(93_000, date(2021, 12, 3))])
    wages(desk, one, "孙丽", ())
    assert of(desk, "wages_settled") == (1_093_000, 3, 4)
    assert counted(desk, "wages_settled").text == "1万元"
    assert of(desk, "wage_staff") == (2, 3, 4)
    assert of(desk, "wage_staff", date(2021, 9, 3)) == (1, 1, 4)
    assert of(desk, "wages_settled", date(2021, 9, 2)) == (0, 0, 4)


def test_a_pupil_with_several_contracts_is_one(desk):
    one, two = school(desk), school(desk, "郑州博学堂")
    refund(desk, one, payments=[payment(100)])
    refund(desk, two, payments=[payment(100)], contract_no="另一份")
    refund(desk, two, payments=[payment(100)], contract_no="同名", guardian_phone="13800000099")
    identity = {"identity_no": "410105201206153032"}
    refund(desk, two, "王梓函", payments=[payment(100)], contract_no="错字", **identity)
    refund(desk, one, "王子涵", payments=[payment(100)], contract_no="又一份", **identity)
    assert of(desk, "refund_students") == (3, 5, 5)


# --- undo ------------------------------------------------------------------------------------------------------------
def test_what_is_undone_or_deleted_is_gone_from_every_figure_and_back_when_redone(desk):
    empty = figures.as_json(figures.count(desk, END))
    before = steps.steps(desk, 1)[0].number
    disposed(desk, "乙", ("取缔关停", date(2021, 9, 1)), licence_state="无证无照")
    uid = disposed(desk, "甲", ("营转非（营改非）", date(2021, 9, 1)), **LICENSED)
    disposed(desk, "丙", category="学科类", licensed_on=date(2021, 8, 1))
    returned = refund(desk, uid, payments=[payment(50_000)])
    settled = wages(desk, uid, "赵磊", [payment(93_000)])
    full = figures.as_json(figures.count(desk, END))
    assert all(one["value"] for key, one in full.items() if key not in ("notices_issued", "reduction_rate"))
    made = [step.number for step in steps.steps(desk, 100) if step.number > before]
    for number in made:
        steps.undo(desk, number)
    assert figures.as_json(figures.count(desk, END)) == empty
    for number in reversed(made):
        steps.redo(desk, number)
    assert figures.as_json(figures.count(desk, END)) == full
    records.remove(desk, "refund", [returned])
    records.remove(desk, "wage_settlement", [settled])
    for key in ("refunds_paid", "refund_students", "wages_settled", "wage_staff"):
        assert of(desk, key) == (None, 0, 0)
    records.bring_back(desk, "refund", [returned])
    assert of(desk, "refunds_paid") == (50_000, 1, 1)


def test_a_correction_counts_at_once(desk):
    uid = disposed(desk, "甲", ("取缔关停", date(2021, 9, 1)), licence_state="无证无照")
    change(desk, "institution", uid, licence_state="有证有照")
    assert (value(desk, "closed_illegal"), value(desk, "classified_disposed")) == (0, 1)


# --- the city --------------------------------------------------------------------------------------------------------
def pupil(**values: object) -> Values:
    return {"institution": "i-1", "contract_no": "QH-1", **values}


def two_districts(city: Desk) -> None:
    """王梓涵 in two districts: with a name in one, by the key alone in the other; and a pupil that only one knows."""
    city.ledger.transact(city.operation("setup", "密钥"), lambda writer: writer.set_meta(PERSON_SECRET, SECRET))
    named = pupil(student="王梓涵", guardian_phone="13800000011")
    by_key = pupil(person_key=key_of_person(BY_KEY["refund"], named, SECRET), institution="i-2")
    received(city, "410105", "institution", {"i-1": {"name": "育才"}})
    received(city, "410102", "institution", {"i-2": {"name": "博学"}})
    other = pupil(student="李沐宸", guardian_phone="13800000012", contract_no="QH-2")
    received(city, "410105", "refund", {"r-1": named, "r-2": other})
    received(city, "410102", "refund", {"r-3": by_key})
    for number, office in ((1, "410105"), (2, "410105"), (3, "410102")):
        paid = {"refund": f"r-{number}", "on": date(2021, 9, 1), "amount": number * 10_000}
        received(city, office, "refund_payment", {f"p-{number}": paid})


def test_a_person_of_two_districts_is_one_in_the_city(city):
    two_districts(city)
    students, paid = figures.count(city, END, [find("refund_students"), find("refunds_paid")])
    assert (students.total.value, students.total.rows, students.total.population) == (2, 3, 3)
    assert {code: one.value for code, one in students.offices.items()} == {"410105": 2, "410102": 1}
    assert sum(int(one.value or 0) for one in students.offices.values()) == 3
    assert paid.total.value == 60_000
    assert {code: one.value for code, one in paid.offices.items()} == {"410105": 30_000, "410102": 30_000}


def test_a_row_that_names_nobody_is_somebody_of_its_own(city):
    received(city, "410102", "institution", {"i-1": {"name": "博学"}})
    received(city, "410102", "refund", {"r-1": pupil(), "r-2": pupil(contract_no="QH-2")})
    for number in (1, 2):
        paid = {"refund": f"r-{number}", "on": date(2021, 9, 1), "amount": 100}
        received(city, "410102", "refund_payment", {f"p-{number}": paid})
    assert value(city, "refund_students") == 2


def test_the_rows_behind_a_district(city):
    two_districts(city)
    assert behind(city, "refund_students", office="410102") == ["r-3"]
    assert set(behind(city, "refund_students")) == {"r-1", "r-2", "r-3"}
    assert behind(city, "refunds_paid", office="410102") == ["p-3"]
    query = find("refunds_paid").rows(END, "410105")
    assert [text for _field, text in lists.totals(city, query)] == ["300.00"]


def test_the_city_lists_every_district_and_a_district_itself(city, desk):
    two_districts(city)
    found = figures.count(city, END)
    assert [name for _code, name in figures.table(city, found)][:2] == ["全市", "中原区"]
    assert len(figures.districts(city, found)) == 16
    assert found[0].of("410183") == Counted(None, 0, 0, "无数据")
    assert figures.table(desk, figures.count(desk, END)) == [("", "合计"), ("410105", "金水区")]
    received(city, "4101", "institution", {"i-9": {"name": "市直"}})
    assert len(figures.districts(city, figures.count(city, END))) == 17


def test_every_figure_has_the_rows_that_it_counted(city):
    two_districts(city)
    for one in figures.count(city, END):
        for office, found in (("", one.total), *one.offices.items()):
            assert len(behind(city, one.figure.key, office=office)) == found.rows


# --- what it gives to others -----------------------------------------------------------------------------------------
def test_as_other_programs_read_it(desk):
    refund(desk, school(desk), payments=[payment(123_450)])
    found = figures.count(desk, END, [find("refunds_paid"), find("reduction_rate")])
    paid = {"value": 1234.5, "unit": "元", "rows": 1, "population": 1, "text": "1234.5元"}
    rate = {"value": None, "unit": "%", "rows": 0, "population": 0, "text": "无数据"}
    assert figures.as_json(found) == {"refunds_paid": paid, "reduction_rate": rate}
    by = figures.as_json(found, figures.districts(desk, found))
    assert by["refunds_paid"]["districts"] == {"410105": {"name": "金水区教育局", **paid}}


def test_without_a_day_it_is_as_of_today(desk):
    assert {one.day for one in figures.count(desk)} == {desk.day}
    assert [one.figure for one in figures.count(desk)] == list(FIGURES)


def test_the_table_goes_out_as_a_workbook(city, tmp_path):
    two_districts(city)
    out = tmp_path / "数据总览.xlsx"
    assert figures.export(city, figures.count(city, END), out) == 17
    book = CalamineWorkbook.from_path(out)
    assert book.sheet_names[0] == "数据总览（截至2022-02-15）"
    head, total, *rest = book.get_sheet_by_index(0).to_python()
    paid = head.index("依法退费（元）")
    assert (total[0], total[paid], total[head.index("退费涉及学生（人）")]) == ("全市", 600.0, 2.0)
    assert [row[paid] for row in rest if row[0] == "中原区"] == [300.0]
