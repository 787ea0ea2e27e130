"""The life of a rectification notice: 草稿 → 已下达 → 已送达 → 复查合格/复查不合格 → 结案, and 作废.

What has left the house is answered, not undone: from its number on a notice is neither deleted nor rewritten, only
voided, and a void notice keeps its number.
"""

from collections.abc import Callable, Iterable
from datetime import date

from shuangjian_desktop.core.guard import Frozen, Guard
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.natural_key import NaturalKey
from shuangjian_desktop.core.register import Absorbed, Action, Children, Problem, Related, Rule, Values
from shuangjian_desktop.registers.checks import INTERNAL, dates_in_order, exactly_one
from shuangjian_desktop.registers.notice_number import number_parts, number_text

DRAFT, ISSUED, SERVED, CLOSED, VOID = "草稿", "已下达", "已送达", "结案", "作废"
PASSED, FAILED = "合格", "不合格"
STATES = (DRAFT, ISSUED, SERVED, f"复查{PASSED}", f"复查{FAILED}", CLOSED, VOID)
NUMBER = ("prefix", "year", "serial")
FROZEN = ("institution", "addressee", "facts", "violation", "legal_basis", "articles", "requirements", "deadline")
"""What the paper says: unchanged from its number on."""
_LIFE = ("issued_on", "served_on", "service_way", "receiver", "reinspected_on", "reinspection_result", "closed_on")
_VOIDING = ("voided_on", "void_reason")


def _number(values: Values) -> tuple[Value, ...] | None:
    """Return prefix, year and serial of a record, or of a row that states its number."""
    if values.get("serial") is not None:
        return tuple(values.get(key) for key in NUMBER)
    stated = values.get("number")
    return number_parts(stated) if isinstance(stated, str) else None


BY_NUMBER = NaturalKey("文号", _number)


def state_of(values: Values) -> str:
    """Return the state that the dates of a notice make."""
    result = values.get("reinspection_result")
    steps = (
        (values.get("voided_on"), VOID),
        (values.get("closed_on"), CLOSED),
        (result, f"复查{result}"),
        (values.get("served_on"), SERVED),
        (values.get("serial"), ISSUED),
    )
    return next((word for fact, word in steps if fact is not None), DRAFT)


def derive(values: Values, _children: Children) -> Values:
    """Return the printed number and the state."""
    prefix, year, serial = (values.get(key) for key in NUMBER)
    numbered = isinstance(year, int) and isinstance(serial, int)
    return {
        "number": number_text(str(prefix or ""), year, serial) if numbered else None,  # type: ignore[arg-type]
        "state": state_of(values),
    }


def _frozen(values: Values) -> Frozen:
    """Return what a numbered notice keeps: its number and what the paper says."""
    if values.get("serial") is None:
        return {}
    number = derive(values, {})["number"]
    kept = f"{number} 已经下达，文号和下达日期不能收回，只能作废"
    said = f"{number} 已经下达，对象、问题、依据、要求和期限不能再改；写错的请作废后重新下达"
    if values.get("voided_on") is not None:
        said = f"{number} 已经作废，对象、问题、依据、要求和期限不能再改"
    return {**dict.fromkeys(NUMBER, kept), **dict.fromkeys(FROZEN, said)}


def _stays(values: Values) -> str:
    """Refuse to delete a numbered notice."""
    number = derive(values, {})["number"]
    return f"{number} 已经下达，不能删除，只能作废" if values.get("serial") is not None else ""


def _kept(before: Values, after: Values) -> str:
    """Refuse to take back the day of issue or to forget a printing."""
    if before.get("serial") is None:
        return ""
    if after.get("issued_on") is None:
        return _frozen(before)["serial"]
    return f"{derive(before, {})['number']} 已经打印，打印记录不能撤销" if _prints(after) < _prints(before) else ""


def _prints(values: Values) -> int:
    """Return how often a notice was printed."""
    prints = values.get("prints")
    return prints if isinstance(prints, int) else 0


GUARD = Guard(frozen=_frozen, stays=_stays, more=_kept)


def absorb(row: Values, held: Values, _children: Children, _today: date) -> Absorbed:
    """Take over the number and the dates of a notice that was issued outside the program.

    What the ledger knows already is not overwritten: a date that differs is doubtful.
    """
    stated = number_parts(str(row.get("number") or ""))
    said = {key: row[key] for key in (*_LIFE, *_VOIDING) if row.get(key) is not None}
    if held.get("serial") is not None:
        return _beside_numbered(row, held, stated, said)
    if stated is None:
        return Absorbed(problems=tuple(Problem(key, "没有文号的通知书是草稿，不能有这一项") for key in said))
    if "issued_on" not in said:
        return Absorbed(problems=(Problem("issued_on", "有文号的通知书须有下达日期"),))
    return Absorbed({**dict(zip(NUMBER, stated, strict=True)), **said})


