"""What institutions owed to families and staff, and what was paid of it: in instalments, by mistake and again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.demo.draw import LAST_DAY, Draw
from shuangjian_desktop.demo.institutions import Row
from shuangjian_desktop.demo.people import Person, pupil, worker
from shuangjian_desktop.demo.quotas import WEIGHTS, Quota
from shuangjian_desktop.demo.words import COURSES, GRADES, MONTHS, OTHER_COURSES, POSITIONS
from shuangjian_desktop.registers.words import SUBJECT

_FIRST_PAYMENT = date(2021, 8, 9)
_BUSIEST_DAY = 95  # days after the first payment
_YUAN = 100
_MORE_THAN_PAID = 1.06  # what is due beside what is paid
_AGAIN, _ELSEWHERE, _UNPAID, _TAKEN_BACK = 0.06, 0.01, 0.025, 0.001  # shares of the persons
_WRONG_ACCOUNT = 0.004  # of the payments
_WAYS = (("原路", 5), ("银行", 5), ("监管账户", 1), ("第三方垫付", 1), ("现金", 1))


@dataclass
class Settled:
    """The settlements of a district and the payments under them."""

    settlements: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class _Claim:
    """What one person has a right to under one contract: units of some worth each."""

    person: Person
    units: int
    worth: float
    unit_price: int = 0

    @property
    def due(self) -> int:
        """What is due, in fen."""
        return self.units * self.unit_price


Contracting = tuple[str, str]
"""An institution's uid and category."""
_Persons = tuple[Iterator[Person], Iterator[Person], Iterator[Person]]
Make = Callable[[_Claim], dict[str, Value]]


