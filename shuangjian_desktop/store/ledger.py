"""An open ledger: the file of one office, with the one door through which it is written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock, get_ident
from types import TracebackType
from typing import Self, TypeVar

import sqlalchemy as sa

from shuangjian_desktop.core.errors import LedgerError, RefusedError
from shuangjian_desktop.core.files import flush, temporary
from shuangjian_desktop.core.records import Changes, Undone
from shuangjian_desktop.core.register import Register
from shuangjian_desktop.registers import REGISTERS
from shuangjian_desktop.store import disk, faults
from shuangjian_desktop.store.backups import back_up
from shuangjian_desktop.store.connection import (
    Session,
    connect_reader,
    connect_writer,
    driver_faults,
    pragma,
    require_driver,
    version_of,
    writable,
)
from shuangjian_desktop.store.health import lacking
from shuangjian_desktop.store.history import Operation
from shuangjian_desktop.store.migrate import VERSIONS, found, migrate, newest
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.refresh import refresh
from shuangjian_desktop.store.schema import Schema
from shuangjian_desktop.store.undo import Flipping
from shuangjian_desktop.store.writer import Writer

T = TypeVar("T")
__all__ = ["Ledger", "Operation"]


class Ledger:
    """An open ledger. `reader` reads what is committed, beside whoever writes; both may be used from any thread.

    `office` is the division code of whose books these are, `epoch` grows with each restore from a backup. A ledger that
    was opened for reading, or lies where nothing can be written, is `read_only`.
    """

    def __init__(self, path: Path, schema: Schema, reader: sa.Connection, writer: sa.Connection | None) -> None:
        self.path = path
        self.read_only = writer is None
        self._schema = schema
        self._writer = writer
        self._session = Session(reader, path)
        self._scans: Session | None = None
        self._scans_lock = Lock()
        self._door = Lock()
        self._inside: int | None = None  # the thread that is in a transaction
        meta = Reader(schema, self._session.use, "").meta
        self.office = meta("office") or ""
        self.epoch = int(meta("epoch") or 0)
        self.reader = Reader(schema, self._session.use, self.office)

    @classmethod
    def create(
        cls, path: Path, office: str, *, registers: Sequence[Register] = REGISTERS, versions: Path = VERSIONS
    ) -> Self:
        """Make the ledger of an office and open it.

        Raises:
            LedgerError: there is a file already, or it cannot be written there.

        """
        require_driver()
        with faults.faults(path):
            if path.exists():
                raise LedgerError(f"“{path}”已经存在，没有改动它。", "请换一个文件名，或直接打开它。")
            with temporary(path) as unfinished:
                found(unfinished, office, versions)
                flush(unfinished)
                disk.replace(unfinished, path)
        return cls.open(path, registers=registers, versions=versions)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        registers: Sequence[Register] = REGISTERS,
        versions: Path = VERSIONS,
    ) -> Self:
        """Open a ledger; one of an older program is backed up and brought up to date first.

        Raises:
            LedgerError: it is not there, no ledger, damaged, newer than the program, or older and cannot be written.

        """
        require_driver()
        with faults.faults(path):
            if not path.exists():
                raise faults.missing(path)
        read_only = read_only or not writable(path)
        reader = connect_reader(path)
        try:
            schema = Schema(registers)
            with faults.faults(path):
                held = version_of(reader)
            _require_version(path, held, newest(versions), read_only)
            if held < newest(versions):
                back_up(path, reason="升级前")
                migrate(path, versions, refresh=lambda connection, keys: refresh(connection, schema, keys))
            with faults.faults(path, foreign=True), reader.begin():
                if lacking(reader, schema):
                    raise faults.damaged(path)
            return cls(path, schema, reader, None if read_only else connect_writer(path))
        except BaseException:
            reader.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def scanner(self) -> Reader:
        """A second reader, with a connection of its own, for what looks at every row: pages are read meanwhile.

        Raises:
            LedgerError: the file cannot be read.

        """
        with self._scans_lock:
            if self._scans is None:
                connection = connect_reader(self.path)
                pragma(connection, "PRAGMA cache_size=-16000")  # nothing that it reads is read again soon
                self._scans = Session(connection, self.path)
        return Reader(self._schema, self._scans.use, self.office)

    def close(self) -> None:
        """Close the file, when whoever writes or reads now has done."""
        with self._door, self._scans_lock:
            self._session.close()
            if self._scans is not None:
                self._scans.close()
            if self._writer is not None:
                self._writer.close()

    @contextmanager
    def beside(self) -> Iterator[Reader]:
        """Give a reader with a connection of its own, for what takes long: others read on meanwhile.

        Raises:
            LedgerError: the file cannot be read.

        """
        session = Session(connect_reader(self.path), self.path)
        try:
            yield Reader(self._schema, session.use, self.office)
        finally:
            session.close()

    def transact(self, operation: Operation, change: Callable[[Writer], T]) -> tuple[T, Changes]:
        """Let `change` write, as one step: all of it or, when it raises, nothing; return its value and what it touched.

        The step is in the file for good when this returns. Where nothing was changed there is no step.

        Raises:
            LedgerError: the ledger cannot be written; whatever `change` raises.

        """
        return self._transact(operation, change, None)

    def _transact(
        self, operation: Operation, change: Callable[[Writer], T], takes_back: int | None
    ) -> tuple[T, Changes]:
        """Write one step; `takes_back` is the number of the step that it flips."""
        if self._inside == get_ident():
            raise RuntimeError("transact inside transact: one step is one transaction")
        with self._door, driver_faults(self.path):
            if self._writer is None:
                raise faults.read_only(self.path)
            self._inside = get_ident()
            try:
                with self._writer.begin():
                    writer = Writer(self._schema, self._writer, self.office)
                    value = change(writer)
                    changes = writer.editor.finish(operation, takes_back)
            finally:
                self._inside = None
        return value, changes

    def undo(self, number: int, operator: str) -> Undone:
        """Take a step back, as a new step; an undo is taken back by doing its step again.

        Raises:
            RefusedError: there is no such step, nothing of it is left to take back, or it is about one record that was
                changed since, is referred to, or has left the house.

        """
        return self._flip(number, operator, back=True)

    def redo(self, number: int, operator: str) -> Undone:
        """Do a step again that was taken back, as a new step; `number` is its own or that of the undo.

        Raises:
            RefusedError: as `undo` does.

        """
        return self._flip(number, operator, back=False)

    def _flip(self, number: int, operator: str, *, back: bool) -> Undone:
        """Flip a step."""
        step = self.reader.step(number)
        if step is not None and step.takes_back is not None:
            back = step.verb == "redo" if back else False
            step = self.reader.step(step.takes_back)
        if step is None:
            raise RefusedError(f"没有第 {number} 步。", "请在“操作记录”里查看步骤的编号。")
        verb, word = ("undo", "撤销") if back else ("redo", "重做")
        operation = Operation(verb, f"{word}：{step.title}", operator)
        wanted = step.number
        undone, changes = self._transact(
            operation, lambda writer: Flipping(writer, self._schema, wanted, back).run(), wanted
        )
        return replace(undone, changes=changes)


def _require_version(path: Path, held: int, ours: int, read_only: bool) -> None:
    """See that this program can use a file of version `held`.

    Raises:
        LedgerError: it is newer, or it is older and may not be written.

    """
    if held > ours:
        raise LedgerError(
            f"台账“{path.name}”是用新版本的程序保存的，本版本打不开（台账 {held}，程序 {ours}）。",
            "请升级本程序后再打开。",
        )
    if held < ours and read_only:
        raise LedgerError(f"台账“{path.name}”是旧版本的，需要先升级才能使用。", "请在能写入的位置用本程序打开一次。")
