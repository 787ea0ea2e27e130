"""Photos and scans in the form of a record, as a clerk adds, sees, opens and removes them."""

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog
from shiboken6 import delete

from shuangjian_desktop.services import attachments, deeds, steps
from shuangjian_desktop.services.attachments import Incoming
from shuangjian_desktop.ui.attachments import copies
from tests.services.entries import enter, school
from tests.ui.attachments.photos import picture
from tests.ui.boxes import box, press, said


@pytest.fixture
def form(desk, form_of):
    return form_of("institution", school(desk))


@pytest.fixture
def panel(form):
    return form.attachments


@pytest.fixture
def names(desk, form):
    """What the ledger holds of the record, unmasked, with sizes."""

    def found() -> dict[str, int]:
        return {
            str(record.values["name"]): record.values["size"]
            for one in attachments.attachments(desk, "institution", form.uid)
            for record in [desk.record("attachment", one.uid)]
        }

    return found


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(target, data: QMimeData) -> None:
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, left, plain)
    target.dragEnterEvent(entered)
    if entered.isAccepted():
        target.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, plain))


def texts(panel) -> list[str]:
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def icon_is(panel, row: int, colour: str) -> bool:
    """Whether a thumbnail's middle is of this colour."""
    image = panel.list.item(row).icon().pixmap(96, 96).toImage()
    return image.pixelColor(image.width() * 2 // 3, image.height() // 2) == QColor(colour)


def test_dropped_files_are_added_at_once_and_shown(panel, settle, names, tmp_path):
    photo, scan = picture(tmp_path / "门头.png", 300, 200), tmp_path / "协议.pdf"
    scan.write_bytes(b"%PDF-1.4" + b" " * 5000)
    drop(panel.list, mime(photo, scan))
    settle()
    assert list(names()) == ["门头.png", "协议.pdf"]
    assert texts(panel) == [f"门*.png\n{max(1, round(photo.stat().st_size / 1000))} KB", "协*.pdf\n5 KB"]
    assert icon_is(panel, 0, "red")
    assert panel.note.text() == "已添加 2 个附件。"
    assert photo.exists(), "a drop copies"


def test_names_are_seen_when_personal_values_are(form, panel, settle, tmp_path):
    drop(panel.list, mime(picture(tmp_path / "王梓涵.png", 30, 20)))
    settle()
    assert not form.unmask_button.isHidden()
    form.unmask_button.click()
    settle()
    assert texts(panel)[0].startswith("王梓涵.png\n")


def test_the_button_asks_for_files(form, panel, settle, names, tmp_path):
    press(form, "添加…")
    dialog = panel.findChild(QFileDialog)
    assert "照片" in dialog.nameFilters()[0]
    dialog.filesSelected.emit([str(picture(tmp_path / "门头.png", 30, 20))])
    settle()
    dialog.close()
    assert list(names()) == ["门头.png"]


def test_files_and_pictures_are_pasted(panel, settle, names, tmp_path, qtbot):
    clipboard = QApplication.clipboard()
    clipboard.setMimeData(mime(picture(tmp_path / "门头.png", 30, 20)))
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("green"))
    clipboard.setImage(image)
    panel.deeds["paste_attachment"].click()
    settle()
    first, second = names()
    assert first == "门头.png"
    assert second.startswith("粘贴的图片-")
    assert second.endswith(".png")
    clipboard.setText("文字")
    panel.deeds["paste_attachment"].click()
    settle()
    assert len(names()) == 2
    assert panel.note.text() == "没有可以添加的文件或图片。请先复制照片或文件，再粘贴。"


@pytest.mark.parametrize(("answer", "scaled"), [("缩小后添加", True), ("按原样添加", False)])
def test_large_photos_are_asked_about_once(panel, settle, names, tmp_path, qtbot, answer, scaled):
    large = [picture(tmp_path / f"照片{number}.{kind}", 4200, 900) for number, kind in ((1, "jpg"), (2, "png"))]
    small = picture(tmp_path / "门头.png", 30, 20)
    drop(panel.list, mime(*large, small))
    settle()
    asked = box(qtbot)
    assert asked.text().startswith("有 2 张照片较大（共 ")
    assert names() == {}
    press(asked, answer)
    settle()
    kept = names()
    assert list(kept) == ["照片1.jpg", "照片2.jpg" if scaled else "照片2.png", "门头.png"]
    sizes = [QImage(str(one.path)).width() for one in shown(panel)]
    assert sizes == ([2560, 2560, 30] if scaled else [4200, 4200, 30])
    assert all(QImage(str(path)).width() == 4200 for path in large), "the originals stay as they are"


