"""Dates in all the forms of the glossary; what is no day is refused with a reason."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.dates import from_serial
from shuangjian_desktop.core.kinds import Date, ValueProblem

DAY = date(2021, 7, 4)
DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        "2021-7-4",
        "2021-07-04",
        "2021.07.04",
        "2021/7/4",
        "2021年7月4日",
        "2021 年 7 月 4 日",
        "20210704",
        "２０２１年７月４日",
        " 2021-07-04 ",
        "2021-07-04 00:00:00",
        "2021-07-04T00:00:00",
        "44381",
        44381,
        44381.5,
        20210704,
        DAY,
        datetime(2021, 7, 4, 8, 30),
    ],
)
def test_all_forms_give_the_day(cell: object) -> None:
    assert Date().parse(cell) == DAY  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021-02-30", "没有 2021年2月30日"),
        ("20211301", "没有 2021年13月1日"),
        ("2021年7月", "缺少日"),
        ("21.7.4", "年份请写四位"),
        ("7月4日", "不是日期"),
        ("长期", "不是日期"),
        ("0201-7-4", "年份 201 不在"),
        ("99999", "这个数不是日期"),
        ("00060", "这个数不是日期"),  # Excel's calendar has a day too many before it
        ("73051", "这个数不是日期"),
        ("443810", "不是日期"),
        ("4438", "不是日期"),
        ("4438²", "不是日期"),
        ("①②③④⑤", "不是日期"),
        ("1899-12-31", "年份 1899 不在 1900 到 2099 之间"),
        ("2100-01-01", "年份 2100 不在 1900 到 2099 之间"),
        ("2021-7", "缺少日"),
        ("2021.07", "缺少日"),
        ("21年7月4日", "年份请写四位"),
        ("2021-07-04 08:30", "不是日期"),
        ("2021-07-04至2021-08-04", "不是日期"),
    ],
)
def test_what_is_no_day_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueProblem, match=reason) as caught:
        Date().parse(text)
    assert "2021-07-04" in caught.value.allowed


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1900-01-01", date(1900, 1, 1)),
        ("2099-12-31", date(2099, 12, 31)),
        (61, date(1900, 3, 1)),
        ("00061", date(1900, 3, 1)),
        (73050, date(2099, 12, 31)),
        ("2020-02-29", date(2020, 2, 29)),
        ("2021年7月4号", DAY),
        ("2021-07-04 00:00:00.000", DAY),
    ],
)
def test_the_first_and_the_last_day_and_other_odd_ones(cell: str | int, day: date) -> None:
    found = Date().parse(cell) if isinstance(cell, str) else from_serial(cell)
    assert found == day


@pytest.mark.parametrize("text", ["", "   ", "/", "无", "不详", "—", None])
def test_words_that_say_nothing_are_blank(text: str | None) -> None:
    assert Date().parse(text) is None


@given(DAYS)
def test_a_serial_is_the_day_that_excel_shows(day: date) -> None:
    assert from_serial((day - date(1899, 12, 30)).days) == day


@given(DAYS, st.sampled_from(["{0}-{1}-{2}", "{0}.{1:02}.{2:02}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}"]))
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    assert Date().parse(form.format(day.year, day.month, day.day)) == day
