"""From the findings of a visit to drafts of notices, in one step."""

from datetime import date

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Action, Values
from shuangjian_desktop.registers.notice_life import VOID
from shuangjian_desktop.services.notice_words import NoticeWords, deadline_from
from shuangjian_desktop.store.writer import Writer

_MOST = 1000  # notices of one visit


def draft(writer: Writer, action: Action, inspection: Record, words: NoticeWords, day: date) -> None:
    """Make the draft of a notice for each whom a visit found something at and who has none yet of this visit.

    Raises:
        RefusedError: there is nobody, everybody has one, or of somebody it is not said what was found.

    """
    targets = writer.children("inspection_target", [inspection.uid]).get(inspection.uid, [])
    if not targets:
        raise RefusedError("这次巡查还没有检查对象，不能拟通知书。", "请打开这次巡查，在“检查对象”里填写后再拟。")
    held = _served(writer, action.drafts, inspection.uid)
    waiting = [target for target in targets if _whom(target.values) not in held]
    if not waiting:
        raise RefusedError(
            "这次巡查的检查对象都已经有整改通知书了。", "请在“整改通知书”里查看；要重拟，先删除草稿，或把已下达的作废。"
        )
    given: Values = {
        "inspection": inspection.uid,
        "requirements": words.requirements,
        "deadline": deadline_from(words, day),
    }
    rows: list[Values] = [
        {**action.apply(inspection.values, _told(writer, target.values, inspection.values)), **given}
        for target in waiting
    ]
    silent = [target.uid for target, row in zip(waiting, rows, strict=True) if not row["facts"]]
    if silent:
        names = "、".join(writer.labels("inspection_target", silent).values())
        raise RefusedError(f"没有写明发现了什么问题：{names}。", "请在“检查对象”里填写发现问题，或选择违规类型。")
    writer.create_many(action.drafts, rows)


def _served(writer: Writer, register: str, inspection: str) -> set[tuple[Value, Value]]:
    """Return for whom there are notices of a visit that are not void."""
    query = Query(register, filters=(Filter("inspection", "eq", inspection), Filter("state", "ne", VOID)))
    return {_whom(notice.values) for notice in writer.first(query, _MOST)}


def _whom(values: Values) -> tuple[Value, Value]:
    return values.get("institution"), values.get("addressee")


def _told(writer: Writer, target: Values, inspection: Values) -> Values:
    """Return a row with what was found: where neither it nor its visit says anything, the kind of violation says it."""
    violation = target.get("violation")
    if target.get("findings") or inspection.get("findings") or violation is None:
        return target
    return {**target, "findings": writer.label("violation_code", str(violation))}
