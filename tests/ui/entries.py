"""Putting records into a ledger as the form does."""

from dataclasses import replace

from shuangjian_desktop.services import records
from shuangjian_desktop.services.desk import Desk


def add(desk: Desk, register: str, **values) -> str:
    """Save a new record; return its uid."""
    return records.save(desk, records.new_draft(desk, register, values)).uid


def change(desk: Desk, register: str, uid: str, **values) -> None:
    """Change a record."""
    draft = records.edit_draft(desk, register, uid)
    records.save(desk, replace(draft, values={**draft.values, **values}))
