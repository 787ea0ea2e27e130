"""An import from the file to the ledger: one step, written as it was shown, taken back as a whole."""

import threading
from pathlib import Path

import pytest

from shuangjian_desktop.core.errors import Cancelled, LedgerError, StaleError, UsageError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.exchange.planning.decide import Decision
from shuangjian_desktop.services import backups, importing, preview, steps, tray
from shuangjian_desktop.store.ledger import Ledger
from tests.services import sheets
from tests.services.entries import change, refund, school
from tests.services.sheets import REFUNDS, ROSTER, SPOILED, take_in, write
from tests.store import office


def names(desk):
    return sorted(str(record.values["name"]) for record in desk.ledger.reader.first(Query("institution"), 99))


def count(desk, register):
    return desk.ledger.reader.count(Query(register))


def test_an_import_is_one_step_after_a_backup(desk, tmp_path):
    result = take_in(desk, write(tmp_path, ROSTER))
    assert (result.rows, result.created, result.complete) == (2, 2, True)
    assert names(desk) == ["博学堂", "郑州启航学校"]
    newest, _founding = steps.steps(desk)
    assert (newest.verb, newest.title, newest.operator) == (
        "import",
        "导入机构台账：名单.csv（新增 2，更新 0，待处理 0）",
        "王芳",
    )
    [kept] = backups.backup_list(desk)
    assert kept.reason == "导入前"
    [batch] = tray.batches(desk)
    assert batch.record.uid == result.batch
    assert [batch.record.values[key] for key in ("file_name", "register", "rows", "created")] == [
        *("名单.csv", "institution"),
        *(2, 2),
    ]


def test_the_same_file_again_is_nothing_to_take_back(desk, tmp_path):
    path = write(tmp_path, ROSTER)
    first = take_in(desk, path)
    again = take_in(desk, path)
    assert (again.unchanged, again.created, again.updated) == (2, 0, 0)
    assert importing.summary(again) == "共 2 行：新增 0，更新 0，无变化 2，存疑 0，有误 0。"
    assert steps.next_undo(desk).number == first.changes.step.number


def test_the_whole_import_goes_back_and_comes_again(desk, tmp_path):
    result = take_in(
        desk, write(tmp_path, REFUNDS), "refund", fixed={"institution": desk.name("institution", school(desk))}
    )
    assert (count(desk, "refund"), count(desk, "refund_payment")) == (2, 1)
    undone = steps.undo(desk)
    assert (undone.undone, undone.kept) == (3, ())  # two refunds and a payment
    assert (count(desk, "refund"), count(desk, "refund_payment")) == (0, 0)
    assert tray.batches(desk) == []
    assert steps.redo(desk).undone == 3
    assert tray.batches(desk)[0].record.uid == result.batch


def test_what_was_edited_since_is_kept_and_told(desk, tmp_path):
    fixed = {"institution": desk.name("institution", school(desk))}
    path = write(tmp_path, REFUNDS, "退费.csv")
    take_in(desk, path, "refund", fixed=fixed)
    [edited] = [one for one in desk.ledger.reader.first(Query("refund"), 9) if one.values["student"] == "李沐宸"]
    change(desk, "refund", edited.uid, notes="家长来电")
    grown = [REFUNDS[0], ("王梓涵", "13800000011", "数学", "1250", "1250", "0")]
    take_in(desk, write(tmp_path, grown), "refund", fixed=fixed)
    undone = steps.undo(desk, 3)
    assert {(one.register, one.name, one.reason) for one in undone.kept if one.register == "refund"} == {
        ("refund", "李**", "之后被修改"),
        ("refund", "王**", "被退费付款引用"),
    }
    assert undone.impossible == ()
    assert count(desk, "refund") == 2


def test_what_the_program_remembers_of_an_import_is_not_told(desk, tmp_path):
    first = take_in(desk, write(tmp_path, ROSTER))
    proposal = importing.propose(desk, importing.read(write(tmp_path, ROSTER)), "institution", columns={"phone": ""})
    importing.apply(desk, importing.plan(desk, proposal))  # the heads are remembered otherwise now
    undone = steps.undo(desk, first.changes.step.number)
    assert (undone.undone, undone.kept) == (2, ())
    assert names(desk) == []


def test_the_plan_that_was_shown_is_applied_or_none(desk, tmp_path):
    plan = sheets.plan(desk, write(tmp_path, ROSTER))
    desk.unmask("预览")  # looking changes nothing
    school(desk, "博学堂", address="花园路2号")
    with pytest.raises(StaleError, match="核对之后台账有过改动，没有导入"):
        importing.apply(desk, plan)
    assert names(desk) == ["博学堂"]
    again = sheets.plan(desk, write(tmp_path, ROSTER))
    importing.apply(desk, again)
    with pytest.raises(StaleError):
        importing.apply(desk, again)
    assert names(desk) == ["博学堂", "郑州启航学校"]


