"""The command line as other programs know it: names, keys of the answers, exit codes."""

import csv
from datetime import date
from pathlib import Path

import pytest

from shuangjian_desktop.registers import find
from shuangjian_desktop.services import deeds
from shuangjian_desktop.services.office import open_desk
from tests.services.entries import change, notice, payment, refund, school

PROBLEM_KEYS = ["sheet", "row", "column", "field", "value", "message"]
IMPORT_KEYS = ["batch", "rows", "created", "updated", "unchanged", "doubtful", "held", "problems", "error_workbook"]


@pytest.fixture
def book(ledger_path):
    """A ledger with an institution and a refund of which part is paid; the uids of both."""
    desk = open_desk(ledger_path, "王芳")
    try:
        institution = school(desk, "郑州育才学校", contact="王敏")
        return institution, refund(desk, institution, "王梓涵", [payment(50_000)])
    finally:
        desk.ledger.close()


def sheet(folder: Path, *rows: tuple[str, ...], name: str = "机构名单.csv") -> Path:
    """A clerk's CSV file."""
    path = folder / name
    with path.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


@pytest.fixture
def roster(tmp_path):
    return sheet(
        tmp_path,
        ("机构名称", "联系电话", "地址", "建筑面积"),
        ("郑州启航学校", "13800000001", "花园路1号", "120"),
        ("博学堂", "13800000002", "花园路2号", "80平方米"),
    )


@pytest.fixture
def spoiled(tmp_path):
    return sheet(
        tmp_path,
        ("机构名称", "联系电话", "地址"),
        ("郑州启航学校", "13800000001", "花园路1号"),
        ("博学堂", "一三八零零零零零零零二", "花园路2号"),
    )


# --- init ------------------------------------------------------------------------------------------------------------
def test_init_makes_the_ledger_of_an_office(bare, tmp_path):
    path = tmp_path / "新文件夹" / "台账.db"
    made = bare("--ledger", path, "init", "--office", "410103", "--json")
    assert (made.code, made.data) == (0, {"ledger": str(path), "office": "410103"})
    again = bare("--ledger", path, "init", "--office", "410103")
    assert (again.code, again.out) == (3, "")
    assert "已经存在" in again.err
    assert bare("--ledger", path, "steps").out.endswith("王芳  建立二七区教育局台账（3897 条）\n")


# --- list ------------------------------------------------------------------------------------------------------------
def test_list_gives_objects_keyed_by_field_identifiers(run, book):
    institution, uid = book
    [row] = run("list", "refund", "--json").data
    assert set(row) == {"uid", "office", "revision", "institution_uid", *find("refund").by_key}
    assert (row["uid"], row["office"], row["revision"]) == (uid, "410105", 1)
    assert (row["institution"], row["institution_uid"]) == ("郑州育才学校", institution)
    assert (row["balance"], row["signed_on"], row["state"]) == (750, "2021-03-11", "部分退")
    assert (row["student"], row["guardian_phone"]) == ("王**", "138****0011")


def test_list_unmasks_on_record(run, book):
    [row] = run("list", "refund", "--json", "--personal").data
    assert (row["student"], row["guardian_phone"]) == ("王梓涵", "13800000011")
    assert run("steps", "--json").data[0]["title"] == "查看个人信息：列出退费"


def test_list_for_people(run, book):
    listed = run("list", "institution").out.splitlines()
    assert listed[0].startswith("机构名称\t培训类别")
    assert listed[0].endswith("\t编号")
    assert listed[1].split("\t")[0] == "郑州育才学校"
    assert listed[1].split("\t")[-1] == book[0]
    assert "王敏" not in listed[1]
    assert listed[2:] == ["共 1 条。"]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--search", "育才"), 1),
        (("--search", "zzyc"), 1),
        (("--search", ""), 1),
        (("--search", "  "), 1),
        (("--search", "'\"%_*"), 1),  # signs alone are no word
        (("--search", 'x" OR "育才'), 0),
        (("--search", "没有"), 0),
        (("--where", "name=郑州育才学校"), 1),
        (("--where", "name=郑州'育才\"学校"), 0),
        (("--where", "operating_state="), 1),
        (("--where", "name=郑州育才学校", "--where", "category=学科类"), 0),
        (("--limit", "0"), 0),
        (("--limit", "5"), 1),
    ],
)
def test_list_finds(run, book, words, count):
    assert len(run("list", "institution", "--json", *words).data) == count


