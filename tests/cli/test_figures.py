"""`figures`: what other programs read, what a person reads, what is wrong usage."""

import pytest

from shuangjian_desktop.analysis.figures import FIGURES

KEYS = {"value", "unit", "rows", "population", "text"}


@pytest.fixture
def closed(run, tmp_path):
    """Three institutions from a clerk's sheet: shut without a licence, shut with one, going on."""
    sheet = tmp_path / "机构.csv"
    lines = (
        "机构名称,培训类别,证照情况,处置方式,处置日期",
        "甲,学科类,无证无照,取缔关停,2021-09-01",
        "乙,学科类,有证有照,取缔关停,2021-12-01",
        "丙,学科类,有证有照,规范保留,2021-12-31",
    )
    sheet.write_text("\n".join(lines), encoding="utf-8")
    assert run("import", sheet, "--into", "institution").code == 0


def test_all_figures_by_key(run, book, closed):
    answer = run("figures", "--json")
    assert answer.code == 0
    assert list(answer.data) == [figure.key for figure in FIGURES]
    assert all(set(one) == KEYS for one in answer.data.values())
    assert answer.data["closed_illegal"] == {"value": 1, "unit": "家", "rows": 1, "population": 4, "text": "1家"}
    assert answer.data["refunds_paid"]["value"] == 500.0
    assert answer.data["reduction_rate"] == {"value": 50.0, "unit": "%", "rows": 1, "population": 2, "text": "50%"}
    assert answer.data["wages_settled"] == {"value": None, "unit": "元", "rows": 0, "population": 0, "text": "无数据"}


def test_one_figure_as_of_a_day(run, closed):
    assert list(run("figures", "subject_after", "--json").data) == ["subject_after"]
    for day, left in (("2021-11-30", 2), ("2021年12月1日", 1), ("20211231", 1)):
        assert run("figures", "subject_after", "--as-of", day, "--json").data["subject_after"]["value"] == left


def test_an_undone_import_is_gone_from_the_figures(run, closed):
    run("undo")
    assert run("figures", "closed_illegal", "--json").data["closed_illegal"]["value"] is None
    run("redo")
    assert run("figures", "closed_illegal", "--json").data["closed_illegal"]["value"] == 1


def test_by_district(run, book):
    paid = run("figures", "refunds_paid", "--by", "district", "--json").data["refunds_paid"]
    assert set(paid) == {*KEYS, "districts"}
    assert paid["districts"] == {
        "410105": {
            "name": "金水区教育局", "value": 500.0, "unit": "元", "rows": 1, "population": 1, "text": "500元"
        }
    }  # fmt: skip
    text = run("figures", "--by", "district", "--as-of", "2022-02-15").out
    assert text.startswith("截至 2022-02-15\n关停违法培训机构\t0家\n    金水区教育局\t0家\n")
    assert "不一定等于各区县之和" in text
    assert "不一定等于" not in run("figures", "refunds_paid", "--by", "district").out


def test_the_rows_behind_with_personal_values_masked(run, book, ledger_path):
    found = run("figures", "refund_students", "--rows", "--json").data["refund_students"]
    [row] = found["records"]
    assert (row["uid"], row["student"], found["rows"]) == (book[1], "王**", 1)
    text = run("figures", "refund_students", "--rows").out
    assert "退费涉及学生\t1名" in text
    assert text.endswith("共 1 条。\n")
    assert "王梓涵" not in text
    assert run("figures", "closed_illegal", "--rows", "--json").data["closed_illegal"]["records"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("figures", "refunds"), "没有名为“refunds”的数据"),
        (("figures", "--rows"), "要指明列出哪一项"),
        (("figures", "--as-of", "2021-02-30"), "没有 2021年2月30日 这一天"),
        (("figures", "--by", "month"), "可用：'district'"),
    ],
)
def test_wrong_usage_is_a_sentence(run, words, told):
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert len(answer.err.splitlines()) == 1
