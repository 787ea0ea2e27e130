"""`chart`: a picture in a file, what other programs read of it, what is wrong usage."""

import pypdfium2
import pytest


def test_each_kind_of_picture_by_the_name_of_the_file(run, book, tmp_path):
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("PDF", b"%PDF")):
        out = tmp_path / f"图.{kind}"
        answer = run("chart", "refunds_by_month", "--out", out)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.endswith(f"已保存：{out}\n")
        assert out.read_bytes().startswith(start)
    words = pypdfium2.PdfDocument(tmp_path / "图.PDF")[0].get_textpage().get_text_range()
    assert "退费：应退与已退" in words


def test_what_other_programs_read(run, book, tmp_path):
    out = tmp_path / "图.svg"
    data = run("chart", "refunds_by_month", "--out", out, "--as-of", "2022-02-15", "--json").data
    assert set(data) == {"chart", "title", "note", "unit", "marks", "file"}
    assert (data["chart"], data["unit"], data["file"]) == ("refunds_by_month", "元", str(out))
    assert data["note"].startswith("金水区 · 截至 2022-02-15 · 按月 · 已退已扣除冲正 · 金水区教育局 ")
    paid = [mark for mark in data["marks"] if mark["layer"].startswith("已退")]
    assert paid == [{"column": "2021年9月", "layer": "已退（按付款日期）", "value": 500.0, "rows": 1}]


def test_a_chart_is_narrowed(run, book, tmp_path):
    out = tmp_path / "图.svg"
    narrowed = ("--as-of", "2021年12月31日", "--since", "2021-10-01", "--office", "410105", "--category", "学科类")
    answer = run("chart", "refunds_by_month", "--out", out, *narrowed, "--json")
    assert answer.data["marks"] == []
    assert answer.data["note"].startswith("金水区 · 学科类 · 2021-10-01 至 2021-12-31")
    assert "无数据" in run("chart", "refunds_by_month", "--out", out, *narrowed).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("refunds", "--out", "a.png"), "没有名为“refunds”的图表。可用的有：institutions_by_state（机构状态）"),
        (("refunds_by_month", "--out", "a.jpg"), "须以 .png、.svg、.pdf 结尾，不能是“a.jpg”"),
        (("refunds_by_month",), "缺少 --out"),
        (("refunds_by_month", "--out", "a.png", "--office", "1"), "没有代码为“1”的教育局"),
        (("refunds_by_month", "--out", "a.png", "--category", "学科"), "可用的有：学科类、"),
    ],
)
def test_wrong_usage(run, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    answer = run("chart", *words)
    assert answer.code == 2
    assert told in answer.err
    assert not (tmp_path / "a.png").exists()


def test_a_file_that_cannot_be_written(run, tmp_path):
    answer = run("chart", "refunds_by_month", "--out", tmp_path / "没有" / "图.png")
    assert (answer.code, "不存在" in answer.err) == (3, True)


def test_wrong_usage_is_told_before_the_ledger_is_opened(bare, tmp_path):
    for words in (("refunds", "--out", "a.png"), ("refunds_by_month", "--out", "a.jpg")):
        assert bare("--ledger", tmp_path / "没有.db", "chart", *words).code == 2
