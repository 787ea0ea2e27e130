"""Rows column by column, what a step touched, and how a guard and a column are told."""

import openpyxl.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import column_letter
from shuangjian_desktop.core.guard import Guard
from shuangjian_desktop.core.measure import Amount, ratio
from shuangjian_desktop.core.records import Changes, StoredRows

UIDS = ("a", "b", "c", "d", "e")


def rows(uids: list[str]) -> StoredRows:
    return StoredRows(
        uids=uids,
        offices=[f"office {uid}" for uid in uids],
        revisions=[UIDS.index(uid) for uid in uids],
        deleted=[uid == "c" for uid in uids],
        stored={"name": [f"name {uid}" for uid in uids]},
    )


@given(st.lists(st.sampled_from(UIDS), unique=True), st.sets(st.sampled_from((*UIDS, "nobody"))))
def test_without_some_the_others_stay_whole_and_in_order(uids: list[str], gone: set[str]) -> None:
    kept = [uid for uid in uids if uid not in gone]
    assert rows(uids).without(gone) == rows(kept)
    assert len(rows(uids).without(gone)) == len(kept)


def test_a_column_that_nobody_stored_is_blank() -> None:
    assert rows(["a", "b"]).column("name") == ["name a", "name b"]
    assert rows(["a", "b"]).column("phone") == [None, None]
    assert len(rows([])) == 0
    assert rows([]).column("phone") == []


def test_a_step_counts_what_it_touched() -> None:
    touched = {"institution": frozenset("ab"), "refund": frozenset("a")}
    assert Changes(None, touched).count == 3
    assert Changes(None).count == 0


@given(st.integers(0, 16_383))
def test_columns_have_the_letters_that_a_spreadsheet_gives_them(index: int) -> None:
    assert column_letter(index) == openpyxl.utils.get_column_letter(index + 1)


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_where_another_letter_begins(index: int, letters: str) -> None:
    assert column_letter(index) == letters


def test_a_share_of_nothing_is_none() -> None:
    assert ratio(Amount(0, 0, 0), Amount(0, 0, 5)) == Amount(None, 0, 0)
    found = ratio(Amount(3, 3, 10), Amount(6, 6, 10))
    assert (found.value, found.rows, found.population) == (0.5, 3, 6)


SENT = Guard(
    frozen=lambda values: {"name": "名称不能改", "code": "代码不能改"} if values.get("sent") else {},
    stays=lambda values: "不能删除" if values.get("sent") else "",
    more=lambda before, after: "不能收回" if before.get("sent") and not after.get("sent") else "",
)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"name": "甲"}, None, ""),
        ({"name": "甲", "sent": "是"}, None, "不能删除"),
        ({"name": "甲"}, {"name": "乙"}, ""),
        ({"name": "甲", "sent": "是"}, {"name": "乙", "sent": "是"}, "名称不能改"),
        ({"name": "甲", "sent": "是"}, {"name": "甲", "code": "1", "sent": "是"}, "代码不能改"),
        ({"name": "甲", "sent": "是"}, {"name": "甲", "notes": "改", "sent": "是"}, ""),
        ({"name": "甲", "sent": "是"}, {"name": "甲"}, "不能收回"),
        ({"name": "甲", "sent": "是"}, {"name": "乙"}, "名称不能改"),
        ({"name": "甲"}, {"name": "甲", "sent": "是"}, ""),
    ],
)
def test_a_guard_says_the_first_thing_that_is_against_a_change(
    before: dict[str, str], after: dict[str, str] | None, said: str
) -> None:
    assert SENT(before, after) == said
    assert Guard()(before, after) == ""