def test_a_name_with_signs_is_found_by_them(run, ledger_path):
    desk = open_desk(ledger_path, "王芳")
    name = "启航“数学”'s =100%_班"
    school(desk, name)
    desk.ledger.close()
    for words in (("--search", "数学”'s"), ("--where", f"name={name}"), ("--search", "100%")):
        assert [row["name"] for row in run("list", "institution", "--json", *words).data] == [name]


def test_list_says_how_many_there_are(run):
    assert run("list", "code", "--limit", "0").out.splitlines()[-1].startswith("共 ")
    assert run("list", "division", "--limit", "2").out.splitlines()[-1] == "共 3531 条，列出 2 条。"


@pytest.mark.parametrize(
    "words",
    [
        ("list", "nobody"),
        ("list", "refund", "--where", "nickname=x"),
        ("list", "refund", "--where", "student"),
        ("list", "refund", "--where", "state=未退", "--where", "state=部分退"),
        ("list", "refund", "--where", "signed_on=昨天"),
        ("list", "refund", "--where", "due=1,2,x"),
        ("list", "refund", "--limit", "-1"),
        ("list", "refund", "--limit", "many"),
        ("list", "refund", "--person"),
        ("list",),
        ("lst", "refund"),
        ("history", "refund", "nobody"),
        ("steps", "--limit", "x"),
        ("undo", "99"),
        ("undo", "first"),
        ("redo", "99"),
        ("export", "refund", "退费.csv"),
        ("import", "名单.csv"),
        ("import", "名单.csv", "--into", "nobody"),
        ("import", "名单.csv", "--into", "setting"),
        ("import", "名单.csv", "--into", "refund", "--set", "institution"),
        ("init",),
        ("init", "--office", "999"),
        ("restore",),
    ],
)
def test_wrong_usage_is_one_sentence_and_2(run, words):
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    [line] = answer.err.splitlines()
    assert "Traceback" not in line
    assert any("\u4e00" <= character <= "\u9fff" for character in line)
    for english in ("usage", "argument", "invalid", "required", "expected"):
        assert english not in line


def test_unknown_names_are_answered_with_the_known_ones(run):
    assert "refund（退费）" in run("list", "nobody").err
    assert "guardian_phone（家长电话）" in run("list", "refund", "--where", "nickname=x").err
    assert "410105 金水区教育局" in run("init", "--office", "999").err


# --- files and ledgers that cannot be used ---------------------------------------------------------------------------
READING = (("list", "refund"), ("steps",), ("check",), ("backup",), ("history", "refund", "x"))
WRITING = (("undo",), ("redo",), ("list", "refund", "--personal"))


@pytest.mark.parametrize("words", READING + WRITING)
@pytest.mark.parametrize("what", ["missing", "folder", "text", "no folder"])
def test_what_is_no_ledger_is_one_sentence_and_3(bare, tmp_path, words, what):
    path = tmp_path / ("没有" if what == "no folder" else "") / "台账.db"
    if what == "folder":
        path.mkdir()
    elif what == "text":
        path.write_text("这不是台账。" * 1000, encoding="utf-8")
    answer = bare("--ledger", path, *words)
    assert answer.code == 3
    # What `check` finds is its answer; all else is a complaint.
    [line] = (answer.out if words == ("check",) and what == "text" else answer.err).splitlines()
    assert "台账" in line
    if what == "missing":
        assert list(tmp_path.iterdir()) == []  # no lock is left at a wrong place


@pytest.mark.parametrize(
    "words",
    [
        ("import", "{}/没有.xlsx", "--into", "institution"),
        ("import", "{}", "--into", "institution"),
        ("export", "institution", "{}/没有/机构.xlsx"),
        ("restore", "{}/没有.db"),
        ("restore", "{}/台账.db"),
        ("backup", "{}/没有/备份.db"),
        ("backup", "{}/台账.db"),
    ],
)
def test_what_is_no_file_is_one_sentence_and_3(run, tmp_path, words):
    answer = run(*(word.format(tmp_path) for word in words))
    assert (answer.code, answer.out) == (3, "")
    assert len(answer.err.splitlines()) == 1


