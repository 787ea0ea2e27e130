"""Real failures of files and disks become sentences; faults of ours do not."""

import errno
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.store.faults import BusyError, DamagedError, DiskFullError, fault_of, faults
from tests.store.media import read_only, small_disk

ROOT = Path(__file__).resolve().parents[2]


def fill(path: Path, rows: int = 200) -> Path:
    """Make an SQLite file with some pages, in WAL mode as a ledger is."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO note(body) VALUES (?)", [(f"{number}" * 100,) for number in range(rows)])
    connection.execute("COMMIT")
    connection.close()
    return path


def read(path: Path) -> list[object]:
    """Read all of the file's rows."""
    with faults(path):
        connection = dbapi2.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return connection.execute("SELECT body FROM note").fetchall()
        finally:
            connection.close()


def write(path: Path, rows: int = 1, timeout: float = 0) -> None:
    """Add rows to the file."""
    with faults(path):
        connection = dbapi2.connect(str(path), timeout=timeout, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO note(body) VALUES (?)", [(f"新{i}" * 500,) for i in range(rows)])
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.close()


def damage_schema(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:116] = b"\xa5" * 16
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def make_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 100)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lambda path: path.write_text("机构名称,地址\n" * 100, encoding="gbk"),
            "“台账.db”不是台账文件，或者已经损坏。",
        ),
        (make_zip, "“台账.db”不是台账文件，或者已经损坏。"),
        (lambda path: path.write_bytes(b"\xff" * 5000), "“台账.db”不是台账文件，或者已经损坏。"),
        (cut, "台账文件“台账.db”已损坏，不能使用。"),
        (damage_schema, "台账文件“台账.db”已损坏，不能使用。"),
    ],
)
def test_broken_and_foreign_files(tmp_path: Path, spoil: Callable[[Path], object], sentence: str) -> None:
    path = fill(tmp_path / "台账.db")
    spoil(path)
    with pytest.raises(DamagedError) as raised:
        read(path)
    assert raised.value.sentence == sentence
    assert "备份" in raised.value.hint


def test_text_that_is_no_utf8_is_damage(tmp_path: Path) -> None:
    path = fill(tmp_path / "台账.db", rows=1)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"0000000000", b"000\xff\xfe00000"))
    with pytest.raises(DamagedError):
        read(path)


def test_a_missing_file_a_folder_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="找不到台账文件"):
        read(tmp_path / "没有.db")
    with pytest.raises(LedgerError, match="找不到台账文件"):
        write(tmp_path / "没有" / "台账.db")
    with pytest.raises(LedgerError, match=f"“{tmp_path.name}”是文件夹"):
        read(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no open file")
def test_a_file_deleted_under_an_open_connection(tmp_path: Path) -> None:
    path = fill(tmp_path / "台账.db")
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=DELETE")  # in WAL mode SQLite does not look
    connection.execute("SELECT * FROM note").fetchone()
    path.unlink()
    with pytest.raises(LedgerError, match="找不到台账文件"), faults(path):
        connection.execute("DELETE FROM note")
    connection.close()


def test_a_locked_file(tmp_path: Path) -> None:
    path = fill(tmp_path / "台账.db")
    first = dbapi2.connect(str(path), isolation_level=None)
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError, match="正被另一个程序使用"):
        write(path)
    first.close()
    write(path)


def test_errors_through_sqlalchemy_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    path.write_text("不是" * 1000, encoding="utf-8")
    engine = create_engine(f"sqlite:///{path}", module=dbapi2, poolclass=NullPool)
    with pytest.raises(DamagedError, match="不是台账文件"), faults(path), engine.begin() as connection:
        connection.execute(text("SELECT 1 FROM note"))


def test_a_disk_that_may_not_be_written(tmp_path: Path) -> None:
    path = fill(tmp_path / "台账.db")
    with read_only(tmp_path):
        with pytest.raises(LedgerError, match="只能读取，不能写入"):
            write(path)
        with pytest.raises(LedgerError, match="只能读取，不能写入"), faults(path):
            path.open("r+b").close()
    write(path)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_file_another_user_may_not_open(tmp_path: Path) -> None:
    path = fill(tmp_path / "台账.db")
    path.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    code = (
        "import os, sys; from pathlib import Path; from sqlcipher3 import dbapi2\n"
        "import shuangjian_desktop.store.faults as f\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "path = Path(sys.argv[1])\n"
        "try:\n"
        "    with f.faults(path): dbapi2.connect(str(path)).execute('SELECT * FROM note')\n"
        "except f.LedgerError as error: print(error.text)\n"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code, path], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode() == (
        "没有权限打开台账文件“台账.db”。请检查文件和所在文件夹的权限，或请管理员开通权限。\n"
    )


def test_a_full_disk_keeps_what_was_saved(tmp_path: Path) -> None:
    with small_disk(tmp_path / "小盘", 1 << 20) as folder:
        path = fill(folder / "台账.db")
        before = read(path)
        with pytest.raises(DiskFullError, match=r"^磁盘空间不足，台账文件“台账\.db”没有写入。"):
            write(path, rows=2000)
        assert read(path) == before


def test_a_disk_without_room_to_read_in_is_called_full_not_broken(tmp_path: Path) -> None:
    with small_disk(tmp_path / "小盘", 1 << 20) as folder:
        path = fill(folder / "台账.db")
        rest = folder / "照片.jpg"
        rest.touch()
        with suppress(OSError), rest.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        with pytest.raises(DiskFullError, match="磁盘空间不足"):
            read(path)
        rest.unlink()
        assert len(read(path)) == 200


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    path = fill(tmp_path / "台账.db")
    code = (
        "import resource, sys; from pathlib import Path; from tests.store.test_faults import write\n"
        "from shuangjian_desktop.core.errors import LedgerError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try: write(Path(sys.argv[1]), rows=2000)\n"
        "except LedgerError as error: print(error.text)\n"
    )
    before = read(path)
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code, path], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().startswith("读写台账文件“台账.db”时磁盘出错。请检查")
    assert read(path) == before


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EFBIG, "FAT32"),
        (errno.ENOENT, "找不到备份文件"),
        (errno.EACCES, "只能读取，不能写入"),
        (errno.EROFS, "只能读取，不能写入"),
        (errno.EBUSY, "正被另一个程序使用"),
        (errno.ENAMETOOLONG, "较短的文件名"),
        (errno.EIO, "读写备份文件“台账.db”时磁盘出错"),
        (12345, "读写备份文件“台账.db”时磁盘出错"),
    ],
)
def test_each_error_of_the_system_has_its_sentence(number: int, sentence: str) -> None:
    told = fault_of(OSError(number, "no text of it is shown"), Path("台账.db"), "备份文件")
    assert told is not None
    assert sentence in told.text
    assert told.sentence.endswith("。")
    assert told.hint.endswith("。")
    assert "no text" not in told.text


def test_faults_of_ours_stay_what_they_are(tmp_path: Path) -> None:
    path = fill(tmp_path / "台账.db")
    connection = dbapi2.connect(str(path), isolation_level=None)
    with pytest.raises(dbapi2.OperationalError, match="no such table"), faults(path):
        connection.execute("SELECT * FROM missing")
    with pytest.raises(dbapi2.IntegrityError), faults(path):
        connection.execute("INSERT INTO note(body) VALUES (NULL)")
    connection.close()
    with pytest.raises(dbapi2.ProgrammingError), faults(path):
        connection.execute("SELECT 1")
    with pytest.raises(ZeroDivisionError), faults(path):
        _ = 1 / 0
