"""Conditions on a record, its rows and the last of them; measures by office: over the trial registers, by hand."""

from datetime import date
from fractions import Fraction

import pytest

from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.measure import Amount, ByCase, ByField, ByLast, ByOffice, Count, Parted, Ratio, Sum
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import AnyOf, Condition, Filter, Has, Last, Not, Query, To
from shuangjian_desktop.store.ledger import Ledger
from tests.store.trial import OFFICE, operation

JULY, AUGUST, MAY = date(2021, 7, 1), date(2021, 8, 1), date(2021, 5, 1)


@pytest.fixture
def ledger(trial_ledger: Ledger) -> Ledger:
    """Pupils a (two payments, the first reversed), b (one), c (a deleted one), d (none; of another office)."""

    def fill(writer) -> None:
        writer.create_many(
            "pupil",
            [{"name": name, "fee": fee} for name, fee in (("a", 1), ("b", None), ("c", 5))],
            uids=["a", "b", "c"],
        )
        writer.take_in("pupil", [("d", "410102", {"name": "d", "fee": 7})])
        rows = [
            {"pupil": "a", "day": JULY, "amount": 10},
            {"pupil": "a", "day": AUGUST, "amount": 20},
            {"pupil": "a", "day": AUGUST, "amount": -10, "reverses": "p0"},
            {"pupil": "b", "day": AUGUST, "amount": 30},
            {"pupil": "c", "day": JULY, "amount": 40},
            {"pupil": "b", "amount": 50},
        ]
        writer.create_many("payment", rows, uids=[f"p{number}" for number in range(len(rows))])
        writer.delete("payment", "p4")

    trial_ledger.transact(operation(), fill)
    return trial_ledger


def pupils(ledger: Ledger, *where: Condition, office: str = "") -> str:
    found = ledger.reader.first(Query("pupil", where=where, office=office), 100)
    return "".join(record.uid for record in found)


def test_what_is_not_known_does_not_hold(ledger):
    cheap = Filter("fee", "le", 3)
    assert pupils(ledger, cheap) == "a"
    assert pupils(ledger, Not((cheap,))) == "bcd"
    assert pupils(ledger, Not((Not((cheap,)),))) == "a"
    assert pupils(ledger, Not((cheap, Filter("name", "eq", "z")))) == "abcd"
    assert pupils(ledger, AnyOf((cheap, Filter("fee", "blank")))) == "ab"
    assert pupils(ledger, AnyOf(())) == ""
    assert pupils(ledger, Not(())) == ""


def test_conditions_on_the_rows_of_a_record(ledger):
    assert pupils(ledger, Has("payment")) == "ab"
    assert pupils(ledger, Has("payment", (Filter("day", "le", JULY),))) == "a"
    assert pupils(ledger, Not((Has("payment"),))) == "cd"
    kept = Not((Has("payment", by="reverses"),))
    assert pupils(ledger, Has("payment", (Filter("day", "le", JULY), kept))) == ""
    back = Query("payment", where=(Has("payment", (Filter("day", "le", AUGUST),), by="reverses"),))
    assert [record.uid for record in ledger.reader.first(back, 9)] == ["p0"]


def test_conditions_on_what_a_record_points_to(ledger):
    def payments(*where: Condition) -> list[str]:
        return [record.uid for record in ledger.reader.first(Query("payment", where=where), 9)]

    assert payments(To("pupil", (Filter("fee", "eq", 1),))) == ["p0", "p1", "p2"]
    assert payments(To("pupil", (Filter("fee", "blank"),))) == ["p3", "p5"]
    assert payments(To("reverses", (To("pupil", (Filter("name", "eq", "a"),)),))) == ["p2"]
    assert payments(Not((To("reverses", ()),))) == ["p0", "p1", "p3", "p5"]
    assert pupils(ledger, Has("payment", (To("reverses", ()),))) == "a"


def test_conditions_on_the_last_row_until_a_day(ledger):
    assert pupils(ledger, Last("payment", AUGUST)) == "ab"
    assert pupils(ledger, Last("payment", JULY)) == "a"
    assert pupils(ledger, Last("payment", MAY)) == ""
    assert pupils(ledger, Last("payment", AUGUST, (Filter("amount", "lt", 0),))) == "a"
    assert pupils(ledger, Last("payment", JULY, (Filter("amount", "gt", 0),))) == "a"
    assert pupils(ledger, Last("payment", AUGUST, (Filter("amount", "eq", 20),))) == ""


