"""Putting records into a ledger as the form does, and reading what a paged table shows."""

from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel

from shuangjian_desktop.services import records
from shuangjian_desktop.services.desk import Desk


def add(desk: Desk, register: str, **values) -> str:
    """Save a new record; return its uid."""
    return records.save(desk, records.new_draft(desk, register, values)).uid


def change(desk: Desk, register: str, uid: str, **values) -> None:
    """Change a record."""
    draft = records.edit_draft(desk, register, uid)
    records.save(desk, replace(draft, values={**draft.values, **values}))


def cells(model: QAbstractItemModel, qtbot) -> list[list[str]]:
    """Return every cell of a paged table, once its pages are there."""

    def shown() -> list[list[str]]:
        return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]

    qtbot.waitUntil(lambda: all("…" not in line for line in shown()))
    return shown()
