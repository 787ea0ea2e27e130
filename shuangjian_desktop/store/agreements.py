"""What the ledger knows of other offices: which states of records they hold, by the packages that went and came."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

import sqlalchemy as sa

from shuangjian_desktop.core.register import Values
from shuangjian_desktop.store.history import packed_list
from shuangjian_desktop.store.schema import Schema

Use = Callable[[], AbstractContextManager[sa.Connection]]
_LISTED = "IN (SELECT value FROM json_each(?))"
_IN_FORCE = "(SELECT count(*) FROM step AS flip WHERE flip.takes_back = agreed.step) % 2 = 0"


class Agreements:
    """The part of a `Reader` that looks at what was agreed on."""

    def __init__(self, schema: Schema, use: Use, office: str) -> None:
        self._schema, self._use, self._office = schema, use, office

    def agreed(self, register: str, partner: str, uids: Iterable[str]) -> dict[str, Values]:
        """Return what a partner was last known to hold of records, by uid; steps that are taken back do not count."""
        return {uid: found[-1] for uid, found in self.agreements(register, partner, uids).items()}

    def agreements(self, register: str, partner: str, uids: Iterable[str]) -> dict[str, list[Values]]:
        """Return all that a partner was known to hold of records at some time, the last state last; as `agreed`."""
        table = self._schema[register]
        with self._use() as connection:
            rows = connection.exec_driver_sql(
                f'SELECT uid, "values" FROM agreed WHERE uid {_LISTED} AND partner = ? AND {_IN_FORCE} ORDER BY id',
                (packed_list(uids), partner),
            ).all()
        found: dict[str, list[Values]] = {}
        for uid, values in rows:
            found.setdefault(uid, []).append(table.unpacked(values))
        return found

    def sent(self, register: str, uids: Iterable[str], *, but: int = 0) -> set[str]:
        """Return which of the own office's records another office has got; by a step other than `but`."""
        own = f'SELECT uid FROM "{self._schema[register].key}" WHERE uid {_LISTED} AND office = ?'
        statement = f"SELECT DISTINCT uid FROM agreed WHERE uid IN ({own}) AND step <> ? AND {_IN_FORCE}"
        with self._use() as connection:
            return set(connection.exec_driver_sql(statement, (packed_list(uids), self._office, but)).scalars())

    def never_agreed(self, register: str, office: str) -> list[str]:
        """Return the uids of an office's living records of which it never was known to hold any state."""
        agreed = "SELECT 1 FROM agreed WHERE agreed.uid = own.uid AND partner = ?"
        living = f'SELECT uid FROM "{self._schema[register].key}" AS own WHERE office = ? AND deleted = 0'
        statement = f"{living} AND NOT EXISTS ({agreed}) ORDER BY id"
        with self._use() as connection:
            return list(connection.exec_driver_sql(statement, (office, office)).scalars())

    def from_elsewhere(self, uids: Iterable[str], office: str) -> list[str]:
        """Return those of an office's records that it got from another one: by a package of that, or handed over."""
        sent = "SELECT 1 FROM agreed WHERE agreed.uid = one.value"
        passed = "SELECT 1 FROM change WHERE change.uid = one.value AND json_extract(\"after\", '$.office') = ?"
        statement = f"SELECT value FROM json_each(?) AS one WHERE EXISTS ({sent}) OR EXISTS ({passed})"
        with self._use() as connection:
            return list(connection.exec_driver_sql(statement, (packed_list(uids), office)).scalars())