def test_one_office_alone_and_the_search_with_it(ledger):
    assert pupils(ledger, office="410102") == "d"
    assert pupils(ledger, Has("payment"), office=OFFICE) == "ab"
    query = Query("pupil", text="b", where=(Has("payment"),), office=OFFICE)
    assert ledger.reader.count(query) == 1
    assert ledger.reader.totals(query) == {"fee": 0, "paid": 80}


def test_measures_by_office_and_in_sum(ledger):
    paid = Count("pupil", (Has("payment"),))
    dear = Count("pupil", (Filter("fee", "ge", 5),))
    until = Sum(
        "payment", (Filter("day", "le", AUGUST),), field="amount", beside=Count("pupil", (Not((Has("payment"),)),))
    )
    counted, summed, share = ledger.reader.amounts([paid, until, Ratio(paid, dear)])
    assert counted == {"": Amount(2, 2, 4), OFFICE: Amount(2, 2, 3), "410102": Amount(0, 0, 1)}
    assert summed == {"": Amount(50, 4, 7), OFFICE: Amount(50, 4, 6), "410102": Amount(0, 0, 1)}
    assert share == {
        "": Amount(Fraction(1), 2, 2),
        OFFICE: Amount(Fraction(2), 2, 1),
        "410102": Amount(Fraction(0), 0, 1),
    }


def test_counts_by_parts(ledger):
    def parts(parted: Parted) -> dict[tuple[str | None, ...], tuple[int, int]]:
        [found] = ledger.reader.parts([parted])
        assert len({part.keys for part in found}) == len(found)
        return {part.keys: (part.value, part.rows) for part in found}

    amounts = Sum("payment", field="amount")
    assert parts(Parted(amounts, (ByField("day"), ByOffice()))) == {
        ("2021-07-01", OFFICE): (10, 1),
        ("2021-08-01", OFFICE): (40, 3),
        (None, OFFICE): (50, 1),
    }
    by_last = ByLast("payment", "amount", AUGUST)
    assert parts(Parted(Count("pupil"), (by_last,))) == {(-10,): (1, 1), (30,): (1, 1), (None,): (2, 2)}
    cases = ByCase((("cheap", (Filter("fee", "le", 3),)), ("known", (Filter("fee", "filled"),))))
    assert parts(Parted(Count("pupil"), (cases,))) == {("cheap",): (1, 1), ("known",): (2, 2), (None,): (1, 1)}
    paid = Count("pupil", (Has("payment"),), among=(Filter("fee", "filled"),))
    assert parts(Parted(paid, (ByOffice(),))) == {(OFFICE,): (1, 1)}
    assert parts(Parted(Count("pupil"), (ByOffice(),), "410102")) == {("410102",): (1, 1)}
    assert parts(Parted(Sum("pupil", (Filter("name", "eq", "b"),), field="fee"), (ByOffice(),))) == {(OFFICE,): (0, 1)}
    assert parts(Parted(Count("pupil", (Filter("fee", "gt", 9),)), (ByOffice(),))) == {}


def test_parts_of_more_rows_than_are_looked_at_at_once(trial_ledger):
    many = 40_003
    rows = [{"name": str(number % 3), "fee": 2} for number in range(many)]
    trial_ledger.transact(operation(), lambda writer: writer.create_many("pupil", rows))
    [found] = trial_ledger.reader.parts([Parted(Sum("pupil", field="fee"), (ByField("name"),))])
    assert sorted((part.keys, part.value, part.rows) for part in found) == [
        (("0",), 26_670, 13_335),
        (("1",), 26_668, 13_334),
        (("2",), 26_668, 13_334),
    ]


def test_counting_by_parts_is_broken_off(ledger):
    progress = Progress()
    progress.cancelled.set()
    with pytest.raises(Cancelled):
        ledger.reader.parts([Parted(Count("pupil"), (ByOffice(),))], progress)


def test_a_count_looks_only_at_its_population(ledger):
    [found] = ledger.reader.amounts([Count("pupil", (Has("payment"),), among=(Filter("fee", "filled"),))])
    assert found[""] == Amount(1, 1, 3)
    assert ledger.reader.amounts([Count("pupil", among=(Filter("fee", "gt", 9),))]) == [{}]


def test_a_writer_counts_what_it_has_written(ledger):
    def write(writer):
        writer.delete("pupil", "a")
        return writer.amounts([Count("pupil")])

    [found], _changes = ledger.transact(operation(), write)
    assert found[""].value == 3
