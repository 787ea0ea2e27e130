"""Who owns a field writes it: planning alone, over a ledger that is a few records in memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import pytest

from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.exchange.package import plan
from shuangjian_desktop.exchange.package.content import Cover, PackageRow, Received, ReceivedRow
from shuangjian_desktop.registers.institution import INSTITUTION

DISTRICT, CITY = "410105", "4101"


class Held:
    """The ledger."""

    def __init__(self, *records: Record) -> None:
        self._records = {one.uid: one for one in records}

    def records(self, register: str, uids: Iterable[str]) -> Mapping[str, Record]:
        return {uid: self._records[uid] for uid in uids if uid in self._records}

    def of_office(self, register: str, office: str) -> Sequence[str]:
        return [one.uid for one in self._records.values() if one.register == register and one.office == office]

    def names(self, register: str, uids: Iterable[str]) -> Mapping[str, Sequence[str]]:
        return {uid: (str(self._records[uid].values["name"]),) for uid in uids if uid in self._records}

    def named(self, register: str, text: str) -> Sequence[str]:
        return [uid for uid, one in self._records.items() if one.values["name"] == text]

    def match(self, register: str, key_index: int, texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
        return {}

    def agreements(self, register: str, uids: Iterable[str]) -> Mapping[str, Sequence[Values]]:
        return {}

    def never_sent(self, register: str) -> Sequence[str]:
        return []

    def awaited(self, register: str) -> Sequence[str]:
        return []

    def family(self, institution: str, office: str) -> Mapping[str, Sequence[str]]:
        return {}


def held(uid: str, office: str = DISTRICT, **values: str) -> Record:
    return Record("institution", uid, office, 1, values)


def planned(sender: str, *rows: PackageRow, ledger: Held, kind: str = "增量") -> plan.PackagePlan:
    receiver = CITY if sender == DISTRICT else DISTRICT
    cover = Cover(sender, receiver, 2, 1, kind, datetime(2022, 2, 15), "王芳")
    received = Received(cover, {"institution": [ReceivedRow(at, row) for at, row in enumerate(rows, 2)]}, True, "")
    side = "city" if sender == CITY else "district"
    return plan.plan_package(received, side, DISTRICT, ledger, registers=[INSTITUTION])


def row(uid: str, office: str = DISTRICT, *, deleted: bool = False, **values: str) -> PackageRow:
    return PackageRow(uid, office, 1, values, deleted)


def test_from_the_district_the_citys_field_stays():
    [one] = planned(
        DISTRICT, row("a", name="新名", city_opinion="区里写的"), ledger=Held(held("a", name="旧名", city_opinion="好"))
    ).rows
    assert (one.fate, one.values, one.before) == ("update", {"name": "新名"}, {"name": "旧名"})


def test_from_the_city_its_field_alone_goes_in():
    ledger = Held(held("a", name="区里的名"))
    [one] = planned(CITY, row("a", name="市里的名", city_opinion="同意"), ledger=ledger).rows
    assert (one.fate, one.values) == ("update", {"city_opinion": "同意"})
    [one] = planned(CITY, row("a", name="市里的名"), ledger=ledger).rows
    assert one.fate == "unchanged"


def test_the_city_neither_makes_nor_deletes_a_districts_records():
    ledger = Held(held("a", name="甲"), held("b", name="乙"))
    found = planned(CITY, row("a", deleted=True, name="甲"), row("x", name="新"), ledger=ledger, kind="全量")
    assert [(one.uid, one.fate) for one in found.rows] == [("a", "unchanged"), ("x", "error")]
    assert found.asks == ()


def test_another_offices_record_is_not_the_senders():
    ledger = Held(held("a", office="410103", name="甲"))
    found = planned(DISTRICT, row("a", name="抢来"), row("b", office="410103", name="冒充"), ledger=ledger).rows
    assert [one.fate for one in found] == ["error", "error"]
    assert "属于其他单位" in found[0].problems[0].message


@pytest.mark.parametrize(
    ("there", "missing", "asked"), [(400, 5, False), (400, 6, True), (100, 2, False), (100, 3, True)]
)
def test_many_missing_rows_are_asked_about(there, missing, asked):
    ledger = Held(*(held(str(number), name=str(number)) for number in range(there)))
    rows = [row(str(number), name=str(number)) for number in range(missing, there)]
    found = planned(DISTRICT, *rows, ledger=ledger, kind="全量")
    assert (found.counts["delete"], found.counts["unchanged"]) == (missing, there - missing)
    assert bool(found.asks) == asked
    assert planned(DISTRICT, *rows, ledger=ledger).counts["delete"] == 0
