"""A package comes back as it went out; what a person does to it in between is found, row by row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.records import StoredRows
from shuangjian_desktop.exchange.package.content import Cover, PackageRow, Received, SentRows
from shuangjian_desktop.exchange.package.layout import FULL, sheet_layout, travelling
from shuangjian_desktop.exchange.package.read import read_package
from shuangjian_desktop.exchange.package.write import write_package
from shuangjian_desktop.exchange.reading import read_workbook
from shuangjian_desktop.registers import find

OFFICES = {"410105": "金水区教育局", "4101": "郑州市教育局"}
COVER = Cover("410105", "4101", 3, 2, FULL, datetime(2022, 2, 15, 9, 30), "王芳", date(2022, 1, 31))
INSTITUTION = find("institution")
NAMES = ("育才培训学校", "=1+1学校", "博学教育", "晨星艺术")


def institutions(count: int = 4) -> list[PackageRow]:
    """Return institutions with a value of every kind."""
    return [
        PackageRow(
            str(uuid4()),
            "410105",
            number + 1,
            {
                "name": NAMES[number % len(NAMES)] + str(number),
                "licence_no": f"教民{number:015d}",
                "area": Decimal("120.5") + number,
                "licensed_on": date(2019, 3, 1 + number),
                "prepaid_balance": 1_234_567 + number,
                "operating_state": "正常",
                "phone": f"1380013800{number}",
                "notes": "第一行\n第二行",
            },
        )
        for number in range(count)
    ]


def sent(folder: Path, rows: Mapping[str, Sequence[PackageRow]], cover: Cover = COVER) -> Path:
    """Write a package."""
    path = folder / "数据包.xlsx"
    options = {"institution": {"operating_state": ("正常", "停业")}}
    write_package(path, cover, {key: on_its_way(key, found) for key, found in rows.items()}, OFFICES, options)
    return path


def on_its_way(key: str, rows: Sequence[PackageRow]) -> SentRows:
    """Return rows as a ledger hands them over: column by column, in their stored forms."""
    register = find(key)
    stored = {item.key: [item.kind.store(row.values.get(item.key)) for row in rows] for item in register.entered}
    names = {item.key: [row.names.get(item.key) for row in rows] for item, _to in register.refs}
    columns = ([getattr(row, name) for row in rows] for name in ("uid", "office", "revision", "deleted"))
    return SentRows(StoredRows(*columns, stored), names)


def received(path: Path) -> Received:
    """Read a package as any file of a stranger is read."""
    return read_package(read_workbook(path))


def without_personal(row: PackageRow) -> PackageRow:
    """Return a row as it travels without names."""
    values = {key: value for key, value in row.values.items() if not INSTITUTION[key].personal}
    return PackageRow(row.uid, row.office, row.revision, values, row.deleted, row.names)


def test_rows_and_cover_come_back(tmp_path: Path):
    rows = institutions()
    got = received(sent(tmp_path, {"institution": rows}))
    assert got.intact
    assert [one.row for one in got.rows["institution"]] == [without_personal(row) for row in rows]
    cover = got.cover
    assert (cover.sender, cover.receiver, cover.number, cover.previous) == ("410105", "4101", 3, 2)
    assert (cover.kind, cover.operator, cover.since, cover.personal) == (FULL, "王芳", date(2022, 1, 31), False)
    assert set(got.rows) == {register.key for register in travelling()}


def test_personal_columns_travel_only_when_asked(tmp_path: Path):
    rows = institutions()
    path = sent(tmp_path, {"institution": rows})
    assert "联系电话" not in heads(path)
    cover = Cover(**{**vars(COVER), "personal": True})
    got = received(sent(tmp_path, {"institution": rows}, cover))
    assert got.intact
    assert got.rows["institution"][1].row.values["phone"] == "13800138001"


def heads(path: Path) -> list[str]:
    """Return the heads of the institutions' sheet."""
    book = openpyxl.load_workbook(path)
    return [str(cell.value) for cell in book["机构台账"][1]]


def test_cover_counts_and_sums_for_a_person(tmp_path: Path):
    rows = institutions()
    gone = PackageRow(rows[3].uid, "410105", 9, rows[3].values, deleted=True)
    book = openpyxl.load_workbook(sent(tmp_path, {"institution": [*rows[:3], gone]}))
    lines = [[cell.value for cell in row] for row in book["封面"].iter_rows()]
    line = next(line for line in lines if line[0] == "机构台账")
    assert line[1:3] == ["4", "1"]
    assert line[3] == "基准日预收费余额 37,037.04"


def test_text_stays_text_and_hidden_columns_are_hidden(tmp_path: Path):
    book = openpyxl.load_workbook(sent(tmp_path, {"institution": institutions()}))
    sheet = book["机构台账"]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    shown = [one for one in sheet.column_dimensions.values() if not one.hidden]
    last = max(one.max for one in shown)
    assert [str(cell.value) for cell in sheet[1]][last:] == list(sheet_layout(INSTITUTION, personal=False).hidden)
    assert sheet.freeze_panes == "B2"
    assert book["选项"].sheet_state == "hidden"


