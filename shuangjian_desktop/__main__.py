"""Where the program starts: in the window, on the command line, or as the child that reads a clerk's file."""

import sys
from pathlib import Path

_READ_CHILD, _HEADLESS_DEMO = "--read-child", "--headless-demo"


def main() -> int:
    """Run the program with the words it was started with; return its exit code."""
    if sys.argv[1:2] == [_READ_CHILD]:
        # Before anything heavy is imported: a child is started for each file, and holds only what it needs.
        from shuangjian_desktop.exchange.reading.child import main as read_child

        return read_child()
    if sys.argv[1:2] == [_HEADLESS_DEMO]:
        from shuangjian_desktop.headless import main as demo

        return demo(Path(*sys.argv[2:3] or ["demo-output"]), *map(float, sys.argv[3:4]))
    from shuangjian_desktop.cli import main as run

    return run(_open_window)


def _open_window(ledger: Path | None, operator: str | None) -> int:
    """Open the window; Qt is loaded only here."""
    from shuangjian_desktop.app import run_window

    return run_window(ledger, operator)


if __name__ == "__main__":
    sys.exit(main())
