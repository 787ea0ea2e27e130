"""Photos and scans on records: added, listed, opened as copies, removed. What is added is a step, and can be undone."""

import shutil
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path

from shuangjian_desktop.core.errors import FileError, RefusedError
from shuangjian_desktop.core.file_names import clean_name, is_program, kind_of
from shuangjian_desktop.core.kinds import ValueProblem
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.core.register import Register, Values
from shuangjian_desktop.exchange.writing.place import written_to
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.system import ATTACHMENT
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import office
from shuangjian_desktop.services.ownership import foreign, require_own
from shuangjian_desktop.store import attached
from shuangjian_desktop.store.writer import Writer

MOST = 500
"""Attachments of one record that are shown; more belong into an archive."""


@dataclass(frozen=True)
class Incoming:
    """A file that is to be added: where its content lies, and what it is called."""

    path: Path
    name: str


@dataclass(frozen=True)
class Attachment:
    """An attachment as a list shows it; `name` is masked unless the desk is unmasked.

    `path` is None where the file is not here; `elsewhere` then says which office has it. `own`: it was added here.
    """

    uid: str
    name: str
    size: int
    kind: str
    digest: str
    added_on: date | None
    notes: str
    path: Path | None
    own: bool = True
    elsewhere: str = ""

    @property
    def missing(self) -> bool:
        """Whether the file should be here and is not."""
        return self.path is None and not self.elsewhere


@dataclass(frozen=True)
class Attaching:
    """What came of adding files: the names of those that were added, and of those that the record had already."""

    changes: Changes
    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


def attachments(desk: Desk, register_key: str, uid: str) -> list[Attachment]:
    """Return the attachments of a record, in the order in which they were added."""
    return [_shown(desk, record) for record in _of(desk, register_key, uid)]


def _of(desk: Desk, register_key: str, uid: str) -> list[Record]:
    filters = (Filter("record", "eq", uid), Filter("register", "eq", register_key))
    return sorted(desk.ledger.reader.first(Query("attachment", filters=filters), MOST), key=lambda one: one.uid)


def _shown(desk: Desk, record: Record) -> Attachment:
    values = record.values
    digest, size, added = str(values["digest"]), values["size"], values["added_on"]
    name = clean_name(str(values["name"])) if values["name"] else None  # it may come from another office
    path = attached.place(attached.folder_of(desk.ledger.path), digest)
    away = record.office != desk.ledger.office and not path.is_file()
    kind = ATTACHMENT["name"].kind
    return Attachment(
        record.uid,
        (kind.show if desk.unmasked else kind.mask)(name) or f"（未随数据包发来）{digest[:8]}",
        size if isinstance(size, int) else 0,
        str(values["kind"] or "其他"),
        digest,
        added if isinstance(added, date) else None,
        str(values["notes"] or ""),
        path if path.is_file() else None,
        record.office == desk.ledger.office,
        office(record.office).name if away else "",
    )


def attach(
    desk: Desk, register_key: str, uid: str, files: Sequence[Incoming], progress: Progress | None = None
) -> Attaching:
    """Keep files beside the ledger and hang them on a record, as one step: all of them or none.

    Raises:
        UsageError: there is no such record.
        RefusedError: the record takes no (more) attachments here, or one of the files is a program.
        FileError: a file cannot be read, or is too large; nothing is added.
        LedgerError: a file cannot be written.
        Cancelled: the clerk cancelled; nothing is added.

    """
    register, record = find(register_key), desk.record(register_key, uid)
    require_open(desk, register, record)
    there = _of(desk, register_key, uid)
    held = {str(one.values["digest"]) for one in there}
    try:
        rows, known = _kept(desk, files, held, progress or Progress())
    except (RefusedError, FileError) as error:
        if len(files) == 1:
            raise
        others = f"同时选的其余 {len(files) - 1} 个也没有添加，请去掉这一个，再添加一次。"
        raise type(error)(error.sentence, error.hint + others) from error
    if not rows:
        return Attaching(Changes(None), (), known)
    if len(there) + len(rows) > MOST:
        raise RefusedError(
            f"一条记录最多 {MOST} 个附件，已有 {len(there)} 个，不能再加 {len(rows)} 个。",
            "请先移除不要的，或合成一个文件。",
        )
    values = [{"register": register_key, "record": uid, **row} for row in rows]

    def write(writer: Writer) -> None:
        writer.create_many("attachment", values)

    operation = desk.operation("attach", f"添加附件：{register.title}“{desk.ledger.reader.label(register_key, uid)}”")
    return Attaching(desk.ledger.transact(operation, write)[1], tuple(str(row["name"]) for row in rows), known)


def _kept(
    desk: Desk, files: Sequence[Incoming], held: Set[str], progress: Progress
) -> tuple[list[Values], tuple[str, ...]]:
    """Keep files beside the ledger; return the values of the new ones, and the names of those that are `held`."""
    for one in files:
        _require_harmless(one.name)
    rows: dict[str, Values] = {}
    known: list[str] = []
    for done, one in enumerate(files):
        progress.step("添加附件", done, len(files))
        digest, size = attached.keep(desk.ledger.path, one.path)
        name = clean_name(one.name)
        if digest in held or digest in rows:
            known.append(name)
        else:
            kind = _kind(attached.place(attached.folder_of(desk.ledger.path), digest), name)
            rows[digest] = {"digest": digest, "size": size, "name": name, "kind": kind, "added_on": desk.day}
    progress.step("添加附件", len(files), len(files))
    return list(rows.values()), tuple(known)


