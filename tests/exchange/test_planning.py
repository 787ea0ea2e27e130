"""What becomes of the rows of a sheet: a roster of institutions, in all the ways it comes back."""

from datetime import date
from decimal import Decimal

import pytest

from shuangjian_desktop.core.cells import CellFault
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.exchange.planning.plan import Plan
from tests.exchange.memory_ledger import TODAY, MemoryLedger
from tests.exchange.sheets import invented_uscc, names_of_roster, plan_of, roster_rows, roster_sheet, sheet_of

HEADS = [
    "机构名称",
    "实际经营地址",
    "办学许可证号",
    "统一社会信用代码",
    "联系电话",
    "机构状态",
    "建筑面积（平方米）",
    "备注",
]
YUCAI = ["育才培训学校", "花园路1号3楼", "教民141010570000001", None, "13800000001", "正常", 200, "好"]


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


def institutions(ledger: MemoryLedger, *rows, **options) -> Plan:
    return plan_of(ledger, "institution", sheet_of([HEADS, *rows]), **options)


def fates(plan: Plan) -> list[str]:
    return [row.fate for row in plan.rows]


def sentences(plan: Plan) -> list[str]:
    return [problem.sentence() for problem in plan.problems]


def test_the_real_roster_goes_in_once(ledger: MemoryLedger) -> None:
    plan = plan_of(ledger, "institution", roster_sheet())
    assert plan.counts == {"create": 114, "update": 0, "unchanged": 0, "doubtful": 0, "error": 0, "left": 0}
    assert plan.problems == []
    ledger.apply(plan)
    names = [str(record.values["name"]) for record in ledger.tables["institution"].values()]
    published = [name for _community, name, _address in names_of_roster()]
    assert [name for name in names if " " in name] == []
    assert names == [name.replace(" ", "") for name in published] != published
    again = plan_of(ledger, "institution", roster_sheet())
    assert again.counts["unchanged"] == 114
    assert [one.reason for one in again.skipped] == ["备注行"]


def test_ten_cells_spoiled_in_ten_ways_are_ten_problems(ledger: MemoryLedger) -> None:
    rows = roster_rows()
    rows[0][4] = rows[0][4][:-1] + ("0" if rows[0][4][-1] != "0" else "1")  # wrong check character
    rows[1][8] = 1.33010470000012e17  # a number that Excel rounded
    rows[2][3] = CellFault("error", "#REF!")
    rows[3][7] = "2019年2月30日"
    rows[4][9] = "营业中"
    rows[5][5] = "1380571O006"
    rows[6][6] = -3
    rows[7][2] = None
    rows[8][3] = "长" * 40_000
    rows[9] = [10, *rows[20][1:]]  # a row twice
    plan = plan_of(ledger, "institution", roster_sheet(rows))
    assert plan.counts["create"] == 104
    assert (plan.counts["error"], plan.counts["doubtful"]) == (9, 1)
    told = {problem.row: problem for problem in plan.problems}
    assert len(told) == len(plan.problems) == 10
    assert [(told[row].column, told[row].field) for row in range(4, 13)] == [
        ("E", "uscc"),
        ("I", "licence_no"),
        ("D", "address"),
        ("H", "established_on"),
        ("J", "operating_state"),
        ("F", "phone"),
        ("G", "area"),
        ("C", "name"),
        ("D", "address"),
    ]
    assert "校验码不对" in told[4].message
    assert "丢失尾数" in told[5].message
    assert "#REF!" in told[6].message
    assert "没有 2019年2月30日 这一天" in told[7].message
    assert told[8].sentence().startswith("J8 机构状态＝营业中，不在：正常、")
    assert told[9].shown() == "138****O006" or "*" in told[9].shown()
    assert told[9].shown(unmasked=True) == "1380571O006"
    assert "不能为负" in told[10].message
    assert "不能为空" in told[11].message
    assert "40000 字" in told[12].message
    assert len(told[12].value) < 100
    assert told[24].message == "与第 13 行是同一条记录"
    assert plan.unknown_words == {("operating_state", "营业中"): (8,)}


def test_a_word_is_mapped_once_for_all_rows(ledger: MemoryLedger) -> None:
    rows = [
        [f"学校{number}", None, None, None, None, word] for number, word in enumerate(["营业中", "营业中", "关门了"])
    ]
    plan = institutions(ledger, *rows)
    assert plan.unknown_words == {("operating_state", "营业中"): (2, 3), ("operating_state", "关门了"): (4,)}
    ledger.words["institution"] = {("operating_state", "营业中"): "正常"}
    plan = institutions(ledger, *rows, words={("operating_state", "关门了"): ""})
    assert fates(plan) == ["create"] * 3
    assert [row.values.get("operating_state") for row in plan.rows] == ["正常", "正常", None]


