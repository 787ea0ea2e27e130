"""Tables as workbooks: for Excel hands, text as text, and the way back changes nothing."""

import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from shuangjian_desktop.core.errors import Cancelled, FileError
from shuangjian_desktop.core.kinds import Choice, Date, Integer, Money, Number, Ref, Text, Value
from shuangjian_desktop.core.official_codes import Code, Phone
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.exchange.planning.location import mask_for, mask_name
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.exchange.planning.returned import take_back
from shuangjian_desktop.exchange.writing.table import IDENTITY, Column, write_table
from shuangjian_desktop.registers import REGISTERS, find
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.sheets import plan_of, plan_table, sheet_of
from tests.exchange.workbooks import edit, returned_table, through_libreoffice

COLUMNS = (
    Column("名称", Text(), 30),
    Column("金额", Money()),
    Column("日期", Date()),
    Column("状态", Choice(options=("正常", "停办")), options=("正常", "停办")),
    Column("电话", Phone(), personal=True),
    Column("证号", Code()),
    Column("面积", Number()),
    Column("人数", Integer()),
)
ROW = ("育才", 123_450, date(2021, 7, 4), "正常", "13800000001", "410105000000000001", Decimal("12.5"), 3)


def test_what_excel_hands_expect(tmp_path: Path) -> None:
    path = tmp_path / "机构.xlsx"
    assert write_table(path, "机构/台账", COLUMNS, [ROW]) == 1
    book = load_workbook(path)
    page = book["机构_台账"]
    assert [cell.value for cell in page[1]] == [column.label for column in COLUMNS]
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref == "A1:H2"
    assert (page["B2"].value, page["B2"].number_format) == (1234.5, "#,##0.00")
    assert (page["C2"].value.date(), page["C2"].number_format) == (date(2021, 7, 4), "yyyy-mm-dd")
    assert (page["F2"].value, page["F2"].number_format, page["F2"].data_type) == (ROW[5], "@", "s")
    assert page["E2"].value == "138****0001"
    assert page.column_dimensions["F"].number_format == "@"


def test_drop_down_lists_stand_on_a_hidden_sheet(tmp_path: Path) -> None:
    words = tuple(f"很长的选项第{number}号" for number in range(200))
    path = tmp_path / "a.xlsx"
    write_table(path, "表", [Column("名称", Text()), Column("选", Choice(), options=words), *COLUMNS[3:4]], [])
    book = load_workbook(path)
    assert book["选项"].sheet_state == "hidden"
    rules = book["表"].data_validations.dataValidation
    assert [(str(rule.sqref), rule.formula1) for rule in rules] == [
        ("B2:B1001", "'选项'!$A$2:$A$201"),
        ("C2:C1001", "'选项'!$B$2:$B$3"),
    ]
    assert [row[0].value for row in book["选项"].iter_rows(min_row=2)] == list(words)


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("http://x")', "http://x.cn", "\t=1", "0012", "1e5"]
)
def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, "表", [Column("备注", Text())], [(text,)])
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert all("hyperlink" not in parts.read(name).decode().lower() for name in parts.namelist() if "rels" in name)
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.replace("HYPERLINK", "")
    assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1] == [text]


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(FileError, match="第 2 行的“备注”有 40,000 字"):
        write_table(path, "表", [Column("备注", Text())], [("x",), ("长" * 40_000,)])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="不存在"):
        write_table(tmp_path / "没有" / "a.xlsx", "表", COLUMNS, [ROW])


def test_a_cancelled_export_leaves_nothing(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancelled.set()
    with pytest.raises(Cancelled):
        write_table(tmp_path / "a.xlsx", "表", COLUMNS, [ROW], progress)
    assert list(tmp_path.iterdir()) == []


def test_days_before_excels_calendar_are_text(tmp_path: Path) -> None:
    write_table(tmp_path / "a.xlsx", "表", [Column("日", Date())], [(date(1899, 5, 1),), (date(1900, 3, 1),)])
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1:] == [["1899-05-01"], [date(1900, 3, 1)]]


VALUES = {
    "名称": st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40).map(
        str.strip
    ),
    "金额": st.integers(-(10**13), 10**13),
    "日期": st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    "面积": st.decimals(0, 10**9, places=2),
    "人数": st.integers(0, 10**9),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(*(st.none() | values for values in VALUES.values())), max_size=8))
def test_whatever_is_written_is_read_back(tmp_path: Path, rows) -> None:
    kinds = {"名称": Text(), "金额": Money(minimum=None), "日期": Date(), "面积": Number(), "人数": Integer()}
    columns = [Column(label, kind) for label, kind in kinds.items()]
    path = tmp_path / "a.xlsx"
    assert write_table(path, "表", columns, rows) == len(rows)
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for row, cells in zip(rows, read[1:], strict=False):
        assert [kind.parse(cell) for kind, cell in zip(kinds.values(), cells, strict=True)][1:] == list(row[1:])


