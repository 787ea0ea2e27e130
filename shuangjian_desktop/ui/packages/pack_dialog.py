"""发出数据包: to whom, everything or what changed, with or without personal values, into which file."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.services import packing
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import offices
from shuangjian_desktop.services.packing import NextPackage, Packed
from shuangjian_desktop.ui import messages, theme
from shuangjian_desktop.ui.file_line import FileLine
from shuangjian_desktop.ui.folders import last_folder, remember_folder
from shuangjian_desktop.ui.job_bar import JobBar
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.manual.help import help_key
from shuangjian_desktop.ui.packages.pack_result import PackResult
from shuangjian_desktop.ui.packages.sentences import FULL_MEANS, INCREMENT_MEANS, NAMES_MEAN, what_is_next, why_full
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import button, label

ALL = "*"
FOLDER = "packages_sent"
_WORKBOOKS = "数据包 (*.xlsx)"
_LISTED = 3


class PackDialog(QDialog):
    """One sending. Nothing is written before 发出, and nothing is left when it is cancelled."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Read what the next packages will be."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("发出数据包")
        self._session = session
        self._mine = ""
        self._following: Mapping[str, NextPackage] = {}
        self._proposed = ""
        self._forced = False  # whether 全量 was chosen by the program
        self._job: Job | None = None
        self.to = QComboBox()
        self.to.setMaxVisibleItems(20)
        self.only = label()
        self.next_label = label("正在查看上一个数据包…", "soft", wrap=True)
        self.increment, self.full = QRadioButton("增量：只发有变动的"), QRadioButton("全量：全部都发")
        self.kinds = QButtonGroup(self)
        self.why = label("", "doubt", wrap=True)
        self.personal = QCheckBox("含个人信息（姓名、电话、证件号码、账号）")
        self.file = FileLine(save=True, kinds=_WORKBOOKS)
        self.folder = FileLine(folders=True)
        self.file_label = label("存为：")
        self.result_page = PackResult()
        self.pages = QStackedWidget()
        self.pack_button = button("发出", "pack", self.pack)
        self.close_button = button("取消", "close", self.reject)
        help_key(self, "send")
        self._lay_out()
        self._connect()
        self._offer()
        session.read(_look, lambda answer: self._fill(*answer), receiver=self)

    # --- drawing -------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        self.pages.addWidget(self._questions())
        self.pages.addWidget(self.result_page)
        foot = QHBoxLayout()
        foot.addWidget(JobBar(self._session.jobs))
        foot.addStretch()
        foot.addWidget(self.pack_button)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)
        self.pack_button.setDefault(True)
        self.resize(theme.dialog_size(QSize(800, 480)))

    def _questions(self) -> QWidget:
        """Return the page that asks."""
        for one in (self.increment, self.full):
            self.kinds.addButton(one)
        places = QVBoxLayout()
        places.setContentsMargins(0, 0, 0, 0)
        places.addWidget(self.file)
        places.addWidget(self.folder)
        answers = (
            ("发给：", (self.to, self.only, self.next_label)),
            ("类型：", (self.increment, _note(INCREMENT_MEANS), self.full, _note(FULL_MEANS), self.why)),
            ("个人信息：", (self.personal, _note(NAMES_MEAN))),
        )
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(18)
        grid.setHorizontalSpacing(12)
        for row, (words, widgets) in enumerate(answers):
            column = QVBoxLayout()
            column.setSpacing(4)
            for widget in widgets:
                column.addWidget(widget)
            grid.addWidget(label(words), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(column, row, 1)
        grid.addWidget(self.file_label, len(answers), 0)
        grid.addLayout(places, len(answers), 1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addLayout(grid)
        layout.addStretch()
        return page

    def _connect(self) -> None:
        self.to.currentIndexChanged.connect(lambda _index: self._follow())
        self.personal.toggled.connect(lambda _on: self._follow_kind())
        for line in (self.file.line, self.folder.line):
            line.textChanged.connect(lambda _text: self._offer())

    # --- following -----------------------------------------------------------------------------------------------
    def _fill(self, mine: str, following: Mapping[str, NextPackage]) -> None:
        """Offer the offices that packages go to."""
        self._mine, self._following = mine, following
        names = {one.code: one.name for one in offices()}
        for code in following:
            self.to.addItem(f"{names[code]}（{code}）", code)
        if len(following) > 1:
            self.to.insertItem(0, f"全部区县（{len(following)} 个，各发一个）", ALL)
            self.to.setCurrentIndex(0)
        self.to.setVisible(len(following) > 1)
        self.only.setVisible(len(following) == 1)
        self.only.setText(self.to.currentText())
        self.folder.line.setText(str(last_folder(FOLDER)))
        self._follow()
        (self.to if len(following) > 1 else self.pack_button).setFocus()

    @property
    def wanted(self) -> list[NextPackage]:
        """The packages that are to be made."""
        chosen = self.to.currentData()
        return [one for code, one in self._following.items() if chosen in (ALL, code)]

    @property
    def _to_all(self) -> bool:
        return bool(self.to.currentData() == ALL)

    def _follow(self) -> None:
        """Say what the next package will be, and propose where it goes."""
        self.next_label.setText(what_is_next(self.wanted))
        self.file.setVisible(not self._to_all)
        self.folder.setVisible(self._to_all)
        self.file_label.setText("存到文件夹：" if self._to_all else "存为：")
        if not self._to_all and self.file.line.text() in ("", self._proposed):
            self._proposed = str(last_folder(FOLDER) / packing.file_name(self._mine, self.wanted[0]))
            self.file.line.setText(self._proposed)
        self._follow_kind()

    def _follow_kind(self) -> None:
        """Let an increment be chosen only where one can be made, and say why not."""
        must = [one for one in self.wanted if one.must_be_full(personal=self.personal.isChecked())]
        impossible = len(must) == len(self.wanted)
        self.increment.setEnabled(not impossible)
        if impossible != self._forced or self.kinds.checkedButton() is None:
            (self.full if impossible else self.increment).setChecked(True)
        self._forced = impossible
        self.why.setText(why_full(must, self.wanted))
        self.why.setVisible(bool(must))
        self._offer()

    def _offer(self) -> None:
        """Enable what can be done now."""
        busy, asked = self._job is not None, self.pages.currentIndex() == 0
        place = self.folder.path if self._to_all else self.file.path
        self.pages.setEnabled(not busy)
        self.pack_button.setVisible(asked)
        self.pack_button.setEnabled(bool(self._following) and place is not None and not busy)
        self.close_button.setText("取消" if asked else "关闭")

    # --- sending -------------------------------------------------------------------------------------------------
    def outs(self) -> dict[str, Path]:
        """Return the file of each package that is to be made."""
        if self._to_all:
            folder = self.folder.path or Path()
            return {one.partner: folder / packing.file_name(self._mine, one) for one in self.wanted}
        path = self.file.path or Path()
        named = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        return {self.wanted[0].partner: named}

    def pack(self) -> None:
        """Make the packages; files that are there are replaced only after a question."""
        outs = self.outs()
        there = [path.name for path in outs.values() if path.exists()]
        if not there:
            self._pack(outs)
            return
        more = f" 等 {len(there)} 个文件" if len(there) > _LISTED else ""
        text = f"文件夹里已经有“{'”“'.join(there[:_LISTED])}”{more}，要替换吗？"
        messages.ask(self, text, "替换", lambda: self._pack(outs), detail="替换后，原来的文件就没有了。", danger=True)

    def _pack(self, outs: Mapping[str, Path]) -> None:
        full, personal = self.full.isChecked(), self.personal.isChecked()

        def work(desk: Desk, progress: Progress) -> list[Packed]:
            return packing.pack_all(desk, outs, full=full, personal=personal, progress=progress)

        self._job = self._session.write_long(
            "发出数据包", work, self._made, failed=self._failed, cancelled=self._end, receiver=self
        )
        self._offer()

    def _made(self, made: list[Packed]) -> None:
        """Show what was made."""
        self._end()
        remember_folder(FOLDER, made[0].file.parent)
        self.result_page.show_packages(made)
        self.pages.setCurrentIndex(1)
        self._offer()
        self.close_button.setFocus()

    def _failed(self, error: Exception) -> None:
        self._end()
        messages.tell(self, error)

    def _end(self) -> None:
        self._job = None
        self._offer()

    def reject(self) -> None:
        """Close; work under way is cancelled first, and nothing is left of it."""
        if self._job:
            self._job.cancel()
        else:
            super().reject()


def _note(words: str) -> QWidget:
    """Return a sentence that says what an answer means."""
    made = label(words, "soft", wrap=True)
    made.setContentsMargins(26, 0, 0, 0)
    return made


def _look(desk: Desk) -> tuple[str, dict[str, NextPackage]]:
    """Return the own office, and the next package to each office that packages go to."""
    mine = next(one for one in offices() if one.code == desk.ledger.office)
    partners = [one for one in offices() if one.is_city != mine.is_city]
    return mine.code, {one.code: packing.next_package(desk.ledger.reader, one.code) for one in partners}
