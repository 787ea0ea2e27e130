"""待处理: rows that wait are seen, mended, decided and given up, in the program or in an error workbook."""

from dataclasses import replace

import openpyxl
import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.exchange.planning.decide import Decision
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import importing, lists, steps, tray, tray_view
from shuangjian_desktop.services.office import open_desk
from tests.services.entries import school
from tests.services.sheets import ROSTER, SPOILED, take_in, write


def names(desk):
    return sorted(str(record.values["name"]) for record in desk.ledger.reader.first(Query("institution"), 99))


@pytest.fixture
def held(desk, tmp_path):
    """The import of a sheet of which two rows are held: one for its phone (B3), one for its name (A4)."""
    return take_in(desk, write(tmp_path, SPOILED))


def waiting(desk):
    return {row.payload["row"]: row for row in tray.held(desk)}


def test_what_is_held_waits_across_sessions(desk, held, ledger_path):
    desk.ledger.close()
    later = open_desk(ledger_path, "李建国")
    try:
        rows = tray.held(later)
        assert [(row.payload["row"], row.level) for row in rows] == [(3, "有误"), (4, "有误")]
        assert rows[0].problems[0].field == "phone"
        assert [batch.waiting for batch in tray.batches(later)] == [2]
        assert tray.held(later, "refund") == []
    finally:
        later.ledger.close()


def test_a_row_is_mended_in_place(desk, held):
    row = waiting(desk)[3]
    [result] = tray_view.take_in(desk, [row.uid], {row.uid: {1: "13800000002"}})
    assert (result.created, result.held, result.error_workbook) == (1, 0, None)
    assert names(desk) == ["博学堂", "郑州启航学校"]
    assert sorted(waiting(desk)) == [4]
    steps.undo(desk)
    assert names(desk) == ["郑州启航学校"]
    assert sorted(waiting(desk)) == [3, 4]


def test_a_row_that_is_mended_badly_goes_on_waiting(desk, held):
    row = waiting(desk)[3]
    [result] = tray_view.take_in(desk, [row.uid], {row.uid: {1: "1380000000"}})
    assert (result.created, result.held) == (0, 1)
    assert sorted(waiting(desk)) == [3, 4]
    assert waiting(desk)[3].uid == row.uid
    assert waiting(desk)[3].payload["cells"][1] == "1380000000"


def test_rows_are_given_up_and_that_is_undone(desk, held):
    changes = tray.discard(desk, [row.uid for row in tray.held(desk)])
    assert changes.step.title == "放弃待处理 2 行"
    assert tray.held(desk) == []
    steps.undo(desk)
    assert len(tray.held(desk)) == 2


def test_undoing_the_import_empties_the_tray(desk, held):
    steps.undo(desk)
    assert tray.held(desk) == []
    assert names(desk) == []


def waits_in(desk):
    """How many rows wait since each import, by its file."""
    return {batch.record.values["file_name"]: batch.waiting for batch in tray.batches(desk)}


def test_the_same_file_imported_again_holds_nothing_twice(desk, held, tmp_path):
    first = {row.uid for row in tray.held(desk)}
    again = take_in(desk, write(tmp_path, SPOILED))
    assert {row.uid for row in tray.held(desk)} == first
    assert {row.batch for row in tray.held(desk)} == {again.batch}


def test_rows_that_another_file_brings_again_wait_there_alone(desk, held, tmp_path):
    header, good, spoiled, nameless = SPOILED
    mended = (header, ("新学校", "13800000009", "花园路9号", "正常"), good, ("甲校", *nameless[1:]), spoiled)
    take_in(desk, write(tmp_path, mended, "改好.csv"))
    assert waits_in(desk) == {"名单.csv": 1, "改好.csv": 1}
    phone = next(row for row in tray.held(desk) if row.payload["cells"][1] == "没有电话号码")
    assert (phone.payload["file"], phone.payload["row"]) == ("改好.csv", 5)
    steps.undo(desk)
    assert waits_in(desk) == {"名单.csv": 2}
    assert {row.payload["row"] for row in tray.held(desk)} == {3, 4}


def test_equal_rows_of_one_file_wait_each(desk, tmp_path):
    twice = (*SPOILED[:1], SPOILED[2], SPOILED[2])
    take_in(desk, write(tmp_path, twice[:2], "一行.csv"))
    take_in(desk, write(tmp_path, twice, "两行.csv"))
    assert waits_in(desk) == {"一行.csv": 0, "两行.csv": 2}


