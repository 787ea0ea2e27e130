"""Where the head of a clerk's table is found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import Sheet
from shuangjian_desktop.core.errors import FileError, UsageError
from shuangjian_desktop.exchange.planning.heads import find_table
from shuangjian_desktop.exchange.planning.headwords import foldings, unit_of, unit_said
from shuangjian_desktop.registers import REGISTERS, find
from tests.exchange.sheets import roster_sheet, sheet_of

INSTITUTION, REFUND = find("institution"), find("refund")


def test_the_head_under_merged_titles_is_found() -> None:
    head = find_table([roster_sheet()], INSTITUTION)
    assert (head.sheet, head.row, head.depth) == ("名单", 3, 1)
    assert head.titles == ("四季青街道校外培训机构名单", "填报单位：四季青街道办事处 2020年9月")
    assert head.columns[2] == "机构名称"


def test_line_breaks_stars_and_units_do_not_hide_a_head() -> None:
    sheet = sheet_of([["*机构\n名称", "面积\r\n（平方米）", "联系 电话", "办学许可证号（必填）"], ["甲", 1, "2", "3"]])
    assert find_table([sheet], INSTITUTION).hits == 4


def test_two_rows_of_head_are_read_as_one() -> None:
    sheet = sheet_of(
        [
            ["退费统计"],
            ["序号", "学生姓名", "家长信息", None, "退费情况（元）", None, None, "备注"],
            [None, None, "姓名", "联系电话", "应退", "已退", "未退", None],
            [1, "王一", "王大", "13800000001", 100, 0, 100, None],
        ]
    )
    head = find_table([sheet], REFUND)
    assert (head.row, head.depth, head.last_row) == (2, 2, 3)
    assert head.columns[4:] == ("应退", "已退", "未退", "备注")


def test_a_row_of_texts_below_the_head_is_data_not_head() -> None:
    sheet = sheet_of([["机构名称", "地址", "联系人"], ["育才", "一路1号", None], ["树人", "二路", "张"]])
    head = find_table([sheet], INSTITUTION)
    assert (head.row, head.depth) == (1, 1)


def test_the_sheet_that_fits_best_is_taken_and_the_others_are_told() -> None:
    cover = sheet_of([["说明"], ["请各单位填写"]], "封面")
    first = sheet_of([["机构名称", "地址", "联系电话"], ["甲", "乙", "1"]], "一月")
    second = sheet_of([["机构名称", "地址"], ["甲", "乙"]], "二月")
    hidden = Sheet("底稿", [["机构名称", "地址", "联系电话"], ["丙", "丁", "1"]], hidden=True)
    head = find_table([cover, hidden, first, second], INSTITUTION)
    assert head.sheet == "一月"
    assert head.others == ("二月",)


def test_a_sheet_that_went_out_to_be_mended_is_the_one_that_is_meant() -> None:
    rich = sheet_of([["机构名称", "地址", "联系电话", "办学许可证号"], ["甲", "乙", "1", "2"]], "原表")
    sent = sheet_of([["机构名称", "错误信息", "行键"], [None, "缺名称", "待:h1"]], "有误")
    assert find_table([rich, sent], INSTITUTION).sheet == "有误"


def test_sheet_and_row_can_be_chosen() -> None:
    sheets = [
        sheet_of([["机构名称", "地址"], ["甲", "乙"]], "一"),
        sheet_of([["x"], ["名称", "地址"], ["甲", "乙"]], "二"),
    ]
    assert find_table(sheets, INSTITUTION, "二").row == 2
    assert find_table(sheets, INSTITUTION, "二", 1).columns == ("x",)
    with pytest.raises(UsageError, match="三"):
        find_table(sheets, INSTITUTION, "三")
    with pytest.raises(UsageError, match="第 9 行"):
        find_table(sheets, INSTITUTION, "一", 9)


def test_a_workbook_without_text_is_refused() -> None:
    with pytest.raises(FileError, match="没有找到表格"):
        find_table([sheet_of([[1, 2], [date(2022, 1, 1)]]), sheet_of([])], INSTITUTION)


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("应退金额（万元）", 10_000),
        ("应退金额(元)", 1),
        ("金额/万元", 10_000),
        ("应退（亿元）", 10**8),
        ("应退金额", None),
        ("预收费\n（单位：千元）", 1_000),
        ("面积（平方米）", None),
    ],
)
def test_the_unit_of_a_head(head: str, unit: int | None) -> None:
    assert unit_of(head) == unit


def test_a_title_row_may_give_the_unit() -> None:
    assert unit_said(["退费表", "单位：万元  2022年"]) == 10_000
    assert unit_said(["填报单位：甲街道"]) == 1


@pytest.mark.parametrize("register", [one for one in REGISTERS if one.group != "system"], ids=lambda one: one.key)
def test_every_register_finds_its_own_labels(register) -> None:
    labels = [item.label for item in register.importable]
    head = find_table([sheet_of([["标题"], labels, ["x"] * len(labels)])], register)
    assert head.row == 2
    assert head.columns == tuple(labels)


@given(st.text(max_size=30))
def test_any_text_can_be_folded(text: str) -> None:
    assert all(folding for folding in foldings(text))
    unit_of(text)


@given(
    st.lists(
        st.lists(st.sampled_from(["说明：略", "附件1", "2022年度", None, 3, "金水区教育局"]), max_size=6), max_size=8
    ),
    st.permutations(["机构名称", "统一社会信用代码", "办学许可证号", "联系电话"]),
)
def test_titles_above_never_hide_the_head(titles, heads) -> None:
    sheet = sheet_of([*titles, heads, ["甲校", "x", "y", "z"]])
    head = find_table([sheet], INSTITUTION)
    assert head.row == len(titles) + 1
    assert head.columns == tuple(heads)
