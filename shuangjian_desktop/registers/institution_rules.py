"""What is computed, checked and taken from sheets for an institution."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.natural_key import NaturalKey
from shuangjian_desktop.core.register import Absorbed, Child, Children, Problem, Related, Rule, Values
from shuangjian_desktop.core.texts import clean_line, same_text
from shuangjian_desktop.registers.checks import INTERNAL, dates_in_order
from shuangjian_desktop.registers.words import BASELINE, is_subject

_NAMES = re.compile(r"[、，,;；\n]+")


def _uscc_and_place(values: Values) -> tuple[Value, ...] | None:
    """Return uscc with campus or address: uscc alone would merge the campuses of one legal body."""
    place = values.get("campus") or values.get("address")
    uscc = values.get("uscc")
    return (uscc, place) if uscc and place else None


BY_USCC = NaturalKey("统一社会信用代码＋教学点或地址", _uscc_and_place)


def _last(dispositions: Sequence[Values]) -> Values:
    """Return the disposition of the latest day; of one day the one entered last."""
    dated = [(row["on"], number) for number, row in enumerate(dispositions) if isinstance(row.get("on"), date)]
    return dispositions[max(dated)[1]] if dated else {}


def derive(_values: Values, children: Children) -> Values:
    """Return the state that the dispositions and former names make."""
    last = _last(children.get("disposition", ()))
    names = [str(row["name"]) for row in children.get("former_name", ()) if row.get("name")]
    return {
        "disposition": last.get("kind"),
        "disposition_on": last.get("on"),
        "former_names": "、".join(names) or None,
    }


def absorb(row: Values, _held: Values, children: Children, today: date) -> Absorbed:
    """Make child rows of the 处置方式, 处置日期 and 曾用名 that a sheet states and the ledger lacks."""
    new, problems = _stated_disposition(row, children.get("disposition", ()), today)
    known = {same_text(str(name["name"])) for name in children.get("former_name", ())}
    for name in map(clean_line, _NAMES.split(str(row.get("former_names") or ""))):
        if name and same_text(name) not in known:
            known.add(same_text(name))
            new.append(Child("former_name", {"name": name}))
    return Absorbed(children=tuple(new), problems=tuple(problems))


def _stated_disposition(row: Values, held: Sequence[Values], today: date) -> tuple[list[Child], list[Problem]]:
    """Return the disposition that the row states as a new child row, unless it is there already."""
    kind, day = row.get("disposition"), row.get("disposition_on")
    if kind is None:
        if day is None or any(child.get("on") == day for child in held):
            return [], []
        return [], [Problem("disposition", "有处置日期，没有处置方式")]
    if any(child.get("kind") == kind and day in (None, child.get("on")) for child in held):
        return [], []
    values = {"kind": kind, "on": day or today}
    return [Child("disposition", values if day else {**values, "notes": "名单未写处置日期，按导入日期记"})], []


def _no_new_subject_licence(values: Values, _related: Related) -> Iterable[Problem]:
    if is_subject(values.get("category")):
        yield Problem("licensed_on", "学科类机构已全面禁批，发证日期在 2021-07-24 之后", "notice")


def _licence_as_stated(values: Values, _related: Related) -> Iterable[Problem]:
    state, licence, uscc = (values.get(key) for key in ("licence_state", "licence_no", "uscc"))
    if licence and state in ("有照无证", "无证无照"):
        yield Problem("licence_state", f"有办学许可证号，证照情况却是{state}", "notice")
    if uscc and state in ("有证无照", "无证无照"):
        yield Problem("licence_state", f"有统一社会信用代码，证照情况却是{state}", "notice")


def _own_parent(values: Values, related: Related) -> Iterable[Problem]:
    parent = related("parent_institution")
    if parent is not None and parent.get("name") == values.get("name") and parent.get("campus") == values.get("campus"):
        yield Problem("parent_institution", "所属总部不能是机构自己")


RULES = (
    Rule(
        "institution.licence_dates",
        "有效期限起不晚于有效期限止",
        INTERNAL,
        dates_in_order("licence_from", "licence_until"),
    ),
    Rule("institution.own_parent", "所属总部不是机构自己", INTERNAL, _own_parent),
    Rule("institution.licence_as_stated", "证照情况与证照号码一致", INTERNAL, _licence_as_stated),
    Rule(
        "institution.no_new_subject_licence",
        "不再审批新的学科类机构",
        "《关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见》",
        _no_new_subject_licence,
        since=BASELINE + timedelta(days=1),
        dated_by="licensed_on",
    ),
)
