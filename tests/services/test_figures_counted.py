"""SQL counts as a plain loop over the rows does: random ledgers of several offices, every figure, any day.

The loops below follow the words of the figures, not the conditions that the program compiles.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.analysis.figures import FIGURES
from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.person import PERSON_SECRET
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.store.writer import Writer

SECRET = "0a" * 32
BASELINE = date(2021, 7, 24)
OFFICES = ("410105", "410102", "4101ZD")
Row = dict[str, Value]
Random = Mapping[str, list[tuple[str, Row]]]

days = st.integers(-3, 6).map(lambda number: BASELINE + timedelta(days=number))
maybe_day = st.none() | days
office = st.sampled_from(OFFICES)
institution = st.fixed_dictionaries(
    {
        "name": st.just("某机构"),
        "category": st.sampled_from([None, "学科类", "学科类", "非学科类", "非学科类（体育）"]),
        "licence_state": st.sampled_from([None, "有证有照", "有证无照", "有照无证", "无证无照"]),
        "licence_no": st.sampled_from([None, "教民1号"]),
        "licensed_on": maybe_day,
        "organisation_nature": st.sampled_from([None, "营利性", "非营利性"]),
    }
)
KINDS = ("取缔关停", "注销（终止办学）", "转非学科", "营转非（营改非）", "转托管", "规范保留", "其他")
disposition = st.fixed_dictionaries({"kind": st.sampled_from(KINDS), "on": days})
notice = st.fixed_dictionaries({"facts": st.just("问题"), "issued_on": maybe_day, "voided_on": maybe_day})
PEOPLE = [
    (None, "王梓涵", "13800000011"),
    (None, "王 梓涵", "13800000011"),
    (None, "王梓涵", "13800000012"),
    (None, "王梓涵", None),
    ("41010520120615303X", "王梓涵", None),
    ("41010520120615303x", "李沐宸", "13800000012"),
    (None, None, "13800000012"),
    (None, None, None),
]
person = st.sampled_from(PEOPLE)


def _key(identity: str | None, name: str | None, phone: str | None) -> str | None:
    """The person's key, made without the program's help."""
    if identity is None and name is None:
        return None
    text = identity.lower() if identity else f"{(name or '').replace(' ', '')}|{phone or ''}"
    return hmac.new(bytes.fromhex(SECRET), text.encode(), "sha256").hexdigest()


def settlement(names: tuple[str, str, str]) -> st.SearchStrategy[Row]:
    """A refund or wage settlement of somebody: named, or by the key alone."""

    def row(who: tuple[str | None, str | None, str | None], by_key: bool) -> Row:
        return {"person_key": _key(*who)} if by_key else dict(zip(names, who, strict=True))

    return st.builds(row, person, st.booleans())


payment = st.fixed_dictionaries({"on": days, "amount": st.integers(1, 5)})


@st.composite
def ledgers(draw: st.DrawFn) -> list[tuple[str, str, str, Row]]:
    """Rows to take in: (register, uid, office, values); parents first."""
    found: list[tuple[str, str, str, Row]] = []

    def rows(register: str, strategy: st.SearchStrategy[Row], most: int, **links: list[str]) -> list[str]:
        uids = []
        if all(links.values()):
            for number in range(draw(st.integers(0, most))):
                link = {field: draw(st.sampled_from(targets)) for field, targets in links.items()}
                uids.append(f"{register}-{number}")
                found.append((register, uids[-1], draw(office), {**draw(strategy), **link}))
        return uids

    schools = rows("institution", institution, 6)
    rows("disposition", disposition, 8, institution=schools)
    rows("rectification_notice", notice, 3, institution=schools)
    for key, names, paid in (
        ("refund", ("identity_no", "student", "guardian_phone"), "refund_payment"),
        ("wage_settlement", ("identity_no", "staff", "phone"), "wage_payment"),
    ):
        owed = rows(key, settlement(names), 6, institution=schools)
        payments = rows(paid, payment, 6, **{key: owed})
        held = {uid: values for _register, uid, _office, values in found}
        for number, uid in enumerate(
            draw(st.lists(st.sampled_from(payments), max_size=3, unique=True)) if payments else ()
        ):
            answer = {key: held[uid][key], "amount": -int(held[uid]["amount"]), "reverses": uid, "on": draw(days)}
            found.append((paid, f"{paid}-back-{number}", draw(office), answer))
    return found


# --- the loops -------------------------------------------------------------------------------------------------------
class Plain:
    """The rows of a ledger and what the figures are by the words of the bulletin: (rows counted, rows looked at)."""

    def __init__(self, rows: Mapping[str, list[Record]], day: date, secret: bool) -> None:
        self.rows, self.day, self.secret = rows, day, secret
        self.kinds: dict[str, list[tuple[date, str]]] = {}
        for one in rows["disposition"]:
            self.kinds.setdefault(str(one.values["institution"]), []).append((one.values["on"], one.values["kind"]))  # type: ignore[arg-type]

    def last(self, one: Record) -> str | None:
        past = [entry for entry in self.kinds.get(one.uid, []) if entry[0] <= self.day]
        newest = max((day for day, _kind in past), default=None)
        return [kind for day, kind in past if day == newest][-1] if past else None

    def closed(self, one: Record) -> bool:
        return self.last(one) == "取缔关停" and one.values["licence_state"] != "有证有照"

    def before(self, one: Record) -> bool:
        values = one.values
        state = values["licence_state"]
        licensed = state in ("有证有照", "有证无照") or (state is None and values["licence_no"] is not None)
        day = values["licensed_on"]
        return values["category"] == "学科类" and licensed and (day is None or day <= BASELINE)  # type: ignore[operator]

    def after(self, one: Record) -> bool:
        return self.before(one) and self.last(one) in (None, "规范保留", "营转非（营改非）")

    def non_profit(self, one: Record) -> bool:
        turns = [day for day, kind in self.kinds.get(one.uid, []) if kind == "营转非（营改非）"]
        if turns:
            return min(turns) <= self.day
        return one.values["organisation_nature"] == "非营利性"

    def new_licence(self, one: Record) -> bool:
        day = one.values["licensed_on"]
        return one.values["category"] == "学科类" and isinstance(day, date) and BASELINE < day <= self.day

    def issued(self, one: Record) -> bool:
        issued, void = one.values["issued_on"], one.values["voided_on"]
        in_force = void is None or void > self.day  # type: ignore[operator]
        return isinstance(issued, date) and issued <= self.day and in_force

    def until(self, one: Record) -> bool:
        return one.values["on"] <= self.day  # type: ignore[operator]

    def paid(self, key: str, payment: str) -> Callable[[Record], bool]:
        """Whether a settlement has a payment that is not reversed."""
        past = [one.values for one in self.rows[payment] if self.until(one)]
        back = {values["reverses"] for values in past}
        living = [one for one in self.rows[payment] if self.until(one) and one.values["reverses"] is None]
        paid = {one.values[key] for one in living if one.uid not in back}
        return lambda one: one.uid in paid

    def person(self, one: Record, names: tuple[str, str, str]) -> str:
        """Who a row is about: its key, else its name made comparable, else itself."""
        who = [one.values[name] for name in names]
        if one.values["person_key"]:
            return str(one.values["person_key"])
        if who[0] is None and who[1] is None:
            return one.uid
        if self.secret:
            return str(_key(*who))  # type: ignore[arg-type]
        return str(who[0]).lower() if who[0] else f"{str(who[1]).replace(' ', '')}|{who[2] or ''}"

    def figures(self, office: str) -> dict[str, tuple[Value | Fraction, int, int]]:
        """Every figure of an office, '' for all: (value, rows, population)."""
        rows = {key: [one for one in found if office in ("", one.office)] for key, found in self.rows.items()}
        institutions, notices = rows["institution"], rows["rectification_notice"]
        before = list(filter(self.before, institutions))
        after = list(filter(self.after, institutions))
        gone = [one for one in before if not self.after(one)]
        return {
            "closed_illegal": _count(filter(self.closed, institutions), institutions),
            "classified_disposed": _count(
                (one for one in institutions if self.last(one) and not self.closed(one)), institutions
            ),
            "subject_before": _count(before, institutions),
            "subject_after": _count(after, before),
            "reduction_rate": _rate(gone, before),
            "subject_new_licences": _count(filter(self.new_licence, institutions), institutions),
            "notices_issued": _count(filter(self.issued, notices), notices),
            "wages_settled": self._money(rows, "wage_settlement", "wage_payment"),
            "wage_staff": self._people(rows, "wage_settlement", "wage_payment", ("identity_no", "staff", "phone")),
            "refunds_paid": self._money(rows, "refund", "refund_payment"),
            "refund_students": self._people(
                rows, "refund", "refund_payment", ("identity_no", "student", "guardian_phone")
            ),
            "nonprofit_rate": _rate(list(filter(self.non_profit, after)), after),
        }

    def _money(self, rows: Mapping[str, list[Record]], key: str, payment: str) -> tuple[Value, int, int]:
        paying = {one.values[key] for one in self.rows[payment]}
        beside = [one for one in rows[key] if one.uid not in paying]
        counted = [int(one.values["amount"]) for one in rows[payment] if self.until(one)]  # type: ignore[arg-type]
        seen = len(rows[payment]) + len(beside)
        return (sum(counted) if seen else None), len(counted), seen

    def _people(
        self, rows: Mapping[str, list[Record]], key: str, payment: str, names: tuple[str, str, str]
    ) -> tuple[Value, int, int]:
        counted = list(filter(self.paid(key, payment), rows[key]))
        people = {self.person(one, names) for one in counted}
        return (len(people) if rows[key] else None), len(counted), len(rows[key])


def _count(counted: Iterable[Record], seen: list[Record]) -> tuple[Value, int, int]:
    rows = len(list(counted))
    return (rows if seen else None), rows, len(seen)


def _rate(part: list[Record], whole: list[Record]) -> tuple[Fraction | None, int, int]:
    return (Fraction(len(part), len(whole)) if whole else None), len(part), len(whole)


# --- the property ----------------------------------------------------------------------------------------------------
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ledgers(), days, st.booleans(), st.data())
def test_sql_counts_as_a_loop_does(desk: Desk, taken, day: date, secret: bool, data: st.DataObject) -> None:
    def count(writer: Writer) -> None:
        if secret:
            writer.set_meta(PERSON_SECRET, SECRET)
        for register, uid, code, values in taken:
            writer.take_in(register, [(uid, code, values)])
        doomed = data.draw(st.lists(st.sampled_from(taken), max_size=2)) if taken else []
        for register, uid, *_rest in doomed:
            if not writer.referrers(register, uid):
                writer.delete(register, uid)
        keys = ("institution", "disposition", "rectification_notice", "refund", "refund_payment")
        rows = {
            key: [record for uids in [writer.ids(Query(key))] for record in writer.rows(key, sorted(uids))]
            for key in (*keys, "wage_settlement", "wage_payment")
        }
        plain = Plain(rows, day, secret)
        found = writer.amounts([figure.measure(day) for figure in FIGURES])
        for office in ("", *OFFICES):
            expected = plain.figures(office)
            for figure, amounts in zip(FIGURES, found, strict=True):
                amount = amounts.get(office)
                told = (amount.value, amount.rows, amount.population) if amount else (None, 0, 0)
                assert told == expected[figure.key], (figure.key, office)
                assert writer.count(figure.rows(day, office)) == told[1]
        raise Cancelled  # nothing of it stays

    with pytest.raises(Cancelled):
        desk.ledger.transact(desk.operation("save", "试"), count)
