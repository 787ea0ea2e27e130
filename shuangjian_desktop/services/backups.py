"""Backups and the check of the ledger, as the window and the command line ask for them."""

from datetime import datetime
from pathlib import Path

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import operator_name
from shuangjian_desktop.store import attached, backups
from shuangjian_desktop.store import restore as restoring
from shuangjian_desktop.store.backups import Backup
from shuangjian_desktop.store.check import check as check_ledger
from shuangjian_desktop.store.ledger import Ledger, Operation


def backup(desk: Desk, out: Path | None = None, *, reason: str = "", progress: Progress | None = None) -> Path:
    """Make a verified backup, in the ledger's folder 备份 or at `out`; return where it lies.

    Raises:
        LedgerError: the ledger is damaged, there is no room, or `out` is there already.

    """
    if out is not None and not out.absolute().parent.is_dir():
        raise LedgerError(f"文件夹“{out.parent}”不存在，没有备份。", "请换个位置，或先建立这个文件夹。")
    return backups.back_up(desk.ledger.path, out, reason=reason, progress=progress).path


def lost_files(desk: Desk) -> str:
    """Return the sentence that names the attachments whose files are gone, so that they are in no backup, or ''."""
    lost = attached.lost_of(desk.ledger.path)
    return f"有 {len(lost)} 个附件的文件找不到，没有备份：{attached.told(lost)}。" if lost else ""


def backup_if_due(desk: Desk, now: datetime | None = None) -> Path | None:
    """Make a backup if something was written since the last one and that is old enough."""
    moment = (now or datetime.now()).astimezone()
    newest = desk.ledger.reader.steps(limit=1)
    changed = newest[0].at.astimezone() if newest else None
    return backup(desk) if backups.due(moment, last_backup(desk), changed) else None


def backup_list(desk: Desk) -> list[Backup]:
    """Return the backups in the ledger's folder, the newest first."""
    return backups.backups(desk.ledger.path)


def last_backup(desk: Desk) -> datetime | None:
    """Return when the newest backup was made, None if there is none."""
    found = backups.backups(desk.ledger.path)
    return found[0].made if found else None


def restore(path: Path, file: Path, operator: str, *, progress: Progress | None = None) -> str:
    """Put a backup in the ledger's place, with a step that says so; return what came of it in one sentence.

    The caller holds the ledger's lock and has closed it.

    Raises:
        LedgerError: the backup is not whole, newer, another office's, or there is no room; the ledger is as it was.
        RefusedError: nobody is named who restores it.

    """
    operation = Operation("restored", f"用备份恢复台账：{file.name}", operator_name(operator), always=True)
    restored = restoring.restore(file, path, progress=progress)
    with Ledger.open(path) as ledger:
        ledger.transact(operation, lambda _writer: None)
    return restored.sentence


def check(path: Path) -> list[str]:
    """Return what is wrong with the ledger, each in a sentence; nothing if all is well."""
    return [finding.text for finding in check_ledger(path)]
