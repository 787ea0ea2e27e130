"""The command line as other programs know it: names, keys of the answers, exit codes."""

import pytest

from shuangjian_desktop.registers import find
from shuangjian_desktop.services.office import open_desk
from tests.services.entries import school


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
        (("--search", "'\"%_*"), 0),  # no record has these signs
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