def put(cell, value) -> None:
    """Put a value into a cell as a spreadsheet program moves it: text stays text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def edited(path: Path, change) -> Received:
    """Let a person change the institutions' sheet and save it; read it again."""
    book = openpyxl.load_workbook(path)
    change(book["机构台账"])
    book.save(path)
    return received(path)


def test_sorted_and_saved_again_is_untouched(tmp_path: Path):
    def turn_round(sheet):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                put(sheet.cell(number, column), value)

    got = edited(sent(tmp_path, {"institution": institutions()}), turn_round)
    assert got.intact
    assert got.rows["institution"][0].row.values["area"] == Decimal("123.5")


def test_a_changed_cell_marks_its_row_alone(tmp_path: Path):
    path = sent(tmp_path, {"institution": institutions()})
    column = heads(path).index("建筑面积（平方米）") + 1

    def mend(sheet):
        sheet.cell(3, column).value = 99

    got = edited(path, mend)
    assert not got.intact
    assert [one.touched for one in got.rows["institution"]] == [False, True, False, False]
    assert got.rows["institution"][1].row.values["area"] == 99


def test_copied_added_and_deleted_rows(tmp_path: Path):
    path = sent(tmp_path, {"institution": institutions()})

    def work(sheet):
        for column, cell in enumerate(sheet[2], 1):
            sheet.cell(6, column).value = cell.value
        sheet.cell(7, 1).value = "手工新增学校"
        sheet.delete_rows(4)

    got = edited(path, work)
    assert not got.intact
    found = got.rows["institution"]
    assert [one.copied for one in found] == [False, False, False, True, False]
    assert (found[4].row.uid, found[4].row.values["name"]) == ("", "手工新增学校")


def test_a_value_that_is_none_is_told_at_its_field(tmp_path: Path):
    path = sent(tmp_path, {"institution": institutions()})
    column = heads(path).index("发证日期") + 1

    def spoil(sheet):
        sheet.cell(2, column).value = "2019-02-30"

    row = edited(path, spoil).rows["institution"][0]
    assert row.touched
    assert [problem.field for problem in row.problems] == ["licensed_on"]


@pytest.mark.parametrize(("label", "text"), [("格式版本", "2"), ("序号", "x"), ("内容摘要", None), ("包类型", "某")])
def test_a_cover_that_says_nonsense_is_refused_in_a_sentence(tmp_path: Path, label: str, text: str | None):
    path = sent(tmp_path, {})
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["封面"].iter_rows() if row[0].value == label)
    row[1].value = text
    book.save(path)
    with pytest.raises(FileError) as refusal:
        received(path)
    assert "数据包" in refusal.value.text


def test_an_ordinary_workbook_is_no_package(tmp_path: Path):
    path = tmp_path / "名单.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(FileError, match="不是数据包"):
        received(path)


def test_words_of_the_sender_s_own_code_table_come_back(tmp_path: Path):
    rows = [PackageRow(str(uuid4()), "410105", 1, {"on": date(2021, 9, 28), "amount": 100, "way": "数字人民币"})]
    got = received(sent(tmp_path, {"refund_payment": rows}))
    assert got.intact
    assert [one.row for one in got.rows["refund_payment"]] == rows


def test_errors_in_hidden_cells_and_names_are_told_at_their_row(tmp_path: Path):
    head = PackageRow(str(uuid4()), "410105", 1, {"name": "育才"})
    branch = {"name": "育才二部", "parent_institution": head.uid}
    rows = [head, PackageRow(str(uuid4()), "410105", 1, branch, names={"parent_institution": "育才"})]
    path = sent(tmp_path, {"institution": rows})
    found = heads(path)

    def spoil(sheet):
        sheet.cell(2, found.index("行校验") + 1).value = "#N/A"
        sheet.cell(3, found.index("所属总部") + 1).value = "#REF!"

    first, second = edited(path, spoil).rows["institution"]
    assert first.touched
    assert not first.problems
    assert [problem.field for problem in second.problems] == ["parent_institution"]


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=30
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(texts, st.integers(0, 10**12), st.dates(date(1950, 1, 1), date(2090, 1, 1))), max_size=6))
def test_any_values_come_back(tmp_path_factory: pytest.TempPathFactory, facts: list[tuple[str, int, date]]):
    kind = INSTITUTION["name"].kind
    rows = [
        PackageRow(
            str(uuid4()), "410105", 1, {"name": kind.parse("校" + text), "prepaid_balance": fen, "licensed_on": day}
        )
        for text, fen, day in facts
    ]
    got = received(sent(tmp_path_factory.mktemp("pack"), {"institution": rows}))
    assert got.intact
    assert [one.row for one in got.rows["institution"]] == rows


def test_every_travelling_register_has_distinct_heads():
    for register in travelling():
        for personal in (False, True):
            found = sheet_layout(register, personal=personal).heads
            assert len(found) == len(set(found)), register.key
