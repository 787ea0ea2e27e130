"""One field in a form: its label, its editor, and the line that says what is wrong with it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from shuangjian_desktop.core.kinds import Value, ValueProblem
from shuangjian_desktop.core.register import Field, Problem
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.form.editor import Editor, Shown
from shuangjian_desktop.ui.form.pick_editors import make_editor
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.tints import Level, level_colour
from shuangjian_desktop.ui.widgets import label

_LEVELS: tuple[Level, ...] = ("error", "doubt", "notice")
COVERED = "个人信息已遮盖，显示后才能修改"


class FieldBox(QObject):
    """Holds a field's value. A personal value stays covered, and as it was, until personal values are shown."""

    edited = Signal()
    """The clerk typed."""

    def __init__(
        self, item: Field, session: Session, options: Sequence[str], parent: QObject, *, asked: bool = False
    ) -> None:
        """Make the widgets; whoever lays the form out takes `label`, `editor` and `note`.

        A field that is `asked` by a deed can be typed although it is locked elsewhere.
        """
        super().__init__(parent)
        self.item = item
        self._shown_only = not (item.typed or asked)
        self.label = label(f"{item.label} *" if item.required and item.typed else item.label)
        self.label.setToolTip(item.hint)
        self.note = label("", "note", wrap=True)
        self._session = session
        self._options = options
        self.touched = False
        self.meanwhile = ""  # what somebody else made of the field while the clerk typed
        self._loaded: Value = None
        self._covered = False
        self._barred = False
        self._why = ""
        self._problems: Sequence[Problem] = ()
        self.editor = self._make()

    def _make(self) -> Editor:
        """Return the editor of the field's kind."""
        if self._shown_only:
            return Shown(self.item.kind)
        editor = make_editor(self.item.kind, self._session, self._options)
        editor.edited.connect(self._on_edited)
        editor.inner.setAccessibleName(self.item.label)
        return editor

    # --- the value -----------------------------------------------------------------------------------------------
    def load(self, value: Value, name: str = "") -> None:
        """Show a value; `name` is what a referenced record is called."""
        self._loaded, self.touched, self.meanwhile, self._problems = value, False, "", ()
        self.editor.put(value, name)
        self.cover(hide=not self._session.desk.unmasked)
        self._say()

    @property
    def open(self) -> bool:
        """Whether anything can be typed."""
        return not (self._shown_only or self._barred)

    def bar(self, *, barred: bool, why: str = "") -> None:
        """Let the value be seen only, because the record is another office's or frozen, or be typed again."""
        self._barred, self._why = barred, why
        self._lock()

    def _lock(self) -> None:
        """Let what can be typed be typed, and say on pointing at it why it cannot."""
        self.editor.lock(self._barred or self._covered)
        self.editor.setToolTip(self._why or (COVERED if self._covered else ""))

    def cover(self, *, hide: bool) -> None:
        """Hide a personal value that came from the ledger, or show it again. What the clerk typed stays seen."""
        cover = hide and self.item.personal and self._loaded is not None and not self.touched
        if cover == self._covered:
            return
        self._covered = cover
        self._lock()
        if cover:
            self.editor.write(self.item.kind.mask(self._loaded))
        else:
            self.editor.put(self._loaded)

    @property
    def value(self) -> Value:
        """What is typed, None while it is no value of the field; what was loaded while nobody has typed."""
        if not self.touched:
            return self._loaded
        try:
            return self.editor.read()
        except ValueProblem:
            return None

    @property
    def fault(self) -> str:
        """Why what is typed is no value; '' where it is one."""
        if not self.touched:
            return ""
        try:
            self.editor.read()
        except ValueProblem as problem:
            return problem.reason
        return ""

    def _on_edited(self) -> None:
        self.touched = True
        self._say()
        self.edited.emit()

    # --- what is wrong -------------------------------------------------------------------------------------------
    def show_problems(self, problems: Sequence[Problem], *, strict: bool) -> None:
        """Show the rules' problems; without `strict` nobody is told to fill in what they have not come to yet."""
        if not strict and not self.touched:
            problems = [problem for problem in problems if not problem.missing]
        self._problems = problems
        self._say()

    @property
    def state(self) -> tuple[Level, str] | None:
        """The worst problem of the field with its level; None where all is well."""
        if fault := self.fault:
            return "error", fault
        for level in _LEVELS:
            messages = [problem.message for problem in self._problems if problem.level == level]
            if messages:
                return level, "；".join(messages)
        return ("doubt", self.meanwhile) if self.meanwhile else None

    def _say(self) -> None:
        """Write the worst problem under the field, or the hint where there is none."""
        state = self.state
        self.note.setText(state[1] if state else self.item.hint)
        colour = level_colour(state[0]).name() if state else theme.SOFT
        self.note.setStyleSheet(f"color: {colour}")
        inner, level = self.editor.inner, state[0] if state else ""
        if (inner.property("level") or "") != level:
            inner.setProperty("level", level)
            inner.style().unpolish(inner)  # the style sheet looks at a property only when it is polished again
            inner.style().polish(inner)
