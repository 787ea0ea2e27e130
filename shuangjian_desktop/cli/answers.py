"""What the commands print: a few lines of Chinese, or JSON for other programs."""

from collections.abc import Sequence
from typing import Any

import orjson

from shuangjian_desktop.cli.call import Call
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.records import Changes, Kept, Step, Undone
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import importing, lists, receipt_view
from shuangjian_desktop.services.attachments import Attaching
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import Office, office
from shuangjian_desktop.services.packing import Packed
from shuangjian_desktop.services.papers import SavedPapers
from shuangjian_desktop.services.receiving import Receipt
from shuangjian_desktop.services.steps import HistoryLine

PAGE = 1000
_MOST_LINES = 200


def say(call: Call, data: Any, text: str) -> None:
    """Print `data` as JSON or `text` for people."""
    if call.json:
        print(orjson.dumps(data, default=str, option=orjson.OPT_INDENT_2).decode())
    elif text:
        print(text)


def listed(call: Call, desk: Desk, query: Query, limit: int | None) -> None:
    """Print the records that a query finds, page by page."""
    register = find(query.register)
    found = lists.spine(desk, query)
    ids = found[:limit]
    pages = (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
    if call.json:
        rows = [lists.external(desk, register, desk.ledger.reader.rows(register.key, page)) for page in pages]
        say(call, [row for page in rows for row in page], "")
        return
    print("\t".join([*(item.label for item in register.listed), "编号"]))
    for page in pages:
        for line in lists.lines(desk, register.key, page, register.listed):
            print("\t".join(" ".join(text.split()) for text in (*line.texts, line.record.uid)))
    print(f"共 {len(found)} 条" + (f"，列出 {len(ids)} 条。" if len(ids) < len(found) else "。"))


def imported(call: Call, desk: Desk, proposal: importing.Proposal, result: importing.ImportResult) -> None:
    """Print what an import came to."""
    if call.json:
        say(call, importing.as_json(result), "")
        return
    for line in importing.told(proposal):
        print(line)
    for problem in result.problems[:200]:
        print(problem.sentence(unmasked=desk.unmasked))
    if len(result.problems) > 200:
        print(f"……共 {len(result.problems)} 个问题，其余见出错工作簿。")
    print(importing.summary(result))
    if result.changes.step:
        print(f"已记为第 {result.changes.step.number} 步。")


def packed(call: Call, made: Packed) -> None:
    """Print which package was made."""
    cover = made.cover
    data = {
        "file": str(made.file),
        "rows": made.rows,
        "package": {"sender": cover.sender, "receiver": cover.receiver, "number": cover.number, "kind": cover.kind},
        "previous": cover.previous,
        "digest": cover.digest,
        "personal": cover.personal,
        "notes": list(made.notes),
    }
    to = office(cover.receiver).name
    text = f"已做好给{to}的第 {cover.number} 号{cover.kind}数据包，共 {made.rows} 行：{made.file}"
    say(call, data, "\n".join([text, *made.notes]))


def received(call: Call, desk: Desk, receipt: Receipt) -> None:
    """Print what receiving a package came to, or would."""
    if call.json:
        say(call, receipt_view.as_json(desk, receipt), "")
        return
    told = list(receipt_view.lines(desk, receipt))
    for line in told[:_MOST_LINES]:
        print(line.text)
    if len(told) > _MOST_LINES:
        print(f"……共 {len(told)} 行。")
    print(receipt_view.summary(receipt))
    for sentence in receipt.asks:
        print(f"需要确认：{sentence}")
    if receipt.asks:
        print("还没有写入。核对无误后，加上 --confirm 再接收一次。")
    for double in receipt.doubles:
        print(receipt_view.doubles_text(double))
    if receipt.changes.step:
        print(f"已记为第 {receipt.changes.step.number} 步。")


def handed_over(call: Call, desk: Desk, uid: str, to: Office, changes: Changes) -> None:
    """Print that an institution passed to another office."""
    step = changes.step.number if changes.step else None
    rows = changes.step.rows if changes.step else 0
    name = desk.name("institution", uid)
    text = f"已将“{name}”移交给{to.name}，共 {rows} 条记录（第 {step} 步）。"
    say(call, {"uid": uid, "to": to.code, "rows": rows, "step": step}, text)


def attached(call: Call, done: Attaching) -> None:
    """Print which files were hung on a record, and which it had already."""
    step = done.changes.step.number if done.changes.step else None
    text = f"已添加 {len(done.added)} 个附件（第 {step} 步）。" if step else "没有添加附件。"
    had = f"这条记录已有：{'、'.join(done.known)}。" if done.known else ""
    say(call, {"added": list(done.added), "known": list(done.known), "step": step}, text + had)


def saved_papers(call: Call, saved: SavedPapers) -> None:
    """Print which PDF was written."""
    data = {"file": str(saved.file), "notices": saved.notices, "pages": saved.pages}
    say(call, data, f"已把 {saved.notices} 份整改通知书（{saved.pages} 页）存为 PDF：{saved.file}")


def stepped(call: Call, found: Sequence[Step]) -> None:
    """Print steps, newest first."""
    data = [
        {
            "step": step.number,
            "verb": step.verb,
            "title": step.title,
            "operator": step.operator,
            "at": step.at.astimezone().isoformat(timespec="seconds"),
            "rows": step.rows,
            "takes_back": step.takes_back,
            "undone": step.undone,
        }
        for step in found
    ]
    text = "\n".join(
        f"{step.number:>6}  {step.at.astimezone():%Y-%m-%d %H:%M}  {step.operator}  {step.title}（{step.rows} 条）"
        + ("  已撤销" if step.undone else "")
        for step in found
    )
    say(call, data, text or "还没有做过任何事。")


def turned(call: Call, done: Undone, word: str, *, nothing: bool) -> None:
    """Print what an undo or redo came to, and each record that stayed."""
    step = done.changes.step.number if done.changes.step else None
    stayed = [("保留（之后被修改）", kept) for kept in done.kept] + [("无法撤销", kept) for kept in done.impossible]
    lines = [
        f"没有可以{word}的步骤。"
        if nothing
        else f"已{word} {done.undone} 条" + (f"（第 {step} 步）。" if step else "。")
    ]
    lines += [f"{label}：{find(kept.register).title}“{kept.name}”：{kept.reason}" for label, kept in stayed]
    data = {
        "step": step,
        "undone": done.undone,
        "kept": [_stayed(kept) for kept in done.kept],
        "impossible": [_stayed(kept) for kept in done.impossible],
    }
    say(call, data, "\n".join(lines))


def _stayed(kept: Kept) -> dict[str, str]:
    """Return a record that an undo left as it is."""
    return {"register": kept.register, "uid": kept.uid, "name": kept.name, "reason": kept.reason}


def history(call: Call, lines: Sequence[HistoryLine]) -> None:
    """Print every write of a record."""
    data = [
        {
            "step": line.step.number,
            "at": line.step.at.astimezone().isoformat(timespec="seconds"),
            "operator": line.step.operator,
            "title": line.step.title,
            "action": line.action,
            "changes": [{"label": label, "old": old, "new": new} for label, old, new in line.changes],
        }
        for line in lines
    ]
    say(call, data, "\n".join(map(_told, lines)))


def _told(line: HistoryLine) -> str:
    """Return one write of a record as a few lines of text."""
    step = line.step
    head = f"第 {step.number} 步  {step.at.astimezone():%Y-%m-%d %H:%M}  {step.operator}  {line.action}（{step.title}）"
    return head + "".join(f"\n    {label}：{old or '（空）'} → {new or '（空）'}" for label, old, new in line.changes)
