"""handing over an institution."""

from alembic import op

revision = "0002"
down_revision = "0001"
REFRESH: tuple[str, ...] = ()  # registers whose derived, sort, key columns and search texts are made anew

STATEMENTS = (
    """ALTER TABLE "institution" ADD COLUMN handed_from TEXT""",
    """ALTER TABLE "institution" ADD COLUMN handed_to TEXT""",
    """ALTER TABLE "institution" ADD COLUMN handed_on TEXT""",
    """ALTER TABLE "institution" ADD COLUMN handover_reason TEXT""",
    """ALTER TABLE "institution" ADD COLUMN handed_count INTEGER""",
)


def upgrade() -> None:
    """Run the statements; a ledger never goes back to an older schema."""
    for statement in STATEMENTS:
        op.execute(statement)
