"""Photos and scans on records: kept by what is in them, undone like all else, in every backup, named when lost."""

import hashlib
import sys
from pathlib import Path

import pytest

from shuangjian_desktop.core.errors import Cancelled, FileError, RefusedError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import attachments, backups, records, steps
from shuangjian_desktop.services.attachments import Incoming
from shuangjian_desktop.services.office import open_desk
from shuangjian_desktop.store import attached
from tests.services.entries import enter, school

PHOTO = b"\xff\xd8\xff\xe0" + b"photo" * 1000


def file(folder: Path, name: str = "现场照片.jpg", content: bytes = PHOTO) -> Incoming:
    path = folder / name
    path.write_bytes(content)
    return Incoming(path, name)


def stored(desk) -> list[Path]:
    folder = desk.ledger.path.parent / "附件"
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_digest_and_hangs_on_its_record(desk, tmp_path):
    uid = school(desk)
    done = attachments.attach(desk, "institution", uid, [file(tmp_path), file(tmp_path, "协议.pdf", b"%PDF-1.4 x")])
    assert (done.added, done.known) == (("现场照片.jpg", "协议.pdf"), ())
    assert done.changes.step.title == "添加附件：机构台账“郑州育才学校”"
    first, second = attachments.attachments(desk, "institution", uid)
    assert (first.name, first.size, first.kind, first.added_on) == ("现***.jpg", len(PHOTO), "图片", desk.day)
    assert (second.kind, second.missing) == ("PDF", False)
    digest = hashlib.sha256(PHOTO).hexdigest()
    assert first.path == desk.ledger.path.parent / "附件" / digest[:2] / digest
    assert first.path.read_bytes() == PHOTO
    assert attachments.attachments(desk.unmask("试"), "institution", uid)[0].name == "现场照片.jpg"
    assert attachments.attachments(desk, "institution", school(desk, "另一所")) == []


def test_the_same_content_is_kept_once_and_hangs_once_on_a_record(desk, tmp_path):
    one, other = school(desk), school(desk, "另一所")
    attachments.attach(desk, "institution", one, [file(tmp_path), file(tmp_path, "副本.jpg")])
    again = attachments.attach(desk, "institution", one, [file(tmp_path, "再来.jpg")])
    assert (again.added, again.known, again.changes.step) == ((), ("再来.jpg",), None)
    attachments.attach(desk, "institution", other, [file(tmp_path)])
    assert len(stored(desk)) == 1
    assert len(attachments.attachments(desk, "institution", one)) == 1


def test_adding_and_removing_are_steps_that_go_back_and_the_file_stays(desk, tmp_path):
    uid = school(desk)
    attachments.attach(desk, "institution", uid, [file(tmp_path)])
    steps.undo(desk)
    assert attachments.attachments(desk, "institution", uid) == []
    assert len(stored(desk)) == 1
    steps.redo(desk)
    [one] = attachments.attachments(desk, "institution", uid)
    attachments.remove(desk, [one.uid])
    assert attachments.attachments(desk, "institution", uid) == []
    steps.undo(desk)
    assert attachments.attachments(desk, "institution", uid) == [one]


def test_a_word_about_it(desk, tmp_path):
    uid = school(desk)
    attachments.attach(desk, "institution", uid, [file(tmp_path)])
    [one] = attachments.attachments(desk, "institution", uid)
    attachments.describe(desk, one.uid, " 门头照 ")
    assert attachments.attachments(desk, "institution", uid)[0].notes == "门头照"


@pytest.mark.parametrize("name", ["程序.exe", "照片.jpg.lnk", "脚本.JS"])
def test_programs_are_refused(desk, name, tmp_path):
    with pytest.raises(RefusedError, match="程序或快捷方式"):
        attachments.attach(desk, "institution", school(desk), [file(tmp_path), file(tmp_path, name)])
    assert stored(desk) == []


def test_what_is_no_file_is_refused_and_nothing_is_added(desk, tmp_path):
    uid = school(desk)
    for gone in (
        Incoming(tmp_path / "没有.jpg", "没有.jpg"),
        Incoming(tmp_path, "文件夹"),
        file(tmp_path, "空.jpg", b""),
    ):
        with pytest.raises(FileError, match="没有添加"):
            attachments.attach(desk, "institution", uid, [file(tmp_path), gone])
    assert attachments.attachments(desk, "institution", uid) == []


