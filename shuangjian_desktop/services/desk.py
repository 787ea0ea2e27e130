"""A clerk at a ledger: what every use case is handed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from shuangjian_desktop.core.errors import RefusedError, UsageError
from shuangjian_desktop.core.kinds import Choice, Ref
from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.core.register import Register, Values
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.offices import column
from shuangjian_desktop.store.ledger import Ledger, Operation
from shuangjian_desktop.store.writer import Writer

T = TypeVar("T")
SETTINGS = {
    "number_prefix": "整改通知书的代字",
    "rules_off": "停用的检查规则",
    "office_name": "文书上的机关名称",
    "notice_head": "整改通知书的版头",
    "paper_fonts": "文书的字体",
    "notice_days": "整改期限的天数",
    "notice_requirements": "整改要求的常用语",
    "notice_closing": "整改通知书的结尾",
    "notice_contact": "文书上的联系人和电话",
}
"""What the office's settings are called; the values are text."""


@dataclass(frozen=True)
class Desk:
    """The open ledger, the operator who is on record for every step, and whether personal values are unmasked."""

    ledger: Ledger
    operator: str
    unmasked: bool = False
    day: date = field(default_factory=date.today)

    def operation(self, verb: str, title: str, *, always: bool = False) -> Operation:
        """Return what the ledger writes down about a step.

        Raises:
            RefusedError: nobody has said who is at the desk.

        """
        if not self.operator:
            raise RefusedError("还没有选择经办人。", "请先选择经办人，再保存。")
        return Operation(verb, title, self.operator, always=always)

    def unmask(self, what: str) -> "Desk":
        """Return the desk with personal values readable; that it was asked for is on record."""
        if self.unmasked:
            return self
        self.ledger.transact(self.operation("unmask", f"查看个人信息：{what}", always=True), lambda _writer: None)
        return replace(self, unmasked=True)

    def masked(self) -> "Desk":
        """Return the desk with personal values hidden again."""
        return replace(self, unmasked=False)

    def switched_off(self) -> frozenset[str]:
        """Return the keys of the rules that the office has switched off."""
        return frozenset(word for word in (self.setting("rules_off") or "").split(",") if word)

    def setting(self, name: str) -> str | None:
        """Return an office's setting, None where it was never set."""
        found = self.ledger.reader.first(Query("setting", filters=(Filter("name", "eq", name),)), 1)
        return str(found[0].values["value"] or "") if found else None

    def set_setting(self, name: str, value: str) -> Changes:
        """Write a setting down; it is a step like any other."""
        found = self.ledger.reader.first(Query("setting", filters=(Filter("name", "eq", name),)), 1)

        def write(writer: Writer) -> None:
            if found:
                writer.update("setting", found[0].uid, {"value": value})
            else:
                writer.create("setting", {"name": name, "value": value})

        return self.ledger.transact(self.operation("save", f"设置：{SETTINGS.get(name, name)}"), write)[1]

    def options(self, register: Register, field_key: str, *, retired: bool = False) -> tuple[str, ...]:
        """Return the words that a choice column allows: the declared ones, then those of the office's code table.

        A word that the table has out of use is left out, unless `retired` ones are asked for too: records may hold it.
        """
        kind = column(register, field_key).kind
        if not isinstance(kind, Choice):
            return ()
        if not kind.codes:
            return kind.options
        query = Query("code", filters=(Filter("table", "eq", kind.codes),), order=(Order("order"),))
        rows = self.ledger.reader.first(query, 1000)
        out = set() if retired else {row.values["word"] for row in rows if row.values["active"] == "否"}
        words = dict.fromkeys((*kind.options, *(str(row.values["word"]) for row in rows)))
        return tuple(word for word in words if word not in out)

    def names(self, register: str, uids: Sequence[str]) -> dict[str, str]:
        """Return what records are called, by uid; the personal parts masked unless the desk is unmasked."""
        reader = self.ledger.reader
        return (reader.names if self.unmasked else reader.labels)(register, uids)

    def name(self, register: str, uid: str) -> str:
        """Return what a record is called; '' where there is none."""
        return self.names(register, [uid]).get(uid, "")

    def label(self, register: Register, values: Values) -> str:
        """Return what a record with these values is called in a sentence or title that anybody may read."""
        words = []
        for key in register.name_fields:
            item, value = register[key], values.get(key)
            if value is not None and isinstance(item.kind, Ref):
                words.append(self.ledger.reader.label(item.kind.to, str(value)))
            elif value is not None:
                words.append((item.kind.mask if item.personal else item.kind.show)(value))
        return " ".join(words)

    def record(self, register: str, uid: str) -> Record:
        """Return a record, living or not.

        Raises:
            UsageError: there is none with this uid.

        """
        record = self.ledger.reader.get(register, uid)
        if record is None:
            raise UsageError(f"{find(register).title}里没有编号为 {uid} 的记录。")
        return record


def titled(register: Register, verb: str, labels: Iterable[str]) -> str:
    """Return a step's title: 修改机构台账：育才学校 等 3 条. Anybody may read it: labels are masked."""
    named = [label for label in labels if label]
    if not named:
        return f"{verb}{register.title}"
    return f"{verb}{register.title}：{named[0]}" + (f" 等 {len(named)} 条" if len(named) > 1 else "")
