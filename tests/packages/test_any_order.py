"""Two districts and a city, anything in any order: every ledger ends as the rules say, and no step is half."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.services import deeds, packing, receiving, records, steps
from shuangjian_desktop.services.backups import check
from shuangjian_desktop.services.office import office
from tests.packages.conftest import CITY, ERQI, JINSHUI, Offices, all_of, open_offices
from tests.services.entries import change, payment, refund, school

DEEDS = (
    *("add", "change", "delete", "back", "refund", "undo", "pack", "full", "receive", "city undo", "city redo"),
    *("hand over", "down", "down full", "arrive"),
)
doings = st.lists(st.tuples(st.sampled_from((JINSHUI, ERQI)), st.sampled_from(DEEDS), st.integers(0, 9)), max_size=26)
OTHER = {JINSHUI: ERQI, ERQI: JINSHUI}


class Trial:
    """The offices, the packages up and down that were made, and what each one up would leave at the city.

    `moved` are the records that were ever handed over: of those a district may not know yet.
    """

    def __init__(self, offices: Offices, folder: Path) -> None:
        self.offices, self.folder = offices, folder
        self.made: dict[str, list[Path]] = {JINSHUI: [], ERQI: []}
        self.down: dict[str, list[Path]] = {JINSHUI: [], ERQI: []}
        self.then: dict[Path, dict[str, object]] = {}
        self.moved: set[str] = set()

    def do(self, code: str, deed: str, number: int) -> None:
        """Do one deed; what is refused changes nothing."""
        desk, city = self.offices[code], self.offices[CITY]
        held = sorted(all_of(desk))
        one = held[number % len(held)] if held else ""
        if deed == "add":
            school(desk, f"第{desk.ledger.reader.last_change()}学校", notes=str(number))
        elif deed == "change" and one:
            change(desk, "institution", one, notes=f"改{number}")
        elif deed == "delete" and one:
            records.remove(desk, "institution", [one])
        elif deed == "back":
            gone = desk.ledger.reader.of_office("institution", code, deleted=True)
            records.bring_back(desk, "institution", gone[:1])
        elif deed == "refund" and one:
            refund(desk, one, f"学生{number}", [payment(10_000)], contract_no=str(desk.ledger.reader.last_change()))
        elif deed == "undo":
            steps.undo(desk)
        elif deed in ("pack", "full"):
            self.pack(code, full=deed == "full")
        elif deed == "receive" and self.made[code]:
            self.receive(code, self.made[code][-1 - number % len(self.made[code])])
        elif deed == "hand over" and one:
            self.hand_over(code, one)
        elif deed in ("down", "down full"):
            self.pack_down(code, full=deed == "down full")
        elif deed == "arrive" and self.down[code]:
            self.arrive(code, self.down[code][-1 - number % len(self.down[code])])
        elif deed == "city undo":
            steps.undo(city)
        elif deed == "city redo":
            steps.redo(city)

    def pack(self, code: str, *, full: bool) -> Path:
        path = self.folder / f"{code}-{len(self.made[code]) + 1}.xlsx"
        packing.pack(self.offices[code], CITY, path, full=full)
        self.made[code].append(path)
        self.then[path] = state(self.offices[code], code)
        return path

    def hand_over(self, code: str, uid: str) -> None:
        desk, to = self.offices[code], office(OTHER[code]).name
        asked = {"handed_to": to, "handed_on": desk.day}
        done = deeds.act(desk, "institution", uid, "hand_over", asked)
        self.moved.update(*done.touched.values())

    def pack_down(self, code: str, *, full: bool) -> Path:
        path = self.folder / f"4101-{code}-{len(self.down[code]) + 1}.xlsx"
        packing.pack(self.offices[CITY], code, path, full=full)
        self.down[code].append(path)
        return path

    def arrive(self, code: str, path: Path) -> None:
        """A district receives from the city: what it has itself stays as it is."""
        desk = self.offices[code]
        before = state(desk, code)
        receipt = receiving.apply(desk, receiving.plan(desk, receiving.read(path)), confirmed=True)
        assert receipt.plan.counts["error"] == 0
        after = state(desk, code)
        assert {uid: after[uid] for uid in before} == before
        assert after.keys() - before.keys() <= self.moved

    def receive(self, code: str, path: Path) -> None:
        city, other = self.offices[CITY], OTHER[code]
        before = state(city, other)
        receipt = receiving.plan(city, receiving.read(path))
        if receipt.again:
            return
        receiving.apply(city, receipt, confirmed=True)
        assert receipt.plan.counts["error"] == 0
        now, then = state(city, code), self.then[path]
        assert {uid: now.get(uid) for uid in then} == then
        assert now.keys() - then.keys() <= self.moved
        after = state(city, other)
        assert {uid: after.get(uid) for uid in before} == before
        assert after.keys() - before.keys() <= self.moved

    def exchange(self) -> None:
        """Everybody tells everybody everything."""
        for code in OTHER:
            self.receive(code, self.pack(code, full=True))
        for code in OTHER:
            self.arrive(code, self.pack_down(code, full=True))
        for code in OTHER:
            self.receive(code, self.pack(code, full=True))
            assert state(self.offices[CITY], code) == state(self.offices[code], code)


def state(desk, office: str) -> dict[str, object]:
    """What a ledger holds of an office, personal values aside: one text of each record."""
    shared = {
        "institution": ("name", "notes"),
        "refund": ("institution", "paid_amount", "balance"),
        "refund_payment": ("refund", "amount"),
    }
    return {
        uid: [one.values.get(key) for key in keys]
        for register, keys in shared.items()
        for uid, one in all_of(desk, register).items()
        if one.office == office
    }


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(doings)
def test_any_order_ends_as_the_rules_say(founded_offices, tmp_path_factory: pytest.TempPathFactory, done):
    folder = tmp_path_factory.mktemp("trial")
    trial = Trial(open_offices(founded_offices, folder), folder)
    try:
        for code, deed, number in done:
            before = trial.offices[CITY].ledger.reader.last_change()
            try:
                trial.do(code, deed, number)
            except RefusedError:
                assert trial.offices[CITY].ledger.reader.last_change() == before
        trial.exchange()
    finally:
        for desk in trial.offices.values():
            desk.ledger.close()
    assert [check(desk.ledger.path) for desk in trial.offices.values()] == [[], [], []]
