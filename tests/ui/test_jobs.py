"""A job ends once, on the main thread, and never speaks to a widget that is gone."""

import threading
from threading import Event

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.ui.jobs import Jobs


@pytest.mark.parametrize("kind", ["write", "read", "scan", "files"])
def test_work_is_done_elsewhere_and_told_on_the_main_thread(jobs, settle, kind):
    told = []
    getattr(jobs, kind)(
        lambda _progress: threading.current_thread(), lambda worker: told.append((worker, threading.current_thread()))
    )
    settle()
    [(worker, teller)] = told
    assert worker is not threading.main_thread()
    assert teller is threading.main_thread()


def test_an_error_goes_to_failed_alone(jobs, settle):
    told = []

    def refuse(_progress):
        raise RefusedError("不行。")

    jobs.write(
        refuse, lambda _value: told.append("done"), failed=told.append, cancelled=lambda: told.append("cancelled")
    )
    settle()
    assert [error.sentence for error in told] == ["不行。"]


def test_an_error_that_nobody_takes_is_trouble(qtbot, jobs):
    with qtbot.waitSignal(jobs.trouble) as trouble:
        jobs.read(lambda _progress: 1 // 0)
    assert isinstance(trouble.args[0], ZeroDivisionError)


def test_cancelled_work_ends_as_cancelled(jobs, settle):
    told, begun = [], Event()

    def work(progress):
        begun.set()
        progress.cancelled.wait(10)
        progress.step("读取", 1, 2)

    job = jobs.files(work, told.append, failed=told.append, cancelled=lambda: told.append("cancelled"))
    assert begun.wait(10)
    job.cancel()
    settle()
    assert told == ["cancelled"]


def test_a_job_that_waits_is_cancelled_without_being_begun(jobs, settle):
    gate, told = Event(), []
    jobs.write(lambda _progress: gate.wait(10))
    jobs.write(lambda _progress: told.append("worked"), cancelled=lambda: told.append("cancelled")).cancel()
    gate.set()
    settle()
    assert told == ["cancelled"]


def test_a_write_that_committed_before_the_cancel_is_done(jobs, settle):
    told, cancelled = [], Event()

    def work(_progress):
        cancelled.wait(10)
        return "committed"

    job = jobs.write(work, told.append, cancelled=lambda: told.append("cancelled"))
    job.progress.cancelled.set()
    cancelled.set()
    settle()
    assert told == ["committed"]


def test_the_answer_of_a_cancelled_read_is_thrown_away(jobs, settle):
    told, go = [], Event()
    job = jobs.read(lambda _progress: go.wait(10), told.append)
    job.cancel()
    go.set()
    settle()
    assert told == []


def test_a_receiver_that_is_gone_is_not_called(jobs, settle):
    told, go, receiver = [], Event(), QObject()
    jobs.read(lambda _progress: go.wait(10), told.append, receiver=receiver)
    delete(receiver)
    go.set()
    settle()
    assert told == []


def test_progress_is_thinned_and_its_end_is_told(qtbot, jobs):
    seen = []
    jobs.progressed.connect(lambda job: seen.append((job.part, job.reached, job.total)))

    def work(progress):
        for number in range(1, 10_001):
            progress.step("写入", number, 10_000)

    with qtbot.waitSignal(jobs.idle):
        jobs.write(work, title="导入")
    assert seen[-1] == ("写入", 10_000, 10_000)
    assert len(seen) < 1000


def test_writes_keep_their_order(jobs, settle):
    order = []
    for number in range(20):
        jobs.write(lambda _progress, number=number: order.append(number))
    settle()
    assert order == list(range(20))


def test_close_waits_for_what_was_asked(qapp):
    jobs, written = Jobs(), []
    gate = Event()
    jobs.write(lambda _progress: gate.wait(10))
    jobs.write(lambda _progress: written.append(1))
    gate.set()
    jobs.close()
    assert written == [1]


def test_a_scan_does_not_keep_pages_waiting_and_is_broken_off_at_the_end(qapp):
    jobs, told, begun = Jobs(), [], Event()

    def scan(progress):
        begun.set()
        progress.cancelled.wait()

    jobs.scan(scan, told.append)
    jobs.read(lambda _progress: begun.wait(10), told.append)
    while not told:
        qapp.processEvents()
    assert told == [True]  # read while the scan goes on
    jobs.close()
    qapp.processEvents()
    assert told == [True]
