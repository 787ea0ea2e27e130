"""Reading goes on while somebody writes; two who write do so one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.writer import Writer
from tests.store import trial
from tests.store.trial import made, operation

PATIENCE = 30  # seconds


def test_pages_are_read_while_an_import_writes(trial_ledger: Ledger) -> None:
    made(trial_ledger, "school", name="早就有")
    written, looked = Event(), Event()

    def take_in(writer: Writer) -> None:
        writer.create_many("school", [{"name": f"第{number}"} for number in range(200)])
        written.set()
        assert looked.wait(PATIENCE)

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(trial_ledger.transact, operation(), take_in)
        assert written.wait(PATIENCE)
        assert trial_ledger.reader.count(Query("school")) == 1
        looked.set()
        writing.result(PATIENCE)
    assert trial_ledger.reader.count(Query("school")) == 201


def test_many_threads_at_one_ledger(trial_ledger: Ledger) -> None:
    pupil = made(trial_ledger, "pupil", name="王")
    finished = Event()

    def pay(thread: int) -> None:
        for amount in range(1, 11):
            made(trial_ledger, "payment", pupil=pupil, amount=amount * 100 + thread)

    def read() -> int:
        seen = 0
        while not finished.is_set():
            rows = trial_ledger.reader.children("payment", [pupil]).get(pupil, [])
            amounts = trial_ledger.reader.first(Query("payment", order=(Order("amount"),)), 99)
            assert len(rows) >= seen
            assert len(amounts) >= len(rows)
            seen = len(rows)
            trial_ledger.reader.ids(Query("payment", "王", filters=(Filter("amount", "gt", 500),)))
        return seen

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        writers = [pool.submit(pay, thread) for thread in range(4)]
        for one in writers:
            one.result(PATIENCE)
        finished.set()
        assert all(one.result(PATIENCE) <= 40 for one in readers)
    assert trial_ledger.reader.totals(Query("pupil"))["paid"] == 4 * 5500 + 10 * (0 + 1 + 2 + 3)
    assert [step.number for step in trial_ledger.reader.steps()] == list(range(41, 0, -1))
    assert trial.faults(trial_ledger.path) == []
