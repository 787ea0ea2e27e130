"""How much of everything there is: the bulletin's figures, scaled, and each district's part of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from shuangjian_desktop.core.measure import Amount

WEIGHTS: Mapping[str, int] = {
    "410102": 96,
    "410103": 106,
    "410104": 60,
    "410105": 159,
    "410106": 20,
    "410108": 56,
    "410122": 50,
    "410171": 34,
    "410172": 58,
    "410173": 42,
    "4101ZD": 98,
    "410181": 52,
    "410182": 49,
    "410183": 53,
    "410184": 77,
    "410185": 48,
}
"""The districts by about how many people live there: what is invented is handed out by it."""
_FEN = 100


@dataclass(frozen=True)
class Quota:
    """What the figures of a city or a district come to; sums of money in yuan.

    `closed` institutions are shut down without both licences; of the licensed subject ones `kept` go on and `ended` do
    not; `other` ones have another disposition. `staff` and `pupils` are persons who were paid `wages` and `refunds`.
    """

    closed: int = 2781
    kept: int = 111
    ended: int = 1265
    other: int = 1037
    notices: int = 1312
    staff: int = 1899
    wages: int = 10_930_000
    pupils: int = 68_500
    refunds: int = 181_000_000

    def scaled(self, scale: float) -> "Quota":
        """Return the same at another size; nothing falls to zero."""
        return Quota(*(max(1, round(getattr(self, item.name) * scale)) for item in fields(self)))

    def by_district(self) -> dict[str, "Quota"]:
        """Return the parts of the districts, which add up; money goes where the persons are."""
        columns = {item.name: _handed_out(getattr(self, item.name), list(WEIGHTS.values())) for item in fields(self)}
        for persons, money in (("staff", "wages"), ("pupils", "refunds")):
            columns[money] = _handed_out(getattr(self, money), columns[persons])
        rows = zip(*columns.values(), strict=True)
        return {code: Quota(*row) for code, row in zip(WEIGHTS, rows, strict=True)}

    def figures(self) -> dict[str, Amount]:
        """Return what the figures of a ledger with just this must be, by key."""
        before = self.kept + self.ended
        values: dict[str, int | Fraction] = {
            "closed_illegal": self.closed,
            "classified_disposed": before + self.other,
            "subject_before": before,
            "subject_after": self.kept,
            "reduction_rate": Fraction(self.ended, before),
            "subject_new_licences": 0,
            "notices_issued": self.notices,
            "wages_settled": self.wages * _FEN,
            "wage_staff": self.staff,
            "refunds_paid": self.refunds * _FEN,
            "refund_students": self.pupils,
            "nonprofit_rate": Fraction(1),
        }
        return {key: Amount(value, 1, 1) for key, value in values.items()}


def _handed_out(total: int, weights: Sequence[int]) -> list[int]:
    """Return whole parts of a total by weight, the largest remainders rounded up."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda one: (-(total * weights[one] % whole), one))
    for one in order[: total - sum(parts)]:
        parts[one] += 1
    return parts
