"""What a rectification notice says: the sentences of its papers, made of the ledger's records and the office's words.

Nothing legal is added: the articles are those that the clerk typed, the closing sentences those of the office.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.documents.notice import NoticePaper
from shuangjian_desktop.registers.inspection import DAILY
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import office
from shuangjian_desktop.store.reader import Reader

_CITY = "郑州市"
TITLE = "责令限期整改通知书"
BLACK_HEAD, RED_HEAD = "标题式", "红头"
SHIPPED_FONTS, SYSTEM_FONTS = "随程序的字体", "本机的字体"
DEFAULTS = {
    "notice_head": BLACK_HEAD,
    "paper_fonts": SHIPPED_FONTS,
    "notice_days": "15",
    "notice_requirements": "立即停止上述行为；\n对照有关规定逐项整改，并防止再次发生。",
    "notice_closing": (
        "请于整改期限届满之日起3个工作日内将书面整改报告及佐证材料加盖公章后报送我局。"
        "逾期未整改或整改不到位的，我局将依法依规进一步处理。"
        "如不服本通知，可自收到本通知书之日起六十日内依法申请行政复议，或者六个月内依法提起行政诉讼。"
    ),
    "notice_contact": "",
}
"""What is printed until the office says otherwise, by the name of the setting."""
_PHONE = "联系电话"  # on the stub alone
_SEALED = "加盖公章后"  # of those who have a seal
_HEAD = re.compile(r"^[^。；;：:\n]+")
_NUMBERED = re.compile(r"^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]?[.．、]|[（(]\w{1,3}[）)]|[①-⑳])")
_MOST_SUBJECTS, _LONGEST_SUBJECT = 6, 40


@dataclass(frozen=True)
class NoticeWords:
    """The office's own words for its notices, and whether they are set in the machine's faces where it has them."""

    office: str
    red_head: bool
    system_fonts: bool
    days: int
    requirements: str
    closing: tuple[str, ...]
    contact: str


def settings(desk: Desk) -> dict[str, str]:
    """Return the words that the office has set, by the name of the setting, or those that hold until it does."""
    held = {**DEFAULTS, "office_name": full_name(desk.ledger.office), "number_prefix": ""}
    said = {name: (desk.setting(name) or "").strip() or text for name, text in held.items()}
    return said if said["notice_days"].isdecimal() else {**said, "notice_days": DEFAULTS["notice_days"]}


def set_settings(desk: Desk, said: Mapping[str, str]) -> list[Changes]:
    """Write down those words that are other than they were, each as a step; blank ones are the program's again."""
    held = settings(desk)
    return [desk.set_setting(name, text.strip()) for name, text in said.items() if text.strip() != held[name]]


def notice_words(desk: Desk) -> NoticeWords:
    """Return the office's words for its notices."""
    said = settings(desk)
    return NoticeWords(
        office=said["office_name"],
        red_head=said["notice_head"] == RED_HEAD,
        system_fonts=said["paper_fonts"] == SYSTEM_FONTS,
        days=int(said["notice_days"]),
        requirements=said["notice_requirements"],
        closing=tuple(lines_of(said["notice_closing"])),
        contact=said["notice_contact"],
    )


def full_name(code: str) -> str:
    """Return what an office is called on paper: a district of the city with the city's name before it."""
    name = office(code).name
    return _CITY + name if name.endswith("区教育局") and not name.startswith(_CITY[:2]) else name


def deadline_from(words: NoticeWords, day: date) -> date:
    """Return the deadline of a notice of that day."""
    return day + timedelta(days=words.days)


def paper_of(reader: Reader, notice: Values, words: NoticeWords, operator: str) -> NoticePaper:
    """Return the papers of a notice as they stand now; `operator` is who issues it."""
    target = _target(reader, notice)
    facts = _ended(lines_of(_text(notice, "facts")), "。")
    requirements = _ended(lines_of(_text(notice, "requirements")), "；")
    inspected = _record(reader, "inspection", notice.get("inspection"))
    deadline = _day(notice.get("deadline"))
    violation = str(_record(reader, "violation_code", notice.get("violation")).get("name") or "")
    return NoticePaper(
        office=words.office,
        title=TITLE,
        number=str(notice.get("number") or ""),
        addressee=target.name,
        identity=target.identity,
        place=target.place,
        opening=tuple(filter(None, (target.sentence, _found(inspected, target.you)))),
        facts=facts,
        facts_numbered=_to_number(facts),
        order=f"{_basis(reader, notice)}现责令{target.you}{f'于{deadline}前' if deadline else '限期'}完成整改，"
        "整改要求如下：",
        requirements=requirements,
        requirements_numbered=_to_number(requirements),
        closing=words.closing if target.sealed else tuple(text.replace(_SEALED, "") for text in words.closing),
        contact=words.contact,
        issued_on=_day(notice.get("issued_on")),
        inspected_on=_day(inspected.get("on")),
        deadline=deadline,
        subjects=tuple(_subjects(facts)),
        case=violation or "、".join(map(_head, facts[:3])) + ("等" if len(facts) > 3 else ""),
        operator=operator,
        whom=target.whom,
        red_head=words.red_head,
    )


