"""The program's side of a reading: looks at the file from outside, and builds what the child sends."""

import hashlib
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shuangjian_desktop.core.cells import Cell, Merged, Sheet
from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.exchange.reading import wire
from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.process import Child
from shuangjian_desktop.exchange.reading.refusal import INTO_NEW_BOOK, Refusal

_LOCK_FILES = ("~$", ".~lock.")
_MEGABYTE = 1_000_000
_CHOOSE_AGAIN = "请重新选择文件。"


@dataclass(frozen=True)
class Workbook:
    """What a file held: `kind` is "xlsx", "xls" (.et too), "ods" or "csv", `digest` the SHA-256 of its bytes (hex)."""

    path: Path
    kind: str
    digest: str
    sheets: list[Sheet]


def read_workbook(
    path: Path, *, progress: Progress | None = None, limits: Limits | None = None, most: int | None = None
) -> Workbook:
    """Read the file at `path`, whatever it is, in a child process that it cannot escape; `most`: the first sheets only.

    Row `i` of a sheet is `rows[i - 1]`; empty cells at the end of a row and empty rows at the end of a sheet are
    left off, those before and between are kept. Times of day and durations come as text ("08:30:00").

    Raises:
        FileError: the file cannot be read; its sentence names the file and says why.
        Cancelled: the clerk cancelled; the child is gone.
    """
    try:
        return _read(path, progress or Progress(), limits or Limits(), most)
    except Refusal as refusal:
        raise FileError(f"“{path.name}”{refusal.what}", refusal.hint) from refusal


def _read(path: Path, progress: Progress, limits: Limits, most: int | None) -> Workbook:
    progress.step("读取文件", 0, 0)
    before = _look(path, limits)
    digest = _digest(path)
    answer = _Answer(progress, most)
    with Child(path, limits, progress.cancelled) as child:
        for line in child.lines():
            if answer.take(line):
                break
    if _look(path, limits) != before:
        raise Refusal("在读取时被改动了。", "请等别的程序保存完这个文件，再试一次。")
    return Workbook(path, answer.kind, digest, answer.sheets)


def _look(path: Path, limits: Limits) -> tuple[int, int]:
    """Return size and time of change of the file, refused here if there is nothing to read in it."""
    if path.name.startswith(_LOCK_FILES):
        raise Refusal("是打开工作簿时留下的锁定文件，不是工作簿本身。", "请选择名字前面没有“~$”的那个文件。")
    try:
        found = path.stat()
    except PermissionError as error:
        raise _no_permission() from error
    except (OSError, ValueError) as error:  # ValueError: a zero character in the name
        raise Refusal("不存在，可能已被移动、改名或删除。", _CHOOSE_AGAIN) from error
    if stat.S_ISDIR(found.st_mode):
        raise Refusal("是文件夹，不是文件。", "请选择文件夹里的某个文件。")
    if not stat.S_ISREG(found.st_mode):
        raise Refusal("不是普通文件。", _CHOOSE_AGAIN)
    if found.st_size == 0:
        raise Refusal("是空文件，里面什么也没有。", _CHOOSE_AGAIN)
    if found.st_size > limits.file_size:
        size, most = found.st_size / _MEGABYTE, limits.file_size / _MEGABYTE
        raise Refusal(f"过大（{size:.1f} MB），最多读 {most:.0f} MB。", INTO_NEW_BOOK)
    return found.st_size, found.st_mtime_ns


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except PermissionError as error:
        raise _no_permission() from error
    except OSError as error:
        raise Refusal("读不出来，所在的磁盘或网络位置可能有问题。", "请把它复制到本机再试。") from error


def _no_permission() -> Refusal:
    return Refusal("没有读取权限，或正被别的程序占用。", "请关闭打开它的程序，或向文件的主人要来读取权限。")


@dataclass
class _Answer:
    """What the child has sent so far."""

    progress: Progress
    most: int | None = None
    kind: str = ""
    sheets: list[Sheet] = field(default_factory=list)

    def take(self, line: dict[str, Any]) -> bool:
        """Take one line in; True when it is the last.

        Raises:
            Refusal: the child refuses the file.
            Cancelled: the clerk cancelled.
        """
        if "columns" in line:
            self.sheets[-1].rows.extend(wire.decode(line))
        elif "progress" in line:
            self.progress.step(*line["progress"])
        elif "sheet" in line:
            self._end_sheet()
            if len(self.sheets) == self.most:
                return True
            name, hidden, merged = line["sheet"]
            self.sheets.append(Sheet(name, [], hidden, tuple(Merged(*one) for one in merged)))
        elif "kind" in line:
            self.kind = line["kind"]
        elif "refused" in line:
            raise Refusal(*line["refused"])
        elif "out_of_memory" in line:
            raise Refusal("内容过于庞大，读取时内存不够。", INTO_NEW_BOOK)
        else:
            self._end_sheet()
            return True
        return False

    def _end_sheet(self) -> None:
        rows: list[list[Cell]] = self.sheets[-1].rows if self.sheets else []
        while rows and not rows[-1]:
            rows.pop()
