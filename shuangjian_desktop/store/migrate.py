"""Bringing a ledger's file to the schema of this program: all migrations in one transaction, or none.

The files of `db/migrations/versions` are named NNNN_*.py; the number of the last one that a ledger went through stands
in its header (user_version), so that opening need not import Alembic, which takes as long as the rest of the start.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from shuangjian_desktop.core.places import resource_root
from shuangjian_desktop.store.connection import APPLICATION_ID, connect, pragma
from shuangjian_desktop.store.faults import faults

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = resource_root() / "db" / "migrations"
VERSIONS = MIGRATIONS / "versions"
Watch = Callable[[str], None]
Refresh = Callable[[sa.Connection, Sequence[str]], None]
"""(connection, keys of registers): make anew what their rows hold beside their entered values"""


def newest(versions: Path = VERSIONS) -> int:
    """Return the number of the last migration in a folder."""
    return max((int(path.name[:4]) for path in versions.glob("[0-9][0-9][0-9][0-9]_*.py")), default=0)


def migrate(
    path: Path, versions: Path = VERSIONS, *, refresh: Refresh | None = None, watch: Watch | None = None
) -> None:
    """Run the migrations that the ledger at `path` lacks.

    `refresh` is asked for the registers that these migrations name in REFRESH. `watch` is told each statement when it
    has been run; what it raises ends the migration, and the file is as it was.

    Raises:
        LedgerError: the file or the disk fails.

    """

    def finish(connection: sa.Connection, named: Sequence[str]) -> None:
        if refresh is not None and named:
            refresh(connection, named)

    _run(path, versions, finish, watch)


def found(path: Path, office: str, versions: Path = VERSIONS) -> None:
    """Make the file of an office's ledger at `path`, where none is.

    Raises:
        LedgerError: it cannot be written there.

    """

    def fill(connection: sa.Connection, _named: Sequence[str]) -> None:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql("INSERT INTO meta VALUES ('office', ?), ('epoch', '1')", (office,))

    _run(path, versions, fill, None)


def _run(path: Path, versions: Path, finish: Refresh, watch: Watch | None) -> None:
    """Run the missing migrations and then `finish`, in one transaction; the file is made where none is."""
    from alembic import command

    with faults(path), closing(connect(path, "rwc", "BEGIN IMMEDIATE")) as connection:
        # They cannot be switched off inside a transaction, and a table that is made anew needs them off.
        pragma(connection, "PRAGMA foreign_keys=OFF")
        if watch is not None:
            sa.event.listen(connection, "after_cursor_execute", lambda *seen: watch(seen[2]))
        with connection.begin():
            held = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            config = _config(connection, versions)
            command.upgrade(config, "head")
            connection.exec_driver_sql(f"PRAGMA user_version={newest(versions)}")
            finish(connection, _to_refresh(config, held))
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"migrated references lead nowhere: {[tuple(row) for row in broken[:3]]}")


def _to_refresh(config: "Config", held: int) -> list[str]:
    """Return the registers that the migrations after number `held` name in REFRESH."""
    from alembic.script import ScriptDirectory

    revisions = ScriptDirectory.from_config(config).walk_revisions()
    modules = [revision.module for revision in revisions if int(revision.revision) > held]
    return sorted({key for module in modules for key in getattr(module, "REFRESH", ())})


def _config(connection: sa.Connection, versions: Path) -> "Config":
    """Return what Alembic is to know; db/migrations/env.py takes the open connection out of it."""
    from alembic.config import Config

    config = Config()
    for option, value in (("script_location", MIGRATIONS), ("version_locations", versions)):
        config.set_main_option(option, str(value).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")  # folders may have spaces and colons in their names
    config.attributes["connection"] = connection
    return config