def test_equal_rows_of_two_institutions_both_wait(desk, tmp_path):
    schools = [school(desk, name) for name in ("郑州启航学校", "博学堂")]
    rows = (("学生姓名", "家长电话", "课程", "应退"), ("王梓涵", "电话", "数学", "1250"))
    for number, _uid in enumerate(schools):
        fixed = {"institution": ("郑州启航学校", "博学堂")[number]}
        take_in(desk, write(tmp_path, rows, f"退费{number}.csv"), "refund", fixed=fixed)
    assert waits_in(desk) == {"退费0.csv": 1, "退费1.csv": 1}
    take_in(desk, write(tmp_path, rows, "退费又一份.csv"), "refund", fixed={"institution": "博学堂"})
    assert waits_in(desk) == {"退费0.csv": 1, "退费1.csv": 0, "退费又一份.csv": 1}


def test_the_same_file_with_another_value_for_all_rows_is_the_same_file(desk, tmp_path):
    for name in ("郑州启航学校", "博学堂"):
        school(desk, name)
    rows = (("学生姓名", "家长电话", "课程", "应退"), ("王梓涵", "电话", "数学", "1250"))
    sheet = write(tmp_path, rows, "退费.csv")
    take_in(desk, sheet, "refund", fixed={"institution": "博学堂"})
    take_in(desk, sheet, "refund", fixed={"institution": "郑州启航学校"})
    [row] = tray.held(desk)
    right = {row.uid: {1: "13800000011"}}
    assert [one.created for one in tray_view.take_in(desk, [row.uid], right)] == [1]
    [refund] = desk.ledger.reader.first(Query("refund"), 9)
    assert desk.name("institution", str(refund.values["institution"])) == "郑州启航学校"


def test_undoing_the_first_of_two_imports_leaves_the_rows_of_the_second(desk, held, tmp_path):
    again = take_in(desk, write(tmp_path, SPOILED, "又一份.csv"))
    first, second = held.changes.step.number, again.changes.step.number
    steps.undo(desk, first)
    assert [row.payload["row"] for row in tray.held(desk)] == [3, 4]
    assert {row.batch for row in tray.held(desk)} == {again.batch}
    stay = steps.undo(desk, second).kept
    assert {one.reason for one in stay} == {"它的“导入批次”已被删除"}
    assert len(tray.held(desk)) == 2  # nothing is lost: they are given up by hand


def test_rows_of_several_imports_know_of_each_other(desk, tmp_path):
    rows = [ROSTER[0], ("博学堂", "电话", "花园路2号", "停办")]
    take_in(desk, write(tmp_path, rows, "一.csv"))
    take_in(desk, write(tmp_path, [row[:3] for row in rows], "二.csv"))
    right = {row.uid: {1: "13800000002"} for row in tray.held(desk)}
    results = tray_view.take_in(desk, list(right), right)
    assert [(one.created, one.unchanged) for one in results] == [(1, 0), (0, 1)]
    assert names(desk) == ["博学堂"]
    assert tray.held(desk) == []


def test_a_doubtful_row_is_decided_in_the_tray(desk, tmp_path):
    known = school(desk, "郑州启航学校", address="花园路1号")
    take_in(desk, write(tmp_path, [ROSTER[0], ("启航学校", "13800000001", "花园路1号院", "正常")]))
    [row] = tray.held(desk)
    assert row.level == "存疑"
    assert tray_view.candidates(desk, row.uid, {}) == [(known, "郑州启航学校")]
    [result] = tray_view.take_in(desk, [row.uid], {}, Decision("update", known))
    assert (result.updated, names(desk)) == (1, ["启航学校"])
    assert tray.held(desk) == []


def test_the_tray_masks_what_is_personal(desk, held):
    table = tray_view.waiting_table(desk, held.batch)
    assert table
    assert table.heads == ROSTER[0]
    phone = {row.number: row.texts[1] for row in table.rows}
    assert phone == {3: "没*****", 4: "138****0003"}
    assert "没有电话号码" not in str(table)
    assert table.rows[0].marks == {1: "error"}
    shown = tray_view.waiting_table(desk.unmask("待处理"), held.batch)
    assert "没有电话号码" in str(shown)
    assert tray_view.waiting_table(desk, "nobody") is None


def test_held_rows_are_masked_wherever_registers_are_shown(desk, held):
    register = find("held_row")
    found = desk.ledger.reader.first(Query("held_row"), 9)
    for text in (
        str(lists.external(desk, register, found)),
        str(lists.lines(desk, "held_row", lists.spine(desk, Query("held_row")), register.fields)[0].texts),
        str(steps.history(desk, "held_row", found[0].uid)[0].changes),
    ):
        assert "没有电话号码" not in text
        assert "博学堂" not in text


