"""What may be told of a fault of ours: where it happened, never what a clerk typed."""

import traceback
from pathlib import Path

from shuangjian_desktop import __version__

BUG = "程序遇到了一个没有料到的错误，刚才这一步没有完成；已经保存的内容都在。"


def crash_text(error: BaseException) -> str:
    """Return where a fault happened: kinds of exception and lines of code, never their messages.

    The message of an exception may quote what a clerk typed, so it goes neither here nor into the log.
    """
    parts = [f"双减治理台账 {__version__}"]
    seen: BaseException | None = error
    while seen is not None:
        parts.append(type(seen).__name__)
        for frame in traceback.extract_tb(seen.__traceback__):
            parts.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(parts)


def _short(file: str) -> str:
    """Return the last two parts of a path: the rest would name the folder of a user."""
    return "/".join(Path(file).parts[-2:])
