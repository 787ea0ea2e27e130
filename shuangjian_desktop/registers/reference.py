"""Registers that a new ledger starts with: code tables, places, 代管, holidays, legal sources, kinds of violation."""

import csv
from collections.abc import Iterator
from uuid import NAMESPACE_OID, uuid5

from shuangjian_desktop.core.kinds import Choice, Date, Integer, Ref, Text, Value
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.places import resource_root
from shuangjian_desktop.core.register import Field, Register, Section, Values
from shuangjian_desktop.core.texts import same_text
from shuangjian_desktop.registers.fields import YES_NO, field


def _reference(
    key: str, title: str, fields: tuple[Field, ...], by: tuple[str, ...], name: tuple[str, ...], as_of: str = ""
) -> Register:
    """Return a register of the group "reference", with the natural key `by`, owned by the city."""
    return Register(
        key=key,
        title=title,
        group="reference",
        owner="city",
        fields=fields,
        keys=(key_of("＋".join(item.label for item in fields if item.key in by), *by),),
        name_fields=name,
        as_of=as_of,
        order=tuple((item, False) for item in by),
        sections=(Section(title, tuple(item.key for item in fields)),),
    )


CODE = _reference(
    "code",
    "代码表",
    (
        field("table", "代码表", Code(), required=True, owner="city"),
        field("word", "名称", Text(longest=60), required=True, search=True, owner="city"),
        field("order", "顺序", Integer(), owner="city"),
        field("active", "启用", YES_NO, default="是", owner="city"),
    ),
    by=("table", "word"),
    name=("word",),
)

DIVISION = _reference(
    "division",
    "区划",
    (
        field("code", "代码", Code(), required=True, search=True, owner="city"),
        field("name", "名称", Text(longest=60), required=True, search=True, pinyin=True, owner="city"),
        field("level", "级别", Choice(options=("市", "区县", "乡镇街道", "社区村")), required=True, owner="city"),
        field("parent", "上级代码", Ref(to="division"), "上级", owner="city"),
    ),
    by=("code",),
    name=("name",),
)

DELEGATION = _reference(
    "delegation",
    "代管",
    (
        field("township", "乡镇街道代码", Ref(to="division"), "乡镇街道", required=True, search=True, owner="city"),
        field("responsible", "负责区县代码", Ref(to="division"), "负责区县 代管单位", required=True, owner="city"),
    ),
    by=("township",),
    name=("township", "responsible"),
)

HOLIDAY = _reference(
    "holiday",
    "节假日",
    (
        field("date", "日期", Date(), required=True, owner="city"),
        field("name", "名称", Text(longest=60), required=True, search=True, owner="city"),
        field("kind", "类型", Choice(options=("放假", "调休上班")), required=True, owner="city"),
    ),
    by=("date",),
    name=("date", "name"),
    as_of="date",
)

LEGAL_SOURCE = _reference(
    "legal_source",
    "法律依据",
    (
        field("title", "名称", Text(), "文件名称", required=True, search=True, pinyin=True, owner="city", width=60),
        field("number", "文号", Text(longest=60), search=True, owner="city"),
        field("issued_on", "发布日期", Date(), owner="city"),
        field("in_force_on", "施行日期", Date(), owner="city"),
        field("notes", "备注", Text(), owner="city"),
    ),
    by=("title",),
    name=("title",),
    as_of="issued_on",
)

VIOLATION_CODE = _reference(
    "violation_code",
    "违规类型",
    (
        field("code", "代码", Code(), required=True, search=True, owner="city"),
        field("name", "名称", Text(), "违规类型", required=True, search=True, pinyin=True, owner="city", width=40),
        field("active", "启用", YES_NO, default="是", owner="city"),
    ),
    by=("code",),
    name=("name",),
)

REFERENCE = (CODE, DIVISION, DELEGATION, HOLIDAY, LEGAL_SOURCE, VIOLATION_CODE)


def reference_uid(register: str, key: str) -> str:
    """Return the uid of a reference record by the text of its natural key: the same in the ledger of every office.

    So a place or a legal source that a record of one office points to is known to all others.
    """
    return str(uuid5(NAMESPACE_OID, f"shuangjian:{register}:{key}"))


def reference_rows() -> Iterator[tuple[str, list[tuple[str, Values]]]]:
    """Yield the rows that a new ledger starts with, as (register key, [(uid, values)]), in layers.

    What is pointed to lies in an earlier layer than what points to it: places come level by level.
    """
    for register in REFERENCE:
        layer: dict[str, Values] = {}
        for cells in _lines(register):
            uid, values = _row(register, cells)
            if any(values[item.key] in layer for item, _to in register.refs):
                yield register.key, list(layer.items())
                layer = {}
            layer[uid] = values
        yield register.key, list(layer.items())


def _lines(register: Register) -> list[dict[str, str]]:
    """Return the rows of a register's file in `db/reference`, by the labels of its fields."""
    path = resource_root() / "db" / "reference" / f"{register.key}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _row(register: Register, cells: dict[str, str]) -> tuple[str, Values]:
    """Return uid and values of a row."""
    values = {item.key: _value(item, cells[item.label]) for item in register.fields}
    return reference_uid(register.key, register.keys[0].text(values) or ""), values


def _value(item: Field, text: str) -> Value:
    """Return the value of a cell; a Ref column holds the natural key of what it points to."""
    if isinstance(item.kind, Ref):
        return reference_uid(item.kind.to, same_text(text)) if text else None
    return item.kind.parse(text)
