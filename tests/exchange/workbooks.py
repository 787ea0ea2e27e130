"""Workbooks of clerks, made and mended as clerks do it."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from shuangjian_desktop.core.cells import CellFault, Sheet
from shuangjian_desktop.exchange.planning.heads import find_table
from shuangjian_desktop.exchange.planning.held import HeldRow, held_payload
from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.exchange.planning.returned import held_uids, take_back
from shuangjian_desktop.exchange.planning.rows import Table, cut_table
from shuangjian_desktop.exchange.reading import read_workbook
from shuangjian_desktop.exchange.writing.error_book import write_error_book
from shuangjian_desktop.registers import find
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.sheets import plan_table


def save(path: Path, *sheets: Sheet) -> Path:
    """Write sheets as a clerk's workbook: merged title, text cells as text."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row, 1):
                cell = page.cell(number, column)
                cell.value = value.text if isinstance(value, CellFault) else value
                if isinstance(value, str):
                    cell.data_type = "s"
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=6)
        page.column_dimensions["C"].width = 40
    book.save(path)
    return path


def returned_table(path: Path, register: str) -> Table:
    """Read a workbook as the services do."""
    workbook = read_workbook(path)
    head = find_table(workbook.sheets, find(register))
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == head.sheet)
    return cut_table(path.name, workbook.digest, sheet, head)


class Office:
    """A ledger with its tray: imports go in, held rows wait, error workbooks come back."""

    def __init__(self, register: str) -> None:
        self.register = register
        self.ledger = MemoryLedger()
        self.tray: dict[str, Mapping[str, Any]] = {}
        self.fixed: Mapping[str, str] = {}
        self._number = 0

    def take_in(self, path: Path) -> tuple[Plan, dict[int, str], dict[int, str]]:
        """Import a file: return the plan, the held rows and the records by place."""
        table = returned_table(path, self.register)
        if table.keys:
            table = take_back(table, [HeldRow(uid, self.tray[uid]) for uid in held_uids(table) if uid in self.tray])
        plan = plan_table(self.ledger, self.register, table, fixed=self.fixed)
        self.fixed = plan.mapping.fixed
        self.ledger.columns[self.register].update(plan.mapping.as_json()["columns"])
        booked = self.ledger.apply(plan)
        held: dict[int, str] = {}
        for row in plan.rows:
            old = table.held.get(row.place)
            if row.fate in ("doubtful", "error"):
                self._number += not old
                uid = old or f"h{self._number}"
                held[row.place] = uid
                self.tray[uid] = held_payload(plan, row)
            elif old:
                del self.tray[old]
        return plan, held, booked

    def send_back(self, path: Path, out: Path, *, unmasked: bool = False) -> Path:
        """Import a file and write its error workbook."""
        plan, held, booked = self.take_in(path)
        write_error_book(out, plan, held, booked, path, unmasked=unmasked)
        return out


def edit(path: Path, cells: Mapping[str, Any], sheet: str | None = None) -> Path:
    """Mend cells as a clerk does in Excel."""
    book = load_workbook(path)
    page = book[sheet] if sheet else book.active
    for name, value in cells.items():
        page[name] = value
    book.save(path)
    return path


def through_libreoffice(path: Path, kind: str = "xlsx") -> Path:
    """Open a workbook with LibreOffice and save it as `kind`; a machine without it skips the test."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    out = path.parent / "saved"
    out.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.{kind}"
