"""Where the program starts: in the window, on the command line, or as the child that reads a clerk's file."""

import sys
from collections.abc import Iterator
from pathlib import Path

_READ_CHILD, _HEADLESS_DEMO = "--read-child", "--headless-demo"
_WORKERS = frozenset({"--multiprocessing-fork", "-c"})
"""By one of these words multiprocessing starts its helpers; no command of ours has them."""


def main() -> int:
    """Run the program with the words it was started with; return its exit code."""
    if getattr(sys, "frozen", False) and not _WORKERS.isdisjoint(sys.argv):
        # The built program is its own Python: multiprocessing starts its workers as this program.
        from multiprocessing import freeze_support

        freeze_support()  # ends the process if it is one
    if sys.argv[1:2] == [_READ_CHILD]:
        # Before anything heavy is imported: a child is started for each file, and holds only what it needs.
        from shuangjian_desktop.exchange.reading.child import main as read_child

        return read_child()
    if sys.argv[1:2] == [_HEADLESS_DEMO]:
        from shuangjian_desktop.headless import main as demo

        return demo(Path(*sys.argv[2:3] or ["demo-output"]), *map(float, sys.argv[3:4]))
    if getattr(sys, "frozen", False) and (code := _refuse_half_a_program()):
        return code
    from shuangjian_desktop.cli import main as run

    return run(_open_window, show_tabs=_show_tabs)


def _refuse_half_a_program() -> int:
    """Say so where files of the built program are missing; return the exit code, 0 where it is whole."""
    from shuangjian_desktop.core.bundle import require_whole
    from shuangjian_desktop.core.errors import FileError
    from shuangjian_desktop.core.places import resource_root

    try:
        require_whole(resource_root())
    except FileError as problem:
        from shuangjian_desktop.app import tell_before_start

        tell_before_start(problem.text, in_window=len(sys.argv) == 1)
        return problem.exit_code
    return 0


def _open_window(ledger: Path | None, operator: str | None) -> int:
    """Open the window; Qt is loaded only here."""
    from shuangjian_desktop.app import run_window

    return run_window(ledger, operator)


def _show_tabs(ledger: Path) -> Iterator[str]:
    """Show every tab of the window on a ledger; Qt is loaded only here."""
    from shuangjian_desktop.app import show_tabs

    return show_tabs(ledger)


if __name__ == "__main__":
    sys.exit(main())
