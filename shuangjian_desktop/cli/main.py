"""Start, dispatch, exit codes: 0 done, 1 done in part, 2 wrong usage, 3 file or ledger cannot be used."""

import getpass
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from shuangjian_desktop.cli.call import Call
from shuangjian_desktop.cli.output import OutputError, let_go, output
from shuangjian_desktop.cli.parser import build_parser
from shuangjian_desktop.core.crash import BUG, crash_text
from shuangjian_desktop.core.errors import ClerkError

OpenWindow = Callable[[Path | None, str | None], int]
ShowTabs = Callable[[Path], Iterator[str]]
_FAILED, _INTERRUPTED = 3, 130


def main(open_window: OpenWindow, argv: Sequence[str] | None = None, *, show_tabs: ShowTabs | None = None) -> int:
    """Run the command line; without a command, open the window. Returns the exit code.

    `open_window` takes the ledger and the operator, None where nothing was said of them. `show_tabs` shows every tab
    of the window on a ledger and yields their titles: for `--self-test --window`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of another language may not know Chinese characters
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        with output():
            return _run(open_window, show_tabs, list(sys.argv[1:] if argv is None else argv))
    except ClerkError as problem:
        return _end(problem.text, problem.exit_code)
    except OutputError as problem:
        return 0 if problem.unread else _end(problem.text, _FAILED)
    except KeyboardInterrupt:
        return _end("已中断。", _INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - a fault of ours: Python's own exit code would say "done in part"
        return _end(f"{BUG}\n{crash_text(error)}", _FAILED)


def _end(text: str, code: int) -> int:
    """Say on the standard error why the command ends, if that can be written; return the exit code."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        let_go(sys.stderr)
    return code


def _run(open_window: OpenWindow, show_tabs: ShowTabs | None, argv: list[str]) -> int:
    """Parse and dispatch."""
    options = build_parser().parse_args(argv)
    if options.self_test:
        from shuangjian_desktop.cli.self_test import self_test

        return self_test(show_tabs if options.window else None)
    operator = getattr(options, "operator", None)
    if options.command is None:
        return open_window(options.ledger, operator)
    from shuangjian_desktop.cli.commands import COMMANDS
    from shuangjian_desktop.services.office import default_ledger

    call = Call(options.ledger or default_ledger(), _operator(operator), getattr(options, "json", False))
    return COMMANDS[options.command](call, options)


def _operator(given: str | None) -> str:
    """Return who is on record for the steps of a command."""
    named = given or os.environ.get("SHUANGJIAN_OPERATOR")
    try:
        return named or getpass.getuser()
    except (KeyError, OSError, ImportError):  # the system has no name for who runs this
        return "命令行"
