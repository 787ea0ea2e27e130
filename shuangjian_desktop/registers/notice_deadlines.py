"""The deadline of a notice as it stands on a day: due soon, overdue, reinspected."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.core.register import Remark, Values, View
from shuangjian_desktop.registers.notice_life import DRAFT, FAILED, ISSUED, PASSED, SERVED, state_of

SOON = timedelta(days=3)
_FAILED, _PASSED = f"复查{FAILED}", f"复查{PASSED}"
_WAITING = (ISSUED, SERVED, _FAILED)
"""Nothing was mended yet, as far as is known: these can be overdue."""


def due_soon(day: date) -> tuple[Filter, ...]:
    """Return what finds the notices that wait and whose deadline is at hand."""
    return Filter("state", "in", _WAITING), Filter("deadline", "ge", day), Filter("deadline", "le", day + SOON)


def overdue(day: date) -> tuple[Filter, ...]:
    """Return what finds the notices that wait and whose deadline is past."""
    return Filter("state", "in", _WAITING), Filter("deadline", "lt", day)


def _in_state(state: str) -> Callable[[date], tuple[Filter, ...]]:
    return lambda _day: (Filter("state", "eq", state),)


VIEWS = (
    View("草稿", _in_state(DRAFT)),
    View("待送达", _in_state(ISSUED)),
    View("三天内到期", due_soon),
    View("已逾期", overdue),
    View("复查不合格", _in_state(_FAILED)),
    View("复查合格待结案", _in_state(_PASSED)),
)


def remarks(values: Values, day: date) -> Mapping[str, Remark]:
    """Return what is to be said beside deadline and state of a notice on a day."""
    state, deadline = state_of(values), values.get("deadline")
    found: dict[str, Remark] = {}
    if state == _FAILED:
        found["state"] = Remark("", "error")
    elif state == _PASSED:
        found["state"] = Remark("", "notice")
    if state in _WAITING and isinstance(deadline, date):
        left = (deadline - day).days
        if left < 0:
            found["deadline"] = Remark(f"逾期 {-left} 天", "error")
        elif left <= SOON.days:
            found["deadline"] = Remark(f"还有 {left} 天" if left else "今天到期", "doubt")
    return found
