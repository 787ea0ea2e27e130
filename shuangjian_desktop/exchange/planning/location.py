"""Where in the sheet a row's problem stands."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from shuangjian_desktop.core.kinds import Ref
from shuangjian_desktop.core.masking import mask_text
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.exchange.planning.cells import cell_shown, has_personal_name
from shuangjian_desktop.exchange.planning.mapping import Column, Mapping, target_fields
from shuangjian_desktop.exchange.planning.outcome import RowProblem
from shuangjian_desktop.exchange.planning.plan import CellProblem, Level
from shuangjian_desktop.exchange.planning.rows import Table
from shuangjian_desktop.registers import find


@dataclass
class Locator:
    """Finds the cell that a problem is about."""

    table: Table
    register: Register
    mapping: Mapping

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return self.mapping.fields

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {**self.register.by_key, **target_fields(self.register)}

    def locate(self, index: int, problem: RowProblem) -> CellProblem:
        """Return the problem of data row `index` with sheet, row, column letter and what stands there."""
        item = self._fields.get(problem.field)
        column = self._columns.get(problem.field)
        text = self._text(index, problem, column)
        return CellProblem(
            self.table.sheet,
            self.table.numbers[index],
            column.letter if column else "",
            problem.field,
            item.label if item else "",
            text,
            problem.message,
            problem.allowed,
            cast("Level", problem.level),
            mask_for(item, text) if item else "",
        )

    def _text(self, index: int, problem: RowProblem, column: Column | None) -> str:
        """Return what stands in the cell, or what was given for all rows."""
        if problem.text is not None:
            return problem.text
        row = self.table.rows[index]
        if column is not None:
            return cell_shown(row[column.index]) if column.index < len(row) else ""
        return self.mapping.fixed.get(problem.field, "")


def mask_for(item: Field, text: str) -> str:
    """Return what may be seen of the text of a field, '' where all of it may.

    What calls a record may begin with a personal name and go on without a space: then only one character is shown.
    """
    if item.personal:
        return mask_text(text)
    if isinstance(item.kind, Ref) and has_personal_name(find(item.kind.to)):
        return mask_name(text)
    return ""


def mask_name(text: str) -> str:
    """Return what may be seen of the text that calls a record with a personal name."""
    return f"{text[0]}***" if text else ""
