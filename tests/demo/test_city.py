"""The demo as a clerk of the city sees it: 16 packages in, the bulletin's numbers out."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from shuangjian_desktop.analysis.figures import BY_KEY
from shuangjian_desktop.demo.quotas import WEIGHTS
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.backups import check
from tests.demo.test_rows import SMALL, rows_of

pytestmark = pytest.mark.slow
Command = Callable[..., Any]
NEW_YEARS_EVE = date(2021, 12, 31)


def shuangjian(*words: object) -> subprocess.CompletedProcess[str]:
    """Give the program a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "shuangjian_desktop", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "SHUANGJIAN_OPERATOR": "赵敏"},
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The demo at a hundredth: its folder, and what the command answered."""
    folder = tmp_path_factory.mktemp("demo") / "演示"
    done = shuangjian("demo", folder, "--scale", 0.01, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return folder, orjson.loads(done.stdout)


@pytest.fixture
def city(made: tuple[Path, dict[str, Any]]) -> Command:
    """Give a command at the city's ledger; return what it answers."""

    def command(*words: object) -> Any:
        done = shuangjian("--ledger", made[0] / "4101.db", "--json", *words)
        assert done.returncode == 0, done.stderr
        return orjson.loads(done.stdout)

    return command


def external(key: str) -> object:
    """What a figure of the small demo must be, as other programs read it."""
    figure = BY_KEY[key]
    return figure.kind.external(figure.value(SMALL.figures()[key]))


def test_the_citys_figures_are_the_bulletins(made, city):
    _folder, answer = made
    wanted = {key: external(key) for key in BY_KEY}
    assert {key: one["value"] for key, one in city("figures").items()} == wanted
    told = answer["figures"]
    assert {key: (one["bulletin"], one["value"], one["equal"]) for key, one in told.items()} == {
        key: (value, value, True) for key, value in wanted.items()
    }


def test_every_ledger_is_whole(made):
    folder, _answer = made
    ledgers = sorted(folder.glob("4101*.db"))
    assert len(ledgers) == 17
    assert {one.name: told for one in ledgers if (told := check(one))} == {}


def test_every_row_of_every_district_arrived(made, city):
    folder, _answer = made
    assert sorted(path.name for path in folder.glob("*.db")) == sorted(f"{code}.db" for code in (*WEIGHTS, "4101"))
    sent: dict[str, int] = {}
    for code in WEIGHTS:
        for key, rows in rows_of(code).items():
            sent[key] = sent.get(key, 0) + len(rows)
    assert {key: len(city("list", key)) for key in sent} == sent


def test_all_sixteen_again_are_nothing(made, city):
    folder, answer = made
    before, steps = city("figures", "--by", "district"), city("steps", "--limit", 100)
    assert len(answer["packages"]) == 16
    for package in answer["packages"]:
        told = city("receive", package)
        assert (told["created"], told["updated"], told["deleted"], told["step"]) == (0, 0, 0, None)
    assert city("figures", "--by", "district") == before
    assert city("steps", "--limit", 100) == steps
    assert not (folder / "备份").exists()


def test_one_taken_back_is_gone_from_every_figure_and_back_when_done_again(city):
    before = city("figures", "--by", "district")
    step = next(
        one["step"] for one in city("steps", "--limit", 100) if "金水区" in one["title"] and one["verb"] == "receive"
    )
    city("undo", step)
    without = city("figures", "--by", "district")
    counted = {key: one["districts"]["410105"] for key, one in without.items()}
    assert {one["population"] for one in counted.values()} == {0}
    assert {one["value"] for one in counted.values()} == {None}
    for key in ("refunds_paid", "wages_settled", "notices_issued", "closed_illegal"):
        held, lost = before[key]["value"], before[key]["districts"]["410105"]["value"]
        assert round(without[key]["value"] - (held - lost), 2) == 0, key
    assert [one for one in city("list", "refund") if one["office"] == "410105"] == []
    city("redo")
    assert city("figures", "--by", "district") == before


def test_the_figures_of_an_earlier_day_are_those_of_that_day(city):
    told = {key: one["value"] for key, one in city("figures", "--as-of", NEW_YEARS_EVE).items()}
    assert told == {key: told[key] if value is None else value for key, value in counted_on(NEW_YEARS_EVE).items()}


