"""The check of a ledger that a clerk can ask for, and the quick one at the start: nothing is written."""

from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.registers import REGISTERS
from shuangjian_desktop.store import attached
from shuangjian_desktop.store.connection import connect_reader, version_of
from shuangjian_desktop.store.consistency import inconsistencies
from shuangjian_desktop.store.faults import DamagedError, faults
from shuangjian_desktop.store.health import Finding, cancellable, dangling, lacking, structure
from shuangjian_desktop.store.migrate import newest
from shuangjian_desktop.store.schema import Schema


def check(
    path: Path, schema: Schema | None = None, *, quick: bool = False, progress: Progress | None = None
) -> list[Finding]:
    """Return what is wrong with the ledger at `path`; nothing if all is well. It may be in use.

    `quick` looks at the file's structure alone (9 s for a million records); else all records are held against their
    history, what is computed against its sources, the search index against the records, the attachments against their
    digests. `schema` is that of the ledger, by default of the program's registers.

    Raises:
        LedgerError: the file is not there or may not be read.
        Cancelled: the clerk cancelled.

    """
    progress = progress or Progress()
    try:
        with closing(connect_reader(path)) as connection, faults(path, foreign=True), cancellable(connection, progress):
            found = _look(connection, schema, quick, progress)
            if found or quick:
                return found
            return attached.findings(attached.listed(connection), attached.folder_of(path), progress)
    except DamagedError as error:
        return [Finding(error.sentence, error.hint, damage=True)]


def _look(connection: sa.Connection, schema: Schema | None, quick: bool, progress: Progress) -> list[Finding]:
    """Return what is wrong with an open ledger."""
    with connection.begin():
        progress.step("检查文件", 0, 1)
        found = structure(connection, quick=quick)
        # On broken ground nothing more can be told; the records of another version's schema cannot be read.
        if found or quick or version_of(connection) != newest():
            return found
        schema = schema or Schema(REGISTERS)
        if found := lacking(connection, schema):
            return found
        titles = {key: table.register.title for key, table in schema.tables.items()}
        found = dangling(connection, lambda key: titles.get(key, key))
        return found + inconsistencies(connection, schema, progress)
