"""Attachments travel by what is in them and by name; the files stay in the office that added them."""

from pathlib import Path

import openpyxl
import pytest

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.services import attachments, backups, deeds, packing, receipt_view, receiving
from shuangjian_desktop.services.attachments import Incoming
from tests.packages.conftest import CITY, ERQI, JINSHUI
from tests.services.entries import school

PHOTO = b"\xff\xd8\xff" + b"photo" * 500


def hang(desk, uid: str, folder: Path, name: str = "王梓涵协议.jpg", content: bytes = PHOTO):
    path = folder / name
    path.write_bytes(content)
    return attachments.attach(desk, "institution", uid, [Incoming(path, name)])


def send(sender, receiver, folder: Path, name: str, **how: bool) -> Path:
    out = folder / name
    packing.pack(sender, receiver.ledger.office, out, **how)
    receiving.apply(receiver, receiving.plan(receiver, receiving.read(out)), confirmed=True)
    return out


@pytest.mark.parametrize("personal", [False, True])
def test_the_city_sees_that_there_is_one_and_who_has_it(offices, tmp_path, personal):
    district, city = offices[JINSHUI], offices[CITY]
    uid = school(district)
    hang(district, uid, tmp_path)
    out = send(district, city, tmp_path, "一.xlsx", personal=personal)
    [one] = attachments.attachments(city.unmask("试"), "institution", uid)
    assert one.name == ("王梓涵协议.jpg" if personal else f"（未随数据包发来）{one.digest[:8]}")
    assert (one.path, one.elsewhere, one.missing, one.size) == (None, "金水区教育局", False, len(PHOTO))
    assert backups.check(city.ledger.path) == []
    assert PHOTO not in out.read_bytes()
    heads = [cell.value for cell in openpyxl.load_workbook(out)["附件"][1]]
    assert ("文件名" in heads) is personal


def test_where_no_name_travels_none_is_quoted(offices, tmp_path):
    district, city = offices[JINSHUI], offices[CITY]
    hang(district, school(district), tmp_path)
    out = tmp_path / "一.xlsx"
    packing.pack(district, CITY, out)
    receipt = receiving.plan(city, receiving.read(out))
    assert "附件 第 2 行 新增" in [line.text for line in receipt_view.lines(city, receipt)]


def test_what_a_package_calls_a_program_is_not_opened(offices, tmp_path):
    district, city = offices[JINSHUI], offices[CITY]
    uid = school(district)
    hang(district, uid, tmp_path)
    [one] = attachments.attachments(district, "institution", uid)
    renamed = district.operation("save", "改名")
    district.ledger.transact(renamed, lambda writer: writer.update("attachment", one.uid, {"name": "协议.exe"}))
    send(district, city, tmp_path, "一.xlsx", personal=True)
    hang(city, uid, tmp_path, "协议.jpg")
    with pytest.raises(RefusedError, match=r"“协议\.exe”是程序或快捷方式"):
        attachments.copy_out(city, one.uid, tmp_path)


def test_one_that_was_removed_goes_at_the_city_too(offices, tmp_path):
    district, city = offices[JINSHUI], offices[CITY]
    uid = school(district)
    hang(district, uid, tmp_path)
    send(district, city, tmp_path, "一.xlsx")
    [one] = attachments.attachments(district, "institution", uid)
    with pytest.raises(RefusedError, match="金水区教育局"):
        attachments.remove(city, [one.uid])
    attachments.remove(district, [one.uid])
    send(district, city, tmp_path, "二.xlsx")
    assert attachments.attachments(city, "institution", uid) == []


def test_the_city_adds_its_own_and_the_same_file_is_known_by_its_content(offices, tmp_path):
    district, city = offices[JINSHUI], offices[CITY]
    uid = school(district)
    hang(district, uid, tmp_path)
    send(district, city, tmp_path, "一.xlsx", personal=True)
    assert hang(city, uid, tmp_path, "来件.jpg").known == ("来件.jpg",)
    [one] = attachments.attachments(city, "institution", uid)
    assert (one.elsewhere, one.path.read_bytes()) == ("", PHOTO)
    hang(city, uid, tmp_path, "市局核查.jpg", b"\xff\xd8\xffcity")
    assert len(attachments.attachments(city, "institution", uid)) == 2
    send(city, district, tmp_path, "回.xlsx", personal=True)
    assert len(attachments.attachments(district, "institution", uid)) == 1


def test_attachments_stay_where_the_files_are_when_an_institution_is_handed_over(offices, tmp_path):
    district, city, other = offices[JINSHUI], offices[CITY], offices[ERQI]
    uid = school(district)
    hang(district, uid, tmp_path)
    asked = {"handed_to": "二七区教育局", "handed_on": district.day}
    deeds.act(district, "institution", uid, "hand_over", asked)
    send(district, city, tmp_path, "一.xlsx", personal=True)
    send(city, other, tmp_path, "二.xlsx", personal=True)
    assert len(attachments.attachments(district, "institution", uid)) == 1
    assert attachments.attachments(other, "institution", uid) == []
    with pytest.raises(RefusedError, match="二七区教育局"):
        hang(district, uid, tmp_path, "新.jpg", b"\xff\xd8\xffnew")
