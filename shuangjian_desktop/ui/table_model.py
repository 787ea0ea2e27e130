"""A register's rows for a table: the numbers of all rows at once, the rows in pages as they come to sight."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from itertools import compress, count
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPalette

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.register import Field, Register, Remark
from shuangjian_desktop.registers.offices import columns_of
from shuangjian_desktop.services import lists
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.lists import Line
from shuangjian_desktop.services.ownership import passed_to
from shuangjian_desktop.ui.answer import Answer
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.tints import level_colour, row_tint

PAGE = 50
_KEPT = 3000  # lines in memory; a screen shows about 40
_AT_ONCE = 2  # pages a read: the two that a screen can touch
PLACEHOLDER = "…"
_LONG = 16  # characters from which a cell may be cut
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
# As numbers: a screen asks some thousand times for one role or another, and their names cost as much as the answers.
_DISPLAY, _TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT, _BACKGROUND = int(Qt.ItemDataRole.TextAlignmentRole), int(Qt.ItemDataRole.BackgroundRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_SHOWN = frozenset((_DISPLAY, _TIP, _FOREGROUND))


class TableModel(QAbstractTableModel):
    """The rows that a query finds. Rows are told apart by their local numbers (`id_at`), which outlive a refresh."""

    settled = Signal()
    """The answer to the latest query is in place: its beginning or, where it is `whole`, all of it."""
    loading = Signal(bool)
    """A query is under way, or no longer."""

    def __init__(self, register: Register, session: Session, parent: QObject | None = None) -> None:
        """Show nothing until `ask` is called."""
        super().__init__(parent)
        self.register = register
        self.query = Query(register.key)
        self.moved = True  # another query than what is shown: its answer is shown from the top
        self.tinted = -1  # the row that is tinted, so that the eye keeps it across many columns
        self.whole = False  # all rows are there, not only the first ones
        self._session = session
        self._fields: tuple[Field, ...] = ()
        self._columns = columns_of(register)
        self._place = {item.key: place for place, item in enumerate(self._columns)}
        self._spine: array[int] = array("q")
        self._lines: OrderedDict[int, tuple[int, Line]] = OrderedDict()
        self._turn = 0  # lines of earlier turns are shown until fresh ones come
        self._waiting: list[tuple[Sequence[int], Callable[[int], None]]] = []
        self._reading = False
        self._wanted: list[int] = []  # pages, the one wanted last at the end
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._read_pages)
        self._answer = Answer(session, self._columns, PAGE, self)
        self._answer.begun.connect(self._begin)
        self._answer.whole.connect(self._end)
        self._answer.failed.connect(self._failed)
        session.desk_changed.connect(self.forget)

    # --- what is shown -------------------------------------------------------------------------------------------
    @property
    def fields(self) -> tuple[Field, ...]:
        """The shown columns in their order."""
        return self._fields

    @fields.setter
    def fields(self, fields: Sequence[Field]) -> None:
        """Show other columns; nothing is read again."""
        self.beginResetModel()
        self._fields = tuple(fields)
        self.endResetModel()

    def ask(self, query: Query) -> None:
        """Show what `query` finds: of another query than before the first rows at once and all when they are known."""
        self.moved = self.moved or query != self.query
        self.query, self.whole = query, False
        self._turn += 1
        self.loading.emit(True)
        self._answer.ask(query, beginning=self.moved or len(self._spine) < PAGE)
        if not self.moved:
            self._touch_all()  # the rows in sight are read again at once

    def refresh(self) -> None:
        """Ask the same query again."""
        self.ask(self.query)

    def reveal(self, uid: str, then: Callable[[int], None]) -> None:
        """Call `then` with the row of a record once all rows are known; not at all if it has none."""
        register = self.register

        def read(desk: Desk) -> list[int]:
            return lists.numbers(desk, register.key, [uid])

        def done(numbers: list[int]) -> None:
            self._waiting.append((numbers, then))
            self._reveal_waiting()

        self._session.read(read, done, receiver=self)

    def _reveal_waiting(self) -> None:
        """Call those who wait for a row, if all rows are known."""
        while self.whole and self._waiting:
            numbers, then = self._waiting.pop(0)
            for row in self.rows_of(numbers).values():
                then(row)

    def forget(self) -> None:
        """Drop all lines at once: what they show may no longer be seen. What is under way was asked at another desk."""
        self._turn += 1
        self._lines.clear()
        self._touch_all()
        if self._answer.pending:
            self.refresh()

    def _begin(self, ids: "array[int]", lines: list[Line]) -> None:
        """Show the first rows."""
        self._keep(self._turn, ids, lines)
        self._put(ids)
        self._settle()

    def _end(self, spine: "array[int]") -> None:
        """Show all rows."""
        self._put(spine)
        self._settle()

    def _failed(self, error: Exception) -> None:
        """Keep what was shown, and tell."""
        self._waiting.clear()
        self.loading.emit(False)
        self._session.jobs.trouble.emit(error)

    def _put(self, spine: "array[int]") -> None:
        """Put row numbers in place; rows, selection and scroll place stay where nothing moved."""
        known = len(self._spine)
        if spine == self._spine:
            self._touch_all()
        elif known and not self.moved and spine[:known] == self._spine:
            self.beginInsertRows(QModelIndex(), known, len(spine) - 1)
            self._spine = spine
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._spine = spine
            self.endResetModel()
        self.moved = False

    def _settle(self) -> None:
        """Tell what is in place, and that it is all if it is."""
        self.whole = not self._answer.pending
        if self.whole:
            self.loading.emit(False)
        self.settled.emit()
        self._reveal_waiting()

    def _touch_all(self) -> None:
        """Have every visible cell painted again."""
        if self._spine and self._fields:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._spine) - 1, len(self._fields) - 1))

    # --- rows ----------------------------------------------------------------------------------------------------
    def ids(self, rows: Sequence[int]) -> list[int]:
        """Return the local numbers of rows."""
        return [self._spine[row] for row in rows]

    def ids_of(self, runs: Sequence[range]) -> "array[int]":
        """Return the local numbers of runs of rows."""
        found = array("q")
        for run in runs:
            found += self._spine[run.start : run.stop]
        return found

    def rows_of(self, ids: Sequence[int]) -> dict[int, int]:
        """Return the rows that hold these local numbers now; those that are gone are left out."""
        if len(ids) <= 8:
            found = {number: _position(self._spine, number, -1) for number in ids}
            return {number: row for number, row in found.items() if row >= 0}
        rows = compress(count(), map(set(ids).__contains__, self._spine))
        return {self._spine[row]: row for row in rows}

    def line(self, row: int) -> Line | None:
        """Return the line of a row if it is here and fresh."""
        turn, line = self._lines.get(self._spine[row], (0, None)) if 0 <= row < len(self._spine) else (0, None)
        return line if turn == self._turn else None

    def text(self, line: Line, item: Field) -> str:
        """Return what a line shows of a field."""
        return line.texts[self._place[item.key]]

    # --- Qt's side -----------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """All rows that the query finds."""
        return 0 if parent.isValid() else len(self._spine)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The shown columns."""
        return 0 if parent.isValid() else len(self._fields)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Labels above, row numbers at the side."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._fields):
            return None
        item = self._fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if item.kind.numeric else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return _head_tip(item, masked=not self._session.desk.unmasked)
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What a cell shows; a cell whose row is not here yet shows a placeholder and has the row fetched."""
        if role not in _SHOWN:
            return self._dress(index, role)
        item, row = self._fields[index.column()], index.row()
        turn, line = self._lines.get(self._spine[row], (0, None))
        if turn != self._turn:
            self._want(row // PAGE)
        if role == _FOREGROUND:
            return _faint() if line is None or self._passed_to(line) else self._remark_colour(line, item)
        if line is None:
            return PLACEHOLDER
        remark = self._remarks(line).get(item.key)
        text = "　".join(filter(None, (self.text(line, item), remark.text if remark else "")))
        if role == _TIP:
            whole = text if len(text) > _LONG or "\n" in text else ""
            passed = self._passed_to(line)
            return "\n".join(filter(None, (whole, passed and f"已移交给{passed}，只能查看"))) or None
        return text.replace("\n", " ")

    def _dress(self, index: Index, role: int) -> Any:
        """Return what a cell looks like, whatever it holds."""
        if role == _ALIGNMENT:
            return _RIGHT if self._fields[index.column()].kind.numeric else _LEFT
        return row_tint() if role == _BACKGROUND and index.row() == self.tinted else None

    def _remarks(self, line: Line) -> Mapping[str, Remark]:
        """Return what is to be said today beside the values of a line."""
        remarks = self.register.remarks
        return remarks(line.record.values, self._session.desk.day) if remarks else {}

    def _remark_colour(self, line: Line, item: Field) -> QColor | None:
        """Return the colour of a value beside which something is to be said."""
        remark = self._remarks(line).get(item.key)
        return level_colour(remark.level) if remark else None

    def _passed_to(self, line: Line) -> str:
        """Return the name of the office that a line's record was handed over to, '' for the own records."""
        return passed_to(self._session.desk, self.register, line.record)

    # --- pages ---------------------------------------------------------------------------------------------------
    def _want(self, page: int) -> None:
        """Note a page that came to sight; the latest are read first, those scrolled past are never read."""
        if not self._wanted or self._wanted[-1] != page:
            if page in self._wanted:
                self._wanted.remove(page)
            self._wanted.append(page)
            self._timer.start()

    def _read_pages(self) -> None:
        """Read the pages wanted last, one read at a time."""
        if self._reading or not self._wanted:
            return
        pages, self._wanted = sorted(self._wanted[-_AT_ONCE:]), []
        ids = [number for page in pages for number in self._spine[page * PAGE : (page + 1) * PAGE]]
        turn, key, columns = self._turn, self.register.key, self._columns
        self._reading = True

        def done(lines: list[Line]) -> None:
            self._reading = False
            self._keep(turn, ids, lines)
            self._touch_all()
            self._read_pages()

        self._session.read(
            lambda desk: lists.lines(desk, key, ids, columns),
            done,
            failed=self._page_failed,
            receiver=self,
        )

    def _page_failed(self, error: Exception) -> None:
        """Let the pages be asked for again, and tell."""
        self._reading = False
        self._session.jobs.trouble.emit(error)

    def _keep(self, turn: int, ids: Sequence[int], lines: list[Line]) -> None:
        """Keep lines that were read; where a row vanished in between, ask anew."""
        if turn != self._turn:
            return
        if len(ids) != len(lines):
            self.refresh()
            return
        for number, line in zip(ids, lines, strict=True):
            self._lines[number] = (turn, line)
            self._lines.move_to_end(number)
        while len(self._lines) > _KEPT:
            self._lines.popitem(last=False)


def _position(spine: "array[int]", number: int | None, otherwise: int) -> int:
    """Return where a local number stands in a spine."""
    try:
        return otherwise if number is None else spine.index(number)
    except ValueError:
        return otherwise


def _faint() -> QColor:
    """The colour of what is not there yet."""
    return QPalette().color(QPalette.ColorRole.PlaceholderText)


def _head_tip(item: Field, masked: bool) -> str | None:
    """What the pointer over a head tells."""
    notes = [item.hint] if item.hint else []
    if item.personal:
        notes.append("个人信息，已遮盖" if masked else "个人信息")
    if item.derived:
        notes.append("自动计算")
    return "\n".join(notes) or None
