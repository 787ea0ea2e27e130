"""Picking a record by typing: part of its name, pinyin initials, part of a code; a list drops down while typing."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shuangjian_desktop.services import lists
from shuangjian_desktop.services.lists import Picked
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.session import Session

PAUSE = 180  # milliseconds without a keystroke before the ledger is asked
UNPICKED = "请从列表里选一个"
NOT_FOUND = "没有找到，请换个说法，或先建立它"
_UID = int(Qt.ItemDataRole.UserRole)
_DETAIL = _UID + 1
_ROWS = 10
_WIDTH = 460  # pixels of the list: a name and what tells it from its namesakes
Index = QModelIndex | QPersistentModelIndex


class _NameAndDetail(QStyledItemDelegate):
    """Paints a record on offer: its name, and behind it in a softer colour what tells it from its namesakes."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the name, then the detail in what room is left."""
        super().paint(painter, option, index)
        metrics, rect = option.fontMetrics, option.rect
        room = rect.adjusted(metrics.horizontalAdvance(str(index.data())) + 28, 0, -8, 0)
        detail = str(index.data(_DETAIL) or "")
        if detail and room.width() > 40:
            painter.save()
            painter.setPen(QColor(theme.SOFT))
            cut = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), cut)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room above and below the letters."""
        size = super().sizeHint(option, index)
        size.setHeight(round(option.fontMetrics.height() * 1.7))
        return size


class Picker(QLineEdit):
    """A line that holds a reference: what the record is called is seen, its uid is the value."""

    picked = Signal()
    """The value changed: a record was chosen, or the line was typed in or emptied."""

    def __init__(self, to: str, session: Session, parent: QWidget | None = None) -> None:
        """Pick records of register `to`."""
        super().__init__(parent)
        self._to = to
        self._session = session
        self._uid: str | None = None
        self._found: list[Picked] | None = None
        self._job: Job | None = None
        self._choices = QStandardItemModel(self)
        self._list = QCompleter(self._choices, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(_ROWS)
        self._list.setWrapAround(False)  # else Down in a list of one ends on nothing, and Enter picks nothing
        self._list.setWidget(self)
        self.offers = QListView()
        self._list.setPopup(self.offers)
        self.offers.setItemDelegate(_NameAndDetail(self.offers))  # after setPopup, which sets its own
        self.offers.setMinimumWidth(_WIDTH)
        self._list.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.look)
        self.textEdited.connect(self._typed)
        self.setPlaceholderText("输入名称、拼音首字母或编号")
        self.setClearButtonEnabled(True)

    # --- the value -----------------------------------------------------------------------------------------------
    def uid(self) -> str | None:
        """Return the uid of the record that was picked; None for an empty line and while the text names no record."""
        return self._uid

    def put(self, uid: str | None, name: str) -> None:
        """Hold a record without telling."""
        self._uid, self._found = uid, None
        self.setText(name if uid else "")
        self.setCursorPosition(0)

    @property
    def fault(self) -> str:
        """Why the text is no record yet; '' if it is one, or empty."""
        if self._uid or not self.text().strip():
            return ""
        return NOT_FOUND if self._found == [] else UNPICKED

    # --- typing --------------------------------------------------------------------------------------------------
    def _typed(self) -> None:
        """What was picked no longer holds; look again after a pause."""
        self._uid, self._found = None, None
        if self.text().strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.offers.hide()
        self.picked.emit()

    def look(self) -> None:
        """Ask the ledger which records the text may mean."""
        text = self.text().strip()
        if self._job:
            self._job.cancel()
        self._job = self._session.read(lambda desk: lists.pick(desk, self._to, text), self._offer, receiver=self)

    def _offer(self, found: list[Picked]) -> None:
        """Drop the list down with what was found; take the one record that is called as was typed when left already."""
        self._job, self._found = None, found
        self._choices.clear()
        for one in found:
            item = QStandardItem(one.name)
            item.setData(one.uid, _UID)
            item.setData(one.detail, _DETAIL)
            item.setToolTip(f"{one.name}\n{one.detail}".strip())
            self._choices.appendRow(item)
        if not self.hasFocus():
            self._settle()
        elif found:
            self._list.complete()
            self.offers.setCurrentIndex(self._list.completionModel().index(0, 0))
        else:
            self.offers.hide()
        self.picked.emit()

    def _choose(self, index: QModelIndex) -> None:
        """Take the record at a line of the list."""
        self.put(str(index.data(_UID)), str(index.data()))
        self.picked.emit()

    def _settle(self) -> None:
        """Take the record that the text names, if there is just one of that name."""
        text = self.text().strip()
        named = [one for one in self._found or () if one.name == text]
        if not self._uid and len(named) == 1:
            self.put(named[0].uid, named[0].name)
            self.picked.emit()

    # --- Qt's side -----------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down drops the list."""
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self.look()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the record that was typed in full; the list itself takes the focus without leaving."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason or self._uid or not self.text().strip():
            return
        if self._found is None:
            self.look()
        else:
            self._settle()
