"""The look of the whole program, in a process of its own: an application is dressed once."""

import os
import subprocess
import sys
from pathlib import Path

from shuangjian_desktop.ui import theme

_SIZES = """
from PySide6.QtWidgets import QApplication, QLabel, QListView, QMenu, QMenuBar, QStatusBar, QTableView
from shuangjian_desktop.ui import theme
application = QApplication([])
theme.apply(application)
application.processEvents()
print(*{kind().font().pointSize() for kind in (QLabel, QListView, QMenu, QMenuBar, QStatusBar, QTableView)})
"""


def test_type_is_of_one_size_in_lists_menus_and_texts():
    """Windows gives lists and menus small fonts of their own, again with each new style."""
    done = subprocess.run(
        [sys.executable, "-c", _SIZES],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "QT_QPA_PLATFORM": "windows" if os.name == "nt" else "offscreen",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(theme.POINTS)
