"""Filters, orders, counts and totals agree with the same thing done by hand."""

import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import Cancelled
from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.pinyin import sort_key
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.store.ledger import Ledger
from tests.store import trial
from tests.store.trial import done, made

NAMES = ("郑州", "育才", "启航", "一", "abc", "ABC", "a_c", "100%", None)
VALUES = {
    "name": st.sampled_from(NAMES),
    "code": st.sampled_from(("1", "01", "10", "2", "ａ", None)),
    "opened": st.sampled_from((date(2021, 7, 24), date(2021, 12, 1), date(1999, 1, 31), None)),
    "area": st.sampled_from((Decimal("0"), Decimal("0.01"), Decimal("12.5"), Decimal("100"), None)),
    "fund": st.sampled_from((0, 1, 99, 123_456, None)),
    "places": st.sampled_from((0, 3, 30, None)),
    "sent": st.sampled_from(("是", "否", None)),
    "head": st.sampled_from(("总", "远", None)),
}
ROW = st.fixed_dictionaries(VALUES)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    field = draw(st.sampled_from(sorted(VALUES)))
    compared = ("eq", "ne") if field == "head" else ("eq", "ne", "lt", "le", "gt", "ge")
    op = draw(st.sampled_from((*compared, "contains", "blank", "filled", "in")))
    if op == "in":
        return Filter(field, op, tuple(draw(st.lists(VALUES[field], max_size=3))))
    if op == "contains":
        return Filter(field, op, draw(st.sampled_from(("州", "a", "A", "_", "%", "1", "0", "2021-", "远", "'"))))
    return Filter(field, op, None if op in ("blank", "filled") else draw(VALUES[field]))


def holds(row: Mapping[str, Value], one: Filter) -> bool:
    """The filter by hand."""
    value, wanted = row[one.field], one.value
    kind = trial.SCHOOL[one.field].kind
    if one.op == "contains":
        text = str(kind.store(value)) if value is not None else ""
        return str(wanted).casefold() in text.casefold()
    if one.op in ("blank", "filled"):
        return (value is None) == (one.op == "blank")
    if one.op == "in":
        assert isinstance(wanted, tuple)
        return value in wanted
    if one.op in ("eq", "ne"):
        return (value == wanted) == (one.op == "eq")
    if value is None or wanted is None:
        return False
    return {"lt": value < wanted, "le": value <= wanted, "gt": value > wanted, "ge": value >= wanted}[one.op]  # type: ignore[operator]


def ordered(rows: list[dict[str, Value]], orders: tuple[Order, ...]) -> list[dict[str, Value]]:
    """The order by hand: pinyin for names, blanks last, ties by the order of making (newest first when descending)."""
    rows = list(rows)
    if orders and orders[0].descending:
        rows.reverse()
    for one in reversed(orders):

        def key(row: dict[str, Value], field: str = one.field) -> tuple[bool, object]:
            value = row[field]
            return value is not None, sort_key(str(value)) if field in ("name", "head") and value is not None else value

        filled = sorted((row for row in rows if key(row)[0]), key=lambda row: key(row)[1], reverse=one.descending)  # type: ignore[arg-type,return-value]
        rows = filled + [row for row in rows if not key(row)[0]]
    return rows


@pytest.fixture
def empty(trial_file: Path, versions: Path, tmp_path_factory: pytest.TempPathFactory):
    return lambda: trial.reopen(Path(shutil.copy(trial_file, tmp_path_factory.mktemp("query") / "台账.db")), versions)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ROW, max_size=14), st.data())
def test_queries_agree_with_a_plain_scan(empty, rows, data) -> None:
    with empty() as ledger:
        heads = {name: made(ledger, "school", name=name, sent="否") for name in ("总", "远")}
        shown = {uid: name for name, uid in heads.items()}
        stored = [{**row, "head": heads.get(row["head"] or "")} for row in rows]
        uids = ledger.transact(trial.operation(), lambda writer: writer.create_many("school", stored))[0]
        by_uid = dict(zip(uids, rows, strict=True))
        mine = Filter("note", "blank")
        for _ in range(6):
            wanted = data.draw(st.lists(filters(), max_size=2))
            order = tuple(
                data.draw(st.lists(st.builds(Order, st.sampled_from(sorted(VALUES)), st.booleans()), max_size=2))
            )
            asked = tuple(_resolved(one, heads) for one in wanted)
            query = Query("school", filters=(mine, *asked), order=order)
            expected = [row for row in rows if all(holds(row, one) for one in wanted)]
            records = [one for one in ledger.reader.first(query, 99) if one.uid in by_uid]
            got = [
                {**{key: one.values[key] for key in VALUES}, "head": shown.get(one.values["head"])} for one in records
            ]
            if order:
                assert got == ordered(expected, order)
            one_way, other_way = trial.both_ways(ledger, query)
            assert one_way == other_way == list(ledger.reader.ids(query))
            everything = list(ledger.reader.ids(Query("school", order=order)))
            beginning = everything[: data.draw(st.integers(0, len(everything)))]
            assert trial.near_beginning(ledger, query, len(beginning)) == [one for one in one_way if one in beginning]
            assert sorted(map(_plain, got)) == sorted(map(_plain, expected))
            ours = Query(
                "school",
                filters=(
                    *asked,
                    Filter("sent", "in", ("是", None)),
                ),
            )
            only = [row for row in expected if row["sent"] in ("是", None)]
            assert ledger.reader.count(ours) == len(only)
            assert len(ledger.reader.ids(ours)) == len(only)
            assert ledger.reader.totals(ours) == {
                key: sum(int(row[key] or 0) for row in only) for key in ("fund", "places")
            }


