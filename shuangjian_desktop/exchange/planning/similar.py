"""Two records that may be the same though spelled differently: a similar name at a similar address.

A similar name alone is no doubt (glossary: who is the same). Names are compared by what is left of them without place
and legal form, addresses by their numbers and the words about them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.texts import half_width, same_text

_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}省)?(?:[\u4e00-\u9fff]{2,3}?市)?(?:[\u4e00-\u9fff]{1,4}?[区县])?")
_CITY = re.compile(r"^(?:郑州|河南|杭州|浙江|中国|全国)")
_FORM = re.compile(
    r"有限责任公司|股份有限公司|有限公司|分公司|公司|教学点|分校|分部|校区|中心|工作室|俱乐部|培训|学校|学习|教育|咨询|科技|文化|艺术|"
    r"策划|传播|发展|管理|专修|补习|辅导|机构|信息|创意|服务|集团|连锁|体育|课外|少儿|儿童|托管|民办"
)
_IN_BRACKETS = re.compile(r"[(（]([^)）]*)[)）]")
_FLOOR = re.compile(r"第?([一二三四五六七八九十]{1,3})(?=[楼层座幢号栋期单])")
_NUMBER = re.compile(r"[a-z]?\d+[a-z]?")
_TENS = str.maketrans("一二三四五六七八九", "123456789")
_TWINS = str.maketrans("层幢栋", "楼座座")
_LIKE = 0.6


def cores(name: str) -> frozenset[str]:
    """Return what distinguishes a name, and the same of a trade name in brackets: 利普, 朗宁双语美育 …"""
    whole = half_width(name)
    parts = (_IN_BRACKETS.sub("", whole), *_IN_BRACKETS.findall(whole))
    return frozenset(core for part in parts if (core := _core(part)))


def _core(name: str) -> str:
    """Return a name without its place and legal form; the whole folded name where nothing would be left."""
    folded = same_text(name)
    short = _FORM.sub("", _CITY.sub("", _PLACE.sub("", folded)))
    return short if len(short) >= 2 else folded


def names_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names have a core in common, or one that holds the other or shares most of its letter pairs."""
    return any(_cores_alike(first, second) for first in one for second in other)


def _cores_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short in long or _share(_pairs(one), _pairs(other)) >= _LIKE


def _pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters."""
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return Dice's coefficient of two sets."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@dataclass(frozen=True)
class Place:
    """An address as it is compared: its numbers (house, storey, room) and the letter pairs of its words."""

    folded: str
    numbers: frozenset[str]
    pairs: frozenset[str]


def place_of(address: str) -> Place:
    """Return an address without province, city and district, Chinese storeys as digits."""
    text = _PLACE.sub("", half_width(address).casefold())
    text = _FLOOR.sub(lambda match: _digits(match.group(1)), text)
    folded = same_text(text.translate(_TWINS))
    return Place(folded, frozenset(_NUMBER.findall(folded)), _pairs(re.sub(r"[^\u4e00-\u9fff]", "", folded)))


def _digits(numeral: str) -> str:
    """Return 十二 as 12."""
    if "十" not in numeral:
        return numeral.translate(_TENS)
    tens, _, ones = numeral.partition("十")
    return str(int(tens.translate(_TENS) or 1) * 10 + int(ones.translate(_TENS) or 0))


def places_alike(one: Place, other: Place) -> bool:
    """Whether two addresses can be one: the numbers of one are all in the other, and so is most of what it says."""
    if not one.folded or not other.folded:
        return False
    if one.folded in other.folded or other.folded in one.folded:
        return True
    if not one.numbers & other.numbers or not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return False
    shorter = min(one.pairs, other.pairs, key=len)
    return len(one.pairs & other.pairs) >= _LIKE * len(shorter) > 0


class Likeness:
    """The records of a register by the letters of their names, to find those that a new row may be."""

    def __init__(self, described: Iterable[tuple[str, Sequence[Value]]]) -> None:
        self._known: list[tuple[str, str, frozenset[str], str]] = []
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for uid, (name, address) in described:
            if name and address:
                own = cores(str(name))
                for pair in {pair for core in own for pair in _pairs(core)}:
                    self._by_pair[pair].append(len(self._known))
                self._known.append((uid, str(name), own, str(address)))

    def find(self, name: Value, address: Value) -> list[tuple[str, str, str]]:
        """Return (uid, name, address) of the records with a similar name at a similar address."""
        if not name or not address:
            return []
        own, place = cores(str(name)), place_of(str(address))
        near = {index for core in own for pair in _pairs(core) for index in self._by_pair.get(pair, ())}
        return [
            (uid, other, where)
            for uid, other, other_cores, where in map(self._known.__getitem__, sorted(near))
            if names_alike(own, other_cores) and places_alike(place, place_of(where))
        ]
