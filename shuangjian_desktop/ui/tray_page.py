"""待处理: the rows that imports held back, import by import: mended, decided, given up. And what became of each row."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.exchange.planning.decide import Decision
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import tray, tray_view
from shuangjian_desktop.services.importing import ImportResult
from shuangjian_desktop.services.tray_view import BatchLine, WaitingTable
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.file_line import ask_workbook
from shuangjian_desktop.ui.flow import Flow
from shuangjian_desktop.ui.paged import PagedLines, paged_table, set_widths
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.tray_model import LEAD, TrayModel
from shuangjian_desktop.ui.tray_table import TrayTable
from shuangjian_desktop.ui.widgets import button, label

_FATE_HEADS, _FATE_WIDTHS = ("工作表", "行", "去向", "记录"), (16, 8, 18, 50)
_LEAD_WIDTHS, _CELL_WIDTH = (6, 7, 48), 18


class TrayPage(Page):
    """The imports at the left; the waiting rows of the chosen one, and the fates of all its rows, at the right."""

    import_asked = Signal(str)
    """A mended error workbook shall be imported into the register of this key."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(session, parent)
        self.batches = QListWidget()
        self.batches.setAccessibleName("导入批次")
        self.batches.setWordWrap(True)
        self.model = TrayModel(self)
        self._outcome = ""
        self.table = TrayTable(self.model)
        self.fates = PagedLines(session, self)
        self.fate_table = paged_table(self.fates)
        self.fate_table.setAccessibleName("每一行的去向")
        self.note = label("", "soft", wrap=True)
        self.said = label("", "doubt", wrap=True)
        self.tabs = QTabWidget()
        self._make_buttons()
        self._lay_out()
        self.batches.currentItemChanged.connect(lambda *_: self._show_batch())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        self.table.doubleClicked.connect(self._jump)
        self.model.edited.connect(self._offer)
        self._offer()

    def _make_buttons(self) -> None:
        self.retry_button = button("重试选中的行", "retry", self.retry, "改好单元格以后，把选中的行再导入一次")
        self.retry_all_button = button("全部重试", "retry_all", self.retry_all, "把这批里所有的行再导入一次")
        self.new_button = button("作为新记录", "new", lambda: self._take(Decision("new")), "选中的存疑行各新建一条记录")
        self.update_button = button("就是那条记录", "update", self._update, "选中的存疑行各更新找到的那一条记录")
        self.discard_button = button("放弃", "discard", self.discard, "选中的行不再导入；以后可以撤销")
        self.book_button = button("另存出错工作簿…", "save_book", self.save_book, "把这批里等待的行写成 Excel 文件")
        self.import_button = button("导入改好的工作簿…", "import_book", self._import_book)

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = Flow(buttons)
        for one in (
            self.retry_button,
            self.retry_all_button,
            self.new_button,
            self.update_button,
            self.discard_button,
            self.book_button,
            self.import_button,
        ):
            flow.addWidget(one)
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(buttons)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        self.tabs.addTab(waiting, "等待处理的行")
        self.tabs.addTab(self.fate_table, "每一行的去向")
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.batches)
        split.addWidget(self.tabs)
        split.setSizes([250, 1000])
        self.empty = label("没有导入过表格。导入时存疑或有误的行会留在这里，改好以后再导入。", "soft")
        layout = QVBoxLayout(self)
        layout.addWidget(self.empty)
        layout.addWidget(split, 1)

    # --- showing -------------------------------------------------------------------------------------------------
    def concerns(self, changes: Changes) -> bool:
        """Imports and held rows."""
        return not changes.touched.keys().isdisjoint({"held_row", "import_batch"})

    def refresh(self) -> None:
        """Read the imports."""
        self.session.read(tray_view.batch_lines, self._put_batches, receiver=self)

    def _put_batches(self, lines: list[BatchLine]) -> None:
        """List the imports, those with waiting rows first; stay at the one that was shown while rows of it wait."""
        before = self.batch
        lines.sort(key=lambda one: one.waiting == 0)
        with QSignalBlocker(self.batches):
            self.batches.clear()
            for line in lines:
                self.batches.addItem(_batch_item(line))
        self.empty.setVisible(not lines)
        same = next((row for row, line in enumerate(lines) if before and line.uid == before.uid), 0)
        with QSignalBlocker(self.batches):
            self.batches.setCurrentRow(same if lines else -1)
        self._show_batch(keep=before is not None and self.batch is not None and before.uid == self.batch.uid)

    @property
    def batch(self) -> BatchLine | None:
        """The chosen import."""
        item = self.batches.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _show_batch(self, *, keep: bool = False) -> None:
        """Read the waiting rows and the fates of the chosen import."""
        batch = self.batch
        if batch is None:
            self.model.show(None)
            self.fates.show(_FATE_HEADS, 0, lambda *_: [])
            return
        uid = batch.uid

        def put(answer: tuple[WaitingTable | None, list[tuple[str, ...]]]) -> None:
            if self.batch and self.batch.uid == uid:
                self._put(*answer, keep=keep)

        self.session.read(
            lambda desk: (tray_view.waiting_table(desk, uid), tray_view.fate_lines(desk, uid)), put, receiver=self
        )

    def _put(self, table: WaitingTable | None, fates: list[tuple[str, ...]], *, keep: bool) -> None:
        """Show what was read."""
        self._outcome = self._outcome if keep else ""
        self.model.show(table, keep=keep)
        set_widths(self.table, (*_LEAD_WIDTHS, *(_CELL_WIDTH for _head in self.model.heads)))
        self.fates.show(_FATE_HEADS, len(fates), lambda _desk, start, stop: fates[start:stop])
        set_widths(self.fate_table, _FATE_WIDTHS)
        self.tabs.setTabText(0, f"等待处理的行（{len(self.model.rows):,}）")
        self._offer()

    # --- what can be done ----------------------------------------------------------------------------------------
    def chosen(self) -> list[int]:
        """Return the selected lines."""
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def _jump(self, index: QModelIndex) -> None:
        """From what is said of a row, go to the cell that it is said of, ready to be typed over."""
        marks = sorted(self.model.rows[index.row()].marks)
        if index.column() < len(LEAD) and marks:
            cell = self.model.index(index.row(), marks[0] + len(LEAD))
            self.table.setCurrentIndex(cell)
            self.table.edit(cell)

    def _offer(self) -> None:
        """Enable what can be done with the selected rows, and say in full what is wrong with one."""
        rows = self.chosen()
        self.said.setText(self.model.rows[rows[0]].said.replace("；", "\n") if len(rows) == 1 else "")
        self.said.setVisible(len(rows) == 1)
        doubtful = bool(rows) and all(self.model.rows[row].level == "存疑" for row in rows)
        for one in (self.retry_button, self.discard_button):
            one.setEnabled(bool(rows))
        for one in (self.new_button, self.update_button):
            one.setEnabled(doubtful)
        for one in (self.retry_all_button, self.book_button):
            one.setEnabled(bool(self.model.rows))
        typed = self.model.typed
        hint = "双击单元格（或按 F2）就可以改，双击“问题”会跳到出错的单元格；改好后按“重试”。"
        said = f"改了 {typed} 个单元格，还没有重试；按 Ctrl+Z 取回上一个。"
        self.note.setText(said if typed else self._outcome or hint)

    def retry(self) -> None:
        """Try the selected rows again with what was typed."""
        self._take(None)

    def retry_all(self) -> None:
        """Try every row of the import again."""
        self._take(None, list(range(len(self.model.rows))))

    def _take(self, decision: Decision | None, rows: list[int] | None = None) -> None:
        """Have rows taken in, with a decision about the doubtful ones."""
        uids, edits = self.model.uids(self.chosen() if rows is None else rows), self.model.edits()
        if uids:
            self.session.write_long(
                "重新导入",
                lambda desk, progress: tray_view.take_in(desk, uids, edits, decision, progress),
                partial(self._taken, uids),
                failed=self._not_taken,
                cancelled=self.session.desk_changed.emit,
                receiver=self,
            )

    def _not_taken(self, error: Exception) -> None:
        """Say why; rows of another sheet may have gone in before, so everything shown is looked at again."""
        messages.tell(self, error)
        self.session.desk_changed.emit()

    def _taken(self, uids: list[str], results: list[ImportResult]) -> None:
        """Say what came of it; the rows that still have problems stay."""
        done = sum(one.created + one.updated + one.unchanged for one in results)
        left = sum(one.doubtful + one.held for one in results)
        self._outcome = f"{done} 行已入账" + (f"，{left} 行还有问题，请看“问题”一栏。" if left else "。")
        self.model.tried(uids)
        self.table.horizontalScrollBar().setValue(0)  # where what is still wrong is told

    def _update(self) -> None:
        """Take the selected rows for the records that they were found to be; ask which, for a single row."""
        rows = self.chosen()
        if len(rows) == 1:
            uid, edits = self.model.rows[rows[0]].uid, self.model.edits()
            self.session.read(lambda desk: tray_view.candidates(desk, uid, edits), self._ask_which, receiver=self)
        else:
            self._take(Decision("update"))

    def _ask_which(self, records: list[tuple[str, str]]) -> None:
        """Drop down the records that a row may be; take the one if there is only one."""
        if len(records) == 1:
            self._take(Decision("update", records[0][0]))
        elif not records:
            messages.inform(self, "台账里没有找到对应的记录。", "可以作为新记录导入，或先改好这一行。")
        else:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for uid, name in records:
                menu.addAction(name, partial(self._take, Decision("update", uid)))
            menu.popup(self.update_button.mapToGlobal(QPoint(0, self.update_button.height())))

    def discard(self) -> None:
        """Give the selected rows up, after a question."""
        uids = self.model.uids(self.chosen())
        if uids:
            messages.ask(
                self,
                f"放弃选中的 {len(uids)} 行？",
                "放弃",
                lambda: self.session.write(lambda desk: tray.discard(desk, uids), receiver=self),
                detail="放弃的行不会导入。以后可以在“操作记录”里撤销。",
            )

    # --- workbooks -----------------------------------------------------------------------------------------------
    def save_book(self) -> None:
        """Ask where the error workbook goes, and write it."""
        batch = self.batch
        if batch is None:
            return
        ask_workbook(self, "另存出错工作簿", f"{Path(batch.file).stem}-出错.xlsx", self.write_book)

    def write_book(self, path: Path) -> None:
        """Write the waiting rows of the chosen import to a workbook."""
        uids = self.model.uids()
        self.session.read_long(
            "写出错工作簿",
            lambda desk, _progress: tray_view.save_error_books(desk, uids, path),
            lambda books: messages.inform(self, "出错工作簿已写好。", "\n".join(map(str, books))),
            receiver=self,
        )

    def _import_book(self) -> None:
        """Have the import dialog opened for the register of the chosen import."""
        self.import_asked.emit(self.batch.register if self.batch else "institution")


def _batch_item(line: BatchLine) -> QListWidgetItem:
    """Return the entry of an import."""
    waits = f"{line.waiting} 行待处理" if line.waiting else "无待处理"
    counted = f"{line.counts[find('import_batch')['rows'].label]} 行，{waits}"
    text = f"{line.file}\n{find(line.register).title}\n{counted}\n{line.at:%Y-%m-%d %H:%M}　{line.operator}"
    item = QListWidgetItem(text)
    item.setData(Qt.ItemDataRole.UserRole, line)
    item.setToolTip("，".join(f"{title} {count}" for title, count in line.counts.items()))
    font = item.font()
    font.setBold(line.waiting > 0)
    item.setFont(font)
    return item
