"""Where a scale of the bulletin ends and the next begins, and how periods are numbered and told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from shuangjian_desktop.analysis.figures import find
from shuangjian_desktop.analysis.prose import change, written
from shuangjian_desktop.analysis.timeline import UNITS, periods


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("wages_settled", 2_000_000_000_000, "2000000万元"),  # the bulletin writes wages in 万, however much it is
        ("wages_settled", 1_000_000, "1万元"),
        ("wages_settled", 999_999, "9999.99元"),
        ("wage_staff", 68_500, "68500名"),
        ("refund_students", 10_000, "1万名"),
        ("refund_students", 10_049, "1万名"),
        ("refund_students", 10_050, "1.01万名"),
        ("refunds_paid", 1_000_000, "1万元"),
        ("refunds_paid", 5, "0.05元"),
        ("notices_issued", 100, "100份"),
        ("notices_issued", 101, "100余份"),
        ("notices_issued", 99, "99份"),
    ],
)
def test_each_figure_keeps_to_its_scale(key, value, text):
    assert written(find(key), value) == text


@pytest.mark.parametrize(
    ("key", "now", "before", "text"),
    [
        ("reduction_rate", Decimal("91.93"), Decimal("91.5"), "+0.43个百分点"),
        ("reduction_rate", Decimal("91.5"), Decimal("91.93"), "−0.43个百分点"),
        ("refunds_paid", 1, 0, "+0.01元"),
        ("closed_illegal", 0, 1, "−1家"),
    ],
)
def test_a_small_change_is_one(key, now, before, text):
    assert change(find(key), now, before) == text


@pytest.mark.parametrize(
    ("days", "finest", "unit"),
    [(366, "day", "day"), (367, "day", "month"), (6 * 365 + 1, "month", "month"), (6 * 365 + 2, "month", "year")],
)
def test_there_is_room_for_366_days_and_72_months(days, finest, unit):
    first = date(2021, 1, 1)
    assert {one.unit for one in periods([first, first + timedelta(days=days - 1)], finest)} == {unit}


def test_periods_are_numbered_by_what_they_are_called():
    day, month, year = (periods([date(2021, 9, 8)], unit)[0] for unit in ("day", "month", "year"))
    assert (day.number, month.number) == (8, 9)
    assert [one.number % 5 for one in periods([date(2019, 1, 1), date(2024, 1, 1)], "year")] == [0, 1, 2, 3, 4, 0]
    assert [UNITS[one.unit] for one in (day, month, year)] == ["按日", "按月", "按年"]


def test_a_december_ends_with_its_year_and_a_february_with_its_month():
    assert [one.last for one in periods([date(2020, 2, 1), date(2020, 2, 2)], "month")] == [date(2020, 2, 29)]
    assert [one.last for one in periods([date(2021, 12, 5)], "month")] == [date(2021, 12, 31)]
