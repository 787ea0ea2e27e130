"""Who is the same person, and the key that stands for it where names stay at home."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.core.kinds import Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.person import key_of_person, keys_of_persons, person_key, person_text
from shuangjian_desktop.core.register import Field, Register

SECRET, OTHER = "5e" * 32, "5f" * 32
PERSON = ("identity_no", "name", "phone")
TRIAL = Register(
    key="trial",
    title="试",
    fields=tuple(Field(key=key, label=key, kind=Text()) for key in (*PERSON, "person_key")),
    keys=(key_of("名称", "name"),),
    name_fields=("name",),
    person=PERSON,
)
NOBODY = Register(key="nobody", title="无", fields=TRIAL.fields, keys=(), name_fields=("name",))
Person = tuple[str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("41010520120615303X", "王梓涵", None), ("41010520120615303x", "王子涵", "138"), True),  # a misspelt name
        (("4101", "王梓涵", "138"), ("4102", "王梓涵", "138"), False),
        (("4101", "王梓涵", "138"), (None, "王梓涵", "138"), False),  # nobody can tell
        ((None, "王梓涵", "13800000011"), (None, " 王 梓涵", "138 0000 0011"), True),
        ((None, "王梓涵", "13800000011"), (None, "王梓涵", "13800000012"), False),
        ((None, "王梓涵", None), (None, "王梓涵", ""), True),
        ((None, "王梓涵", None), (None, "王梓涵", "138"), False),
        ((None, "王1", "38"), (None, "王", "138"), False),  # where the name ends is told too
        (("", "王梓涵", None), (None, "王梓涵", None), True),
    ],
)
def test_identity_number_else_name_and_phone(one: Person, other: Person, same: bool) -> None:
    assert (person_text(*one) == person_text(*other)) == same


@pytest.mark.parametrize("nobody", [(None, None, None), (None, None, "138"), (None, "", "138"), ("", None, None)])
def test_where_nobody_is_named_there_is_nobody(nobody: Person) -> None:
    assert person_text(*nobody) is None
    assert key_of_person(TRIAL, dict(zip(PERSON, nobody, strict=True)), SECRET) is None


def test_a_key_tells_nothing_without_the_secret() -> None:
    key = person_key("王梓涵|138", SECRET)
    assert len(bytes.fromhex(key)) == 32
    assert key == person_key("王梓涵|138", SECRET)
    assert key != person_key("王梓涵|138", OTHER)
    # RFC 4231, test case 2: the keys of two programs agree
    assert person_key("what do ya want for nothing?", b"Jefe".hex()) == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_the_key_that_came_with_a_record_is_kept() -> None:
    assert key_of_person(TRIAL, {"person_key": "ab", "name": "王梓涵"}, SECRET) == "ab"
    assert key_of_person(NOBODY, {"person_key": "ab"}, SECRET) == "ab"
    assert key_of_person(NOBODY, {"name": "王梓涵"}, SECRET) is None


_CELL = st.none() | st.sampled_from(["", "王梓涵", "王 梓涵", "13800000011", "4101"])
_ROWS = st.lists(st.tuples(st.none() | st.sampled_from(["", "ab"]), _CELL, _CELL, _CELL), max_size=8)


@given(_ROWS)
def test_many_at_once_are_as_one_by_one(rows: Sequence[tuple[str | None, ...]]) -> None:
    single = [key_of_person(TRIAL, dict(zip(("person_key", *PERSON), row, strict=True)), SECRET) for row in rows]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    assert keys_of_persons(columns[0], columns[1:], SECRET) == single


def test_a_number_in_a_column_is_its_digits() -> None:
    [key] = keys_of_persons([None], [[None], ["王梓涵"], [13800000011]], SECRET)
    assert key == person_key("王梓涵|13800000011", SECRET)
