"""What points at what: no living record may refer to one that is not living."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.store.history import packed_list
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.rows import Rows
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable


@dataclass(frozen=True, slots=True)
class Bond:
    """A living record that points at another by a field."""

    table: RegisterTable
    uid: str
    field: str
    target: str


class Bonds:
    """Looks up references inside a step."""

    def __init__(self, reader: Reader, schema: Schema, rows: Rows) -> None:
        self._reader = reader
        self._schema = schema
        self._rows = rows
        self._known: dict[str, set[str]] = {}
        self._asked_at = 0

    def pointing_at(self, table: RegisterTable, uids: Sequence[str]) -> list[Bond]:
        """Return the living records that point at any of these."""
        found = []
        for other, field in self._schema.pointing[table.key]:
            statement = (
                f'SELECT uid, "{field}" FROM "{other.key}" WHERE "{field}" {Rows.LISTED} AND deleted = 0 ORDER BY id'
            )
            rows = self._rows.connection.exec_driver_sql(statement, (packed_list(uids),))
            found += [Bond(other, uid, field, target) for uid, target in rows]
        return found

    def living(self, register: str, uids: Iterable[str]) -> set[str]:
        """Return which of these records are living."""
        statement = f'SELECT uid FROM "{register}" WHERE uid {Rows.LISTED} AND deleted = 0'
        return set(self._rows.connection.exec_driver_sql(statement, (packed_list(uids),)).scalars())

    def offices(self, wanted: Mapping[str, Collection[str]]) -> dict[str, str]:
        """Return the offices of records, given as uids by register, by uid."""
        found: dict[str, str] = {}
        for register, uids in wanted.items():
            statement = f'SELECT uid, office FROM "{register}" WHERE uid {Rows.LISTED}'
            found.update((row[0], row[1]) for row in self._rows.fetch(statement, packed_list(uids)))
        return found

    def require_targets(
        self,
        table: RegisterTable,
        rows: Iterable[Values],
        pointers: Sequence[tuple[str, str]] | None = None,
        new: Collection[str] = (),
    ) -> None:
        """See that what these values point to is living, or among the `new` records of the same register.

        It is looked at all reference fields, or at the (field, register it points to) of `pointers`.

        Raises:
            RefusedError: it is not; the sentence names the record pointed to.

        """
        pointers = table.pointers() if pointers is None else pointers
        targets: dict[tuple[str, str], set[str]] = {pointer: set() for pointer in pointers}
        for values in rows if pointers else ():
            for (field, _to), uids in targets.items():
                value = values.get(field)
                if value is not None:
                    uids.add(str(value))
        for (field, to), uids in targets.items():
            if to == table.key and new:
                uids.difference_update(new)
            uids -= self._known_of(to)
            lost = uids - self.living(to, uids) if uids else set()
            if lost:
                raise self._lost(table, field, to, sorted(lost)[0])
            self._known_of(to).update(uids)

    def _known_of(self, register: str) -> set[str]:
        """Return the records that were found living in this step, where nothing was changed since.

        An import points to one institution in a thousand lots: who asks again would wait for what is being put in.
        """
        if self._asked_at != self._rows.rewrites:
            self._asked_at = self._rows.rewrites
            self._known.clear()
        return self._known.setdefault(register, set())

    def _lost(self, table: RegisterTable, field: str, to: str, uid: str) -> RefusedError:
        """Return the sentence about a record that is pointed to and not living."""
        title, label = table.register.title, table.register[field].label
        if self._reader.get(to, uid) is None:
            return RefusedError(
                f"{title}的“{label}”指向的{self._schema[to].register.title}不在台账里。", "请重新选择。"
            )
        name = self._reader.label(to, uid)
        return RefusedError(f"{title}的“{label}”“{name}”已被删除。", "请先从回收站恢复它，或另选一个。")
