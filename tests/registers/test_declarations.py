"""Every register is declared whole: the facts from which table, form, sheet, checks and merge follow."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.cells import Cell
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.kinds import Choice, Date, Integer, Kind, Money, Number, Ref, Text, Value, ValueProblem
from shuangjian_desktop.core.official_codes import IdentityNo, Phone
from shuangjian_desktop.core.person import PERSON_KEY
from shuangjian_desktop.core.register import Absorbed, Children, Register, Values
from shuangjian_desktop.core.texts import same_text
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers import BY_KEY, REGISTERS, children_of, find
from shuangjian_desktop.registers.reference import reference_rows

each = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.key)
BOOKS = tuple(register for register in REGISTERS if register.group == "book")
each_book = pytest.mark.parametrize("register", BOOKS, ids=lambda register: register.key)
RESERVED = {"id", "uid", "office", "revision", "deleted"}
TODAY = date(2022, 2, 15)


@each
def test_identifiers_are_plain_and_free(register: Register) -> None:
    keys = [item.key for item in register.fields]
    assert len(set(keys)) == len(keys)
    for key in [register.key, *keys]:
        assert re.fullmatch(r"[a-z][a-z0-9_]*[a-z0-9]", key)
        assert not key.endswith("_sort")
        assert not key.startswith("key_")
    assert not RESERVED & set(keys)


def test_keys_titles_and_rules_are_each_of_their_own() -> None:
    assert len(BY_KEY) == len(REGISTERS)
    assert len({register.title for register in REGISTERS}) == len(REGISTERS)
    rules = [rule.key for register in REGISTERS for rule in register.rules]
    assert len(set(rules)) == len(rules)


@each
def test_heads_name_one_field(register: Register) -> None:
    named: dict[str, str] = {}
    for item in register.fields:
        assert item.label
        for head in (item.label, *item.synonyms) if item.importable else ():
            assert named.setdefault(same_text(head), item.key + head) == item.key + head, f"{head}: {item.key}"


@each
def test_the_labels_of_a_register_differ(register: Register) -> None:
    assert len({item.label for item in register.fields}) == len(register.fields)


@each
def test_what_is_named_is_declared(register: Register) -> None:
    for key in (*register.name_fields, *register.similar, *register.person, *(key for key, _down in register.order)):
        assert key in register.by_key
    assert register.name_fields
    if register.as_of:
        assert isinstance(register[register.as_of].kind, Date)
    for _item, to in register.refs:
        assert to in BY_KEY
    for action in register.actions:
        assert set(action.required) <= set(action.asks) <= set(register.by_key)
        assert action.label
    for rule in register.rules:
        assert rule.title
        assert rule.source
        assert (rule.since is None) == (not rule.dated_by)
        assert not rule.dated_by or isinstance(register[rule.dated_by].kind, Date)


@each
def test_computed_fields_are_computed_and_statements_absorbed(register: Register) -> None:
    assert {item.key for item in register.derived} == set(register.compute({}, {}))
    assert any(item.statement for item in register.fields) == (register.absorb is not None)
    for item in register.fields:
        assert not item.statement or item.derived or item.locked
        assert not (item.derived and item.required)


@each
def test_choices_lead_to_their_words(register: Register) -> None:
    for item in register.fields:
        if isinstance(item.kind, Choice):
            assert len(set(item.kind.options)) == len(item.kind.options)
            words = [word for word, _option in item.kind.synonyms]
            assert len(set(words)) == len(words)
            assert {option for _word, option in item.kind.synonyms} <= set(item.kind.options)
            assert not set(words) & set(item.kind.options)
            assert item.default is None or item.default in item.kind.options


@each
def test_the_form_shows_every_field_once(register: Register) -> None:
    shown = [key for section in register.sections for key in section.fields]
    assert set(shown) <= set(register.by_key)
    assert len(set(shown)) == len(shown)
    if register.group != "system":  # what is computed, and what deeds write down, is shown beside what is typed
        assert set(register.by_key) - {PERSON_KEY} == set(shown)


@each
def test_personal_kinds_are_personal(register: Register) -> None:
    for item in register.fields:
        if isinstance(item.kind, Phone | IdentityNo):
            assert item.personal


PERSONAL = {
    "institution": "contact phone legal_representative legal_representative_phone principal sponsor",
    "refund": "student guardian_phone guardian identity_no",
    "refund_payment": "payee",
    "wage_settlement": "staff identity_no phone",
    "wage_payment": "payee",
    "addressee": "name phone identity_no",
    "rectification_notice": "receiver",
    "held_row": "cells problems",
    "attachment": "name",
}
SUMMED = {
    "institution": "staff_count pupil_count prepaid_balance",
    "refund": "paid_amount due paid balance",
    "refund_payment": "amount",
    "wage_settlement": "due paid balance",
    "wage_payment": "amount",
}


SEARCHED = {
    "institution": "name community address phone licence_no uscc campus former_names legal_representative principal",
    "disposition": "institution",
    "former_name": "institution name",
    "refund": "institution student guardian_phone guardian contract_no",
    "refund_payment": "refund payee voucher_no",
    "wage_settlement": "institution staff phone",
    "wage_payment": "wage_settlement payee voucher_no",
    "inspection": "place officers findings",
    "inspection_target": "institution addressee findings",
    "addressee": "name address phone",
    "rectification_notice": "number institution addressee facts",
}


@each
def test_what_is_said_of_a_person_is_masked_and_nothing_else(register: Register) -> None:
    assert {item.key for item in register.fields if item.personal} == set(PERSONAL.get(register.key, "").split())


@each
def test_the_foot_of_a_table_adds_up_what_can_be_added(register: Register) -> None:
    summed = {item.key for item in register.fields if item.total}
    assert summed == set(SUMMED.get(register.key, "").split())
    assert all(register[key].kind.numeric for key in summed)


@each_book
def test_the_search_box_looks_where_a_clerk_expects(register: Register) -> None:
    assert {item.key for item in register.fields if item.search} == set(SEARCHED[register.key].split())


CALLED = {
    "institution": "name campus",
    "disposition": "on kind",
    "former_name": "name",
    "refund": "student contract_no",
    "refund_payment": "on amount",
    "wage_settlement": "staff months",
    "wage_payment": "on amount",
    "inspection": "on place",
    "inspection_target": "institution addressee",
    "addressee": "name address",
    "rectification_notice": "number institution addressee",
}


@each_book
def test_a_record_is_called_by_what_tells_it_from_its_like(register: Register) -> None:
    assert register.name_fields == tuple(CALLED[register.key].split())


@each_book
def test_a_table_has_the_latest_on_top(register: Register) -> None:
    for key, down in register.order:
        assert down == (isinstance(register[key].kind, Date) or key == "serial"), key
    if "on" in register.by_key:
        assert register.order == (("on", True),)


@each
def test_owners_are_said(register: Register) -> None:
    citys = {item.key for item in register.fields if item.owner != register.owner}
    assert citys == ({"city_opinion", "city_reviewed_on"} if register.key == "institution" else set())
    assert register.owner == ("city" if register.group == "reference" else "district")


@each_book
def test_a_book_says_which_day_its_facts_go_by(register: Register) -> None:
    assert register.as_of or find(register.parent_register).as_of
    assert register.keys
    assert register.sections


def _shown(register: Register, values: Values) -> str:
    parts = [register[key].kind.show(values.get(key)) for key in register.name_fields]
    return " ".join(part for part in parts if part)


def _parsed(register: Register, sample: Mapping[str, str]) -> dict[str, Value]:
    return {key: register[key].kind.parse(text) for key, text in sample.items()}


def _known() -> dict[str, dict[str, Values]]:
    """What the references of samples may name: samples by what they are called, reference rows by code and name."""
    known: dict[str, dict[str, Values]] = {register.key: {} for register in REGISTERS}
    rows = [(key, values) for key, rows in reference_rows() for _uid, values in rows]
    rows += [(book.key, _parsed(book, sample)) for book in BOOKS for sample in book.samples]
    for key, values in rows:
        for name in (_shown(BY_KEY[key], values), *(str(values.get(part)) for part in ("code", "name", "title"))):
            known[key].setdefault(same_text(name), values)
    return known


KNOWN = _known()


@each_book
def test_samples_are_rows_as_sheets_hold_them(register: Register) -> None:
    assert len(register.samples) >= 3
    for sample in register.samples:
        row = _parsed(register, sample)
        assert all(register[key].importable for key in sample)
        taken = register.absorb(row, {}, {}, TODAY) if register.absorb else Absorbed()
        assert taken.problems == ()
        row.update(taken.values)
        children: Children = {
            child.key: [made.values for made in taken.children if made.register == child.key]
            for child in children_of(register.key)
        }
        entered = {item.key: row.get(item.key) for item in register.entered}
        values = {**entered, **register.compute(entered, children)}

        def related(key: str, values: Values = values) -> Values | None:
            text = values.get(key)
            to = {item.key: target for item, target in register.refs}[key]
            return KNOWN[to][same_text(str(text))] if text is not None else None

        for item, _to in register.refs:
            related(item.key)  # what a sample names is there
        assert [problem for problem in check_record(register, values, related) if problem.level == "error"] == []
        assert any(key is not None for key in register.key_texts(values))


@each
def test_a_cell_that_could_not_be_read_breaks_no_check(register: Register) -> None:
    """Plans hand the checks a text in place of what could not be read: it is filled, and nothing more."""
    unread = {item.key: "?" for item in register.fields}
    assert set(register.compute(unread, {})) == {item.key for item in register.derived}
    assert all(problem.message for problem in check_record(register, unread, lambda _key: unread))
    register.key_texts(unread)


def _filled(register: Register) -> dict[str, Value]:
    """A record in which every field holds something of its kind."""
    some = {Date: TODAY, Money: 1, Integer: 1, Number: Decimal(1)}
    return {
        item.key: item.kind.options[0]
        if isinstance(item.kind, Choice) and item.kind.options
        else some.get(type(item.kind), "某")
        for item in register.fields
    }


@each
@pytest.mark.parametrize("gap", [None, "?"], ids=["blank", "unread"])
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_a_gap_in_one_cell_breaks_no_check_of_the_others(register: Register, gap: Value, known: bool) -> None:
    for key in register.by_key:
        values = {**_filled(register), key: gap}
        found = check_record(register, values, lambda _key, values=values: values if known else None)
        assert all(problem.message for problem in found)
        register.key_texts(values)
        if gap is None:
            register.compute(values, {})
            assert register.guard is None or isinstance(register.guard(values, _filled(register)), str)


KINDS = tuple({repr(item.kind): item.kind for register in REGISTERS for item in register.fields}.values())
_WORDS = [word for kind in KINDS if isinstance(kind, Choice) for word in kind.options]
_CELLS = st.one_of(
    st.text(max_size=20),
    st.text(st.sampled_from("0123456789.-/年月日〔〕号，()（）²①٣一万亿元¥+xX\u200b\n郑金教改"), max_size=20),
    st.sampled_from([*_WORDS, "郑金教改〔2022〕12号", "金水区", "13800138000", "4101", "办理中"]),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
)


def _lasts(kind: Kind, cell: Cell) -> bool:
    """Whether a cell gives a value that form and ledger give back, or a reason in Chinese."""
    try:
        value = kind.parse(cell)
    except ValueProblem as problem:
        return re.search("[一-龥]", problem.reason) is not None
    return kind.parse(kind.typed(value)) == value == kind.load(kind.store(value))


@given(st.sampled_from(KINDS), _CELLS)
@settings(max_examples=300)
def test_whatever_a_sheet_holds_is_a_value_that_lasts_or_a_reason_in_chinese(kind: Kind, cell: Cell) -> None:
    assert _lasts(kind, cell)


@pytest.mark.parametrize("cell", ["1E100", "9" * 40, "4438²", "①②③④⑤", "\u200b", "\x1b", "−5", "½", "٣", "?", "=1+1"])
def test_what_broke_a_reader_once_or_might(cell: str) -> None:
    assert [kind for kind in KINDS if not _lasts(kind, cell)] == []


@each_book
def test_samples_survive_the_form(register: Register) -> None:
    for sample in register.samples:
        for key, value in _parsed(register, sample).items():
            kind = register[key].kind
            assert kind.parse(kind.typed(value)) == value
            assert kind.load(kind.store(value)) == value


def test_a_register_is_found_or_the_sentence_says_which_there_are() -> None:
    assert find("refund").title == "退费"
    with pytest.raises(UsageError) as caught:
        find("refunds")
    assert caught.value.exit_code == 2
    assert "“refunds”" in caught.value.text
    assert "institution（机构台账）" in caught.value.text


def test_children_stand_in_the_order_of_tabs() -> None:
    assert [child.key for child in children_of("institution")] == ["disposition", "former_name"]
    assert [child.key for child in children_of("refund")] == ["refund_payment"]
    assert children_of("holiday") == ()


def test_the_platforms_own_heads_are_known() -> None:
    """The heads that the national platform publishes an institution by, and those of a licence (glossary)."""
    platform = (
        "名称 设立时间 统一社会信用代码 注册地址 实际经营地址 法定代表人姓名 校长（负责人）姓名 举办者名称（姓名）"
    )
    platform += " 举办者属性 办学资质说明 办学许可证号 发证机关 法人登记部门 培训类别 培训内容 建筑面积（平方米）"
    licence = "学校类型 办学内容 主管部门 发证日期 有效期限起 有效期限止 证照状态"
    roster = "所属社区 机构名称 地址"
    heads = " ".join((platform, licence, roster)).split()
    register = BY_KEY["institution"]
    known = {same_text(head) for item in register.fields for head in (item.label, *item.synonyms)}
    assert [head for head in heads if same_text(head) not in known] == []


def test_long_texts_have_room() -> None:
    facts = BY_KEY["rectification_notice"]["facts"].kind
    assert isinstance(facts, Text)
    assert facts.longest >= 2000


def test_references_point_at_registers() -> None:
    assert {to for register in REGISTERS for _item, to in register.refs} <= set(BY_KEY)
    assert all(isinstance(register[register.parent].kind, Ref) for register in REGISTERS if register.parent)
