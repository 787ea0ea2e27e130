"""Whether the built program is whole: folders are copied in part, and virus scanners take files away."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from shuangjian_desktop.core.errors import FileError

LIST = "files.txt"
"""In the folder of the program's parts: a line for each, its size in bytes, a blank, its place."""


def write_list(folder: Path) -> None:
    """Write down what lies in a folder when it is built."""
    sizes = dict(_sizes(str(folder)))
    lines = [f"{size} {place}\n" for place, size in sorted(sizes.items()) if place != LIST]
    (folder / LIST).write_text("".join(lines), encoding="utf-8", newline="\n")


def require_whole(folder: Path) -> None:
    """Compare a folder with its list, by size: contents would take too long at every start.

    Raises:
        FileError: something is missing, or is not as it was built.

    """
    try:
        lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = [f"0 {LIST}"]
    there = {f"{size} {place}" for place, size in _sizes(str(folder))}
    lost = [line.partition(" ")[2] for line in lines if line not in there]
    if lost:
        more = f"等 {len(lost)} 个文件" if len(lost) > 1 else ""
        raise FileError(
            f"程序文件不完整：“{lost[0]}”{more}缺失或被改动，程序不能启动。",
            "请重新复制（或重新安装）整个程序文件夹，路径不要太长；如果是杀毒软件隔离的，请先把程序加入信任区。",
        )


def _sizes(folder: str, before: str = "") -> Iterator[tuple[str, int]]:
    """Yield place and size of all files; Windows tells the sizes with the names, without a look at each file."""
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):  # a link may lead to what was taken away
                if entry.is_dir():
                    yield from _sizes(entry.path, f"{before}{entry.name}/")
                else:
                    yield f"{before}{entry.name}", entry.stat().st_size
