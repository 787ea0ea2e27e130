"""What the selection comes to, as Excel's status line says it: rows, sum and mean of the number columns."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from shuangjian_desktop.core.kinds import Integer, Money, Number, Value
from shuangjian_desktop.core.register import Field
from shuangjian_desktop.ui.gather import Gather
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
        self._gather: Gather[tuple[Value, ...]] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._count)
        view.selected.connect(self._begin)

    def _begin(self) -> None:
        """Drop what is under way; wait until the selection rests."""
        if self._gather:
            self._gather.cancel()
            self._gather = None
        self._timer.start()

    def _count(self) -> None:
        """Read the selected rows, if the selection is more than one cell."""
        model = self._view.table()
        rows, columns = self._view.selected_rows(), self._view.selected_columns()
        if len(rows) < 2:
            self.said.emit("")
            return
        fields = [model.fields[column] for column in columns if _adds_up(model.fields[column])]
        if len(fields) > _MOST_COLUMNS:
            fields = [item for item in fields if item.total][:_MOST_COLUMNS]
        self.said.emit(f"选中 {len(rows):,} 行")
        if fields:
            self._gather = Gather(
                self._session,
                model.register.key,
                model.ids(rows),
                (),
                lambda line: tuple(line.record.values.get(item.key) for item in fields),
                lambda found: self._say(fields, found),
                self,
            )

    def _say(self, fields: Sequence[Field], found: Sequence[tuple[Value, ...]]) -> None:
        """Say the sums."""
        self._gather = None
        parts = [f"选中 {len(found):,} 行"]
        for place, item in enumerate(fields):
            values = [row[place] for row in found if row[place] is not None]
            parts.append(sum_text(item, values, mean=len(fields) == 1))
        self.said.emit("　".join(parts))


def _adds_up(item: Field) -> bool:
    """Whether the numbers of a field mean something when added."""
    return isinstance(item.kind, Money | Integer | Number)


def sum_text(item: Field, values: Sequence[Value], *, mean: bool) -> str:
    """Return 已退金额合计 1,250.00，平均 625.00 of the values of a column that are not blank."""
    numbers = [Decimal(value) for value in values if isinstance(value, int | Decimal)]
    total = sum(numbers, Decimal(0))
    whole = isinstance(item.kind, Money | Integer)
    text = f"{item.label}合计 {item.kind.show(int(total) if whole else total)}"
    if mean and len(numbers) > 1:
        middle = total / len(numbers)
        shown = item.kind.show(int(middle.to_integral_value())) if isinstance(item.kind, Money) else f"{middle:.2f}"
        text += f"，平均 {shown}"
    return text
