"""The waiting rows of an import as a table whose cells are mended right there."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from shuangjian_desktop.core.cells import column_letter
from shuangjian_desktop.services.tray import Edits
from shuangjian_desktop.services.tray_view import WaitingRow, WaitingTable
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.tints import problem_ground

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
LEAD = ("行", "类型", "问题")
"""The columns before the cells of the sheet."""
_LEVELS = {"存疑": theme.DOUBT, "有误": theme.WRONG}


class TrayModel(QAbstractTableModel):
    """Rows of `WaitingTable`. What is typed is kept here until the rows are tried again."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.heads: tuple[str, ...] = ()
        self.rows: tuple[WaitingRow, ...] = ()
        self._fields: tuple[str, ...] = ()
        self._typed: dict[str, dict[int, str]] = {}
        self._before: list[tuple[str, int, str | None]] = []  # row, column, what had been typed there before; in turn

    def show(self, table: WaitingTable | None, *, keep: bool = False) -> None:
        """Show other rows; with `keep`, what was typed into rows that still wait stays."""
        self.beginResetModel()
        self.heads = table.heads if table else ()
        self._fields = table.fields if table else ()
        self.rows = table.rows if table else ()
        self._keep({row.uid for row in self.rows} if keep else set())
        self.endResetModel()
        self.edited.emit()

    def uids(self, rows: Sequence[int] | None = None) -> list[str]:
        """Return the held rows at these lines, or all."""
        return [self.rows[row].uid for row in (range(len(self.rows)) if rows is None else rows)]

    def edits(self) -> Edits:
        """Return what was typed and not tried yet."""
        return {uid: dict(cells) for uid, cells in self._typed.items() if cells}

    def tried(self, uids: Sequence[str]) -> None:
        """Forget what was typed into rows that were tried: it is kept with the row now, or went in with it."""
        self._keep(self._typed.keys() - set(uids))
        self.edited.emit()

    def _keep(self, uids: set[str]) -> None:
        """Forget what was typed but for these rows."""
        self._typed = {uid: cells for uid, cells in self._typed.items() if uid in uids}
        self._before = [one for one in self._before if one[0] in uids]

    def take_back(self) -> QModelIndex:
        """Take the cell back that was typed last; return its index, none where nothing was typed."""
        if not self._before:
            return QModelIndex()
        uid, column, text = self._before.pop()
        cells = self._typed[uid]
        if text is None:
            del cells[column]
        else:
            cells[column] = text
        row = next(place for place, one in enumerate(self.rows) if one.uid == uid)
        index = self.index(row, column + len(LEAD))
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return index

    @property
    def typed(self) -> int:
        """How many cells were typed anew."""
        return sum(map(len, self._typed.values()))

    # --- Qt's side -----------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The waiting rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number, level and problems, then the columns of the sheet."""
        return 0 if parent.isValid() else len(LEAD) + len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The heads of the sheet with their letters, as the problems name them."""
        if orientation != Qt.Orientation.Horizontal or section >= self.columnCount():
            return None
        if section < len(LEAD):
            return LEAD[section] if role == Qt.ItemDataRole.DisplayRole else None
        column = section - len(LEAD)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{column_letter(column)} {self.heads[column]}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"对应栏目：{self._fields[column]}" if self._fields[column] else "这一列不导入"
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The text of a cell, what was typed in bold; cells with a problem are tinted."""
        row = self.rows[index.row()]
        column = index.column() - len(LEAD)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.said.replace("；", "；\n")
        if role == Qt.ItemDataRole.BackgroundRole and column in row.marks:
            return problem_ground(row.marks[column])
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
            return QColor(_LEVELS.get(row.level, theme.TEXT))
        if role == Qt.ItemDataRole.FontRole and column in self._typed.get(row.uid, {}):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _text(self, row: WaitingRow, column: int) -> str:
        """Return what a cell shows; negative columns are those before the sheet's."""
        if column < 0:
            return (str(row.number), row.level, row.said)[column]
        typed = self._typed.get(row.uid, {})
        return typed.get(column, row.texts[column] if column < len(row.texts) else "")

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of the sheet may be typed into."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() >= len(LEAD) else flags

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Keep what was typed."""
        row, column = self.rows[index.row()], index.column() - len(LEAD)
        if role != Qt.ItemDataRole.EditRole or column < 0 or str(value) == self._text(row, column):
            return False
        cells = self._typed.setdefault(row.uid, {})
        self._before.append((row.uid, column, cells.get(column)))
        cells[column] = str(value)
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True
