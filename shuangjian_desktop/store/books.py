"""The tables that every ledger has beside its registers: history, settings of the file, numbers, fates of rows."""

import sqlalchemy as sa

OWN_TABLES = ("meta", "step", "change", "fate", "serial", "agreed", "paper")
TRIGGERS = tuple(
    f"CREATE TRIGGER {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for table in ("step", "change", "paper")
    for verb in ("UPDATE", "DELETE")
)


def own_tables(metadata: sa.MetaData) -> tuple[sa.Table, ...]:
    """Declare them, in the order of OWN_TABLES."""
    sa.Table("meta", metadata, sa.Column("key", sa.Text, primary_key=True), *_texts("value"))
    _history(metadata)
    _imports(metadata)
    _papers_and_packages(metadata)
    return tuple(metadata.tables[name] for name in OWN_TABLES)


def _history(metadata: sa.MetaData) -> None:
    """Declare steps and changes, append-only by TRIGGERS.

    `change.takes_back` is the number of the change that this one flips: a change is in force unless an odd number of
    flips point at it.
    """
    step = sa.Table(
        "step",
        metadata,
        _row_number("number"),
        *_texts("verb", "title", "operator", "at"),
        _integer("rows"),
        sa.Column("takes_back", sa.Integer, sa.ForeignKey("step.number")),
        sqlite_strict=True,
    )
    change = sa.Table(
        "change",
        metadata,
        _row_number("number"),
        _integer("step"),
        *_texts("register", "uid", "action"),
        *_texts("before", "after", nullable=True),
        _integer("revision"),
        sa.Column("takes_back", sa.Integer),
        sqlite_strict=True,
    )
    sa.Index("ix_step_takes_back", step.c.takes_back, sqlite_where=step.c.takes_back.is_not(None))
    sa.Index("ix_change_step", change.c.step)
    sa.Index("ix_change_uid", change.c.uid)
    sa.Index("ix_change_takes_back", change.c.takes_back, sqlite_where=change.c.takes_back.is_not(None))


def _imports(metadata: sa.MetaData) -> None:
    """Declare what became of each row of an import."""
    fate = sa.Table(
        "fate",
        metadata,
        _row_number("id"),
        *_texts("batch", "sheet"),
        _integer("row"),
        *_texts("fate", "register", "uid"),
        sqlite_strict=True,
    )
    sa.Index("ix_fate_batch", fate.c.batch)


def _papers_and_packages(metadata: sa.MetaData) -> None:
    """Declare the highest number ever given of each series and year, the base for merging, and papers as issued.

    `agreed` holds the values of a record that a partner is known to hold, by the step that sent or received them.
    """
    sa.Table(
        "serial",
        metadata,
        sa.Column("prefix", sa.Text, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        _integer("highest"),
        sqlite_strict=True,
    )
    agreed = sa.Table(
        "agreed",
        metadata,
        _row_number("id"),
        _integer("step"),
        *_texts("partner", "register", "uid"),
        _integer("revision"),
        *_texts("values"),
        sqlite_strict=True,
    )
    sa.Index("ix_agreed_uid_partner", agreed.c.uid, agreed.c.partner)
    paper = sa.Table(
        "paper",
        metadata,
        _row_number("id"),
        _integer("step"),
        *_texts("register", "uid", "digest", "data"),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    sa.Index("ix_paper_uid", paper.c.uid, unique=True)


def _row_number(name: str) -> "sa.Column[int]":
    """Return the column that is SQLite's own number of a row."""
    return sa.Column(name, sa.Integer, primary_key=True)


def _integer(name: str) -> "sa.Column[int]":
    """Return a column of numbers, never empty."""
    return sa.Column(name, sa.Integer, nullable=False)


def _texts(*names: str, nullable: bool = False) -> list["sa.Column[str]"]:
    """Return columns of text."""
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names]
