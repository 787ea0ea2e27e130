"""Files that came in together, as their covers order them."""

import shutil

from openpyxl import Workbook

from shuangjian_desktop.services.arrivals import arrivals
from tests.packages.conftest import CITY, ERQI, JINSHUI
from tests.services.entries import school


def test_they_stand_by_sender_and_number_and_what_is_no_package_at_the_end(jinshui, erqi, send, tmp_path):
    school(jinshui, "甲校")
    school(erqi, "乙校")
    files = [send(jinshui), send(jinshui), send(erqi)]
    names = ("z.xlsx", "a.xlsx", "m.xlsx")
    renamed = [shutil.copy(file, tmp_path / name) for file, name in zip(files, names, strict=True)]
    table = tmp_path / "0.xlsx"
    Workbook().save(table)
    found = arrivals([tmp_path / "没有.xlsx", table, *renamed, renamed[0]])
    told = [(one.cover.sender, one.cover.number, one.cover.receiver) for one in found if one.cover]
    assert told == [(ERQI, 1, CITY), (JINSHUI, 1, CITY), (JINSHUI, 2, CITY)]
    assert [one.path.name for one in found if one.problem] == ["0.xlsx", "没有.xlsx"]
    assert "不是数据包" in found[3].problem.sentence
