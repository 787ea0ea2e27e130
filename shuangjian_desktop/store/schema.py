"""The whole declared schema of a ledger, made from a tuple of registers."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from shuangjian_desktop.core.register import Register
from shuangjian_desktop.store.books import OWN_TABLES, TRIGGERS, own_tables
from shuangjian_desktop.store.tables import RegisterTable


class Schema:
    """The tables of a ledger. `tables` are those of the registers by key, in the registers' order."""

    def __init__(self, registers: Sequence[Register]) -> None:
        metadata = sa.MetaData()
        self.own = {table.name: table for table in own_tables(metadata)}
        self.tables = {register.key: RegisterTable(register, metadata) for register in registers}
        clashing = self.tables.keys() & set(OWN_TABLES)
        if clashing or len(self.tables) < len(registers):
            raise ValueError(f"two tables of one name: {clashing or [register.key for register in registers]}")
        self.children = {
            key: tuple(child for child in self.tables.values() if child.register.parent_register == key)
            for key in self.tables
        }
        self.pointing = {
            key: tuple(
                (table, item.key) for table in self.tables.values() for item, to in table.register.refs if to == key
            )
            for key in self.tables
        }

    def __getitem__(self, key: str) -> RegisterTable:
        """Return the table of a register; KeyError if there is none."""
        return self.tables[key]

    def statements(self) -> list[str]:
        """Return the statements that make an empty ledger of this schema."""
        found: list[str] = []
        for table in (*self.own.values(), *(one.table for one in self.tables.values())):
            found += _created(table)
        found += [_text_table(table.text_table) for table in self.tables.values() if table.text_table]
        return found + list(TRIGGERS)

    def depth(self, key: str) -> int:
        """Return how many registers there are above one whose rows hang under another's."""
        parent = self.tables[key].register.parent_register
        return 1 + self.depth(parent) if parent else 0


def _created(table: sa.Table) -> list[str]:
    """Return the statements that make a table and its indexes."""
    dialect = sqlite.dialect()
    made: list[sa.schema.ExecutableDDLElement] = [
        CreateTable(table),
        *(CreateIndex(index) for index in sorted(table.indexes, key=lambda one: str(one.name))),
    ]
    return [str(statement.compile(dialect=dialect)).strip() for statement in made]


def _text_table(name: str) -> str:
    """Return the statement that makes a search index: the tokens of `search.document`, no copy of the text."""
    return f"CREATE VIRTUAL TABLE {name} USING fts5(grams, content='', contentless_delete=1, tokenize='ascii')"
