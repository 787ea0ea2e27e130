"""Putting a backup in the place of the ledger: checked wholly first, nothing deleted, a new epoch, numbers going on.

An epoch tells the ledgers apart that went on from one backup: what was exchanged before the restore and what comes
after may carry the same numbers of steps, never the same epoch.
"""

import glob
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.files import flush, temporary
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.store import attached
from shuangjian_desktop.store.attached import Attached
from shuangjian_desktop.store.backups import backups, copy_to
from shuangjian_desktop.store.connection import connect, connect_reader, pragma, version_of
from shuangjian_desktop.store.disk import SIDECARS, flush_folder, replace, require_room, sidecar
from shuangjian_desktop.store.faults import DRIVER_ERRORS, DamagedError, faults
from shuangjian_desktop.store.health import cancellable, dangling, identity, structure
from shuangjian_desktop.store.migrate import newest

_WHAT = "备份"
_ASIDE = "-恢复前-"  # in the name of the file that a restore set aside
_STAMP = "%Y%m%d-%H%M%S"
_BEYOND_REASON = 1_000_000
_UNKNOWN = "文书编号接着备份里的最大号往后编：备份以后还下达过通知书的，请先照原件一份一份补录、下达，文号才不会重复。"
Serials = dict[tuple[str, int], int]


@dataclass(frozen=True)
class Known:
    """What one file tells: whose it is, its epoch, and the highest number of each series and year."""

    office: str = ""
    epoch: int = 0
    serials: Serials = field(default_factory=dict)


@dataclass(frozen=True)
class Restored:
    """What came of it, in one sentence; where the file is that was the ledger before (None: there was none)."""

    sentence: str
    epoch: int
    aside: Path | None


def restore(backup: Path, ledger: Path, *, now: datetime | None = None, progress: Progress | None = None) -> Restored:
    """Put the backup in the place of the ledger. The caller holds the ledger's lock and has no connection to it open.

    The file that was there is kept beside it under another name, also a damaged one.

    Raises:
        LedgerError: the backup is not whole, newer than the program or another office's; the ledger is in use; no room.
            The ledger is then as it was.
        Cancelled: the clerk cancelled; the ledger is as it was.

    """
    progress = progress or Progress()
    at = (now or datetime.now()).astimezone()
    with faults(backup, _WHAT):
        if ledger.exists() and backup.samefile(ledger):
            raise LedgerError("选择的备份就是正在使用的台账。", "请选择“备份”文件夹里的文件。")
        size = backup.stat().st_size
    present, others = _known(ledger), [_known(path) for path in _relatives(ledger)]
    with faults(ledger):
        require_room(ledger.parent, size)
        with temporary(ledger) as path:
            chosen = _produce(backup, path, progress)
            _require_same_office(chosen, present)
            epoch = _carry_over(path, [chosen, present, *others])
            flush(path)
            lost = _bring_back(path, backup.parent / attached.FOLDER, attached.folder_of(ledger), progress)
            progress.step("恢复", 1, 1)  # the last moment to cancel
            aside = _swap(path, ledger, at)
    known = bool(present.office) and chosen.serials.keys() <= present.serials.keys()
    return Restored(_sentence(backup, aside, lost, known=known), epoch, aside)


def _produce(backup: Path, path: Path, progress: Progress) -> Known:
    """Copy the backup to `path` and look the copy through; return what it tells.

    Raises:
        DamagedError: it is not whole.
        LedgerError: it is newer than the program, or cannot be read.

    """
    with closing(connect_reader(backup)) as source, faults(backup, _WHAT, foreign=True), source.begin():
        copy_to(source, backup, path, progress, "复制备份")
    progress.step("检查备份", 0, 1)
    with closing(connect_reader(path)) as copy, faults(backup, _WHAT, foreign=True), cancellable(copy, progress):
        if version_of(copy) > newest():
            raise LedgerError(f"备份“{backup.name}”是用新版本的程序保存的，没有恢复。", "请先升级本程序。")
        if structure(copy) or dangling(copy):
            raise DamagedError(f"备份“{backup.name}”没有通过检查，没有恢复，台账未改动。", "请选择另一个备份。")
        return _tells(copy)


def _tells(connection: sa.Connection) -> Known:
    """Return what an open ledger tells.

    Raises:
        DBAPIError: it is damaged there.

    """
    whose = _whose(connection)
    return Known(whose.office, whose.epoch, _serials(connection))


def _whose(connection: sa.Connection) -> Known:
    meta = identity(connection)
    epoch = meta.get("epoch", "")
    return Known(
        meta.get("office", ""), int(epoch) if epoch.isdecimal() and len(epoch) < len(str(_BEYOND_REASON)) else 0
    )


def _serials(connection: sa.Connection) -> Serials:
    rows = connection.exec_driver_sql("SELECT prefix, year, highest FROM serial")
    # A number beyond reason is damage: it would be gone on from for ever.
    return {(str(prefix), int(year)): int(number) for prefix, year, number in rows if 0 <= number < _BEYOND_REASON}


