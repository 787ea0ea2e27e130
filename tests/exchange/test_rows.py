"""What under a head is data, and what is a remark, a total or a line of signatures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import Sheet
from shuangjian_desktop.exchange.planning.rows import BLANK, HEADING, REMARK, REPEATED_HEAD, TOTAL, Table
from tests.exchange.sheets import names_of_roster, roster_rows, roster_sheet, sheet_of, table_of

HEADS = ["序号", "机构名称", "地址", "联系人"]


def cut(*rows) -> Table:
    return table_of("institution", sheet_of([HEADS, *rows]))


def test_the_roster_is_cut_out_whole() -> None:
    table = table_of("institution", roster_sheet())
    assert len(table.rows) == 114
    assert table.numbers[0] == 4
    assert [one.reason for one in table.skipped] == [REMARK]
    assert table.skipped[0].row == 118
    assert "2020年9月登记在册" in table.skipped[0].text


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["合　计", None, None, 3], TOTAL),
        ([None, "总计：", None, None], TOTAL),
        ([9, "小计", None, None], TOTAL),
        (["本页合计", None, 12], TOTAL),
        (["备注：以上数据截至2022年1月。"], REMARK),
        ([None, "注：1.地址以实际为准。"], REMARK),
        (["填表人：张三", None, "审核人：李四", "2022年1月5日"], REMARK),
        (["填表人：", "张三", "联系电话：", "13800000001"], REMARK),
        (["以上机构均已核实"], REMARK),
        (["（单位盖章）"], REMARK),
        (["一、五福社区"], HEADING),
        (HEADS, REPEATED_HEAD),
        ([None, None], BLANK),
        ([None, "  "], BLANK),
    ],
)
def test_rows_that_hold_no_record_are_told(row, reason) -> None:
    table = cut([1, "育才", "一路1号", "张"], row, [2, "树人", "二路", "李"])
    assert [cells[1] for cells in table.rows] == ["育才", "树人"]
    assert [(one.row, one.reason) for one in table.skipped] == [(3, reason)]


@pytest.mark.parametrize(
    "row",
    [
        [1, "合计教育咨询公司", "一路", None],
        [None, "说明书培训", "一路", None],
        ["3", "注册会计师培训", None, None],
        [None, "日期培训学校", "一路1号", "张"],
        [None, "备注：没有名称", "一路1号", "张"],
        [None, "育才学校"],
        [None, None, None, 5],
        ["合作培训学校", "一路", None, None],
    ],
)
def test_rows_that_look_alike_are_still_data(row) -> None:
    table = cut(row)
    assert len(table.rows) == 1
    assert table.skipped == ()


def test_no_real_name_is_taken_for_a_remark() -> None:
    table = cut(*([None, name, address, None] for _community, name, address in names_of_roster()))
    assert (len(table.rows), table.skipped) == (114, ())
    alone = cut(*([None, name] for _community, name, _address in names_of_roster()))
    assert (len(alone.rows), alone.skipped) == (114, ())


@given(
    st.lists(st.lists(st.one_of(st.none(), st.text(max_size=8), st.integers(), st.floats()), max_size=5), max_size=20)
)
def test_every_row_is_data_or_told(rows) -> None:
    table = table_of("institution", Sheet("s", [HEADS, ["育才"], *rows]))
    if table.head.row == 1 and table.head.depth == 1:
        numbers = sorted([*table.numbers, *(one.row for one in table.skipped)])
        assert numbers == list(range(2, len(rows) + 3))


def test_the_rows_keep_their_cells() -> None:
    assert [list(row) for row in table_of("institution", roster_sheet()).rows] == roster_rows()
