"""handing over, papers, the city's review, attachments."""

from alembic import op

revision = "0002"
down_revision = "0001"
REFRESH: tuple[str, ...] = ()  # registers whose derived, sort, key columns and search texts are made anew

STATEMENTS = (
    """CREATE TABLE paper (
        id INTEGER NOT NULL,
        step INTEGER NOT NULL,
        register TEXT NOT NULL,
        uid TEXT NOT NULL,
        digest TEXT NOT NULL,
        data TEXT NOT NULL,
        pdf BLOB NOT NULL,
        PRIMARY KEY (id)
)
 STRICT""",
    """CREATE UNIQUE INDEX ix_paper_uid ON paper (uid)""",
    """ALTER TABLE "institution" ADD COLUMN handed_from TEXT""",
    """ALTER TABLE "institution" ADD COLUMN handed_to TEXT""",
    """ALTER TABLE "institution" ADD COLUMN handed_on TEXT""",
    """ALTER TABLE "institution" ADD COLUMN handover_reason TEXT""",
    """ALTER TABLE "institution" ADD COLUMN handed_count INTEGER""",
    """ALTER TABLE "institution" ADD COLUMN city_opinion TEXT""",
    """ALTER TABLE "institution" ADD COLUMN city_reviewed_on TEXT""",
    """ALTER TABLE "rectification_notice" ADD COLUMN prints INTEGER""",
    """CREATE TABLE attachment (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        office TEXT NOT NULL,
        revision INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        register TEXT,
        record TEXT,
        name TEXT,
        digest TEXT,
        size INTEGER,
        kind TEXT,
        added_on TEXT,
        notes TEXT,
        key_0 BLOB,
        PRIMARY KEY (id),
        UNIQUE (uid)
)
 STRICT""",
    """CREATE INDEX ix_attachment_key_0 ON attachment (key_0)
        WHERE deleted = 0""",
    """CREATE INDEX ix_attachment_record ON attachment (record)
        WHERE deleted = 0""",
    """CREATE TRIGGER paper_keeps_update BEFORE UPDATE ON paper
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER paper_keeps_delete BEFORE DELETE ON paper
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)


def upgrade() -> None:
    """Run the statements; a ledger never goes back to an older schema."""
    for statement in STATEMENTS:
        op.execute(statement)