def shown(panel):
    return [panel.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(panel.list.count())]


def test_a_large_photo_may_be_left(panel, settle, names, tmp_path, qtbot):
    drop(panel.list, mime(picture(tmp_path / "照片.jpg", 4200, 900)))
    settle()
    press(box(qtbot), "Cancel")
    settle()
    assert names() == {}


@pytest.mark.parametrize("answer", ["缩小后添加", "按原样添加"])
def test_a_form_that_is_closed_meanwhile_loses_no_photo(desk, form, panel, settle, tmp_path, qtbot, answer):
    drop(panel.list, mime(picture(tmp_path / "照片.jpg", 4200, 900)))
    settle()
    press(box(qtbot), answer)
    delete(form)
    settle()
    assert len(attachments.attachments(desk, "institution", form.uid)) == 1


def test_a_photo_comes_to_the_record_that_it_was_dropped_on(desk, form, panel, settle, tmp_path):
    uid = form.uid
    form.save(another=True)
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20)))
    settle()
    assert form.uid is None
    assert panel.list.count() == 0
    assert panel.note.text() == "前一条记录：已添加 1 个附件。"
    assert len(attachments.attachments(desk, "institution", uid)) == 1


def test_what_goes_wrong_after_the_form_is_closed_is_said(desk, form, panel, settle, tmp_path, qtbot):
    drop(panel.list, mime(tmp_path / "没有.png"))
    delete(form)
    settle()
    assert "“没有.png”读不出来" in said(qtbot)


def test_one_that_is_there_already_is_said(panel, settle, names, tmp_path):
    path = picture(tmp_path / "门头.png", 30, 20)
    for _time in range(2):
        drop(panel.list, mime(path))
        settle()
    assert panel.note.text() == "这条记录已有：门头.png。"
    assert panel.undo_button.isHidden()
    assert len(names()) == 1


def test_a_program_is_refused_with_a_sentence(panel, settle, names, tmp_path, qtbot):
    (tmp_path / "看照片.exe").write_bytes(b"MZ")
    drop(panel.list, mime(tmp_path / "看照片.exe"))
    settle()
    assert "“看照片.exe”是程序或快捷方式" in said(qtbot)
    assert names() == {}


def test_what_is_removed_comes_back_by_undo(form, panel, settle, names, tmp_path):
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20), picture(tmp_path / "教室.png", 40, 20)))
    settle()
    panel.list.selectAll()
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    settle()
    assert (names(), panel.list.count(), panel.note.text()) == ({}, 0, "已移除 2 个附件。")
    panel.undo_button.click()
    settle()
    assert list(names()) == ["门头.png", "教室.png"]
    assert panel.list.count() == 2
    assert panel.undo_button.isHidden()