def _beside_numbered(row: Values, held: Values, stated: tuple[str, int, int] | None, said: Values) -> Absorbed:
    """Return what a sheet adds to a notice that has its number: dates that are not known yet."""
    number = derive(held, {})["number"]
    problems = [Problem(key, f"{number} 已经下达，这一项不能再改") for key in FROZEN if row.get(key) != held.get(key)]
    if stated not in (None, _number(held)):
        problems.append(Problem("number", f"台账中这份通知书的文号是 {number}"))
    for key, value in said.items():
        if held.get(key) not in (None, value):
            problems.append(Problem(key, f"台账中是 {held[key]}，请核对", "doubt"))
    return Absorbed({key: value for key, value in said.items() if held.get(key) is None}, problems=tuple(problems))


def _in(*states: str) -> Callable[[Values], bool]:
    """Return whether a notice stands in one of the states."""
    return lambda values: state_of(values) in states


def _issue(values: Values, asked: Values) -> Values:
    return {key: asked.get(key) for key in (*NUMBER, "issued_on")}


def _as_asked(_values: Values, asked: Values) -> Values:
    return dict(asked)


ACTIONS = (
    Action(
        key="issue",
        label="下达",
        asks=("issued_on",),
        required=("issued_on",),
        possible=_in(DRAFT),
        apply=_issue,
        numbered=True,
        confirm="下达后将给出文号，内容不能再改，只能作废。",
    ),
    Action(
        key="serve",
        label="送达",
        asks=("served_on", "service_way", "receiver"),
        required=("served_on", "service_way"),
        possible=_in(ISSUED),
        apply=_as_asked,
    ),
    Action(
        key="reinspect",
        label="复查",
        asks=("reinspected_on", "reinspection_result"),
        required=("reinspected_on", "reinspection_result"),
        possible=_in(SERVED, f"复查{FAILED}"),
        apply=_as_asked,
    ),
    Action(
        key="close",
        label="结案",
        asks=("closed_on",),
        required=("closed_on",),
        possible=_in(f"复查{PASSED}"),
        apply=_as_asked,
    ),
    Action(
        key="void",
        label="作废",
        asks=("voided_on", "void_reason"),
        required=("voided_on", "void_reason"),
        possible=_in(*STATES[1:-1]),
        apply=_as_asked,
        confirm="作废的通知书保留文号，不能恢复。",
    ),
)


def _whole_paper(values: Values, _related: Related) -> Iterable[Problem]:
    if values.get("serial") is not None and values.get("deadline") is None:
        yield Problem("deadline", "下达的通知书须有整改期限")


def _steps_in_turn(values: Values, _related: Related) -> Iterable[Problem]:
    """Check that no step of the life is there without the one before it."""
    if values.get("served_on") is not None and values.get("serial") is None:
        yield Problem("served_on", "尚未下达，不能送达")
    if values.get("reinspection_result") is not None and values.get("reinspected_on") is None:
        yield Problem("reinspected_on", "有复查结果，缺少复查日期")
    if values.get("closed_on") is not None and values.get("reinspection_result") != PASSED:
        yield Problem("closed_on", "复查合格后才能结案")
    if values.get("voided_on") is not None and values.get("void_reason") is None:
        yield Problem("void_reason", "作废须写明理由")


_LABELS = ("下达日期", "送达日期", "复查日期", "结案日期")
RULES = (
    Rule(
        "notice.one_addressee",
        "机构与受送达对象选一个",
        INTERNAL,
        exactly_one("institution", "addressee", "机构名称与受送达对象须填一个，且只填一个"),
    ),
    Rule("notice.whole_paper", "下达的通知书须有期限", INTERNAL, _whole_paper),
    Rule("notice.steps_in_turn", "下达、送达、复查、结案依次进行", INTERNAL, _steps_in_turn),
    Rule(
        "notice.dates",
        "下达、送达、复查、结案日期先后",
        INTERNAL,
        dates_in_order("issued_on", "served_on", "reinspected_on", "closed_on", labels=_LABELS),
    ),
    Rule(
        "notice.deadline",
        "整改期限不早于下达日期",
        INTERNAL,
        dates_in_order("issued_on", "deadline", labels=("下达日期", "整改期限")),
    ),
)