def test_the_imports_and_the_fates_of_their_rows(desk, held):
    [line] = tray_view.batch_lines(desk)
    assert (line.file, line.register, line.operator, line.waiting) == ("名单.csv", "institution", "王芳", 2)
    assert (line.counts["行数"], line.counts["新增"], line.counts["有误"]) == (3, 1, 2)
    assert tray_view.fate_lines(desk, held.batch) == [
        ("名单", "2", "新增", "郑州启航学校"),
        ("名单", "3", "有误", ""),
        ("名单", "4", "有误", ""),
    ]


def test_a_retry_is_told_with_the_import_that_its_row_is_from(desk, held):
    phone, nameless = (waiting(desk)[number] for number in (3, 4))
    tray_view.take_in(desk, [phone.uid], {phone.uid: {1: "还是没有电话号码"}})
    tray_view.take_in(desk, [phone.uid], {phone.uid: {1: "13800000002"}})
    tray.discard(desk, [nameless.uid])
    assert [(line.uid, line.waiting) for line in tray_view.batch_lines(desk)] == [(held.batch, 0)]
    lines = [
        ("名单", "2", "新增", "郑州启航学校"),
        ("名单", "3", "有误，后来已入账", "博学堂"),
        ("名单", "4", "有误，后来已放弃", ""),
    ]
    assert tray_view.fate_lines(desk, held.batch) == lines
    steps.undo(desk)
    steps.undo(desk)
    undone = [(fate, name) for _sheet, _row, fate, name in tray_view.fate_lines(desk, held.batch)]
    assert undone == [("新增", "郑州启航学校"), ("有误", ""), ("有误", "")]


def test_the_error_workbook_is_mended_and_taken_in(desk, held):
    nameless = waiting(desk)[4].uid
    assert held.error_workbook
    workbook = openpyxl.load_workbook(held.error_workbook)
    sheet = workbook.worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    [wrong] = [cell for cell in cells if cell.value == "没*****"]
    wrong.value = "13800000002"
    workbook.save(held.error_workbook)
    result = take_in(desk, held.error_workbook)
    assert (result.created, result.held) == (1, 1)
    assert names(desk) == ["博学堂", "郑州启航学校"]
    assert [row.uid for row in tray.held(desk)] == [nameless]


def test_a_mended_error_workbook_taken_in_twice_does_no_harm(desk, tmp_path):
    """What its masks hide of the rows that went in the first time is known to the tray still."""
    school(desk, "启航学校")
    head = ("机构名称", "学生姓名", "家长电话", "合同编号", "合同金额", "签订日期")
    row = ("启航学校", "王梓涵", "13800000011", "QH-1", "五千", "2021-03-11")
    spoiled = take_in(desk, write(tmp_path, [head, row]), "refund")
    assert (spoiled.held, bool(spoiled.error_workbook)) == (1, True)
    workbook = openpyxl.load_workbook(spoiled.error_workbook)
    cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row]
    assert not any(cell.value == "王梓涵" for cell in cells)
    [wrong] = [cell for cell in cells if cell.value == "五千"]
    wrong.value = "5000"
    workbook.save(spoiled.error_workbook)
    first = take_in(desk, spoiled.error_workbook, "refund")
    again = take_in(desk, spoiled.error_workbook, "refund")
    assert (first.created, first.held) == (1, 0)
    assert (again.created, again.updated, again.unchanged, again.held) == (0, 0, 1, 0)
    assert tray.held(desk) == []


def test_error_workbooks_are_written_again(desk, held, tmp_path):
    uids = [row.uid for row in tray.held(desk)]
    [book] = tray_view.save_error_books(desk, uids, tmp_path / "出错.xlsx")
    result = take_in(desk, book)
    assert (result.rows, result.held, result.created) == (2, 2, 0)
    assert len(tray.held(desk)) == 2


def test_nobody_gives_up_rows_without_a_name(desk, held):
    with pytest.raises(RefusedError):
        tray.discard(replace(desk, operator=""), [row.uid for row in tray.held(desk)])
    assert importing.preview(next(tray.replan(desk, [tray.held(desk)[0].uid]))).held == 1


def test_a_row_that_waits_no_more_is_not_taken_in(desk, held):
    row = waiting(desk)[3]
    right = {row.uid: {1: "13800000002"}}
    tray.discard(desk, [row.uid])
    assert tray_view.take_in(desk, [row.uid], right) == []
    steps.undo(desk)
    tray_view.take_in(desk, [row.uid], right)
    assert tray_view.take_in(desk, [row.uid], right) == []
    assert names(desk) == ["博学堂", "郑州启航学校"]
