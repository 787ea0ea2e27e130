"""Invented persons: name, telephone, identity number; the same person whoever asks for him."""

from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import ric

from shuangjian_desktop.demo.draw import Draw
from shuangjian_desktop.demo.quotas import WEIGHTS
from shuangjian_desktop.demo.words import FIRST, SECOND, SURNAMES

_REGIONS = ("410102", "410103", "410104", "410105", "410122", "410181", "410183", "410185")
_PRIME = 99_999_989  # the largest prime of eight digits: multiplying by it leaves no two numbers equal
_STRIDE = 48_271_357
_A_KIND = 400_000  # more persons of a kind than any district has


@dataclass(frozen=True)
class Person:
    """Somebody invented. `identity_no` is None where the sheets of the district do not have it."""

    name: str
    phone: str
    identity_no: str | None
    relative: str


def pupil(code: str, number: int) -> Person:
    """Return a pupil of a district by his number there; the telephone is the guardian's, who is the relative."""
    return _person(code, number, "pupil", (date(2006, 1, 1), 3_600), 0.3)


def worker(code: str, number: int) -> Person:
    """Return one of the staff of a district's institutions."""
    return _person(code, number, "worker", (date(1970, 1, 1), 10_000), 0.6)


def person_name(draw: Draw) -> str:
    """Return a name."""
    return draw.choice(SURNAMES) + draw.choice(FIRST) + draw.choice(SECOND)


def _person(code: str, number: int, kind: str, births: tuple[date, int], identified: float) -> Person:
    draw = Draw("person", kind, code, str(number))
    name = person_name(draw)
    place = list(WEIGHTS).index(code) * 2 + (kind == "worker")
    phone = f"199{(place * _A_KIND + number + 1) * _STRIDE % _PRIME:08}"
    born = births[0] + timedelta(days=number % births[1])
    region = _REGIONS[number % len(_REGIONS)]
    start = f"{region}{born:%Y%m%d}{(place * 30 + number // births[1]) % 1000:03}"
    identity = start + ric.calc_check_digit(start + "0") if draw.chance(identified) else None
    return Person(name, phone, identity, name[0] + draw.choice(FIRST) + draw.choice(SECOND))
