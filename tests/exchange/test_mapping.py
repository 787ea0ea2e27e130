"""Which column becomes which field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.exchange.planning.heads import Head, find_table
from shuangjian_desktop.exchange.planning.mapping import Mapping, map_columns, proposals, remap, with_fixed
from shuangjian_desktop.registers import REGISTERS, find
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.sheets import refund_sheet, sheet_of

INSTITUTION, REFUND, PAYMENT = find("institution"), find("refund"), find("refund_payment")


def head_of(*columns: str, titles: tuple[str, ...] = ()) -> Head:
    return Head("Sheet1", len(titles) + 1, 1, titles, columns)


def fields(mapping: Mapping) -> dict[str, str]:
    return {column.head: column.field for column in mapping.columns}


def test_labels_synonyms_and_likeness_with_their_certainty() -> None:
    mapping = map_columns(INSTITUTION, head_of("机构名称", "信用代码", "机构详细地址", "序号"))
    certainty = {column.field: column.certainty for column in mapping.columns}
    assert list(certainty) == ["name", "uscc", "address"]
    assert 1 > certainty["name"] > certainty["uscc"] > certainty["address"] >= 0.5
    assert mapping.left_out == ((3, "序号"),)


def test_a_field_is_filled_once_and_by_the_surest_column() -> None:
    mapping = map_columns(INSTITUTION, head_of("名称", "机构名称", "电话", "联系电话"))
    assert fields(mapping) == {"机构名称": "name", "联系电话": "phone"}
    assert [head for _index, head in mapping.left_out] == ["名称", "电话"]


def test_what_a_head_is_about_stands_at_its_end() -> None:
    mapping = map_columns(INSTITUTION, head_of("机构联系人电话", "机构名称首字母"))
    assert fields(mapping) == {"机构联系人电话": "phone"}


def test_what_was_remembered_outranks_everything() -> None:
    remembered = {"机构名称": "", "单位": "name"}
    mapping = map_columns(INSTITUTION, head_of("机构名称", "单位", "地址"), remembered)
    assert fields(mapping) == {"单位": "name", "地址": "address"}
    assert mapping.columns[0].certainty == 1.0


def test_a_mapping_is_remembered_as_json() -> None:
    mapping = with_fixed(
        REFUND, head_of("学生姓名", "序号"), map_columns(REFUND, head_of("学生姓名", "序号")), {"课程": "数学"}
    )
    assert mapping.as_json() == {"columns": {"序号": "", "学生姓名": "student"}, "fixed": {"course": "数学"}}
    again = map_columns(REFUND, head_of("学生姓名", "序号"), mapping.as_json()["columns"])
    assert fields(again) == {"学生姓名": "student"}


def test_a_column_that_gave_way_to_a_value_is_not_remembered_as_left_out() -> None:
    head = head_of("机构名称", "学生姓名", "班主任")
    mapping = with_fixed(REFUND, head, map_columns(REFUND, head), {"institution": "育才"})
    assert mapping.as_json()["columns"] == {"学生姓名": "student", "班主任": ""}


def test_heads_that_count_in_units_no_field_reads_are_left_out() -> None:
    mapping = map_columns(
        INSTITUTION, head_of("机构名称", "建筑面积（万平方米）", "从业人员数（百人）", "预收费余额（万元）")
    )
    assert fields(mapping) == {"机构名称": "name", "预收费余额（万元）": "prepaid_balance"}


def test_equal_heads_are_told_apart() -> None:
    sheet = sheet_of([["姓名", "电话", "姓名", "电话", "备注"], ["x"] * 5])
    head = find_table([sheet], REFUND)
    assert head.columns == ("姓名", "电话", "姓名（2）", "电话（2）", "备注")
    mapping = map_columns(REFUND, head)
    assert [column.index for column in mapping.columns] == [0, 1, 4]
    other = remap(REFUND, head, mapping, {"guardian": "姓名（2）", "guardian_phone": "电话（2）"})
    again = map_columns(REFUND, head, other.as_json()["columns"])
    assert [(column.index, column.field) for column in again.columns] == [
        (0, "student"),
        (2, "guardian"),
        (3, "guardian_phone"),
        (4, "notes"),
    ]


def test_units_come_from_the_head_or_the_title() -> None:
    head = head_of("应退金额（万元）", "已退金额", "购买课时", titles=("单位：千元",))
    assert [column.unit for column in map_columns(REFUND, head).columns] == [10_000, 1_000, 1]


def test_the_clerk_says_otherwise() -> None:
    head = head_of("单位", "机构名称", "x")
    mapping = remap(INSTITUTION, head, map_columns(INSTITUTION, head), {"name": "单位", "备注": "C"})
    assert fields(mapping) == {"单位": "name", "x": "notes"}
    assert fields(remap(INSTITUTION, head, mapping, {"notes": ""})) == {"单位": "name"}
    with pytest.raises(UsageError, match="没有可导入的栏目“nose”"):
        remap(INSTITUTION, head, mapping, {"nose": "单位"})
    with pytest.raises(UsageError, match="表头里没有“电话”"):
        remap(INSTITUTION, head, mapping, {"phone": "电话"})


def test_a_value_for_all_rows_outranks_its_column() -> None:
    head = head_of("机构名称", "培训类别")
    mapping = with_fixed(INSTITUTION, head, map_columns(INSTITUTION, head), {"category": "学科类"})
    assert fields(mapping) == {"机构名称": "name"}
    assert mapping.fixed == {"category": "学科类"}
    assert mapping.left_out == ((1, "培训类别"),)


def test_the_institution_of_a_title_row_is_proposed() -> None:
    ledger = MemoryLedger()
    ledger.create("institution", {"name": "利普培训学校有限公司"})
    branch = ledger.create("institution", {"name": "利普培训学校有限公司景昙路分公司"})
    sheet = refund_sheet("利普培训学校有限公司景昙路分公司", [[1, "王一", "13800000001", "A1", 100, 0, 100]])
    head = find_table([sheet], REFUND)
    found = proposals(REFUND, head, map_columns(REFUND, head), ledger)
    assert [(one.field, one.uid) for one in found] == [("institution", branch)]


def test_nothing_is_proposed_where_it_is_not_plain() -> None:
    ledger = MemoryLedger()
    ledger.create("institution", {"name": "育才学校"})
    ledger.create("institution", {"name": "树人学校"})
    both = head_of("学生姓名", titles=("育才学校、树人学校退费表",))
    assert proposals(REFUND, both, map_columns(REFUND, both), ledger) == ()
    column = head_of("学生姓名", "机构名称", titles=("育才学校退费表",))
    assert proposals(REFUND, column, map_columns(REFUND, column), ledger) == ()
    none = head_of("学生姓名", titles=("退费表",))
    assert proposals(REFUND, none, map_columns(REFUND, none), ledger) == ()


def test_a_list_of_payments_names_its_refund_by_the_refunds_own_columns() -> None:
    mapping = map_columns(PAYMENT, head_of("机构名称", "学生姓名", "合同编号", "付款日期", "付款金额", "备注"))
    assert fields(mapping) == {
        "机构名称": "refund.institution",
        "学生姓名": "refund.student",
        "合同编号": "refund.contract_no",
        "付款日期": "on",
        "付款金额": "amount",
        "备注": "notes",
    }


@pytest.mark.parametrize("register", [one for one in REGISTERS if one.group != "system"], ids=lambda one: one.key)
def test_every_label_of_every_register_finds_its_field(register) -> None:
    wanted = {item.label: item.key for item in register.importable}
    assert fields(map_columns(register, head_of(*wanted))) == wanted


WORDS = [word for item in INSTITUTION.fields for word in (item.label, *item.synonyms)]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12), st.sampled_from(["", "序号"])), max_size=30))
def test_columns_and_fields_are_paired_at_most_once(heads) -> None:
    mapping = map_columns(INSTITUTION, head_of(*heads))
    assert len({column.field for column in mapping.columns}) == len(mapping.columns)
    assert all(INSTITUTION[column.field] in INSTITUTION.importable for column in mapping.columns)
    places = sorted([*(column.index for column in mapping.columns), *(index for index, _head in mapping.left_out)])
    assert places == list(range(len(heads)))


@given(st.permutations([item.label for item in INSTITUTION.importable]))
def test_the_order_of_the_columns_does_not_matter(labels) -> None:
    wanted = {item.label: item.key for item in INSTITUTION.importable}
    assert fields(map_columns(INSTITUTION, head_of(*labels))) == wanted


@pytest.mark.parametrize("head", ["镇（街）", "镇街", "街道（乡镇）", "乡镇/街道"])
def test_a_township_is_known_by_the_heads_that_street_offices_write(head: str) -> None:
    assert fields(map_columns(INSTITUTION, head_of("机构名称", head)))[head] == "township"
