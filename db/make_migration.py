"""Write the migration that is missing between the last one and the registers as they are declared now.

    .venv/bin/python db/make_migration.py "what it adds" [REGISTER...]    writes db/migrations/versions/NNNN_….py

New tables, indexes, triggers and columns are written as plain SQL, to be read and committed. What else differs (a
column that went, another type) is refused: such a migration is written by hand, with what becomes of the values.
The REGISTERs are those whose rows are to be made anew afterwards: a register that is derived, sorted by pinyin, matched
or found otherwise than before needs it, and may need nothing else.
"""

import re
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from shuangjian_desktop.core.register import Register
from shuangjian_desktop.registers import REGISTERS
from shuangjian_desktop.store.connection import connect
from shuangjian_desktop.store.migrate import VERSIONS, migrate, newest
from shuangjian_desktop.store.schema import Schema

_NAME = re.compile(r'^CREATE (?:UNIQUE )?(?:VIRTUAL )?(?:TABLE|INDEX|TRIGGER) "?(\w+)"?')
_TEXT = '''"""{title}."""

from alembic import op

revision = "{number:04}"
down_revision = {before!r}
REFRESH: tuple[str, ...] = {refresh!r}  # registers whose derived, sort, key columns and search texts are made anew

STATEMENTS = (
{statements}
)


def upgrade() -> None:
    """Run the statements; a ledger never goes back to an older schema."""
    for statement in STATEMENTS:
        op.execute(statement)
'''


def missing(registers: Sequence[Register], versions: Path) -> list[str]:
    """Return the statements that lead from the last migration to the declared schema.

    Raises:
        ValueError: something else than an addition is needed.

    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.db"
        if newest(versions):
            migrate(file, versions)
        with closing(connect(file, "rwc", "BEGIN")) as connection:
            master = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            held = {str(name): str(sql) for name, sql in master}
            columns = {name: _columns(connection, name) for name in held}
            connection.rollback()
            return _additions(Schema(registers).statements(), held, columns)


def _columns(connection: sa.Connection, table: str) -> dict[str, str]:
    """Return the columns of a table in the file with their types."""
    return {row[1]: row[2] for row in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')}


def _additions(wanted: Sequence[str], held: dict[str, str], columns: dict[str, dict[str, str]]) -> list[str]:
    """Return the wanted statements for what is not held, and ALTER TABLE for columns that are not."""
    found = []
    for statement in wanted:
        match = _NAME.match(statement)
        assert match is not None, statement
        name = match[1]
        if name not in held:
            found.append(statement)
        elif statement.startswith("CREATE TABLE"):
            found += _new_columns(name, statement, columns[name])
        elif _plain(statement) != _plain(held[name]):
            raise ValueError(f"{name} is other than declared: write this migration by hand")
    gone = held.keys() - {match[1] for match in map(_NAME.match, wanted) if match} - {"alembic_version"}
    gone = {name for name in gone if "_text_" not in name}  # what FTS5 keeps for itself
    if gone:
        raise ValueError(f"no longer declared: {sorted(gone)}: write this migration by hand")
    return found


def _new_columns(table: str, statement: str, held: dict[str, str]) -> list[str]:
    """Return the statements that add a table's missing columns."""
    lines = [line.strip().rstrip(",") for line in statement.splitlines()[1:-1]]
    declared = {line.split()[0].strip('"'): line for line in lines if re.match(r'^("\w+"|[a-z_0-9]+) [A-Z]', line)}
    references = {match[1]: match[2] for line in lines if (match := re.match(r'^FOREIGN KEY\("?(\w+)"?\) (.*)$', line))}
    if held.keys() - declared.keys():
        raise ValueError(f"{table} loses {sorted(held.keys() - declared.keys())}: write this migration by hand")
    return [
        f'ALTER TABLE "{table}" ADD COLUMN {line} {references.get(name, "")}'.rstrip()
        for name, line in declared.items()
        if name not in held
    ]


def _plain(statement: str) -> str:
    """Return a statement without its layout."""
    return " ".join(statement.split())


def write(
    title: str, registers: Sequence[Register] = REGISTERS, versions: Path = VERSIONS, refresh: Sequence[str] = ()
) -> Path:
    """Write the migration and return its path; `refresh` names the registers whose rows are to be made anew.

    Raises:
        ValueError: nothing is missing, or it cannot be made by itself.

    """
    statements = missing(registers, versions)
    if not statements and not refresh:
        raise ValueError("the migrations make the declared schema already")
    number = newest(versions) + 1
    path = versions / f"{number:04}_{re.sub(r'[^a-z0-9]+', '_', title.lower()).strip('_')}.py"
    body = "\n".join(f'    """{_indented(statement)}""",' for statement in statements)
    before = f"{number - 1:04}" if number > 1 else None
    path.write_text(
        _TEXT.format(title=title, number=number, before=before, refresh=tuple(refresh), statements=body),
        encoding="utf-8",
    )
    return path


def _indented(statement: str) -> str:
    """Return a statement as it stands in a file of Python: no tabs, no blanks at line ends, no line too long."""
    broken = re.sub(r" (WHERE|USING|BEGIN) ", r"\n\t\1 ", statement)
    return "\n".join(line.rstrip().replace("\t", "        ") for line in broken.splitlines() if line.strip())


if __name__ == "__main__":
    print(write(sys.argv[1], refresh=sys.argv[2:]))
