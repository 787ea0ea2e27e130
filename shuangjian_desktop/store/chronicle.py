"""What was done to the ledger, read back: steps, changes, the fates of imported rows."""

from shuangjian_desktop.core.records import Change, Step
from shuangjian_desktop.store import history
from shuangjian_desktop.store.agreements import Agreements


class Chronicle(Agreements):
    """The part of a `Reader` that looks at what was done."""

    def last_change(self) -> int:
        """Return the number of the newest change of any record, 0 for none."""
        with self._use() as connection:
            return int(connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM change").scalar_one())

    def changed_since(self, change: int) -> dict[str, list[str]]:
        """Return the uids of the records that were written after a change, by register."""
        with self._use() as connection:
            rows = connection.exec_driver_sql(
                "SELECT DISTINCT register, uid FROM change WHERE number > ? ORDER BY register, uid", (change,)
            ).all()
        found: dict[str, list[str]] = {}
        for register, uid in rows:
            found.setdefault(register, []).append(uid)
        return found

    def steps(self, limit: int = 100, before: int | None = None) -> list[Step]:
        """Return the newest steps first, those with numbers under `before`."""
        with self._use() as connection:
            return history.steps(connection, limit, before)

    def step(self, number: int) -> Step | None:
        """Return a step by its number."""
        with self._use() as connection:
            return history.steps_by_number(connection, [number]).get(number)

    def changes(self, step_number: int, limit: int = 1000, after: int = 0) -> list[Change]:
        """Return what a step changed, in its order; the next page comes `after` the last change's number."""
        with self._use() as connection:
            return history.changes(connection, self._schema, step_number, limit, after)

    def history(self, register: str, uid: str) -> list[Change]:
        """Return every write of a record, the newest first."""
        with self._use() as connection:
            return history.history(connection, self._schema, register, uid)

    def passed(self, step: int) -> list[tuple[str, str, str, int]]:
        """Return the records that passed to another office in a step: (register, uid, office, number of a change).

        The change is the last by which the record passed from one office to another.
        """
        passed = "json_extract({0}.\"before\", '$.office') IS NOT NULL"
        last = f"SELECT max(number) FROM change AS last WHERE last.uid = one.uid AND {passed.format('last')}"
        with self._use() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT register, uid, json_extract(\"after\", '$.office'), ({last}) FROM change AS one "
                f"WHERE step = ? AND {passed.format('one')} ORDER BY number",
                (step,),
            ).all()
        return [(register, uid, office, number) for register, uid, office, number in rows]

    def fates(self, batch_uid: str) -> list[tuple[str, int, str, str, str]]:
        """Return what became of each row of an import: (sheet, row, fate, register, uid or '')."""
        with self._use() as connection:
            rows = connection.exec_driver_sql(
                'SELECT sheet, "row", fate, register, uid FROM fate WHERE batch = ? ORDER BY id', (batch_uid,)
            ).all()
        return [(sheet, row, fate, register, uid) for sheet, row, fate, register, uid in rows]
