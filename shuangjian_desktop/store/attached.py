"""Files that hang on records: kept beside the ledger under the digest of their content, never written over.

The rows (register `attachment`) are undone and deleted like any other; the files stay, so that a row that comes back
finds its file. Two rows of one content share one file.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.registers import BY_KEY
from shuangjian_desktop.registers.system import ATTACHMENT
from shuangjian_desktop.store.connection import connect_reader
from shuangjian_desktop.store.disk import write_safely
from shuangjian_desktop.store.faults import DamagedError, faults
from shuangjian_desktop.store.health import Finding

FOLDER = "附件"
LARGEST = 200_000_000
"""Bytes of one file: films and disk images belong elsewhere, every backup would copy them."""
_WHAT = "附件"
_CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAMED = 5


@dataclass(frozen=True)
class Attached:
    """A file as its row tells of it. `own`: it was added here; of another office's only the row came, in a package."""

    digest: str
    name: str
    register: str
    own: bool
    living: bool

    @property
    def told(self) -> str:
        """What it is called where anybody may read it: the name masked, and what it hangs on."""
        name = ATTACHMENT["name"].kind.mask(self.name or None) or self.digest[:8]
        register = BY_KEY.get(self.register)
        return f"“{name}”（{register.title}）" if register else f"“{name}”"


def folder_of(ledger: Path) -> Path:
    """Return the folder of a ledger's attachments."""
    return ledger.resolve().parent / FOLDER


def place(folder: Path, digest: str) -> Path:
    """Return where the file with this content lies in a folder of attachments.

    What is no digest (a row may come from anywhere) is made one: no path leads out of the folder.
    """
    if not _DIGEST.fullmatch(digest):
        digest = hashlib.sha256(digest.encode()).hexdigest()
    return folder / digest[:2] / digest


def is_kept(ledger: Path, digest: str) -> bool:
    """Return whether the file is there."""
    return place(folder_of(ledger), digest).is_file()


def keep(ledger: Path, source: Path) -> tuple[str, int]:
    """Copy a file into the ledger's folder of attachments, wholly or not at all; return its digest and size in bytes.

    Raises:
        FileError: it cannot be read, is empty or too large.
        LedgerError: it cannot be written there.

    """
    try:
        size = source.stat().st_size
        if not source.is_file() or not size:
            raise FileError(f"“{source.name}”不是文件，或是空的，没有添加。", "请重新选择文件。")
        if size > LARGEST:
            raise FileError(
                f"“{source.name}”过大（{size / 1e6:.0f} MB），没有添加。", f"附件最大 {LARGEST / 1e6:.0f} MB。"
            )
        digest = digest_of(source)
    except OSError as error:
        raise FileError(f"“{source.name}”读不出来，没有添加。", "请看看它是否被移走，或正被别的程序占用。") from error
    _copy(source, folder_of(ledger), digest)
    return digest, size


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal.

    Raises:
        OSError: it cannot be read.

    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, folder: Path, digest: str) -> None:
    """Have the file with this content in a folder of attachments; one that is there and good stays as it is.

    Raises:
        LedgerError: it cannot be written, or `source` does not hold that content.

    """
    target = place(folder, digest)
    with faults(target, _WHAT):
        if target.is_file() and digest_of(target) == digest:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        size = source.stat().st_size

    def produce(path: Path) -> None:
        with source.open("rb") as file, path.open("wb") as copy:
            while chunk := file.read(_CHUNK):
                copy.write(chunk)

    def verify(path: Path) -> None:
        if digest_of(path) != digest:
            raise DamagedError(f"附件“{digest[:8]}”复制后与原来不一致，没有写入。", "请检查磁盘，再试一次。")

    write_safely(target, produce, verify, needed=size, what=_WHAT)


def listed(connection: sa.Connection) -> list[Attached]:
    """Return what the rows of an open ledger tell, those of tombstones too; nothing of one that is older."""
    there = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'attachment'").scalar()
    if not there:
        return []
    rows = connection.exec_driver_sql(
        "SELECT digest, name, register, deleted, office = (SELECT value FROM meta WHERE key = 'office') "
        "FROM attachment ORDER BY id"
    )
    return [
        Attached(str(digest), str(name or ""), str(register), bool(own), not deleted)
        for digest, name, register, deleted, own in rows
        if digest
    ]


def copy_missing(files: Iterable[Attached], source: Path, target: Path, progress: Progress, part: str) -> None:
    """Copy the files that the folder `target` lacks from the folder `source`, as far as they are there and good.

    Raises:
        LedgerError: one cannot be written.
        Cancelled: the clerk cancelled; what was copied stays, it is what it is called.

    """
    wanted = list(dict.fromkeys(one.digest for one in files))
    lacking = [digest for digest in wanted if not place(target, digest).is_file()]
    for done, digest in enumerate(lacking):
        progress.step(part, done, len(lacking))
        held = place(source, digest)
        with faults(held, _WHAT):
            good = held.is_file() and digest_of(held) == digest
        if good:
            _copy(held, target, digest)


def lost(files: Iterable[Attached], folder: Path) -> list[Attached]:
    """Return the own living files that are not in a folder of attachments."""
    return [one for one in files if one.own and one.living and not place(folder, one.digest).is_file()]


def lost_of(ledger: Path) -> list[Attached]:
    """Return the attachments of a ledger whose files should be here and are not.

    Raises:
        LedgerError: the ledger cannot be read.

    """
    with closing(connect_reader(ledger)) as connection, faults(ledger, foreign=True):
        return lost(listed(connection), folder_of(ledger))


def findings(files: Sequence[Attached], folder: Path, progress: Progress) -> list[Finding]:
    """Return which files are not there, and which no longer hold what was added."""
    missing = lost(files, folder)
    gone = {one.digest for one in missing}
    changed = []
    own = {one.digest: one for one in files if one.own and one.living and one.digest not in gone}
    for done, (digest, one) in enumerate(own.items()):
        progress.step("核对附件", done, len(own))
        if not _holds(place(folder, digest), digest):
            changed.append(one)
    return [
        *_finding("找不到 {} 个附件的文件", missing),
        *_finding("有 {} 个附件的文件被改动或损坏了", changed),
    ]


def _holds(path: Path, digest: str) -> bool:
    try:
        return digest_of(path) == digest
    except OSError:
        return False


def _finding(sentence: str, files: Sequence[Attached]) -> list[Finding]:
    if not files:
        return []
    hint = "请从备份旁的“附件”文件夹复制回来，或在原记录上重新添加同一个文件。"
    return [Finding(f"{sentence.format(len(files))}：{told(files)}。", hint)]


def told(files: Sequence[Attached]) -> str:
    """Return the names of files, the first of many."""
    names = list(dict.fromkeys(one.told for one in files))
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
