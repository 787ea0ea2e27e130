"""What the selection comes to, as Excel's status line says it: rows, sum and mean of the number columns."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from shuangjian_desktop.core.kinds import Integer, Money, Number, Value
from shuangjian_desktop.core.register import Field
from shuangjian_desktop.services import lists
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.table_view import TableView

_PAUSE = 200  # milliseconds after the last change of the selection
_MOST_COLUMNS = 3


class SelectionSums(QObject):
    """Counts and adds up what is selected, in the background and again whenever it changes."""

    said = Signal(str)
    """The line to show; '' when there is nothing to say."""

    def __init__(self, view: TableView, session: Session, parent: QObject) -> None:
        """Watch the selection of `view`."""
        super().__init__(parent)
        self._view = view
        self._session = session
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._count)
        view.selected.connect(self._begin)

    def _begin(self) -> None:
        """Drop what is under way; wait until the selection rests."""
        if self._job:
            self._job.cancel()
            self._job = None
        self._timer.start()

    def _count(self) -> None:
        """Add up the selected rows, if the selection is more than one cell."""
        model, key = self._view.table(), self._view.table().register.key
        count, columns = self._view.selected_count(), self._view.selected_columns()
        if count < 2:
            self.said.emit("")
            return
        fields = [model.fields[column] for column in columns if _adds_up(model.fields[column])]
        if len(fields) > _MOST_COLUMNS:
            fields = [item for item in fields if item.total][:_MOST_COLUMNS]
        self.said.emit(f"选中 {count:,} 行")
        if fields:
            ids = model.ids_of(self._view.selected_runs())
            self._job = self._session.scan(
                lambda desk, progress: lists.sums(desk, key, ids, fields, progress),
                lambda found: self._say(count, fields, found),
                receiver=self,
            )

    def _say(self, count: int, fields: Sequence[Field], found: Sequence[tuple[int, Value]]) -> None:
        """Say the sums."""
        self._job = None
        parts = [f"选中 {count:,} 行"]
        for item, (filled, total) in zip(fields, found, strict=True):
            parts.append(sum_text(item, filled, total, mean=len(fields) == 1))
        self.said.emit("　".join(parts))


def _adds_up(item: Field) -> bool:
    """Whether the numbers of a field mean something when added."""
    return isinstance(item.kind, Money | Integer | Number)


def sum_text(item: Field, filled: int, total: Value, *, mean: bool) -> str:
    """Return 已退金额合计 1,250.00，平均 625.00 of a column with so many values that are not blank."""
    text = f"{item.label}合计 {item.kind.show(total)}"
    if mean and filled > 1:
        assert isinstance(total, int | Decimal)
        middle = Decimal(total) / filled
        shown = item.kind.show(int(middle.to_integral_value())) if isinstance(item.kind, Money) else f"{middle:.2f}"
        text += f"，平均 {shown}"
    return text
