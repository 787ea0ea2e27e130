"""The ledger file: the only user of SQLAlchemy."""
