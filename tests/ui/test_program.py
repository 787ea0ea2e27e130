"""The program as a whole: its log, its one window for each ledger, what an unexpected fault leaves behind."""

import logging
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import RefusedError
from shuangjian_desktop.store.lock import holder
from shuangjian_desktop.ui.doorbell import Doorbell, ring
from shuangjian_desktop.ui.log import Log
from shuangjian_desktop.ui.main_window import MainWindow
from tests.ui.boxes import box, boxes, press


def start(*words: str, home: Path) -> subprocess.Popen[bytes]:
    """Start the program as a user does, its log under `home`."""
    return subprocess.Popen(
        [sys.executable, "-m", "shuangjian_desktop", *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(home), "HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )


def test_a_second_start_brings_the_first_window_forward_and_ends(qtbot, ledger_path, tmp_path):
    words = ("--ledger", str(ledger_path), "--operator", "王芳")
    first = start(*words, home=tmp_path)
    try:
        qtbot.waitUntil(lambda: holder(ledger_path) is not None and ring(ledger_path), timeout=60_000)
        second = start(*words, home=tmp_path)
        assert second.wait(60) == 0
        assert first.poll() is None
    finally:
        first.terminate()
        first.wait(30)


def test_nobody_answers_where_no_window_is(qapp, ledger_path):
    assert not ring(ledger_path)


def test_the_bell_is_heard_also_after_a_killed_program(qtbot, ledger_path):
    left_over = Doorbell(ledger_path)
    left_over._server.close()
    bell = Doorbell(ledger_path)
    with qtbot.waitSignal(bell.rung):
        assert ring(ledger_path)


@given(secret=st.text(st.characters(categories=["L", "N"]), min_size=8, max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_a_record_gets_into_the_log(tmp_path, secret):
    log = Log(tmp_path / "log")
    try:
        raise RefusedError(f"“{secret}”不行") from ValueError(secret)
    except RefusedError as error:
        logging.getLogger("shuangjian_desktop.ui").error("fault", exc_info=error)
    finally:
        log.stop()
    text = (tmp_path / "log" / "window.log").read_text(encoding="utf-8")
    assert "RefusedError" in text
    assert "ValueError" in text
    assert secret not in text


def test_a_folder_that_cannot_be_written_means_no_log_and_no_fault(tmp_path):
    (tmp_path / "log").write_text("a file is in the way", encoding="utf-8")
    log = Log(tmp_path / "log")
    logging.getLogger("shuangjian_desktop.ui").info("started")
    log.stop()
    assert (tmp_path / "log").read_text(encoding="utf-8") == "a file is in the way"


def test_standard_buttons_are_chinese():
    make = "from shuangjian_desktop.ui.program import make_application as make; from PySide6.QtWidgets import *\n"
    code = make + (
        "a = make(['x']); b = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | "
        "QDialogButtonBox.StandardButton.Close); print(sorted(x.text() for x in b.buttons()))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == "['关闭', '取消']"


def test_closing_while_a_long_job_runs_asks_and_cancels_it(qtbot, session, jobs, settle):
    window = MainWindow(jobs)
    window.sit_down(session, "金水区教育局")
    qtbot.addWidget(window)
    window.show()
    settle()
    ended = []

    def long(_desk, progress):
        progress.cancelled.wait(30)
        progress.step("写入", 1, 2)

    session.write_long("导入", long, cancelled=lambda: ended.append("cancelled"))
    window.close()
    assert window.isVisible()
    press(box(qtbot), "停下来并退出")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert ended == ["cancelled"]
    assert boxes() == []
