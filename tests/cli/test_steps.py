"""Steps, undo, redo, history, check, backup and restore on the command line."""

from datetime import date
from pathlib import Path

from shuangjian_desktop.services import deeds
from shuangjian_desktop.services.office import open_desk
from tests.services.entries import change, notice, school


# --- steps, undo, redo, history --------------------------------------------------------------------------------------
def test_steps_newest_first(run, book):
    refunded, founded_, *rest = run("steps", "--json").data
    assert [step["title"] for step in (refunded, founded_)] == ["新增退费：王** QH-1", "新增机构台账：郑州育才学校"]
    assert set(refunded) == {"step", "verb", "title", "operator", "at", "rows", "takes_back", "undone"}
    assert (refunded["step"], refunded["operator"], refunded["rows"]) == (3, "王芳", 2)
    assert len(rest) == 1
    assert len(run("steps", "--limit", "1", "--json").data) == 1
    assert run("steps", "--limit", "0", "--json").data == []


def test_undo_and_redo(run, book):
    undone = run("undo", "--json")
    assert (undone.code, undone.data) == (0, {"step": 4, "undone": 2, "kept": [], "impossible": []})
    assert run("undo").out == "已撤销 1 条（第 5 步）。\n"
    nothing = run("undo")
    assert (nothing.code, nothing.out) == (0, "没有可以撤销的步骤。\n")
    assert run("undo", "--json").data == {"step": None, "undone": 0, "kept": [], "impossible": []}
    assert run("redo", "3").code == 1  # its institution is not there
    assert run("redo").out == "已重做 1 条（第 6 步）。\n"
    assert run("redo", "--json").data["undone"] == 2
    assert run("redo").out == "没有可以重做的步骤。\n"
    assert len(run("list", "refund", "--json").data) == 1


def test_an_undo_in_part_is_1(run, roster, ledger_path):
    run("import", roster, "--into", "institution")
    [row] = run("list", "institution", "--where", "name=博学堂", "--json").data
    desk = open_desk(ledger_path, "王芳")
    change(desk, "institution", row["uid"], notes="改过")
    desk.ledger.close()
    answer = run("undo", "2", "--json")
    assert answer.code == 1
    [kept] = answer.data["kept"]
    assert (kept["uid"], kept["name"], kept["reason"]) == (row["uid"], "博学堂", "之后被修改")


def test_a_refused_undo_is_a_sentence_and_1(run, ledger_path):
    desk = open_desk(ledger_path, "王芳")
    uid = notice(desk, school(desk))
    deeds.act(desk, "rectification_notice", uid, "issue", {"issued_on": date(2022, 3, 1)})
    desk.ledger.close()
    for words in (("undo",), ("undo", "--json")):
        answer = run(*words)
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.startswith("不能撤销：郑金教改〔2022〕1号 已经下达")
    assert run("undo", "1").code == 1


def test_history_tells_every_write(run, book, ledger_path):
    desk = open_desk(ledger_path, "李建国")
    change(desk, "refund", book[1], paid_amount=480_000, student="王子涵")
    desk.ledger.close()
    changed, created = run("history", "refund", book[1], "--json").data
    assert set(changed) == {"step", "at", "operator", "title", "action", "changes"}
    assert (changed["step"], changed["operator"], changed["action"]) == (4, "李建国", "修改")
    assert {"label": "合同金额", "old": "5,000.00", "new": "4,800.00"} in changed["changes"]
    assert created["action"] == "新增"
    text = run("history", "refund", book[1]).out
    assert "    合同金额：5,000.00 → 4,800.00" in text
    assert "王子涵" not in text
    assert "王子涵" in run("history", "refund", book[1], "--personal").out


# --- care ------------------------------------------------------------------------------------------------------------
def test_check_backup_restore(run, book, tmp_path):
    assert run("check", "--json").data == {"findings": []}
    assert run("check").out == "台账完好。\n"
    made = run("backup", "--json").data["file"]
    assert Path(made).parent == tmp_path / "备份"
    run("undo")
    restored = run("restore", made, "--json")
    assert restored.code == 0
    assert restored.data["message"].startswith("已从备份“")
    assert len(run("list", "refund", "--json").data) == 1
    assert run("steps", "--json").data[0]["title"].startswith("用备份恢复台账：")
    elsewhere = tmp_path / "U盘"
    elsewhere.mkdir()
    assert Path(run("backup", elsewhere, "--json").data["file"]).parent == elsewhere


def test_a_lost_ledger_is_restored(run, ledger_path, tmp_path):
    out = tmp_path / "备份.db"
    run("backup", out)
    ledger_path.unlink()
    assert run("restore", out).code == 0
    assert run("steps", "--json").data[-1]["title"] == "建立金水区教育局台账"


def test_check_tells_what_is_wrong(run, ledger_path):
    with ledger_path.open("r+b") as file:
        file.seek(40_960)
        file.write(b"\xff" * 4096)
    answer = run("check")
    assert answer.code == 3
    assert "损坏" in answer.out
    assert run("check", "--json").data["findings"]
