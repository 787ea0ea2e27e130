"""Deeds on records that are more than an edit: issue a notice with its number, serve it, void it, reverse a payment."""

from datetime import date

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.core.register import Action, Problem, Register, Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers import children_of, find
from shuangjian_desktop.services import handing, notice_drafts, papers
from shuangjian_desktop.services.desk import Desk, titled
from shuangjian_desktop.services.notice_words import notice_words
from shuangjian_desktop.services.ownership import foreign, require_own
from shuangjian_desktop.services.records import related, said
from shuangjian_desktop.store.writer import Writer


def possible_actions(desk: Desk, register: Register, record: Record) -> tuple[Action, ...]:
    """Return the deeds that can be done on a record as it stands: on another office's none."""
    return () if foreign(desk, register, record) else fitting_actions(register, record)


def fitting_actions(register: Register, record: Record) -> tuple[Action, ...]:
    """Return the deeds that a record as it stands is ready for, whoever may do them."""
    return tuple(action for action in register.actions if action.possible(record.values))


def act(desk: Desk, register_key: str, uid: str, action_key: str, asked: Values) -> Changes:
    """Do a deed on a record as one step. A number is given inside it; its 代字 is the office's unless `asked` has one.

    Raises:
        RefusedError: it cannot be done now, something is missing, or a rule forbids what comes of it.

    """
    register = find(register_key)
    action = next(one for one in register.actions if one.key == action_key)
    if action.numbered:
        asked = {**asked, "prefix": asked.get("prefix") or desk.setting("number_prefix") or None}
    _require_given(register, action, asked)
    off, words = desk.switched_off(), notice_words(desk)

    def write(writer: Writer) -> None:
        record = writer.get(register_key, uid)
        if record is None or record.deleted or not action.possible(record.values):
            raise RefusedError(f"这条{register.title}现在不能“{action.label}”。", "它可能刚被修改，请刷新后再看。")
        require_own(desk, register, [record])
        if action.hands_over:
            handing.hand_over(writer, action, record, asked)
            return
        if action.drafts:
            notice_drafts.draft(writer, action, record, words, desk.day)
            return
        given = {**asked, **_number(writer, register, asked)} if action.numbered else asked
        values = action.apply(record.values, given)
        if action.reverses:
            _require_unreversed(writer, register, record)
            values = {**values, "reverses": uid}
            _require_good(writer, register, action, None, values, off)
            writer.create(register_key, values)
        else:
            _require_good(writer, register, action, record, {**record.values, **values}, off)
            writer.update(register_key, uid, values)
        if action.numbered:
            papers.keep_paper(writer, uid, words, desk.operator)

    label = desk.ledger.reader.label(register_key, uid)
    title = f"{action.label}：{label}" if action.drafts else titled(register, action.label, [label])
    return desk.ledger.transact(desk.operation("action", title), write)[1]


def _require_given(register: Register, action: Action, asked: Values) -> None:
    """Refuse a deed for which something is missing."""
    missing = [register[key].label for key in action.required if asked.get(key) is None]
    if missing:
        raise RefusedError(f"“{action.label}”还缺：{'、'.join(missing)}。")
    if action.numbered and asked["prefix"] is None:
        raise RefusedError(f"还没有设置{register.title}的代字，不能编号。", "请先在“字典与设置”里填写代字。")


def _number(writer: Writer, register: Register, asked: Values) -> Values:
    """Give the next number of the year's series, inside the transaction that issues the paper.

    It stands above those that came in by imports, which the series does not know.
    """
    prefix, day = str(asked["prefix"]), asked["issued_on"]
    assert isinstance(day, date)
    series = (Filter("prefix", "eq", prefix), Filter("year", "eq", day.year))
    highest = writer.first(Query(register.key, filters=series, order=(Order("serial", descending=True),)), 1)
    known = highest[0].values["serial"] if highest else 0
    assert isinstance(known, int)
    return {"year": day.year, "serial": writer.next_serial(prefix, day.year, above=known)}


def _require_unreversed(writer: Writer, register: Register, record: Record) -> None:
    """Refuse to reverse what is reversed already."""
    query = Query(register.key, filters=(Filter("reverses", "eq", record.uid),))
    if writer.count(query):
        raise RefusedError(f"这笔{register.title}已经冲正过了。")


def _require_good(
    writer: Writer, register: Register, action: Action, before: Record | None, after: Values, off: frozenset[str]
) -> None:
    """Refuse a deed that brings an error into a record (None: a new one); errors that it had do not hinder."""
    uid = before.uid if before else ""
    children = {
        child.key: [row.values for row in writer.children(child.key, [uid]).get(uid, ())]
        for child in children_of(register.key)
    }

    def errors(values: Values) -> list[Problem]:
        whole = {**values, **register.compute(values, children)}
        found = check_record(register, whole, lambda key: related(writer, register, whole, key), off)
        return [problem for problem in found if problem.level == "error"]

    old = errors(before.values) if before else []
    new = [problem for problem in errors(after) if problem not in old]
    if new:
        raise RefusedError(f"没有{action.label}：" + "；".join(said(register, problem) for problem in new) + "。")
