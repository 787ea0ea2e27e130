"""The rows under a record (payments, dispositions) in its form: a small table of editors, one line a row."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from shuangjian_desktop.core.kinds import Text
from shuangjian_desktop.core.register import Action, Field, Problem, Register, Values
from shuangjian_desktop.services.guarding import Guarded
from shuangjian_desktop.services.records import ChildDraft
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.form.field_box import FieldBox
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.tints import Level, level_colour
from shuangjian_desktop.ui.widgets import button, label, tool

_LEVELS: tuple[Level, ...] = ("error", "doubt", "notice")
_NARROWEST = 11  # characters that are always seen: a whole date
FREE = Guarded({}, "")
Options = Mapping[tuple[str, str], Sequence[str]]


def line_fields(register: Register) -> tuple[Field, ...]:
    """Return the fields that stand in a row's line: listed and typed, but no blocks of text and not the parent."""
    return tuple(
        item
        for item in register.fields
        if item.typed and item.listed and item.key != register.parent and not _is_block(item)
    )


def more_fields(register: Register) -> tuple[Field, ...]:
    """Return the typed fields that stand under a row's line, once 更多 is pressed or one of them is filled."""
    line = line_fields(register)
    return tuple(item for item in register.fields if item.typed and item.key != register.parent and item not in line)


def _is_block(item: Field) -> bool:
    return isinstance(item.kind, Text) and item.kind.block


class ChildRow(QObject):
    """One row: its boxes, and what it was when it was read."""

    edited = Signal()

    def __init__(
        self, register: Register, session: Session, options: Options, draft: ChildDraft, parent: QObject
    ) -> None:
        """Fill the boxes from a draft."""
        super().__init__(parent)
        self.draft = draft
        self.deleted = draft.deleted
        self.boxes = [
            FieldBox(item, session, options.get((register.key, item.key), ()), self)
            for item in (*line_fields(register), *more_fields(register))
        ]
        self.line = self.boxes[: len(line_fields(register))]
        self.more = self.boxes[len(self.line) :]
        self.note = label("", "note", wrap=True)
        for box in self.boxes:
            box.edited.connect(self._on_edited)

    def load(self, names: Mapping[str, str]) -> None:
        """Show the draft's values; `names` are those of referenced records by uid."""
        for box in self.boxes:
            value = self.draft.values.get(box.item.key)
            box.load(value, names.get(str(value), ""))

    def _on_edited(self) -> None:
        self.say()
        self.edited.emit()

    def value(self) -> ChildDraft:
        """Return the row as it stands."""
        values = {**self.draft.values, **{box.item.key: box.value for box in self.boxes}}
        return ChildDraft(self.draft.uid, values, self.deleted, self.draft.revision)

    @property
    def filled(self) -> bool:
        """Whether there is more in the row than what a new one begins with."""
        return any(box.fault or box.value not in (None, box.item.default) for box in self.boxes)

    def show_problems(self, problems: Sequence[Problem], *, strict: bool) -> None:
        """Show each problem at its field, those of no shown field under the row."""
        for box in self.boxes:
            box.show_problems([one for one in problems if one.field == box.item.key], strict=strict)
        shown = {box.item.key for box in self.boxes}
        self.say([problem for problem in problems if problem.field not in shown])

    def say(self, others: Sequence[Problem] = ()) -> None:
        """Write the problems of all fields under the row, in the colour of the worst."""
        said = [(state[0], f"{box.item.label}：{state[1]}") for box in self.boxes if (state := box.state)]
        said += [(problem.level, problem.message) for problem in others]
        worst = next((level for level in _LEVELS if any(one == level for one, _ in said)), None)
        self.note.setText("　".join(text for _, text in said))
        self.note.setVisible(bool(said) and not self.deleted)
        if worst:
            self.note.setStyleSheet(f"color: {level_colour(worst).name()}")


