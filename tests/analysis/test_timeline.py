"""Days in columns of time: none is missing, none is twice, never too many."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.analysis.timeline import periods

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(st.sets(DAYS, min_size=1, max_size=20), st.sampled_from(["day", "month", "year"]))
def test_periods_follow_each_other_from_the_first_day_to_the_last(days, finest):
    found = periods(days, finest)
    assert found[0].first <= min(days)
    assert max(days) <= found[-1].last
    for one, after in pairwise(found):
        assert after.first - one.last == timedelta(days=1)
    assert len({one.label for one in found}) == len(found) <= 366


@pytest.mark.parametrize(
    ("last", "finest", "unit", "count"),
    [
        (date(2021, 12, 31), "day", "day", 365),
        (date(2022, 1, 2), "day", "month", 13),
        (date(2026, 12, 31), "month", "month", 72),
        (date(2027, 1, 1), "month", "year", 7),
        (date(2027, 1, 1), "day", "year", 7),
    ],
)
def test_too_many_columns_give_way_to_a_coarser_unit(last, finest, unit, count):
    found = periods([date(2021, 1, 1), last], finest)
    assert ({one.unit for one in found}, len(found)) == ({unit}, count)


def test_no_day_no_period():
    assert not periods([], "day")


def test_names_of_periods():
    [day], [month], [year] = (periods([date(2021, 9, 8)], unit) for unit in ("day", "month", "year"))
    assert (day.label, day.short, day.group) == ("2021-09-08", "8", "2021年9月")
    assert (month.label, month.short, month.group) == ("2021年9月", "9月", "2021年")
    assert (year.label, year.short, year.group) == ("2021年", "2021年", "")
    assert (month.first, month.last) == (date(2021, 9, 1), date(2021, 9, 30))
