"""Error workbooks: written, mended, imported again, taking only what was mended."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from shuangjian_desktop.core.cells import CellFault, Sheet
from shuangjian_desktop.exchange.writing.error_book import write_error_book
from tests.exchange.sheets import roster_rows, roster_sheet, sheet_of
from tests.exchange.workbooks import Office, edit, returned_table, save, through_libreoffice

SPOILED = {
    "E4": "校验码不对",
    "I5": "丢失尾数",
    "D6": "#REF!",
    "H7": "没有 2019年2月30日",
    "J8": "不在：",
    "F9": "数字以外",
    "G10": "不能为负",
    "C11": "不能为空",
    "D12": "40000 字",
}


LONG_MARK = "LONG-TEXT-HERE"


def with_long_text(path: Path) -> Path:
    """Put 40 000 characters into the marked cell; no library writes so many."""
    out = path.with_name("长.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(LONG_MARK.encode(), ("长" * 40_000).encode()))
    return out.replace(path)


def spoiled_roster() -> Sheet:
    rows = roster_rows()
    rows[0][4] = "523301040000000000"
    rows[1][8] = 133010470000012345
    rows[2][3] = CellFault("error", "#REF!")
    rows[3][7] = "2019年2月30日"
    rows[4][9] = "营业中"
    rows[5][5] = "1380571O006"
    rows[6][6] = -3
    rows[7][2] = None
    rows[8][3] = LONG_MARK
    rows[9] = [10, *rows[20][1:]]
    return roster_sheet(rows)


def mends() -> dict[str, object]:
    right = roster_rows()
    cells = {"E4": right[0][4], "I5": right[1][8], "D6": right[2][3], "H7": right[3][7], "J8": "正常"}
    cells |= {"F9": right[5][5], "G10": right[6][6], "C11": right[7][2], "D12": right[8][3]}
    twin = {f"{letter}24": value for letter, value in zip("ABCDEFGHIJ", right[9], strict=True)}
    return cells | twin


@pytest.fixture
def office() -> Office:
    return Office("institution")


@pytest.fixture
def book(office: Office, tmp_path: Path) -> Path:
    source = with_long_text(save(tmp_path / "名单.xlsx", spoiled_roster()))
    return office.send_back(source, tmp_path / "名单-有误.xlsx")


def test_the_clerks_own_file_comes_back_with_its_cells_marked(book: Path) -> None:
    page = load_workbook(book)["名单"]
    assert page["A1"].value == "四季青街道校外培训机构名单"
    assert [area.coord for area in page.merged_cells.ranges] == ["A1:F1"]
    assert page.column_dimensions["C"].width == 40
    marked = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert marked.keys() == SPOILED.keys()
    assert all(SPOILED[name] in text for name, text in marked.items())
    coloured = {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fill_type == "solid"}
    assert coloured == SPOILED.keys()
    assert page["K3"].value == "错误信息"
    assert (page["L3"].value, page.column_dimensions["L"].hidden) == ("行键", True)
    assert "第 13 行" in page["K24"].value
    assert page["K14"].value is None
    assert page["A118"].value.startswith("备注")


def test_unmended_it_changes_nothing(office: Office, book: Path) -> None:
    tray = dict(office.tray)
    plan, held, _booked = office.take_in(book)
    assert plan.counts == {"create": 0, "update": 0, "unchanged": 104, "doubtful": 1, "error": 9, "left": 0}
    assert set(held.values()) == set(tray)
    assert office.tray.keys() == tray.keys()


def test_mended_all_of_it_is_in(office: Office, book: Path) -> None:
    plan, _held, _booked = office.take_in(edit(book, mends()))
    assert plan.counts == {"create": 10, "update": 0, "unchanged": 104, "doubtful": 0, "error": 0, "left": 0}
    assert office.tray == {}
    names = sorted(str(record.values["name"]) for record in office.ledger.tables["institution"].values())
    assert names == sorted(str(row[2]).replace(" ", "") for row in roster_rows())
    phones = {record.values["phone"] for record in office.ledger.tables["institution"].values()}
    assert phones == {row[5] for row in roster_rows()}


def test_some_mended_only_they_go_in(office: Office, book: Path) -> None:
    some = {name: value for name, value in mends().items() if name in ("E4", "F9", "J8")}
    plan, held, _booked = office.take_in(edit(book, some))
    assert (plan.counts["create"], plan.counts["error"], plan.counts["doubtful"]) == (3, 6, 1)
    assert set(office.tray) == set(held.values())
    # a second workbook from the first one: one pair of own columns, old marks gone
    second = book.with_name("再次.xlsx")
    plan, held, booked = office.take_in(book)
    write_error_book(second, plan, held, booked, book)
    page = load_workbook(second)["名单"]
    assert [cell.value for cell in page[3]].count("错误信息") == 1
    assert (page["E4"].comment, page["E4"].fill.fill_type, page["K4"].value) == (None, None, None)
    assert page["I5"].comment is not None
    plan, _held, _booked = office.take_in(edit(second, mends()))
    assert (plan.counts["create"], plan.counts["error"]) == (7, 0)
    assert office.tray == {}


def test_the_tray_keeps_what_the_book_hides(office: Office, book: Path) -> None:
    page = load_workbook(book)["名单"]
    assert page["F9"].value == "138******"
    assert page["F14"].value == "138****0011"
    assert len(page["D12"].value) < 6_000
    texts = "".join(str(cell.value) + (cell.comment.text if cell.comment else "") for row in page for cell in row)
    assert "1380571" not in texts
    # mend another cell of the row: the masked phone comes whole out of the tray
    plan, _held, _booked = office.take_in(edit(book, {"E4": mends()["E4"]}))
    assert next(row for row in plan.rows if row.place == 0).values["phone"] == "13805710001"
    # the long text is still the tray's, not the excerpt of the book
    assert len(office.tray["h9"]["cells"][3]) == 40_000


def test_unmasked_it_shows_everything(tmp_path: Path) -> None:
    office = Office("institution")
    source = with_long_text(save(tmp_path / "名单.xlsx", spoiled_roster()))
    book = office.send_back(source, tmp_path / "b.xlsx", unmasked=True)
    page = load_workbook(book)["名单"]
    assert page["F9"].value == "1380571O006"
    assert "1380571O006" in page["K9"].value
    plan, _held, _booked = office.take_in(book)
    assert plan.counts["unchanged"] == 104


def test_a_row_that_went_in_may_be_edited_too(office: Office, book: Path) -> None:
    plan, _held, _booked = office.take_in(edit(book, {"J14": "停办", "C15": "杭州新名字培训学校"}))
    changed = [(row.place, row.fate, dict(row.values)) for row in plan.rows if row.fate == "update"]
    assert changed == [(10, "update", {"operating_state": "停办"}), (11, "update", {"name": "杭州新名字培训学校"})]


def test_a_copied_row_is_a_new_one_and_said_so(office: Office, book: Path) -> None:
    loaded = load_workbook(book)
    page = loaded["名单"]
    page.insert_rows(118)
    for column in range(1, 13):
        page.cell(118, column).value = page.cell(14, column).value
    for name, value in {"C118": "杭州新办培训学校", "E118": None, "F118": "13900000000", "I118": "教民9"}.items():
        page[name] = value
    loaded.save(book)
    plan, _held, _booked = office.take_in(book)
    row = next(row for row in plan.rows if plan.number(row) == 118)
    assert (row.fate, row.values["name"]) == ("create", "杭州新办培训学校")
    assert [problem.message for problem in row.problems] == ["这一行是复制出来的，按新行处理"]


@pytest.mark.slow
def test_libreoffice_may_save_it(office: Office, book: Path) -> None:
    saved = through_libreoffice(book)
    plan, _held, _booked = office.take_in(saved)
    assert (plan.counts["unchanged"], plan.counts["error"], plan.counts["doubtful"]) == (104, 9, 1)
    assert plan.table.settled == frozenset(range(114)) - set(plan.table.held)
    plan, _held, _booked = office.take_in(through_libreoffice(edit(saved, mends())))
    assert (plan.counts["create"], plan.counts["unchanged"]) == (10, 104)
    assert office.tray == {}


def test_formulas_become_what_they_came_to_and_comments_stay(office: Office, tmp_path: Path) -> None:
    source = save(
        tmp_path / "a.xlsx", sheet_of([["名单"], ["机构名称", "建筑面积", "备注"], ["甲", 5, "=1+1"], [None, 7, "x"]])
    )
    loaded = load_workbook(source)
    page = loaded["Sheet1"]
    page["A4"].comment = Comment("请核实", "科长")
    page["D2"], page["D3"] = "合计", "=SUM(B3:B4)"
    loaded.save(source)
    source = through_libreoffice(source)  # so that the formula has a value
    book = office.send_back(source, tmp_path / "b.xlsx")
    page = load_workbook(book)["Sheet1"]
    assert page["D3"].value == 12
    assert page["A4"].comment.text == "请核实\n----\n必填，不能为空"
    assert (page["C3"].value, page["C3"].data_type) == ("=1+1", "s")


def test_a_masked_copy_keeps_no_other_sheet(office: Office, tmp_path: Path) -> None:
    main = sheet_of([["名单"], ["机构名称", "联系人", "电话"], [None, "王大力", "13800000001"]], "一")
    other = sheet_of([["家长"], ["王大力", "13899999999"]], "二")
    source = save(tmp_path / "a.xlsx", main, other)
    book = office.send_back(source, tmp_path / "b.xlsx")
    assert load_workbook(book).sheetnames == ["一"]
    with zipfile.ZipFile(book) as parts:
        everything = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    assert "13899999999" not in everything
    assert "王大力" not in everything
    whole = tmp_path / "c.xlsx"
    plan, held, booked = office.take_in(source)
    write_error_book(whole, plan, held, booked, source, unmasked=True)
    assert load_workbook(whole).sheetnames == ["一", "二"]


def test_a_text_file_comes_back_as_a_sheet_of_its_held_rows(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "名单.csv"
    lines = [
        "机构名称,联系电话,统一社会信用代码,备注",
        "甲,13800000001,,好",
        ",13800000002,,=1+1",
        "乙,1380000000X,,@SUM(A1)",
    ]
    source.write_text("\n".join(lines), encoding="gb18030")
    book = office.send_back(source, tmp_path / "名单.xlsx")
    page = load_workbook(book).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == ["机构名称", "联系电话", "统一社会信用代码", "备注", "错误信息", "行键"]
    assert [row[3] for row in rows[1:]] == ["=1+1", "@SUM(A1)"]
    assert {cell.data_type for row in page.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    assert page.column_dimensions["F"].hidden
    assert page["B3"].comment is not None
    plan, _held, _booked = office.take_in(edit(book, {"A2": "丙", "B3": "13800000003"}))
    assert [row.fate for row in plan.rows] == ["create", "create"]
    assert [row.values["notes"] for row in plan.rows] == ["=1+1", "@SUM(A1)"]
    assert [row.values["phone"] for row in plan.rows] == ["13800000002", "13800000003"]
    assert office.tray == {}


def test_two_rows_of_head_and_titles_come_back(tmp_path: Path) -> None:
    office = Office("refund")
    office.ledger.create("institution", {"name": "育才"})
    sheet = sheet_of(
        [
            ["育才退费表"],
            ["学生姓名", "合同", None, "退费", None, None],
            [None, "编号", "金额", "应退", "已退", "未退"],
            ["王一", "A1", 100, 50, 0, 50],
            ["李二", "A2", 100, 50, 0, 60],
        ]
    )
    source = save(tmp_path / "a.xlsx", sheet)
    book = office.send_back(source, tmp_path / "b.xlsx")
    again = returned_table(book, "refund")
    assert (again.head.row, again.head.depth) == (2, 2)
    plan, _held, _booked = office.take_in(edit(book, {"F5": 50}))
    assert [row.fate for row in plan.rows] == ["unchanged", "create"]
    # and as a sheet of its own, when the clerk's file is gone
    plan, held, booked = office.take_in(edit(source, {"F5": 70, "B5": "A3"}))
    assert [row.fate for row in plan.rows] == ["unchanged", "error"]
    source.unlink()
    single = tmp_path / "c.xlsx"
    write_error_book(single, plan, held, booked, source if source.exists() else None)
    page = load_workbook(single).active
    assert page["A1"].value == "育才退费表"
    assert [cell.value for cell in page[2]] == [
        "学生姓名",
        "合同编号",
        "合同金额",
        "应退",
        "已退",
        "未退",
        "错误信息",
        "行键",
    ]
    plan, _held, _booked = office.take_in(edit(single, {"F3": 50}))
    assert [row.fate for row in plan.rows] == ["create"]


def test_a_file_that_was_changed_since_is_not_marked(office: Office, tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", sheet_of([["名单"], ["机构名称", "备注"], [None, "x"]]))
    plan, held, booked = office.take_in(source)
    loaded = load_workbook(source)
    loaded.create_sheet("又一张")
    loaded.save(source)
    book = tmp_path / "b.xlsx"
    write_error_book(book, plan, held, booked, source)
    page = load_workbook(book).active
    assert not page.merged_cells.ranges  # a sheet of our own, not the clerk's
    assert [cell.value for cell in page[3]][:2] == [None, "x"]


def test_dates_stay_dates(office: Office, tmp_path: Path) -> None:
    source = save(
        tmp_path / "a.xlsx", sheet_of([["名单"], ["机构名称", "设立时间"], [None, date(2020, 5, 1)], ["甲", None]])
    )
    plan, held, booked = office.take_in(source)
    for out, given in ((tmp_path / "b.xlsx", source), (tmp_path / "c.xlsx", None)):
        write_error_book(out, plan, held, booked, given)
        table = returned_table(out, "institution")
        assert table.rows[0][1] == date(2020, 5, 1)


def test_a_workbook_that_cannot_be_copied_comes_back_as_a_sheet(office: Office, tmp_path: Path) -> None:
    plain = save(tmp_path / "a.xlsx", sheet_of([["名单"], ["机构名称", "备注"], [None, "x"]]))
    source = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(source, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = content.replace(b"<sheetView ", b'<sheetView view="bogus" ')
                assert b"bogus" in content
            new.writestr(entry, content)
    book = office.send_back(source, tmp_path / "b.xlsx")
    page = load_workbook(book).active
    assert [cell.value for cell in page[2]] == ["机构名称", "备注", "错误信息", "行键"]
    assert page["A3"].comment is not None


def test_a_column_of_the_clerk_that_is_called_like_ours_is_the_clerks(office: Office, tmp_path: Path) -> None:
    rows = [["名单"], ["机构名称", "备注", "错误信息"], [None, "x", "上次说少了名称"], ["甲", "y", None]]
    book = office.send_back(save(tmp_path / "a.xlsx", sheet_of(rows)), tmp_path / "b.xlsx")
    page = load_workbook(book).active
    assert [cell.value for cell in page[2]][:5] == ["机构名称", "备注", "错误信息", "错误信息", "行键"]
    assert page["C3"].value == "上次说少了名称"
    plan, _held, _booked = office.take_in(edit(book, {"A3": "乙"}))
    assert [row.fate for row in plan.rows] == ["create", "unchanged"]
    assert office.tray == {}


def test_a_row_moved_without_its_key_takes_no_personal_value_of_another(tmp_path: Path) -> None:
    office = Office("institution")
    heads = ["机构名称", "办学许可证号", "法定代表人", "联系电话", "面积"]
    first = ["甲校", "教民141010570001001", "张一", "13800010001", 12]
    second = ["乙校", "教民141010570001002", "张二", "13800010002", "不详的"]
    path = save(tmp_path / "a.xlsx", sheet_of([["名单"], heads, first, second]))
    book = office.send_back(path, tmp_path / "出错.xlsx")
    page = load_workbook(book).active
    moved = {f"{letter}{to}": page[f"{letter}{of}"].value for letter in "ABCDE" for to, of in ((3, 4), (4, 3))}
    plan, held, _booked = office.take_in(edit(book, moved))
    (record,) = office.ledger.tables["institution"].values()
    assert record.values["legal_representative"] == "张一"
    assert {plan.table.numbers[place] for place in held} == {3}
    assert len(office.tray) == 2  # the held row waits on, as does the moved one
    assert "对不上" in plan.rows[1].problems[0].message