# --- whom it concerns ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Target:
    """Whom a notice concerns: its name, how it is spoken to, the rows of the stub, the sentence that describes it."""

    name: str = ""
    you: str = "你单位"
    place: str = ""
    identity: tuple[tuple[tuple[str, str], ...], ...] = ()
    whom: str = "被通知单位"

    @property
    def sealed(self) -> bool:
        """Whether it has a seal."""
        return self.whom == _Target.whom

    @property
    def sentence(self) -> str:
        """What the original says of it at first, '' where nothing is known."""
        known = [f"{label}：{value}" for row in self.identity for label, value in row if value and label != _PHONE]
        return "，".join(known) + "。" if known else ""


def _target(reader: Reader, notice: Values) -> _Target:
    """Return whom a notice concerns."""
    if uid := notice.get("institution"):
        held = _record(reader, "institution", uid)
        head = _text(held, "legal_representative") or _text(held, "principal")
        place = _text(held, "address") or _text(held, "registered_address")
        campus = _text(held, "campus")
        name = _text(held, "name") + (f"（{campus}）" if campus and campus not in _text(held, "name") else "")
        first = (("统一社会信用代码", _text(held, "uscc")), ("法定代表人（负责人）", head))
        return _Target(name, place=place, identity=(first, (("办学地址", place),)))
    held = _record(reader, "addressee", notice.get("addressee"))
    name, place = _text(held, "name"), _text(held, "address")
    if held.get("kind") == "个人" and name:
        first = (("身份证号", _text(held, "identity_no")), (_PHONE, _text(held, "phone")))
        return _Target(name, "你", place, (first, (("地址", place),)), "被通知人")
    called = f"{name}（{place}）" if name else place
    return _Target(called, "你处", place, ((("场所地址", place),),), "被通知对象")


def _record(reader: Reader, register: str, uid: Value) -> Values:
    """Return the values of a record that may not be named, or not be there."""
    record = reader.get(register, str(uid)) if uid is not None else None
    return record.values if record else {}


def _text(values: Values, key: str) -> str:
    return str(values.get(key) or "")


# --- sentences -------------------------------------------------------------------------------------------------------
def _found(inspected: Values, you: str) -> str:
    """Return the sentence before the facts."""
    day, kind = _day(inspected.get("on")), str(inspected.get("kind") or DAILY)
    if not day:
        return f"经查，{you}存在以下问题："
    return f"我局于{day}对{you}开展{'日常巡查' if kind == DAILY else kind}，发现存在以下问题："


def _basis(reader: Reader, notice: Values) -> str:
    """Return on what the order rests, in the words that the clerk chose and typed; '' for nothing."""
    source = _record(reader, "legal_source", notice.get("legal_basis"))
    title, number, articles = (_text(source, "title"), _text(source, "number"), _text(notice, "articles").strip())
    named = title if title.startswith("《") or not title else f"《{title}》"
    whole = named + (f"（{number}）" if number and title else "") + articles
    return f"依据{whole.rstrip('。；;，')}的有关规定，" if whole else ""


def _day(value: Value) -> str:
    """Return a day as papers write it, '' for none."""
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else ""


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _ended(items: Sequence[str], between: str) -> tuple[str, ...]:
    """Return the items with the stop that the clerk left out: `between` after each but the last."""
    last = len(items) - 1
    return tuple(
        item + (between if number < last else "。") if item[-1].isalnum() else item for number, item in enumerate(items)
    )


def _to_number(items: Sequence[str]) -> bool:
    """Return whether the paper is to number them: there are several, and the clerk has not done it."""
    return len(items) > 1 and not any(map(_NUMBERED.match, items))


def _head(item: str) -> str:
    """Return what an item is about: its first words, without the number that the clerk gave it."""
    words = _HEAD.match(_NUMBERED.sub("", item).strip())
    head = words[0].strip() if words else item
    return head if len(head) <= _LONGEST_SUBJECT else head[: _LONGEST_SUBJECT - 1] + "…"


def _subjects(facts: Sequence[str]) -> Iterator[str]:
    """Yield the facts as the stub lists them."""
    for number, fact in enumerate(facts[:_MOST_SUBJECTS], 1):
        yield f"{number}.{_head(fact)}" if len(facts) > 1 else _head(fact)
    if len(facts) > _MOST_SUBJECTS:
        yield f"……共 {len(facts)} 项"