def test_an_update_tells_old_and_new(ledger: MemoryLedger) -> None:
    ledger.apply(institutions(ledger, YUCAI))
    changed = [*YUCAI]
    changed[4], changed[6], changed[7] = "13900000002", "２００．５ 平方米", None
    plan = institutions(ledger, changed)
    (row,) = plan.rows
    assert row.fate == "update"
    assert row.values == {"phone": "13900000002", "area": Decimal("200.5")}
    assert row.before == {"phone": "13800000001", "area": Decimal(200)}
    ledger.apply(plan)
    assert fates(institutions(ledger, changed)) == ["unchanged"]
    assert ledger.tables["institution"][row.uid].values["notes"] == "好"


@pytest.mark.parametrize("mark", ["（清空）", "(清空)", " （清空) "])
def test_blank_never_erases_and_the_mark_does(ledger: MemoryLedger, mark: str) -> None:
    ledger.apply(institutions(ledger, YUCAI))
    blank = [YUCAI[0], None, YUCAI[2], None, "  ", None, None, None]
    assert fates(institutions(ledger, blank)) == ["unchanged"]
    plan = institutions(ledger, [*blank[:7], mark])
    assert plan.rows[0].values == {"notes": None}
    assert plan.rows[0].before == {"notes": "好"}
    refused = institutions(ledger, [mark, None, YUCAI[2], None, None, None, None, None])
    assert fates(refused) == ["error"]
    assert sentences(refused) == [f"A2 机构名称＝{mark.strip()}，必填，不能为空"]


def test_required_fields_are_only_asked_of_new_rows(ledger: MemoryLedger) -> None:
    ledger.apply(institutions(ledger, YUCAI))
    sheet = sheet_of([["办学许可证号", "联系电话"], [YUCAI[2], "13900000002"], ["教民2", "13900000003"]])
    plan = plan_of(ledger, "institution", sheet)
    assert fates(plan) == ["update", "error"]
    assert sentences(plan) == ["第 3 行 机构名称：必填，不能为空"]


def test_the_first_key_that_both_have_decides(ledger: MemoryLedger) -> None:
    ledger.apply(institutions(ledger, ["育才培训学校", "花园路1号", None, None, None, None, None, None]))
    # by name, where the ledger knows no licence yet
    with_licence = institutions(ledger, ["育才培训学校", "花园路1号", "教民1", None, None, None, None, None])
    assert [(row.fate, row.values) for row in with_licence.rows] == [("update", {"licence_no": "教民1"})]
    ledger.apply(with_licence)
    # another licence under the same name elsewhere is another institution
    other = institutions(ledger, ["育才培训学校", "未来路99号", "教民2", None, None, None, None, None])
    assert fates(other) == ["create"]
    # but at the same place it is a question
    same_place = institutions(ledger, ["育才培训学校", "金水区花园路1号", "教民2", None, None, None, None, None])
    assert fates(same_place) == ["doubtful"]
    assert "名称、地址相近" in sentences(same_place)[0]
    # and a row without a licence is found by its name
    assert fates(institutions(ledger, ["育才培训学校", "花园路1号", None, None, None, None, None, None])) == [
        "unchanged"
    ]


def test_campuses_of_one_legal_body_stay_apart(ledger: MemoryLedger) -> None:
    uscc = invented_uscc(1)
    first = ["育才培训学校花园校区", "花园路1号", None, uscc, None, None, None, None]
    second = ["育才培训学校未来校区", "未来路2号", None, uscc, None, None, None, None]
    plan = institutions(ledger, first, second)
    assert fates(plan) == ["create", "create"]
    ledger.apply(plan)
    assert fates(institutions(ledger, first, second)) == ["unchanged", "unchanged"]


def test_two_rows_with_one_key_are_never_one(ledger: MemoryLedger) -> None:
    twin = [*YUCAI]
    twin[4] = "13900000002"
    plan = institutions(ledger, YUCAI, twin)
    assert fates(plan) == ["create", "doubtful"]
    assert sentences(plan) == ["第 3 行 与第 2 行是同一条记录"]
    ledger.apply(plan)
    assert fates(institutions(ledger, YUCAI, twin)) == ["unchanged", "doubtful"]


def test_two_rows_that_find_one_record_by_different_keys_are_never_one(ledger: MemoryLedger) -> None:
    ledger.apply(institutions(ledger, YUCAI))
    renamed = ["育才新培训学校", *YUCAI[1:]]
    by_name = [YUCAI[0], None, None, None, "13900000002", None, None, None]
    assert fates(institutions(ledger, renamed, by_name)) == ["update", "doubtful"]


def test_a_row_that_cannot_go_in_makes_no_twin_of_the_next(ledger: MemoryLedger) -> None:
    bad = [*YUCAI]
    bad[4] = "1380000000O"
    assert fates(institutions(ledger, bad, YUCAI)) == ["error", "create"]


