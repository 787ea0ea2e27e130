"""Where files of a kind were put or taken from last, remembered for each user of the computer."""

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices


def _settings() -> QSettings:
    """Return the user's own settings, a file that survives reinstalling."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "shuangjian", "folders")


def last_folder(what: str) -> Path:
    """Return the folder that was used last, the user's documents where there was none or it is gone."""
    held = str(_settings().value(what, "") or "")
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return next((Path(one) for one in (held, documents) if one and Path(one).is_dir()), Path.home())


def remember_folder(what: str, folder: Path) -> None:
    """Remember the folder that was used."""
    _settings().setValue(what, str(folder.absolute()))


def show_folder(folder: Path) -> None:
    """Show a folder in the system's own window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