def _known(path: Path) -> Known:
    """Return what can still be read of a file; nothing is known where it is damaged, foreign or not there."""
    known = Known()
    with suppress(LedgerError, *DRIVER_ERRORS), closing(connect_reader(path)) as connection:
        known = _whose(connection)
        known = Known(known.office, known.epoch, _serials(connection))
    return known


def _relatives(ledger: Path) -> list[Path]:
    """Return the other files that may know of higher numbers: backups, and what earlier restores set aside."""
    return [*(one.path for one in backups(ledger)), *ledger.parent.glob(f"{glob.escape(ledger.stem)}{_ASIDE}*.db")]


def _require_same_office(chosen: Known, present: Known) -> None:
    """Refuse the backup of another office's ledger.

    Raises:
        LedgerError: it is one.

    """
    if present.office and chosen.office != present.office:
        raise LedgerError(
            f"这个备份是另一个单位的（代码 {chosen.office}，现在的台账是 {present.office}），没有恢复。",
            "请选择本单位的备份；要看那个单位的数据，请把备份当作台账打开。",
        )


def _carry_over(path: Path, known: Iterable[Known]) -> int:
    """Give the file at `path` an epoch above all that are known, and the highest numbers; return the epoch."""
    epoch, serials = 1, Serials()
    for one in known:
        epoch = max(epoch, one.epoch + 1)
        for series, highest in one.serials.items():
            serials[series] = max(serials.get(series, 0), highest)
    with closing(connect(path, "rw", "BEGIN IMMEDIATE")) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'epoch'", (str(epoch),))
        for (prefix, year), highest in serials.items():
            connection.exec_driver_sql("INSERT OR REPLACE INTO serial VALUES (?, ?, ?)", (prefix, year, highest))
    return epoch


def _bring_back(path: Path, source: Path, target: Path, progress: Progress) -> list[Attached]:
    """Copy the attachments that are gone from those of the backup; return those that are in neither place."""
    with closing(connect_reader(path)) as connection, faults(path, _WHAT):
        files = attached.listed(connection)
    attached.copy_missing(files, source, target, progress, "恢复附件")
    return attached.lost(files, target)


def _swap(path: Path, ledger: Path, at: datetime) -> Path | None:
    """Put `path` in the ledger's place in one stroke; return where the ledger that was there is kept.

    Raises:
        BusyError: somebody has the ledger open; it is as it was.
        OSError: it cannot be put there; the ledger is as it was.

    """
    if not ledger.exists():
        replace(path, ledger)
        return None
    _settle(ledger)
    aside = _free_name(ledger, at)
    moved = [
        (sidecar(ledger, suffix), sidecar(aside, suffix)) for suffix in SIDECARS if sidecar(ledger, suffix).exists()
    ]
    _double(ledger, aside)
    try:
        # What waits in the old log must not be taken for the new ledger's.
        for old, new in moved:
            old.replace(new)
        flush_folder(ledger.parent)
        replace(path, ledger)
    except OSError:
        for old, new in moved:
            if new.exists():
                new.replace(old)
        aside.unlink()
        raise
    return aside


def _settle(ledger: Path) -> None:
    """Write what waits in the log into the ledger's file, which shows too that nobody else has it open.

    Raises:
        BusyError: somebody has.
        LedgerError: it cannot be written.

    """
    # A damaged file keeps its log beside it.
    with suppress(DamagedError), faults(ledger), closing(connect(ledger, "rw", "BEGIN IMMEDIATE")) as connection:
        pragma(connection, "PRAGMA journal_mode=DELETE")


def _double(ledger: Path, aside: Path) -> None:
    """Give the file a second name, so that there is no moment without a ledger; copy it where no links are."""
    try:
        os.link(ledger, aside)
    except OSError:
        shutil.copy2(ledger, aside)
        flush(aside)


def _free_name(ledger: Path, at: datetime) -> Path:
    """Return a name beside the ledger that no file has yet."""
    stem = f"{ledger.stem}{_ASIDE}{at.strftime(_STAMP)}"
    names = (f"{stem}{tail}.db" for tail in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(path for path in map(ledger.with_name, names) if not path.exists())


def _sentence(backup: Path, aside: Path | None, lost: Sequence[Attached], *, known: bool) -> str:
    """Return what the clerk is told. `known`: the ledger that was there told how far its numbers had come."""
    kept = f"原来的台账另存为“{aside.name}”，没有删除；" if aside else ""
    files = f"有 {len(lost)} 个附件的文件在台账和备份旁都找不到：{attached.told(lost)}。" if lost else ""
    numbers = "文书编号接着用过的最大号往后编。" if known else _UNKNOWN
    return f"已从备份“{backup.name}”恢复。{kept}{numbers}{files}"
