"""The middle of the form: the declared sections with their fields, and the tables of child rows between them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from shuangjian_desktop.core.guard import Frozen
from shuangjian_desktop.core.kinds import Text, Value
from shuangjian_desktop.core.register import Field, Problem, Register, Section
from shuangjian_desktop.registers import children_of
from shuangjian_desktop.services.guarding import Guarded
from shuangjian_desktop.services.records import Draft, DraftProblem
from shuangjian_desktop.ui.form.child_rows import ChildRows, Options
from shuangjian_desktop.ui.form.field_box import FieldBox
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import label

_WIDE = 30  # characters from which a field takes the whole line
_LONG = 500
_LEFT_TOP = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


def sections_of(register: Register) -> tuple[Section, ...]:
    """Return the declared sections; fields that none of them names follow under 其他."""
    named = {key for section in register.sections for key in section.fields}
    rest = tuple(item.key for item in register.fields if item.key not in named)
    if not register.sections:
        return (Section(register.title, rest),)
    return (*register.sections, Section("其他", rest)) if rest else register.sections


def children_after(register: Register) -> int:
    """Return the section after which child rows stand: that with most computed fields, which come from them."""
    counts = [sum(register[key].derived for key in section.fields) for section in sections_of(register)]
    return counts.index(max(counts)) if any(counts) else len(counts) - 1


class FormBody(QScrollArea):
    """Fields and child rows of one record. It knows a draft; it does not know the ledger."""

    edited = Signal()
    """The clerk changed something."""
    deed_asked = Signal(str, str, object)
    """A deed on a child row: its register, its uid, the Action."""

    def __init__(self, register: Register, session: Session, options: Options, parent: QWidget | None = None) -> None:
        """Build the widgets of a register's form; `options` are the words of its choices by (register, field)."""
        super().__init__(parent)
        self.register = register
        self.boxes: dict[str, FieldBox] = {}
        self.children_: dict[str, ChildRows] = {}
        self._draft = Draft(register.key, None, None, {})
        self._start: Draft | None = None
        self._holders: dict[str, QWidget] = {}
        for item in register.fields:
            box = self.boxes[item.key] = FieldBox(item, session, options.get((register.key, item.key), ()), self)
            box.edited.connect(self.edited)
        for child in children_of(register.key):
            rows = self.children_[child.key] = ChildRows(child, session, options)
            rows.edited.connect(self.edited)
            rows.drawn.connect(self._order_tabs)
            rows.deed_asked.connect(lambda uid, action, key=child.key: self.deed_asked.emit(key, uid, action))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._lay_out())
        self._order_tabs()

    # --- drawing -------------------------------------------------------------------------------------------------
    def _lay_out(self) -> QWidget:
        """Lay the sections out one under the other."""
        inside = QWidget()
        column = self._inside = QVBoxLayout(inside)
        column.setContentsMargins(4, 0, 12, 0)
        column.setSpacing(4)
        widest = max(box.label.sizeHint().width() for box in self.boxes.values())
        after = children_after(self.register)
        for place, section in enumerate(sections_of(self.register)):
            column.addWidget(self._section(section, widest))
            if place == after:
                for rows in self.children_.values():
                    column.addWidget(label(rows.register.title, "head"))
                    column.addWidget(rows)
        column.addStretch()
        return inside

    def put_under(self, title: str, widget: QWidget) -> None:
        """Put what does not belong to the draft under the fields."""
        for one in (label(title, "head"), widget):
            self._inside.insertWidget(self._inside.count() - 1, one)  # before what stretches

    def _order_tabs(self) -> None:
        """Let Tab walk as the eye does: down the sections, through the child rows where they stand."""
        stops: list[QWidget] = []
        after = children_after(self.register)
        for place, section in enumerate(sections_of(self.register)):
            stops += [self.boxes[key].editor.inner for key in section.fields if self.boxes[key].item.typed]
            if place == after:
                stops += [stop for rows in self.children_.values() for stop in rows.stops()]
        for one, next_one in pairwise(stops):
            QWidget.setTabOrder(one, next_one)

    def _section(self, section: Section, widest: int) -> QWidget:
        """Return a section under its title."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(section.title, "head"))
        column.addLayout(self._grid(section, widest))
        self._holders[section.title] = holder
        return holder

    def _grid(self, section: Section, widest: int) -> QGridLayout:
        """Return a section's fields, two a line; wide ones take a line of their own."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        for column in (0, 2):
            grid.setColumnMinimumWidth(column, widest)
            grid.setColumnStretch(column + 1, 1)
        line, side = 0, 0
        for key in section.fields:
            box = self.boxes[key]
            wide = _is_wide(box.item)
            if wide and side:
                line, side = line + 2, 0
            box.label.setAlignment(_LEFT_TOP)
            box.label.setContentsMargins(0, 5, 0, 0)  # on the line of the editor's letters
            box.label.setBuddy(box.editor)
            grid.addWidget(box.label, line, 2 * side)
            grid.addWidget(box.editor, line, 2 * side + 1, 1, 3 if wide else 1, Qt.AlignmentFlag.AlignTop)
            box.note.setMinimumHeight(box.note.fontMetrics().height())  # the form does not jump when it speaks
            grid.addWidget(box.note, line + 1, 2 * side + 1, 1, 3 if wide else 1)
            line, side = (line, 1) if not wide and not side else (line + 2, 0)
        return grid

    def open_only(self, keys: frozenset[str], frozen: Frozen) -> None:
        """Let only these fields be typed in; `frozen` says why others cannot."""
        for key, box in self.boxes.items():
            box.bar(barred=key not in keys, why="" if key in keys else frozen.get(key, ""))

    def open_rows(self, kept: Mapping[str, Guarded], *, barred: bool) -> None:
        """Say what cannot be done to the rows that are loaded next, by uid; `barred`: they are seen only."""
        for under in self.children_.values():
            under.bar(kept, barred=barred)

    # --- the draft -----------------------------------------------------------------------------------------------
    def load(self, draft: Draft, names: Mapping[str, str], *, clean: bool = True) -> None:
        """Show a draft. `names` are those of the referenced records by uid.

        With `clean` it is what the ledger holds, or a new record's defaults: from here on anything else can be lost.
        """
        self._draft = draft
        for key, box in self.boxes.items():
            value = draft.values.get(key)
            box.load(value, names.get(str(value), ""))
        for key, rows in self.children_.items():
            rows.load(draft.children.get(key, ()), names)
        if clean:
            self._start = self.draft()
        self._show_sections()

    def _show_sections(self) -> None:
        """Leave out the sections in which nothing can be typed and nothing stands yet: 送达 of a draft."""
        for section in sections_of(self.register):
            boxes = [self.boxes[key] for key in section.fields]
            self._holders[section.title].setVisible(any(box.item.typed or box.value is not None for box in boxes))

    def keep_as_start(self, draft: Draft) -> None:
        """Take `draft` for what the ledger holds: what differs from it can be lost."""
        self._start = draft

    def draft(self) -> Draft:
        """Return what the form holds now; a field whose text is no value of it is None."""
        typed = {key: box.value for key, box in self.boxes.items() if box.item.typed}
        children = {key: rows.drafts() for key, rows in self.children_.items()}
        return Draft(
            self.register.key, self._draft.uid, self._draft.revision, {**self._draft.values, **typed}, children
        )

    @property
    def touched(self) -> bool:
        """Whether the clerk has typed anything, or the record is one that the ledger holds."""
        return self._draft.uid is not None or self.dirty

    @property
    def dirty(self) -> bool:
        """Whether something would be lost by closing."""
        return self._start is not None and (bool(self.faults()) or _typed(self.draft()) != _typed(self._start))

    def faults(self) -> list[str]:
        """Return the names of the fields that cannot be saved as they are typed."""
        own = [box.item.label for box in self.boxes.values() if box.fault]
        return own + [fault for rows in self.children_.values() for fault in rows.faults()]

    # --- what the services say -----------------------------------------------------------------------------------
    def show_computed(self, values: Mapping[str, Value]) -> None:
        """Show what is computed from what is typed."""
        for key, value in values.items():
            box = self.boxes[key]
            if not box.item.typed:
                box.editor.put(value)

    def show_problems(self, problems: Sequence[DraftProblem], *, strict: bool) -> None:
        """Show each problem at its field; without `strict` a form that nobody has typed in is left in peace."""
        if not strict and not self.touched:
            problems = ()
        for key, box in self.boxes.items():
            own = [one.problem for one in problems if one.child is None and one.problem.field == key]
            box.show_problems(own, strict=strict)
        for key, rows in self.children_.items():
            rows.show_problems(_by_index(problems, key), strict=strict)

    def show_meanwhile(self, said: Mapping[str, str]) -> None:
        """Show at fields what somebody else made of them."""
        for key, text in said.items():
            self.boxes[key].meanwhile = text
            self.boxes[key].show_problems((), strict=False)

    def cover(self, *, hide: bool) -> None:
        """Hide or show personal values."""
        for box in self.boxes.values():
            box.cover(hide=hide)
        for rows in self.children_.values():
            rows.cover(hide=hide)

    def first_fault(self) -> FieldBox | None:
        """Return the first field with an error, from top to bottom."""
        return next((box for box in self._all_boxes() if (state := box.state) and state[0] == "error"), None)

    def _all_boxes(self) -> Iterator[FieldBox]:
        yield from (self.boxes[key] for section in sections_of(self.register) for key in section.fields)
        for rows in self.children_.values():
            for row in rows.kept():
                yield from row.boxes


def _is_wide(item: Field) -> bool:
    """Whether a field takes a line of its own: long text, names, addresses."""
    long = isinstance(item.kind, Text) and (item.kind.block or item.kind.longest >= _LONG)
    return long or item.width >= _WIDE


def _typed(draft: Draft) -> object:
    """Return what a clerk can change of a draft, for comparing."""
    return dict(draft.values), {key: list(rows) for key, rows in draft.children.items()}


def _by_index(problems: Sequence[DraftProblem], child: str) -> dict[int, list[Problem]]:
    """Return the problems of a child register by the row's place."""
    found: dict[int, list[Problem]] = {}
    for one in problems:
        if one.child and one.child[0] == child:
            found.setdefault(one.child[1], []).append(one.problem)
    return found
