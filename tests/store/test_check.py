"""The check finds what does not agree, in sentences; looking at a broken file raises nothing and changes nothing."""

import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import Cancelled, LedgerError, RefusedError, StaleError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import REGISTERS
from shuangjian_desktop.store.backups import back_up
from shuangjian_desktop.store.check import check
from shuangjian_desktop.store.connection import connect_reader
from shuangjian_desktop.store.faults import DamagedError
from shuangjian_desktop.store.health import cancellable
from shuangjian_desktop.store.ledger import Ledger
from tests.store import office
from tests.store.media import read_only


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return office.make(tmp_path_factory.mktemp("made") / "台账.db").read_bytes()


@pytest.fixture
def ledger(tmp_path: Path, made: bytes) -> Path:
    path = tmp_path / "台账.db"
    path.write_bytes(made)
    return path


def test_a_whole_ledger_has_no_findings_in_use_or_not(ledger: Path) -> None:
    assert check(ledger) == []
    with Ledger.open(ledger) as opened:
        office.write(opened, lambda writer: writer.create("institution", {"name": "正在录入"}))
        assert check(ledger) == []
        assert check(ledger, quick=True) == []


def test_a_ledger_on_a_disk_that_may_not_be_written(ledger: Path) -> None:
    with read_only(ledger.parent):
        assert check(ledger) == []


REFUND = "“退费”"


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE refund SET student = '被改' WHERE id = 5", f"{REFUND}有 1 条记录与操作历史不一致（如编号 "),
        ("UPDATE refund SET paid_amount = 7 WHERE id IN (5, 6)", f"{REFUND}有 2 条记录与操作历史不一致（如编号 "),
        ("UPDATE refund SET revision = 9 WHERE id = 5", f"{REFUND}有 1 条记录与操作历史不一致（如编号 "),
        ("UPDATE refund SET deleted = 1 WHERE id = 5", f"{REFUND}有 1 条记录与操作历史不一致（如编号 "),
        (
            "UPDATE change SET before = '{\"student\":\"别人\"}' WHERE register = 'refund' AND action = 'update'",
            f"{REFUND}有 1 条记录与操作历史不一致（如编号 ",
        ),
        ("UPDATE refund SET deleted = 0 WHERE id = 4", f"{REFUND}有 1 条记录与操作历史不一致（如编号 "),
        (
            "UPDATE refund SET paid = 1 WHERE id = 5",
            f"{REFUND}有 1 条记录算出的金额、状态或排序与原始数据不符（如编号 ",
        ),
        (
            "UPDATE refund SET student_sort = 'a' WHERE id = 5",
            f"{REFUND}有 1 条记录算出的金额、状态或排序与原始数据不符",
        ),
        ("UPDATE refund SET signed_on = '2024-02-31' WHERE id = 5", f"{REFUND}有 1 条记录的内容无法读出（如编号 "),
        ("UPDATE change SET after = '{' WHERE number = 12", f"{REFUND}有 1 条记录的内容无法读出（如编号 "),
        ("DELETE FROM refund_text WHERE rowid = 5", f"{REFUND}的搜索索引与记录不符，可能有搜不到的记录。"),
        ("INSERT OR REPLACE INTO refund_text(rowid, grams) VALUES (5, 'a')", f"{REFUND}的搜索索引与记录不符"),
        ("INSERT OR REPLACE INTO operator_text(rowid, grams) VALUES (1, '')", "“经办人”的搜索索引与记录不符"),
        ("INSERT INTO refund_text(rowid, grams) VALUES (999, '')", f"{REFUND}的搜索索引与记录不符"),
        ("DELETE FROM refund WHERE id = 2", f"{REFUND}有 1 条记录只剩操作历史。"),
        ("DELETE FROM change WHERE number = 12", "操作历史不完整：缺少步骤或改动记录。"),
        ("DELETE FROM change WHERE step = 7", "操作历史不完整：缺少步骤或改动记录。"),
        ("DELETE FROM step WHERE number = 3", "操作历史不完整：缺少步骤或改动记录。"),
        ("DELETE FROM institution WHERE id = 3", f"{REFUND}中有 5 条记录指向不存在的“机构台账”。"),
    ],
)
def test_each_disagreement_is_found(ledger: Path, statement: str, sentence: str) -> None:
    office.execute(ledger, statement)
    found = check(ledger)
    assert any(finding.sentence.startswith(sentence) for finding in found), found
    for finding in found:
        assert finding.text == finding.sentence + finding.hint
        assert finding.sentence.endswith("。")
        assert finding.hint.endswith("。")
        assert not finding.damage
    assert check(ledger, quick=True) == []