class Opened(QObject):
    """Stands where the system's programs would open a file."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.files.append(Path(url.toLocalFile()))


@pytest.fixture
def opened():
    """The files that the system was asked to open."""
    found = Opened()
    QDesktopServices.setUrlHandler("file", found, "take")
    yield found
    QDesktopServices.unsetUrlHandler("file")
    copies.clear()


def test_the_system_opens_a_copy_that_cannot_be_typed_into(desk, form, panel, settle, opened, tmp_path):
    path = picture(tmp_path / "门头.png", 30, 20)
    drop(panel.list, mime(path))
    settle()
    panel.list.setCurrentRow(0)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    settle()
    [copy] = opened.files
    assert (copy.name, copy.read_bytes()) == ("门头.png", path.read_bytes())
    assert not stat.S_IMODE(copy.stat().st_mode) & 0o222
    assert desk.ledger.path.parent / "附件" not in copy.parents
    assert steps.steps(desk)[0].title.startswith("查看附件：机构台账")
    copies.clear()
    assert not copy.exists()


def test_it_is_said_when_no_program_opens_it(panel, settle, opened, tmp_path, qtbot):
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20)))
    settle()
    QDesktopServices.unsetUrlHandler("file")
    panel.list.setCurrentRow(0)
    panel.deeds["open_attachment"].click()
    settle()
    assert "没有打开“门头.png”的程序" in said(qtbot)


def test_copies_are_saved_elsewhere(panel, settle, tmp_path):
    out = tmp_path / "出"
    out.mkdir()
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20), picture(tmp_path / "教室.png", 40, 20)))
    settle()
    panel.list.selectAll()
    panel.deeds["save_attachment"].click()
    dialog = panel.findChild(QFileDialog)
    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(out))
    settle()
    dialog.close()
    assert sorted(path.name for path in out.iterdir()) == ["教室.png", "门头.png"]
    assert panel.note.text() == "已另存 2 个附件。"


def test_the_name_that_is_proposed_for_a_copy_has_no_asterisks(form, panel, settle, tmp_path):
    drop(panel.list, mime(picture(tmp_path / "王梓涵.png", 30, 20)))
    settle()
    for unmasked in (False, True):
        panel.list.selectAll()
        panel.deeds["save_attachment"].click()
        [dialog] = panel.findChildren(QFileDialog)
        [name] = [Path(path).name for path in dialog.selectedFiles()]
        assert (name == "王梓涵.png") if unmasked else (name.startswith("附件-") and name.endswith(".png"))
        delete(dialog)
        form.unmask_button.click()
        settle()


def test_a_word_about_a_photo_is_kept(panel, settle, tmp_path):
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20)))
    settle()
    panel.list.setCurrentRow(0)
    panel.deeds["describe_attachment"].click()
    dialog = panel.findChild(QInputDialog)
    dialog.textValueSelected.emit("巡查时的门头")
    settle()
    dialog.close()
    assert "巡查时的门头" in panel.list.item(0).toolTip()
    assert panel.note.text() == "已写上说明。"
    panel.undo_button.click()
    settle()
    assert "巡查时的门头" not in panel.list.item(0).toolTip()


def test_what_was_not_taken_back_is_not_called_so(desk, panel, settle, names, tmp_path, qtbot):
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20), picture(tmp_path / "教室.png", 40, 20)))
    settle()
    for one in attachments.attachments(desk, "institution", panel.uid):
        attachments.describe(desk, one.uid, "现场")
    panel.undo_button.click()
    settle()
    assert "保留（之后被修改） 2 条" in said(qtbot)
    assert panel.note.text() == ""
    assert list(names()) == ["门头.png", "教室.png"]


def test_a_lost_file_is_named_and_cannot_be_opened(desk, form, panel, settle, opened, tmp_path):
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20)))
    settle()
    for path in (desk.ledger.path.parent / "附件").rglob("*"):
        if path.is_file():
            path.unlink()
    panel.show_record(form.uid, barred=False)
    settle()
    assert texts(panel) == ["门*.png\n文件丢失"]
    assert "请从备份旁的“附件”文件夹复制回来" in panel.list.item(0).toolTip()
    panel.list.setCurrentRow(0)
    assert not panel.deeds["open_attachment"].isEnabled()
    panel.open_chosen()
    settle()
    assert opened.files == []
    drop(panel.list, mime(tmp_path / "门头.png"))
    settle()
    assert "文件丢失" not in texts(panel)[0]


def test_a_new_record_is_saved_first(form_of, settle, tmp_path):
    panel = form_of("institution").attachments
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20)))
    settle()
    assert panel.list.count() == 0
    assert not panel.deeds["add_attachment"].isEnabled()
    assert panel.note.text() == "保存这条记录以后，就可以添加照片和扫描件。"


def test_a_record_that_was_handed_over_shows_them_and_takes_none(desk, form_of, settle, tmp_path):
    uid = school(desk)
    path = picture(tmp_path / "门头.png", 30, 20)
    attachments.attach(desk, "institution", uid, [Incoming(path, path.name)])
    deeds.act(desk, "institution", uid, "hand_over", {"handed_to": "二七区教育局", "handed_on": desk.day})
    panel = form_of("institution", uid).attachments
    assert panel.list.count() == 1
    drop(panel.list, mime(picture(tmp_path / "教室.png", 40, 20)))
    settle()
    assert panel.list.count() == 1
    assert not panel.deeds["add_attachment"].isEnabled()


def test_each_book_has_them_and_reference_data_has_none(desk, form_of, settle):
    uid = enter(desk, "inspection", {"on": desk.day, "place": "花园路1号", "officers": "王芳、李强"})
    assert form_of("inspection", uid).attachments is not None
    assert form_of("legal_source").attachments is None


def test_the_form_need_not_be_saved_and_stays_as_it_was_typed(desk, form, panel, settle, names, tmp_path):
    box_ = form.body.boxes["notes"]
    box_.editor.inner.setFocus()
    QTest.keyClicks(box_.editor.inner, "abc")
    drop(panel.list, mime(picture(tmp_path / "门头.png", 30, 20)))
    settle()
    assert len(names()) == 1
    assert form.body.draft().values["notes"] == "abc"
    form.save()
    settle()
    assert desk.record("institution", form.uid).values["notes"] == "abc"
