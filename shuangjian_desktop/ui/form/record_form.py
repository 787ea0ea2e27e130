"""The dialog in which one record is made or changed. Nothing the clerk typed is lost without a question."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from shuangjian_desktop.core.errors import RefusedError, StaleError
from shuangjian_desktop.core.register import Action, Register, Values
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import deeds, records
from shuangjian_desktop.services.records import Draft, DraftProblem, Saved
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.attachments.panel import AttachmentPanel
from shuangjian_desktop.ui.deeds import do_deed
from shuangjian_desktop.ui.form import stale
from shuangjian_desktop.ui.form.body import FormBody, sections_of
from shuangjian_desktop.ui.form.frame import FormFrame
from shuangjian_desktop.ui.form.loading import Loaded, load
from shuangjian_desktop.ui.history_dialog import HistoryDialog
from shuangjian_desktop.ui.jobs import Job
from shuangjian_desktop.ui.manual.help import help_key, page_of_form
from shuangjian_desktop.ui.session import Session

PAUSE = 300  # milliseconds without a keystroke before the rules are asked


class RecordForm(FormFrame):
    """Made for a register and a uid, or for a new record. It fills itself when the ledger has answered."""

    saved = Signal(str)
    """A record was written: its uid."""
    ready = Signal()
    """The form shows what the ledger holds."""
    checked = Signal()
    """The rules have looked at what is typed."""

    def __init__(
        self,
        register: Register,
        session: Session,
        uid: str | None = None,
        parent: QWidget | None = None,
        *,
        values: Values | None = None,
    ) -> None:
        """Read the record and show it; a new one begins with `values`."""
        super().__init__(parent)
        self.register = register
        self.uid = uid
        self.body: FormBody | None = None
        self.attachments: AttachmentPanel | None = None
        self._values = dict(values or {})
        self._session = session
        self._loaded: Loaded | None = None
        self._strict = False  # whether empty fields are spoken of before anybody has typed in them
        self._refused = self._mended = False  # whether saving was refused, and whether something was typed since then
        self._to_fault = False  # whether to go to the first fault when the rules have answered
        self._busy = False
        self._check: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._ask_rules)
        self.save_asked.connect(lambda another: self.save(another=another))
        self.history_asked.connect(self.show_history)
        self.unmask_asked.connect(lambda: session.unmask(f"{register.title}记录"))
        session.desk_changed.connect(self._on_desk)
        help_key(self, page_of_form(register.key))
        self._read()

    # --- reading -------------------------------------------------------------------------------------------------
    def _read(self) -> None:
        """Read the record as the ledger holds it."""
        uid, values, key = self.uid, self._values, self.register.key
        self._busy = True
        self._session.read(lambda desk: load(desk, key, uid, values), self._show, failed=self._gone, receiver=self)

    def _gone(self, error: Exception) -> None:
        """Say why the record cannot be shown, and close."""
        messages.tell(self.parentWidget(), error)
        super().reject()

    def _show(self, loaded: Loaded) -> None:
        """Show what was read."""
        self._loaded, self._strict, self._refused = loaded, False, False
        if self.body is None:
            self.body = FormBody(self.register, self._session, loaded.options)
            self.body.edited.connect(self._on_edited)
            self.body.deed_asked.connect(self._child_deed)
            self.put_body(self.body)
            self._put_attachments(self.body)
        self._open(loaded)
        self.body.load(loaded.draft, loaded.names)
        if self.attachments:
            self.attachments.show_record(self.uid, barred=not loaded.attachable)
        self.say(loaded.told, "doubt")
        self.offer_saving(bool(loaded.open))
        self._name()
        self._draw_deeds()
        self._busy = False
        self.body.show_computed(records.computed(self.body.draft()))
        self._focus_first()
        self._ask_rules()
        self.ready.emit()

    def _open(self, loaded: Loaded) -> None:
        """Let be typed in what may be."""
        assert self.body
        self.body.open_only(loaded.open, loaded.frozen)
        self.body.open_rows(loaded.rows, barred=loaded.foreign)

    def _put_attachments(self, body: FormBody) -> None:
        """Put the photos and scans of a book's record under its fields."""
        if self.register.group == "book":
            self.attachments = AttachmentPanel(self.register, self._session)
            self.attachments.shown.connect(self._offer_unmasking)
            body.put_under("附件", self.attachments)

    def _offer_unmasking(self) -> None:
        """Offer to show personal values where there are any: the names of files are."""
        personal = any(item.personal for item in self.register.fields)
        files = self.attachments is not None and self.attachments.list.count() > 0
        self.unmask_button.setVisible((personal or files) and bool(self.uid) and not self._session.desk.unmasked)

    def _name(self) -> None:
        """Say in the title what is being edited, masked where personal values are."""
        key, uid, new = self.register.key, self.uid or "", self.uid is None
        seen_only = self._loaded is not None and not self._loaded.open
        self.setWindowTitle(f"{'新建' if new else '查看' if seen_only else '修改'}：{self.register.title}")
        self._offer_unmasking()
        self.history_button.setVisible(not new)
        if new:
            self.title.setText(f"新的{self.register.title}记录")
        else:
            self._session.read(lambda desk: desk.name(key, uid), self.title.setText, receiver=self)

    def _focus_first(self) -> None:
        """Begin to type in the first field that is still empty in a new record, else in the first."""
        assert self.body
        keys = (key for section in sections_of(self.register) for key in section.fields)
        typed = [box for box in map(self.body.boxes.__getitem__, keys) if box.open]
        empty = [box for box in typed if box.value is None] if self.uid is None else []
        for box in (empty or typed)[:1]:
            box.editor.setFocus()
        if not typed:
            self.cancel_button.setFocus()

    def _draw_deeds(self) -> None:
        """Show a button for each deed that can be done on the record as it stands in the ledger."""
        record = self._loaded.record if self._loaded else None
        living = record is not None and not record.deleted
        possible = deeds.possible_actions(self._session.desk, self.register, record) if record and living else ()
        self.show_deeds(possible, self._own_deed)

    # --- typing --------------------------------------------------------------------------------------------------
    def _on_edited(self) -> None:
        """Compute at once, ask the rules after a pause."""
        assert self.body
        self.body.show_computed(records.computed(self.body.draft()))
        self._mended = True
        self._timer.start()

    def _ask_rules(self) -> None:
        """Have the rules look at what is typed, off the window's thread."""
        if self.body is None:
            return
        if self._check:
            self._check.cancel()
        draft = self.body.draft()
        self._check = self._session.read(lambda desk: records.check(desk, draft), self._show_problems, receiver=self)

    def _show_problems(self, problems: Sequence[DraftProblem]) -> None:
        """Show at the fields what the rules have found."""
        self._check = None
        assert self.body
        self.body.show_problems(problems, strict=self._strict)
        box = self.body.first_fault() if self._to_fault else None
        self._to_fault = False
        if self._refused and self._mended:
            self._say_what_is_left(problems)
        if box:
            box.editor.setFocus()
            self.body.ensureWidgetVisible(box.editor)
        self.checked.emit()

    def _say_what_is_left(self, problems: Sequence[DraftProblem]) -> None:
        """After a refusal and a mending, say what still keeps the record from being saved."""
        assert self.body
        assert self._loaded
        if left := _unfit(self.body.faults()) or records.refusal(self.body.draft(), problems):
            self.say(left)
        elif self._loaded.told:
            self.say(self._loaded.told, "doubt")
        else:  # not nothing: the fields would jump under the clerk's hand
            self.say("已经改过，还没有保存。", "soft")

    # --- saving --------------------------------------------------------------------------------------------------
    def save(self, *, another: bool = False) -> None:
        """Write the record, then close, or begin `another`. With faults, say where they are and stay."""
        if self.body is None or self._busy or (self._loaded and not self._loaded.open):
            return
        if unfit := _unfit(self.body.faults()):
            self._refuse(unfit)
            return
        draft = self.body.draft()
        self._busy = True
        self._session.write(
            lambda desk: records.save(desk, draft),
            lambda saved: self._after_save(saved, another=another),
            failed=lambda error: self._not_saved(error, draft),
            receiver=self,
        )

    def _refuse(self, text: str) -> None:
        """Say why nothing was saved, show every problem and go to the first."""
        self._strict = self._to_fault = self._refused = True
        self._mended = False
        self.say(text)
        self._ask_rules()

    def _after_save(self, saved: Saved, *, another: bool) -> None:
        """Close, or begin another record."""
        self._busy = False
        self.saved.emit(saved.uid)
        if another:
            self.uid, self._values = None, {}
            self._read()
        else:
            super().accept()

    def _not_saved(self, error: Exception, draft: Draft) -> None:
        """Keep what is typed and say why it was not saved."""
        self._busy = False
        if isinstance(error, StaleError):
            self._catch_up(draft)
        elif isinstance(error, RefusedError):
            self._refuse(error.text)
        else:
            messages.tell(self, error)

    def _catch_up(self, mine: Draft) -> None:
        """Read what somebody else wrote meanwhile, keep what the clerk typed, and show both."""
        key, uid = self.register.key, self.uid
        self._busy = True
        self._session.read(
            lambda desk: load(desk, key, uid, {}),
            lambda now: self._merge(mine, now),
            failed=lambda error: self._not_saved(error, mine),
            receiver=self,
        )

    def _merge(self, mine: Draft, now: Loaded) -> None:
        """Put both sides together in the form."""
        assert self.body
        assert self._loaded
        self._busy = False
        merged, changed = stale.merge(self.register, self._loaded.draft, mine, now.draft)
        names = {**self._loaded.names, **now.names, **self._picked_names()}
        masked = not self._session.desk.unmasked
        self._refused = False  # what is told now stays: it is to be looked at while mending
        self._loaded = now = now.beside(merged)
        self._open(now)
        self._draw_deeds()
        self.body.load(merged, names, clean=False)
        self.body.keep_as_start(now.draft)
        both = [one for one in changed if one.both]
        now_shown = {one.field.key: stale.shown(one.field, one.now, names, masked=masked) for one in both}
        self.body.show_meanwhile({key: f"别人已改为“{text}”" for key, text in now_shown.items()})
        self.say(
            f"没有保存：在您填写期间，这条记录被别人改过：{stale.said(changed, names, masked=masked)}。"
            f"您填写的内容都保留着，请核对后再保存。{now.told}",
            "doubt",
        )
        self._on_edited()

    def _picked_names(self) -> dict[str, str]:
        """Return what the records are called that the clerk has picked."""
        assert self.body
        boxes = (self.body.boxes[item.key] for item, _to in self.register.refs)
        return {str(box.value): box.editor.text() for box in boxes if box.value is not None}

    # --- deeds ---------------------------------------------------------------------------------------------------
    def _own_deed(self, action: Action) -> None:
        self._deed(self.register, self.uid or "", action)

    def _child_deed(self, child: str, uid: str, action: Action) -> None:
        self._deed(find(child), uid, action)

    def _deed(self, register: Register, uid: str, action: Action) -> None:
        """Do a deed on the record or a row under it; what is typed has to be saved first."""
        if self.body and self.body.dirty:
            messages.inform(self, f"请先保存刚才的修改，再做“{action.label}”。")
            return
        do_deed(register, uid, action, self._session, self, self._after_deed)

    def _after_deed(self) -> None:
        """Show the record as the deed left it."""
        if self.uid:
            self.saved.emit(self.uid)
        self._read()

    def show_history(self) -> None:
        """Show every write of the record."""
        if self.uid:
            HistoryDialog(self.register, self.uid, self._session, self).open()

    def _on_desk(self) -> None:
        """Cover or uncover personal values."""
        if self.body:
            self.body.cover(hide=not self._session.desk.unmasked)
            self._name()

    # --- closing -------------------------------------------------------------------------------------------------
    def reject(self) -> None:
        """Close; ask first if something that was typed would be lost."""
        if self._busy and self.body:
            return
        if self.body and self.body.dirty:
            choices = {"保存": self.save, "不保存": super().reject}
            messages.choose(self, "还有没保存的内容，要保存吗？", choices)
        else:
            super().reject()


def _unfit(faults: Sequence[str]) -> str:
    """Return the sentence that names the fields whose text is no value of them, '' for none."""
    return f"没有保存：{'、'.join(faults)}还没有填对。" if faults else ""