def is_open(desk: Desk, register: Register, record: Record) -> bool:
    """Return whether attachments can be added to a record here."""
    try:
        require_open(desk, register, record)
    except RefusedError:
        return False
    return True


def require_open(desk: Desk, register: Register, record: Record) -> None:
    """Refuse a record that takes no attachments here: a deleted one, the program's own, one that was handed over.

    The city may add its own to a district's record; they stay with the city.

    Raises:
        RefusedError: it is such a one.

    """
    if register.group != "book":
        raise RefusedError(f"{register.title}的记录不能添加附件。", "附件加在机构、退费、巡查等记录上。")
    if record.deleted:
        raise RefusedError("这条记录已删除，不能添加附件。", "请先从回收站恢复。")
    if foreign(desk, register, record) and not office(desk.ledger.office).is_city:
        require_own(desk, register, [record])


def _require_harmless(name: str) -> None:
    """Refuse what the system would run when it is opened."""
    if is_program(name):
        raise RefusedError(
            f"“{clean_name(name)}”是程序或快捷方式，为安全起见不能作为附件。", "请选择照片、扫描件或文档。"
        )


def _kind(path: Path, name: str) -> str:
    with path.open("rb") as file:
        return kind_of(file.read(16), name)


def remove(desk: Desk, uids: Sequence[str]) -> Changes:
    """Take attachments off their record, as one step; the files stay where they are, for an undo.

    Raises:
        RefusedError: one is another office's.

    """
    records = list(desk.ledger.reader.get_many("attachment", uids).values())
    require_own(desk, ATTACHMENT, records)

    def write(writer: Writer) -> None:
        for one in records:
            writer.delete("attachment", one.uid)

    operation = desk.operation("delete", f"移除附件：{_on(desk, records)}")
    return desk.ledger.transact(operation, write)[1]


def describe(desk: Desk, uid: str, notes: str) -> Changes:
    """Write down what an attachment shows, as one step.

    Raises:
        RefusedError: it is another office's, or too long.

    """
    record = desk.record("attachment", uid)
    require_own(desk, ATTACHMENT, [record])
    try:
        values = {"notes": ATTACHMENT["notes"].kind.parse(notes)}
    except ValueProblem as problem:
        raise RefusedError(f"说明{problem}，没有保存。") from None
    operation = desk.operation("save", f"附件说明：{_on(desk, [record])}")
    return desk.ledger.transact(operation, lambda writer: writer.update("attachment", uid, values))[1]


def _on(desk: Desk, records: Sequence[Record]) -> str:
    """Return what the record is called that attachments hang on, and how many they are."""
    key, uid = str(records[0].values["register"]), str(records[0].values["record"])
    count = f"（{len(records)} 个）" if len(records) > 1 else ""
    return f"{find(key).title}“{desk.ledger.reader.label(key, uid)}”{count}"


def copy_out(desk: Desk, uid: str, target: Path) -> Path:
    """Copy the file of an attachment to `target`, or into a folder under its own name; return where the copy is.

    In a folder it takes no other file's place: photos of two days often have one name.
    That personal values may be seen is on record, unless the desk is unmasked.

    Raises:
        FileError: the file is not here, is damaged, or cannot be written there.
        RefusedError: it is called like a program.

    """
    record = desk.record("attachment", uid)
    digest, name = str(record.values["digest"]), clean_name(str(record.values["name"] or record.values["digest"]))
    _require_harmless(name)  # a package may have brought it
    source = attached.place(attached.folder_of(desk.ledger.path), digest)
    out = _free(target, name) if target.is_dir() else target
    if not source.is_file():
        raise FileError(f"附件“{name}”的文件不在本机。", "请从备份旁的“附件”文件夹复制回来，或向添加它的单位索取。")
    try:
        if attached.digest_of(source) != digest:
            raise FileError(f"附件“{name}”的文件被改动或损坏了，没有打开。", "请从备份旁的“附件”文件夹复制回来。")
    except OSError as error:
        raise FileError(f"附件“{name}”的文件读不出来。", "请看看它是否正被别的程序占用，再试一次。") from error
    with written_to(out) as path:
        shutil.copyfile(source, path)
    if not desk.unmasked:
        desk.ledger.transact(desk.operation("unmask", f"查看附件：{_on(desk, [record])}", always=True), lambda _: None)
    return out


def _free(folder: Path, name: str) -> Path:
    """Return where a file of this name can go without taking the place of another."""
    stem, ending = Path(name).stem, Path(name).suffix
    names = chain((name,), (f"{stem} ({number}){ending}" for number in count(2)))
    return next(path for path in map(folder.joinpath, names) if not path.exists())