# The way back.


def samples(register: Register) -> Sequence[Sequence[object]]:
    keys = list(dict.fromkeys(key for sample in register.samples for key in sample))
    return [[register[key].label for key in keys], *([sample.get(key) for key in keys] for sample in register.samples)]


@pytest.fixture(scope="module")
def full() -> MemoryLedger:
    """A ledger that holds the samples of every register."""
    ledger = MemoryLedger()
    for name in ("花园路街道", "未来路街道"):
        ledger.create("division", {"name": name, "code": name})
    for code in ("W01", "W09"):
        ledger.create("violation_code", {"code": code, "name": code})
    ledger.create("legal_source", {"title": "中华人民共和国民办教育促进法"})
    registers = sorted((one for one in REGISTERS if one.samples), key=lambda one: one.key == "inspection_target")
    for register in registers:
        plan = plan_of(ledger, register.key, sheet_of(samples(register)))
        assert plan.held == [] or register.key == "rectification_notice", [one.sentence() for one in plan.problems]
        ledger.apply(plan)
    return ledger


def export(ledger: MemoryLedger, register: Register, path: Path, *, unmasked: bool) -> None:
    """Export a register with all its columns and the hidden identity, as the services do."""
    fields = [item for item in register.fields if item.key != "reverses"]
    columns = [
        Column(item.label, item.kind, personal=item.personal and not unmasked, options=register.options(item.key))
        for item in fields
    ]

    def shown(key: str, value: Value) -> Value:
        kind = register[key].kind
        if value is None or not isinstance(kind, Ref):
            return value
        name = ledger.name(ledger.tables[kind.to][str(value)])
        return mask_name(name) if mask_for(register[key], name) and not unmasked else name

    records = ledger.tables[register.key].values()
    rows = ([*(shown(item.key, record.values.get(item.key)) for item in fields), record.uid] for record in records)
    write_table(path, register.title, [*columns, IDENTITY], rows)


def come_back(ledger: MemoryLedger, register: Register, path: Path) -> Plan:
    return plan_table(ledger, register.key, take_back(returned_table(path, register.key), []))


BOOKS = [one for one in REGISTERS if one.samples]


@pytest.mark.parametrize("unmasked", [True, False], ids=["unmasked", "masked"])
@pytest.mark.parametrize("register", BOOKS, ids=lambda one: one.key)
def test_an_export_comes_back_as_no_change(full: MemoryLedger, tmp_path: Path, register, unmasked: bool) -> None:
    path = tmp_path / "a.xlsx"
    export(full, register, path, unmasked=unmasked)
    plan = come_back(full, register, path)
    assert [problem.sentence() for problem in plan.problems] == []
    assert plan.counts["unchanged"] == len(full.tables[register.key]) > 0


def test_an_edited_export_updates_its_records(full: MemoryLedger, tmp_path: Path) -> None:
    refund, path = find("refund"), tmp_path / "a.xlsx"
    export(full, refund, path, unmasked=False)
    plan = come_back(full, refund, edit(through_libreoffice(path), {"D2": "物理"}))
    assert [(row.fate, dict(row.values)) for row in plan.rows if row.fate != "unchanged"] == [
        ("update", {"course": "物理"})
    ]


def test_an_identity_does_not_outweigh_what_the_row_says(full: MemoryLedger, tmp_path: Path) -> None:
    institution, path = find("institution"), tmp_path / "a.xlsx"
    export(full, institution, path, unmasked=True)
    page = load_workbook(path).worksheets[0]
    licence = next(cell.column_letter for cell in page[1] if cell.value == "办学许可证号")
    plan = come_back(full, institution, edit(path, {f"{licence}2": "教民999"}))
    assert plan.rows[0].fate == "doubtful"
    assert "记录标识与内容不符：办学许可证号" in plan.problems[0].message


def test_a_name_that_two_bear_says_nothing_new_of_a_known_record(tmp_path: Path) -> None:
    ledger, refund, path = MemoryLedger(), find("refund"), tmp_path / "a.xlsx"
    first = ledger.create("institution", {"name": "育才", "licence_no": "教民1"})
    ledger.create("institution", {"name": "育才", "licence_no": "教民2"})
    ledger.create("refund", {"institution": first, "student": "王一", "contract_no": "A1"})
    export(ledger, refund, path, unmasked=True)
    plan = come_back(ledger, refund, path)
    assert [row.fate for row in plan.rows] == ["unchanged"]


def test_an_identity_of_another_ledger_is_nothing(full: MemoryLedger, tmp_path: Path) -> None:
    institution, path = find("institution"), tmp_path / "a.xlsx"
    export(full, institution, path, unmasked=True)
    other = MemoryLedger()
    for name in ("花园路街道", "未来路街道"):
        other.create("division", {"name": name, "code": name})
    plan = come_back(other, institution, path)
    assert plan.counts["update"] == plan.counts["unchanged"] == 0
