"""Start, dispatch, exit codes: 0 done, 1 done in part, 2 wrong usage, 3 file or ledger cannot be used."""

import getpass
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from shuangjian_desktop.cli.call import Call
from shuangjian_desktop.cli.parser import build_parser
from shuangjian_desktop.core.errors import ClerkError

OpenWindow = Callable[[Path | None, str | None], int]


def main(open_window: OpenWindow, argv: Sequence[str] | None = None) -> int:
    """Run the command line; without a command, open the window. Returns the exit code.

    `open_window` takes the ledger and the operator, None where nothing was said of them.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not know all Chinese characters
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return _run(open_window, list(sys.argv[1:] if argv is None else argv))
    except ClerkError as problem:
        print(problem.text, file=sys.stderr)
        return problem.exit_code


def _run(open_window: OpenWindow, argv: list[str]) -> int:
    """Parse and dispatch."""
    options = build_parser().parse_args(argv)
    if options.self_test:
        from shuangjian_desktop.cli.self_test import self_test

        return self_test()
    if options.command is None:
        return open_window(options.ledger, getattr(options, "operator", None))
    from shuangjian_desktop.cli.commands import COMMANDS
    from shuangjian_desktop.services.office import default_ledger

    call = Call(
        options.ledger or default_ledger(),
        getattr(options, "operator", None) or os.environ.get("SHUANGJIAN_OPERATOR") or getpass.getuser(),
        getattr(options, "json", False),
    )
    return COMMANDS[options.command](call, options)