def test_of_several_files_it_is_said_that_the_others_were_not_added_either(desk, tmp_path):
    uid = school(desk)
    for bad, sentence in ((file(tmp_path, "空.jpg", b""), FileError), (file(tmp_path, "程序.exe"), RefusedError)):
        with pytest.raises(sentence) as refused:
            attachments.attach(desk, "institution", uid, [file(tmp_path), bad, file(tmp_path, "三.jpg", b"3")])
        assert "其余 2 个也没有添加" in refused.value.hint
    with pytest.raises(FileError) as refused:
        attachments.attach(desk, "institution", uid, [bad := file(tmp_path, "空.jpg", b"")])
    assert "其余" not in refused.value.hint


def test_more_than_are_shown_are_refused(desk, tmp_path):
    uid, other = school(desk), school(desk, "另一所")
    many = [file(tmp_path, f"{number}.jpg", b"%d" % number) for number in range(attachments.MOST)]
    attachments.attach(desk, "institution", uid, many)
    with pytest.raises(RefusedError, match="最多 500 个附件，已有 500 个，不能再加 1 个"):
        attachments.attach(desk, "institution", uid, [many[0], file(tmp_path, "多一个.jpg", b"more")])
    assert attachments.attach(desk, "institution", uid, [many[0]]).known == ("0.jpg",)
    assert attachments.attach(desk, "institution", other, [many[0]]).added == ("0.jpg",)


def test_adding_that_was_cancelled_adds_nothing(desk, tmp_path):
    uid, progress = school(desk), Progress()
    progress.cancelled.set()
    with pytest.raises(Cancelled):
        attachments.attach(desk, "institution", uid, [file(tmp_path)], progress)
    assert attachments.attachments(desk, "institution", uid) == []


def test_a_deleted_record_and_the_programs_own_take_none(desk, tmp_path):
    setting = desk.ledger.reader.first(Query("operator"), 1)[0].uid
    with pytest.raises(RefusedError, match="不能添加附件"):
        attachments.attach(desk, "operator", setting, [file(tmp_path)])
    uid = school(desk)
    records.remove(desk, "institution", [uid])
    with pytest.raises(RefusedError, match="已删除"):
        attachments.attach(desk, "institution", uid, [file(tmp_path)])


def test_every_book_takes_them(desk, tmp_path):
    uid = enter(desk, "inspection", {"on": desk.day, "place": "花园路1号", "officers": "王芳、李强"})
    attachments.attach(desk, "inspection", uid, [file(tmp_path)])
    assert len(attachments.attachments(desk, "inspection", uid)) == 1


def test_a_copy_is_given_out_and_its_being_seen_is_on_record(desk, tmp_path):
    uid = school(desk)
    attachments.attach(desk, "institution", uid, [file(tmp_path)])
    [one] = attachments.attachments(desk, "institution", uid)
    out = tmp_path / "看"
    out.mkdir()
    copy = attachments.copy_out(desk, one.uid, out)
    assert (copy.name, copy.read_bytes()) == ("现场照片.jpg", PHOTO)
    assert steps.steps(desk)[0].title == "查看附件：机构台账“郑州育才学校”"
    before = len(steps.steps(desk))
    attachments.copy_out(desk.unmask("试"), one.uid, out / "另存.jpg")
    assert len(steps.steps(desk)) == before + 1  # the unmasking itself
    assert steps.next_undo(desk).verb == "attach"


def test_copies_of_one_name_do_not_take_each_others_place(desk, tmp_path):
    uid, out = school(desk), tmp_path / "看"
    out.mkdir()
    (out / "现场照片.jpg").write_bytes(b"the clerk's own")
    attachments.attach(desk, "institution", uid, [file(tmp_path)])
    attachments.attach(desk, "institution", uid, [file(tmp_path, content=b"another day")])
    copies = [attachments.copy_out(desk, one.uid, out) for one in attachments.attachments(desk, "institution", uid)]
    assert [copy.name for copy in copies] == ["现场照片 (2).jpg", "现场照片 (3).jpg"]
    assert [copy.read_bytes() for copy in copies] == [PHOTO, b"another day"]
    assert (out / "现场照片.jpg").read_bytes() == b"the clerk's own"


