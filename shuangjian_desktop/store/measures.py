"""Counting: measures as SQL, by office and in sum, each in one pass over the rows that it looks at."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from shuangjian_desktop.core.measure import ALL, NOTHING, Amount, Amounts, Count, Measure, Persons, Ratio, Sum, ratio
from shuangjian_desktop.core.person import PERSON_KEY, person_key, person_text
from shuangjian_desktop.core.query import Condition
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.store.conditions import Holds, holds, in_state
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.tables import RegisterTable

_PERSON = "person_of"
"""The function that the connection lends to SQL: whom a row is about."""


class Measures:
    """Counts in one state of the ledger; what several measures have in common is counted once.

    `secret` is that of the persons' keys, None in a ledger that has none.
    """

    def __init__(self, schema: Schema, connection: sa.Connection, secret: str | None) -> None:
        self._schema = schema
        self._connection = connection
        self._secret = secret
        self._known: dict[Count, Amounts] = {}

    def amounts(self, measure: Measure) -> Amounts:
        """Return what a measure comes to, by office and in sum."""
        if isinstance(measure, Ratio):
            parts, wholes = self._counted(measure.part), self._counted(measure.whole)
            return {office: ratio(parts.get(office, NOTHING), whole) for office, whole in wholes.items()}
        return self._counted(measure)

    def _counted(self, count: Count) -> Amounts:
        """Return what a count comes to, from memory if it was asked for before."""
        if count not in self._known:
            self._known[count] = self._beside(count, self._run(count))
        return self._known[count]

    def _run(self, count: Count) -> Amounts:
        """Count."""
        if isinstance(count, Persons):
            self._lend_person()
        found = self._connection.execute(_statement(self._schema, count)).all()
        amounts = {office: Amount(value, rows, population) for office, population, rows, value in found}
        return amounts if amounts[ALL].population else {}

    def _beside(self, count: Count, amounts: Amounts) -> Amounts:
        """Return the amounts with the rows that were looked at beside; zero is what they come to alone."""
        if not isinstance(count, Sum) or count.beside is None:
            return amounts
        beside = self._counted(count.beside)
        both = dict(amounts)
        for office in beside:
            held = amounts.get(office, Amount(0, 0, 0))
            seen = held.population + beside[office].rows
            if seen:
                both[office] = Amount(held.value, held.rows, seen)
        return both

    def _lend_person(self) -> None:
        """Lend SQL the function that says whom a row is about."""
        driver: Any = self._connection.connection.driver_connection
        driver.create_function(_PERSON, 5, _person_of(self._secret), deterministic=True)


def _statement(schema: Schema, count: Count) -> sa.CompoundSelect[Any]:
    """Return the statement that gives (office, rows looked at, rows counted, value), all offices together last."""
    table = schema[count.register]
    rows = table.table
    # Materialized and with one column, so that each row is asked once whether it counts: without a value it does not.
    value = sa.case((_all_hold(schema, table, count.counted), _value(table, count)), else_=None).label("value")
    among = _all_hold(schema, table, count.among)
    looked = sa.select(rows.c.office, value).where(in_state(rows), among).cte("looked").prefix_with("MATERIALIZED")
    folded = sa.func.count(looked.c.value.distinct()) if isinstance(count, Persons) else sa.func.sum(looked.c.value)
    facts = (
        sa.func.count().label("population"),
        sa.func.count(looked.c.value).label("rows"),
        sa.func.coalesce(folded, 0).label("value"),
    )
    by_office = sa.select(looked.c.office, *facts).group_by(looked.c.office)
    return sa.union_all(by_office, sa.select(sa.literal(ALL), *facts).select_from(looked))


def _all_hold(schema: Schema, table: RegisterTable, conditions: tuple[Condition, ...]) -> Holds:
    """Return the condition that all of them hold."""
    return sa.and_(sa.true(), *(holds(schema, table, table.table, one) for one in conditions))


def _value(table: RegisterTable, count: Count) -> sa.ColumnElement[Any]:
    """Return what a counted row gives: 1, what its field holds, or whom it is about."""
    if isinstance(count, Sum):
        return sa.func.coalesce(table.table.c[count.field], 0)
    if isinstance(count, Persons):
        return sa.func.person_of(*(table.table.c[key] for key in ("uid", *_person_fields(table.register))))
    return sa.literal(1)


def _person_fields(register: Register) -> tuple[str, ...]:
    """Return the fields that tell a person apart, the key first."""
    return (PERSON_KEY, *register.person)


def _person_of(secret: str | None) -> Callable[..., str]:
    """Return the function of a row that is the same for all rows about one person.

    Where the ledger has the secret, a name counts by its key: so a person whose one row came with a name and whose
    other came without is one. A row that names nobody is about somebody of its own.
    """

    def person_of(uid: str, key: str | None, identity_no: str | None, name: str | None, phone: str | None) -> str:
        if key:
            return key
        text = person_text(identity_no, name, phone)
        if text is None:
            return uid
        return person_key(text, secret) if secret else text

    return person_of