def test_many_records_with_one_key_are_a_question(ledger: MemoryLedger) -> None:
    for _ in range(2):
        ledger.create("institution", {"name": "育才培训学校"})
    plan = institutions(ledger, ["育才培训学校", None, None, None, "13800000001", None, None, None])
    assert fates(plan) == ["doubtful"]
    assert "有 2 条记录与它相同（机构名称）" in sentences(plan)[0]
    assert plan.rows[0].candidates == tuple(ledger.tables["institution"])


def test_a_similar_name_asks_only_at_a_similar_address(ledger: MemoryLedger) -> None:
    ledger.apply(institutions(ledger, ["杭州利普培训学校有限公司", "江干区景昙路9号西子国际中心三楼301-74"]))
    near = institutions(ledger, ["利普教育培训学校", "西子国际中心3楼301-74"])
    assert fates(near) == ["doubtful"]
    assert near.rows[0].candidates == tuple(ledger.tables["institution"])
    far = institutions(ledger, ["利普教育培训学校", "新塘路58号广新大厦303室"])
    other = institutions(ledger, ["明德教育培训学校", "西子国际中心3楼301-74"])
    assert fates(far) == fates(other) == ["create"]


def test_rows_without_anything_to_import_are_told(ledger: MemoryLedger) -> None:
    sheet = sheet_of([["序号", "机构名称"], [1, "育才"], [2, None], [3, "树人"]])
    plan = plan_of(ledger, "institution", sheet)
    assert fates(plan) == ["create", "create"]
    assert [(one.row, one.reason) for one in plan.skipped] == [(3, "没有可导入的内容")]


def test_one_value_for_all_rows(ledger: MemoryLedger) -> None:
    plan = plan_of(ledger, "institution", sheet_of([["机构名称"], ["育才"], ["树人"]]), fixed={"类别": "学科类"})
    assert [row.values["category"] for row in plan.rows] == ["学科类", "学科类"]


def test_a_value_for_all_rows_that_is_none_is_refused(ledger: MemoryLedger) -> None:
    sheet = sheet_of([["机构名称"], ["育才"]])
    with pytest.raises(UsageError, match="“机构状态”统一取值“营业中”不行"):
        plan_of(ledger, "institution", sheet, fixed={"operating_state": "营业中"})


def test_clerks_words_for_nothing_are_no_values(ledger: MemoryLedger) -> None:
    plan = institutions(ledger, ["育才", "一路", "办理中", "无", "暂无", "/", "—", None])
    assert plan.rows[0].values == {"name": "育才", "address": "一路"}


def test_booleans_dates_and_whole_numbers_keep_their_meaning(ledger: MemoryLedger) -> None:
    sheet = sheet_of(
        [
            ["机构名称", "设立时间", "建筑面积", "备注"],
            ["甲", date(2020, 5, 1), 1, True],
            ["乙", 43952, 1.0, 1],
            ["丙", "43952", "１", "是"],
        ]
    )
    plan = plan_of(ledger, "institution", sheet)
    assert [row.values["established_on"] for row in plan.rows] == [date(2020, 5, 1)] * 3
    assert [row.values["area"] for row in plan.rows] == [Decimal(1)] * 3
    assert [row.values["notes"] for row in plan.rows] == ["是", "1", "是"]


def test_a_day_on_which_something_happened_and_that_is_still_to_come_is_a_question(ledger: MemoryLedger) -> None:
    heads, late = ["机构名称", "设立时间", "处置方式", "处置日期"], date(2062, 3, 1)
    sheet = sheet_of([heads, ["甲", late, None, None], ["乙", None, "取缔关停", late], ["丙", TODAY, None, None]])
    plan = plan_of(ledger, "institution", sheet)
    assert fates(plan) == ["doubtful", "doubtful", "create"]
    first, second = sentences(plan)
    assert first.endswith("，2062-03-01 晚于今天，请核对")
    assert "处置的处置日期：2062-03-01 晚于今天，请核对" in second


def test_dispositions_and_former_names_become_child_rows_once(ledger: MemoryLedger) -> None:
    sheet = sheet_of(
        [
            ["机构名称", "处置方式", "处置日期", "曾用名"],
            ["甲", "取缔关停", "2021.9.1", "老甲、旧甲"],
            ["乙", None, None, None],
        ]
    )
    plan = plan_of(ledger, "institution", sheet)
    assert [child.register for child in plan.rows[0].children] == ["disposition", "former_name", "former_name"]
    ledger.apply(plan)
    assert len(ledger.tables["disposition"]) == 1
    assert fates(plan_of(ledger, "institution", sheet)) == ["unchanged", "unchanged"]


def test_a_masked_value_that_was_not_touched_changes_nothing(ledger: MemoryLedger) -> None:
    ledger.apply(institutions(ledger, YUCAI))
    masked = [*YUCAI]
    masked[4] = "138****0001"
    assert fates(institutions(ledger, masked)) == ["unchanged"]
    masked[4] = "139****0001"
    plan = institutions(ledger, masked, ["树人", None, "教民9", None, "138****0001", None, None, None])
    assert fates(plan) == ["error", "error"]
    assert "已遮盖" in sentences(plan)[0]