class ChildRows(QFrame):
    """All rows of one child register under the record."""

    edited = Signal()
    """A row was typed in, added, deleted or kept after all."""
    deed_asked = Signal(str, object)
    """A deed's button was pressed: the row's uid and the Action."""
    drawn = Signal()
    """The rows were laid out anew."""

    def __init__(self, register: Register, session: Session, options: Options, parent: QWidget | None = None) -> None:
        """Show no rows yet."""
        super().__init__(parent)
        self.register = register
        self._session = session
        self._options = options
        self._names: Mapping[str, str] = {}
        self._barred = False
        self._kept: Mapping[str, Guarded] = {}
        self.rows: list[ChildRow] = []
        self.setProperty("role", "card")
        self.add_button = button(f"＋ 添加{register.title}", f"add_{register.key}", self.add)
        self._grid_widget = QWidget()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._grid_widget)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch()
        self._column.addLayout(foot)

    # --- rows ----------------------------------------------------------------------------------------------------
    def load(self, drafts: Sequence[ChildDraft], names: Mapping[str, str]) -> None:
        """Show these rows in place of all others."""
        self._names = names
        for row in self.rows:
            row.deleteLater()
        self.rows = [self._row(draft) for draft in drafts]
        self._draw()

    def add(self, values: Values | None = None) -> ChildRow:
        """Add an empty row with the declared defaults and begin to type in it."""
        defaults = {item.key: item.default for item in self.register.entered if item.default is not None}
        row = self._row(ChildDraft(None, {**defaults, **(values or {})}))
        self.rows.append(row)
        self._draw()
        if row.line:
            row.line[0].editor.setFocus()
        self.edited.emit()
        return row

    def _row(self, draft: ChildDraft) -> ChildRow:
        row = ChildRow(self.register, self._session, self._options, draft, self)
        row.load(self._names)
        frozen = self._kept_of(row).frozen
        for box in row.boxes:
            box.bar(barred=self._barred or box.item.key in frozen, why=frozen.get(box.item.key, ""))
        row.edited.connect(self.edited)
        return row

    def _kept_of(self, row: ChildRow) -> Guarded:
        """Return what cannot be done to a row any more."""
        return self._kept.get(row.draft.uid or "", FREE)

    def bar(self, kept: Mapping[str, Guarded], *, barred: bool) -> None:
        """Let the rows that are loaded next be seen only, or be typed in but for what is `kept` of them, by uid."""
        self._kept, self._barred = kept, barred
        self.add_button.setVisible(not barred)

    def remove(self, row: ChildRow) -> None:
        """Take a new row out; mark one of the ledger's as deleted, or keep it after all."""
        if row.draft.uid is None:
            self.rows.remove(row)
            row.deleteLater()
        else:
            row.deleted = not row.deleted
        self._draw()
        self.edited.emit()

    def drafts(self) -> list[ChildDraft]:
        """Return the rows as they stand; a new one in which nothing was typed is none."""
        return [row.value() for row in self.kept()]

    def kept(self) -> list[ChildRow]:
        """Return the rows that count, in the order of `drafts`."""
        return [row for row in self.rows if row.draft.uid is not None or row.filled]

    def faults(self) -> list[str]:
        """Return what cannot be saved as it is typed: 第 2 行付款金额."""
        return [
            f"{self.register.title}第 {number + 1} 行{box.item.label}"
            for number, row in enumerate(self.kept())
            if not row.deleted
            for box in row.boxes
            if box.fault
        ]

    def show_problems(self, problems: Mapping[int, Sequence[Problem]], *, strict: bool) -> None:
        """Show the problems of each row, by its place in `drafts`."""
        for index, row in enumerate(self.kept()):
            row.show_problems(problems.get(index, ()), strict=strict)

    def cover(self, *, hide: bool) -> None:
        """Hide or show personal values."""
        for row in self.rows:
            for box in row.boxes:
                box.cover(hide=hide)

    # --- drawing -------------------------------------------------------------------------------------------------
    def _draw(self) -> None:
        """Lay all rows out anew: a head, then each row's line, what is under it, and its problems."""
        old, self._grid_widget = self._grid_widget, QWidget()
        grid = QGridLayout(self._grid_widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        if self.rows:
            for column, item in enumerate(line_fields(self.register)):
                grid.addWidget(label(f"{item.label} *" if item.required else item.label, "soft"), 0, column)
                grid.setColumnStretch(column, max(8, item.width or item.kind.width))
        for number, row in enumerate(self.rows):
            self._draw_row(grid, 1 + 4 * number, row)
        self._column.replaceWidget(old, self._grid_widget)
        self._grid_widget.show()  # at once: only what is shown takes the focus
        old.deleteLater()
        for row in self.rows:
            row.say()
        self.drawn.emit()

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at, in its order."""
        return [box.editor.inner for row in self.rows for box in row.boxes] + [self.add_button]

    def _draw_row(self, grid: QGridLayout, at: int, row: ChildRow) -> None:
        """Lay one row out from grid line `at` on."""
        wide = len(row.line)
        for column, box in enumerate(row.line):
            grid.addWidget(box.editor, at, column)
            box.editor.setEnabled(not row.deleted)
            box.editor.inner.setMinimumWidth(theme.characters(box.editor, min(box.item.kind.width, _NARROWEST)))
        under = self._under(row)
        under.setVisible(not row.deleted and any(box.value is not None for box in row.more))
        grid.addLayout(self._buttons(row, under), at, wide)
        if said := self._said_of(row):
            grid.addWidget(label(said, "soft", wrap=True), at + 1, 0, 1, wide)
        grid.addWidget(under, at + 2, 0, 1, wide)
        grid.addWidget(row.note, at + 3, 0, 1, wide + 1)

    def _under(self, row: ChildRow) -> QWidget:
        """Return the fields behind 更多."""
        under = QWidget()
        grid = QGridLayout(under)
        grid.setContentsMargins(12, 0, 0, 6)
        for line, box in enumerate(row.more):
            grid.addWidget(box.label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(box.editor, line, 1)
        return under

    def _buttons(self, row: ChildRow, under: QWidget) -> QHBoxLayout:
        """Return the buttons at the end of a row's line."""
        line = QHBoxLayout()
        line.setSpacing(2)
        if row.draft.uid and not row.deleted and not self._barred:
            for action in self.register.actions:
                if action.possible(row.draft.values):
                    line.addWidget(tool(action.label, f"deed_{action.key}", partial(self._ask_deed, row, action)))
        if row.more and not row.deleted:
            names = "、".join(box.item.label for box in row.more)
            line.addWidget(tool("更多", "more", lambda: under.setVisible(under.isHidden()), names))
        if not self._barred and not self._kept_of(row).stays:
            tip = "仍然保留这一行" if row.deleted else "删除这一行，保存后生效"
            line.addWidget(tool("保留" if row.deleted else "删除", "remove_row", partial(self.remove, row), tip))
        return line

    def _said_of(self, row: ChildRow) -> str:
        """Return what deeds have set in a row, 冲正理由：账号填错, and what is frozen of it."""
        values = {item: row.draft.values.get(item.key) for item in self.register.fields if item.locked}
        said = [
            f"{item.label}：{self._names.get(str(value)) or item.kind.show(value)}"
            for item, value in values.items()
            if value is not None
        ]
        return "　".join([*said, *(() if self._barred else dict.fromkeys(self._kept_of(row).frozen.values()))])

    def _ask_deed(self, row: ChildRow, action: Action) -> None:
        self.deed_asked.emit(row.draft.uid, action)
