"""Taking a step back or doing it again, and saying what came of it."""

from PySide6.QtWidgets import QWidget

from shuangjian_desktop.core.records import Kept, Step, Undone
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.session import Session

_LISTED = 12  # names in the box; the rest is counted
_MANY = 5  # records from which it is asked first


def undo_step(session: Session, step: Step, parent: QWidget) -> None:
    """Take a step back; a large one only after a question."""

    def go() -> None:
        session.undo(step.number, lambda undone: report(session, parent, undone, "撤销"), receiver=parent)

    if step.rows >= _MANY:
        text = f"撤销第 {step.number} 步“{step.title}”？"
        detail = f"涉及 {step.rows} 条记录。之后又被修改过的记录会保留，并列出来。撤销以后还可以重做。"
        messages.ask(parent, text, "撤销这一步", go, detail=detail)
    else:
        go()


def redo_step(session: Session, step: Step, parent: QWidget) -> None:
    """Do again a step that was taken back."""
    session.redo(step.number, lambda undone: report(session, parent, undone, "重做"), receiver=parent)


def report(session: Session, parent: QWidget, undone: Undone, word: str) -> None:
    """Say what was left as it is; when nothing was, the status bar tells enough."""
    if undone.kept or undone.impossible:
        session.read(
            lambda desk: _outcome(desk, undone, word), lambda told: messages.inform(parent, *told), receiver=parent
        )


def _outcome(desk: Desk, undone: Undone, word: str) -> tuple[str, str]:
    """Return what came of an undo or redo: a line of counts, and the list of what was left."""
    counts = [f"已{word} {undone.undone} 条"]
    lines: list[str] = []
    for label, rest in (("保留（之后被修改）", undone.kept), (f"无法{word}", undone.impossible)):
        if rest:
            counts.append(f"{label} {len(rest)} 条")
            lines += [f"{label}：{_named(desk, one)}" for one in rest[:_LISTED]]
            if len(rest) > _LISTED:
                lines.append(f"……另有 {len(rest) - _LISTED} 条")
    return "，".join(counts) + "。", "\n".join(lines)


def _named(desk: Desk, one: Kept) -> str:
    """Return a record's register, its name as this desk may see it, and the reason why it was left."""
    name = desk.names(one.register, [one.uid]).get(one.uid, "")
    return f"{find(one.register).title} {name}：{one.reason}"