def counted_on(day: date) -> dict[str, object]:
    """The figures of a day, counted row by row from what the districts were told."""
    rows: dict[str, dict[str, dict]] = {}
    for code in WEIGHTS:
        for key, some in rows_of(code).items():
            rows.setdefault(key, {}).update(some)
    last: dict[str, str] = {}
    turned = set()
    for one in sorted(rows["disposition"].values(), key=lambda one: one["on"]):
        if one["on"] <= day:
            last[one["institution"]] = one["kind"]
            turned |= {one["institution"]} if one["kind"] == "营转非（营改非）" else set()
    institutions = rows["institution"]
    shut = {
        uid for uid, kind in last.items() if kind == "取缔关停" and institutions[uid]["licence_state"] != "有证有照"
    }
    subject = {uid for uid, one in institutions.items() if one["category"] == "学科类" and "licence_no" in one}
    after = {uid for uid in subject if last.get(uid) in (None, "规范保留", "营转非（营改非）")}
    notices = [
        one
        for one in rows["rectification_notice"].values()
        if one.get("issued_on") and one["issued_on"] <= day and not (one.get("voided_on") and one["voided_on"] <= day)
    ]
    found: dict[str, object] = {
        "closed_illegal": len(shut),
        "classified_disposed": len(set(last) - shut),
        "subject_before": len(subject),
        "subject_after": len(after),
        "reduction_rate": round(100 - 100 * len(after) / len(subject), 2),
        "subject_new_licences": 0,
        "notices_issued": len(notices),
        "nonprofit_rate": round(100 * len(after & turned) / len(after), 2),
    }
    for money, persons, settlement, payment, named in (
        ("wages_settled", "wage_staff", "wage_settlement", "wage_payment", ("staff", "phone")),
        ("refunds_paid", "refund_students", "refund", "refund_payment", ("student", "guardian_phone")),
    ):
        until = {uid: one for uid, one in rows[payment].items() if one["on"] <= day}
        back = {one["reverses"] for one in until.values() if one.get("reverses")}
        kept = {one[settlement] for uid, one in until.items() if one["amount"] > 0 and uid not in back}
        paid = [rows[settlement][uid] for uid in kept]
        found[money] = sum(one["amount"] for one in until.values()) / 100
        found[persons] = len({one["identity_no"] or tuple(one[key] for key in named) for one in paid})
    return found


def test_no_person_of_the_demo_is_in_a_package_or_in_what_was_printed(made):
    """Packages without personal columns: neither name nor telephone nor identity number, in no part of the file."""
    folder, answer = made
    persons = set()
    for code in WEIGHTS:
        for key, rows in rows_of(code).items():
            names = [item.key for item in find(key).fields if item.personal]
            persons |= {str(values[name]) for _uid, values in rows for name in names if values.get(name)}
    assert len(persons) > 1000
    printed = shuangjian("--ledger", folder / "4101.db", "receive", "--dry-run", answer["packages"][3])
    for text in (orjson.dumps(answer).decode(), printed.stdout + printed.stderr, *map(text_of, answer["packages"])):
        assert [one for one in persons if one in text] == []


def text_of(package: str) -> str:
    """All text in all parts of a workbook, its bytes too."""
    raw = Path(package).read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        return "\n".join([raw.decode("latin-1"), *(parts.read(name).decode() for name in parts.namelist())])


@pytest.mark.parametrize(
    ("scale", "said"), [("0", "0.001 与 1 之间"), ("2", "0.001 与 1 之间"), ("大", "0.001 与 1 之间")]
)
def test_a_scale_that_is_none_is_refused(tmp_path, scale, said):
    done = shuangjian("demo", tmp_path / "新", "--scale", scale)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "新").exists()


def test_nothing_is_mixed_with_what_somebody_has_in_a_folder(tmp_path):
    (tmp_path / "重要.txt").write_text("重要", encoding="utf-8")
    done = shuangjian("demo", tmp_path, "--scale", 0.01)
    assert done.returncode == 1
    assert "已经有东西" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["重要.txt"]
