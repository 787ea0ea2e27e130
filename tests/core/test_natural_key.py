"""Keys that tell the same record: folded, blank where something is missing, row by row as column by column."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.natural_key import NaturalKey, columns_of, key_of, texts_of_keys

CODE = key_of("代码", "code")
PLACE = key_of("日期＋地点", "on", "place", also=("officers",))
EITHER = NaturalKey("代码或名称", lambda values: (values.get("code") or values.get("name"),))
NEVER = NaturalKey("没有", lambda _values: None)
KEYS = (CODE, PLACE, EITHER, NEVER)
DAY = date(2021, 11, 12)


@pytest.mark.parametrize(
    ("key", "values", "text"),
    [
        (CODE, {"code": "Ａ 1"}, "a1"),
        (CODE, {"code": None}, None),
        (CODE, {}, None),
        (PLACE, {"on": DAY, "place": "花园路（北）"}, "2021-11-12|花园路北|"),
        (PLACE, {"on": DAY, "place": "花园路", "officers": "刘洋、周敏"}, "2021-11-12|花园路|刘洋周敏"),
        (PLACE, {"on": DAY, "officers": "刘洋"}, None),
        (PLACE, {"place": "花园路", "officers": "刘洋"}, None),
        (EITHER, {"name": "甲"}, "甲"),
        (NEVER, {"name": "甲"}, None),
        (key_of("金额", "amount"), {"amount": 0}, "0"),  # nought is something
    ],
)
def test_a_key_is_folded_or_lacking(key: NaturalKey, values: Mapping[str, Value], text: str | None) -> None:
    assert key.text(values) == text


def test_parts_do_not_run_into_one_another() -> None:
    key = key_of("二", "a", also=("b",))
    assert key.text({"a": "甲乙", "b": "丙"}) != key.text({"a": "甲", "b": "乙丙"})
    assert key.text({"a": "甲"}) != key.text({"a": "甲", "b": "乙"})


_VALUE = st.none() | st.sampled_from(["甲", "Ａ 1", "a1", 3, DAY])
_ROWS = st.lists(
    st.dictionaries(st.sampled_from(["code", "name", "on", "place", "officers"]), _VALUE), min_size=0, max_size=6
)


@given(_ROWS)
def test_many_rows_have_the_keys_that_each_has(rows: list[dict[str, Value]]) -> None:
    each = [tuple(key.text(row) for key in KEYS) for row in rows]
    assert texts_of_keys(KEYS, rows) == each
    assert [key.texts(rows) for key in KEYS] == [[row[number] for row in each] for number in range(len(KEYS))]
    columns = columns_of(rows, ("code", "name", "on", "place", "officers"))
    assert [key.texts_of(columns, len(rows)) for key in KEYS] == [key.texts(rows) for key in KEYS]
    assert texts_of_keys((), rows) == [()] * len(rows)


def test_only_columns_that_some_row_has_are_made() -> None:
    rows: list[dict[str, Value]] = [{"code": "1"}, {"name": "甲", "code": None}]
    assert columns_of(rows, ("code", "name", "on")) == {"code": ["1", None], "name": [None, "甲"]}
    assert columns_of([], ("code",)) == {}
