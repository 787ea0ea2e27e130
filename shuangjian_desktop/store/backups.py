"""Backups of a ledger: made while it is in use, verified when made, kept dense at first and thinner with age."""

import re
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.store import attached
from shuangjian_desktop.store.connection import connect, connect_reader, pragma
from shuangjian_desktop.store.disk import sidecar, write_safely
from shuangjian_desktop.store.faults import DamagedError, fault_of, faults
from shuangjian_desktop.store.health import cancellable, counts, dangling, identity, structure

FOLDER = "备份"
EVERY = timedelta(minutes=30)
RECENT = timedelta(hours=2)
_WHAT = "备份"
_PAGES = 1024  # copied between two looks at the cancel button: 4 MB
_STAMP = "%Y%m%d-%H%M%S"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
# How many backups are kept one a day, then one a week, then one a month (as Anki does).
_PERIODS: tuple[tuple[int, Callable[[date], tuple[int, ...]]], ...] = (
    (12, lambda day: (day.toordinal(),)),
    (10, lambda day: day.isocalendar()[:2]),
    (9, lambda day: (day.year, day.month)),
)


@dataclass(frozen=True)
class Backup:
    """A backup as its name tells: when it was made, and why ('' by time)."""

    path: Path
    made: datetime
    reason: str = ""

    def age(self, now: datetime) -> str:
        """Return how old it is, as people say it."""
        minutes = max(0, int((now - self.made).total_seconds() // 60))
        if minutes < 60:
            return f"{minutes} 分钟前" if minutes else "刚刚"
        return f"{minutes // 60} 小时前" if minutes < 24 * 60 else f"{minutes // (24 * 60)} 天前"


def folder_of(ledger: Path) -> Path:
    """Return the folder of a ledger's backups."""
    return ledger.resolve().parent / FOLDER


def backups(ledger: Path) -> list[Backup]:
    """Return the backups in the ledger's folder of backups, the newest first."""
    name = re.compile(rf"{re.escape(ledger.stem)}-(\d{{8}}-\d{{6}})(?:-(.+))?\.db")
    found = []
    with faults(folder_of(ledger), _WHAT):
        paths = list(folder_of(ledger).glob("*.db"))
    for path in paths:
        if match := name.fullmatch(path.name):
            with suppress(ValueError):  # eight digits that are no day: a file of somebody else's
                made = datetime.strptime(match[1], _STAMP).astimezone()
                found.append(Backup(path, made, match[2] or ""))
    return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)


def due(now: datetime, last: datetime | None, changed: datetime | None) -> bool:
    """Tell whether it is time for a backup: something was changed since the `last` one, and that is 30 minutes old.

    `changed` is when the ledger was last written, None if never. All three are aware datetimes.
    """
    if changed is None:
        return False
    if last is None or last > now:  # a clock that was ahead must not hold backups up
        return True
    return changed > last and now - last >= EVERY


def obsolete(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which backups of these times may go.

    Kept are the newest, all of the last two hours, then the newest of each of 12 days, of 10 weeks, of 9 months.
    """
    left = [count for count, _period in _PERIODS]
    kept: datetime | None = None
    thinned = set()
    for at in sorted(set(made), reverse=True):
        if kept is None or now - at <= RECENT:
            kept = at
            continue
        for number, (_count, period) in enumerate(_PERIODS):
            if left[number] and period(at.date()) != period(kept.date()):
                left[number] -= 1
                kept = at
                break
        else:
            thinned.add(at)
    return thinned


def back_up(
    ledger: Path,
    target: Path | None = None,
    *,
    reason: str = "",
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Backup:
    """Make a verified backup of the ledger, which may be in use, and thin the older ones in its folder.

    The attachments go into the folder 附件 beside it, where all backups share them.

    It goes to `target` (a file that is not there yet, or a folder), else to the ledger's folder of backups; there
    `reason` becomes part of its name.

    Raises:
        DamagedError: the ledger fails its check; nothing is written and no older backup goes.
        LedgerError: no room, no permission, the target is there already.
        Cancelled: the clerk cancelled; nothing is left.

    """
    progress = progress or Progress()
    made = (now or datetime.now()).astimezone().replace(microsecond=0)
    with faults(ledger):
        needed = sum(path.stat().st_size for path in (ledger, sidecar(ledger, "-wal")) if path.exists())
    chosen = _choose(ledger, target, _NOT_IN_NAMES.sub("", reason), made)
    with closing(connect_reader(ledger)) as source, faults(ledger, foreign=True), source.begin():
        # One transaction: what is counted here is what is copied below, whatever is written meanwhile.
        files = attached.listed(source)
        attached.copy_missing(
            files, attached.folder_of(ledger), chosen.path.parent / attached.FOLDER, progress, "备份附件"
        )
        expected = (identity(source), counts(source))

        def produce(path: Path) -> None:
            copy_to(source, ledger, path, progress, "备份")

        def verify(path: Path) -> None:
            _verify(path, source, ledger, expected, progress)

        write_safely(chosen.path, produce, verify, needed=needed, what=_WHAT)
    if target is None:
        _thin(ledger, chosen)
    return chosen


def _choose(ledger: Path, target: Path | None, reason: str, made: datetime) -> Backup:
    """Return the backup to be made, under a name that is free; make the ledger's folder of backups.

    Raises:
        LedgerError: there is such a file.

    """
    folder = target if target is not None and target.is_dir() else None
    if target is None:
        folder = folder_of(ledger)
        with faults(folder, _WHAT):
            folder.mkdir(exist_ok=True)
    if folder is None:
        assert target is not None
        if target.exists():
            raise LedgerError(f"“{target}”已经存在，没有备份。", "请换一个文件名：已有的文件不会被覆盖。")
        return Backup(target, made, reason)
    tail = f"-{reason}" if reason else ""
    while (path := folder / f"{ledger.stem}-{made.strftime(_STAMP)}{tail}.db").exists():
        made += timedelta(seconds=1)
    return Backup(path, made, reason)


def copy_to(source: sa.Connection, held: Path, path: Path, progress: Progress, part: str) -> None:
    """Copy the file open at `held` to `path`, page by page, as one file that needs no others beside it.

    `part` is what the clerk reads while it goes on.

    Raises:
        DamagedError: the file at `held` cannot be read.
        Cancelled: the clerk cancelled.

    """

    def tell(_status: int, remaining: int, total: int) -> None:
        progress.step(part, total - remaining, total)

    with closing(connect(path, "rwc", "BEGIN")) as copy:
        reader, writer = source.connection.driver_connection, copy.connection.driver_connection
        assert reader is not None
        assert writer is not None
        pragma(copy, "PRAGMA synchronous=OFF")  # flushed once, when it is whole
        try:
            reader.backup(writer, pages=_PAGES, progress=tell)
        except dbapi2.Error as error:
            told = fault_of(error, held)
            if isinstance(told, DamagedError):  # the new file can be full or held, but not yet damaged
                raise told from error
            raise
        pragma(copy, "PRAGMA journal_mode=DELETE")


def _verify(
    path: Path,
    source: sa.Connection,
    ledger: Path,
    expected: tuple[dict[str, str], dict[str, int]],
    progress: Progress,
) -> None:
    """Read the copy back: whole, and the same ledger with as many rows in each table.

    Raises:
        DamagedError: the ledger itself is broken, or the copy alone.

    """
    progress.step("核对备份", 0, 1)
    try:
        with closing(connect_reader(path)) as copy, faults(path, _WHAT), cancellable(copy, progress):
            good = not structure(copy) and not dangling(copy) and (identity(copy), counts(copy)) == expected
    except DamagedError:
        good = False
    if not good:
        raise _not_good(source, ledger, progress)
    progress.step("核对备份", 1, 1)


def _not_good(source: sa.Connection, ledger: Path, progress: Progress) -> DamagedError:
    """Return the error that says which is broken: the ledger, or the disk that the copy was written to."""
    with cancellable(source, progress):
        if structure(source) or dangling(source):
            return DamagedError(
                f"台账“{ledger.name}”没有通过检查，这次没有备份；原有的备份都保留着。",
                "请先检查台账（shuangjian check），必要时从备份恢复。",
            )
    return DamagedError("写出的备份与台账不一致，已丢弃。", "请检查备份所在的磁盘，或备份到另一个磁盘。")


def _thin(ledger: Path, newest: Backup) -> None:
    """Delete the backups that are no longer needed; one that is held goes next time."""
    found = backups(ledger)
    gone = obsolete((one.made for one in found), newest.made)
    for one in found:
        if one.made in gone:
            with suppress(OSError):
                one.path.unlink()
