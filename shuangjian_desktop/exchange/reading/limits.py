"""How much a file may ask of us. The numbers leave room for one million rows of fourteen columns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of one reading; sizes are bytes, times are seconds."""

    file_size: int = 100_000_000
    """Of the file on disk."""
    entries: int = 10_000
    """Parts in the zip (a workbook with a picture per row has thousands)."""
    directory_size: int = 4_000_000
    """Of the zip's central directory, which is read at once."""
    inflated: int = 1_500_000_000
    """Of all parts together, counted while inflating."""
    ratio: int = 200
    """Inflated over packed size of one part that is large (`ratio_from`) when inflated."""
    ratio_from: int = 64_000_000
    cells: int = 30_000_000
    """Rows × columns of the area that a sheet uses; calamine keeps them all, used or not."""
    merged_cells: int = 1_100_000
    """Cells under merged ranges of one sheet (one whole column is 1 048 576)."""
    field_size: int = 1_000_000
    """Characters in one cell of a text file."""
    output: int = 1_000_000_000
    """What the child may send: a string that many cells share is sent with each of them."""
    memory: int = 2_000_000_000
    """Address space of the child."""
    cpu_seconds: int = 600
    idle_seconds: float = 120.0
    """Without a sign of progress, after which the child is given up."""


MAX_ROWS = 1_048_576
"""Rows of a sheet, by ISO/IEC 29500 and Excel."""
MAX_COLUMNS = 16_384
"""Columns of a sheet: A to XFD."""
