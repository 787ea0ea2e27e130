"""A refund list as an institution sends it: its own name only in the title, 应退/已退/未退 as running totals."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from tests.acceptance.shell import Shell, counted, counts

SCHOOL = "郑州市金水区育才文化培训学校"
STUDENTS = ("王梓涵", "李沐宸", "张一诺", "刘宇轩", "陈欣怡")
DUE = (1250.5, 3600, 800, 2400, 990)
FIRST = (500, 3600, 0, 1200, 300)
GROWN = (1250.5, 3600, 800, 2400, 600)


def write(path: Path, paid: Sequence[float]) -> Path:
    """Write the list with these running totals."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"{SCHOOL}退费情况统计表"])
    sheet.merge_cells("A1:H1")
    sheet.append(["序号", "学生姓名", "家长电话", "合同编号", "课程名称", "应退金额", "已退金额", "未退金额"])
    for number, student in enumerate(STUDENTS):
        row = [number + 1, student, f"1380000000{number}", f"YC-{number:03d}", "小学数学", DUE[number], paid[number]]
        sheet.append([*row, DUE[number] - paid[number]])
    sheet.append(["合计", None, None, None, None, sum(DUE), sum(paid), sum(DUE) - sum(paid)])
    book.save(path)
    return path


def school(shell: Shell, tmp_path: Path) -> None:
    """Enter the institution that the list names."""
    path = tmp_path / "机构.csv"
    path.write_text(f"机构名称,培训类别\n{SCHOOL},学科类\n", encoding="gb18030")
    assert shell("import", path, "--into", "institution")[0] == 0


def payments(shell: Shell, refund: dict[str, Any]) -> list[float]:
    """Return the payments of a refund, in the order they were made."""
    _code, rows = shell.json("list", "refund_payment")
    mine = [row for row in rows if row["refund_uid"] == refund["uid"]]
    return [row["amount"] for row in sorted(mine, key=lambda row: row["uid"])]


def refunds(shell: Shell) -> dict[str, dict[str, Any]]:
    """Return the refunds by contract number."""
    return {row["contract_no"]: row for row in shell.json("list", "refund", "--personal")[1]}


def test_running_totals_become_payments_once(shell: Shell, tmp_path: Path):
    school(shell, tmp_path)
    first = write(tmp_path / "退费1.xlsx", FIRST)
    code, answer = shell.json("import", first, "--into", "refund")
    assert (code, counts(answer)) == (0, counted(rows=5, created=5))
    held = refunds(shell)
    assert {row["institution"] for row in held.values()} == {SCHOOL}
    assert [held[f"YC-00{n}"]["student"] for n in range(5)] == list(STUDENTS)
    assert [held[f"YC-00{n}"]["due"] for n in range(5)] == list(DUE)
    assert [held[f"YC-00{n}"]["paid"] for n in range(5)] == list(FIRST)
    assert [held[f"YC-00{n}"]["balance"] for n in range(5)] == [d - p for d, p in zip(DUE, FIRST, strict=True)]
    assert [held[f"YC-00{n}"]["state"] for n in range(5)] == ["部分退", "已退清", "未退", "部分退", "部分退"]

    code, answer = shell.json("import", first, "--into", "refund")
    assert (code, counts(answer)) == (0, counted(rows=5, unchanged=5))

    code, answer = shell.json("import", write(tmp_path / "退费2.xlsx", GROWN), "--into", "refund")
    assert (code, counts(answer)) == (0, counted(rows=5, updated=4, unchanged=1))
    held = refunds(shell)
    paid = [payments(shell, held[f"YC-00{n}"]) for n in range(5)]
    assert paid == [[500, 750.5], [3600], [800], [1200, 1200], [300, 300]]
    assert [held[f"YC-00{n}"]["paid"] for n in range(5)] == list(GROWN)


def test_a_smaller_total_is_doubtful_and_nothing_is_taken_away(shell: Shell, tmp_path: Path):
    school(shell, tmp_path)
    shell("import", write(tmp_path / "退费1.xlsx", GROWN), "--into", "refund")
    smaller = (1250.5, 3600, 500, 2400, 600)
    code, answer = shell.json("import", write(tmp_path / "退费2.xlsx", smaller), "--into", "refund")
    assert (code, counts(answer)) == (1, counted(rows=5, unchanged=4, doubtful=1))
    assert [(one["row"], one["column"]) for one in answer["problems"]] == [(5, "G")]
    assert refunds(shell)["YC-002"]["paid"] == 800


def test_the_rest_that_does_not_add_up_is_a_problem_of_its_cell(shell: Shell, tmp_path: Path):
    school(shell, tmp_path)
    path = write(tmp_path / "退费.xlsx", FIRST)
    book = openpyxl.load_workbook(path)
    book.active["H4"] = 99
    book.save(path)
    code, answer = shell.json("import", path, "--into", "refund")
    assert (code, counts(answer)) == (1, counted(rows=5, created=4, held=1))
    assert [(one["row"], one["column"], one["field"]) for one in answer["problems"]] == [(4, "H", "balance")]


def test_the_whole_import_is_taken_back_but_for_what_was_edited_since(shell: Shell, tmp_path: Path):
    school(shell, tmp_path)
    shell("import", write(tmp_path / "退费.xlsx", FIRST), "--into", "refund")
    step = shell.json("steps", "--limit", "1")[1][0]["step"]
    later = tmp_path / "补充.csv"
    rows = "\n".join(f"{SCHOOL},{STUDENTS[n]},1380000000{n},YC-00{n},电话核实过" for n in (1, 3))
    later.write_text(f"机构名称,学生姓名,家长电话,合同编号,备注\n{rows}\n", encoding="utf-8-sig")
    code, answer = shell.json("import", later, "--into", "refund")
    assert (code, counts(answer)) == (0, counted(rows=2, updated=2))

    code, undone = shell.json("undo", str(step))
    assert code == 1, "done in part"
    left = refunds(shell)
    assert sorted(left) == ["YC-001", "YC-003"], "the two edited rows stay, whole"
    assert [left[key]["paid"] for key in sorted(left)] == [3600, 1200]
    kept = {one["uid"] for one in undone["kept"] if one["register"] == "refund"}
    assert kept == {row["uid"] for row in left.values()}
    assert all(one["reason"] for one in undone["kept"])

    code, _again = shell.json("redo", str(step))
    assert sorted(refunds(shell)) == [f"YC-00{n}" for n in range(5)]
    assert shell("check")[0] == 0
