"""pack and receive as other programs know them."""

import openpyxl
import pytest

from shuangjian_desktop.services.office import open_desk
from tests.services.entries import school


@pytest.fixture
def city(bare, tmp_path):
    """The city's ledger, given a command."""
    path = tmp_path / "4101.db"
    bare("--ledger", path, "init", "--office", "4101")
    return lambda *words: bare("--ledger", path, *words)


@pytest.fixture
def sent(run, book, tmp_path):
    path = tmp_path / "包.xlsx"
    assert run("pack", "--to", "4101", path).code == 0
    return path


def test_pack_says_what_it_made(run, book, tmp_path):
    path = tmp_path / "包.xlsx"
    made = run("pack", "--to", "4101", path, "--json")
    assert made.code == 0
    assert (made.data["file"], made.data["rows"], made.data["previous"]) == (str(path), 3, 0)
    assert made.data["package"] == {"sender": "410105", "receiver": "4101", "number": 1, "kind": "全量"}
    second = run("pack", "--to", "4101", path)
    assert (second.code, second.out) == (0, f"已做好给郑州市教育局的第 2 号增量数据包，共 0 行：{path}\n")
    assert run("pack", "--to", "4101", tmp_path / "包.csv").code == 2
    assert run("pack", "--to", "410103", path).code == 1
    assert run("pack", path).code == 2


def test_receive_answers_like_import(city, sent):
    tried = city("receive", sent, "--dry-run", "--json")
    assert (tried.code, tried.data["created"], tried.data["step"]) == (0, 3, None)
    done = city("receive", sent, "--json")
    assert done.code == 0
    counts = {key: done.data[key] for key in ("rows", "created", "updated", "unchanged", "deleted", "held")}
    assert counts == {"rows": 3, "created": 3, "updated": 0, "unchanged": 0, "deleted": 0, "held": 0}
    assert (done.data["corrections"], done.data["conflicts"], done.data["problems"]) == ([], [], [])
    assert done.data["package"] == {"sender": "410105", "number": 1, "kind": "全量"}
    again = city("receive", sent)
    assert (again.code, again.out) == (0, "金水区教育局第 1 号全量数据包已经接收过，没有改动。\n")
    assert len(city("list", "institution", "--json").data) == 1
    assert city("undo").out.startswith("已撤销 3 条")
    assert city("list", "institution", "--json").data == []
    assert city("check").code == 0


def test_corrections_by_hand_wait_for_a_word(city, sent):
    city("receive", sent)
    book = openpyxl.load_workbook(sent)
    book["机构台账"].cell(2, 1).value = "郑州育才新校"
    book.save(sent)
    waiting = city("receive", sent)
    assert waiting.code == 1
    assert "更正“郑州育才学校”：机构名称：郑州育才学校 → 郑州育才新校" in waiting.out
    assert "需要确认：数据包发出后被人改过：更正 1 行，手工新增 0 行。" in waiting.out
    [correction] = city("receive", sent, "--dry-run", "--json").data["corrections"]
    assert correction["changes"] == [
        {"field": "name", "label": "机构名称", "old": "郑州育才学校", "new": "郑州育才新校"}
    ]
    assert city("list", "institution", "--json").data[0]["name"] == "郑州育才学校"
    assert city("receive", sent, "--confirm").code == 0
    assert city("list", "institution", "--json").data[0]["name"] == "郑州育才新校"


def test_the_same_licence_in_two_offices_is_told(city, sent, tmp_path, run, ledger_path):
    path = tmp_path / "4101.db"
    for place, name in ((path, "市属育才"), (ledger_path, "金水育才")):
        desk = open_desk(place, "王芳")
        school(desk, name, licence_no="教民141010570001239")
        desk.ledger.close()
    run("pack", "--to", "4101", sent, "--full")
    done = city("receive", sent)
    assert "办学许可证号相同，请核对：" in done.out
    assert "郑州市教育局“市属育才”" in done.out


def test_what_is_no_package_is_refused(city, run, roster, sent):
    assert city("receive", roster).code == 3
    wrong = run("receive", sent)
    assert wrong.code == 1
    assert "发给郑州市教育局" in wrong.err


def test_an_institution_is_handed_over_through_the_city(bare, city, run, book, tmp_path):
    other = tmp_path / "410103.db"
    bare("--ledger", other, "init", "--office", "410103")
    uid = run("list", "institution", "--json").data[0]["uid"]
    assert run("handover", uid, "--to", "410105").code == 1
    assert run("handover", uid, "--to", "999999").code == 2
    assert run("handover", "没有", "--to", "410103").code == 2
    done = run("handover", uid, "--to", "410103", "--on", "2022年3月1日", "--reason", "区划调整", "--json")
    assert (done.code, done.data["to"], done.data["rows"]) == (0, "410103", 3)
    assert run("undo").code == 0
    text = run("handover", uid, "--to", "410103", "--on", "2022-03-01").out
    assert text.startswith("已将“郑州育才学校”移交给二七区教育局，共 3 条记录（第 ")
    assert "所属单位：金水区教育局 → 二七区教育局" in run("history", "institution", uid).out
    up, down = tmp_path / "上.xlsx", tmp_path / "下.xlsx"
    assert "接收方将看不到学生、教职工的姓名和电话" in run("pack", "--to", "4101", up).out
    assert "移交已随第 1 号数据包发给郑州市教育局，不能撤销" in run("undo").err
    came = city("receive", up)
    assert (came.code, "移交“郑州育才学校”" in came.out) == (0, True)
    made = city("pack", "--to", "410103", down, "--json")
    assert "移交给二七区教育局的 3 条记录" in made.data["notes"][0]
    received = bare("--ledger", other, "receive", down, "--json")
    assert (received.code, received.data["created"], received.data["handed_over"]) == (0, 3, 3)
    [record] = bare("--ledger", other, "list", "institution", "--json").data
    assert (record["uid"], record["office"], record["handed_from"]) == (uid, "410103", "金水区教育局")
    for path in (tmp_path / "4101.db", other):
        assert bare("--ledger", path, "check").code == 0
    assert run("check").code == 0