def test_an_index_that_does_not_agree_is_damage(ledger: Path) -> None:
    office.break_index(ledger)
    (finding,) = check(ledger)
    assert finding.sentence.startswith("排序用的索引与数据不一致，发现 ")
    assert finding.damage


@pytest.mark.parametrize("change", ["DROP TABLE serial", "ALTER TABLE fate RENAME COLUMN fate TO fatum"])
def test_a_table_or_column_that_is_gone_is_damage_also_for_who_opens(ledger: Path, change: str) -> None:
    office.execute(ledger, change)
    (finding,) = check(ledger)
    assert finding.sentence == "台账文件已损坏：1 个数据表不完整。"
    assert finding.damage
    with pytest.raises(DamagedError, match="已损坏，不能使用"):
        Ledger.open(ledger)


def make_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a" * 100)


def make_foreign(path: Path) -> None:
    path.unlink()
    office.execute(path, "CREATE TABLE a(b)")


def without_tables(path: Path) -> None:
    office.execute(path, "DROP TABLE refund_payment", "DROP TABLE meta")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.write_text("机构名称\n" * 500), "不是台账文件"),
        (lambda path: path.write_bytes(b""), "不是台账文件"),
        (make_zip, "不是台账文件"),
        (make_foreign, "不是台账文件"),
        (lambda path: path.write_bytes(path.read_bytes()[:50_000]), "损坏"),
        (lambda path: path.write_bytes(path.read_bytes()[:-4096]), "损坏"),
        (lambda path: path.write_bytes(path.read_bytes()[:60]), "损坏"),
        (without_tables, "损坏"),
    ],
)
def test_files_that_are_no_ledger(ledger: Path, spoil: Callable[[Path], object], sentence: str) -> None:
    spoil(ledger)
    before = ledger.read_bytes()
    found = check(ledger)
    assert found
    assert all(finding.damage for finding in found)
    assert sentence in found[0].sentence
    with suppress(LedgerError):
        Ledger.open(ledger, read_only=True).close()
    with pytest.raises(LedgerError):
        back_up(ledger)
    assert ledger.read_bytes() == before


def test_a_missing_ledger_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="找不到台账文件"):
        check(tmp_path / "没有.db")
    assert list(tmp_path.iterdir()) == []


def look(path: Path) -> None:
    """Read everything that the window would show."""
    with Ledger.open(path, read_only=True) as ledger:
        reader = ledger.reader
        for register in REGISTERS:
            query = Query(register.key, "郑州")
            reader.count(query)
            query = Query(register.key)
            reader.rows(register.key, reader.ids(query))
            reader.totals(query)
        for step in reader.steps():
            reader.changes(step.number)