class _Settling:
    """Makes the settlements of one district under one register."""

    def __init__(self, key: str, code: str, make: Make, step: int) -> None:
        self.draw = Draw(key, code)
        self._payment_of, self._make, self._step = key, make, step
        self._vouchers = 0
        self.settled = Settled()

    def run(self, persons: _Persons, claim_of: Callable[[Person], _Claim], total: int) -> None:
        """Settle the claims of persons so that `total` fen are paid; some are left open, or paid and taken back."""
        claims, unpaid, taken_back = ([claim_of(one) for one in some] for some in persons)
        priced = self._priced(claims, total)
        for claim, paid in zip(priced, self._paid_down([one.due for one in priced], total), strict=True):
            self._pay(self._add(claim), claim, paid)
        typical = sorted(one.unit_price for one in priced)[len(priced) // 2] if priced else self._step
        for claim in unpaid:
            self._add(_Claim(claim.person, claim.units, claim.worth, typical))
        for claim in taken_back:
            one = _Claim(claim.person, claim.units, claim.worth, typical)
            self._wrong(self._add(one), one, one.due, self._day(LAST_DAY - timedelta(days=30)))

    def _priced(self, claims: Sequence[_Claim], total: int) -> list[_Claim]:
        """Return the claims with prices, rounded to the step, that come to somewhat more than the total."""
        each = total * _MORE_THAN_PAID / max(sum(one.units * one.worth for one in claims), 1e-9) / self._step
        prices = [max(1, round(one.worth * each)) * self._step for one in claims]
        while sum(one.units * price for one, price in zip(claims, prices, strict=True)) < total:
            prices = [price + self._step for price in prices]
        return [_Claim(one.person, one.units, one.worth, price) for one, price in zip(claims, prices, strict=True)]

    def _paid_down(self, due: Sequence[int], total: int) -> list[int]:
        """Return what is paid of each amount due, at least half of it, so that it comes to the total."""
        paid, more = list(due), sum(due) - total
        for number in self.draw.sample(range(len(due)), len(due)):
            less = min(more, due[number] // 2 // _YUAN * _YUAN)
            paid[number] -= less
            more -= less
        assert more == 0, "half of what is due is more than enough"
        return paid

    def _add(self, claim: _Claim) -> str:
        uid = self.draw.uid()
        self.settled.settlements.append((uid, self._make(claim)))
        return uid

    def _day(self, last: date = LAST_DAY) -> date:
        """Return the day of a payment; most lie in autumn."""
        days = (last - _FIRST_PAYMENT).days
        return _FIRST_PAYMENT + timedelta(days=int(self.draw.triangular(0, days + 1, min(days, _BUSIEST_DAY))))

    def _pay(self, uid: str, claim: _Claim, amount: int) -> None:
        """Pay an amount, in one to three instalments; now and then the first goes to a wrong account."""
        parts = self.draw.one_of(((1, 15), (2, 4), (3, 1))) if amount > 500 * _YUAN else 1
        part = amount // parts // _YUAN * _YUAN
        days = sorted(self._day() for _ in range(parts))
        if self.draw.chance(_WRONG_ACCOUNT) and days[0] > _FIRST_PAYMENT + timedelta(days=30):
            self._wrong(uid, claim, part or amount, days[0] - timedelta(days=self.draw.randint(12, 28)))
        for number, day in enumerate(days, 1):
            self._payment(uid, claim, amount - part * (parts - 1) if number == parts else part, day, number)

    def _wrong(self, uid: str, claim: _Claim, amount: int, day: date) -> None:
        """Pay an amount that comes back."""
        first = self._payment(uid, claim, amount, day)
        self._payment(uid, claim, -amount, self.draw.after(day, 10), reverses=first)

    def _payment(self, uid: str, claim: _Claim, amount: int, day: date, number: int = 1, reverses: str = "") -> str:
        self._vouchers += 1
        values: dict[str, Value] = {
            self._payment_of: uid,
            "on": day,
            "amount": amount,
            "payee": claim.person.relative if self._payment_of == "refund" else claim.person.name,
            "way": self.draw.one_of(_WAYS),
            "voucher_no": f"{day:%Y%m%d}{self._vouchers:06}",
            "batch": f"第{'一二三'[number - 1]}批",
        }
        if reverses:
            values |= {"reverses": reverses, "reverse_reason": "收款账号有误，银行退回"}
        payment = self.draw.uid()
        self.settled.payments.append((payment, values))
        return payment


def refunds(code: str, quota: Quota, beside: Quota, against: Sequence[Contracting]) -> Settled:
    """Return the refunds of a district; `beside` is the quota of its neighbour, some of whose pupils came here too."""
    numbers = iter(range(1, 1_000_000))

    def make(claim: _Claim) -> dict[str, Value]:
        number, person = next(numbers), claim.person
        hours = claim.units + draw.randint(0, 60 - claim.units)
        signed = draw.day(date(2020, 9, 1), date(2021, 7, 20))
        institution, category = draw.choice(against)
        return {
            "institution": institution,
            "student": person.name,
            "guardian": person.relative,
            "guardian_phone": person.phone,
            "identity_no": person.identity_no,
            "course": draw.choice(GRADES) + draw.choice(COURSES if category == SUBJECT else OTHER_COURSES),
            "category": category,
            "contract_no": f"{code[-4:]}-{signed:%y%m}-{number:05}",
            "signed_on": signed,
            "paid_amount": hours * claim.unit_price,
            "paid_hours": Decimal(hours),
            "consumed_hours": Decimal(hours - claim.units),
            "remaining_hours": Decimal(claim.units),
            "promised_on": date(2022, 3, 31) if draw.chance(0.05) else None,
        }

    settling = _Settling("refund", code, make, 5 * _YUAN)
    draw = settling.draw

    def claim_of(person: Person) -> _Claim:
        return _Claim(person, draw.randint(6, 48), draw.choice((0.6, 0.8, 1.0, 1.0, 1.2, 1.6)))

    settling.run(_persons(pupil, code, quota.pupils, beside.pupils), claim_of, quota.refunds * _YUAN)
    return settling.settled


def wages(code: str, quota: Quota, beside: Quota, against: Sequence[Contracting]) -> Settled:
    """Return the wages of a district; some of the neighbour's staff worked here too."""

    def make(claim: _Claim) -> dict[str, Value]:
        bonus = claim.due // 5 // _YUAN * _YUAN if draw.chance(0.3) else 0
        return {
            "institution": draw.choice(against)[0],
            "staff": claim.person.name,
            "phone": claim.person.phone,
            "identity_no": claim.person.identity_no,
            "position": draw.choice(POSITIONS),
            "months": draw.choice(MONTHS),
            "owed_wage": claim.due - bonus,
            "owed_bonus": bonus or None,
        }

    settling = _Settling("wage_settlement", code, make, 10 * _YUAN)
    draw = settling.draw

    def claim_of(person: Person) -> _Claim:
        return _Claim(person, 1, draw.uniform(0.4, 1.8))

    settling.run(_persons(worker, code, quota.staff, beside.staff), claim_of, quota.wages * _YUAN)
    return settling.settled


def neighbour(code: str) -> str:
    """Return the district next in the list."""
    codes = list(WEIGHTS)
    return codes[(codes.index(code) + 1) % len(codes)]


def _persons(person: Callable[[str, int], Person], code: str, own: int, others: int) -> _Persons:
    """Return who is paid, who is not, and whose payment came back.

    Paid are the district's own, some of them twice, and a few that the neighbour counts as its own.
    """
    again, elsewhere = int(own * _AGAIN), min(others, max(1, int(own * _ELSEWHERE))) if own else 0
    unpaid, back = int(own * _UNPAID), max(1, int(own * _TAKEN_BACK)) if own else 0
    paid = [(code, one) for one in (*range(own), *range(again))] + [(neighbour(code), one) for one in range(elsewhere)]
    left = range(own, own + unpaid)
    returned = range(own + unpaid, own + unpaid + back)
    return (
        (person(home, one) for home, one in paid),
        (person(code, one) for one in left),
        (person(code, one) for one in returned),
    )