def damaged(desk, tmp_path):
    uid = school(desk)
    attachments.attach(desk, "institution", uid, [file(tmp_path), file(tmp_path, "协议.pdf", b"%PDF-1.4 x")])
    gone, changed = stored(desk)
    gone.unlink()
    changed.write_bytes(b"other")
    return uid


def test_a_lost_and_a_changed_file_are_named(desk, tmp_path):
    uid = damaged(desk, tmp_path)
    assert sorted(one.missing for one in attachments.attachments(desk, "institution", uid)) == [False, True]
    lost, changed = backups.check(desk.ledger.path)
    assert lost.startswith("找不到 1 个附件的文件：“")
    assert "（机构台账）" in lost
    assert changed.startswith("有 1 个附件的文件被改动或损坏了：“")
    for one in attachments.attachments(desk, "institution", uid):
        with pytest.raises(FileError, match="不在本机" if one.missing else "被改动"):
            attachments.copy_out(desk, one.uid, tmp_path)


def test_adding_the_same_file_again_heals_it(desk, tmp_path):
    uid = damaged(desk, tmp_path)
    files = [Incoming(tmp_path / name, name) for name in ("现场照片.jpg", "协议.pdf")]
    assert len(attachments.attach(desk, "institution", uid, files).known) == 2
    assert backups.check(desk.ledger.path) == []


def test_a_backup_holds_the_files_once_and_a_restore_brings_them_back(desk, tmp_path):
    uid = school(desk)
    attachments.attach(desk, "institution", uid, [file(tmp_path)])
    made = backups.backup(desk)
    kept = made.parent / "附件"
    [copy] = [path for path in kept.rglob("*") if path.is_file()]
    assert copy.read_bytes() == PHOTO
    at = copy.stat().st_mtime_ns
    backups.backup(desk)
    assert copy.stat().st_mtime_ns == at
    path = desk.ledger.path
    desk.ledger.close()
    [gone] = stored(desk)
    gone.unlink()
    sentence = backups.restore(path, made, "王芳")
    assert "附件" not in sentence
    with_it = open_desk(path, "王芳")
    assert not attachments.attachments(with_it, "institution", uid)[0].missing
    assert backups.check(path) == []
    with_it.ledger.close()


def test_a_backup_elsewhere_has_its_own_files(desk, tmp_path):
    attachments.attach(desk, "institution", school(desk), [file(tmp_path)])
    stick = tmp_path / "U盘"
    stick.mkdir()
    backups.backup(desk, stick / "台账.db")
    assert len([path for path in (stick / "附件").rglob("*") if path.is_file()]) == 1


def test_what_is_in_neither_place_is_named(desk, tmp_path):
    attachments.attach(desk, "institution", school(desk), [file(tmp_path)])
    for path in stored(desk):
        path.unlink()
    assert backups.lost_files(desk) == "有 1 个附件的文件找不到，没有备份：“现***.jpg”（机构台账）。"
    made = backups.backup(desk)
    path = desk.ledger.path
    desk.ledger.close()
    assert "有 1 个附件的文件在台账和备份旁都找不到：“现***.jpg”（机构台账）。" in backups.restore(path, made, "王芳")


def test_a_broken_copy_in_the_backup_is_not_brought_back(desk, tmp_path):
    attachments.attach(desk, "institution", school(desk), [file(tmp_path)])
    made = backups.backup(desk)
    for folder in (desk.ledger.path.parent, made.parent):
        [one] = [path for path in (folder / "附件").rglob("*") if path.is_file()]
        one.write_bytes(b"broken") if folder == made.parent else one.unlink()
    path = desk.ledger.path
    desk.ledger.close()
    assert "都找不到" in backups.restore(path, made, "王芳")


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_place_that_cannot_be_written_leaves_nothing(desk, tmp_path):
    uid = school(desk)
    blocked = desk.ledger.path.parent / "附件"
    blocked.write_bytes(b"a file where the folder should be")
    with pytest.raises(Exception, match="附件"):
        attachments.attach(desk, "institution", uid, [file(tmp_path)])
    assert attachments.attachments(desk, "institution", uid) == []


def test_no_digest_leads_out_of_the_folder(tmp_path):
    for digest in ("../../etc/passwd", "/etc/passwd", "..", "", "A" * 64):
        place = attached.place(tmp_path, digest)
        assert place.parent.parent == tmp_path
        assert not place.exists()
