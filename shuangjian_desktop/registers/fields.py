"""Shorthand for the declarations: one line a field, the heads that real sheets write behind its label."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from shuangjian_desktop.core.kinds import Choice, Kind, Ref, Value
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.person import PERSON_KEY
from shuangjian_desktop.core.register import Field, Owner


class Facts(TypedDict, total=False):
    """What may be said of a field beside its key, label, kind and synonyms: see `Field`."""

    required: bool
    personal: bool
    owner: Owner
    derived: bool
    statement: bool
    locked: bool
    past: bool
    search: bool
    pinyin: bool
    total: bool
    listed: bool
    default: Value
    hint: str
    width: int


def field(key: str, label: str, kind: Kind, synonyms: str = "", **facts: Unpack[Facts]) -> Field:
    """Return the field; `synonyms` are the other heads that sheets give the column, with spaces between them."""
    return Field(key=key, label=label, kind=kind, synonyms=tuple(synonyms.split()), **facts)


def headed(key: str, heads: str, kind: Kind, **facts: Unpack[Facts]) -> Field:
    """Return the field whose label is the first word of `heads` and whose synonyms are the others."""
    label, _, synonyms = heads.partition(" ")
    return field(key, label, kind, synonyms, **facts)


def meaning(words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the synonyms of a Choice: for each option the words, with spaces between them, that mean it."""
    return tuple((word, option) for option, text in words.items() for word in text.split())


INSTITUTION_HEADS = "名称 培训机构名称 校外培训机构名称 机构全称 单位名称 学校名称 培训机构"
PHONE_HEADS = "电话 手机 手机号 手机号码 联系方式 电话号码 联系人电话"
YES_NO = Choice(options=("是", "否"), synonyms=meaning({"是": "√ 有", "否": "× 无"}))


def institution_ref(*, required: bool = False, width: int = 0) -> Field:
    """Return the field by which a record points to its institution; sheets head it as the institution's own do."""
    heads = INSTITUTION_HEADS + " 所属机构 所在机构"
    return field("institution", "机构名称", Ref(to="institution"), heads, search=True, required=required, width=width)


def person_key() -> Field:
    """Return the field that tells distinct persons apart where names did not travel; nobody types it."""
    return field(PERSON_KEY, "人员标识", Code(longest=64), locked=True, listed=False)
