"""`notice NUMBER… --out OUT.pdf`."""

from datetime import date

import pytest

from shuangjian_desktop.services import deeds
from shuangjian_desktop.services.office import open_desk
from tests.cli.conftest import Run
from tests.conftest import OPERATOR
from tests.documents.paper import pages, running
from tests.services.entries import notice, school

ONE, OTHER = "郑金教改〔2022〕1号", "郑金教改〔2022〕2号"


@pytest.fixture
def issued(ledger_path):
    """Two notices that have their numbers."""
    desk = open_desk(ledger_path, OPERATOR)
    institution = school(desk, "郑州育才学校")
    for facts in ("未公示收费标准", "未按规定退费"):
        uid = notice(desk, institution, facts=facts)
        deeds.act(desk, "rectification_notice", uid, "issue", {"issued_on": date(2022, 3, 1)})
    desk.ledger.close()


def test_a_notice_becomes_a_pdf(run: Run, issued, tmp_path):
    out = tmp_path / "通知书.pdf"
    answer = run("notice", ONE, "--out", out)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"已把 1 份整改通知书（3 页）存为 PDF：{out}\n"
    text = running(out.read_bytes())
    assert ONE in text
    assert "郑州育才学校：" in text
    assert "次打印" not in text


def test_several_go_into_one_pdf_and_a_second_time_says_so(run: Run, issued, tmp_path):
    out = tmp_path / "通知书.pdf"
    assert run("notice", ONE, "--out", out).code == 0
    answer = run("--json", "notice", OTHER, ONE, "--out", out)
    assert answer.data == {"file": str(out), "notices": 2, "pages": 6}
    assert pages(out.read_bytes()) == 6
    assert OTHER in running(out.read_bytes(), 0)
    assert ["第2次打印" in running(out.read_bytes(), page) for page in (0, 3)] == [False, True]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((ONE, "郑金教改〔2022〕3号"), "没有文号为“郑金教改〔2022〕3号”的整改通知书。"),
        (("12",), "“12”不是文号。文号要写全"),
    ],
)
def test_an_unknown_number_is_refused_and_nothing_written(run: Run, issued, tmp_path, words, sentence):
    answer = run("notice", *words, "--out", tmp_path / "通知书.pdf")
    assert answer.code == 2
    assert answer.err.startswith(sentence)
    assert not (tmp_path / "通知书.pdf").exists()
    assert all(step["verb"] != "print" for step in run("--json", "steps").data)


def test_a_file_that_is_no_pdf_or_has_no_folder_is_refused(run: Run, issued, tmp_path):
    assert run("notice", ONE, "--out", tmp_path / "通知书.doc").code == 2
    answer = run("notice", ONE, "--out", tmp_path / "没有" / "通知书.pdf")
    assert (answer.code, "不存在" in answer.err) == (3, True)
    assert run("notice", ONE).code == 2
