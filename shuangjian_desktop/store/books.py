"""The tables that every ledger has beside its registers: history, settings of the file, numbers, fates of rows."""

import sqlalchemy as sa

OWN_TABLES = ("meta", "step", "change", "fate", "serial", "agreed")


def own_tables(metadata: sa.MetaData) -> tuple[sa.Table, ...]:
    """Declare them.

    step and change are the history (append-only, see TRIGGERS). `change.takes_back` is the number of the change that
    this one flips: a change is in force unless an odd number of flips point at it. `serial` holds the highest number
    ever given of each series and year. `fate` tells what became of each row of an import. `agreed` holds the values
    of a record that a partner is known to hold, by the step that sent or received them: the base for merging.
    """
    integer, text = sa.Integer, sa.Text
    tables = (
        sa.Table("meta", metadata, sa.Column("key", text, primary_key=True), sa.Column("value", text, nullable=False)),
        sa.Table(
            "step",
            metadata,
            sa.Column("number", integer, primary_key=True),
            *(sa.Column(name, text, nullable=False) for name in ("verb", "title", "operator", "at")),
            sa.Column("rows", integer, nullable=False),
            sa.Column("takes_back", integer, sa.ForeignKey("step.number")),
            sqlite_strict=True,
        ),
        sa.Table(
            "change",
            metadata,
            sa.Column("number", integer, primary_key=True),
            sa.Column("step", integer, nullable=False),
            *(sa.Column(name, text, nullable=False) for name in ("register", "uid", "action")),
            *(sa.Column(name, text) for name in ("before", "after")),
            sa.Column("revision", integer, nullable=False),
            sa.Column("takes_back", integer),
            sqlite_strict=True,
        ),
        sa.Table(
            "fate",
            metadata,
            sa.Column("id", integer, primary_key=True),
            *(sa.Column(name, text, nullable=False) for name in ("batch", "sheet")),
            sa.Column("row", integer, nullable=False),
            *(sa.Column(name, text, nullable=False) for name in ("fate", "register", "uid")),
            sqlite_strict=True,
        ),
        sa.Table(
            "serial",
            metadata,
            sa.Column("prefix", text, primary_key=True),
            sa.Column("year", integer, primary_key=True),
            sa.Column("highest", integer, nullable=False),
            sqlite_strict=True,
        ),
        sa.Table(
            "agreed",
            metadata,
            sa.Column("id", integer, primary_key=True),
            sa.Column("step", integer, nullable=False),
            *(sa.Column(name, text, nullable=False) for name in ("partner", "register", "uid")),
            sa.Column("revision", integer, nullable=False),
            sa.Column("values", text, nullable=False),
            sqlite_strict=True,
        ),
    )
    step, change, fate, agreed = (metadata.tables[name].c for name in ("step", "change", "fate", "agreed"))
    sa.Index("ix_step_takes_back", step.takes_back, sqlite_where=step.takes_back.is_not(None))
    sa.Index("ix_change_step", change.step)
    sa.Index("ix_change_uid", change.uid)
    sa.Index("ix_change_takes_back", change.takes_back, sqlite_where=change.takes_back.is_not(None))
    sa.Index("ix_fate_batch", fate.batch)
    sa.Index("ix_agreed_uid_partner", agreed.uid, agreed.partner)
    return tables


TRIGGERS = tuple(
    f"CREATE TRIGGER {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for table in ("step", "change")
    for verb in ("UPDATE", "DELETE")
)
