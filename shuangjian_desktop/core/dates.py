"""Dates in all the forms that real sheets hold (glossary: fields of an institution)."""

import re
from datetime import date, timedelta

from shuangjian_desktop.core.texts import half_width

_FORMS = (
    re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:[T ]+00?:00(?::00(?:\.0+)?)?)?$"),
    re.compile(r"^(\d{4})(\d{2})(\d{2})$"),
)
_MONTH_ONLY = re.compile(r"^\d{4}\s*[-./年]\s*\d{1,2}\s*月?$")
_SHORT_YEAR = re.compile(r"^\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?$")
# Day 0 of Excel's calendar: it counts a 29 February 1900 that never was, so serials from 61 on are right.
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_FIRST_SERIAL, _LAST_SERIAL = 61, 73050  # 1900-03-01 … 2099-12-31


def from_serial(serial: float) -> date:
    """Return the date of an Excel serial number.

    Raises:
        ValueError: the number is no day between 1900-03-01 and 2099-12-31 (the message is Chinese).

    """
    if not _FIRST_SERIAL <= serial <= _LAST_SERIAL:
        raise ValueError("这个数不是日期")
    return _EXCEL_EPOCH + timedelta(days=int(serial))


def parse_date(text: str) -> date:
    """Return the date that `text` writes as 2021-7-4, 2021.07.04, 2021/7/4, 2021年7月4日, 20210704 or a serial.

    Raises:
        ValueError: no such date, or the form leaves the day or century open (the message is Chinese).

    """
    text = half_width(text).strip()
    for form in _FORMS:
        if match := form.match(text):
            year, month, day = map(int, match.groups())
            try:
                found = date(year, month, day)
            except ValueError:
                raise ValueError(f"没有 {year}年{month}月{day}日 这一天") from None
            if not _FIRST_YEAR <= year <= _LAST_YEAR:
                raise ValueError(f"年份 {year} 不在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间")
            return found
    if text.isdecimal() and len(text) == 5:
        return from_serial(int(text))
    if _MONTH_ONLY.match(text):
        raise ValueError("缺少日，请写到年月日")
    if _SHORT_YEAR.match(text):
        raise ValueError("年份请写四位")
    raise ValueError("不是日期，请写成 2021-07-04 这样")
