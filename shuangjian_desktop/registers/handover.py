"""移交: an institution that moves district passes to the office there, with all that stands under it.

Official papers stay with the office that issued them: notices, inspections and addressees go on pointing to it.
"""

from collections.abc import Mapping

from shuangjian_desktop.core.kinds import Choice, Date, Integer, Text
from shuangjian_desktop.core.register import Action, Section, Values
from shuangjian_desktop.registers.fields import field
from shuangjian_desktop.registers.offices import offices

FAMILY: Mapping[str, tuple[str, str]] = {
    "disposition": ("institution", "institution"),
    "former_name": ("institution", "institution"),
    "refund": ("institution", "institution"),
    "refund_payment": ("refund", "refund"),
    "wage_settlement": ("institution", "institution"),
    "wage_payment": ("wage_settlement", "wage_settlement"),
}
"""What goes along with an institution: register → the field by which its rows follow, the register that they follow."""

_OFFICE = Choice(options=tuple(one.name for one in offices()))
FIELDS = (
    field("handed_from", "移交自", _OFFICE, locked=True, listed=False),
    field("handed_to", "移交至", _OFFICE, locked=True, listed=False),
    field("handed_on", "移交日期", Date(), locked=True, listed=False),
    field("handover_reason", "移交依据", Text(longest=500), locked=True, listed=False, hint="文件、文号或理由"),
    # Tells which of two hand-overs is the later one: only the office that has an institution can hand it over.
    field("handed_count", "移交次数", Integer(), locked=True, listed=False),
)
SECTION = Section("移交", tuple(item.key for item in FIELDS))


def count_of(values: Values) -> int:
    """Return how often an institution was handed over."""
    count = values.get("handed_count")
    return count if isinstance(count, int) else 0


def _hand_over(values: Values, asked: Values) -> Values:
    """Write down who handed the institution over to whom, when and why."""
    keys = ("handed_from", "handed_to", "handed_on", "handover_reason")
    return {**{key: asked.get(key) for key in keys}, "handed_count": count_of(values) + 1}


HAND_OVER = Action(
    key="hand_over",
    label="移交",
    asks=("handed_to", "handed_on", "handover_reason"),
    required=("handed_to", "handed_on"),
    possible=lambda _values: True,
    apply=_hand_over,
    hands_over=True,
    confirm="机构连同处置、曾用名、退费、薪资清偿及付款移交给另一单位，以后由该单位修改；整改通知书和巡查仍归本单位。"
    "移交随下一个数据包发给市局，由市局转给该单位。",
)
