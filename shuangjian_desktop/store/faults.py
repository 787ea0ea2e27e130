"""Errors of the driver and of the disk as sentences that a clerk can act on.

Codes: https://www.sqlite.org/rescode.html. The driver tells the primary ones only.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.files import DISK_FULL


class DamagedError(LedgerError):
    """The file is no ledger, or no longer a whole one: a restore from a backup may be offered."""


class BusyError(LedgerError):
    """Another program holds the ledger."""


class DiskFullError(LedgerError):
    """There is no room for what has to be written."""


_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL = 3, 5, 6, 8, 10, 11, 13
_CANTOPEN, _PROTOCOL, _NOTADB = 14, 15, 26
_SHARED = 64 << 10  # bytes beside the ledger without which SQLite cannot even read it
# The driver's online backup gives its errors no code, only these texts (sqlite3_errstr); and one has none of its own.
_BY_TEXT = {
    "unsupported file format": _CORRUPT,
    "database is locked": _BUSY,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "file is not a database": _NOTADB,
}
# How the driver says that a text is none, and FTS5 that its index is none: errors without a code of their own.
_SIGNS = ("Could not decode to UTF-8", "invalid fts5 file format", "vtable constructor failed")
_MISSING_ERRNOS = frozenset({errno.ENOENT, errno.ENOTDIR})
_REFUSED_ERRNOS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_HELD_ERRNOS = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EDEADLK})
_HELD_WINERRORS = frozenset({32, 33})  # sharing violation, lock violation: a scanner or another program has it open
_NAME_ERRNOS = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP, errno.EISDIR})

# Whatever comes out of the driver. It cannot even tell of damage in words when the damage is in the words.
DRIVER_ERRORS = (DBAPIError, dbapi2.Error, UnicodeDecodeError)

# What a kind or the JSON reader raises at bytes that nobody wrote.
GARBAGE = (ValueError, TypeError, ArithmeticError)


def damaged(path: Path, what: str = "台账文件") -> DamagedError:
    """Return the error of a file whose content is broken."""
    return DamagedError(
        f"{what}“{path.name}”已损坏，不能使用。", "请从“备份”文件夹中恢复；损坏的文件会另存保留，请勿删除。"
    )


def not_a_ledger(path: Path, what: str = "台账文件") -> DamagedError:
    """Return the error of a file that holds something else."""
    return DamagedError(f"“{path.name}”不是{what}，或者已经损坏。", "请重新选择文件；如果它原来是台账，请从备份恢复。")


def garbled(title: str) -> DamagedError:
    """Return the error of a record of the register `title` whose stored values are none."""
    return DamagedError(
        f"“{title}”里有一条记录的内容读不出来，台账文件可能已损坏。",
        "请检查台账（shuangjian check），必要时从备份恢复。",
    )


def busy(path: Path, what: str = "台账文件") -> BusyError:
    """Return the error of a file that another program uses."""
    return BusyError(f"{what}“{path.name}”正被另一个程序使用。", "请关闭其他窗口（或等杀毒、网盘同步结束）后再试。")


def disk_full(path: Path, what: str = "台账文件") -> DiskFullError:
    """Return the error of a disk without room; nothing was half written."""
    return DiskFullError(f"磁盘空间不足，{what}“{path.name}”没有写入。", "请清理磁盘后再试；此前保存的内容没有受影响。")


def read_only(path: Path, what: str = "台账文件") -> LedgerError:
    """Return the error of a file or folder that may not be written."""
    return LedgerError(
        f"{what}“{path.name}”只能读取，不能写入。",
        "请检查文件和所在文件夹是否只读、写保护或被占用，或请管理员开通权限。",
    )


def missing(path: Path, what: str = "台账文件") -> LedgerError:
    """Return the error of a file, or its folder, that is not there."""
    return LedgerError(f"找不到{what}“{path}”。", "请检查文件是否被移走或改名，U盘是否已插好。")


def unreadable(path: Path, what: str = "台账文件") -> LedgerError:
    """Return the error of a medium that fails."""
    return LedgerError(
        f"读写{what}“{path.name}”时磁盘出错。", "请检查硬盘或U盘是否松动、损坏，把文件复制到另一个磁盘后再试。"
    )


def _cannot_open(path: Path, what: str) -> LedgerError:
    """Tell what SQLite does not: why the file cannot be opened."""
    if not path.exists():
        return missing(path, what)
    if path.is_dir():
        return LedgerError(f"“{path.name}”是文件夹，不是{what}。", "请选择文件夹里的台账文件。")
    if os.access(path, os.R_OK):  # SQLite wants to write beside it
        return read_only(path, what)
    return LedgerError(f"没有权限打开{what}“{path.name}”。", "请检查文件和所在文件夹的权限，或请管理员开通权限。")


def _no_room_beside(path: Path) -> bool:
    """Return whether the disk is so full that SQLite cannot make its shared memory: it calls that an I/O error."""
    with suppress(OSError):
        usage = shutil.disk_usage(path.parent)
        return usage.total > 0 and usage.free < _SHARED
    return False


def _of_driver(error: dbapi2.Error, path: Path, what: str) -> LedgerError | None:
    """Return the sentence of an error of SQLite, None where it can only be a fault of ours."""
    code = _BY_TEXT.get(str(error), 0) or int(getattr(error, "sqlite_errorcode", 0))
    if any(sign in str(error) for sign in _SIGNS):
        return damaged(path, what)
    if (code == _IOERR and path.is_dir()) or (code == _READONLY and not path.exists()):  # the latter: moved under us
        return _cannot_open(path, what)
    if code == _IOERR and _no_room_beside(path):
        return disk_full(path, what)
    makers = {
        _NOTADB: not_a_ledger,
        _CORRUPT: damaged,
        _BUSY: busy,
        _LOCKED: busy,
        _PROTOCOL: busy,
        _READONLY: read_only,
        _FULL: disk_full,
        _IOERR: unreadable,
        _PERM: _cannot_open,
        _CANTOPEN: _cannot_open,
    }
    make = makers.get(code)
    return make(path, what) if make else None


def _of_system(error: OSError, path: Path, what: str) -> LedgerError:
    """Return the sentence of an error of the operating system."""
    number = error.errno
    if getattr(error, "winerror", None) in _HELD_WINERRORS or number in _HELD_ERRNOS:
        return busy(path, what)
    if number in DISK_FULL:
        return disk_full(path, what)
    if number == errno.EFBIG:
        return DiskFullError(
            f"{what}“{path.name}”超过了这个磁盘允许的文件大小，没有写入。",
            "请换一个磁盘（FAT32 格式的U盘放不下 4GB 以上的文件）。",
        )
    if number in _MISSING_ERRNOS:
        return missing(path, what)
    if number in _REFUSED_ERRNOS:
        return read_only(path, what)
    if number in _NAME_ERRNOS:
        return LedgerError(f"“{path.name}”不能用作{what}。", "请换一个较短的文件名，不含特殊符号。")
    return unreadable(path, what)


def fault_of(error: Exception, path: Path, what: str = "台账文件") -> LedgerError | None:
    """Return what a clerk is told of an error met at `path`; None for a fault of ours, which no clerk can mend."""
    if isinstance(error, DBAPIError):
        error = error.orig if isinstance(error.orig, dbapi2.Error) else error
    if isinstance(error, dbapi2.Error):
        return _of_driver(error, path, what)
    if isinstance(error, UnicodeDecodeError):
        return damaged(path, what)
    return _of_system(error, path, what) if isinstance(error, OSError) else None


@contextmanager
def faults(path: Path, what: str = "台账文件", *, foreign: bool = False) -> Iterator[None]:
    """Turn the errors met inside, with the file at `path`, into sentences. Also a decorator.

    `what` is how the sentence calls the file. `foreign`: it may hold anything, so that a table or column that a
    statement does not find in it is damage too, not a fault of ours.

    Raises:
        LedgerError: for whatever the file, the disk or another program is to blame for; other errors pass unchanged.

    """
    try:
        yield
    except (*DRIVER_ERRORS, OSError) as error:
        told = fault_of(error, path, what)
        if told is None and foreign:
            told = damaged(path, what)
        if told is None:
            raise
        raise told from error
