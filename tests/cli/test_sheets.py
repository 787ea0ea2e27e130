"""Import and export on the command line: keys of the answers, exit codes, nothing written where it must not be."""

from pathlib import Path

import pytest

from tests.cli.conftest import sheet

PROBLEM_KEYS = ["sheet", "row", "column", "field", "value", "message"]
IMPORT_KEYS = ["batch", "rows", "created", "updated", "unchanged", "doubtful", "held", "problems", "error_workbook"]


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