def _plain(row: Mapping[str, Value]) -> str:
    return str(sorted((key, trial.SCHOOL[key].kind.store(value)) for key, value in row.items()))


def _resolved(one: Filter, heads: dict[str, str]) -> Filter:
    """References are asked for by uid."""
    if one.field != "head" or one.op == "contains" or one.value is None:
        return one
    if isinstance(one.value, tuple):
        return Filter(one.field, one.op, tuple(heads[str(name)] if name else None for name in one.value))
    return Filter(one.field, one.op, heads[str(one.value)])


def test_without_an_order_it_is_the_registers_own(trial_ledger: Ledger) -> None:
    days = [date(2021, 1, 1), None, date(2021, 5, 1), date(2021, 1, 1)]
    names = ["乙", "丙", "丁", "甲"]
    for day, name in zip(days, names, strict=True):
        made(trial_ledger, "school", name=name, opened=day)
    found = [record.values["name"] for record in trial_ledger.reader.first(Query("school"), 9)]
    assert found == ["丁", "甲", "乙", "丙"]
    ids = trial_ledger.reader.ids(Query("school"))
    assert ids.typecode == "q"
    assert [one.values["name"] for one in trial_ledger.reader.rows("school", ids[1:3])] == ["甲", "乙"]
    assert trial_ledger.reader.rows("school", [ids[3], 999, ids[0]])[-1].values["name"] == "丁"


def test_references_are_sorted_by_name_and_filtered_by_uid(trial_ledger: Ledger) -> None:
    schools = {name: made(trial_ledger, "school", name=name) for name in ("中", "安", "张")}
    for name in ("中", "张", "安"):
        made(trial_ledger, "pupil", name=f"在{name}", school=schools[name])
    made(trial_ledger, "pupil", name="无")
    by_school = Query("pupil", order=(Order("school"),))
    assert [one.values["name"] for one in trial_ledger.reader.first(by_school, 9)] == ["在安", "在张", "在中", "无"]
    at = Query("pupil", filters=(Filter("school", "eq", schools["张"]),))
    assert [one.values["name"] for one in trial_ledger.reader.first(at, 9)] == ["在张"]
    named = Query("pupil", filters=(Filter("school", "contains", "安"),))
    assert [one.values["name"] for one in trial_ledger.reader.first(named, 9)] == ["在安"]


def test_a_reference_to_what_is_called_by_another_is_sorted_by_that_ones_name(trial_ledger: Ledger) -> None:
    days = dict.fromkeys(("中", "安", "张"))
    for name in days:
        pupil = made(trial_ledger, "pupil", name="同名", school=made(trial_ledger, "school", name=name))
        days[name] = made(trial_ledger, "payment", pupil=pupil)
    by_pupil = Query("payment", order=(Order("pupil"),))
    assert [one.uid for one in trial_ledger.reader.first(by_pupil, 9)] == [days[name] for name in ("安", "张", "中")]
    one_way, other_way = trial.both_ways(trial_ledger, by_pupil)
    assert one_way == other_way


def test_tombstones_are_asked_for_apart(trial_ledger: Ledger) -> None:
    living, dead = (made(trial_ledger, "school", name=name, fund=5) for name in ("在", "不在"))
    done(trial_ledger, lambda writer: writer.delete("school", dead))
    assert trial_ledger.reader.totals(Query("school"))["fund"] == 5
    assert [one.uid for one in trial_ledger.reader.first(Query("school"), 9)] == [living]
    assert [one.uid for one in trial_ledger.reader.first(Query("school", deleted=True), 9)] == [dead]


@pytest.mark.parametrize("register", ["school", "nick", "pupil", "payment"])
def test_a_search_looks_at_no_more_than_it_finds(trial_ledger: Ledger, register: str) -> None:
    plan = trial.plan(trial_ledger, Query(register, "育才"))
    assert "SCAN" in plan
    assert not [line for line in plan.splitlines() if line.startswith("SCAN") and "VIRTUAL TABLE" not in line]


@pytest.mark.parametrize("order", [(), (Order("name"),), (Order("name", True),)])
def test_a_table_walks_along_an_index(trial_ledger: Ledger, order: tuple[Order, ...]) -> None:
    """The whole of a big register in its order or by pinyin is never sorted anew."""
    plan = trial.plan(trial_ledger, Query("school" if order else "pupil", order=order))
    assert "COVERING INDEX" in plan
    assert "TEMP B-TREE" not in plan


def test_who_asked_can_break_off(trial_ledger: Ledger) -> None:
    rows = [{"name": f"学校{number}", "fund": number} for number in range(12_000)]
    done(trial_ledger, lambda writer: writer.create_many("school", rows))
    progress = Progress()
    query = Query("school", filters=(Filter("fund", "ge", 0),), order=(Order("fund"),))
    assert len(trial_ledger.reader.ids(query, progress)) == len(rows)
    progress.cancelled.set()
    with pytest.raises(Cancelled):
        trial_ledger.reader.ids(query, progress)
    assert trial_ledger.reader.count(query) == len(rows)  # the next one is answered
