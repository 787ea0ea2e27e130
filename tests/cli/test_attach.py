"""`attach REGISTER UID FILE…`, and what `backup` and `check` say of a file that is lost."""

import pytest

from shuangjian_desktop.services.office import open_desk
from tests.cli.conftest import Run
from tests.conftest import OPERATOR
from tests.services.entries import school


@pytest.fixture
def institution(ledger_path):
    desk = open_desk(ledger_path, OPERATOR)
    uid = school(desk, "郑州育才学校")
    desk.ledger.close()
    return uid


@pytest.fixture
def photos(tmp_path):
    found = [tmp_path / "门头.jpg", tmp_path / "教室.jpg"]
    for number, path in enumerate(found):
        path.write_bytes(b"\xff\xd8\xff" + bytes([number]) * 2000)
    return found


def test_files_are_hung_on_a_record(run: Run, institution, photos):
    answer = run("attach", "institution", institution, *photos)
    assert (answer.code, answer.out) == (0, "已添加 2 个附件（第 3 步）。\n")
    answer = run("--json", "attach", "institution", institution, photos[0])
    assert answer.data == {"added": [], "known": ["门头.jpg"], "step": None}
    assert run("undo").code == 0
    assert run("check").out == "台账完好。\n"


def test_a_record_or_a_file_that_is_not_there(run: Run, institution, photos):
    assert run("attach", "institution", "nobody", photos[0]).code == 2
    answer = run("attach", "institution", institution, photos[0], "没有.jpg")
    assert answer.code == 3
    assert answer.err.startswith("“没有.jpg”读不出来，没有添加。请看看它是否被移走，或正被别的程序占用。")
    assert "其余 1 个也没有添加" in answer.err


def test_a_lost_file_is_named(run: Run, institution, photos, ledger_path):
    run("attach", "institution", institution, photos[0])
    assert run("backup").code == 0
    for path in (ledger_path.parent / "附件").rglob("*"):
        if path.is_file():
            path.unlink()
    answer = run("--json", "backup")
    assert answer.code == 1
    assert answer.data["lost"] == "有 1 个附件的文件找不到，没有备份：“门*.jpg”（机构台账）。"
    assert run("check").code == 3
