"""The capped child: reads one file and sends its rows over standard output, as lines of JSON.

The request is one line of JSON on standard input, sent when the child has been confined. The answer is lines of:
{"kind": kind}, {"progress": [part, done, total]}, {"sheet": [name, hidden, merged]} before its batches (see `wire`),
and at last one of {"end": true}, {"refused": [what, hint]}, {"out_of_memory": true}: without one of these, it died.
"""

import gc
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import orjson

from shuangjian_desktop.exchange.reading import kinds, wire
from shuangjian_desktop.exchange.reading.confine import Bounds, confine_self
from shuangjian_desktop.exchange.reading.csvtext import read_csv
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.ods import read_ods
from shuangjian_desktop.exchange.reading.refusal import Refusal
from shuangjian_desktop.exchange.reading.rows import SheetRows, Tell
from shuangjian_desktop.exchange.reading.xls import read_xls
from shuangjian_desktop.exchange.reading.xlsx import read_xlsx

_INPUT, _OUTPUT = 0, 1

READERS: dict[str, Callable[[Path, Limits, Tell], Iterator[SheetRows]]] = {
    "xlsx": read_xlsx,
    "xls": read_xls,
    "ods": read_ods,
    "csv": read_csv,
}
"""The reader of each kind of file (the kinds of `kinds.kind_of`)."""


def main() -> int:
    """Read the request, confine this process, and answer."""
    gc.disable()  # rows are plain lists without cycles, and the process is short
    with open(_INPUT, "rb", closefd=False) as source:
        request = json.loads(source.readline())
    limits = Limits(**request["limits"])
    confine_self(Bounds(limits.memory, limits.cpu_seconds))
    # Not sys.stdout: a windowed program has none.
    with open(_OUTPUT, "wb", closefd=False) as output:
        _Answer(output, limits).give(Path(request["path"]))
    return 0


class _Answer:
    """Writes the lines of one answer."""

    def __init__(self, output: BinaryIO, limits: Limits) -> None:
        self._output = output
        self._limits = limits
        self._sent = 0

    def give(self, path: Path) -> None:
        """Read the file and send all of it, or why it cannot be read."""
        try:
            self._send_sheets(path)
        except Refusal as refusal:
            self._send({"refused": [refusal.what, refusal.hint]})
        except MemoryError:
            self._send({"out_of_memory": True})
        else:
            self._send({"end": True})

    def _send_sheets(self, path: Path) -> None:
        kind = kinds.kind_of(path, self._limits)
        if kind not in READERS:
            raise Refusal(*kinds.REFUSED[kind])
        self._send({"kind": kind})
        for sheet in READERS[kind](path, self._limits, self._tell):
            self._send({"sheet": [sheet.name, sheet.hidden, [list(area) for area in sheet.merged]]})
            done = 0
            for batch in wire.batches(sheet.rows):
                self._send(wire.encode(batch))
                done += len(batch)
                self._tell("读取工作表", done, max(done, sheet.height))

    def _tell(self, part: str, done: int, total: int) -> None:
        self._send({"progress": [part, done, total]})

    def _send(self, line: dict[str, object]) -> None:
        packed = orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
        self._sent += len(packed)
        if self._sent > self._limits.output and "columns" in line:
            raise Refusal("的内容太多。", "请把它分成几个文件再试。")
        self._output.write(packed)
        self._output.flush()
