"""What a register's declaration is asked: keys, sameness, rules with their day, problems of a record."""

from collections.abc import Iterable
from datetime import date

from shuangjian_desktop.core.kinds import Choice, Date, Ref, Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.register import Field, Problem, Register, Related, Rule, Values
from shuangjian_desktop.core.validate import REQUIRED, check_record


def _named(values: Values, related: Related) -> Iterable[Problem]:
    if related("home") is None:
        yield Problem("home", "没有")


TRIAL = Register(
    key="trial",
    title="试",
    parent="home",
    fields=(
        Field(key="name", label="名称", kind=Text(), required=True),
        Field(key="code", label="代码", kind=Text()),
        Field(key="on", label="日期", kind=Date()),
        Field(key="home", label="所属", kind=Ref(to="house")),
        Field(key="kind", label="类型", kind=Choice(options=("甲", "乙"))),
        Field(key="twice", label="双", kind=Text(), derived=True, statement=True),
        Field(key="number", label="号", kind=Text(), locked=True, listed=False),
    ),
    keys=(key_of("代码", "code"), key_of("名称", "name", also=("on",))),
    name_fields=("name",),
    rules=(Rule("trial.home", "须有所属", "试", _named, since=date(2022, 1, 1), dated_by="on"),),
    derive=lambda values, _children: {"twice": f"{values['name']}{values['name']}"},
)


def nobody(_key: str) -> Values | None:
    return None


def test_a_declaration_answers_for_its_fields() -> None:
    assert [item.key for item in TRIAL.entered if item.typed] == ["name", "code", "on", "home", "kind"]
    assert [item.key for item in TRIAL.fields if item.importable] == ["name", "code", "on", "home", "kind", "twice"]
    assert [item.key for item in TRIAL.derived] == ["twice"]
    assert "number" not in [item.key for item in TRIAL.listed]
    assert TRIAL.parent_register == "house"
    assert TRIAL.refs == ((TRIAL["home"], "house"),)
    assert TRIAL.options("kind") == ("甲", "乙")
    assert TRIAL.options("name") == ()
    assert TRIAL.compute({"name": "一"}, {}) == {"twice": "一一"}


def test_the_first_key_that_both_have_decides() -> None:
    assert TRIAL.same({"code": "ａ 1", "name": "甲"}, {"code": "A1", "name": "乙"})
    assert not TRIAL.same({"code": "A1", "name": "甲"}, {"code": "A2", "name": "甲"})
    assert TRIAL.same({"code": "A1", "name": "甲（北）"}, {"name": "甲(北)"})
    assert not TRIAL.same({"name": "甲", "on": date(2022, 1, 1)}, {"name": "甲"})
    assert not TRIAL.same({}, {})
    assert TRIAL.key_texts({"name": "甲", "on": date(2022, 1, 1)}) == (None, "甲|2022-01-01")


def test_what_is_missing_and_what_the_rules_say() -> None:
    values: Values = {"on": date(2022, 1, 1)}
    assert check_record(TRIAL, values, nobody) == [Problem("name", REQUIRED, missing=True), Problem("home", "没有")]
    assert check_record(TRIAL, values, nobody, frozenset({"trial.home"})) == [Problem("name", REQUIRED, missing=True)]


def test_a_rule_holds_from_its_day_on() -> None:
    for day in (date(2021, 12, 31), None):
        assert check_record(TRIAL, {"name": "一", "on": day}, nobody) == []
