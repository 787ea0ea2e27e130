"""What a plan asks of the ledger. All questions are put in bulk, so that 100 000 rows are planned in seconds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from shuangjian_desktop.core.kinds import Value
from shuangjian_desktop.core.records import Record
from shuangjian_desktop.core.register import Children, Register


class Lookup(Protocol):
    """The ledger as a plan sees it. Registers are named by their keys; only living records of its office are given."""

    def options(self, register: Register, field: str) -> tuple[str, ...]:
        """Return the words that a Choice field allows: the declared ones and the office's code table."""
        ...

    def resolve(self, to: str, texts: Sequence[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return for each text the records of register `to` that it means, as (uid, name).

        A text is a uid, or exactly (as `same_text` folds it) a name, a former name, a licence number, a uscc or a code.
        """
        ...

    def institutions_in(self, text: str) -> Sequence[tuple[str, str]]:
        """Return the institutions whose whole name stands in the text (a title row), as (uid, name)."""
        ...

    def match(self, register: str, key_index: int, texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Return for each natural key text the uids of the records that have it, in the order they were made."""
        ...

    def records(self, register: str, uids: Sequence[str]) -> Mapping[str, Record]:
        """Return the living records with these uids."""
        ...

    def children(self, register: str, uids: Sequence[str]) -> Mapping[str, Children]:
        """Return for each record the values of its child rows by child register."""
        ...

    def described(self, register: str, fields: Sequence[str]) -> Iterable[tuple[str, Sequence[Value]]]:
        """Return the uid of every living record with its values of these fields."""
        ...

    def remembered_words(self, register: str) -> Mapping[tuple[str, str], str]:
        """Return the words that were mapped once: (field, word of the sheet) → text of the value, '' for blank."""
        ...

    def remembered_columns(self, register: str, heads: Sequence[str]) -> Mapping[str, str]:
        """Return how a sheet with these heads was mapped last: head → field, '' for a column that was left out."""
        ...

    def rules_off(self) -> frozenset[str]:
        """Return the keys of the rules that the office has switched off."""
        ...

    def today(self) -> date:
        """Return the day of the import."""
        ...
