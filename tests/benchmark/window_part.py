"""The program's window, from the command to the first page: says `usable` on standard output and closes.

    python -m tests.benchmark.window_part LEDGER

Usable: the ledger is open, 今日待办 shows what waits, nothing that was asked for is still to come, and it is painted.
"""

import sys
from pathlib import Path

from shuangjian_desktop import __main__ as program
from shuangjian_desktop import app

run_window = app.run_window


def run_watched(ledger: Path | None, operator: str | None) -> int:
    """Do as `app.run_window`, with an ear for the moment when the window is usable."""
    app.prepare()
    from shuangjian_desktop.ui import program as running

    settle = running._settle

    def settled(window: running.MainWindow) -> None:
        settle(window)
        window.jobs.idle.connect(lambda: close(window))

    running._settle = settled
    return run_window(ledger, operator)


def close(window) -> None:
    """Paint what came last, say so, close."""
    from PySide6.QtWidgets import QApplication

    window.jobs.idle.disconnect()
    QApplication.processEvents()
    print("usable", flush=True)
    window.close()


if __name__ == "__main__":
    app.run_window = run_watched
    sys.argv = ["shuangjian", "--ledger", sys.argv[1], "--operator", "王芳"]
    sys.exit(program.main())
