"""A package goes through a clerk's hands in LibreOffice and comes back: just what was done there is shown."""

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import orjson
import pytest

from shuangjian_desktop.cli import main
from shuangjian_desktop.services.desk import Desk
from tests.packages.conftest import all_of, receive
from tests.services.entries import enter, payment, refund, school

HANDS = Path(__file__).with_name("office_hands.py")


def python_with_uno() -> str:
    """A Python that can speak to LibreOffice: its own, or the system's; a machine without one skips the test."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    own = Path(office).resolve().parent
    for python in filter(None, (shutil.which("python", path=str(own)), shutil.which("python3", path=os.defpath))):
        if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return python
    pytest.skip("no Python has LibreOffice's uno")


@pytest.fixture
def filled(jinshui: Desk, city: Desk, send) -> Path:
    """A district's package that the city has received."""
    there = [
        school(
            jinshui,
            f"第{number:02}学校",
            licence_no=f"教民14101057000{number:04}",
            phone="0371-65432100",
            notes="原样",
            licensed_on=date(2019, 7, 1),
            operating_state="正常",
            prepaid_balance=100_000 + number,
        )
        for number in range(12)
    ]
    for number in (1, 2, 3):
        paid = [payment(10_000 * number, voucher_no=f"00012{number + 2}")]
        course = "数学" if number < 3 else "英语"
        refund(jinshui, there[number], f"学生{number}", paid, contract_no=f"QH-{number}", course=course)
    visit = {"on": date(2021, 11, 12), "kind": "日巡查", "place": "花园路", "officers": "刘洋、周敏"}
    enter(jinshui, "inspection", {**visit, "result": "责令整改"})
    path = send(jinshui)
    receive(city, path)
    return path


@pytest.fixture
def mended(filled: Path, tmp_path: Path) -> Path:
    """The package as LibreOffice saved it."""
    path = Path(shutil.copy(filled, tmp_path / "改过 (1).xlsx"))
    done = subprocess.run(
        [python_with_uno(), str(HANDS), str(path), str(tmp_path / "profile")],
        capture_output=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr.decode()
    return path


def test_just_what_was_done_in_libreoffice_is_shown_and_goes_in(city: Desk, mended: Path, capsys):
    before = {key: all_of(city, key) for key in ("institution", "refund", "refund_payment", "inspection")}
    capsys.readouterr()
    code = main(lambda *_: 0, ["--ledger", str(city.ledger.path), "receive", str(mended), "--dry-run", "--json"])
    told = orjson.loads(capsys.readouterr().out)
    assert code == 1  # it waits for a word
    counts = {key: told[key] for key in ("created", "updated", "deleted", "held", "conflicts", "problems")}
    assert counts == {"created": 3, "updated": 7, "deleted": 1, "held": 0, "conflicts": [], "problems": []}
    assert {
        (row["register"], row["name"], one["label"], one["old"], one["new"])
        for row in told["corrections"]
        for one in row["changes"]
    } == {
        ("institution", "第01学校", "备注", "原样", "改过的备注\n第二行"),
        ("institution", "第02学校", "建筑面积（平方米）", "", "88.5"),
        ("institution", "第03学校", "发证日期", "2019-07-01", "2020-02-29"),
        ("institution", "第04学校", "机构状态", "正常", "停业"),
        ("refund", "QH-1", "合同金额", "5,000.00", "6,000.50"),
        ("refund", "QH-2", "机构名称", "第02学校", "第05学校"),
        ("inspection", "2021-11-12 花园路", "处理结果", "责令整改", "移送"),
    }
    assert sum(len(row["changes"]) for row in told["corrections"]) == 7
    assert {(row["name"], row["copied"]) for row in told["added"]} == {
        ("抄来的学校", True),
        ("中间新校", False),
        ("2021-11-20 未来路", False),
    }
    assert [row["name"] for row in told["removed"]] == ["第07学校"]

    done = receive(city, mended, confirmed=True)
    assert done.changes.step is not None
    after = {key: all_of(city, key) for key in before}
    assert {key: len(rows) for key, rows in after.items()} == {
        "institution": 13,
        "refund": 3,
        "refund_payment": 3,
        "inspection": 2,
    }
    same = [key for key, rows in before.items() for uid, row in rows.items() if after[key].get(uid) == row]
    assert len(same) == 19 - 7 - 1  # all but those corrected and the deleted one
    new = {str(one.values["name"]): one.values for one in after["institution"].values()}
    assert (new["中间新校"]["established_on"], new["中间新校"]["prepaid_balance"]) == (date(2019, 3, 1), 123_456)
    copied = {key: value for key, value in new["抄来的学校"].items() if value != new["第06学校"][key]}
    assert copied == {"name": "抄来的学校", "licence_no": "教民141010570009999"}
    assert {one.office for one in after["institution"].values()} == {"410105"}
