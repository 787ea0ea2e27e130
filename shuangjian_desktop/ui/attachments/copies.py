"""The copies that the system opens: read-only, in a folder of their own, gone when the program ends."""

import shutil
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication

_PREFIX = "shuangjian-attachment-"
_LEFT_OVER = 24 * 3600  # seconds: a folder this old belongs to a program that was killed
_folders: list["tempfile.TemporaryDirectory[str]"] = []


def new_folder() -> Path:
    """Return a new folder for one copy; it lasts as long as the program."""
    if not _folders:
        _sweep()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(clear)
    made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
    _folders.append(made)
    return Path(made.name)


def clear() -> None:
    """Delete the copies; one that is still open elsewhere is left to the sweep of a later day."""
    while _folders:
        _folders.pop().cleanup()


def _sweep() -> None:
    """Delete what a killed program left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > _LEFT_OVER:
            shutil.rmtree(folder, ignore_errors=True)
