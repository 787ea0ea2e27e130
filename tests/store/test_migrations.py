"""Ledgers of older programs come up to date, wholly or not at all; what the migrations make is what is declared."""

import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from db.make_migration import missing, write
from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.core.kinds import Ref, Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.core.register import Children, Field, Register, Values
from shuangjian_desktop.registers import REGISTERS
from shuangjian_desktop.store.backups import backups
from shuangjian_desktop.store.check import check
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.migrate import VERSIONS, migrate, newest
from shuangjian_desktop.store.schema import Schema
from tests.store import released, trial
from tests.store.office import content
from tests.store.trial import done, made

CLUE = Register(
    key="clue",
    title="线索",
    fields=(
        Field(key="about", label="内容", kind=Text(), search=True, pinyin=True),
        Field(key="school", label="学校", kind=Ref(to="school"), search=True),
    ),
    keys=(key_of("内容", "about"),),
    name_fields=("about",),
)
WIDER = replace(
    trial.SCHOOL,
    fields=(
        *trial.SCHOOL.fields,
        Field(key="town", label="街道", kind=Text()),
        Field(key="clue", label="线索", kind=Ref(to="clue")),
    ),
)
LATER = (WIDER, *trial.REGISTERS[1:], CLUE)


def shape(path: Path) -> dict[str, object]:
    """What a file's schema comes to, whatever the order of columns and the layout of statements."""
    with closing(dbapi2.connect(str(path))) as connection:
        master = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        found: dict[str, object] = {}
        for kind, name, table, sql in master:
            if name == "alembic_version" or name.startswith("sqlite_autoindex_alembic"):
                continue
            if kind == "table" and sql.startswith("CREATE TABLE"):
                found[name] = (
                    sorted(row[1:] for row in connection.execute(f'PRAGMA table_info("{name}")')),
                    sorted(row[2:] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')),
                    [row[5] for row in connection.execute("PRAGMA table_list") if row[1] == name],  # STRICT
                )
            else:
                found[name] = (kind, table, " ".join(str(sql).replace('"', "").split()))
        return found


def declared(path: Path, registers: tuple[Register, ...]) -> Path:
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        for statement in Schema(registers).statements():
            connection.execute(statement)
    return path


@pytest.fixture
def later(versions: Path, tmp_path: Path) -> Path:
    """The migrations of a later program."""
    folder = Path(shutil.copytree(versions, tmp_path / "versions"))
    write("clues and towns", LATER, folder)
    return folder


@pytest.fixture
def old(trial_file: Path, versions: Path, tmp_path: Path) -> Path:
    """A ledger of the earlier program with something in it, closed."""
    path = Path(shutil.copy(trial_file, tmp_path / "旧.db"))
    with trial.reopen(path, versions) as ledger:
        school = made(ledger, "school", name="育才")
        made(ledger, "nick", school=school, nick="小育")
    return path


def test_the_migrations_make_what_is_declared(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "台账.db", "410105").close()
    assert shape(tmp_path / "台账.db") == shape(declared(tmp_path / "declared.db", REGISTERS))
    assert missing(REGISTERS, VERSIONS) == []


def test_a_later_migration_makes_what_is_declared_then(later: Path, old: Path, tmp_path: Path) -> None:
    before = content(old)
    with Ledger.open(old, registers=LATER, versions=later) as ledger:
        assert [one.values["name"] for one in ledger.reader.first(Query("school", "小育"), 9)] == ["育才"]
        clue = made(ledger, "clue", about="夜间开课")
        school = ledger.reader.first(Query("school"), 1)[0].uid
        done(ledger, lambda writer: writer.update("school", school, {"town": "花园路", "clue": clue}))
        assert ledger.reader.history("school", school)[0].after == {"town": "花园路", "clue": clue}
    assert shape(old) == shape(declared(tmp_path / "declared.db", LATER))
    # Before that the ledger was backed up as it was.
    (backup,) = backups(old)
    assert backup.reason == "升级前"
    assert content(backup.path) == before
    with Ledger.open(old, registers=LATER, versions=later):
        assert len(backups(old)) == 1


def test_rows_are_made_anew_for_what_they_are_found_by_now(versions: Path, old: Path, tmp_path: Path) -> None:
    with trial.reopen(old, versions) as ledger:
        school = ledger.reader.first(Query("school"), 1)[0].uid
        done(ledger, lambda writer: writer.update("school", school, {"note": "夜间开课", "code": "0371"}))
        gone = made(ledger, "school", note="也在夜间")
        done(ledger, lambda writer: writer.delete("school", gone))

    def derive(values: Values, children: Children) -> Values:
        return {"nicks": f"共{len(children['nick'])}个"}

    note = replace(trial.SCHOOL["note"], search=True, pinyin=True)
    fields = tuple(note if item.key == "note" else item for item in trial.SCHOOL.fields)
    school_now = replace(trial.SCHOOL, fields=fields, keys=(key_of("备注", "note"),) * 2, derive=derive)
    registers = (school_now, *trial.REGISTERS[1:])
    folder = Path(shutil.copytree(versions, tmp_path / "versions"))
    write("notes are found", registers, folder, refresh=["school"])
    with Ledger.open(old, registers=registers, versions=folder) as ledger:
        for text in ("夜间", "yjkk", "共1个"):
            assert [one.uid for one in ledger.reader.first(Query("school", text), 9)] == [school]
        assert ledger.reader.match("school", 0, ["夜间开课"]) == {"夜间开课": [school]}
        assert [one.uid for one in ledger.reader.first(Query("school", "夜间", deleted=True), 9)] == [gone]
    assert trial.faults(old, registers) == []


class PowerCutError(Exception):
    """What stops a migration."""


def statements(path: Path, folder: Path) -> list[str]:
    seen: list[str] = []
    migrate(path, folder, watch=seen.append)
    return seen


def test_a_migration_that_fails_after_any_statement_changes_nothing(later: Path, old: Path, tmp_path: Path) -> None:
    seen = statements(Path(shutil.copy(old, tmp_path / "probe.db")), later)
    assert len(seen) > 10
    before, was = content(old), shape(old)
    for stop in range(1, len(seen) + 1):
        left = [stop]

        def watch(_statement: str, left: list[int] = left) -> None:
            left[0] -= 1
            if not left[0]:
                raise PowerCutError

        with pytest.raises(PowerCutError):
            migrate(old, later, watch=watch)
        assert (content(old), shape(old)) == (before, was)
    with closing(dbapi2.connect(str(old))) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    Ledger.open(old, registers=LATER, versions=later).close()


BY_HAND = '''"""{title}"""
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade() -> None:
    for statement in {statements!r}:
        op.execute(statement)
'''


def by_hand(folder: Path, *statements: str) -> None:
    (folder / "0002_by_hand.py").write_text(BY_HAND.format(title="By hand.", statements=statements), encoding="utf-8")


def test_a_table_can_be_made_anew(versions: Path, old: Path, tmp_path: Path) -> None:
    """Dropping a table that others point at must neither fail nor take their rows along."""
    folder = Path(shutil.copytree(versions, tmp_path / "versions"))
    with closing(dbapi2.connect(str(old))) as connection:
        (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'school'").fetchone()
    by_hand(
        folder,
        made.replace("CREATE TABLE school", "CREATE TABLE school_new"),
        "INSERT INTO school_new SELECT * FROM school",
        "DROP TABLE school",
        "ALTER TABLE school_new RENAME TO school",
    )
    before = content(old)
    migrate(old, folder)
    after = content(old)
    assert (after["school"], after["nick"]) == (before["school"], before["nick"])


def test_a_migration_that_leaves_references_to_nothing_is_no_good(versions: Path, old: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(versions, tmp_path / "versions"))
    by_hand(folder, "DELETE FROM school")
    before = content(old)
    with pytest.raises(RuntimeError, match="nowhere"):
        migrate(old, folder)
    assert content(old) == before


def test_what_is_no_addition_is_not_written_by_itself(versions: Path) -> None:
    narrower = replace(trial.PUPIL, fields=trial.PUPIL.fields[:-1])
    with pytest.raises(ValueError, match="by hand"):
        missing((*trial.REGISTERS[:2], narrower, trial.PAYMENT), versions)
    with pytest.raises(ValueError, match="by hand"):
        missing(trial.REGISTERS[:3], versions)
    with pytest.raises(ValueError, match="already"):
        write("nothing", trial.REGISTERS, versions)


def test_a_newer_ledger_is_refused_and_left_alone(versions: Path, later: Path, old: Path) -> None:
    Ledger.open(old, registers=LATER, versions=later).close()
    before = old.read_bytes()
    for read_only in (True, False):
        with pytest.raises(LedgerError, match="新版本的程序保存的") as refused:
            trial.reopen(old, versions, read_only=read_only)
        assert refused.value.hint == "请升级本程序后再打开。"
    assert old.read_bytes() == before


def test_an_older_ledger_is_not_brought_up_by_who_only_reads(later: Path, old: Path) -> None:
    with pytest.raises(LedgerError, match="旧版本"):
        Ledger.open(old, read_only=True, registers=LATER, versions=later)
    assert newest(later) == 2


def test_opening_a_ledger_does_without_the_migrations(old: Path, versions: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.store import trial\n"
        f"trial.reopen(Path({str(old)!r}), Path({str(versions)!r})).close()\n"
        "print([name for name in ('alembic', 'pypinyin', 'mako') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize("file", sorted(released.DATA.glob("released_v*.sql")), ids=lambda file: file.stem)
def test_what_a_released_version_wrote_can_be_used(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    released.restore(file.read_text(encoding="utf-8"), path)
    with Ledger.open(path) as ledger:
        assert ledger.office == "410105"
        students = [str(one.values["student"]) for one in ledger.reader.first(Query("refund", "oym 育才"), 9)]
        assert students == ["欧阳明"]
        steps = ledger.reader.steps()
        assert steps
        last = next(step for step in steps if step.takes_back is not None)
        ledger.undo(last.number, "李四")
        assert ledger.reader.count(Query("institution", "改名")) == 1
        made(ledger, "institution", name="新来的")
    assert check(path) == []


def test_there_is_a_file_of_every_version() -> None:
    assert {file.stem for file in released.DATA.glob("*.sql")} == {f"released_v{n}" for n in range(1, newest() + 1)}
