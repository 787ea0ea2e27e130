"""A clerk at a ledger: what every use case is handed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.kinds import Choice
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.registers import find
from shuangjian_desktop.store.ledger import Ledger, Operation

T = TypeVar("T")


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
        operation = self.operation("save", f"设置：{name}")
        if found:
            uid = found[0].uid
            return self.ledger.transact(operation, lambda writer: writer.update("setting", uid, {"value": value}))[1]
        return self.ledger.transact(operation, lambda writer: writer.create("setting", {"name": name, "value": value}))[
            1
        ]

    def options(self, register: Register, field_key: str) -> tuple[str, ...]:
        """Return the words that a choice field allows: the declared ones and the office's code table."""
        kind = register[field_key].kind
        if not isinstance(kind, Choice):
            return ()
        if not kind.codes:
            return kind.options
        rows = self.ledger.reader.first(Query("code", filters=(Filter("table", "eq", kind.codes),)), 1000)
        words = [str(row.values["word"]) for row in rows if row.values.get("active") != "否"]
        return kind.options + tuple(word for word in words if word not in kind.options)

    def name(self, register: str, uid: str) -> str:
        """Return what a record is called; '' where there is none."""
        return self.ledger.reader.names(register, [uid]).get(uid, "")

    def record(self, register: str, uid: str) -> Record:
        """Return a record, living or not.

        Raises:
            RefusedError: there is none with this uid.
        """
        record = self.ledger.reader.get(register, uid)
        if record is None:
            raise RefusedError(f"{find(register).title}里没有编号为 {uid} 的记录。")
        return record


def titled(register: Register, verb: str, names: Iterable[str]) -> str:
    """Return a step's title: 修改机构台账：育才学校 等 3 条. Personal names stay out: steps are printed and logged."""
    names = [name for name in names if name]
    personal = any(register[key].personal for key in register.name_fields)
    if personal or not names:
        return f"{verb}{register.title} {len(names) or 1} 条"
    return f"{verb}{register.title}：{names[0]}" + (f" 等 {len(names)} 条" if len(names) > 1 else "")