def test_a_preview_writes_nothing(desk, tmp_path):
    result = importing.preview(sheets.plan(desk, write(tmp_path, SPOILED)))
    assert (result.batch, result.created, result.held) == ("", 1, 2)
    assert len(steps.steps(desk)) == 1


@pytest.mark.parametrize("part", ["核对备份", "写入新增"])
def test_a_cancelled_import_leaves_nothing(desk, tmp_path, part):
    rows = [("文件名称", "文号"), *((f"办法{number}", f"第{number}号") for number in range(2001))]
    plan = sheets.plan(desk, write(tmp_path, rows), "legal_source")
    before, stop = count(desk, "legal_source"), threading.Event()
    with pytest.raises(Cancelled):
        importing.apply(
            desk, plan, progress=Progress(lambda at, _done, _total: stop.set() if at == part else None, stop)
        )
    assert count(desk, "legal_source") == before
    assert len(steps.steps(desk)) == 1


def test_nothing_is_imported_where_no_backup_can_be_made(desk, tmp_path):
    plan = sheets.plan(desk, write(tmp_path, ROSTER))
    (desk.ledger.path.parent / "备份").write_text("no folder", encoding="utf-8")
    with pytest.raises(LedgerError):
        importing.apply(desk, plan)
    assert (names(desk), len(steps.steps(desk))) == ([], 1)


def test_a_damaged_ledger_takes_no_import(desk, tmp_path):
    refund(desk, school(desk))
    plan = sheets.plan(desk, write(tmp_path, ROSTER))
    office.execute(desk.ledger.path, "DELETE FROM institution")  # a refund points to nothing
    with pytest.raises(LedgerError, match="没有通过检查"):
        importing.apply(desk, plan)
    assert (names(desk), backups.backup_list(desk)) == ([], [])


def test_the_backup_holds_what_was_there_before_the_import(desk, tmp_path):
    take_in(desk, write(tmp_path, ROSTER))
    [kept] = backups.backup_list(desk)
    with Ledger.open(kept.path, read_only=True) as before:
        assert before.reader.count(Query("institution")) == 0
    assert len(names(desk)) == 2


def test_a_mapping_is_remembered_for_these_heads(desk, tmp_path):
    rows = [("甲", "乙"), ("博学堂", "花园路2号")]
    columns = {"name": "甲", "address": "乙"}
    proposal = importing.propose(
        desk, importing.read(write(tmp_path, rows)), "institution", head_row=1, columns=columns
    )
    importing.apply(desk, importing.plan(desk, proposal))
    rows = [("甲", "乙"), ("启航", "花园路1号")]
    proposal = importing.propose(desk, importing.read(write(tmp_path, rows)), "institution", head_row=1)
    assert {column.field: column.head for column in proposal.mapping.columns} == columns


def test_words_are_mapped_once(desk, tmp_path):
    rows = [("机构名称", "机构状态"), ("启航", "关门了"), ("博学", "关门了")]
    plan = sheets.plan(desk, write(tmp_path, rows))
    assert dict(plan.unknown_words) == {("operating_state", "关门了"): (2, 3)}
    words = {("operating_state", "关门了"): "停办"}
    plan = sheets.plan(desk, write(tmp_path, rows), words=words)
    assert importing.apply(desk, plan, words=words).created == 2
    later = sheets.plan(desk, write(tmp_path, [rows[0], ("晨星", "关门了")]))
    assert later.unknown_words == {}
    assert later.rows[0].values["operating_state"] == "停办"


def test_an_error_workbook_that_cannot_be_written_undoes_nothing(desk, tmp_path):
    plan = sheets.plan(desk, write(tmp_path, SPOILED))
    result = importing.apply(desk, plan, error_book=tmp_path / "没有" / "出错.xlsx")
    assert (result.created, result.held, result.error_workbook) == (1, 2, None)
    assert "文件夹" in result.no_book
    assert "出错工作簿没有写成：" in importing.summary(result)
    assert names(desk) == ["郑州启航学校"]
    (desk.ledger.path.parent / "出错工作簿").write_text("挡住文件夹的文件", encoding="utf-8")
    again = importing.apply(desk, sheets.plan(desk, write(tmp_path, SPOILED)))
    assert again.no_book
    assert not again.error_workbook