def damages(content: bytes) -> Iterator[bytes]:
    """16 bytes smashed at 200 places: the header, heads of pages, anywhere that is in use, anywhere."""
    chance = random.Random(20240314)
    heads = [page * 4096 for page in range(len(content) // 4096)]
    places = [*range(0, 112, 16), *chance.sample(heads, 60)]
    used = [place for place in range(0, len(content) - 16, 8) if any(content[place : place + 16])]
    places += [*chance.sample(used, 100), *chance.sample(range(len(content) - 16), 200 - 100 - len(places))]
    for place in places:
        yield content[:place] + chance.randbytes(16) + content[place + 16 :]


ALONE = ("meta", "serial", "fate", "step", "change")


@pytest.mark.slow
def test_sixteen_bytes_smashed_at_two_hundred_places(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    found = unmade = 0
    path.write_bytes(made)
    whole = office.content(path, ALONE)
    for content in damages(made):
        path.write_bytes(content)
        findings = check(path)
        found += bool(findings)
        if not findings:  # then the bytes were of no account, or such as nothing else in the file vouches for
            assert office.content(path, ALONE) == whole
        try:
            back_up(path, tmp_path / "备份.db")
        except LedgerError:
            unmade += 1
        assert bool(findings) or (tmp_path / "备份.db").exists()
        with suppress(LedgerError):
            look(path)
        (tmp_path / "备份.db").unlink(missing_ok=True)
        assert path.read_bytes() == content
        for beside in tmp_path.glob("台账.db-*"):
            beside.unlink()
    assert found > 50
    assert unmade > 50


def test_a_check_can_be_cancelled(ledger: Path) -> None:
    cancelled = Event()

    def tell(part: str, _done: int, _total: int) -> None:
        if part == "核对退费":
            cancelled.set()

    with pytest.raises(Cancelled):
        check(ledger, progress=Progress(tell, cancelled))


def test_one_long_statement_can_be_cancelled(ledger: Path) -> None:
    progress = Progress()
    progress.cancelled.set()
    with closing(connect_reader(ledger)) as connection, pytest.raises(Cancelled), cancellable(connection, progress):
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )


# --- whatever is done through the door, the ledger agrees with itself ------------------------------------------------

deeds = st.lists(
    st.tuples(
        st.sampled_from(["create", "pay", "update", "move", "delete", "restore", "undo", "redo", "many"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=14,
)


def act(ledger: Ledger, deed: str, one: int, other: int) -> None:
    """Do something to the ledger; it may be refused."""
    everything = list(everyone(ledger, "refund"))
    payments = list(everyone(ledger, "refund_payment"))
    institutions = list(everyone(ledger, "institution"))
    if deed in ("undo", "redo"):
        getattr(ledger, deed)(ledger.reader.steps(1)[0].number - one % 6, "张三")
        return
    steps: dict[str, Callable[..., object]] = {
        "create": lambda writer: writer.create(
            "refund", {"institution": pick(institutions, one), "student": f"新{one}"}
        ),
        "many": lambda writer: writer.update_many(
            "refund", [(pick(everything, number), {"paid_amount": other * 100}) for number in range(one, one + 5)]
        ),
        "pay": lambda writer: writer.create("refund_payment", {"refund": pick(everything, one), "amount": other}),
        "update": lambda writer: writer.update("refund", pick(everything, one), {"student": f"改{other}"}),
        "move": lambda writer: writer.update(
            "refund_payment", pick(payments, one), {"refund": pick(everything, other)}
        ),
        "delete": lambda writer: writer.delete("refund", pick(everything, one)),
        "restore": lambda writer: writer.restore("refund", pick(everything, one)),
    }
    ledger.transact(office.operation(), steps[deed])


def everyone(ledger: Ledger, register: str) -> Iterator[str]:
    """Yield the uids of all records, tombstones too."""
    with closing(connect_reader(ledger.path)) as connection:
        yield from connection.exec_driver_sql(f"SELECT uid FROM {register} ORDER BY id").scalars().all()


def pick(uids: list[str], number: int) -> str:
    return uids[number % len(uids)]


@settings(max_examples=40, deadline=None)
@given(deeds)
def test_whatever_is_done_through_the_door_agrees(
    tmp_path_factory: pytest.TempPathFactory, made: bytes, done: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("deeds")
    path = folder / "台账.db"
    path.write_bytes(made)
    with Ledger.open(path) as ledger:
        for deed in done:
            with suppress(RefusedError, StaleError):
                act(ledger, *deed)
    assert check(path) == []
    shutil.rmtree(folder)
