"""Ledgers as released versions wrote them, kept as SQL text under data/.

    .venv/bin/python -m tests.store.released      writes data/released_vN.sql with the program as it is, N its schema

A file of a version that went out is never written again: it shows that what offices have can be opened for ever.
"""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlcipher3 import dbapi2

from shuangjian_desktop.store.migrate import newest
from tests.store import office

DATA = Path(__file__).with_name("data")


def dump(path: Path) -> str:
    """Return the statements that make the file at `path` anew, its search indexes' own tables too."""
    with closing(dbapi2.connect(str(path))) as connection:
        header = [f"PRAGMA {name}={_one(connection, f'PRAGMA {name}')}" for name in ("application_id", "user_version")]
        master = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        virtual = [name for _type, name, sql in master if sql.startswith("CREATE VIRTUAL")]
        owned = {name for _type, name, _sql in master if any(name.startswith(f"{index}_") for index in virtual)}
        made = [sql for kind, name, sql in master if kind == "table" and name not in owned]
        # FTS5 fills its tables when it makes them: what it put there goes first.
        emptied = [f'DELETE FROM "{name}"' for name in sorted(owned)]
        rows = [
            f'INSERT INTO "{name}" VALUES ({", ".join(map(_literal, row))})'
            for kind, name, _sql in master
            if kind == "table" and name not in virtual
            for row in connection.execute(f'SELECT * FROM "{name}"')
        ]
        rest = [sql for kind, _name, sql in master if kind in ("index", "trigger")]
    return "".join(f"{statement};\n" for statement in [*header, *made, *emptied, *rows, *rest])


def restore(text: str, path: Path) -> None:
    """Make the file at `path` of what `dump` gave."""
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        connection.executescript(f"BEGIN;\n{text}COMMIT;\nPRAGMA journal_mode=WAL;")


def _one(connection: dbapi2.Connection, statement: str) -> object:
    return connection.execute(statement).fetchone()[0]


def _literal(value: object) -> str:
    """Return a value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    if not isinstance(value, str):
        return str(value)
    quoted = value.replace("'", "''")
    return f"CAST(X'{value.encode().hex()}' AS TEXT)" if "\0" in value else f"'{quoted}'"


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        DATA.mkdir(exist_ok=True)
        target = DATA / f"released_v{newest()}.sql"
        target.write_text(dump(office.make(Path(folder) / "台账.db", refunds=6)), encoding="utf-8")
        print(target)
