"""The commands, each a few lines over the services."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from shuangjian_desktop.cli import answers, charts, figures
from shuangjian_desktop.cli.call import LOCK_WAIT_SECONDS, Call
from shuangjian_desktop.cli.parser import pairs
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.records import Changes, Step, Undone
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import (
    attachments,
    backups,
    deeds,
    exporting,
    importing,
    lists,
    packing,
    papers,
    receiving,
    steps,
)
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import found_office, make_folder, office, open_desk, require_ledger
from shuangjian_desktop.store.lock import hold

Options = argparse.Namespace
Command = Callable[[Call, Options], int]


@contextmanager
def _reading(call: Call) -> Iterator[Desk]:
    """Open the ledger for reading: always possible, beside the window too."""
    desk = open_desk(call.path, call.operator, read_only=True)
    try:
        yield desk
    finally:
        desk.ledger.close()


@contextmanager
def _looking(call: Call, options: Options, what: str) -> Iterator[Desk]:
    """Open the ledger for reading; personal values are unmasked if asked for, and that is written down."""
    with _writing(call) if options.personal else _reading(call) as desk:
        yield desk.unmask(what) if options.personal else desk


@contextmanager
def _writing(call: Call) -> Iterator[Desk]:
    """Open the ledger for writing, waiting for whoever holds it."""
    require_ledger(call.path)
    with hold(call.path, call.operator, program="命令行", timeout=LOCK_WAIT_SECONDS):
        desk = open_desk(call.path, call.operator)
        try:
            yield desk
        finally:
            desk.ledger.close()


def init(call: Call, options: Options) -> int:
    """Make the ledger of an office."""
    mine = office(options.office)
    make_folder(call.path)
    with hold(call.path, call.operator, program="命令行", timeout=LOCK_WAIT_SECONDS):
        found_office(call.path, mine.code, call.operator).ledger.close()
    answers.say(call, {"ledger": str(call.path), "office": mine.code}, f"已为{mine.name}建立台账：{call.path}")
    return 0


def import_(call: Call, options: Options) -> int:
    """Take a sheet in; the good rows at once, the rest into the tray."""
    if find(options.into).group == "system":
        raise UsageError(f"“{options.into}”由程序自己记录，不能导入。")
    columns, fixed = pairs(options.map), pairs(options.set)
    workbook = importing.read(options.file)
    with (_reading if options.dry_run else _writing)(call) as desk:
        proposal = importing.propose(desk, workbook, options.into, sheet=options.sheet, columns=columns, fixed=fixed)
        plan = importing.plan(desk, proposal)
        result = importing.preview(plan) if options.dry_run else importing.apply(desk, plan, source=options.file)
        answers.imported(call, desk, proposal, result)
    return 1 if result.doubtful or result.held else 0


def pack(call: Call, options: Options) -> int:
    """Make a package for another office."""
    with _writing(call) as desk:
        packed = packing.pack(desk, options.to, options.out, full=options.full, personal=options.personal)
    answers.packed(call, packed)
    return 0


def receive(call: Call, options: Options) -> int:
    """Take a package in; what was changed by hand, and many deletions, wait for --confirm."""
    received = receiving.read(options.package)
    with (_reading if options.dry_run else _writing)(call) as desk:
        receipt = receiving.plan(desk, received)
        if not options.dry_run:
            receipt = receiving.apply(desk, receipt, confirmed=options.confirm)
        answers.received(call, desk, receipt)
    return 1 if receipt.asks or receipt.plan.counts["error"] else 0


def handover(call: Call, options: Options) -> int:
    """Let an institution pass to another office."""
    to = office(options.to)
    with _writing(call) as desk:
        asked = {"handed_to": to.name, "handed_on": options.on or desk.day, "handover_reason": options.reason}
        changes = deeds.act(desk, "institution", desk.record("institution", options.uid).uid, "hand_over", asked)
        answers.handed_over(call, desk, options.uid, to, changes)
    return 0


def attach(call: Call, options: Options) -> int:
    """Hang files on a record."""
    files = [attachments.Incoming(path, path.name) for path in options.files]
    with _writing(call) as desk:
        answers.attached(call, attachments.attach(desk, options.register, options.uid, files))
    return 0


def list_(call: Call, options: Options) -> int:
    """List records."""
    register, where = find(options.register), pairs(options.where)
    with _looking(call, options, f"列出{register.title}") as desk:
        filters = tuple(lists.parse_filter(desk, register, key, text) for key, text in where.items())
        answers.listed(call, desk, Query(register.key, options.search, filters), options.limit)
    return 0


def export(call: Call, options: Options) -> int:
    """Write a register to a workbook."""
    register = find(options.register)
    if options.out.suffix.lower() != ".xlsx":
        raise UsageError(f"导出的文件名须以 .xlsx 结尾，不能是“{options.out.name}”。")
    with _looking(call, options, f"导出{register.title}") as desk:
        rows = exporting.export(desk, Query(register.key), options.out)
    answers.say(call, {"rows": rows, "file": str(options.out)}, f"已导出{register.title} {rows} 条：{options.out}")
    return 0


def notice(call: Call, options: Options) -> int:
    """Write the papers of notices into one PDF; it counts as a printing."""
    with _writing(call) as desk:
        answers.saved_papers(call, papers.save_pdf(desk, papers.by_number(desk, options.numbers), options.out))
    return 0


def figures_(call: Call, options: Options) -> int:
    """Count the figures of the bulletin."""
    with _reading(call) as desk:
        figures.told(call, desk, options)
    return 0


def chart(call: Call, options: Options) -> int:
    """Draw a chart into a file."""
    charts.check(options)
    with _reading(call) as desk:
        charts.drawn(call, desk, options)
    return 0


def demo(call: Call, options: Options) -> int:
    """Make a whole city in a folder and print the bulletin's figures beside the city's."""
    from shuangjian_desktop.cli import demo as told  # no other command needs it

    return told.made(call, options.folder, options.scale)


def steps_(call: Call, options: Options) -> int:
    """List the newest steps."""
    with _reading(call) as desk:
        answers.stepped(call, steps.steps(desk, options.limit))
    return 0


def undo(call: Call, options: Options) -> int:
    """Take a step back."""
    return _turn(call, options, steps.undo, "撤销", steps.next_undo)


def redo(call: Call, options: Options) -> int:
    """Do a step again."""
    return _turn(call, options, steps.redo, "重做", steps.next_redo)


def _turn(
    call: Call,
    options: Options,
    turn: Callable[[Desk, int | None], Undone],
    word: str,
    following: Callable[[Desk], Step | None],
) -> int:
    """Undo or redo and say what came of it; nothing to do is no fault."""
    with _writing(call) as desk:
        nothing = options.step is None and following(desk) is None
        done = Undone(Changes(None), 0) if nothing else turn(desk, options.step)
    answers.turned(call, done, word, nothing=nothing)
    return 1 if done.kept or done.impossible else 0


def history(call: Call, options: Options) -> int:
    """Show every write of a record."""
    register = find(options.register)
    with _looking(call, options, f"{register.title}的历史") as desk:
        desk.record(register.key, options.uid)
        answers.history(call, steps.history(desk, register.key, options.uid))
    return 0


def check(call: Call, _options: Options) -> int:
    """Check the ledger wholly."""
    findings = backups.check(call.path)
    answers.say(call, {"findings": findings}, "\n".join(findings) if findings else "台账完好。")
    return 3 if findings else 0


def backup(call: Call, options: Options) -> int:
    """Make a verified backup."""
    with _reading(call) as desk:
        made, lost = backups.backup(desk, options.out), backups.lost_files(desk)
    data, text = {"file": str(made)}, f"已备份并验证：{made}"
    answers.say(call, {**data, "lost": lost} if lost else data, f"{text}\n{lost}".strip())
    return 1 if lost else 0


def restore(call: Call, options: Options) -> int:
    """Put a backup in the ledger's place; what lay there is kept aside."""
    with hold(call.path, call.operator, program="命令行", timeout=LOCK_WAIT_SECONDS):
        sentence = backups.restore(call.path, options.file, call.operator)
    answers.say(call, {"ledger": str(call.path), "message": sentence}, sentence)
    return 0


COMMANDS: Mapping[str, Command] = {
    "init": init,
    "import": import_,
    "pack": pack,
    "receive": receive,
    "handover": handover,
    "attach": attach,
    "list": list_,
    "export": export,
    "notice": notice,
    "figures": figures_,
    "chart": chart,
    "demo": demo,
    "steps": steps_,
    "undo": undo,
    "redo": redo,
    "history": history,
    "check": check,
    "backup": backup,
    "restore": restore,
}