def test_every_row_has_a_fate(desk, tmp_path):
    rows = [*SPOILED, ("", "", "", ""), ("合计", "", "", "")]
    result = take_in(desk, write(tmp_path, rows))
    fates = {row: (fate, bool(uid)) for _sheet, row, fate, _register, uid in tray.fates(desk, result.batch)}
    assert fates[2] == ("新增", True)
    assert fates[3] == fates[4] == ("有误", False)


def test_a_sheet_without_a_known_column_is_wrong_usage(desk, tmp_path):
    path = write(tmp_path, [("甲", "乙"), ("1", "2")])
    with pytest.raises(UsageError) as caught:
        importing.plan(desk, importing.propose(desk, importing.read(path), "refund", head_row=1))
    assert "至少要有：机构名称、学生姓名" in caught.value.text


def test_a_doubtful_row_is_decided_before_it_goes_in(desk, tmp_path):
    school(desk, "郑州启航学校", address="花园路1号")
    rows = [ROSTER[0], ("启航学校", "13800000001", "花园路1号院", "正常")]
    plan = sheets.plan(desk, write(tmp_path, rows))
    assert plan.counts["doubtful"] == 1
    decided = importing.decided(desk, plan, [0], Decision("new"))
    assert importing.apply(desk, decided).created == 1
    assert names(desk) == ["启航学校", "郑州启航学校"]


def test_what_is_told_of_a_sheet(desk, tmp_path):
    school(desk, "郑州启航学校")
    rows = [("郑州启航学校退费名单", "", ""), ("序号", "学生姓名", "爱好"), ("1", "王梓涵", "下棋")]
    told = importing.told(importing.propose(desk, importing.read(write(tmp_path, rows)), "refund"))
    assert told == [
        "工作表“名单”第 2 行被认作表头。",
        "所有行的“机构名称”取自标题：郑州启航学校。",
        "没有导入的列：爱好。",
    ]


# --- the preview -----------------------------------------------------------------------------------------------------
def lines(desk, plan, tab):
    made = preview.listing(plan, tab)
    return preview.lines(desk, plan, made, 0, len(made.items))


def test_a_preview_masks_personal_values(desk, tmp_path):
    institution = school(desk)
    refund(desk, institution, "王梓涵", contract_no=None, course="数学", guardian_phone="13800000011")
    rows = [
        ("学生姓名", "家长电话", "课程", "家长姓名", "合同金额", "签订日期"),
        ("王梓涵", "13800000011", "数学", "王建国", "5000", "2021-03-11"),
        ("李沐宸", "13800000012", "英语", "李建军", "5000", "2021-03-12"),
        ("赵一诺", "13899", "英语", "赵建平", "5000", "2021-03-12"),
    ]
    fixed = {"institution": desk.name("institution", institution)}
    plan = sheets.plan(desk, write(tmp_path, rows), "refund", fixed=fixed)
    seen = str([lines(desk, plan, tab) for tab in ("create", "update", "error", "doubtful", "unchanged", "left")])
    for value in ("王梓涵", "李沐宸", "赵一诺", "王建国", "李建军", "13800000012", "13899"):
        assert value not in seen
    [updated] = lines(desk, plan, "update")
    assert updated[:3] == ("2", "王**", "家长姓名：（空） → 王**")
    shown = str([lines(desk.unmask("预览"), plan, tab) for tab in ("create", "update", "error")])
    assert "李沐宸" in shown
    assert "王建国" in shown
    assert "13899" in shown


def test_a_preview_of_payments_and_updates(desk, tmp_path):
    fixed = {"institution": desk.name("institution", school(desk))}
    take_in(desk, write(tmp_path, REFUNDS), "refund", fixed=fixed)
    grown = [REFUNDS[0], ("王梓涵", "13800000011", "数学", "1250", "1250", "0"), REFUNDS[2]]
    plan = sheets.plan(desk, write(tmp_path, grown), "refund", fixed=fixed)
    [line] = lines(desk, plan, "update")
    assert "＋退费付款" in line[2]
    assert "750.00" in line[2]
    assert [row[1] for row in lines(desk, plan, "unchanged")] == ["李**"]


def test_problems_are_told_with_their_place(desk, tmp_path):
    plan = sheets.plan(desk, write(tmp_path, SPOILED))
    first, second = lines(desk, plan, "error")
    assert first[1:4] == ("3", "B", "联系电话")
    assert (second[1], second[3], second[5]) == ("4", "机构名称", "必填，不能为空")


def test_source_is_where_the_file_was(desk, tmp_path):
    result = take_in(desk, write(tmp_path, SPOILED))
    assert result.error_workbook
    assert result.error_workbook.parent == Path(desk.ledger.path.parent / "出错工作簿")