# --- import ----------------------------------------------------------------------------------------------------------
def test_import_answers_with_its_counts(run, roster):
    answer = run("import", roster, "--into", "institution", "--json")
    assert answer.code == 0
    assert list(answer.data) == IMPORT_KEYS
    assert [answer.data[key] for key in IMPORT_KEYS[1:]] == [2, 2, 0, 0, 0, 0, [], None]
    assert answer.data["batch"]
    again = run("import", roster, "--into", "institution", "--json")
    assert again.code == 0
    assert [again.data[key] for key in IMPORT_KEYS[1:]] == [2, 0, 0, 2, 0, 0, [], None]


def test_import_names_its_step_when_it_is_done(run, roster):
    out = run("import", roster, "--into", "institution").out
    assert "共 2 行：新增 2，更新 0，无变化 0，存疑 0，有误 0。" in out
    assert out.splitlines()[-1] == "已记为第 2 步。"
    assert run("steps", "--json").data[0]["step"] == 2


def test_a_dry_run_writes_nothing(run, roster, tmp_path):
    answer = run("import", roster, "--into", "institution", "--dry-run", "--json")
    assert (answer.code, answer.data["created"], answer.data["batch"]) == (0, 2, None)
    assert len(run("steps", "--json").data) == 1
    assert not (tmp_path / "备份").exists()
    assert "已记为" not in run("import", roster, "--into", "institution", "--dry-run").out


def test_rows_that_are_held_make_it_1(run, spoiled):
    for words, created in ((("--dry-run",), 1), ((), 1), ((), 0)):
        answer = run("import", spoiled, "--into", "institution", "--json", *words)
        assert (answer.code, answer.data["created"], answer.data["held"]) == (1, created, 1)
        [problem] = answer.data["problems"]
        assert list(problem) == PROBLEM_KEYS
        assert (problem["row"], problem["column"], problem["field"]) == (3, "B", "phone")
        assert problem["value"] == "一三八******"
    assert Path(answer.data["error_workbook"]).exists()


def test_held_rows_are_listed_without_what_stands_in_them(run, spoiled):
    run("import", spoiled, "--into", "institution")
    [row] = run("list", "held_row", "--json").data
    assert (row["row"], row["into"], row["state"]) == (3, "institution", "待处理")
    assert "博学堂" not in str(row["cells"])


def test_columns_and_values_for_all_rows(run, tmp_path, book):
    path = sheet(tmp_path, ("孩子", "订单"), ("李沐宸", "QH-2"), name="退费.csv")
    words = ("--map", "student=孩子", "--map", "contract_no=订单", "--set", "institution=郑州育才学校")
    answer = run("import", path, "--into", "refund", "--json", *words, "--set", "signed_on=2021-05-01")
    assert (answer.code, answer.data["created"]) == (0, 1)
    [row] = run("list", "refund", "--json", "--where", "contract_no=QH-2").data
    assert (row["institution"], row["signed_on"]) == ("郑州育才学校", "2021-05-01")


@pytest.mark.parametrize(
    "words",
    [
        ("--sheet", "没有这张"),
        ("--map", "nickname=机构名称"),
        ("--map", "name=没有这列"),
        ("--set", "nickname=x"),
        ("--set", "established_on=昨天"),
    ],
)
def test_what_the_sheet_does_not_have_is_wrong_usage(run, roster, words):
    answer = run("import", roster, "--into", "institution", *words)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 1
    assert len(run("steps", "--json").data) == 1


# --- export ----------------------------------------------------------------------------------------------------------
def test_an_export_is_taken_in_again_without_a_change(run, roster, tmp_path):
    run("import", roster, "--into", "institution")
    out = tmp_path / "机构.xlsx"
    assert run("export", "institution", out, "--json", "--personal").data == {"rows": 2, "file": str(out)}
    answer = run("import", out, "--into", "institution", "--json")
    assert (answer.data["unchanged"], answer.data["rows"]) == (2, 2)


def test_a_masked_export_needs_no_lock_and_no_step(run, book, tmp_path):
    assert run("export", "refund", tmp_path / "退费.xlsx").code == 0
    assert run("steps", "--json").data[0]["verb"] == "save"


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
