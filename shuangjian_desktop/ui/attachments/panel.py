"""The attachments of a record in its form: added, opened, saved, taken off. Each deed is a step of its own."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QInputDialog, QVBoxLayout, QWidget

from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Changes, Undone
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.services import attachments
from shuangjian_desktop.services.attachments import Attaching, Attachment, Incoming
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.attachments import pictures
from shuangjian_desktop.ui.attachments.adding import Adding
from shuangjian_desktop.ui.attachments.copies import new_folder
from shuangjian_desktop.ui.attachments.file_list import THUMBNAIL, FileList
from shuangjian_desktop.ui.attachments.incoming import files_in
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.undoing import report
from shuangjian_desktop.ui.widgets import button, label

_UNSAVED = "保存这条记录以后，就可以添加照片和扫描件。"
_CHOOSE = "照片、扫描件和文档 (*);;照片 (*.jpg *.jpeg *.png *.bmp *.webp);;PDF (*.pdf)"


class AttachmentPanel(QWidget):
    """A list of attachments with its buttons. What is done here does not wait for the form to be saved."""

    shown = Signal()
    """The list shows what the ledger holds."""

    def __init__(self, register: Register, session: Session, parent: QWidget | None = None) -> None:
        """Begin without a record."""
        super().__init__(parent)
        self.register = register
        self.uid: str | None = None
        self._session = session
        self._barred = False
        self._seen: dict[str, QImage] = {}
        self.list = FileList()
        self.list.dropped.connect(self._take)
        self.list.open_asked.connect(self.open_chosen)
        self.list.remove_asked.connect(self.remove_chosen)
        self.list.itemSelectionChanged.connect(self._offer)
        self.note = label(_UNSAVED, "soft")
        self.undo_button = button("撤销", "undo_attachment", self._undo)
        self._step: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addLayout(self._buttons())
        session.changed.connect(self._on_changed)
        session.desk_changed.connect(self._read)
        self._offer()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        deeds: dict[str, tuple[str, Callable[[], object], str]] = {
            "添加…": ("add_attachment", self.choose, "选择照片、扫描件或文档"),
            "粘贴": ("paste_attachment", self.list.paste, "添加剪贴板里的文件或图片（Ctrl+V）"),
            "打开": ("open_attachment", self.open_chosen, "用系统里的程序查看（回车或双击）"),
            "另存为…": ("save_attachment", self.save_chosen, "把选中的附件复制到别处"),
            "说明…": ("describe_attachment", self.describe_chosen, "写一句话说明这是什么"),
            "移除": ("remove_attachment", self.remove_chosen, "从这条记录上移除（Delete），可以撤销"),
        }
        self.deeds = {name: button(words, name, call, tip) for words, (name, call, tip) in deeds.items()}
        for one in self.deeds.values():
            line.addWidget(one)
        line.addSpacing(8)
        line.addWidget(self.note, 1)
        line.addWidget(self.undo_button)
        return line

    # --- what is shown -------------------------------------------------------------------------------------------
    def show_record(self, uid: str | None, *, barred: bool) -> None:
        """Show the attachments of a record, None for one that is not saved yet; `barred`: nothing can be added."""
        self.uid, self._barred = uid, barred
        self.list.barred = barred or uid is None
        self._say("" if uid else _UNSAVED)
        self._read()

    def _read(self) -> None:
        key, uid = self.register.key, self.uid
        if uid is None:
            self._put([])
            return
        self._session.read(lambda desk: attachments.attachments(desk, key, uid), self._put, receiver=self)

    def _put(self, found: Sequence[Attachment]) -> None:
        self.list.put(found)
        self.list.put_thumbnails(self._seen)
        self._offer()
        unseen = [one for one in found if one.path and one.kind == "图片" and one.digest not in self._seen]
        if unseen:
            side = round(THUMBNAIL * self.devicePixelRatioF())
            self._session.jobs.files(
                lambda progress: _thumbnails(unseen, side, progress), self._put_thumbnails, receiver=self
            )
        self.shown.emit()

    def _put_thumbnails(self, images: dict[str, QImage]) -> None:
        self._seen |= images
        self.list.put_thumbnails(images)

    def _offer(self) -> None:
        """Offer what can be done with what is chosen."""
        chosen = self.list.chosen()
        here = bool(chosen) and all(one.path for one in chosen)
        own = bool(chosen) and all(one.own for one in chosen)
        possible = {
            "add_attachment": not self.list.barred,
            "paste_attachment": not self.list.barred,
            "open_attachment": here,
            "save_attachment": here,
            "describe_attachment": own and len(chosen) == 1,
            "remove_attachment": own,
        }
        for name, can in possible.items():
            self.deeds[name].setEnabled(can)

    def _on_changed(self, changes: Changes) -> None:
        if "attachment" in changes.touched:
            self._read()

    def _say(self, text: str, step: int | None = None) -> None:
        """Write beside the buttons what was done; with a `step` it can be taken back from here."""
        self.note.setText(text)
        self._step = step
        self.undo_button.setVisible(step is not None)

    def _undo(self) -> None:
        if self._step is not None:
            self._session.undo(self._step, self._undone, receiver=self)

    def _undone(self, undone: Undone) -> None:
        self._say("已撤销。" if undone.undone else "")
        report(self._session, self, undone, "撤销")

    # --- adding --------------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask which files are to be added."""
        dialog = QFileDialog(self, "添加附件", "", _CHOOSE)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self.add([Incoming(Path(path), Path(path).name) for path in paths]))
        dialog.open()

    def _take(self, data: QMimeData) -> None:
        files = files_in(data)
        if not files:
            self._say("没有可以添加的文件或图片。请先复制照片或文件，再粘贴。")
        self.add(files)

    def add(self, files: Sequence[Incoming]) -> None:
        """Add files; asks once about those that are large photos."""
        uid = self.uid
        if uid is not None and files and not self.list.barred:
            Adding(self._session, self.register.key, uid, self, self._say, self._attached).start(files)

    def _attached(self, uid: str, done: Attaching) -> None:
        step = done.changes.step
        whose = "" if uid == self.uid else "前一条记录："
        added = f"已添加 {len(done.added)} 个附件。" if done.added else ""
        known = f"这条记录已有：{'、'.join(done.known)}。" if done.known else ""
        self._say(whose + added + known, step.number if step else None)
        self._read()  # one that was lost may be there again

    def _failed(self, error: Exception) -> None:
        self._say("")
        messages.tell(self, error)

    # --- with those that are chosen ------------------------------------------------------------------------------
    def open_chosen(self) -> None:
        """Have the system open copies of them."""
        for one in self.list.chosen():
            if one.path:
                self._copy([one], new_folder(), self._open)

    def _open(self, paths: list[Path]) -> None:
        [path] = paths
        path.chmod(0o444)  # what is typed into a copy would be lost
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            messages.inform(self, f"这台电脑没有打开“{path.name}”的程序。", "可以另存到别处，换一台电脑打开。")

    def save_chosen(self) -> None:
        """Ask where copies of them are to be put."""
        chosen = [one for one in self.list.chosen() if one.path]
        several = len(chosen) > 1
        dialog = QFileDialog(
            self, "附件另存到文件夹" if several else "附件另存为", "" if several else _proposed(chosen[0])
        )
        if several:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda place: self._save(chosen, Path(place)))
        dialog.open()

    def _save(self, chosen: Sequence[Attachment], place: Path) -> None:
        def done(paths: list[Path]) -> None:
            self._say(f"已另存：{paths[0].name}" if len(paths) == 1 else f"已另存 {len(paths)} 个附件。")

        self._copy(chosen, place, done)

    def _copy(self, chosen: Sequence[Attachment], place: Path, then: Callable[[list[Path]], None]) -> None:
        uids = [one.uid for one in chosen]
        self._session.write(
            lambda desk: [attachments.copy_out(desk, uid, place) for uid in uids],
            then,
            failed=self._failed,
            receiver=self,
        )

    def describe_chosen(self) -> None:
        """Ask for a word about the one that is chosen."""
        [one] = self.list.chosen()
        dialog = QInputDialog(self)
        dialog.setWindowTitle("附件说明")
        dialog.setLabelText(f"“{one.name}”是什么？")
        dialog.setTextValue(one.notes)
        dialog.setOkButtonText("保存")
        dialog.setCancelButtonText("取消")
        dialog.textValueSelected.connect(
            lambda text: self._session.write(
                lambda desk: attachments.describe(desk, one.uid, text),
                self._described,
                failed=self._failed,
                receiver=self,
            )
        )
        dialog.open()

    def _described(self, changes: Changes) -> None:
        if changes.step:
            self._say("已写上说明。", changes.step.number)

    def remove_chosen(self) -> None:
        """Take them off the record; it can be undone."""
        uids = [one.uid for one in self.list.chosen()]
        if uids and self.deeds["remove_attachment"].isEnabled():
            self._session.write(
                lambda desk: attachments.remove(desk, uids), self._removed, failed=self._failed, receiver=self
            )

    def _removed(self, changes: Changes) -> None:
        if changes.step:
            count = len(changes.touched.get("attachment", ()))
            self._say(f"已移除 {count} 个附件。", changes.step.number)


def _proposed(one: Attachment) -> str:
    """Return a name for a copy: the asterisks of a masked one stand in no file's name."""
    return f"附件-{one.digest[:8]}{Path(one.name).suffix}" if "*" in one.name else one.name


def _thumbnails(found: Sequence[Attachment], side: int, progress: Progress) -> dict[str, QImage]:
    """Return the thumbnails that can be made, by digest."""
    made = {}
    for done, one in enumerate(found):
        progress.step("", done, len(found))
        image = pictures.thumbnail(one.path, side) if one.path else None
        if image is not None:
            made[one.digest] = image
    return made
