"""The safe reading of clerks' files: no file takes the program down, and no cell is lost in silence.

A workbook of a few hundred bytes can abort calamine, or make it ask for all memory; so nothing here reads a
file inside the program's own process. The flow of `read_workbook`:

1. `parent` looks at what needs no reading (missing, a folder, empty, locked, too large) and takes the digest.
   `process` starts the program itself with a hidden first word as a child. Under Windows it puts the child into
   a job with a memory limit (`windows_job`); elsewhere the child limits itself (`confine`).
2. The child (`child`) asks `kinds` what the file is, by its first bytes and never by its name. A kind without a
   reader is refused with its own sentence; a new format is one entry in `child.READERS`.
3. `xlsx` has the workbook checked before calamine touches it: `archive` (zip: entries, names, real sizes, CRC),
   `package` (its parts, macros, the XML they are written in), `cellscan` and, for XML of unusual form,
   `cellparse` (cells that are really used). The same pass collects what calamine hides: error cells, and
   formulas that hold no value. `xls` does so for old workbooks: `compound` opens the container around them, and
   `biff` walks the records and makes harmless what calamine would trust. `ods` checks the zip like `xlsx`; its cells
   are read by `odscells`, because calamine loses too much of them. `csvtext` finds out encoding and delimiter.
4. `wire` carries the rows over the child's standard output, as lines of JSON, and back into cells.
5. `parent` builds the `Workbook`; `process` ends the child when it is cancelled or silent for too long, and turns
   an abort, a panic, a time-out or a lack of memory into a sentence.

Whatever is refused inside is a `Refusal`; what leaves `read_workbook` is a `FileError` that names the file.
"""

from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.parent import Workbook, read_workbook

__all__ = ["Limits", "Workbook", "read_workbook"]
